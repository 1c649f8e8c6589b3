"""The outcome: the state of every line and bill, its gaps and lapses, written where it has changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from comaker.kernel.entry import Role
from comaker.kernel.gap import Gap, Lapse
from comaker.kernel.line import DEFAULT_TERMS, Line
from comaker.kernel.party import NOBODY
from comaker.kernel.row import BillState, LineState
from comaker.kernel.settlement import Biller
from comaker.record.coding import encode
from comaker.record.posting.words import NOBODY_ID, Sides, relation_of
from comaker.record.store import Row, Store, table

_LINE = table(
    "line",
    "id bigint, relation_id bigint, bundle bigint, key text, giver bigint, taker bigint, deal text, "
    "number text, sellers text, "
    "buyers text, standard text, name text, quantity bigint, asked_on integer, is_open boolean, "
    "value bytea, state bytea",
)
_LINE_AGAIN = table(
    "line",
    "id bigint, bundle bigint, key text, giver bigint, taker bigint, deal text, number text, sellers text, "
    "buyers text, standard text, name text, quantity bigint, asked_on integer, is_open boolean, value bytea, "
    "state bytea",
)
_LINE_STATE = table("line", "id bigint, is_open boolean, state bytea")
_BILL_STATE = table("bill", "id bigint, state bytea")
_CLOSE = "UPDATE record_line SET key = '', is_open = FALSE, state = ? WHERE id IN :ints"
_LINE_MOVED = table("line", "id bigint, bundle bigint")
_BILL = table(
    "bill",
    "id bigint, relation_id bigint, bundle bigint, document bigint, key text, number text, giver bigint, "
    "taker bigint, issued_on integer, payable bigint, state bytea",
)
_BILL_AGAIN = table(
    "bill", "id bigint, bundle bigint, key text, giver bigint, taker bigint, payable bigint, state bytea"
)
_BILL_MOVED = table("bill", "id bigint, bundle bigint")
_GAP = table(
    "gap",
    "owner bigint, ordinal smallint, relation bigint, is_bill boolean, kind text, cause text, "
    "quantity bigint, amount bigint, counted bigint, currency text, turn text, party bigint, "
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


class Was(NamedTuple):
    """What is stored of a line or bill: its bundle, its name and its encoded state."""

    bundle: int
    key: str
    state: bytes


def line_bytes(line: Line) -> bytes:
    """Encode what a line is, without parties, terms and packings, which stand elsewhere and may change."""
    return encode(line._replace(key="", giver=NOBODY, taker=NOBODY, terms=DEFAULT_TERMS, packings=()))


def line_state_bytes(state: LineState) -> bytes:
    """Encode a line's state without its parties, whose names may change, and what lapses are proven by."""
    lapses = tuple([lapse._replace(proof=()) for lapse in state.lapses]) if state.lapses else ()
    bare = state.line._replace(key="", giver=NOBODY, taker=NOBODY)
    return encode(state._replace(line=bare, lapses=lapses))


def bill_state_bytes(state: BillState) -> bytes:
    """Encode a bill's state without its parties, whose names may change."""
    return encode(state._replace(key="", giver=NOBODY, taker=NOBODY))


def save_lines(store: Store, fresh: Sequence[FreshLine], stored: Mapping[int, Was]) -> list[int]:
    """Write lines that are new or stand otherwise than before; return their keys."""
    new: list[Row] = []
    again: list[Row] = []
    moved: list[Row] = []
    changed: list[FreshLine] = []
    for line in fresh:
        state = line_state_bytes(line.state)
        was = stored.get(line.id)
        if was is not None and was.state == state and was.key == line.state.line.key:
            if was.bundle != line.bundle:
                moved.append((line.id, line.bundle))
            continue
        changed.append(line)
        row = _line_row(line, state)
        if was is None:
            new.append((line.id, relation_of(line.id), *row))
        else:
            again.append((line.id, *row))
    store.insert(_LINE, new)
    store.update(_LINE_AGAIN, again)
    store.update(_LINE_MOVED, moved)
    _save_gaps(store, [line_gap_rows(line) for line in changed], [row[0] for row in again])
    _save_lapses(store, [(line.id, line.state.lapses) for line in changed], [row[0] for row in again])
    return [line.id for line in changed]


def save_bills(store: Store, fresh: Sequence[FreshBill], stored: Mapping[int, Was]) -> list[int]:
    """Write bills that are new or stand otherwise than before; return their keys."""
    new: list[Row] = []
    again: list[Row] = []
    moved: list[Row] = []
    changed: list[FreshBill] = []
    for bill in fresh:
        state = bill_state_bytes(bill.state)
        was = stored.get(bill.id)
        told = bill.state
        if was is not None and was.state == state and was.key == told.key:
            if was.bundle != bill.bundle:
                moved.append((bill.id, bill.bundle))
            continue
        changed.append(bill)
        if was is None:
            new.append((
                bill.id, relation_of(bill.id), bill.bundle, bill.document, told.key, told.number, *bill.sides,
                told.issued_on, told.payable, state,
            ))  # fmt: skip
        else:
            again.append((bill.id, bill.bundle, told.key, *bill.sides, told.payable, state))
    store.insert(_BILL, new)
    store.update(_BILL_AGAIN, again)
    store.update(_BILL_MOVED, moved)
    _save_gaps(store, [bill_gap_rows(bill) for bill in changed], [row[0] for row in again])
    _save_lapses(store, [(bill.id, bill.state.lapses) for bill in changed], [row[0] for row in again])
    return [bill.id for bill in changed]


def restate(store: Store, lines: Sequence[FreshLine], bills: Sequence[FreshBill]) -> None:
    """Write what is derived of lines and bills whose gaps and lapses are gone."""
    store.update(
        _LINE_STATE,
        [(line.id, is_open(line.state), line_state_bytes(line.state)) for line in lines],
    )
    store.update(_BILL_STATE, [(bill.id, bill_state_bytes(bill.state)) for bill in bills])
    _save_gaps(store, [line_gap_rows(line) for line in lines], ())
    _save_gaps(store, [bill_gap_rows(bill) for bill in bills], ())
    _save_lapses(store, [(line.id, line.state.lapses) for line in lines], ())
    _save_lapses(store, [(bill.id, bill.state.lapses) for bill in bills], ())


def close_lines(store: Store, gone: Iterable[int]) -> None:
    """Let lines go that nothing is tied to any more; their entries stay, taken back."""
    numbers = sorted(gone)
    if numbers:
        store.execute(_CLOSE, b"", numbers)
        store.execute("DELETE FROM record_gap WHERE owner IN :ints", numbers)
        store.execute("DELETE FROM record_lapse WHERE owner IN :ints", numbers)


def _line_row(line: FreshLine, state: bytes) -> Row:
    told, row = line.state.line, line.state.row
    product = told.product
    most = [moved.quantity or 0 for moved in (row.sent, row.received, row.billed) if moved]
    agreed = row.promised or row.asked
    quantity = agreed.quantity if agreed else max(most, default=0)
    return (
        line.bundle, told.key, *line.sides, told.deal, told.number, product.sellers, product.buyers,
        product.standard, folded(product.name), quantity, line.asked_on,
        is_open(line.state), line_bytes(told), state,
    )  # fmt: skip


def folded(name: str) -> str:
    """Return a product's name as it is looked up."""
    return " ".join(name.casefold().split())


def is_open(state: LineState) -> bool:
    """Tell whether something is still to come on a line: a delivery, a bill, or a person's word."""
    row = state.row
    agreed = row.promised or row.asked
    if agreed is None or state.gaps:
        return True
    return any(
        moved is None or (moved.quantity or 0) < agreed.quantity
        for moved in (row.received or row.sent, row.billed)
    )


def line_gap_rows(line: FreshLine) -> list[Row]:
    """Return the gaps of a line as rows."""
    told = line.state.line
    relation = relation_of(line.id)
    return [
        _gap_row(line.id, ordinal, relation, gap, told.currency, _turn(gap, told, line.sides), is_bill=False)
        for ordinal, gap in enumerate((*line.state.gaps, *line.state.closed))
    ]


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
            by_role.get(gap.turn, NOBODY_ID), is_bill=True,
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
    owner: int, ordinal: int, relation: int, gap: Gap, currency: str, party: int, *, is_bill: bool
) -> Row:
    return (
        owner, ordinal, relation, is_bill, gap.kind.value, gap.cause.value, gap.quantity, gap.amount,
        gap.counted, currency, gap.turn.value, party, gap.since_on, gap.due_on, gap.is_held, gap.is_accepted,
        gap.closed_on,
    )  # fmt: skip


def _save_gaps(store: Store, rows: Sequence[Sequence[Row]], owners: Sequence[int]) -> None:
    if owners:
        store.execute("DELETE FROM record_gap WHERE owner IN :ints", owners)
    store.insert(_GAP, [row for some in rows for row in some])


def _save_lapses(
    store: Store, lapses: Sequence[tuple[int, tuple[Lapse, ...]]], owners: Sequence[int]
) -> None:
    if owners:
        store.execute("DELETE FROM record_lapse WHERE owner IN :ints", owners)
    store.insert(_LAPSE, lapse_rows(lapses))


def lapse_rows(lapses: Sequence[tuple[int, tuple[Lapse, ...]]]) -> list[Row]:
    """Return lapses as rows, given by the line or bill that they are on."""
    return [
        (owner, ordinal, relation_of(owner), lapse.kind, lapse.quantity, lapse.days, lapse.against)
        for owner, some in lapses
        for ordinal, lapse in enumerate(some)
    ]
