"""Verify: see whether the record is whole and everything in it agrees with everything else.

Papers against their hashes, entries against their chain and against the documents that back them, states
and gaps against the entries, counts against what they count. Nothing is written. Each relation and each
portion of lines is looked at under its locks for a moment, so that others may post in between.
"""

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from zlib import decompress, error

from comaker.record.folding import Folded, bundles_in_portions, fold
from comaker.record.posting.entries import Said, is_said, link
from comaker.record.posting.gaps import (
    GAP_COLUMNS,
    LAPSE_COLUMNS,
    bill_gap_rows,
    lapse_rows,
    line_gap_rows,
)
from comaker.record.posting.outcome import bill_state_bytes, line_state_bytes
from comaker.record.posting.relations import Relations
from comaker.record.posting.words import keys_of
from comaker.record.store import Row, Store
from comaker.record.transaction import looking, reading, transact

_PAPERS = "SELECT digest, body, size FROM record_paper WHERE digest > ? ORDER BY digest LIMIT ?"
_RELATIONS = "SELECT id FROM record_relation ORDER BY id"
_CHAIN = (
    "SELECT id, line, bill, document, place, act, value, reverses, recorded_at, hash FROM record_entry "
    "WHERE id BETWEEN ? AND ? AND id > ? ORDER BY id LIMIT ?"
)
_COUNTS = (
    "SELECT count(*), sum(CASE WHEN is_seeking THEN 1 ELSE 0 END) FROM record_document "
    "WHERE relation_id = ? AND state = 'taken'"
)
_LAST = "SELECT max(id) FROM record_{name} WHERE id BETWEEN ? AND ?"
_HANDS = "SELECT count(*) FROM record_hand WHERE document BETWEEN ? AND ? AND ended_at IS NULL"
# What was put with a line that a person has taken away since is loose, and says so.
_UNHELD = """
SELECT hand.id FROM record_hand hand WHERE hand.ended_at IS NULL AND hand.kind = 'tied'
AND NOT EXISTS (SELECT 1 FROM record_tie tie WHERE tie.document = hand.document AND tie.place = hand.place
    AND tie.rule = 'by hand' AND tie.ended_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM record_billtie tie WHERE tie.document = hand.document
    AND tie.place = hand.place AND tie.rule = 'by hand' AND tie.ended_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM record_loose loose WHERE loose.document = hand.document
    AND loose.place = hand.place)
"""
_NUMBERED = ("document", "line", "tie", "bill", "billtie", "entry", "event", "hand", "talk")
_STATES = "SELECT id, state FROM record_{name} WHERE id IN :ints"
_GAPS = "SELECT {columns} FROM record_gap WHERE owner IN :ints ORDER BY owner, ordinal"
_LAPSES = "SELECT {columns} FROM record_lapse WHERE owner IN :ints ORDER BY owner, ordinal"
_LOST_TIES = (
    "SELECT tie.id FROM record_tie tie LEFT JOIN record_line line ON line.id = tie.line "
    "LEFT JOIN record_document document ON document.id = tie.document "
    "WHERE line.id IS NULL OR document.id IS NULL"
)
_LOST_PAPERS = (
    "SELECT document.id FROM record_document document WHERE document.digest NOT IN "
    "(SELECT digest FROM record_paper) AND length(document.digest) > 0"
)
_AT_ONCE = 5000
_PAPERS_AT_ONCE = 200


def verify(progress: Callable[[str], None] | None = None) -> list[str]:
    """Return a sentence for everything that is not as it should be; an empty list when all is well.

    Args:
        progress: told what is being looked at.
    """
    found: list[str] = []
    tell = progress or (lambda _: None)
    tell("papers")
    store = reading()
    found += _papers(store)
    lost = store.select(_LOST_TIES)
    found += [f"Tie {row[0]} points to a line or document that is not there." for row in lost]
    found += [f"What a person has said in {row[0]} does not hold." for row in store.select(_UNHELD)]
    found += [f"The bytes of document {row[0]} are missing." for row in store.select(_LOST_PAPERS)]
    for (number,) in store.select(_RELATIONS):
        tell(f"relation {number}")
        found += transact(partial(_relation, number), opening=looking)
    tell("lines and bills")
    for bundles in list(bundles_in_portions(reading())):
        found += transact(partial(_bundles, bundles), opening=looking)
    return found


def _papers(store: Store) -> Iterator[str]:
    last = b""
    while rows := store.select(_PAPERS, last, _PAPERS_AT_ONCE):
        for digest, body, size in rows:
            yield from _paper(bytes(digest), bytes(body), size)
        last = bytes(rows[-1][0])


def _paper(digest: bytes, body: bytes, size: int) -> Iterator[str]:
    try:
        told = decompress(body)
    except error:
        yield f"Paper {digest.hex()} cannot be unpacked."
        return
    if sha256(told).digest() != digest or len(told) != size:
        yield f"Paper {digest.hex()} is not what came in."


def _relation(number: int, store: Store) -> list[str]:
    return [*_chain_and_counts(number, store)]


def _chain_and_counts(number: int, store: Store) -> Iterator[str]:
    relations = Relations(store)
    relations.lock((), [number])
    serial, head = relations[number].serial, relations[number].head
    documents, seeking = relations[number].documents, relations[number].seeking
    first, last = keys_of(number)
    before = b""
    at = first
    while rows := store.select(_CHAIN, first, last, at, _AT_ONCE):
        for entry in rows:
            key, line, bill, document, place, act, value, reverses, recorded_at, told = entry
            said = Said(line, bill, document, place, act)
            before = link(before, key, said, bytes(value), reverses, recorded_at)
            if before != bytes(told):
                yield f"Entry {key} is not what was recorded, or one before it is missing."
                return
        at = rows[-1][0]
    if before != bytes(head):
        yield f"The last entries of relation {number} are missing."
    for name in _NUMBERED:
        most = store.select(_LAST.format(name=name), first, last)[0][0]
        if most is not None and most > first + serial:
            yield f"Relation {number} has given out number {most - first}, and knows of {serial}."
    hands = store.select(_HANDS, first, last)[0][0]
    if hands != relations[number].hands:
        yield f"Relation {number} counts {relations[number].hands} hands, and there are {hands}."
    taken, seek = store.select(_COUNTS, number)[0]
    if (taken, seek or 0) != (documents, seeking):
        yield (
            f"Relation {number} counts {documents} documents of which {seeking} seek; "
            f"there are {taken} and {seek or 0}."
        )


def _bundles(bundles: list[int], store: Store) -> list[str]:
    return [*_derived(bundles, store)]


def _derived(bundles: list[int], store: Store) -> Iterator[str]:
    folded = fold(store, Relations(store), bundles)
    yield from _entries(folded)
    lines = {line.id: line_state_bytes(line.state) for line in folded.lines}
    bills = {bill.id: bill_state_bytes(bill.state) for bill in folded.bills}
    yield from _states(store, "line", lines)
    yield from _states(store, "bill", bills)
    gaps = sorted(row for line in folded.lines for row in line_gap_rows(line))
    gaps += sorted(row for bill in folded.bills for row in bill_gap_rows(bill))
    owners = [*lines, *bills]
    yield from _rows(store, _GAPS, "gap", sorted(gaps), owners)
    told = [(line.id, line.state.lapses) for line in folded.lines]
    told += [(bill.id, bill.state.lapses) for bill in folded.bills]
    yield from _rows(store, _LAPSES, "lapse", sorted(lapse_rows(told)), owners)


def _entries(folded: Folded) -> Iterator[str]:
    """Hold the entries that count against what the documents say."""
    back = {entry.reverses for entry in folded.entries if entry.reverses is not None}
    held = {
        Said(entry.line, entry.bill, entry.document, entry.place, entry.act): entry.value
        for entry in folded.entries
        if entry.reverses is None and entry.id not in back and entry.document is not None
    }
    said = folded.said
    for place in sorted(held.keys() ^ said.keys(), key=str):
        what = "has an entry that it does not back" if place in held else "backs an entry that is not there"
        yield f"Document {place.document} {what}: {place.act} on {place.line or place.bill}."
    for place in held.keys() & said.keys():
        if not is_said(held[place], said[place]):
            yield f"Document {place.document} says otherwise than its entry: {place.act} on {place.line}."


def _states(store: Store, name: str, states: dict[int, bytes]) -> Iterator[str]:
    stored = {row[0]: bytes(row[1]) for row in store.select(_STATES.format(name=name), [*states])}
    for number, state in states.items():
        if stored.get(number) != state:
            yield f"The state of {name} {number} is not what its entries add up to; rebuild it."


def _rows(store: Store, query: str, name: str, rows: list[Row], owners: list[int]) -> Iterator[str]:
    columns = GAP_COLUMNS if name == "gap" else LAPSE_COLUMNS
    stored = {tuple(row) for row in store.select(query.format(columns=columns), owners)}
    for row in stored.symmetric_difference(rows):
        yield f"The {name}s of {row[0]} are not what its entries add up to; rebuild it."
