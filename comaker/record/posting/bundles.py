"""Bundles: the documents that speak of one another, which are matched together whenever one more comes.

What belongs to what follows from the whole bundle, so it is the same in whatever order its papers came.
A paper about bills is a guest of the bundles whose bills it names and joins none of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from comaker.engines.matching import ABOUT_BILLS, PAPERS_OF_SLIP, Found
from comaker.kernel.document import Document, Kind
from comaker.record.coding import document_from
from comaker.record.posting.alike import alike_among, under
from comaker.record.posting.mentions import BILL, FRAME, ORDER, RECEIPT, words_of, words_to_find
from comaker.record.posting.words import NOBODY_ID, Kept, Parties, Sides, keys_of
from comaker.record.store import Row, Store, table

_MENTION = table("mention", "word text, party bigint, document bigint, is_guest boolean")
_STANDS = "coalesce((SELECT merged_into_id FROM record_party WHERE id = {0}), {0})"
# Under the parties that stand for those that were merged.
_NAMED = f"""
SELECT mention.word, {_STANDS.format("mention.party")}, mention.document, mention.is_guest, document.bundle,
    {_STANDS.format("document.giver")}, {_STANDS.format("document.taker")}, way.has_asked, way.papers
FROM record_mention mention
JOIN record_document document ON document.id = mention.document
JOIN record_way way ON way.relation_id = document.relation_id AND way.giver_id = document.giver
WHERE mention.word IN :texts
"""  # noqa: S608 – words of ours
_COLUMNS = "SELECT id, giver, taker, bundle, value, is_seeking, is_silent FROM record_document"
# Not said as “taken”, or PostgreSQL may go through the index that sees that a key is taken once.
_OF_BUNDLES = f"{_COLUMNS} WHERE bundle IN :ints AND state <> 'held'"
_BY_ID = f"{_COLUMNS} WHERE id IN :ints"
_OF_RELATION = f"{_COLUMNS} WHERE state <> 'held' AND id BETWEEN ? AND ?"

# On PostgreSQL the locks of relations do not keep apart two new papers of one number between other parties.
# Numbers share these locks, so that a large posting does not take more than the server has room for.
_LOCK_WORDS = "SELECT pg_advisory_xact_lock(7266554, slot) FROM unnest(?::integer[]) slot"
_SLOTS = 1024

_BILLS = (Kind.BILL, Kind.CREDIT_NOTE)

Words = Mapping[int, set[str]]


class Hit(NamedTuple):
    """A document that bears or names a number, with its parties."""

    word: str
    party: int
    document: int
    is_guest: bool
    bundle: int
    giver: int
    taker: int
    has_asked: bool
    papers: int

    @property
    def sides(self) -> Sides:
        """Return its parties."""
        return Sides(self.giver, self.taker)

    @property
    def is_trading(self) -> bool:
        """Tell whether its parties have dealings of their own, so that it names no wrong one."""
        return bool(self.has_asked) or self.papers > PAPERS_OF_SLIP


class Named:
    """The documents that new ones speak of, or that speak of them.

    A number counts between the two parties that use it. Across parties it counts only where one of the two
    is not known, or where one side has nothing of that number itself and may have named a wrong party.

    Attributes:
        bundles: of the documents found; `joins` which new document belongs with which of them.
        guests: papers about bills that name a new bill.
    """

    def __init__(self, store: Store, fresh: Sequence[Kept], trading: Collection[Sides]) -> None:
        self.words = {kept.id: words_of(kept.document) for kept in fresh}
        self.bundles: set[int] = set()
        self.guests: set[int] = set()
        self.joins: set[tuple[int, int]] = set()
        wanted: dict[str, list[Kept]] = {}
        for kept in fresh:
            for word in words_to_find(kept.document, self.words[kept.id]):
                wanted.setdefault(word, []).append(kept)
        if store.is_postgres and wanted:
            store.select(_LOCK_WORDS, sorted({crc32(word.encode()) % _SLOTS for word in wanted}))
        rows = [Hit(*row) for row in store.select(_NAMED, sorted(wanted))] if wanted else []
        self._alike = alike_among(store, [*(hit.sides for hit in rows), *(kept.sides for kept in fresh)])
        hits: dict[str, list[Hit]] = {}
        for hit in rows:
            hits.setdefault(hit.word, []).append(_under(hit, self._alike))
        for word, found in hits.items():
            for kept in wanted[word]:
                sides = under(kept.sides, self._alike)
                self._join(kept, _between(sides, found, is_trading=kept.sides in trading))
        self._meet(fresh, wanted)

    def _join(self, kept: Kept, hits: Iterable[Hit]) -> None:
        for hit in hits:
            if hit.is_guest:
                self.guests.add(hit.document)
                continue
            self.bundles.add(hit.bundle)
            if not kept.is_guest:
                self.joins.add((kept.id, hit.bundle))

    def _meet(self, fresh: Sequence[Kept], wanted: Mapping[str, Sequence[Kept]]) -> None:
        """Note which of the new documents belong with one another."""
        for kept in fresh:
            if kept.is_guest:
                continue
            for word in self.words[kept.id]:
                for other in wanted.get(word, ()):
                    if other.id != kept.id and not other.is_guest and self._may_meet(other, kept):
                        self.joins.add((other.id, kept.bundle))
                        if not word.startswith(FRAME):
                            break

    def _may_meet(self, one: Kept, other: Kept) -> bool:
        sides = (under(each.sides, self._alike) for each in (one, other))
        return _may_be_same(*sides)

    def file(self, store: Store, fresh: Sequence[Kept]) -> None:
        """Write down what new documents bear and name."""
        rows = [
            (word, party, kept.id, kept.is_guest)
            for kept in fresh
            for word in sorted(self.words[kept.id])
            for party in sorted(set(kept.sides))
        ]
        store.insert(_MENTION, rows)


def _under(hit: Hit, alike: Mapping[int, int]) -> Hit:
    """Return a document found under those whom its parties are alike."""
    if not alike:
        return hit
    giver, taker = under(hit.sides, alike)
    return hit._replace(party=alike.get(hit.party, hit.party), giver=giver, taker=taker)


def _between(sides: Sides, hits: Sequence[Hit], *, is_trading: bool) -> list[Hit]:
    """Return the documents of a number that a new one between two parties may belong with."""
    mine = [hit for hit in hits if _may_be_same(hit.sides, sides)]
    word = hits[0].word
    if not word.startswith(ORDER):
        # Every party numbers its own papers, and others have the same numbers.
        by_taker = word.startswith(RECEIPT)
        return [
            hit
            for hit in hits
            if hit in mine or (hit.taker == sides.taker if by_taker else hit.giver == sides.giver)
        ]
    others = [hit for hit in hits if hit.party in sides and not _may_be_same(hit.sides, sides)]
    if mine or is_trading:
        # It may have been named with a wrong party before it came.
        others = [hit for hit in others if not hit.is_trading]
    return mine + others


def _may_be_same(one: Sides, other: Sides) -> bool:
    """Tell whether two documents are between the same parties, as far as these are known."""
    if one.pair == other.pair:
        return True
    if NOBODY_ID not in one and NOBODY_ID not in other:
        return False
    return bool({*one} & {*other} - {NOBODY_ID}) or NOBODY_ID in (max(one), max(other))


def load_bundles(store: Store, bundles: Iterable[int], parties: Parties) -> list[Kept]:
    """Return all documents of some bundles."""
    wanted = sorted(bundles)
    return [_kept(row, parties) for row in store.select(_OF_BUNDLES, wanted)] if wanted else []


def load_relation(store: Store, relation: int, parties: Parties) -> list[Kept]:
    """Return all documents between two parties."""
    rows = store.select(_OF_RELATION, *keys_of(relation))
    return [_kept(row, parties) for row in rows]


def load_documents(store: Store, documents: Iterable[int], parties: Parties) -> list[Kept]:
    """Return some documents."""
    wanted = sorted(documents)
    return [_kept(row, parties) for row in store.select(_BY_ID, wanted)] if wanted else []


def guests_of(store: Store, kept: Sequence[Kept]) -> set[int]:
    """Return the papers about bills that name a bill among some documents."""
    wanted = {
        word
        for each in kept
        if each.document.kind in _BILLS
        for word in words_of(each.document)
        if word.startswith(BILL)
    }
    if not wanted:
        return set()
    hits = [Hit(*row) for row in store.select(_NAMED, sorted(wanted))]
    alike = alike_among(store, [hit.sides for hit in hits])
    hits = [_under(hit, alike) for hit in hits]
    ours = {each.id for each in kept}
    parties = {(hit.word, hit.party) for hit in hits if hit.document in ours}
    return {
        hit.document
        for hit in hits
        if hit.is_guest and (hit.party == NOBODY_ID or (hit.word, hit.party) in parties)
    }


def _kept(row: Row, parties: Parties) -> Kept:
    number, giver, taker, bundle, value, is_seeking, is_silent = row
    document = document_from(value)
    kept = Kept(
        number, Sides(giver, taker), bundle, document, bool(is_seeking), document.kind in ABOUT_BILLS,
        bool(is_silent),
    )  # fmt: skip
    return under_those_who_stand(kept, parties)


def under_those_who_stand(kept: Kept, parties: Parties) -> Kept:
    """Return a document between those who stand for its parties."""
    sides = parties.standing(kept.sides)
    return kept._replace(sides=sides, document=under_parties(kept.document, sides, parties))


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
        root = one
        while parents.setdefault(root, root) != root:
            root = parents[root]
        while parents[one] != root:
            parents[one], one = root, parents[one]
        return root

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
