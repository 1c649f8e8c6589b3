"""The store: rows in sets, in the SQL that SQLite and PostgreSQL share.

Queries are written once. `?` is a value, `:ints` and `:texts` are lists of any length in one parameter, so
that a statement is the same for one row and for a thousand.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from comaker.record.arrays import array_of, kind_of
from comaker.record.coding import as_text

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
    """The open connection to the record's database.

    What is written may wait until something is read or the transaction ends: PostgreSQL gets it in one go.
    """

    def __init__(self) -> None:
        self._raw = connection.connection
        self.is_postgres = connection.vendor == "postgresql"
        self.cursor = self._raw.cursor()
        self._waiting: list[tuple[str, list[Any]]] = []

    def select(self, query: str, *values: Any) -> list[Row]:
        """Return the rows of a query."""
        self._run(query, values)
        rows: list[Row] = self.cursor.fetchall()
        return rows

    def execute(self, query: str, *values: Any) -> int:
        """Run a statement; return how many rows it touched."""
        self._run(query, values)
        return int(self.cursor.rowcount)

    def change(self, query: str, *values: Any) -> None:
        """Run a statement of which nobody asks how many rows it touches."""
        if self.is_postgres:
            self._waiting.append((in_postgres(query), list(map(_as_array, values))))
        else:
            self._run(query, values)

    def insert(self, into: Table, rows: Sequence[Row]) -> None:
        """Add rows."""
        self._write(_insert_arrays if self.is_postgres else _insert_rows, into, rows)

    def update(self, of: Table, rows: Sequence[Row]) -> None:
        """Change rows; the first column says which."""
        self._write(_update_arrays if self.is_postgres else _update_rows, of, rows)

    def delete(self, of: Table, rows: Sequence[Row]) -> None:
        """Delete the rows that have these values."""
        self._write(_delete_arrays if self.is_postgres else _delete_rows, of, rows)

    def _write(self, query: Callable[[Table], str], to: Table, rows: Sequence[Row]) -> None:
        if not rows:
            return
        if self.is_postgres:
            self._waiting.append((query(to), _columns(to, rows)))
        else:
            self.cursor.executemany(query(to), rows)

    def flush(self) -> None:
        """Send what waits to be written."""
        waiting, self._waiting = self._waiting, []
        if len(waiting) > 1:
            with self._raw.pipeline():
                for query, values in waiting:
                    self.cursor.execute(query, values)
        else:
            for query, values in waiting:
                self.cursor.execute(query, values)

    def _run(self, query: str, values: Iterable[Any]) -> None:
        if self._waiting:
            self.flush()
        if self.is_postgres:
            self.cursor.execute(in_postgres(query), list(map(_as_array, values)))
        else:
            self.cursor.execute(in_sqlite(query), list(map(_as_json, values)))


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
    return query.replace("IN :ints", "= ANY(%s::bigint[])").replace("IN :texts", "= ANY(%s::text[])")


@lru_cache(maxsize=512)
def in_sqlite(query: str) -> str:
    """Return a query as SQLite reads it."""
    many = "(SELECT value FROM json_each(?))"
    return query.replace(":ints", many).replace(":texts", many)


def _as_json(value: Any) -> Any:
    return as_text(value) if isinstance(value, _MANY) else value


def _as_array(value: Any) -> Any:
    if not isinstance(value, _MANY):
        return value
    listed = list(value)
    return array_of(listed, kind_of(listed))


_MANY = (list, tuple, set, frozenset)


def _columns(of: Table, rows: Sequence[Row]) -> list[str]:
    return [
        array_of(column, kind) for column, (_, kind) in zip(zip(*rows, strict=True), of.columns, strict=True)
    ]


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
    # Values are given by number, since the key comes first among them and last here.
    sets = ", ".join(f"{_quoted(name)} = ?{place}" for place, (name, _) in enumerate(rest, start=2))
    return f"UPDATE {of.name} SET {sets} WHERE {_quoted(key)} = ?1"  # noqa: S608 – names of ours


@lru_cache(maxsize=64)
def _update_arrays(of: Table) -> str:
    (key, _), *rest = of.columns
    sets = ", ".join(f"{_quoted(name)} = fresh.{_quoted(name)}" for name, _ in rest)
    return f"UPDATE {of.name} SET {sets} FROM {_fresh(of)} WHERE {_same(of, key)}"  # noqa: S608 – names of ours


@lru_cache(maxsize=64)
def _delete_rows(of: Table) -> str:
    wheres = " AND ".join(f"{_quoted(name)} = ?" for name, _ in of.columns)
    return f"DELETE FROM {of.name} WHERE {wheres}"  # noqa: S608 – names of ours


@lru_cache(maxsize=64)
def _delete_arrays(of: Table) -> str:
    wheres = " AND ".join(_same(of, name) for name, _ in of.columns)
    return f"DELETE FROM {of.name} USING {_fresh(of)} WHERE {wheres}"  # noqa: S608 – names of ours


def _fresh(of: Table) -> str:
    """Return rows that are given as an array for each column."""
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in of.columns)
    return f"unnest({arrays}) AS fresh({', '.join(_quoted(name) for name, _ in of.columns)})"


def _same(of: Table, column: str) -> str:
    return f"{of.name}.{_quoted(column)} = fresh.{_quoted(column)}"


def _on_conflict(into: Table) -> str:
    return f" ON CONFLICT {into.conflict}" if into.conflict else ""


def _quoted(name: str) -> str:
    return f'"{name}"'
