"""Transactions: one writer of the record at a time on SQLite, one per relation on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

from comaker.record.embedded.turns import turns_of
from comaker.record.store import Store


@contextmanager
def writing() -> Iterator[Store]:
    """Open the outermost transaction that writes to the record; all of it is kept, or nothing."""
    is_embedded = connection.vendor == "sqlite"
    turn = turns_of(str(connection.settings_dict["NAME"])).turn() if is_embedded else nullcontext()
    connection.ensure_connection()
    # The store speaks to the driver itself, whose errors become Django's here.
    with turn, connection.wrap_database_errors, transaction.atomic(durable=True):
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
