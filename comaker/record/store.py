"""The store: rows in sets, in the SQL that SQLite and PostgreSQL share.

Queries are written once. `?` is a value, `:ints` and `:texts` are lists of any length in one parameter, so
that a statement is the same for one row and for a thousand.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

Row = tuple[Any, ...]


class Table(NamedTuple):
    """Columns of a table in the order in which rows give them, with their PostgreSQL types."""

    name: str
    columns: tuple[tuple[str, str], ...]
    conflict: str = ""  # what to do with a row that is there: "(columns) DO NOTHING" or "... DO UPDATE ..."


def table(name: str, columns: str, conflict: str = "") -> Table:
    """Describe a table.

    Args:
        columns: as in “id bigint, key text”.
    """
    pairs = [column.split() for column in columns.split(", ")]
    return Table(f"record_{name}", tuple((column, kind) for column, kind in pairs), conflict)


class Store:
    """The open connection to the record's database."""

    def __init__(self) -> None:
        raw = connection.connection
        self.is_postgres = connection.vendor == "postgresql"
        self.cursor = raw.cursor()

    def select(self, query: str, *values: Any) -> list[Row]:
        """Return the rows of a query."""
        self._run(query, values)
        rows: list[Row] = self.cursor.fetchall()
        return rows

    def execute(self, query: str, *values: Any) -> int:
        """Run a statement; return how many rows it touched."""
        self._run(query, values)
        return int(self.cursor.rowcount)

    def insert(self, into: Table, rows: Sequence[Row]) -> None:
        """Add rows."""
        if not rows:
            return
        if self.is_postgres:
            self.cursor.execute(_insert_arrays(into), [list(column) for column in zip(*rows, strict=True)])
        else:
            self.cursor.executemany(_insert_rows(into), rows)

    def update(self, of: Table, rows: Sequence[Row]) -> None:
        """Change rows; the first column says which."""
        if not rows:
            return
        if self.is_postgres:
            self.cursor.execute(_update_arrays(of), [list(column) for column in zip(*rows, strict=True)])
        else:
            self.cursor.executemany(_update_rows(of), [(*row[1:], row[0]) for row in rows])

    def _run(self, query: str, values: Iterable[Any]) -> None:
        if self.is_postgres:
            self.cursor.execute(in_postgres(query), [_listed(value) for value in values])
        else:
            self.cursor.execute(in_sqlite(query), [_as_json(value) for value in values])


def new_keys(store: Store, name: str, count: int) -> Iterator[int]:
    """Yield keys for that many new rows of a table whose keys the database counts."""
    if not count:
        return iter(())
    if store.is_postgres:
        sequence = f"pg_get_serial_sequence('record_{name}', 'id')"
        rows = store.select(f"SELECT nextval({sequence}) FROM generate_series(1, ?)", count)  # noqa: S608
        return iter(sorted(row[0] for row in rows))
    # The one writer of SQLite; what is deleted keeps its key there too.
    last = store.select("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", f"record_{name}")
    first = int(last[0][0]) + 1
    return iter(range(first, first + count))


@lru_cache(maxsize=512)
def in_postgres(query: str) -> str:
    """Return a query as PostgreSQL reads it."""
    query = query.replace("%", "%%").replace("?", "%s")
    return query.replace(":ints", "(SELECT unnest(%s::bigint[]))").replace(
        ":texts", "(SELECT unnest(%s::text[]))"
    )


@lru_cache(maxsize=512)
def in_sqlite(query: str) -> str:
    """Return a query as SQLite reads it."""
    many = "(SELECT value FROM json_each(?))"
    return query.replace(":ints", many).replace(":texts", many)


def _as_json(value: Any) -> Any:
    return json.dumps(_listed(value)) if isinstance(value, list | tuple | set | frozenset) else value


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple | set | frozenset) else value


@lru_cache(maxsize=64)
def _insert_rows(into: Table) -> str:
    names = ", ".join(_quoted(name) for name, _ in into.columns)
    marks = ", ".join("?" for _ in into.columns)
    return f"INSERT INTO {into.name} ({names}) VALUES ({marks}){_on_conflict(into)}"  # noqa: S608


@lru_cache(maxsize=64)
def _insert_arrays(into: Table) -> str:
    names = ", ".join(_quoted(name) for name, _ in into.columns)
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in into.columns)
    rows = f"SELECT * FROM unnest({arrays})"  # noqa: S608 – names of ours
    return f"INSERT INTO {into.name} ({names}) {rows}{_on_conflict(into)}"


@lru_cache(maxsize=64)
def _update_rows(of: Table) -> str:
    (key, _), *rest = of.columns
    sets = ", ".join(f"{_quoted(name)} = ?" for name, _ in rest)
    return f"UPDATE {of.name} SET {sets} WHERE {_quoted(key)} = ?"  # noqa: S608 – names of ours


@lru_cache(maxsize=64)
def _update_arrays(of: Table) -> str:
    (key, _), *rest = of.columns
    sets = ", ".join(f"{_quoted(name)} = fresh.{_quoted(name)}" for name, _ in rest)
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in of.columns)
    names = ", ".join(_quoted(name) for name, _ in of.columns)
    return (
        f"UPDATE {of.name} SET {sets} FROM unnest({arrays}) AS fresh({names}) "  # noqa: S608 – names of ours
        f"WHERE {of.name}.{_quoted(key)} = fresh.{_quoted(key)}"
    )


def _on_conflict(into: Table) -> str:
    return f" ON CONFLICT {into.conflict}" if into.conflict else ""


def _quoted(name: str) -> str:
    return f'"{name}"'
