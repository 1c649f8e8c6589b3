"""News: what has changed since, kept by a worker for those who follow a relation."""

from collections.abc import Sequence

from comaker.record.outbox import Event
from comaker.record.store import Store, table

_NEWS = table("news", "event bigint, owner bigint, relation bigint")


def keep_news(store: Store, events: Sequence[Event]) -> None:
    """Write down which lines and bills have changed, event by event."""
    rows = [(event.id, owner, event.relation) for event in events for owner in event.changed]
    store.insert(_NEWS, rows)
