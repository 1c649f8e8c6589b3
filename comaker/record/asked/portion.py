"""Portions: rows of the record in order of key, from a place on, of the relations that somebody has."""

from bisect import bisect_left
from collections.abc import Sequence

from comaker.record.posting.words import keys_of, relation_of
from comaker.record.store import Row, Store


def portion(
    store: Store, table: str, query: str, relations: Sequence[int], *, after: int, limit: int
) -> list[Row]:
    """Return rows of some relations that follow a key, in order of key.

    Goes from relation to relation, so that a page costs what is on it, however much others have.

    Args:
        table: whose rows they are; `query` selects them between two keys, up to a number of them, the key
            first.
        relations: in order of number.
    """
    rows: list[Row] = []
    place = bisect_left(relations, relation_of(after))
    while place < len(relations) and len(rows) < limit:
        first, last = keys_of(relations[place])
        found = store.select(query, max(first, after), last, limit - len(rows))
        rows += found
        place += 1
        if not found and place < len(relations):
            # Where a relation has nothing, so may many: on to the next of which there is something.
            (following,) = store.select(f"SELECT min(id) FROM {table} WHERE id > ?", last)  # noqa: S608
            if following[0] is None:
                break
            place = max(place, bisect_left(relations, relation_of(following[0])))
    return rows
