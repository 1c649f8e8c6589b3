"""Gaps and lapses of lines and bills as rows, written anew where they have changed."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.kernel.entry import Role
from comaker.kernel.gap import Gap, Lapse
from comaker.kernel.line import Line
from comaker.kernel.row import BillState, LineState
from comaker.kernel.settlement import Biller
from comaker.record.posting.words import NOBODY_ID, Sides, relation_of
from comaker.record.store import Row, Store, table

_GAP = table(
    "gap",
    "owner bigint, ordinal smallint, relation bigint, is_bill boolean, kind text, cause text, "
    "quantity bigint, amount bigint, counted bigint, currency text, turn text, party bigint, other bigint, "
    "since_on integer, due_on integer, is_held boolean, is_accepted boolean, closed_on integer",
)
_LAPSE = table(
    "lapse",
    "owner bigint, ordinal smallint, relation bigint, kind text, quantity bigint, days integer, against text",
)
GAP_COLUMNS = ", ".join(name for name, _ in _GAP.columns)
LAPSE_COLUMNS = ", ".join(name for name, _ in _LAPSE.columns)


class FreshLine(NamedTuple):
    """A line as it stands now."""

    id: int
    bundle: int
    sides: Sides
    state: LineState
    asked_on: int


class FreshBill(NamedTuple):
    """A bill as it stands now; `document` is the key of the bill itself."""

    id: int
    bundle: int
    sides: Sides
    document: int
    state: BillState


def line_gap_rows(line: FreshLine) -> list[Row]:
    """Return the gaps of a line as rows."""
    told = line.state.line
    relation = relation_of(line.id)
    return [
        _gap_row(
            line.id, ordinal, relation, gap, told.currency, _turn(gap, told, line.sides), line.sides,
            is_bill=False,
        )
        for ordinal, gap in enumerate((*line.state.gaps, *line.state.closed))
    ]  # fmt: skip


def bill_gap_rows(bill: FreshBill) -> list[Row]:
    """Return the gaps of a bill as rows."""
    told = bill.state
    sides = bill.sides
    by_role = {
        Role.GIVER: sides.giver, Role.TAKER: sides.taker, Role.PAYEE: sides.giver, Role.PAYER: sides.taker,
        Role.BILLER: sides.taker if told.biller is Role.TAKER else sides.giver,
    }  # fmt: skip
    return [
        _gap_row(
            bill.id, ordinal, relation_of(bill.id), gap, told.currency,
            by_role.get(gap.turn, NOBODY_ID), sides, is_bill=True,
        )
        for ordinal, gap in enumerate(told.gaps)
    ]  # fmt: skip


def _turn(gap: Gap, line: Line, sides: Sides) -> int:
    """Return the number of the party whose turn it is on a line."""
    turn = gap.turn
    if turn is Role.BILLER:
        return sides.taker if line.terms.settlement.biller is Biller.TAKER else sides.giver
    if turn in (Role.GIVER, Role.PAYEE):
        return sides.giver
    return sides.taker if turn in (Role.TAKER, Role.PAYER) else NOBODY_ID


def _gap_row(
    owner: int,
    ordinal: int,
    relation: int,
    gap: Gap,
    currency: str,
    party: int,
    sides: Sides,
    *,
    is_bill: bool,
) -> Row:
    other = NOBODY_ID
    if party != NOBODY_ID:
        other = sides.taker if party == sides.giver else sides.giver
    return (
        owner, ordinal, relation, is_bill, gap.kind.value, gap.cause.value, gap.quantity, gap.amount,
        gap.counted, currency, gap.turn.value, party, other, gap.since_on or 0, gap.due_on, gap.is_held,
        gap.is_accepted, gap.closed_on,
    )  # fmt: skip


def save_gaps(store: Store, rows: Sequence[Sequence[Row]], owners: Sequence[int]) -> None:
    """Write gaps down, in place of those that some owners had."""
    if owners:
        store.change("DELETE FROM record_gap WHERE owner IN :ints", owners)
    store.insert(_GAP, [row for some in rows for row in some])


def save_lapses(store: Store, lapses: Sequence[tuple[int, tuple[Lapse, ...]]], owners: Sequence[int]) -> None:
    """Write lapses down, in place of those that some owners had."""
    if owners:
        store.change("DELETE FROM record_lapse WHERE owner IN :ints", owners)
    store.insert(_LAPSE, lapse_rows(lapses))


def lapse_rows(lapses: Sequence[tuple[int, tuple[Lapse, ...]]]) -> list[Row]:
    """Return lapses as rows, given by the line or bill that they are on."""
    return [
        (owner, ordinal, relation_of(owner), lapse.kind, lapse.quantity, lapse.days, lapse.against)
        for owner, some in lapses
        for ordinal, lapse in enumerate(some)
    ]
