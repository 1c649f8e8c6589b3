"""Post: the only way into the record.

Documents are taken in, tied and entered, and everything that follows from them is brought up to date, in
one transaction that either holds or never was.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from django.db import connection
from django.db.utils import DatabaseError

from comaker.record.posting.sitting import MoreRelations, Sitting
from comaker.record.posting.words import Arrival, Posted
from comaker.record.transaction import writing

__all__ = ["Arrival", "Posted", "post"]

# How often a posting is tried anew when others hold what it needs, or it needs more than it thought.
_ATTEMPTS = 8

T = TypeVar("T")


def post(arrivals: Sequence[Arrival], *, now: datetime) -> list[Posted]:
    """Post documents.

    Args:
        arrivals: in any order; what follows from them does not depend on it.
        now: when they are recorded, with a time zone.

    Returns:
        What became of each, in the order given. The same document again is harmless and gets the answer
        that it got the first time, as "repeat".
    """
    return sit(lambda sitting: sitting.take(arrivals), now=now)


def sit(work: Callable[[Sitting], T], *, now: datetime) -> T:
    """Do something with the record in one transaction, tried anew when others hold what it needs."""
    moment = microseconds(now)
    relations: set[int] = set()
    for attempt in range(_ATTEMPTS):
        was_open = connection.connection is not None
        try:
            with writing() as store:
                return work(Sitting(store, now=moment, relations=relations))
        except MoreRelations as more:
            relations |= more.relations
        except DatabaseError as error:
            # A connection that was open and is gone: the server was started anew since. If the posting was
            # kept all the same, the next attempt gets the answer of a repeat.
            is_gone = was_open and connection.connection is None
            if attempt == _ATTEMPTS - 1 or not (is_gone or _gave_way(error)):
                raise
    raise AssertionError("a posting found ever more relations")


def microseconds(moment: datetime) -> int:
    """Return a moment as the record keeps it: microseconds since 1970, UTC."""
    since = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _gave_way(error: DatabaseError) -> bool:
    """Tell whether another posting came first, so that this one fares better when tried anew.

    PostgreSQL lets one of two give way that wait for each other. And two documents with one key but between
    different parties, which are not under one lock, may both be taken for the first.
    """
    state = getattr(error.__cause__, "sqlstate", "")
    return state in ("40001", "40P01") or (state == "23505" and "document_taken_once" in str(error))
