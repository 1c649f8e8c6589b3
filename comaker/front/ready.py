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
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comaker.kernel.refusal import Refusal

P = ParamSpec("P")

_UNUSABLE = 2


class NotMade(Refusal):
    """The tables of the record are not there, or of an older release."""


def ready() -> None:
    """Open the record; a new embedded one is made on the spot.

    Raises:
        NotMade: when somebody must make or renew its tables first.
    """
    set_up()
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        migrate()
        return
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        place = connection.settings_dict["NAME"]
        raise NotMade(
            f"The record {place} is not made yet, or of an older release.", hint="Run: comaker migrate"
        )


def set_up() -> None:
    """Let Django read its settings, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
    django.setup()


def migrate() -> None:
    """Make or renew the tables of the record."""
    call_command("migrate", verbosity=0)


def with_record(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command run with the record open; a refusal is said in a sentence, with exit status 2."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with saying_refusals():
            ready()
            command(*args, **kwargs)

    return run


@contextmanager
def saying_refusals() -> Iterator[None]:
    """Say a refusal in a sentence and leave with exit status 2."""
    try:
        yield
    except Refusal as refusal:
        click.echo(" ".join(filter(None, (refusal.message, refusal.hint))), err=True)
        sys.exit(_UNUSABLE)
