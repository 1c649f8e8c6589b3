"""Lanes: deliveries of one relation to one hook go one after the other, in the order of the record.

The first of a lane that is not sent holds up those behind it: while it waits for another try, and when it is
dead, until a person sends it again or skips it. So nothing is left out, and nothing overtakes.
"""

from collections.abc import Mapping
from typing import NamedTuple

from comaker.front.hooks.sending import Outcome, Parcel
from comaker.front.hooks.states import DEAD, SENT, WAITING
from comaker.record.store import Row, Store
from comaker.record.transaction import reading, transact

ATTEMPTS_MAX = 12
# Longer than anybody may take to send; after that he was killed, and another takes over.
LEASE_SECONDS = 60
_FIRST_SECONDS, _LAST_SECONDS = 10, 6 * 3600
_HOOK_LAST_SECONDS = 300
_MICRO = 1_000_000

_HEADS = """
SELECT delivery.id, delivery.hook_id, delivery.event, delivery.relation, delivery.body, delivery.attempts,
    delivery.due_at, hook.url, hook.secret
FROM (
    SELECT hook_id, relation, min(event) AS event FROM front_delivery
    WHERE state IN ('waiting', 'dead') GROUP BY hook_id, relation
) head
JOIN front_delivery delivery ON delivery.hook_id = head.hook_id AND delivery.event = head.event
JOIN front_hook hook ON hook.id = delivery.hook_id
WHERE delivery.state = 'waiting' AND delivery.due_at <= ? AND hook.due_at <= ?
    AND hook.ended_at IS NULL AND hook.resting_since IS NULL
ORDER BY delivery.due_at, delivery.id LIMIT ?
"""
_CLAIM = "UPDATE front_delivery SET due_at = ? WHERE id = ? AND due_at = ? AND state = 'waiting'"
_END = """
UPDATE front_delivery SET state = ?, attempts = ?, due_at = ?, status = ?, why = ?, ended_at = ?
WHERE id = ? AND due_at = ? AND state = 'waiting'
"""
_REACHED = "UPDATE front_hook SET failures = 0, due_at = 0 WHERE id = ? AND failures > 0"
_MISSED = "UPDATE front_hook SET failures = failures + 1, due_at = ? WHERE id = ?"
_GONE = "UPDATE front_hook SET resting_since = ? WHERE id = ? AND resting_since IS NULL"
_FAILURES = "SELECT failures FROM front_hook WHERE id = ?"
_FORGET = "DELETE FROM front_delivery WHERE state IN ('sent', 'skipped') AND ended_at < ?"


class Claim(NamedTuple):
    """A delivery that somebody sends now, and until when nobody else does."""

    delivery: int
    hook: int
    attempts: int
    until: int
    parcel: Parcel


def claim(*, now: int, most: int, busy: Mapping[int, int], most_of_hook: int) -> list[Claim]:
    """Take deliveries whose turn it is, so that no other worker sends them.

    Args:
        now: microseconds since 1970, UTC.
        most: how many at most.
        busy: how many are being sent to each hook already, of `most_of_hook` at once.
    """
    heads = reading().select(_HEADS, now, now, most * 4)
    taken: dict[int, int] = dict(busy)
    wanted: list[Row] = []
    for head in heads:
        if len(wanted) < most and taken.get(head[1], 0) < most_of_hook:
            taken[head[1]] = taken.get(head[1], 0) + 1
            wanted.append(head)
    if not wanted:
        return []
    until = now + LEASE_SECONDS * _MICRO

    def take(store: Store) -> list[Claim]:
        return [_claim(head, until) for head in wanted if store.execute(_CLAIM, until, head[0], head[6])]

    return transact(take)


def end(claimed: Claim, outcome: Outcome, *, now: int, chance: float) -> None:
    """Write down what became of a delivery; another try comes later and later.

    Args:
        chance: from 0 to 1, so that not all try again at once.
    """
    transact(lambda store: _end(store, claimed, outcome, now, chance))


def forget(*, before: int) -> int:
    """Delete deliveries that ended before a moment; return how many."""
    return transact(lambda store: store.execute(_FORGET, before))


def pause_seconds(failures: int, *, chance: float, most: int = _LAST_SECONDS) -> float:
    """Return how long to wait after so many failures: three times as long each time, a fifth more or less."""
    grown = float(min(_FIRST_SECONDS * 3 ** min(failures - 1, 20), most))
    return grown * (0.8 + 0.4 * chance)


def _claim(head: Row, until: int) -> Claim:
    number, hook, event, _, body, attempts, _, url, secret = head
    parcel = Parcel(f"msg_{hook}_{event}", url, bytes(secret), body.encode())
    return Claim(number, hook, attempts, until, parcel)


def _end(store: Store, claimed: Claim, outcome: Outcome, now: int, chance: float) -> None:
    attempts = claimed.attempts + 1
    state, due_at = SENT, 0
    ended_at: int | None = now
    if not outcome.is_taken:
        state, ended_at = (DEAD, now) if attempts >= ATTEMPTS_MAX else (WAITING, None)
        wait = max(pause_seconds(attempts, chance=chance), outcome.wait_seconds)
        due_at = now + int(wait * _MICRO)
    is_mine = store.execute(
        _END, state, attempts, due_at, outcome.status, outcome.why, ended_at, claimed.delivery, claimed.until
    )
    if not is_mine:
        return
    if outcome.is_taken:
        store.execute(_REACHED, claimed.hook)
        return
    failures = store.select(_FAILURES, claimed.hook)[0][0] + 1
    wait = max(pause_seconds(failures, chance=chance, most=_HOOK_LAST_SECONDS), outcome.wait_seconds)
    store.execute(_MISSED, now + int(wait * _MICRO), claimed.hook)
    if outcome.is_gone:
        store.execute(_GONE, now, claimed.hook)
