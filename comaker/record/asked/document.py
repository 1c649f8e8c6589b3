"""One document as somebody may see it: what became of each of its lines, and the bytes it came in."""

from collections.abc import Mapping
from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.document import Document, DocumentLine
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.product import label
from comaker.kernel.remarks import silence_of
from comaker.record.asked.bare import bared, holds_prices, is_hidden_from, reasons_for
from comaker.record.asked.documents import like_of
from comaker.record.asked.listed_documents import paper_of
from comaker.record.coding import candidates_from, document_from, line_from, texts_from
from comaker.record.posting.hands import SEEN
from comaker.record.posting.lines import WHOLE
from comaker.record.posting.parties import load_parties
from comaker.record.posting.words import HELD
from comaker.record.sight import beyond
from comaker.record.store import Row, Store
from comaker.record.transaction import reading

AT_ONCE = 200
_UNIT = "Handling unit"
_DOCUMENT = """
SELECT id, giver, taker, key, digest, value, state, bundle, is_silent, recorded_at
FROM record_document WHERE id = ?
"""
_TIES = """
SELECT tie.place, line.id, line.deal, line.number, line.value, tie.rule, tie.score, tie.reasons
FROM record_tie tie JOIN record_line line ON line.id = tie.line
WHERE tie.document = ? AND (tie.place = -1 OR tie.place BETWEEN ? AND ?) AND tie.ended_at IS NULL
ORDER BY tie.place, line.id
"""
_BILL_TIES = """
SELECT tie.place, bill.id, bill.number, bill.document, tie.rule, tie.score, tie.reasons
FROM record_billtie tie JOIN record_bill bill ON bill.id = tie.bill
WHERE tie.document = ? AND (tie.place = -1 OR tie.place BETWEEN ? AND ?) AND tie.ended_at IS NULL
ORDER BY tie.place, bill.id
"""
_LOOSE = "SELECT place, why, candidates FROM record_loose WHERE document = ? AND place BETWEEN ? AND ?"
_HANDS = """
SELECT hand.place, hand.id, hand.kind, hand.person, stands.name, hand.said_at
FROM record_hand hand JOIN record_party party ON party.id = hand.party
JOIN record_party stands ON stands.id = coalesce(party.merged_into_id, party.id)
WHERE hand.document = ? AND hand.place BETWEEN ? AND ? AND hand.ended_at IS NULL
"""
_REMARKS = "SELECT why FROM record_remark WHERE document = ? ORDER BY ordinal"
# The states are told in the statement, since an index for each of them sees to it.
_COUNTS = "SELECT id, value FROM record_document WHERE key = ? AND state = 'taken'"
_HELD = "SELECT id, value FROM record_document WHERE key = ? AND state = 'held' ORDER BY id LIMIT 20"
_REFUSED = """
SELECT id, file, why, hint, received_at, length(digest) FROM record_refused
WHERE party IN :ints AND (? = 0 OR id < ?) AND lower(file) LIKE ? ESCAPE '!' ORDER BY id DESC LIMIT ?
"""
_REFUSED_ONE = "SELECT file, digest FROM record_refused WHERE id = ? AND party IN :ints"


class TieOn(NamedTuple):
    """Where a document line is tied.

    Attributes:
        to: the key of the line; for a bill that of the bill's own document.
        deal: number of the order, or of the bill; `number` of the line, `name` what it is about.
        score: in thousandths.
    """

    to: int
    is_bill: bool
    deal: str
    number: str
    name: str
    rule: str
    score: int
    reasons: tuple[str, ...]


class LooseOn(NamedTuple):
    """Why a document line is not tied, and how many lines it may belong to."""

    why: str
    candidates: int


class HandOn(NamedTuple):
    """What a person has said of a document line; `said_at` in microseconds since 1970, UTC."""

    key: int
    kind: str
    person: str
    party: str
    said_at: int


class LineOn(NamedTuple):
    """A document line, None for the document as a whole, and what became of it."""

    place: int
    line: DocumentLine | None
    ties: tuple[TieOn, ...] = ()
    loose: LooseOn | None = None
    hand: HandOn | None = None


class Clash(NamedTuple):
    """Another document with the same sender, number and year, that says something else."""

    key: int
    document: Document


class DocumentSeen(NamedTuple):
    """A document as somebody sees it.

    Attributes:
        document: cut to what he may see, its parties by the names that they have now.
        is_given: whether his party gives.
        has_file: whether he may have the bytes that it came in.
        remarks: what a person should look at.
        lines: a portion of its lines, from a place on; `whole` what became of the document as a whole.
        clashes: for a held document the one that counts, else those that are held against it.
    """

    key: int
    document: Document
    is_given: bool
    is_held: bool
    has_file: bool
    recorded_at: int
    remarks: tuple[str, ...]
    whole: LineOn
    lines: tuple[LineOn, ...]
    clashes: tuple[Clash, ...]

    @property
    def other(self) -> Party:
        """Return the other party."""
        return self.document.taker if self.is_given else self.document.giver

    @property
    def is_looked_at(self) -> bool:
        """Tell whether somebody has let the first one stand."""
        return self.whole.hand is not None and self.whole.hand.kind == SEEN


class RefusedFile(NamedTuple):
    """A file that could not be used, why, and what to do."""

    id: int
    file: str
    why: str
    hint: str
    received_at: int
    has_file: bool


def document_seen(asker: Asker, key: int, *, start: int = 0) -> DocumentSeen | None:
    """Return a document; None where there is none for this asker.

    Args:
        start: place of the first line to return; AT_ONCE lines are returned at most.
    """
    store = reading()
    row = _row(store, asker, key)
    if row is None:
        return None
    _, giver, taker, same, digest, value, state, _, is_silent, recorded_at = row
    parties = load_parties(store, {giver, taker})
    whole = _named(document_from(value), giver, taker, parties)
    document = bared(whole, asker)
    last = max(min(start + AT_ONCE, len(document.lines)) - 1, 0)
    on = _on(store, asker, key, start, last)
    # Most remarks are about sums; those on handling units are not.
    sees_all = sees(asker, Seeing.MONEY)
    remarks = [row[0] for row in store.select(_REMARKS, key) if sees_all or row[0].startswith(_UNIT)]
    return DocumentSeen(
        key, document, asker.is_one_of(giver), state == HELD, bool(digest) and _may_have(asker, whole),
        recorded_at, (*([silence_of(document)] if is_silent else ()), *remarks),
        on.get(WHOLE, LineOn(WHOLE, None)),
        tuple(
            on.get(place, LineOn(place, None))._replace(line=line)
            for place, line in enumerate(document.lines[start : last + 1], start)
        ),
        tuple(
            Clash(number, bared(_named(document_from(body), giver, taker, parties), asker))
            for number, body in store.select(_COUNTS if state == HELD else _HELD, same)
        ),
    )  # fmt: skip


def file_of(asker: Asker, key: int) -> tuple[Document, bytes] | None:
    """Return a document and the bytes in which it came; None where there are none for this asker."""
    store = reading()
    row = _row(store, asker, key)
    if row is None:
        return None
    document = document_from(row[5])
    body = _body(store, bytes(row[4])) if _may_have(asker, document) else None
    return None if body is None else (document, body)


def refused_files(asker: Asker, *, text: str = "", before: int = 0, limit: int) -> list[RefusedFile]:
    """Return the files of an asker's party that could not be used, the last one first.

    Args:
        before: the last one on the page before; 0 for the first page.
    """
    if not sees(asker, Seeing.DOCUMENTS):
        return []
    rows = reading().select(_REFUSED, [*asker.parties], before, before, like_of(text), limit)
    may_have = sees(asker, Seeing.MONEY)
    return [
        RefusedFile(number, file, why, hint, received_at, bool(size) and may_have)
        for number, file, why, hint, received_at, size in rows
    ]


def refused_file(asker: Asker, number: int) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a refused file; None where there are none for this asker.

    What stands in it nobody knows, so it is for those who may see everything.
    """
    if not sees(asker, Seeing.DOCUMENTS) or not sees(asker, Seeing.MONEY):
        return None
    store = reading()
    rows = store.select(_REFUSED_ONE, number, [*asker.parties])
    body = _body(store, bytes(rows[0][1])) if rows else None
    return None if body is None else (rows[0][0], body)


def _row(store: Store, asker: Asker, key: int) -> Row | None:
    """Return the row of a document that an asker may see."""
    if not sees(asker, Seeing.DOCUMENTS) or asker.is_visitor:
        return None
    rows = store.select(_DOCUMENT, key)
    if not rows or not asker.is_one_of(rows[0][1], rows[0][2]):
        return None
    return None if is_hidden_from(asker, document_from(rows[0][5]).kind) else rows[0]


def _may_have(asker: Asker, document: Document) -> bool:
    return sees(asker, Seeing.DOCUMENTS) and (sees(asker, Seeing.MONEY) or not holds_prices(document))


def _body(store: Store, digest: bytes) -> bytes | None:
    if not digest:
        return None
    with beyond():  # papers bear no parties; whose this one is was seen before
        return paper_of(store, digest)


def _named(document: Document, giver: int, taker: int, parties: Mapping[int, Party]) -> Document:
    """Return a document with its parties by the names that they have now."""
    one, other = parties.get(giver, NOBODY), parties.get(taker, NOBODY)
    return document._replace(
        giver=document.giver._replace(name=one.name or document.giver.name),
        taker=document.taker._replace(name=other.name or document.taker.name),
    )


def _on(store: Store, asker: Asker, key: int, first: int, last: int) -> dict[int, LineOn]:
    """Return what became of the lines between two places, and of the document as a whole."""
    ties: dict[int, list[TieOn]] = {}
    for place, *told in store.select(_TIES, key, first, last):
        tie = _tie(*told)
        ties.setdefault(place, []).append(tie._replace(reasons=reasons_for(asker, tie.reasons)))
    if sees(asker, Seeing.MONEY):
        for place, *told in store.select(_BILL_TIES, key, first, last):
            ties.setdefault(place, []).append(_bill_tie(*told))
    ranges = (key, WHOLE, last)
    loose = {
        place: LooseOn(why, len(candidates_from(candidates)))
        for place, why, candidates in store.select(_LOOSE, *ranges)
    }
    hands = {place: HandOn(*told) for place, *told in store.select(_HANDS, *ranges)}
    return {
        place: LineOn(place, None, tuple(ties.get(place, ())), loose.get(place), hands.get(place))
        for place in {*ties, *loose, *hands}
    }


def _tie(key: int, deal: str, number: str, value: bytes, rule: str, score: int, reasons: str) -> TieOn:
    name = label(line_from(value).product)
    return TieOn(key, False, deal, number, name, rule, score, tuple(texts_from(reasons)))


def _bill_tie(_: int, number: str, document: int, rule: str, score: int, reasons: str) -> TieOn:
    return TieOn(document, True, number, "", "", rule, score, tuple(texts_from(reasons)))
