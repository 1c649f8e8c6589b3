"""Parties from a file: added, called and numbered as it says."""

from collections.abc import Sequence

from comaker.engines.sheets import PartyRow
from comaker.kernel.party import by_name
from comaker.record.masters.words import Contradiction, Outcome, shown
from comaker.record.posting.parties import add_alone
from comaker.record.posting.sitting import Sitting
from comaker.record.store import new_keys, table

_KNOWN = """
SELECT identifier.text, party.id, party.name, party.is_person
FROM record_identifier identifier JOIN record_party party ON party.id = identifier.party_id
WHERE identifier.text IN :texts
"""
_PARTY = table("party", "id bigint, name text, is_person boolean")
_IDENTIFIER = table("identifier", "text text, party_id bigint")


class Parties:
    """The desk for parties."""

    def __init__(self, sitting: Sitting, rows: Sequence[PartyRow]) -> None:
        self._store = sitting.store
        add_alone(self._store)
        wanted = {text for row in rows for text in (*row.identifiers, by_name(row.name))}
        self._ids: dict[str, int] = {}
        self._is: dict[int, tuple[str, bool]] = {}
        for text, number, name, is_person in self._store.select(_KNOWN, sorted(wanted)):
            self._ids[text] = number
            self._is[number] = (name, bool(is_person))
        self._keys = new_keys(self._store, "party", len(rows))
        self._fresh: dict[int, None] = {}
        self._changed: set[int] = set()
        self._texts: list[tuple[str, int]] = []

    def take(self, row: PartyRow) -> Outcome:
        """Take one row."""
        found = {self._ids[text] for text in row.identifiers if text in self._ids}
        if len(found) > 1:
            names = shown([f"“{self._is[number][0]}”" for number in sorted(found)])
            raise Contradiction(
                f"These numbers belong to different parties: {names}.",
                hint="If these are one: comaker merge parties A B.",
            )
        # One that was known by its name alone until now.
        number = found.pop() if found else self._ids.get(by_name(row.name), 0)
        is_new = not number
        if is_new:
            number = next(self._keys)
            self._fresh[number] = None
            self._is[number] = (row.name, bool(row.is_person))
        name, is_person = self._is[number]
        told = (row.name or name, is_person if row.is_person is None else row.is_person)
        new = [text for text in row.identifiers if text not in self._ids]
        for text in new:
            self._ids[text] = number
            self._texts.append((text, number))
        if is_new:
            return Outcome.ADDED
        if told == (name, is_person) and not new:
            return Outcome.SAME
        self._is[number] = told
        self._changed.add(number)
        return Outcome.CHANGED

    def save(self) -> set[int]:
        """Write everything."""
        self._store.insert(_PARTY, [(number, *self._is[number]) for number in self._fresh])
        changed = sorted(self._changed - self._fresh.keys())
        self._store.update(_PARTY, [(number, *self._is[number]) for number in changed])
        self._store.insert(_IDENTIFIER, self._texts)
        return set()
