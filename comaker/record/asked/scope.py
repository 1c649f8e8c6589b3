"""Scope: which relations an asker may look into."""

from comaker.kernel.access import Asker
from comaker.record.store import Store

# What a key of the record can be, and the number of a relation.
KEY_MAX = (1 << 63) - 1
RELATION_MAX = KEY_MAX >> 32

_OF_PARTIES = "SELECT id FROM record_relation WHERE one_id IN :ints OR other_id IN :ints ORDER BY id"


def relations_of(store: Store, asker: Asker) -> list[int]:
    """Return the numbers of the relations that an asker's party has; for a visitor those of his deals."""
    if asker.is_visitor:
        return sorted({relation for relation, _ in asker.deals})
    parties = list(asker.parties)
    return [row[0] for row in store.select(_OF_PARTIES, parties, parties)] if parties else []
