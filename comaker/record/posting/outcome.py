"""The outcome: the state of every line and bill, its gaps and lapses, written where it has changed."""

from collections.abc import Iterable, Mapping, Sequence

from comaker.kernel.line import DEFAULT_TERMS, Line
from comaker.kernel.names import folded
from comaker.kernel.party import NOBODY
from comaker.kernel.row import BillState, LineState
from comaker.record.coding import NO_PART, encode, parts_of
from comaker.record.posting.gaps import (
    FreshBill,
    FreshLine,
    bill_gap_rows,
    line_gap_rows,
    save_gaps,
    save_lapses,
)
from comaker.record.posting.lines import Stored
from comaker.record.posting.words import relation_of
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
# Of the parts of a line's state: its gaps and those that are closed, its lapses, and all of these.
_GAPS, _LAPSES, _TOLD = slice(2, 4), slice(4, 5), slice(2, 5)
_ALL_UNKNOWN = encode((None,) * 5)


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


def save_lines(store: Store, fresh: Sequence[FreshLine], stored: Mapping[int, Stored]) -> list[int]:
    """Write lines that are new or stand otherwise than before; return their keys."""
    new: list[Row] = []
    again: list[Row] = []
    standing: list[Row] = []
    moved: list[Row] = []
    changed: list[int] = []
    told: list[FreshLine] = []
    had_gaps: list[int] = []
    had_lapses: list[int] = []
    for line in fresh:
        state = line_state_bytes(line.state)
        was = stored.get(line.id)
        if was is None:
            new.append((line.id, relation_of(line.id), *_line_row(line, state)))
            told.append(line)
        elif was.state == state and was.key == line.state.line.key and was.sides == line.sides:
            if was.bundle != line.bundle:
                moved.append((line.id, line.bundle))
            continue
        else:
            before, now = parts_of(was.state or _ALL_UNKNOWN), parts_of(state)
            if before[0] == now[0] and _is_found_as_before(line, was):
                standing.append((line.id, is_open(line.state), state))
            else:
                again.append((line.id, *_line_row(line, state)))
                before = parts_of(_ALL_UNKNOWN)
            if before[_TOLD] != now[_TOLD]:
                told.append(line)
                had_gaps += [line.id] if before[_GAPS] != [NO_PART, NO_PART] else []
                had_lapses += [line.id] if before[_LAPSES] != [NO_PART] else []
        changed.append(line.id)
    store.insert(_LINE, new)
    store.update(_LINE_AGAIN, again)
    store.update(_LINE_STATE, standing)
    store.update(_LINE_MOVED, moved)
    save_gaps(store, [line_gap_rows(line) for line in told], had_gaps)
    save_lapses(store, [(line.id, line.state.lapses) for line in told], had_lapses)
    return changed


def save_bills(store: Store, fresh: Sequence[FreshBill], stored: Mapping[int, Stored]) -> list[int]:
    """Write bills that are new or stand otherwise than before; return their keys."""
    new: list[Row] = []
    again: list[Row] = []
    moved: list[Row] = []
    changed: list[FreshBill] = []
    for bill in fresh:
        state = bill_state_bytes(bill.state)
        was = stored.get(bill.id)
        told = bill.state
        if was is not None and (was.state, was.key, was.sides) == (state, told.key, bill.sides):
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
    save_gaps(store, [bill_gap_rows(bill) for bill in changed], [row[0] for row in again])
    save_lapses(store, [(bill.id, bill.state.lapses) for bill in changed], [row[0] for row in again])
    return [bill.id for bill in changed]


def restate(store: Store, lines: Sequence[FreshLine], bills: Sequence[FreshBill]) -> None:
    """Write what is derived of lines and bills whose gaps and lapses are gone."""
    store.update(
        _LINE_STATE,
        [(line.id, is_open(line.state), line_state_bytes(line.state)) for line in lines],
    )
    store.update(_BILL_STATE, [(bill.id, bill_state_bytes(bill.state)) for bill in bills])
    save_gaps(store, [line_gap_rows(line) for line in lines], ())
    save_gaps(store, [bill_gap_rows(bill) for bill in bills], ())
    save_lapses(store, [(line.id, line.state.lapses) for line in lines], ())
    save_lapses(store, [(bill.id, bill.state.lapses) for bill in bills], ())


def close_lines(store: Store, gone: Iterable[int]) -> None:
    """Let lines go that nothing is tied to any more; their entries stay, taken back."""
    numbers = sorted(gone)
    if numbers:
        store.change(_CLOSE, b"", numbers)
        store.change("DELETE FROM record_gap WHERE owner IN :ints", numbers)
        store.change("DELETE FROM record_lapse WHERE owner IN :ints", numbers)


def _is_found_as_before(line: FreshLine, was: Stored) -> bool:
    """Tell whether a line is filed under what it was filed under before."""
    return (
        was.key == line.state.line.key
        and was.bundle == line.bundle
        and was.sides == line.sides
        and was.quantity == _quantity(line)
        and was.asked_on == line.asked_on
    )


def _quantity(line: FreshLine) -> int:
    """Return the quantity of a line, by which it is found."""
    row = line.state.row
    agreed = row.promised or row.asked
    if agreed is not None:
        return agreed.quantity
    most = [moved.quantity or 0 for moved in (row.sent, row.received, row.billed) if moved]
    return max(most, default=0)


def _line_row(line: FreshLine, state: bytes) -> Row:
    told = line.state.line
    product = told.product
    return (
        line.bundle, told.key, *line.sides, told.deal, told.number, product.sellers, product.buyers,
        product.standard, folded(product.name), _quantity(line), line.asked_on,
        is_open(line.state), line_bytes(told), state,
    )  # fmt: skip


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
