"""The rules alone: lines per CPU-second on plain integers, DuckDB, SQLite and PostgreSQL, in one run.

Every way gets the same lines and has to find the same quantities; a database also adds them up. PostgreSQL is
measured where COMAKER_TEST_POSTGRES names one on this machine. Run with `make bench`, or python
bench/rules.py [lines].
"""

import gc
import json
import os
import platform
import random
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from comaker.engines import columns
from comaker.kernel.rules import Quantities, Sums, quantities

try:
    import pysqlite3 as sqlite3
except ImportError:
    import sqlite3

ROUNDS = 3
# So many different lines; a table holds them over and over.
DIFFERENT = 50_000
CONTENT = ", ".join(Sums._fields)
TOTALS = ", ".join(f"CAST(SUM({name}) AS BIGINT)" for name in Quantities._fields)
PLACES = ", ".join("?" * (1 + len(Sums._fields)))

Ask = Callable[[str], tuple[int, ...]]


def lines_of_a_year() -> list[Sums]:
    """Return lines of which 7 in 10 agree; in the others an act is short, refused, unknown or repeated."""
    chance = random.Random(7)
    lines = []
    for _ in range(DIFFERENT):
        asked = chance.randrange(1, 500) * 10**4
        line = Sums(1, asked, 1, asked, 1, asked, 1, asked, 0, 1, asked, expects_ask=1, expects_receipt=1)
        if chance.random() < 0.3:
            change = chance.choice(
                [
                    {"promised": asked - 10**4},
                    {"received": asked - 10**4},
                    {"rejected": 10**4},
                    {"billed": 2 * asked, "repeated": asked},
                    {"sent": asked + 10**4, "received": asked + 10**4, "excess": 10**4, "over": 5_000},
                    {"has_receipt": 0, "received": 0},
                    {"has_bill": 0, "billed": 0},
                    {"has_send": 0, "sent": 0, "has_receipt": 0, "received": 0, "has_bill": 0, "billed": 0},
                ]
            )
            line = line._replace(**change)
        lines.append(line)
    return lines


def plain(lines: list[Sums], count: int) -> dict[str, Any]:
    """Measure the rules on plain integers."""
    speeds = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        for line in lines:
            quantities(line)
        speeds.append(len(lines) / (time.process_time() - start))
    copies = count // len(lines)
    totals = tuple(sum(found) * copies for found in zip(*map(quantities, lines), strict=True))
    return {"lines": len(lines), "lines_per_cpu_s": _spread(speeds), "totals": totals}


def in_database(dialect: str, ask: Ask, spent: Callable[[], float], count: int) -> dict[str, Any]:
    """Measure the rules in a database that holds so many lines."""
    query = columns.select(dialect)
    speeds = []
    for _ in range(ROUNDS):
        start = spent()
        totals = ask(f"SELECT {TOTALS} FROM ({query}) AS found")
        speeds.append(count / (spent() - start))
    return {
        "lines": count,
        "lines_per_cpu_s": _spread(speeds),
        "characters_of_sql": len(query),
        "totals": totals,
    }


def on_duckdb(rows: list[list[int]], count: int) -> dict[str, Any]:
    """Measure DuckDB, in this process."""
    connection = duckdb.connect()
    connection.execute(columns.create("duckdb"))
    values = ", ".join(f"row[{place + 1}]" for place in range(len(rows[0])))
    connection.execute(f"INSERT INTO sums SELECT {values} FROM (SELECT unnest(?::BIGINT[][]) AS row)", [rows])
    _multiply(connection.execute, len(rows), count)
    measured = in_database(
        "duckdb", lambda query: connection.sql(query).fetchall()[0], time.process_time, count
    )
    return {"version": duckdb.__version__, **measured}


def on_sqlite(rows: list[list[int]], count: int) -> dict[str, Any]:
    """Measure SQLite, in this process and in memory; the newer library where it is installed."""
    connection = sqlite3.connect(":memory:")
    connection.execute(columns.create("sqlite"))
    connection.executemany(f"INSERT INTO sums VALUES ({PLACES})", rows)
    _multiply(connection.execute, len(rows), count)
    measured = in_database(
        "sqlite", lambda query: connection.execute(query).fetchone(), time.process_time, count
    )
    return {"version": sqlite3.sqlite_version, **measured}


def on_postgres(rows: list[list[int]], count: int) -> dict[str, Any] | str:
    """Measure PostgreSQL by the CPU time of the process that serves us, in a table of our own."""
    address = os.environ.get("COMAKER_TEST_POSTGRES")
    if not address:
        return "not measured; COMAKER_TEST_POSTGRES names no PostgreSQL"
    with psycopg.connect(address, autocommit=True) as connection:
        served_by = Path(f"/proc/{connection.info.backend_pid}/stat")
        if not served_by.exists():
            return "not measured; PostgreSQL does not run on this machine"
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.execute(columns.create("postgres", table="pg_temp.sums").encode())
        with connection.cursor().copy("COPY sums FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        _multiply(lambda query: connection.execute(query.encode()), len(rows), count)
        connection.execute("VACUUM ANALYZE sums")

        def ask(query: str) -> tuple[int, ...]:
            return connection.execute(query.encode()).fetchall()[0]

        def spent() -> float:
            times = served_by.read_text(encoding="ascii").rpartition(")")[2].split()
            return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")

        server = connection.info.parameter_status("server_version")
        return {"version": server, **in_database("postgres", ask, spent, count)}


def main() -> None:
    """Measure and print JSON."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    count = max(count // DIFFERENT, 1) * DIFFERENT
    lines = lines_of_a_year()
    rows = [[number, *line] for number, line in enumerate(lines)]
    report: dict[str, Any] = {
        "bench": "rules",
        "plain": plain(lines, count),
        "duckdb": on_duckdb(rows, count),
        "sqlite": on_sqlite(rows, count),
        "postgres": on_postgres(rows, count),
        "load": os.getloadavg(),
        "python": platform.python_version(),
        "sqlglot": version("sqlglot"),
    }
    totals = {tuple(way.pop("totals")) for way in report.values() if isinstance(way, dict)}
    report["totals_are_equal"] = len(totals) == 1
    print(json.dumps(report, indent=1))


def _multiply(execute: Callable[[str], Any], held: int, count: int) -> None:
    """Repeat the lines that a table holds until it holds so many."""
    copies = " UNION ALL ".join(f"SELECT {number} AS copy" for number in range(1, count // held))
    if copies:
        more = f"SELECT line + copy * {held}, {CONTENT} FROM sums CROSS JOIN ({copies}) AS copies"
        execute(f"INSERT INTO sums {more}")


def _spread(speeds: list[float]) -> dict[str, int]:
    ordered = sorted(speeds)
    return {"min": int(ordered[0]), "median": int(ordered[len(ordered) // 2]), "max": int(ordered[-1])}


if __name__ == "__main__":
    main()
