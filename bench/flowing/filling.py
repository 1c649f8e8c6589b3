"""Filling: a record with millions of lines, by copying what some orders left behind.

Every row that posting made is copied with other keys and other numbers, so that tables and indexes are as
large as they would be; only the bytes of papers are left out. The chain of entries does not hold across
copies, and copies say inside what the first ones say.
"""

import time
from collections.abc import Sequence
from typing import Any

from django.db import connection

from comaker.record.posting.words import keys_of

# Keys of the record, which move on with each copy; in every table in which they stand.
_KEYS = ("id", "bundle", "document", "line", "bill", "owner", "reverses", "ended_at", "target")
_TABLES = (
    *("paper", "document", "mention", "line", "tie", "bill", "billtie", "entry", "link"),
    *("gap", "lapse", "loose", "remark", "event"),
)
# Texts that tell copies apart: numbers, and what is filed under them.
_NUMBERED = {("document", "number"), ("document", "key"), ("line", "key"), ("line", "deal")}
_NUMBERED |= {("bill", "key"), ("bill", "number")}
_STEP = 10**8  # between the numbers of one copy and the next


def fill(lines: int) -> dict[str, Any]:
    """Copy all that is in the record until it has so many lines; return what that took."""
    start = time.perf_counter()
    with connection.cursor() as cursor:
        stored = _one(cursor, "SELECT count(*) FROM record_line")
        copies = max(0, lines // stored - 1)
        _prepare(cursor)
        indexes = _drop_indexes(cursor)
        apart = _one(cursor, "SELECT max(serial) FROM record_relation")
        cursor.execute("SELECT id FROM record_relation ORDER BY id")
        relations = [row[0] for row in cursor.fetchall()]
        for name in _TABLES:
            _copy(cursor, name, relations, copies, apart)
        for index in indexes:
            cursor.execute(index)
        cursor.execute(f"UPDATE record_relation SET serial = serial + {copies} * {apart}")
        cursor.execute(f"UPDATE record_relation SET documents = documents * {copies + 1}")
        cursor.execute(f"UPDATE record_way SET papers = papers * {copies + 1}")
        count = _one(cursor, "SELECT count(*) FROM record_line")
        size = _one(cursor, _SIZE[connection.vendor])
        _finish(cursor)
    connection.close()
    return {"lines": count, "seconds": round(time.perf_counter() - start), "gigabytes": round(size / 1e9, 1)}


_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_database_size(current_database())",
}


def _one(cursor: Any, query: str) -> int:
    cursor.execute(query)
    return int(cursor.fetchone()[0])


def _prepare(cursor: Any) -> None:
    """Write without care for a crash; what is filled is thrown away."""
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA journal_mode = DELETE")
        cursor.execute("PRAGMA journal_mode = OFF")
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA cache_size = -2000000")
    else:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SET plan_cache_mode = auto")
        cursor.execute("SET enable_seqscan = on")


def _finish(cursor: Any) -> None:
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA foreign_keys = ON")
    else:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def _drop_indexes(cursor: Any) -> list[str]:
    """Drop what can be made again at once at the end; return how."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    else:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'record_%' AND NOT EXISTS "
            "(SELECT FROM pg_constraint WHERE conname = indexname)"
        )
    rows: Sequence[tuple[str, str]] = [
        row for row in cursor.fetchall() if " record_" in row[1].replace('"', "")
    ]
    for name, _ in rows:
        cursor.execute(f'DROP INDEX "{name}"')
    return [made for _, made in rows]


def _copy(cursor: Any, name: str, relations: Sequence[int], copies: int, apart: int) -> None:
    """Copy the rows of a table so many times, relation by relation, so that keys come in their order."""
    table = f"record_{name}"
    names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    values = ", ".join(_value(name, column, apart) for column in names)
    columns = ", ".join(f'"{column}"' for column in names)
    cursor.execute(f"CREATE TEMPORARY TABLE first AS SELECT * FROM {table}")
    key = next((column for column in _KEYS if column in names), None)
    for relation in relations if key else relations[:1]:
        first, last = keys_of(relation)
        where = f"first.{key} BETWEEN {first} AND {last}" if key else "TRUE"
        cursor.execute(
            "WITH RECURSIVE copies(k) AS (SELECT CAST(1 AS bigint) UNION ALL "
            f"SELECT k + 1 FROM copies WHERE k < {copies}) "
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM copies CROSS JOIN first WHERE {where}"
        )
    cursor.execute("DROP TABLE first")


def _value(name: str, column: str, apart: int) -> str:
    is_sqlite = connection.vendor == "sqlite"
    if column in _KEYS:
        return f'first."{column}" + copies.k * {apart}'
    if column == "digest":
        return "randomblob(32)" if is_sqlite else "sha256(first.digest || copies.k::text::bytea)"
    if (name, column) == ("paper", "body"):
        return "x'00'" if is_sqlite else "'\\x00'::bytea"
    if (name, column) == ("mention", "word"):
        integer = "INTEGER" if is_sqlite else "bigint"
        number = f"CAST(substr(first.word, 3) AS {integer}) + copies.k * {_STEP}"
        counted = f"substr(first.word, 1, 2) || CAST({number} AS text)"
        is_number = "NOT GLOB '*[^0-9]*'" if is_sqlite else "!~ '[^0-9]'"
        # A number with nothing but zeros in it is filed with its letters.
        named = "first.word || '.' || copies.k"
        return f"CASE WHEN substr(first.word, 3) {is_number} THEN {counted} ELSE {named} END"
    if (name, column) in _NUMBERED:
        return f"""CASE WHEN first."{column}" = '' THEN '' ELSE first."{column}" || '.' || copies.k END"""
    return f'first."{column}"'
