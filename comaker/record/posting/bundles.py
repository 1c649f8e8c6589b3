"""Bundles: the documents that speak of one another, which are matched together whenever one more comes.

What belongs to what follows from the whole bundle, so it is the same in whatever order its papers came.
A paper about bills is a guest of the bundles whose bills it names and joins none of them.
"""

from collections.abc import Iterable, Mapping, Sequence

from comaker.engines.matching import ABOUT_BILLS, Found
from comaker.kernel.document import Document, Kind
from comaker.record.coding import document_from
from comaker.record.posting.mentions import BILL, FRAME, words_of, words_to_find
from comaker.record.posting.words import NOBODY_ID, Kept, Parties, Sides
from comaker.record.store import Row, Store, table

_MENTION = table("mention", "word text, party bigint, document bigint, is_guest boolean")
_NAMED = """
SELECT mention.word, mention.party, mention.document, mention.is_guest, document.bundle
FROM record_mention mention JOIN record_document document ON document.id = mention.document
WHERE mention.word IN :texts
"""
_COLUMNS = "SELECT id, giver, taker, bundle, value, is_seeking, is_silent FROM record_document"
_OF_BUNDLES = f"{_COLUMNS} WHERE bundle IN :ints AND state = 'taken'"
_BY_ID = f"{_COLUMNS} WHERE id IN :ints"
_OF_RELATION = f"{_COLUMNS} WHERE state = 'taken' AND id BETWEEN ? AND ?"

_BILLS = (Kind.BILL, Kind.CREDIT_NOTE)

Words = Mapping[int, set[str]]


class Named:
    """The documents that new ones speak of, or that speak of them.

    Attributes:
        bundles: of the documents found; `joins` which new document belongs with which of them.
        guests: papers about bills that name a new bill.
    """

    def __init__(self, store: Store, fresh: Sequence[Kept]) -> None:
        self.words = {kept.id: words_of(kept.document) for kept in fresh}
        self.bundles: set[int] = set()
        self.guests: set[int] = set()
        self.joins: set[tuple[int, int]] = set()
        wanted: dict[str, list[Kept]] = {}
        for kept in fresh:
            for word in words_to_find(kept.document, self.words[kept.id]):
                wanted.setdefault(word, []).append(kept)
        for word, party, document, is_guest, bundle in store.select(_NAMED, sorted(wanted)) if wanted else ():
            for kept in wanted[word]:
                if party not in kept.sides and party != NOBODY_ID and NOBODY_ID not in kept.sides:
                    continue
                if is_guest:
                    self.guests.add(document)
                    continue
                self.bundles.add(bundle)
                if not kept.is_guest:
                    self.joins.add((kept.id, bundle))
        self._meet(fresh, wanted)

    def _meet(self, fresh: Sequence[Kept], wanted: Mapping[str, Sequence[Kept]]) -> None:
        """Note which of the new documents belong with one another."""
        for kept in fresh:
            if kept.is_guest:
                continue
            for word in self.words[kept.id]:
                for other in wanted.get(word, ()):
                    if other.id != kept.id and not other.is_guest and set(other.sides) & set(kept.sides):
                        self.joins.add((other.id, kept.bundle))
                        if not word.startswith(FRAME):
                            break

    def file(self, store: Store, fresh: Sequence[Kept]) -> None:
        """Write down what new documents bear and name."""
        rows = [
            (word, party, kept.id, kept.is_guest)
            for kept in fresh
            for word in sorted(self.words[kept.id])
            for party in sorted(set(kept.sides))
        ]
        store.insert(_MENTION, rows)


def load_bundles(store: Store, bundles: Iterable[int], parties: Parties) -> list[Kept]:
    """Return all documents of some bundles."""
    wanted = sorted(bundles)
    return [_kept(row, parties) for row in store.select(_OF_BUNDLES, wanted)] if wanted else []


def load_relation(store: Store, relation: int, parties: Parties) -> list[Kept]:
    """Return all documents between two parties."""
    rows = store.select(_OF_RELATION, relation << 32, (relation + 1 << 32) - 1)
    return [_kept(row, parties) for row in rows]


def load_documents(store: Store, documents: Iterable[int], parties: Parties) -> list[Kept]:
    """Return some documents."""
    wanted = sorted(documents)
    return [_kept(row, parties) for row in store.select(_BY_ID, wanted)] if wanted else []


def guests_of(store: Store, kept: Sequence[Kept]) -> set[int]:
    """Return the papers about bills that name a bill among some documents."""
    wanted: dict[str, set[int]] = {}
    for each in kept:
        if each.document.kind in _BILLS:
            for word in words_of(each.document):
                if word.startswith(BILL):
                    wanted.setdefault(word, set()).update(each.sides)
    if not wanted:
        return set()
    return {
        document
        for word, party, document, is_guest, _ in store.select(_NAMED, sorted(wanted))
        if is_guest and (party in wanted[word] or party == NOBODY_ID)
    }


def _kept(row: Row, parties: Parties) -> Kept:
    number, giver, taker, bundle, value, is_seeking, is_silent = row
    sides = Sides(giver, taker)
    document = document_from(value)
    return Kept(
        number, sides, bundle, under_parties(document, sides, parties), bool(is_seeking),
        document.kind in ABOUT_BILLS, bool(is_silent),
    )  # fmt: skip


def under_parties(document: Document, sides: Sides, parties: Parties) -> Document:
    """Return a document with its parties under all that they are known by."""
    giver, taker = parties.get(sides.giver, document.giver), parties.get(sides.taker, document.taker)
    return document._replace(giver=giver, taker=taker)


def bundled(kept: Sequence[Kept], joins: Iterable[tuple[int, int]], found: Found) -> dict[int, int]:
    """Return the bundle of every document that is no guest: the lowest among those that it belongs with.

    Args:
        joins: documents and the bundles that they name.
    """
    parents: dict[object, object] = {}

    def find(one: object) -> object:
        while parents.setdefault(one, one) != one:
            one = parents[one]
        return one

    def join(one: object, other: object) -> None:
        parents[find(other)] = find(one)

    residents = [each for each in kept if not each.is_guest]
    for each in residents:
        join(each.bundle, each.id)
    for document, bundle in joins:
        join(bundle, document)
    for tie in found.matched.ties:
        join(tie.to, kept[tie.document].id)
    for link in found.matched.links:
        join(link.line, link.to)
    lowest: dict[object, int] = {}
    for each in residents:
        root = find(each.id)
        lowest[root] = min(lowest.get(root, each.bundle), each.bundle)
    return {each.id: lowest[find(each.id)] for each in residents}
