"""Backup: everything that is stored in one file, made while it is in use, for either database.

That is the record, the people with their jobs, links and ways to sign in, and what the apps keep; not who is
signed in. So the file holds secrets, and nobody but its owner can read it.

A backup is a row of frames, each its length in four bytes and a MessagePack value, deflated together: first
what it is, then each table with its rows in portions, last a hash of everything before it, without which a
backup is not whole. It may be put back on another kind of database than it came from.
"""

import gzip
import hashlib
import os
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
from comaker.record.cells import plain_of, stored_of
from comaker.record.coding import encode, frame_from

_FORMAT = "comaker backup 2"
_ROWS = 1000
_GZIP = b"\x1f\x8b"
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_LENGTH = 4
_FRAME_MAX = 1 << 30
# What Django fills by itself, and who is signed in just now.
_LEFT_OUT = frozenset(("admin", "auth", "contenttypes", "sessions"))
_NAME_ANOTHER = "Name a file that `comaker backup` wrote."


class NotABackup(Refusal):
    """The file is no whole backup of this release."""


class NotWritten(Refusal):
    """A backup cannot be written where somebody wants it."""


class NotEmpty(Refusal):
    """The record holds something already, which a restore would mix with what is restored."""


def backup(place: Path) -> int:
    """Write everything to a file; return how large it is.

    The file appears under its name when it is whole.

    Raises:
        NotWritten: the file cannot be written, or is there and is no backup.
    """
    _leave_alone(place)
    unfinished = place.with_name(place.name + ".unfinished")
    try:
        with (
            os.fdopen(os.open(unfinished, _FRESH, 0o600), "wb") as raw,
            gzip.open(raw, "wb", compresslevel=3) as file,
            _one_moment(),
        ):
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
        is_backup = place.is_file() and place.read_bytes()[: len(_GZIP)] == _GZIP
    except OSError as error:
        raise NotWritten(f"{place} cannot be looked at: {error.strerror}.", hint="Name another.") from error
    if not is_backup:
        raise NotWritten(f"{place} is there and is no backup.", hint="Name a file that is not there yet.")


def restore(place: Path) -> None:
    """Put a backup in an empty record, to which nobody has signed up yet.

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
    every = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label not in _LEFT_OUT and not _points_out(model)
    ]
    return sorted(
        every,
        key=lambda model: (
            len([field for field in model._meta.fields if field.is_relation]),
            model._meta.db_table,
        ),
    )


def _points_out(model: type[models.Model]) -> bool:
    """Tell whether a table joins rows to such as are left out."""
    if not model._meta.auto_created:
        return False
    pointed: list[Any] = [field.related_model for field in model._meta.fields if field.is_relation]
    return any(to._meta.app_label in _LEFT_OUT for to in pointed)


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
        put([model._meta.db_table, [field.column for field in _stored(model)]])
        for rows in _rows(model):
            put(rows)
        put(None)
    digest = hashed.digest()
    put(digest)


def _release() -> list[str]:
    """Return the steps by which the tables came to be."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _stored(model: type[models.Model]) -> list[Any]:
    """Return the fields that have a column."""
    return [field for field in model._meta.concrete_fields if field.column]


def _rows(model: type[models.Model]) -> Iterator[list[list[Any]]]:
    fields = _stored(model)
    named = ", ".join(f'"{field.column}"' for field in fields)
    plain = [plain_of(field) for field in fields]
    with connection.chunked_cursor() as cursor:
        cursor.execute(f'SELECT {named} FROM "{model._meta.db_table}"')  # noqa: S608 – names of ours
        while rows := cursor.fetchmany(_ROWS):
            yield [[write(cell) for write, cell in zip(plain, row, strict=True)] for row in rows]


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
    known = {model._meta.db_table: model for model in _tables()}
    for frame in frames:
        if isinstance(frame, bytes):
            if file.read():
                raise NotABackup("This backup goes on after its end.", hint="Use another copy.")
            return
        name, columns = frame
        if name not in known:
            raise NotABackup(f"This backup has a table {name} that nobody knows.", hint="Use another copy.")
        while rows := next(frames):
            _insert(known[name], columns, rows)
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


def _insert(model: type[models.Model], columns: list[str], rows: list[list[Any]]) -> None:
    fields = {field.column: field for field in _stored(model)}
    stored = [stored_of(fields[column]) for column in columns]
    named = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("%s" for _ in columns)
    with connection.cursor() as cursor:
        insert = f'INSERT INTO "{model._meta.db_table}" ({named}) VALUES ({marks})'  # noqa: S608 – names of ours
        cursor.executemany(
            insert, [[put(cell) for put, cell in zip(stored, row, strict=True)] for row in rows]
        )


def _holds_anything() -> bool:
    """Tell whether anything is stored but the party that is nobody."""
    for model in _tables():
        least = 2 if model._meta.db_table == "record_party" else 1
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{model._meta.db_table}" LIMIT {least}')  # noqa: S608 – names of ours
            if len(cursor.fetchall()) >= least:
                return True
    return False


def _set_sequences() -> None:
    """Let new rows be numbered after those that were restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(statement)
