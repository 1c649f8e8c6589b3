"""Naming: names alone that turn out to stand for a party, or alone again, within one sitting."""

from collections.abc import Iterable, Sequence

from comaker.record.posting.namesakes import changes, own_relations, stand
from comaker.record.posting.parties import add_alone, load_parties
from comaker.record.posting.relations import Relations
from comaker.record.posting.words import Sides
from comaker.record.store import Store


class Naming:
    """What a sitting finds out about who is who.

    Attributes:
        joined: parties that stand for others since.
    """

    def __init__(self, store: Store, relations: Relations) -> None:
        self._store = store
        self._relations = relations
        self._parted: set[int] = set()
        self.joined: set[int] = set()

    def look(self, touched: Iterable[int], *, around: Iterable[int], met: Sequence[Sides] = ()) -> None:
        """Let names alone that some parties bear stand for those that they stand for now.

        Args:
            around: parties whose partners' names are looked at too.
            met: the parties of documents that are not written down yet.
        """
        add_alone(self._store)
        found = changes(self._store, touched, around=around, met=met)
        if not found:
            return
        left = {change.was for change in found if change.was is not None}
        self._parted |= self._relations.joined(left) if left else set()
        self._parted |= own_relations(self._store, found)
        stand(self._store, found)
        parties = self._relations.parties
        for change in found:
            parties.stands.pop(change.one, None)
            self.joined |= {change.one if change.now is None else change.now}
        parties.add(load_parties(self._store, {each for change in found for each in change if each}))

    def relations(self) -> set[int]:
        """Return the relations whose papers must be matched anew."""
        return self._parted | self._relations.joined(self.joined) if self.joined else set()
