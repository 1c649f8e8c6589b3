"""The databases that the rules are tested on."""

import os
import sqlite3
from contextlib import closing
from typing import NamedTuple

import duckdb
import psycopg
import pytest

from comaker.engines import columns

class Database(NamedTuple):
    """One database with an empty table of sums."""

    dialect: str
    table: str
    connection: duckdb.DuckDBPyConnection | sqlite3.Connection | psycopg.Connection

    def hold(self, lines):
        """Hold just these lines, numbered from 0."""
        self.connection.execute(f"DELETE FROM {self.table}")
        rows = (f"({number}, {', '.join(map(str, line))})" for number, line in enumerate(lines))
        self.connection.execute(f"INSERT INTO {self.table} VALUES {', '.join(rows)}")

    def ask(self, query):
        """Return all rows in order."""
        return sorted(self.connection.execute(query).fetchall())


def postgres():
    address = os.environ.get("COMAKER_TEST_POSTGRES")
    if not address:
        pytest.skip("COMAKER_TEST_POSTGRES names no PostgreSQL to test on.")
    return psycopg.connect(address, autocommit=True)


@pytest.fixture(scope="module", params=["duckdb", "sqlite", "postgres"])
def database(request):
    connect, table = {
        "duckdb": (duckdb.connect, "sums"),
        "sqlite": (lambda: sqlite3.connect(":memory:"), "main.sums"),
        "postgres": (postgres, "pg_temp.sums"),
    }[request.param]
    with closing(connect()) as connection:
        connection.execute(columns.create(request.param, table=table))
        yield Database(request.param, table, connection)
