"""Rebuild: everything that is derived is dropped and worked out anew from the facts."""

from collections.abc import Callable

from comaker.record.folding import bundles_in_portions, fold
from comaker.record.posting.outcome import restate
from comaker.record.posting.relations import Relations
from comaker.record.transaction import writing

_DROP = (
    "UPDATE record_line SET state = ? WHERE bundle IN :ints",
    "UPDATE record_bill SET state = ? WHERE bundle IN :ints",
)
_DROP_OF_LINES = (
    "DELETE FROM record_gap WHERE owner IN (SELECT id FROM record_{owner} WHERE bundle IN :ints)",
    "DELETE FROM record_lapse WHERE owner IN (SELECT id FROM record_{owner} WHERE bundle IN :ints)",
)


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Work out every line and bill anew, a portion at a time; return how many there are.

    Args:
        progress: told how many lines and bills are done.
    """
    count = 0
    with writing() as store:
        portions = list(bundles_in_portions(store))
    for bundles in portions:
        with writing() as store:
            for statement in _DROP:
                store.execute(statement, b"", bundles)
            for owner in ("line", "bill"):
                for statement in _DROP_OF_LINES:
                    store.execute(statement.format(owner=owner), bundles)
            folded = fold(store, Relations(store), bundles)
            restate(store, folded.lines, folded.bills)
        count += len(folded.lines) + len(folded.bills)
        if progress:
            progress(count)
    return count
