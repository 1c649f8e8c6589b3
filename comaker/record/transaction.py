"""Transactions: one writer of the record at a time on SQLite, one per relation on PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TypeVar

from django.db import connection, transaction
from django.db.utils import DatabaseError

from comaker.record.embedded.turns import turns_of
from comaker.record.sight import is_locked, see_within
from comaker.record.store import Store

# How often something is tried anew when others hold what it needs.
_ATTEMPTS = 8

T = TypeVar("T")


@contextmanager
def writing() -> Iterator[Store]:
    """Open the outermost transaction that writes to the record; all of it is kept, or nothing."""
    is_embedded = connection.vendor == "sqlite"
    turn = turns_of(str(connection.settings_dict["NAME"])).turn() if is_embedded else nullcontext()
    connection.ensure_connection()
    # The store speaks to the driver itself, whose errors become Django's here.
    with turn, connection.wrap_database_errors, transaction.atomic(durable=True):
        if is_locked():
            see_within()
        store = Store()
        yield store
        store.flush()


@contextmanager
def looking() -> Iterator[Store]:
    """Open a transaction of which nothing is kept."""
    with writing() as store:
        try:
            yield store
        finally:
            transaction.set_rollback(True)


def reading() -> Store:
    """Return a way to read the record as it is now."""
    connection.ensure_connection()
    return Store()


def transact(
    work: Callable[[Store], T], *, opening: Callable[[], AbstractContextManager[Store]] = writing
) -> T:
    """Do something in one transaction, tried anew when others came first.

    Args:
        work: what leaves no trace but in the record.
        opening: `writing`, or `looking` to keep nothing.
    """
    for _ in range(_ATTEMPTS - 1):
        was_open = connection.connection is not None
        try:
            with opening() as store:
                return work(store)
        except DatabaseError as error:
            # A connection that was open and is gone: the server was started anew since. If the transaction
            # was kept all the same, a posting gets the answer of a repeat.
            is_gone = was_open and connection.connection is None
            if not (is_gone or _gave_way(error)):
                raise
    with opening() as store:
        return work(store)


def _gave_way(error: DatabaseError) -> bool:
    """Tell whether another transaction came first, so that this one fares better when tried anew.

    PostgreSQL lets one of two give way that wait for each other. And two documents with one key but between
    different parties, which are not under one lock, may both be taken for the first.
    """
    state = getattr(error.__cause__, "sqlstate", "")
    return state in ("40001", "40P01") or (state == "23505" and "document_taken_once" in str(error))
