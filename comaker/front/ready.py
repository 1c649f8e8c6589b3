"""Ready: the record opened before a command works with it."""

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec

import click
import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import DatabaseError, OperationalError

from comaker.front.visible import visible
from comaker.kernel.refusal import Refusal

P = ParamSpec("P")

_UNUSABLE = 2
# Not their kin: a broken rule of the record is a mistake of ours.
_ABOUT_THE_PLACE = (DatabaseError, OperationalError)


class NotMade(Refusal):
    """The tables of the record are not there, or of an older release."""


class NotOpened(Refusal):
    """What COMAKER_DATABASE names is no record that can be opened."""


def ready(*, makes: bool = True) -> None:
    """Open the record.

    Args:
        makes: whether a new embedded one is made on the spot.

    Raises:
        NotMade: when somebody must make or renew its tables first.
    """
    set_up()
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        if not makes:
            raise NotMade(
                f"There is no record {_place()} yet.",
                hint="Bring papers with: comaker import FOLDER. COMAKER_DATABASE names another record.",
            )
        _make()
        return
    if _waiting():
        if connection.vendor == "sqlite" and makes:
            # Another command may be making it just now, or have died while it did.
            _make()
            if not _waiting():
                return
        raise NotMade(
            f"The record {_place()} is not made yet, or of an older release.", hint="Run: comaker migrate"
        )


def _make() -> None:
    """Make the tables of an embedded record that has none yet; one command at a time does."""
    # Known only once Django has read its settings.
    from comaker.record.embedded.turns import turns_of  # noqa: PLC0415

    with turns_of(str(connection.settings_dict["NAME"])).turn():
        if not MigrationRecorder(connection).applied_migrations():
            migrate()


def _waiting() -> bool:
    """Tell whether tables are to be made or renewed."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _place() -> str:
    """Return what to call the record, without any password."""
    told = connection.settings_dict
    return str(told["NAME"]) if connection.vendor == "sqlite" else f"{told['NAME']} at {told['HOST']}"


def set_up() -> None:
    """Let Django read its settings, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
    django.setup()


def migrate() -> None:
    """Make or renew the tables of the record."""
    call_command("migrate", verbosity=0)


def with_record(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command run with the record open; a refusal is said in a sentence, with exit status 2."""
    return _opening(command, makes=True)


def with_old_record(command: Callable[P, None]) -> Callable[P, None]:
    """The same for a command that has nothing to do where there is no record yet."""
    return _opening(command, makes=False)


def _opening(command: Callable[P, None], *, makes: bool) -> Callable[P, None]:
    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with saying_refusals():
            ready(makes=makes)
            command(*args, **kwargs)

    return run


@contextmanager
def saying_refusals() -> Iterator[None]:
    """Say a refusal in a sentence and leave with exit status 2."""
    try:
        with _saying_what_the_database_says():
            yield
    except Refusal as refusal:
        click.echo(visible(" ".join(filter(None, (refusal.message, refusal.hint)))), err=True)
        sys.exit(_UNUSABLE)


@contextmanager
def _saying_what_the_database_says() -> Iterator[None]:
    try:
        yield
    except ImproperlyConfigured as error:
        raise NotOpened(
            "COMAKER_DATABASE names a PostgreSQL server, and its driver is not here.",
            hint="Run: .venv/bin/python -m pip install 'psycopg[binary]'",
        ) from error
    except DatabaseError as error:
        if type(error) not in _ABOUT_THE_PLACE:
            raise
        said = str(error).strip().partition("\n")[0]
        raise NotOpened(
            f"The record {_place()} cannot be used: {said}.",
            hint="Is COMAKER_DATABASE the right one, and is there room, and leave to write?",
        ) from error
