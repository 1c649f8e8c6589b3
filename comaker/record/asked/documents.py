"""Documents that somebody may see: in a list, and one with what became of each of its lines."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.engines.matching import exact, looser, loosest
from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.document import Kind
from comaker.record.asked.bare import acts_hidden_from, kinds_hidden_from
from comaker.record.asked.scope import relations_of
from comaker.record.coding import document_from
from comaker.record.posting.mentions import numbers_of
from comaker.record.posting.words import HELD, relation_of
from comaker.record.sight import beyond
from comaker.record.store import Row, Store
from comaker.record.transaction import reading

LOOSE, WAITING, NOTED = "loose", "held", "noted"
STATES = (LOOSE, WAITING, NOTED)
SORTS = {"recorded": "recorded_at", "issued": "coalesce(issued_on, 0)", "number": "number"}
_MENTIONED_MAX = 500
_OTHERS_MAX = 300

_LOOKED_AT = (
    "EXISTS (SELECT 1 FROM record_hand hand WHERE hand.document = document.id AND hand.kind = 'seen' "
    "AND hand.ended_at IS NULL)"
)
_REMARKED = "EXISTS (SELECT 1 FROM record_remark remark WHERE remark.document = document.id)"
_COLUMNS = f"""
SELECT document.id, document.kind, document.number, document.issued_on, document.giver, other.name,
    document.state, document.is_silent, document.recorded_at, {_LOOKED_AT}, {_REMARKED},
    (SELECT count(*) FROM record_loose loose WHERE loose.document = document.id)
FROM record_document document
JOIN record_party one ON one.id =
    CASE WHEN document.giver IN :ints THEN document.taker ELSE document.giver END
JOIN record_party other ON other.id = coalesce(one.merged_into_id, one.id)
"""  # noqa: S608 – words of ours
_STATE = {
    LOOSE: "document.id IN (SELECT document FROM record_loose WHERE relation IN :ints AND NOT act IN :texts)",
    WAITING: f"document.state = 'held' AND NOT {_LOOKED_AT}",
    NOTED: f"(document.is_silent OR {_REMARKED})",
}
_TEXT = "(lower(document.number) LIKE ? ESCAPE '!' OR document.relation_id IN :ints OR document.id IN :ints)"
# The newest of each relation by its index, then the newest of these. SQLite knows no join with what depends
# on the row before it; a list that does depend on it serves as well.
_OF_EACH_SQLITE = """
SELECT near.id FROM json_each(?) one CROSS JOIN record_document near WHERE near.id IN (
    SELECT id FROM (SELECT document.id FROM record_document document
        WHERE document.relation_id = one.value AND {wheres} ORDER BY {order} LIMIT ?))
ORDER BY near.recorded_at {way}, near.id {way} LIMIT ?
"""
_OF_EACH_POSTGRES = """
SELECT near.id FROM unnest(?::bigint[]) one(value) CROSS JOIN LATERAL (
    SELECT document.id, document.recorded_at FROM record_document document
    WHERE document.relation_id = one.value AND {wheres} ORDER BY {order} LIMIT ?) near
ORDER BY near.recorded_at {way}, near.id {way} LIMIT ?
"""
_OF_ALL = """
SELECT document.id FROM record_document document
WHERE document.relation_id IN :ints AND {wheres} ORDER BY {order} LIMIT ?
"""
_NAMED = """
SELECT relation.id FROM record_relation relation
JOIN record_party one ON one.id =
    CASE WHEN relation.one_id IN :ints THEN relation.other_id ELSE relation.one_id END
JOIN record_party other ON other.id = coalesce(one.merged_into_id, one.id)
WHERE relation.id IN :ints AND lower(other.name) LIKE ? ESCAPE '!'
"""
_MENTIONS = "SELECT DISTINCT document FROM record_mention WHERE word IN :texts AND party IN :ints LIMIT ?"
_VALUES = "SELECT id, value FROM record_document WHERE id IN :ints"
_WITH = """
SELECT id FROM record_relation WHERE id IN :ints AND (
    one_id IN (SELECT id FROM record_party WHERE id = ? OR merged_into_id = ?)
    OR other_id IN (SELECT id FROM record_party WHERE id = ? OR merged_into_id = ?))
"""
_OTHERS = """
SELECT DISTINCT other.id, other.name FROM record_relation relation
JOIN record_party one ON one.id =
    CASE WHEN relation.one_id IN :ints THEN relation.other_id ELSE relation.one_id END
JOIN record_party other ON other.id = coalesce(one.merged_into_id, one.id)
WHERE relation.id IN :ints AND relation.documents > 0 ORDER BY other.name, other.id LIMIT ?
"""
_TIED = """
SELECT document, count(DISTINCT place) FROM record_tie
WHERE document IN :ints AND place >= 0 AND ended_at IS NULL GROUP BY document
"""
_COUNTS = f"""
SELECT (SELECT count(DISTINCT document) FROM record_loose WHERE relation IN :ints AND NOT act IN :texts),
    (SELECT count(*) FROM record_document document WHERE document.state = 'held'
        AND document.relation_id IN :ints AND NOT document.kind IN :texts AND NOT {_LOOKED_AT}),
    (SELECT count(*) FROM record_refused WHERE party IN :ints)
"""  # noqa: S608


class Listed(NamedTuple):
    """A document in a list.

    Attributes:
        other: name of the other party; `is_given` where the asker's party gives.
        loose: how many of its lines are not tied.
        is_looked_at: held, and somebody has let the first one stand; `is_noted`: there is a remark on it.
        recorded_at: microseconds since 1970, UTC.
    """

    key: int
    kind: Kind
    number: str
    issued_on: int | None
    other: str
    is_given: bool
    is_held: bool
    is_looked_at: bool
    is_noted: bool
    loose: int
    recorded_at: int

    @property
    def state(self) -> str:
        """Return how it stands in a word: looked_at, held, loose, noted or tied."""
        if self.is_held:
            return "looked_at" if self.is_looked_at else "held"
        return LOOSE if self.loose else NOTED if self.is_noted else "tied"


class Wanted(NamedTuple):
    """Which documents are asked for.

    Attributes:
        kind: of `kernel.document.Kind`; `state` one of STATES; `other` the number of a party. Empty for any.
        text: part of its number or of the other party's name, or a number that it names.
        sort: one of SORTS, with “-” before it for the last one first.
        after: the key of the last one on the page before; 0 for the first page.
    """

    kind: str = ""
    state: str = ""
    other: int = 0
    text: str = ""
    sort: str = "-recorded"
    after: int = 0


class Counts(NamedTuple):
    """How many documents are loose in some line, are held, and how many files were refused."""

    loose: int = 0
    held: int = 0
    refused: int = 0


def documents(asker: Asker, wanted: Wanted, *, limit: int) -> list[Listed]:
    """Return documents of an asker's party, in the order asked for."""
    store = reading()
    relations = _relations(store, asker, wanted.other)
    if not relations:
        return []
    sort = SORTS.get(wanted.sort.removeprefix("-"), "recorded_at")
    is_last_first = wanted.sort.startswith("-")
    way = "DESC" if is_last_first else "ASC"
    wheres, values = _wheres(store, asker, wanted, relations)
    if wanted.after:
        last = f"SELECT {sort}, id FROM record_document WHERE id = ?"  # noqa: S608 – one of SORTS
        wheres.append(f"({sort}, document.id) {'<' if is_last_first else '>'} ({last})")
        values.append(wanted.after)
    query, limits = _OF_ALL, [limit]
    if sort == "recorded_at":
        query, limits = (_OF_EACH_POSTGRES if store.is_postgres else _OF_EACH_SQLITE), [limit, limit]
    order = f"{sort} {way}, document.id {way}"
    some = query.format(wheres=" AND ".join(wheres), order=order, way=way)
    rows = store.select(
        f"{_COLUMNS} WHERE document.id IN ({some}) ORDER BY {order}",
        *([*asker.parties], relations, *values, *limits),
    )
    return [_listed(row, asker) for row in rows]


def documents_by_key(asker: Asker, keys: Sequence[int]) -> dict[int, Listed]:
    """Return some documents, those that the asker may see."""
    store = reading()
    ours = {*_relations(store, asker, 0)}
    wanted = [key for key in keys if relation_of(key) in ours]
    query = f"{_COLUMNS} WHERE document.id IN :ints AND NOT document.kind IN :texts"
    rows = store.select(query, [*asker.parties], wanted, kinds_hidden_from(asker)) if wanted else ()
    return {row[0]: _listed(row, asker) for row in rows}


def tied_lines(keys: Sequence[int]) -> dict[int, int]:
    """Return how many lines of some documents are tied, by key; to be asked for documents that are seen."""
    return dict(row for row in reading().select(_TIED, list(keys))) if keys else {}


def counts(asker: Asker) -> Counts:
    """Return how much waits for a person."""
    store = reading()
    ours = _relations(store, asker, 0)
    if not sees(asker, Seeing.DOCUMENTS):
        return Counts()
    acts, kinds = acts_hidden_from(asker), kinds_hidden_from(asker)
    return Counts(*store.select(_COUNTS, ours, acts, ours, kinds, [*asker.parties])[0])


def other_parties(asker: Asker) -> list[tuple[int, str]]:
    """Return with whom an asker's party exchanges documents: number and name, in order of name."""
    store = reading()
    relations = relations_of(store, asker)
    rows = store.select(_OTHERS, [*asker.parties], relations, _OTHERS_MAX) if relations else ()
    return [(number, name) for number, name in rows]


def _relations(store: Store, asker: Asker, other: int) -> list[int]:
    """Return the relations whose documents an asker may see, with one party alone where that is asked."""
    if not sees(asker, Seeing.DOCUMENTS) or asker.is_visitor:
        return []
    found = relations_of(store, asker)
    return [row[0] for row in store.select(_WITH, found, other, other, other, other)] if other else found


def _wheres(
    store: Store, asker: Asker, wanted: Wanted, relations: list[int]
) -> tuple[list[str], list[object]]:
    wheres, values = ["NOT document.kind IN :texts"], list[object]([kinds_hidden_from(asker)])
    if wanted.kind:
        wheres.append("document.kind = ?")
        values.append(wanted.kind)
    if wanted.state in _STATE:
        wheres.append(_STATE[wanted.state])
        values += [relations, acts_hidden_from(asker)] if wanted.state == LOOSE else []
    if wanted.text.strip():
        like = like_of(wanted.text)
        named = [row[0] for row in store.select(_NAMED, [*asker.parties], relations, like)]
        wheres.append(_TEXT)
        values += [like, named, _mentioned(store, asker, wanted.text)]
    return wheres, values


def like_of(text: str) -> str:
    """Return the pattern by which a text is found anywhere in another; signs of patterns mean themselves."""
    said = "".join(f"!{sign}" if sign in "!%_" else sign for sign in text.strip().lower())
    return f"%{said}%"


def _mentioned(store: Store, asker: Asker, text: str) -> list[int]:
    """Return documents that bear or name a number, as it survives retyping."""
    number = loosest(text) or exact(text)
    words = [sort + number for sort in ("o:", "s:", "d:", "r:", "b:", "c:")] if number else []
    if not words:
        return []
    with beyond():  # what documents name is filed apart; the statement is cut to the asker's parties
        rows = store.select(_MENTIONS, words, [*asker.parties], _MENTIONED_MAX)
    # They are filed under little more than their digits.
    wanted = looser(text)
    found = store.select(_VALUES, [row[0] for row in rows])
    return [
        key
        for key, value in found
        if any(looser(each) == wanted for each in numbers_of(document_from(value)))
    ]


def _listed(row: Row, asker: Asker) -> Listed:
    key, kind, number, issued_on, giver, other, state, is_silent, recorded_at, seen, noted, loose = row
    return Listed(
        key, Kind(kind), number, issued_on, other, asker.is_one_of(giver), state == HELD, bool(seen),
        bool(noted or is_silent), loose, recorded_at,
    )  # fmt: skip
