"""Backup: the whole record in one file, made while it is in use, for either database.

A backup is a row of frames, each its length in four bytes and a MessagePack value, deflated together: first
what it is, then each table with its rows in portions, last a hash of everything before it, without which a
backup is not whole. It may be put back on another kind of database than it came from.
"""

import gzip
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from comaker.kernel.refusal import Refusal
from comaker.record.coding import encode, frame_from

_FORMAT = "comaker backup 1"
_ROWS = 1000
_GZIP = b"\x1f\x8b"
_LENGTH = 4
_FRAME_MAX = 1 << 30
_NAME_ANOTHER = "Name a file that `comaker backup` wrote."


class NotABackup(Refusal):
    """The file is no whole backup of this release."""


class NotWritten(Refusal):
    """A backup cannot be written where somebody wants it."""


class NotEmpty(Refusal):
    """The record holds something already, which a restore would mix with what is restored."""


def backup(place: Path) -> int:
    """Write the record to a file; return how large it is.

    The file appears under its name when it is whole.

    Raises:
        NotWritten: the file cannot be written, or is there and is no backup.
    """
    _leave_alone(place)
    unfinished = place.with_name(place.name + ".unfinished")
    try:
        with gzip.open(unfinished, "wb", compresslevel=3) as file, _one_moment():
            _write(file)
        unfinished.replace(place)
        return place.stat().st_size
    except OSError as error:
        raise NotWritten(
            f"{place} cannot be written: {error.strerror}.", hint="Name a file in a folder with room."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _leave_alone(place: Path) -> None:
    """Refuse to write over what is no backup: another file, a device, or the record itself."""
    try:
        if not place.exists():
            return
        is_backup = place.is_file() and _begins(place) == _GZIP
    except OSError as error:
        raise NotWritten(f"{place} cannot be looked at: {error.strerror}.", hint="Name another.") from error
    if not is_backup:
        raise NotWritten(f"{place} is there and is no backup.", hint="Name a file that is not there yet.")


def _begins(place: Path) -> bytes:
    with place.open("rb") as file:
        return file.read(len(_GZIP))


def restore(place: Path) -> None:
    """Put a backup in an empty record.

    Raises:
        NotABackup: when the file is cut short, changed, or of another release.
        NotEmpty: when the record holds anything.
    """
    call_command("migrate", verbosity=0)
    if _holds_anything():
        raise NotEmpty(
            "The record is not empty.", hint="Name a new one with COMAKER_DATABASE, and restore into that."
        )
    with transaction.atomic(durable=True):
        try:
            with gzip.open(place, "rb") as file:
                _read(file)
        except (OSError, EOFError) as error:
            raise NotABackup(
                f"{place} cannot be read as a backup: {error}.", hint="Use another copy."
            ) from error
        _set_sequences()


def _one_moment() -> Any:
    """Return a transaction that sees the record as it is at one moment."""
    atomic = transaction.atomic()
    if connection.vendor == "postgresql":
        return _Repeatable(atomic)
    return atomic


class _Repeatable:
    """A transaction that reads from one snapshot."""

    def __init__(self, atomic: Any) -> None:
        self._atomic = atomic

    def __enter__(self) -> None:
        self._atomic.__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def __exit__(self, *raised: Any) -> Any:
        return self._atomic.__exit__(*raised)


def _tables() -> list[type[models.Model]]:
    """Return what is backed up, parties first, since others point to them."""
    return sorted(
        apps.get_app_config("record").get_models(),
        key=lambda model: (
            len([field for field in model._meta.fields if field.is_relation]),
            model._meta.db_table,
        ),
    )


def _write(file: gzip.GzipFile) -> None:
    hashed = hashlib.sha256()

    def put(value: object) -> None:
        frame = encode(value)
        for part in (len(frame).to_bytes(_LENGTH), frame):
            hashed.update(part)
            file.write(part)

    put(
        [_FORMAT, sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())]
    )
    for model in _tables():
        columns = [field.column for field in model._meta.concrete_fields if field.column]
        put([model._meta.db_table, columns])
        for rows in _rows(model._meta.db_table, columns):
            put(rows)
        put(None)
    digest = hashed.digest()
    put(digest)


def _release() -> list[str]:
    """Return the steps by which the tables came to be."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _rows(name: str, columns: list[str]) -> Iterator[list[list[Any]]]:
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f'SELECT {named} FROM "{name}"')  # noqa: S608 – names of ours
        while rows := cursor.fetchmany(_ROWS):
            yield [[_plain(cell) for cell in row] for row in rows]


def _plain(cell: Any) -> Any:
    return bytes(cell) if isinstance(cell, memoryview) else cell


def _read(file: gzip.GzipFile) -> None:
    hashed = hashlib.sha256()
    frames = _frames(file, hashed)
    head = next(frames, None)
    if not isinstance(head, list) or head[0] != _FORMAT:
        raise NotABackup(
            "This file is no backup of Comaker.", hint="Name a file that `comaker backup` wrote."
        )
    if head[1] != _release():
        raise NotABackup(
            "This backup is of another release.",
            hint="Restore it with the release that wrote it, then migrate.",
        )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_party WHERE id = 0")
    known = {model._meta.db_table for model in _tables()}
    for frame in frames:
        if isinstance(frame, bytes):
            if file.read():
                raise NotABackup("This backup goes on after its end.", hint="Use another copy.")
            return
        name, columns = frame
        if name not in known:
            raise NotABackup(f"This backup has a table {name} that nobody knows.", hint="Use another copy.")
        while rows := next(frames):
            _insert(name, columns, rows)
    raise NotABackup("This backup is cut short.", hint="Use another copy.")


def _frames(file: gzip.GzipFile, hashed: Any) -> Iterator[Any]:
    """Yield the values of a backup; the last one is the hash of those before it, and agrees with them."""
    while length := file.read(_LENGTH):
        size = int.from_bytes(length)
        if size > _FRAME_MAX:
            raise NotABackup(
                "This file is no backup of Comaker.", hint="Name a file that `comaker backup` wrote."
            )
        frame = file.read(size)
        value = frame_from(frame)
        if isinstance(value, bytes) and value != hashed.digest():
            raise NotABackup("This backup was changed after it was written.", hint="Use another copy.")
        hashed.update(length)
        hashed.update(frame)
        yield value


def _insert(name: str, columns: list[str], rows: list[list[Any]]) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("%s" for _ in columns)
    with connection.cursor() as cursor:
        insert = f'INSERT INTO "{name}" ({named}) VALUES ({marks})'  # noqa: S608 – names of ours
        cursor.executemany(insert, rows)


def _holds_anything() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM record_paper) + (SELECT max(id) FROM record_party)")
        return bool(cursor.fetchone()[0])


def _set_sequences() -> None:
    """Let new rows be numbered after those that were restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(statement)
