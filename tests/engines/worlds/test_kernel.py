"""The kernel and the world's own rules agree on every line, when the ties are the true ones."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from comaker.engines import worlds
from comaker.engines.worlds import Made, World
from comaker.kernel.account import LineAccount, account_of
from comaker.kernel.bill import Bill
from comaker.kernel.document import Kind
from comaker.kernel.gap import Gap
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.line import Line, Link
from comaker.kernel.line import Relation as LinkKind
from comaker.kernel.settlement import Receipt

IN_MONEY = (GapKind.REPRICED, GapKind.PRICE_VARIANCE, GapKind.UNDERBILLED, GapKind.CHARGE_VARIANCE)


class Tied(NamedTuple):
    """A true tie, as the kernel takes it."""

    document: int
    line: int | None
    to: str


def accounts(made: Made) -> Iterator[tuple[tuple[str, str], LineAccount]]:
    truth, documents = made.truth, made.documents
    lines = {}
    for key, (place, index) in truth.origins.items():
        order = documents[place]
        row = order.lines[index]
        lines["|".join(key)] = Line(
            "|".join(key), *key, order.giver, order.taker, row.product, row.unit, order.currency,
            made.terms[(order.giver.key, order.taker.key)], truth.packings.get(key, ()), key in truth.frames,
        )  # fmt: skip
    first = [place for place in range(len(documents)) if place not in truth.copies]
    ties = [
        Tied(place, line, "|".join(key))
        for (place, line), key in truth.ties.items()
        if key and place in set(first)
    ]
    ties += [Tied(place, None, "|".join(key)) for place in first for key in truth.whole.get(place, ())]
    bills = [
        Bill(str(place), documents[place], is_void=truth.bills[place].is_void)
        for place in first
        if documents[place].kind in (Kind.BILL, Kind.CREDIT_NOTE)
    ]
    links = [Link("|".join(line), kind, "|".join(to)) for line, kind, to in truth.links]
    names = {"|".join(key): key for key in truth.origins}
    for account in account_of(documents, ties, lines, bills, links=links).lines:
        yield names[account.line.key], account


def size(gap: Gap) -> int:
    if gap.kind in IN_MONEY:
        return gap.amount or 0
    return (gap.days if gap.kind is GapKind.REDATED else gap.quantity) or 0


def added_up(account: LineAccount) -> dict[GapKind, int]:
    found: dict[GapKind, int] = {}
    for gap in account.gaps:
        so_far = found.get(gap.kind, 0)
        found[gap.kind] = max(so_far, size(gap)) if gap.kind is GapKind.OTHER_ITEM else so_far + size(gap)
    return {kind: total for kind, total in found.items() if total}


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_the_kernel_names_the_gaps_that_were_planted(seed):
    for made in worlds.stream(World(relations=16), seed=seed):
        # A leg's quantities are mirrored in its papers' unit, which need not be the line's (packings).
        legs = {to for _, kind, to in made.truth.links if kind is LinkKind.THROUGH}
        for key, account in accounts(made):
            if key in made.truth.frames or (key in legs and key in made.truth.packings):
                continue
            planted, found = dict(made.truth.gaps.get(key, {})), added_up(account)
            if account.line.terms.settlement.receipt is Receipt.USE:
                # What lies with the taker unused is not missing.
                found.pop(GapKind.MISSING, None)
                found.pop(GapKind.SURPLUS, None)
            assert found == planted, (key, made.truth.numbers[key])


def test_the_kernel_counts_the_lapses_that_were_planted():
    for made in worlds.stream(World(relations=16), seed=14):
        for key, account in accounts(made):
            if key in made.truth.frames:
                continue
            planted = sorted(made.truth.slips.get(key, ()))
            found = sorted((one.kind, one.quantity, one.days, one.against) for one in account.lapses)
            assert found == [tuple(one) for one in planted], key
