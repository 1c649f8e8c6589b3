"""The feed: events of the record put in the order in which programs read them, and on their way to hooks.

It follows the outbox of the record: what it makes of events and how far it has come are kept in one
transaction, so that killed at any moment it leaves nothing out and does nothing twice.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from comaker.front.api.telling import moment
from comaker.record.coding import event_body_from
from comaker.record.outbox import Event
from comaker.record.post import microseconds
from comaker.record.posting.words import NOBODY_ID, relation_of
from comaker.record.store import Store, Table

# One worker at a time adds to the feed on PostgreSQL, so that no number appears before a smaller one.
_ADDING = "SELECT pg_advisory_xact_lock(7266554)"
_SIDES = """
SELECT DISTINCT coalesce(party.merged_into_id, party.id) FROM record_relation relation
JOIN record_party party ON party.id = relation.one_id OR party.id = relation.other_id
WHERE relation.id = ?
"""
_HOOKS = """
SELECT hook.id FROM front_hook hook JOIN record_party party ON party.id = hook.party_id
WHERE hook.ended_at IS NULL AND coalesce(party.merged_into_id, party.id) IN :ints ORDER BY hook.id
"""
_RECORDED = "SELECT id, recorded_at FROM record_event WHERE id IN :ints"
_LINES = "SELECT id FROM record_line WHERE id IN :ints"
_HAPPENINGS = Table("front_happening", (("party", "bigint"), ("event", "bigint")))
_DELIVERIES = Table(
    "front_delivery",
    (
        ("hook_id", "bigint"), ("event", "bigint"), ("relation", "bigint"), ("body", "text"),
        ("state", "text"), ("attempts", "smallint"), ("due_at", "bigint"), ("why", "text"),
        ("made_at", "bigint"),
    ),
)  # fmt: skip
_FEED = """
SELECT happening.id, event.id, event.kind, event.body, event.recorded_at
FROM front_happening happening JOIN record_event event ON event.id = happening.event
WHERE happening.party IN :ints AND happening.id > ? ORDER BY happening.id LIMIT ?
"""
_encode = msgspec.json.Encoder().encode


class Happened(NamedTuple):
    """An event of the feed.

    Attributes:
        place: where it stands in the feed, growing.
        lines, bills: those that stand otherwise since.
        recorded_at: microseconds since 1970, UTC.
    """

    place: int
    event: int
    kind: str
    documents: tuple[int, ...]
    lines: tuple[int, ...]
    bills: tuple[int, ...]
    recorded_at: int

    @property
    def relation(self) -> int:
        """Return the number of its relation."""
        return relation_of(self.event)


def tell_programs(store: Store, events: Sequence[Event]) -> None:
    """Put events of one relation in the feeds of its parties, and on their way to the hooks of these."""
    if not events:
        return
    if store.is_postgres:
        store.select(_ADDING)
    parties = sorted({row[0] for row in store.select(_SIDES, events[0].relation)} - {NOBODY_ID})
    store.insert(_HAPPENINGS, [(party, event.id) for event in events for party in parties])
    hooks = [row[0] for row in store.select(_HOOKS, parties)] if parties else []
    if not hooks:
        return
    recorded: dict[int, int] = dict(store.select(_RECORDED, [event.id for event in events]))
    lines = _lines(store, [key for event in events for key in event.changed])
    now = microseconds(datetime.now(UTC))
    rows = []
    for event in events:
        happened = _happened(
            0, event.id, event.kind, event.documents, event.changed, lines, recorded[event.id]
        )
        body = _encode(
            {
                "type": f"record.{event.kind}",
                "timestamp": moment(happened.recorded_at),
                "data": happened_told(happened),
            }
        ).decode()
        rows += [(hook, event.id, event.relation, body, "waiting", 0, now, "", now) for hook in hooks]
    store.insert(_DELIVERIES, rows)


def happenings(store: Store, parties: Sequence[int], *, after: int, limit: int) -> list[Happened]:
    """Return events of the relations of a party, in the order of the feed.

    Args:
        parties: all numbers that the party is known under.
        after: the place of the last one seen.
    """
    rows = store.select(_FEED, list(parties), after, limit)
    told = [event_body_from(row[3]) for row in rows]
    changed = [tuple(int(key) for key in body["changed"]) for body in told]
    lines = _lines(store, [key for keys in changed for key in keys])
    return [
        _happened(place, event, kind, tuple(int(key) for key in body["documents"]), keys, lines, recorded_at)
        for (place, event, kind, _, recorded_at), body, keys in zip(rows, told, changed, strict=True)
    ]


def happened_told(happened: Happened) -> dict[str, object]:
    """Return an event as programs are told it: what changed, by key, to be asked for."""
    return {
        "event": str(happened.event),
        "relation": str(happened.relation),
        "recorded": moment(happened.recorded_at),
        "documents": [str(key) for key in happened.documents],
        "lines": [str(key) for key in happened.lines],
        "bills": [str(key) for key in happened.bills],
    }


def _lines(store: Store, keys: Sequence[int]) -> set[int]:
    return {row[0] for row in store.select(_LINES, list(keys))} if keys else set()


def _happened(
    place: int,
    event: int,
    kind: str,
    documents: tuple[int, ...],
    changed: tuple[int, ...],
    lines: set[int],
    recorded_at: int,
) -> Happened:
    return Happened(
        place, event, kind, documents, tuple(key for key in changed if key in lines),
        tuple(key for key in changed if key not in lines), recorded_at,
    )  # fmt: skip
