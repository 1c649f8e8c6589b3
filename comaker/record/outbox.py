"""The outbox: workers read what has changed, each at its own pace, nothing twice and nothing left out.

Events of a relation are committed in the order of their serial numbers, since its lock is held from the
first to the last row of a posting. A worker keeps how far it has come in each relation, in the transaction
in which it writes what it makes of the events: killed at any moment it goes on where that transaction left.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from comaker.record.coding import event_body_from
from comaker.record.posting.words import keys_of, relation_of
from comaker.record.store import Store, table
from comaker.record.transaction import reading, transact

_BEHIND = """
SELECT relation.id, coalesce(reached.serial, 0) FROM record_relation relation
LEFT JOIN record_cursor reached ON reached.relation = relation.id AND reached.consumer = ?
WHERE relation.serial > coalesce(reached.serial, 0) ORDER BY relation.id LIMIT ?
"""
_EVENTS = "SELECT id, kind, body FROM record_event WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"
_SERIAL = "SELECT serial FROM record_relation WHERE id = ?"
_START = table("cursor", "consumer text, relation bigint, serial bigint", "(consumer, relation) DO NOTHING")
_ADVANCE = "UPDATE record_cursor SET serial = ? WHERE consumer = ? AND relation = ? AND serial = ?"
_AT_ONCE = 500


class Event(NamedTuple):
    """Something that has changed in a relation.

    Attributes:
        documents: keys of the documents that were posted.
        changed: keys of the lines and bills that stand otherwise since.
    """

    id: int
    kind: str
    documents: tuple[int, ...]
    changed: tuple[int, ...]

    @property
    def relation(self) -> int:
        """Return the number of the relation."""
        return relation_of(self.id)


Reaction = Callable[[Store, Sequence[Event]], None]


class Overtaken(Exception):
    """Another worker of the same name has done this part already."""


def catch_up(consumer: str, react: Reaction) -> int:
    """Let a consumer see all events that it has not seen yet; return how many there were.

    Args:
        consumer: its name, under which its place is kept.
        react: what it makes of events of one relation, in a transaction that also keeps its place.
    """
    count = 0
    while behind := reading().select(_BEHIND, consumer, _AT_ONCE):
        for relation, serial in behind:
            try:
                count += transact(partial(_catch_up, consumer, react, relation, serial))
            except Overtaken:
                continue
    return count


def _catch_up(consumer: str, react: Reaction, relation: int, serial: int, store: Store) -> int:
    store.insert(_START, [(consumer, relation, 0)])
    first, _ = keys_of(relation)
    until = int(store.select(_SERIAL, relation)[0][0])
    rows = store.select(_EVENTS, first + serial, first + until, _AT_ONCE)
    reached = rows[-1][0] - first if len(rows) == _AT_ONCE else until
    if not store.execute(_ADVANCE, reached, consumer, relation, serial):
        raise Overtaken(consumer)
    react(store, [_event(*row) for row in rows])
    return len(rows)


def _event(number: int, kind: str, body: str) -> Event:
    told = event_body_from(body)
    documents, changed = (tuple(int(each) for each in told[part]) for part in ("documents", "changed"))
    return Event(number, kind, documents, changed)
