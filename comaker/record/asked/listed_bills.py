"""Bills: those that an asker sees, one by one and in a list."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.kernel.access import Asker
from comaker.kernel.party import NOBODY
from comaker.kernel.row import BillState
from comaker.record.asked.portion import portion
from comaker.record.coding import bill_state_from
from comaker.record.posting.parties import load_parties
from comaker.record.posting.words import relation_of
from comaker.record.store import Row, Store

_COLUMNS = "id, giver, taker, document, state"
_ONE = f"SELECT {_COLUMNS} FROM record_bill WHERE id = ? AND (giver IN :ints OR taker IN :ints)"  # noqa: S608
_PORTION = f"SELECT {_COLUMNS} FROM record_bill WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"  # noqa: S608
_NUMBERED = f"""
SELECT {_COLUMNS} FROM record_bill WHERE relation_id IN :ints AND number = ? AND id > ? ORDER BY id LIMIT ?
"""  # noqa: S608 – names of ours


class SeenBill(NamedTuple):
    """A bill as an asker sees it; giver, taker and the document that it is, by number."""

    key: int
    giver: int
    taker: int
    document: int
    state: BillState

    @property
    def relation(self) -> int:
        """Return the number of its relation."""
        return relation_of(self.key)


def bill_seen(store: Store, asker: Asker, key: int) -> SeenBill | None:
    """Return a bill; None where there is none for this asker."""
    parties = list(asker.parties)
    found = _seen(store, store.select(_ONE, key, parties, parties))
    return found[0] if found else None


def bills_seen(
    store: Store, relations: Sequence[int], *, after: int, limit: int, number: str | None = None
) -> list[SeenBill]:
    """Return bills of some relations that follow a key, in order of key; with a number those that bear it."""
    if number is None:
        rows = portion(store, "record_bill", _PORTION, relations, after=after, limit=limit)
    else:
        rows = store.select(_NUMBERED, list(relations), number, after, limit)
    return _seen(store, rows)


def _seen(store: Store, rows: Sequence[Row]) -> list[SeenBill]:
    if not rows:
        return []
    parties = load_parties(store, {number for row in rows for number in row[1:3]})
    found = []
    for key, giver, taker, document, encoded in rows:
        state = bill_state_from(encoded)._replace(
            giver=parties.get(giver, NOBODY), taker=parties.get(taker, NOBODY)
        )
        found.append(SeenBill(key, giver, taker, document, state))
    return found
