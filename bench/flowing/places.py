"""Places of a record: a file or a database on a PostgreSQL server, made for one run and dropped after.

It also counts: the statements that the record sends, and the CPU time that this process and, where it
is on the same machine, the server's process for our connection take.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
django.setup()

from comaker.main.settings import database  # noqa: E402 – after the set-up
from comaker.record.store import Store  # noqa: E402

_TICKS = os.sysconf("SC_CLK_TCK")


def use(place: str) -> None:
    """Let Django's connection be to another database from now on."""
    connections["default"].close()
    fresh = connections.configure_settings({"default": database(place)})["default"]
    connections.settings["default"] = fresh
    del connections["default"]


@contextmanager
def on_file(folder: Path | None = None) -> Iterator[None]:
    """Keep the record in a new file."""
    place = Path(tempfile.mkdtemp(prefix="comaker-flow-", dir=folder))
    try:
        use(str(place / "record.sqlite3"))
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        shutil.rmtree(place)


@contextmanager
def on_server(address: str) -> Iterator[None]:
    """Keep the record in a new database of a server."""
    head = address.rpartition("/")[0]
    name = f"comaker_flow_{os.getpid()}"
    use(address)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        use(f"{head}/{name}")
        call_command("migrate", verbosity=0)
        yield
    finally:
        use(address)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.close()


@contextmanager
def beside(address: str) -> Iterator[str]:
    """Name a database of a server that somebody else will make; drop it after."""
    name = f"comaker_flow_{os.getpid()}_other"
    try:
        yield f"{address.rpartition('/')[0]}/{name}"
    finally:
        use(address)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.close()


class Clock:
    """CPU seconds of this process and of the server's process for our connection."""

    def __init__(self) -> None:
        self._server: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
            self._server = stat if stat.exists() else None

    def own(self) -> float:
        """Return the seconds of this process, its work in the kernel included."""
        return time.process_time()

    def server(self) -> float:
        """Return the seconds of the server's process, 0 where there is none on this machine."""
        if self._server is None:
            return 0.0
        fields = self._server.read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


class Counter:
    """The statements that the record sends to its database, and how many rows they bring with them."""

    def __init__(self) -> None:
        self.calls: dict[str, int] = {}
        self.rows = 0

    @property
    def statements(self) -> int:
        """Return how many were sent; one with a list of rows is one."""
        return sum(self.calls.values())

    def add(self, query: str, rows: int = 1) -> None:
        """Count a statement."""
        words = " ".join(query.split())
        self.calls[words] = self.calls.get(words, 0) + 1
        self.rows += rows


class _Cursor:
    """A cursor that counts what it is given."""

    def __init__(self, cursor: Any, counter: Counter) -> None:
        self._cursor = cursor
        self._counter = counter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, query: str, *values: Any) -> Any:
        self._counter.add(query)
        return self._cursor.execute(query, *values)

    def executemany(self, query: str, rows: Any) -> Any:
        self._counter.add(query, len(rows))
        return self._cursor.executemany(query, rows)


@contextmanager
def counting() -> Iterator[Counter]:
    """Count what the record sends; BEGIN and COMMIT are not among it."""
    counter = Counter()
    begin = Store.__init__

    def begin_counted(store: Store) -> None:
        begin(store)
        store.cursor = _Cursor(store.cursor, counter)

    Store.__init__ = begin_counted  # type: ignore[assignment, method-assign]
    try:
        yield counter
    finally:
        Store.__init__ = begin  # type: ignore[method-assign]
