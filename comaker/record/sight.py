"""Sight: on PostgreSQL the database itself shows an asker nothing but what is his party's.

The first lock is in every query; this is the second, for the day on which a query forgets. It holds for a
role that owns nothing (`comaker migrate --role`), in processes that serve pages and the API: there a
connection sees nothing until somebody asks. A posting looks beyond it, since what belongs together does not
depend on who asks. Commands and workers act for nobody and see everything: their `comaker.scope` is
`record` from the start.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from comaker.kernel.access import Asker

_SET = "SELECT set_config('comaker.scope', '', FALSE), set_config('comaker.parties', %s, FALSE)"
_BEYOND = "SELECT set_config('comaker.scope', %s, FALSE)"
_WITHIN = "SELECT set_config('comaker.scope', 'record', TRUE)"
_KNOWN_AS = """
SELECT party.id
FROM (SELECT coalesce(merged_into_id, id) AS id FROM record_party WHERE id = %s) stands
JOIN record_party party ON party.id = stands.id OR party.merged_into_id = stands.id
ORDER BY party.id <> stands.id, party.id
"""
_KNOWN_AS_SEEN = "SELECT unnest(record_known_as(%s))"


@contextmanager
def seeing(asker: Asker) -> Iterator[None]:
    """Show what an asker may see, and nothing else, until this ends."""
    if not is_locked():
        yield
        return
    _run(_SET, f"{{{','.join(map(str, asker.parties))}}}")
    try:
        yield
    finally:
        _again(_SET, "")


@contextmanager
def beyond() -> Iterator[None]:
    """Show everything for a moment: for what is asked of no party, such as the names of one's own."""
    if not is_locked():
        yield
        return
    _run(_BEYOND, "record")
    try:
        yield
    finally:
        _again(_BEYOND, "")


def is_locked() -> bool:
    """Tell whether connections of this process see nothing until somebody asks."""
    options = str(connection.settings_dict["OPTIONS"].get("options", ""))
    return connection.vendor == "postgresql" and "comaker.scope=record" not in options


def see_within() -> None:
    """Let the transaction that has begun see and write the whole record."""
    _run(_WITHIN)


def known_as(party: int) -> tuple[int, ...]:
    """Return all numbers that a party is known under, that of who stands for them first."""
    query = _KNOWN_AS_SEEN if connection.vendor == "postgresql" else _KNOWN_AS
    with connection.cursor() as cursor:
        cursor.execute(query, [party])
        return tuple([row[0] for row in cursor.fetchall()])


def _again(query: str, *values: str) -> None:
    """Go back to seeing nothing, where the connection can still be spoken to; a new one sees nothing."""
    if connection.connection is not None and not connection.needs_rollback and connection.is_usable():
        _run(query, *values)


def _run(query: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
