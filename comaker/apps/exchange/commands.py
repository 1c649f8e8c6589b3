"""The commands of exchange: `comaker import`."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from comaker.apps.exchange.actions import import_files
from comaker.front.contract import FINE, NEEDS_A_PERSON, UNUSABLE
from comaker.front.files import files_in, no_files
from comaker.front.progress import with_bar
from comaker.front.ready import with_record
from comaker.front.terminal import show_rest


@click.command("import", epilog="Example:  comaker import inbox/ && comaker gaps")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_program", is_flag=True, help="Print JSON for a program instead of tables.")
@with_record
def import_command(paths: tuple[Path, ...], as_program: bool) -> None:
    """Post documents in the record: files, and folders with all XML files beneath.

    The same file again changes nothing. Exit status 0: all is in; 1: something needs a person; 2: nothing
    could be used.
    """
    files = list(files_in(paths))
    imported = import_files(with_bar(files, "Importing"), now=datetime.now(UTC))
    refused = imported.refused or (() if files else (no_files(paths),))
    if as_program:
        told = {
            "taken": imported.taken,
            "repeats": imported.repeats,
            "held": [row._asdict() for row in imported.held],
            "refused": [row._asdict() for row in refused],
        }
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        console = Console()
        console.print(f"{imported.taken} documents are new, {imported.repeats} were there already.")
        show_rest(console, "Held: look at these", imported.held)
        show_rest(console, "Refused", [(row.file, f"{row.why} {row.hint}") for row in refused])
    is_used = imported.taken or imported.repeats or imported.held
    sys.exit(UNUSABLE if not is_used else NEEDS_A_PERSON if imported.held or refused else FINE)
