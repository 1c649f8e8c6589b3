"""Keeping: the web hooks of a party, made and ended by its owners, and what is on its way to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from comaker.front.api.granting import must_manage
from comaker.front.hooks.addresses import address_of, place_of
from comaker.front.hooks.signing import new_secret
from comaker.front.refusals import NotThere
from comaker.kernel.access import Asker
from comaker.kernel.refusal import Refusal
from comaker.record.post import microseconds
from comaker.record.store import Row, Store
from comaker.record.transaction import reading

HOOKS_MAX = 20
# What a bigint holds.
_KEY_MAX = 2**63 - 1

_COLUMNS = "hook.id, hook.url, hook.secret, hook.made_at, hook.failures, hook.resting_since"
_COUNTS = """
    (SELECT count(*) FROM front_delivery delivery
     WHERE delivery.hook_id = hook.id AND delivery.state IN ('waiting', 'dead')),
    (SELECT count(*) FROM front_delivery delivery
     WHERE delivery.hook_id = hook.id AND delivery.state IN ('waiting', 'dead') AND delivery.state = 'dead')
"""
_HOOKS = f"""
SELECT {_COLUMNS}, {_COUNTS} FROM front_hook hook
WHERE hook.party_id IN :ints AND hook.ended_at IS NULL ORDER BY hook.id
"""  # noqa: S608 – names of ours
_HOOK = f"""
SELECT {_COLUMNS}, {_COUNTS} FROM front_hook hook
WHERE hook.id = ? AND hook.party_id IN :ints AND hook.ended_at IS NULL
"""  # noqa: S608
_ADD = """
INSERT INTO front_hook (party_id, url, secret, made_by_id, made_at, failures, due_at)
VALUES (?, ?, ?, ?, ?, 0, 0) RETURNING id
"""
_MOVE = "UPDATE front_hook SET url = ?, failures = 0, due_at = 0 WHERE id = ?"
_REST = "UPDATE front_hook SET resting_since = ? WHERE id = ? AND resting_since IS NULL"
_RESUME = "UPDATE front_hook SET resting_since = NULL, failures = 0, due_at = 0 WHERE id = ?"
_END = "UPDATE front_hook SET ended_at = ? WHERE id = ? AND ended_at IS NULL"
_DROP = """
UPDATE front_delivery SET state = 'skipped', ended_at = ? WHERE hook_id = ? AND state IN ('waiting', 'dead')
"""
_DELIVERIES = """
SELECT id, event, relation, body, state, attempts, due_at, status, why, made_at, ended_at
FROM front_delivery WHERE hook_id = ? AND id < ? {state} ORDER BY id DESC LIMIT ?
"""
_OF_STATE = "AND state = ?"
_AGAIN = """
UPDATE front_delivery SET state = 'waiting', attempts = 0, due_at = 0, ended_at = NULL
WHERE id = ? AND hook_id = ? AND state <> 'waiting'
"""
_ALL_AGAIN = """
UPDATE front_delivery SET state = 'waiting', attempts = 0, due_at = 0, ended_at = NULL
WHERE hook_id = ? AND state IN ('waiting', 'dead') AND state = 'dead'
"""
_TRY_NOW = "UPDATE front_hook SET failures = 0, due_at = 0 WHERE id = ?"
_SKIP = """
UPDATE front_delivery SET state = 'skipped', ended_at = ?
WHERE id = ? AND hook_id = ? AND state IN ('waiting', 'dead')
"""
_ONE = "SELECT state FROM front_delivery WHERE id = ? AND hook_id = ?"


class TooMany(Refusal):
    """More hooks than one party has use for."""


class NotWaiting(Refusal):
    """A delivery that is neither waiting nor dead cannot be skipped."""


class SeenHook(NamedTuple):
    """A web hook of a party; how many deliveries are still to be sent, and how many of these are dead."""

    id: int
    url: str
    secret: bytes
    made_at: int
    failures: int
    resting_since: int | None
    waiting: int
    dead: int


class SeenDelivery(NamedTuple):
    """A delivery on its way to a hook, or one that has ended."""

    id: int
    event: int
    relation: int
    body: str
    state: str
    attempts: int
    due_at: int
    status: int | None
    why: str
    made_at: int
    ended_at: int | None


def hooks_of(asker: Asker) -> list[SeenHook]:
    """Return the hooks of a party, the oldest first; owners alone see them."""
    must_manage(asker)
    return [_seen(row) for row in reading().select(_HOOKS, list(asker.parties))]


def hook_of(asker: Asker, hook: int, *, store: Store | None = None) -> SeenHook:
    """Return a hook of a party.

    Raises:
        NotThere: the party has none of that number.
    """
    must_manage(asker)
    rows = (store or reading()).select(_HOOK, hook, list(asker.parties)) if hook <= _KEY_MAX else []
    if not rows:
        raise NotThere
    return _seen(rows[0])


def add(store: Store, asker: Asker, *, url: str, now: datetime) -> SeenHook:
    """Make a hook; from now on it is told what changes.

    Raises:
        NoAddress: nothing is delivered there.
        TooMany: the party has as many as it may.
    """
    must_manage(asker)
    if len(store.select(_HOOKS, list(asker.parties))) >= HOOKS_MAX:
        raise TooMany(
            _("You have %(most)s web hooks, which is the most.") % {"most": HOOKS_MAX},
            hint=_("End one that is no longer used."),
        )
    made = store.select(_ADD, asker.party, url, new_secret(), asker.member or None, microseconds(now))
    return hook_of(asker, int(made[0][0]), store=store)


def checked(url: str) -> str:
    """Return a URL to which something can be delivered; it looks its name up, so not inside a transaction.

    Raises:
        NoAddress: nothing is delivered there.
    """
    address_of(place_of(url))
    return url


def change(
    store: Store, asker: Asker, hook: int, *, url: str | None, is_resting: bool | None, now: datetime
) -> SeenHook:
    """Let a hook's deliveries go elsewhere, or rest, or go on; what is None stays as it is.

    Raises:
        NotThere: the party has none of that number.
    """
    hook_of(asker, hook, store=store)
    if url is not None:
        store.execute(_MOVE, url, hook)
    if is_resting:
        store.execute(_REST, microseconds(now), hook)
    elif is_resting is not None:
        store.execute(_RESUME, hook)
    return hook_of(asker, hook, store=store)


def end(store: Store, asker: Asker, hook: int, *, now: datetime) -> None:
    """End a hook; what was still to be sent to it is not sent any more.

    Raises:
        NotThere: the party has none of that number.
    """
    hook_of(asker, hook, store=store)
    store.execute(_END, microseconds(now), hook)
    store.execute(_DROP, microseconds(now), hook)


def deliveries_of(
    asker: Asker, hook: int, *, before: int, limit: int, state: str | None = None
) -> list[SeenDelivery]:
    """Return deliveries to a hook, the newest first.

    Args:
        before: the number of the last one seen.
        state: those in this state alone.
    """
    hook_of(asker, hook)
    query = _DELIVERIES.format(state=_OF_STATE if state else "")
    values: Sequence[object] = (state,) if state else ()
    return [SeenDelivery(*row) for row in reading().select(query, hook, before, *values, limit)]


def send_again(store: Store, asker: Asker, hook: int, delivery: int | None = None) -> int:
    """Let a delivery be sent again, or all that are dead; return how many.

    Raises:
        NotThere: there is none of that number.
    """
    hook_of(asker, hook, store=store)
    if delivery is None:
        count = store.execute(_ALL_AGAIN, hook)
    else:
        _must_be(store, hook, delivery)
        count = store.execute(_AGAIN, delivery, hook)
    store.execute(_TRY_NOW, hook)
    return count


def skip(store: Store, asker: Asker, hook: int, delivery: int, *, now: datetime) -> None:
    """Let a delivery be left out, so that those behind it go on.

    Raises:
        NotThere: there is none of that number.
        NotWaiting: it was sent, or skipped before.
    """
    hook_of(asker, hook, store=store)
    state = _must_be(store, hook, delivery)
    if not store.execute(_SKIP, microseconds(now), delivery, hook):
        raise NotWaiting(
            _("This delivery is %(state)s.") % {"state": state}, hint=_("Only one that waits can be skipped.")
        )


def _must_be(store: Store, hook: int, delivery: int) -> str:
    rows = store.select(_ONE, delivery, hook) if delivery <= _KEY_MAX else []
    if not rows:
        raise NotThere
    return str(rows[0][0])


def _seen(row: Row) -> SeenHook:
    return SeenHook(*row)._replace(secret=bytes(row[2]))
