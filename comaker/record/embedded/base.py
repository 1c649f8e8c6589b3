"""Django's SQLite on a library that keeps what it wrote.

SQLite from 3.7.0 to 3.51.2 can damage a database in WAL mode that several connections write to; most
systems still have such a one, so the driver `pysqlite3` brings its own. It takes the place of Python's
`sqlite3` here, before Django's backend imports that.
"""

import sys
from typing import Any

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:  # no wheel for this machine: its own SQLite may be new enough
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.db.backends.sqlite3 import base

from comaker.kernel.refusal import Refusal

VERSION_MIN = (3, 51, 3)


class OldSqlite(Refusal):
    """The machine's SQLite may damage the record."""


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite in WAL mode, every commit on the disk before it is acknowledged."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file; refuse a library that may damage it."""
        refuse_old(sqlite_version_info())
        connection = super().get_new_connection(conn_params)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        return connection


# FULL: NORMAL loses acknowledged commits when the power fails. The cache is 64 MB, -65536 KiB.
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA busy_timeout = 30000",
)


def sqlite_version_info() -> tuple[int, ...]:
    """Return the version of the SQLite in use."""
    version: tuple[int, ...] = sys.modules["sqlite3"].sqlite_version_info
    return version


def refuse_old(version: tuple[int, ...]) -> None:
    """Refuse an SQLite with the WAL mistake.

    Raises:
        OldSqlite: when the version is older than VERSION_MIN.
    """
    if version < VERSION_MIN:
        found = ".".join(str(part) for part in version)
        least = ".".join(str(part) for part in VERSION_MIN)
        raise OldSqlite(
            f"The SQLite on this machine is {found}; before {least} it can damage a record.",
            hint="Install a newer one with `pip install pysqlite3==0.6.1`, or keep the record on PostgreSQL.",
        )
