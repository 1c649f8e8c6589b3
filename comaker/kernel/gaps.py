"""Gaps of a line: where neighbours in its row differ, valued once, with cause and turn."""

from comaker.kernel.amounts import coin_of, unit_price, value
from comaker.kernel.differences import billed, items, moved, stated
from comaker.kernel.gap import ENTITLED, Gap, Kind, count
from comaker.kernel.line import Line
from comaker.kernel.standing import Standing
from comaker.kernel.straight import quantities_of
from comaker.kernel.sums import sums_of
from comaker.kernel.variances import line_variances

# A bill for pieces that never came is counted where they were lost, and so on: what went before carries it.
_CARRIED_BY = {
    Kind.UNEXPECTED: (Kind.MISSING, Kind.REJECTED),
    Kind.TOLD_DIFFERENTLY: (Kind.MISSING, Kind.SURPLUS),
    Kind.OVERBILLED: (Kind.MISSING, Kind.REJECTED, Kind.UNSENT),
    Kind.BILLED_EARLY: (Kind.MISSING, Kind.REJECTED, Kind.UNSENT),
}

# A frame is never due itself: its call-offs carry what is short, late or billed.
_OF_FRAMES = frozenset(
    (
        *(Kind.UNANSWERED, Kind.UNDERPROMISED, Kind.OVERPROMISED, Kind.REPRICED, Kind.REDATED),
        *(Kind.OVERSENT, Kind.OTHER_ITEM, Kind.DOES_NOT_ADD_UP),
    )
)


def gaps_of(line: Line, standing: Standing) -> tuple[Gap, ...]:
    """Name every gap of a line, in the order of the row: asked first, paid last.

    The result holds no clock: `Gap.state(today)` tells open from waiting.
    """
    sums = sums_of(line, standing)
    found = quantities_of(sums)
    gaps = [*stated(line, standing, found), *moved(line, standing, found, sums)]
    gaps += items(line, standing, found)
    gaps += billed(line, standing, found)
    gaps += line_variances(line, standing)
    if line.is_frame:
        gaps = [gap for gap in gaps if gap.kind in _OF_FRAMES]
    if not gaps:
        return ()
    price = _price_of(standing)
    counted = _counted(gaps, _stake(standing, price), price, coin_of(line.currency))
    return tuple(_conceded(counted, standing) if standing.conceded else counted)


def _price_of(standing: Standing) -> int | None:
    """Return the price that values a gap: the one in force, else the one billed."""
    agreed = standing.agreed
    if agreed is not None and agreed.price is not None:
        return agreed.price
    for entry in standing.billed.entries if standing.billed else ():
        if entry.price is not None:
            return entry.price
        if entry.quantity and entry.amount is not None:
            return unit_price(entry.amount - entry.charges, entry.quantity)
    return None


def _stake(standing: Standing, price: int | None) -> int:
    """Return what is at stake on a line at most: the dearest of its acts."""
    dearest = billed = 0
    for statement in (*standing.asks, *standing.promises):
        if statement.price is not None and statement.quantity * statement.price > dearest:
            dearest = statement.quantity * statement.price
    for movement in (standing.sent, standing.received):
        if movement and price is not None and movement.quantity * price > dearest:
            dearest = movement.quantity * price
    for entry in standing.billed.entries if standing.billed else ():
        if entry.amount and entry.amount > 0:
            billed += entry.amount
    stake = value(dearest, 1)
    return stake if stake > billed else billed


_UNCOUNTED = frozenset((Kind.UNANSWERED, Kind.REDATED, Kind.INCOMPARABLE))


def _counted(gaps: list[Gap], stake: int, price: int | None, coin: int) -> list[Gap]:
    """Give every gap its amount, and count each amount once: where the pieces first went astray."""
    carried: dict[Kind, int] = {}
    result, left = [], stake
    for gap in gaps:
        kind, quantity, amount, causes = gap.kind, gap.quantity, gap.amount, gap.because_of
        if amount is None and quantity is not None and price is not None and not gap.unit:
            amount = abs(value(quantity, price, coin))
        own = amount or 0
        if carried and kind in _CARRIED_BY:
            causes = tuple([cause for cause in _CARRIED_BY[kind] if carried.get(cause)])
            if causes and quantity:
                already = min(quantity, sum([carried[cause] for cause in causes]))
                own = abs(value(quantity - already, price, coin)) if price is not None else 0
        if kind in _UNCOUNTED:
            own = 0
        elif own > left:
            own = left
        left -= own
        carried[kind] = carried.get(kind, 0) + (quantity or 0)
        result.append(count(gap, amount, own, causes))
    return result


def _conceded(gaps: list[Gap], standing: Standing) -> list[Gap]:
    """Mark what an entitled party conceded; what goes beyond that stays open."""
    result: list[Gap] = []
    for gap in gaps:
        for kind, quantity, amount, by in standing.conceded:
            if kind == gap.kind and by in ENTITLED[gap.kind]:
                accepted, gap = _split(gap, quantity, amount)
                result += accepted
        if gap.quantity or gap.amount:
            result.append(gap)
    return result


def _split(gap: Gap, quantity: int, amount: int) -> tuple[list[Gap], Gap]:
    """Cut a gap into what was conceded and what is left of it."""
    size = gap.quantity or gap.amount or 0
    taken = min(size, quantity if gap.quantity else amount)
    if taken <= 0:
        return [], gap
    rest = size - taken

    def part(money: int | None, of: int) -> int | None:
        return None if money is None else money * of // size

    accepted = gap._replace(
        quantity=taken if gap.quantity else gap.quantity,
        amount=part(gap.amount, taken),
        counted=part(gap.counted, taken) or 0,
        is_accepted=True,
    )
    left = gap._replace(
        quantity=rest if gap.quantity else gap.quantity,
        amount=None if gap.amount is None else gap.amount - (accepted.amount or 0),
        counted=gap.counted - accepted.counted,
    )
    return [accepted], left
