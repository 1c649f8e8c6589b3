"""Post: the only way into the record.

Documents are taken in, tied and entered, and everything that follows from them is brought up to date, in
one transaction that either holds or never was.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import TypeVar

from comaker.record.posting.relations import MoreRelations
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import Arrival, Posted
from comaker.record.store import Store
from comaker.record.transaction import transact, writing

__all__ = ["Arrival", "Posted", "post"]

# How often a sitting is begun anew when it needs more relations than it thought.
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


def sit(
    work: Callable[[Sitting], T],
    *,
    now: datetime,
    opening: Callable[[], AbstractContextManager[Store]] = writing,
) -> T:
    """Do something with the record in one transaction, tried anew when others hold what it needs.

    Args:
        opening: `writing`, or `looking` to keep nothing.
    """
    moment = microseconds(now)
    relations: set[int] = set()
    for _ in range(_ATTEMPTS):
        try:
            return transact(
                lambda store: work(Sitting(store, now=moment, relations=relations)), opening=opening
            )
        except MoreRelations as more:
            relations.update(more.relations)
    raise AssertionError("a sitting found ever more relations")


def microseconds(moment: datetime) -> int:
    """Return a moment as the record keeps it: microseconds since 1970, UTC."""
    since = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
