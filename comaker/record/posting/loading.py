"""Loading: documents that are matched together, with all that belong to them."""

from comaker.record.posting.bundles import (
    guests_of,
    load_bundles,
    load_documents,
    load_relation,
    under_those_who_stand,
)
from comaker.record.posting.relations import Relations
from comaker.record.posting.words import Kept, relation_of
from comaker.record.store import Store


def load_together(
    store: Store, relations: Relations, named: set[int], guests: set[int], whole: set[int]
) -> list[Kept]:
    """Return the documents of some bundles, of whole relations, and the guests of all these.

    Raises:
        MoreRelations: the relation of one of them is not under lock.
    """
    parties = relations.parties
    loaded: dict[int, Kept] = {}
    for number in sorted(whole):
        loaded |= {each.id: each for each in load_relation(store, number, parties)}
    # A bundle may hold papers of several relations.
    bundles = named | {each.bundle for each in loaded.values() if not each.is_guest}
    loaded |= {each.id: each for each in load_bundles(store, bundles, parties)}
    guests = (guests | guests_of(store, [*loaded.values()])) - loaded.keys()
    old = [*loaded.values(), *load_documents(store, guests, parties)]
    relations.need({relation_of(each.id) for each in old})
    if relations.know({side for each in old for side in each.sides}):
        old = [under_those_who_stand(each, parties) for each in old]
    relations.families({relation_of(each.id) for each in old})
    return old
