"""Places of a record: a file or a database on a PostgreSQL server, made for one run and dropped after.

It also has the clock: the CPU time that this process and, where it is on the same machine, the server's
process for our connection take.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
django.setup()

from comaker.main.settings import database  # noqa: E402 – after the set-up


def use(place: str) -> None:
    """Let Django's connection be to another database from now on."""
    connections["default"].close()
    fresh = connections.configure_settings({"default": database(place)})["default"]
    connections.settings["default"] = fresh
    del connections["default"]


@contextmanager
def on_file() -> Iterator[str]:
    """Keep the record in a new file; tell its name."""
    with tempfile.TemporaryDirectory(prefix="comaker-bench-") as folder:
        place = str(Path(folder) / "record.sqlite3")
        try:
            use(place)
            call_command("migrate", verbosity=0)
            yield place
        finally:
            connection.close()


@contextmanager
def on_server(address: str) -> Iterator[str]:
    """Keep the record in a new database of a server; tell its address."""
    with beside(address) as place:
        use(address)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {place.rpartition('/')[2]}")
        use(place)
        call_command("migrate", verbosity=0)
        yield place


@contextmanager
def beside(address: str) -> Iterator[str]:
    """Tell the address of a database of a server that is still to be made; drop it after."""
    head = address.rpartition("/")[0]
    name = f"comaker_bench_{os.getpid()}"
    _drop(address, name)  # a run that was killed may have left it
    try:
        yield f"{head}/{name}"
    finally:
        _drop(address, name)


def _drop(address: str, name: str) -> None:
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
                told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
            self._server = told if told.exists() else None

    def own(self) -> float:
        """Return the seconds of this process, its work in the kernel included."""
        return time.process_time()

    def server(self) -> float:
        """Return the seconds of the server's process, 0 where there is none on this machine."""
        if self._server is None:
            return 0.0
        # To the nanosecond; its neighbour `stat` counts hundredths of a second only.
        return int(self._server.read_text(encoding="ascii").split()[0]) / 1e9
