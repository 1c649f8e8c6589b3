"""Post: the only way into the record.

Documents are taken in, tied and entered, and everything that follows from them is brought up to date, in
one transaction that either holds or never was.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import connection
from django.db.utils import OperationalError

from comaker.record.posting.sitting import MoreRelations, Sitting
from comaker.record.posting.words import Arrival, Posted
from comaker.record.transaction import writing

__all__ = ["Arrival", "Posted", "post"]

# How often a posting is tried anew when others hold what it needs, or it needs more than it thought.
_ATTEMPTS = 8


def post(arrivals: Sequence[Arrival], *, now: datetime) -> list[Posted]:
    """Post documents.

    Args:
        arrivals: in any order; what follows from them does not depend on it.
        now: when they are recorded, with a time zone.

    Returns:
        What became of each, in the order given. The same document again is harmless and gets the answer
        that it got the first time.
    """
    moment = microseconds(now)
    relations: set[int] = set()
    for attempt in range(_ATTEMPTS):
        try:
            with writing() as store:
                return Sitting(store, now=moment, relations=relations).take(arrivals)
        except MoreRelations as more:
            relations |= more.relations
        except OperationalError as error:
            # PostgreSQL lets one of two give way that wait for each other.
            if connection.vendor != "postgresql" or not _gave_way(error) or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("a posting found ever more relations")


def microseconds(moment: datetime) -> int:
    """Return a moment as the record keeps it: microseconds since 1970, UTC."""
    since = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _gave_way(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") in ("40001", "40P01")
