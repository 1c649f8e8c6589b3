"""Relations: those that an asker has, the deals in them, and what is loose."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.kernel.party import NOBODY, Party
from comaker.kernel.told import Candidate
from comaker.record.coding import candidates_from
from comaker.record.posting.parties import load_parties
from comaker.record.posting.words import relation_of
from comaker.record.queries import Papers, lines_by_key
from comaker.record.store import Row, Store

_RELATIONS = """
SELECT id, one_id, other_id, documents, seeking FROM record_relation
WHERE id IN :ints AND id > ? ORDER BY id LIMIT ?
"""
_BETWEEN = "SELECT id FROM record_relation WHERE id IN :ints AND (one_id = ? OR other_id = ?) ORDER BY id"
_DEALS = """
SELECT deal, giver, taker, count(*), sum(CASE WHEN is_open THEN 1 ELSE 0 END), min(asked_on)
FROM record_line WHERE relation_id = ? AND key <> '' AND (deal, giver) > (?, ?)
GROUP BY deal, giver, taker ORDER BY deal, giver LIMIT ?
"""
_LOOSE = """
SELECT document, place, act, why, candidates FROM record_loose
WHERE relation IN :ints AND (document, place) > (?, ?) ORDER BY document, place LIMIT ?
"""


class SeenRelation(NamedTuple):
    """Two parties that deal with each other.

    Attributes:
        documents: how many papers they have; `seeking` how many of these are not tied for certain.
    """

    key: int
    one: int
    other: int
    parties: tuple[Party, Party]
    documents: int
    seeking: int


class SeenDeal(NamedTuple):
    """What was agreed at once, by the taker's number for it.

    Attributes:
        lines: how many it has; `open` on how many something is still to come.
        asked_on: the first day on which something of it was asked, 0 where nobody knows.
    """

    relation: int
    number: str
    giver: int
    taker: int
    parties: tuple[Party, Party]
    lines: int
    open: int
    asked_on: int


class SeenLoose(NamedTuple):
    """A document line that is not tied; `place` is −1 for the document as a whole."""

    document: int
    place: int
    name: str
    line: str | None
    act: str
    why: str
    candidates: tuple[Candidate, ...]


def relations_seen(store: Store, relations: Sequence[int], *, after: int, limit: int) -> list[SeenRelation]:
    """Return relations that follow a number, in order of number."""
    rows = store.select(_RELATIONS, list(relations), after, limit)
    parties = load_parties(store, {number for row in rows for number in row[1:3]}) if rows else {}
    return [
        SeenRelation(
            key, one, other, (parties.get(one, NOBODY), parties.get(other, NOBODY)), documents, seeking
        )
        for key, one, other, documents, seeking in rows
    ]


def relations_with(store: Store, relations: Sequence[int], party: int) -> list[int]:
    """Return those of some relations in which a party is."""
    return [row[0] for row in store.select(_BETWEEN, list(relations), party, party)]


def deals_seen(
    store: Store, relations: Sequence[int], *, after: tuple[int, str, int], limit: int
) -> list[SeenDeal]:
    """Return deals, in order of relation, number and giver.

    Args:
        after: these three of the last one seen.
    """
    rows: list[Row] = []
    start, deal, giver = after
    for relation in relations:
        if relation < start:
            continue
        place = (deal, giver) if relation == start else ("", -1)
        rows += [(relation, *row) for row in store.select(_DEALS, relation, *place, limit - len(rows))]
        if len(rows) >= limit:
            break
    parties = load_parties(store, {number for row in rows for number in row[2:4]}) if rows else {}
    return [
        SeenDeal(
            relation, number, giver, taker, (parties.get(giver, NOBODY), parties.get(taker, NOBODY)), lines,
            int(open_), asked_on,
        )
        for relation, number, giver, taker, lines, open_, asked_on in rows
    ]  # fmt: skip


def loose_seen(
    store: Store, relations: Sequence[int], *, after: tuple[int, int], limit: int
) -> list[SeenLoose]:
    """Return what is loose, in order of document and place.

    Args:
        after: document and place of the last one seen.
    """
    rows = store.select(_LOOSE, list(relations), *after, limit)
    papers = Papers(store)
    papers.load(row[0] for row in rows)
    candidates = [candidates_from(row[4]) for row in rows]
    # A candidate may stand on another leg, between others.
    mine = set(relations)
    keys = {int(each[0]) for some in candidates for each in some if relation_of(int(each[0])) in mine}
    lines = lines_by_key(store, keys) if keys else {}
    return [
        SeenLoose(
            document, place, papers.of(document).document, papers.line(document, place), act, why,
            tuple(
                Candidate(lines[int(key)].line, score, tuple(reasons))
                for key, score, reasons in some
                if int(key) in lines
            ),
        )
        for (document, place, act, why, _), some in zip(rows, candidates, strict=True)
    ]  # fmt: skip
