"""Telling: the event by which workers learn what has changed in a relation."""

from collections.abc import Sequence

from comaker.record.coding import as_text
from comaker.record.posting.relations import Relations
from comaker.record.posting.words import Kept, relation_of
from comaker.record.store import Store, table

_EVENT = table("event", "id bigint, kind text, body text, recorded_at bigint")


def tell(
    store: Store, relations: Relations, fresh: Sequence[Kept], changed: Sequence[int], *, now: int
) -> None:
    """Tell the workers, in each relation that has changed.

    Args:
        fresh: documents that are new; `changed` the keys of lines and bills that stand otherwise.
    """
    by_relation: dict[int, list[int]] = {relation_of(each.id): [] for each in fresh}
    for number in changed:
        by_relation.setdefault(relation_of(number), []).append(number)
    rows = []
    for number in sorted(by_relation):
        body = {
            "documents": [str(each.id) for each in fresh if relation_of(each.id) == number],
            "changed": [str(owner) for owner in by_relation[number]],
        }
        rows.append((relations[number].key(), "posted", as_text(body), now))
    store.insert(_EVENT, rows)
