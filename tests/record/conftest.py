"""The record under test: a real file of SQLite, and a real PostgreSQL where one is named.

Nothing is wrapped in a transaction of the test's own: what is posted is committed, as it is in life.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 – after the set-up
from django.db import connection, connections  # noqa: E402

from comaker.main.settings import database  # noqa: E402

POSTGRES = os.environ.get("COMAKER_TEST_POSTGRES", "")


def use(place: str) -> None:
    """Let Django's connection be to another database from now on."""
    connections["default"].close()
    fresh = connections.configure_settings({"default": database(place)})["default"]
    connections.settings["default"] = fresh
    del connections["default"]


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with the empty record, to copy."""
    place = tmp_path_factory.mktemp("record") / "empty.sqlite3"
    use(str(place))
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return place


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Return the address of a PostgreSQL database with the empty record."""
    if not POSTGRES:
        pytest.skip("COMAKER_TEST_POSTGRES does not say which PostgreSQL to test on.")
    with fresh_server(f"comaker_test_{os.getpid()}") as address:
        yield address


@contextmanager
def fresh_server(name: str) -> Iterator[str]:
    """Make a PostgreSQL database with the empty record for as long as it is needed; give its address."""
    head = POSTGRES.rpartition("/")[0]
    use(POSTGRES)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    use(f"{head}/{name}")
    call_command("migrate", verbosity=0)
    yield f"{head}/{name}"
    use(POSTGRES)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    connection.close()


def on_file(empty_file: Path, folder: Path) -> str:
    """Return a fresh copy of the empty record."""
    place = folder / "record.sqlite3"
    shutil.copyfile(empty_file, place)
    use(str(place))
    return str(place)


# Django fills these by itself.
_KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def on_server(address: str) -> str:
    """Empty a server of the record, its people and what the apps keep."""
    use(address)
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names() if name not in _KEPT]
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        cursor.execute("INSERT INTO record_party (id, name, is_person) VALUES (0, '', FALSE)")
    return address


@pytest.fixture(params=["sqlite", "postgres"])
def record(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty record on each database; return where it is."""
    if request.param == "sqlite":
        yield on_file(request.getfixturevalue("empty_file"), tmp_path)
    else:
        yield on_server(request.getfixturevalue("server"))
    connections.close_all()
