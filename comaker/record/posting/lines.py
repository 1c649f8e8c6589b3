"""Lines and bills as they are stored, and which of them are the ones that matching has found.

Matching names a line by its order and number. That name may change while papers come in, from a receipt's
own number to the order's; then the line is known again by a paper that stays tied to it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.engines.matching import Found
from comaker.kernel.document import Kind
from comaker.record.posting.words import Kept, Sides
from comaker.record.store import Row, Store

_LINES = (
    "SELECT id, key, bundle, state, giver, taker, quantity, asked_on FROM record_line WHERE bundle IN :ints"
)
_BILLS = "SELECT id, key, bundle, state, giver, taker, document FROM record_bill WHERE bundle IN :ints"
_TIES = (
    "SELECT id, document, place, line, rule, score, reasons FROM record_tie "
    "WHERE document IN :ints AND ended_at IS NULL"
)
_BILL_TIES = (
    "SELECT id, document, place, bill, rule, score, reasons FROM record_billtie "
    "WHERE document IN :ints AND ended_at IS NULL"
)

WHOLE = -1
_OF_BILLS = (Kind.BILL, Kind.CREDIT_NOTE)


class Stored(NamedTuple):
    """A line or bill as it is stored.

    Attributes:
        quantity, asked_on: by which a line is found.
        document: the key of the bill itself.
    """

    id: int
    key: str
    bundle: int
    state: bytes
    sides: Sides
    quantity: int | None = None
    asked_on: int = 0
    document: int = 0


class StoredTie(NamedTuple):
    """A tie that holds; `to` is the line or bill."""

    id: int
    document: int
    place: int
    to: int
    rule: str
    score: int
    reasons: str


class Known(NamedTuple):
    """What is stored of some bundles before a posting."""

    lines: dict[int, Stored]
    bills: dict[int, Stored]
    ties: list[StoredTie]
    bill_ties: list[StoredTie]


NOTHING_KNOWN = Known({}, {}, [], [])


def load_known(store: Store, documents: Sequence[Kept]) -> Known:
    """Return what is stored of the bundles of some documents, which are all that belong to these."""
    bundles = sorted({each.bundle for each in documents if not each.is_guest})
    if not bundles:
        return NOTHING_KNOWN
    numbers = [each.id for each in documents]
    lines = [_line(row) for row in store.select(_LINES, bundles)]
    ties = [StoredTie(*row) for row in store.select(_TIES, numbers)]
    bills: list[Stored] = []
    bill_ties: list[StoredTie] = []
    if any(each.is_guest or each.document.kind in _OF_BILLS for each in documents):
        bills = [_bill(row) for row in store.select(_BILLS, bundles)]
        bill_ties = [StoredTie(*row) for row in store.select(_BILL_TIES, numbers)]
    return Known({line.id: line for line in lines}, {bill.id: bill for bill in bills}, ties, bill_ties)


def _line(row: Row) -> Stored:
    number, key, bundle, state, giver, taker, quantity, asked_on = row
    return Stored(number, key, bundle, bytes(state), Sides(giver, taker), quantity, asked_on)


def _bill(row: Row) -> Stored:
    number, key, bundle, state, giver, taker, document = row
    return Stored(number, key, bundle, bytes(state), Sides(giver, taker), document=document)


def known_again(found: Found, kept: Sequence[Kept], known: Known) -> dict[str, int]:
    """Return the stored line of each found line that is known again, by its key.

    By name first; a line whose name is new is the one that a paper of it was tied to before, if nothing
    else bears that one's name now.
    """
    by_name = {line.key: line.id for line in known.lines.values() if line.key}
    again = {key: by_name[key] for key in found.lines if key in by_name}
    if len(again) == len(found.lines) or not known.ties:
        return again
    free = known.lines.keys() - again.values()
    was = {(tie.document, tie.place): tie.to for tie in known.ties if tie.to in free}
    for tie in found.matched.ties:
        if tie.to in again:
            continue
        before = was.get((kept[tie.document].id, WHOLE if tie.line is None else tie.line))
        if before in free:
            assert before is not None
            again[tie.to] = before
            free = free - {before}
    return again
