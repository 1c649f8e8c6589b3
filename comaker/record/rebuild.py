"""Rebuild: everything that is derived is dropped and worked out anew from the facts."""

from collections.abc import Callable, Sequence
from functools import partial

from comaker.record.folding import bundles_in_portions, fold
from comaker.record.posting.outcome import restate
from comaker.record.posting.relations import Relations
from comaker.record.posting.words import keys_of
from comaker.record.store import Store
from comaker.record.transaction import reading, transact

_DROP = (
    "UPDATE record_line SET state = ? WHERE bundle IN :ints",
    "UPDATE record_bill SET state = ? WHERE bundle IN :ints",
)
_DROP_OF_OWNERS = (
    "DELETE FROM record_gap WHERE owner IN (SELECT id FROM record_{owner} WHERE bundle IN :ints)",
    "DELETE FROM record_lapse WHERE owner IN (SELECT id FROM record_{owner} WHERE bundle IN :ints)",
)
_STALE = "SELECT id FROM record_relation WHERE stale IS NOT NULL ORDER BY id"
_NEXT = """
SELECT DISTINCT bundle FROM record_document
WHERE state = 'taken' AND bundle > ? AND bundle >= ? AND bundle <= ? ORDER BY bundle LIMIT ?
"""
_STALE_FROM = "SELECT stale FROM record_relation WHERE id = ?"
_REACHED = "UPDATE record_relation SET stale = ? WHERE id = ? AND stale = ?"
_AT_ONCE = 200


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Work out every line and bill anew, a portion at a time; return how many there are.

    Args:
        progress: told how many lines and bills are done.
    """
    count = 0
    for bundles in list(bundles_in_portions(reading())):
        count += transact(partial(_anew, bundles))
        if progress:
            progress(count)
    return count


def refresh() -> int:
    """Work out the lines of relations whose terms have changed; return how many lines and bills.

    Each portion is a transaction of its own, so that others can post in between; what is left when this
    stops is done the next time.
    """
    count = 0
    for (relation,) in reading().select(_STALE):
        is_done = False
        while not is_done:
            done, is_done = transact(partial(_refresh_some, relation))
            count += done
    return count


def _refresh_some(relation: int, store: Store) -> tuple[int, bool]:
    """Work out a portion of a relation; return how much, and whether that was all.

    Where its terms change once more in between, it begins anew the next time.
    """
    stale = store.select(_STALE_FROM, relation)[0][0]
    if stale is None:
        return 0, True
    bundles = [row[0] for row in store.select(_NEXT, stale, *keys_of(relation), _AT_ONCE)]
    done = _anew(bundles, store) if bundles else 0
    store.execute(_REACHED, bundles[-1] if bundles else None, relation, stale)
    return done, not bundles


def _anew(bundles: Sequence[int], store: Store) -> int:
    """Drop what is derived of some bundles and work it out anew; return of how many lines and bills."""
    folded = fold(store, Relations(store), bundles)
    for statement in _DROP:
        store.execute(statement, b"", bundles)
    for owner in ("line", "bill"):
        for statement in _DROP_OF_OWNERS:
            store.execute(statement.format(owner=owner), bundles)
    restate(store, folded.lines, folded.bills)
    return len(folded.lines) + len(folded.bills)
