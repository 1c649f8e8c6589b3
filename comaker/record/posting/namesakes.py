"""Namesakes in the record: names alone that stand for a party with identifiers, by all papers kept.

The rule is that of a match (`engines.matching.stands_for`). Papers stay filed under the name, so that it can
stand alone again when another company of that name turns up.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from comaker.engines.matching import Dealings, stands_for
from comaker.record.posting.parties import merge, unmerge
from comaker.record.posting.words import APART, JOINED, NOBODY_ID, Kept, Parties, Sides
from comaker.record.store import Store

_OF_PARTIES = "SELECT party_id, text FROM record_name WHERE party_id IN :ints"
# Names alone that some parties bear too, and those that these deal with.
_ALONE = """
SELECT DISTINCT coalesce(identifier.origin_id, identifier.party_id)
FROM record_name name JOIN record_identifier identifier ON identifier.text = 'name:' || name.text
WHERE name.party_id IN :ints
"""
_PARTY = """
SELECT id, CASE WHEN by_name = 'joined' THEN id ELSE coalesce(merged_into_id, id) END, by_name, merged_into_id
FROM record_party WHERE id IN :ints
"""
_MEMBERS = """
SELECT id, id FROM record_party WHERE id IN :ints
UNION SELECT id, merged_into_id FROM record_party WHERE merged_into_id IN :ints AND by_name <> 'joined'
"""
_IDENTIFIED = """
SELECT DISTINCT party_id FROM record_identifier WHERE party_id IN :ints AND text NOT LIKE 'name:%'
"""
_BEARING = "SELECT text, party_id FROM record_name WHERE text IN :texts"
_PARTNERS = (
    "SELECT one_id, other_id FROM record_relation WHERE one_id IN :ints AND documents > 0 "
    "UNION SELECT other_id, one_id FROM record_relation WHERE other_id IN :ints AND documents > 0"
)
_OWN = (
    "SELECT id FROM record_relation WHERE one_id IN :ints "
    "UNION SELECT id FROM record_relation WHERE other_id IN :ints"
)
_STAND = "UPDATE record_party SET by_name = ? WHERE id = ?"


class Change(NamedTuple):
    """A name alone that stands for another than before.

    Attributes:
        was, now: for whom it stood and stands; None where it stood or stands alone.
    """

    one: int
    was: int | None
    now: int | None


def load_names(
    store: Store, kept: Iterable[Kept], parties: Parties, known: Mapping[int, set[str]]
) -> dict[str, list[str]]:
    """Return the names of the parties of some documents, by the keys of these.

    Args:
        known: the names of parties that were met already, by number.
    """
    numbers = parties.members(side for each in kept for side in each.sides) - {NOBODY_ID}
    rows = [(number, text) for number in numbers & known.keys() for text in known[number]]
    missing = sorted(numbers - known.keys())
    rows += store.select(_OF_PARTIES, missing) if missing else []
    found: dict[str, list[str]] = {}
    for number, text in sorted(rows):
        if number in parties:
            found.setdefault(parties[number].key, []).append(text)
    return found


def changes(
    store: Store, parties: Iterable[int], *, around: Iterable[int] = (), met: Iterable[Sides] = ()
) -> list[Change]:
    """Return what names alone stand for otherwise than before.

    Args:
        parties: whose names are looked at; `around` those whose partners' names are looked at too.
        met: the parties of documents that are not written down yet.
    """
    numbers = sorted(set(parties))
    alone = {row[0] for row in store.select(_ALONE, numbers)}
    around = sorted(set(around))
    if around:
        partners = {row[1] for row in store.select(_PARTNERS, around, around)}
        alone |= {row[0] for row in store.select(_ALONE, sorted(partners))} if partners else set()
    if not alone:
        return []
    return _Looked(store, alone, met).changes()


def own_relations(store: Store, found: Iterable[Change]) -> set[int]:
    """Return the relations under which the papers of some names alone are filed."""
    numbers = sorted({change.one for change in found})
    return {row[0] for row in store.select(_OWN, numbers, numbers)}


def stand(store: Store, found: Iterable[Change]) -> None:
    """Let names alone stand for others from now on, or alone again."""
    for one, was, now in found:
        if was is not None:
            unmerge(store, one)
        if now is not None:
            merge(store, now, one)
        store.execute(_STAND, JOINED if now is not None else "", one)


class _Looked:
    """Some names alone, with all that may bear them and those with whom they deal."""

    def __init__(self, store: Store, alone: set[int], met: Iterable[Sides]) -> None:
        self._store = store
        self._unit: dict[int, int] = {}
        self._said: dict[int, tuple[str, int | None]] = {}
        self._met = list(met)
        self._know(alone)
        # One that a person has put with another, or away from it, is left there.
        self._alone = {one for one in alone if self._is_free(one)}
        self._alone -= self._identified(self._alone)

    def changes(self) -> list[Change]:
        if not self._alone:
            return []
        names = self._names_of(self._alone)
        bearing = self._bearing({text for texts in names.values() for text in texts})
        everyone = self._alone.union(*bearing.values())
        bare = everyone - self._identified(everyone)
        partners = self._partners(everyone)
        others = set().union(*partners.values())
        bare |= others - self._identified(others)
        texts = self._names_of(bare & others | self._alone)
        borne = self._bearing({text for some in texts.values() for text in some})
        called: dict[int, set[str]] = {}
        for text, units in borne.items():
            for unit in units:
                called.setdefault(unit, set()).add(text)
        dealings = Dealings({each: called.get(each, set()) for each in everyone | others}, partners, bare)
        found = []
        for one in sorted(self._alone):
            namesakes = {each for text in names[one] for each in bearing.get(text, ())} - bare
            now = stands_for(one, sorted(namesakes), dealings)
            was = self._said[one][1]
            if now != was:
                found.append(Change(one, was, now))
        return found

    def _is_free(self, one: int) -> bool:
        by_name, merged_into = self._said[one]
        return by_name == JOINED or (by_name != APART and merged_into is None)

    def _know(self, numbers: Iterable[int]) -> None:
        wanted = sorted(set(numbers) - self._unit.keys())
        if wanted:
            for number, unit, by_name, merged_into in self._store.select(_PARTY, wanted):
                self._unit[number] = unit
                self._said[number] = (by_name, merged_into)

    def _identified(self, units: Iterable[int]) -> set[int]:
        wanted = sorted(units)
        return {row[0] for row in self._store.select(_IDENTIFIED, wanted)} if wanted else set()

    def _names_of(self, units: Iterable[int]) -> dict[int, set[str]]:
        members: dict[int, int] = dict(self._store.select(_MEMBERS, sorted(units), sorted(units)))
        found: dict[int, set[str]] = {unit: set() for unit in units}
        for number, text in self._store.select(_OF_PARTIES, sorted(members)):
            found[members[number]].add(text)
        return found

    def _bearing(self, texts: Iterable[str]) -> dict[str, set[int]]:
        """Return who bears some names."""
        rows = self._store.select(_BEARING, sorted(texts))
        self._know(row[1] for row in rows)
        found: dict[str, set[int]] = {}
        for text, number in rows:
            found.setdefault(text, set()).add(self._unit[number])
        return found

    def _partners(self, units: set[int]) -> dict[int, set[int]]:
        members: dict[int, int] = dict(self._store.select(_MEMBERS, sorted(units), sorted(units)))
        rows = self._store.select(_PARTNERS, sorted(members), sorted(members))
        rows += [pair for sides in self._met for pair in (tuple(sides), (sides.taker, sides.giver))]
        self._know(number for row in rows for number in row)
        found: dict[int, set[int]] = {unit: set() for unit in units}
        for one, other in rows:
            unit = self._unit.get(one)
            if unit in found and NOBODY_ID not in (one, other):
                found[unit].add(self._unit[other])
        return found
