"""Entries as facts: what documents say on lines is added once; what they say no more is taken back.

Every entry carries the hash of the entry before it in its relation and of all of itself, so that nobody
can change, drop or slip in one unseen.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from comaker.kernel.entry import Entry
from comaker.record.coding import encode, entry_from
from comaker.record.posting.relation import Relation
from comaker.record.posting.relations import Relations
from comaker.record.posting.words import relation_of
from comaker.record.store import Store, table

_ENTRY = table(
    "entry",
    "id bigint, line bigint, bill bigint, document bigint, place integer, act text, by text, "
    "quantity bigint, unit text, price bigint, amount bigint, happened_on integer, recorded_at bigint, "
    "reverses bigint, "
    "value bytea, hash bytea",
)
_COLUMNS = "SELECT id, line, bill, document, place, act, value, reverses, recorded_at FROM record_entry"
_OF_LINES = f"{_COLUMNS} WHERE line IN :ints"
_OF_BILLS = f"{_COLUMNS} WHERE line IS NULL AND bill IN :ints"


class Said(NamedTuple):
    """What a document says on a line or bill: the place in the record that an entry fills.

    Attributes:
        line: None for a payment, which stands on a bill alone.
        place: of the line in its document, -1 for the document as a whole.
    """

    line: int | None
    bill: int | None
    document: int
    place: int
    act: str


class StoredEntry(NamedTuple):
    """An entry as it is stored."""

    id: int
    line: int | None
    bill: int | None
    document: int | None
    place: int
    act: str
    value: bytes
    reverses: int | None
    recorded_at: int

    def entry(self) -> Entry:
        """Return the value, known by its keys in the record."""
        return entry_from(self.value)._replace(
            key=str(self.id),
            at=self.recorded_at,
            reverses="" if self.reverses is None else str(self.reverses),
        )


def load_entries(store: Store, lines: Iterable[int], bills: Iterable[int] = ()) -> list[StoredEntry]:
    """Return all entries of some lines, and of some bills those that stand on no line."""
    on_lines, on_bills = sorted(lines), sorted(bills)
    rows = store.select(_OF_LINES, on_lines) if on_lines else []
    rows += store.select(_OF_BILLS, on_bills) if on_bills else []
    return [StoredEntry(*row)._replace(value=bytes(row[6])) for row in rows]


def bare(entry: Entry) -> bytes:
    """Encode an entry without what the record itself keeps of it."""
    return encode(entry._replace(key="", at=0, reverses=""))


def is_said(value: bytes, entry: Entry) -> bool:
    """Tell whether a stored entry says this; its biller may go by another number since."""
    now = bare(entry)
    return value == now or encode(entry_from(value)._replace(bill=entry.bill)) == now


def save_entries(
    store: Store,
    relations: Relations,
    said: Mapping[Said, Entry],
    stored: Sequence[StoredEntry],
    *,
    now: int,
) -> int:
    """Add what is said and not stored, and take back what is stored and not said; return how many were.

    Args:
        said: everything that documents say on the lines and bills of `stored`.
        now: microseconds since 1970, UTC.
    """
    back = {entry.reverses for entry in stored if entry.reverses is not None}
    held = {
        Said(entry.line, entry.bill, entry.document, entry.place, entry.act): entry
        for entry in stored
        if entry.reverses is None and entry.id not in back and entry.document is not None
    }
    rows: list[tuple[object, ...]] = []
    as_before = {place for place, was in held.items() if place in said and is_said(was.value, said[place])}
    rows += [_reversal(relations, was, now) for place, was in held.items() if place not in as_before]
    for place, entry in said.items():
        if place not in as_before:
            rows.append(_row(relations, place, entry, bare(entry), None, now))
    store.insert(_ENTRY, rows)
    return len(rows)


def _reversal(relations: Relations, was: StoredEntry, now: int) -> tuple[object, ...]:
    told = entry_from(was.value)
    back = Entry("", told.act, told.by, on=told.on, document=told.document)
    assert was.document is not None
    place = Said(was.line, was.bill, was.document, was.place, was.act)
    return _row(relations, place, back, bare(back), was.id, now)


def _relation(relations: Relations, said: Said) -> Relation:
    owner = said.line if said.line is not None else said.bill
    assert owner is not None
    return relations[relation_of(owner)]


def _row(
    relations: Relations, said: Said, entry: Entry, value: bytes, reverses: int | None, now: int
) -> tuple[object, ...]:
    """Make the row of an entry and hang it on its relation's chain."""
    relation = _relation(relations, said)
    number = relation.key()
    relation.head = link(relation.head, number, said, value, reverses, now)
    return (
        number, said.line, said.bill, said.document, said.place, said.act, entry.by.value, entry.quantity,
        entry.unit, entry.price, entry.amount, entry.on, now, reverses, value, relation.head,
    )  # fmt: skip


def link(head: bytes, number: int, said: Said, value: bytes, reverses: int | None, now: int) -> bytes:
    """Return the hash of an entry and of the one before it."""
    return sha256(encode((head, number, *said, value, reverses, now))).digest()
