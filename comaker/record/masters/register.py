"""Registering a party by hand: found by its identifiers, or added."""

from collections.abc import Sequence
from datetime import datetime

from comaker.kernel.party import Party, by_name
from comaker.record.post import sit
from comaker.record.posting.parties import add_alone
from comaker.record.posting.sitting import Sitting
from comaker.record.store import Store, table

_KNOWN = "SELECT party_id FROM record_identifier WHERE text IN :texts ORDER BY party_id"
_ADD = "INSERT INTO record_party (name, is_person) VALUES (?, ?) RETURNING id"
_IDENTIFIER = table("identifier", "text text, party_id bigint", "(text) DO NOTHING")


def registered(party: Party, *, is_person: bool, now: datetime) -> tuple[int, bool]:
    """Return the number of a party, and whether it is new.

    Args:
        party: known by its identifiers, or by its name where it has none.
    """
    return sit(lambda sitting: enrolled(sitting.store, party, is_person=is_person), now=now)


def enrolled(store: Store, party: Party, *, is_person: bool) -> tuple[int, bool]:
    """Return the number of a party, and whether it is new, within a transaction that writes."""
    texts = party.identifiers or (by_name(party.name),)
    add_alone(store)
    known = store.select(_KNOWN, texts)
    if known:
        return int(known[0][0]), False
    number = int(store.select(_ADD, party.name, is_person)[0][0])
    store.insert(_IDENTIFIER, [(text, number) for text in texts])
    return number, True


def known_by(party: int, texts: Sequence[str], *, now: datetime) -> bool:
    """Let a party be known by further identifiers, if nobody else is; tell whether it is now."""

    def add(sitting: Sitting) -> bool:
        store = sitting.store
        add_alone(store)
        if any(row[0] != party for row in store.select(_KNOWN, list(texts))):
            return False
        store.insert(_IDENTIFIER, [(text, party) for text in texts])
        return True

    return sit(add, now=now)
