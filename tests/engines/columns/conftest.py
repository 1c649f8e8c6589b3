"""The databases that the rules are tested on."""

import os
import sqlite3
from contextlib import closing
from typing import Any, NamedTuple

import duckdb
import psycopg
import pytest

from comaker.engines import columns
from comaker.kernel.rules import Sums

WIDTH = 1 + len(Sums._fields)


class Database(NamedTuple):
    """One database with a table of sums."""

    dialect: str
    table: str
    connection: Any

    def hold(self, lines):
        """Hold just these lines, numbered from 0."""
        rows = [[number, *line] for number, line in enumerate(lines)]
        cursor = self.connection.cursor()
        cursor.execute(f"DELETE FROM {self.table}")
        match self.dialect:
            case "duckdb":  # takes rows one by one only slowly
                values = ", ".join(f"row[{place + 1}]" for place in range(WIDTH))
                cursor.execute(
                    f"INSERT INTO {self.table} SELECT {values} FROM (SELECT unnest(?::BIGINT[][]) AS row)",
                    [rows],
                )
            case "sqlite":
                cursor.executemany(f"INSERT INTO {self.table} VALUES ({', '.join('?' * WIDTH)})", rows)
            case "postgres":
                with cursor.copy(f"COPY {self.table} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)

    def ask(self, query):
        """Return all rows in order."""
        return sorted(self.connection.execute(query).fetchall())


@pytest.fixture(scope="module", params=["duckdb", "sqlite", "postgres"])
def database(request):
    with closing(connect(request.param)) as connection:
        table = "pg_temp.sums" if request.param == "postgres" else "sums"
        connection.execute(columns.create(request.param, table=table))
        yield Database(request.param, table, connection)


def connect(dialect):
    if dialect == "duckdb":
        return duckdb.connect()
    if dialect == "sqlite":
        return sqlite3.connect(":memory:")
    address = os.environ.get("COMAKER_TEST_POSTGRES")
    if not address:
        pytest.skip("COMAKER_TEST_POSTGRES does not say which PostgreSQL to test on.")
    return psycopg.connect(address, autocommit=True)
