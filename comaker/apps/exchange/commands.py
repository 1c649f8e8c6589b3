"""The commands of exchange: `comaker import`, `comaker load` and `comaker merge`."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from comaker.apps.exchange.actions import Imported, import_files
from comaker.engines.sheets import Limits
from comaker.front.contract import FINE, NEEDS_A_PERSON, UNUSABLE
from comaker.front.files import bytes_of, files_in, no_files, shown
from comaker.front.progress import with_bar
from comaker.front.ready import with_record
from comaker.front.terminal import Terminal, show_rest
from comaker.kernel.refusal import Refusal
from comaker.kernel.told import RefusedRow
from comaker.record.masters.loading import Kind, load
from comaker.record.masters.merging import merge_parties, merge_products, unmerge_parties, unmerge_products
from comaker.record.masters.words import Loaded


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
    tell_imported(imported, as_program=as_program, missing=None if files else no_files(paths))


def tell_imported(imported: Imported, *, as_program: bool, missing: RefusedRow | None) -> None:
    """Show what became of files, and leave with the status that says how it went.

    Args:
        missing: what is said where there were none.
    """
    refused = imported.refused or (() if missing is None else (missing,))
    if as_program:
        told = {
            "taken": imported.taken,
            "repeats": imported.repeats,
            "held": [row._asdict() for row in imported.held],
            "refused": [row._asdict() for row in refused],
        }
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        console = Terminal()
        console.print(f"{imported.taken} documents are new, {imported.repeats} were there already.")
        show_rest(console, "Held: look at these", imported.held)
        show_rest(console, "Refused", [(row.file, f"{row.why} {row.hint}") for row in refused])
    is_used = imported.taken or imported.repeats or imported.held
    sys.exit(UNUSABLE if not is_used else NEEDS_A_PERSON if imported.held or refused else FINE)


@click.command("load", epilog="Example:  comaker load products catalogue.xlsx --of 8712345000004")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--of", default="", help="Whose they are, where the file does not say: a number or name.")
@click.option("--json", "as_program", is_flag=True, help="Print JSON for a program instead of tables.")
@with_record
def load_command(kind: str, files: tuple[Path, ...], of: str, as_program: bool) -> None:
    """Load parties, terms, sites, products, items or stock from CSV or Excel files.

    The same file again changes nothing. What columns a file may have: docs/masters.md. Exit status 0: all is
    in; 1: some rows need a person; 2: nothing could be used.
    """
    found = [(file, _load(Kind(kind), file, of)) for file in files]
    loaded = [(file, each) for file, each in found if isinstance(each, Loaded)]
    refused = [each for _, each in found if isinstance(each, RefusedRow)]
    if as_program:
        told = {
            "files": [_json(file, each) for file, each in loaded],
            "refused": [row._asdict() for row in refused],
        }
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        _show(loaded, refused)
    is_used = any(each.added or each.changed or each.same for _, each in loaded)
    needs_a_person = refused or any(each.refused for _, each in loaded)
    sys.exit(UNUSABLE if not is_used else NEEDS_A_PERSON if needs_a_person else FINE)


@click.command("merge", epilog="Example:  comaker merge parties 8712345000004 NL001234567B01")
@click.argument("kind", type=click.Choice(["parties", "products"]))
@click.argument("kept")
@click.argument("gone")
@click.option("--of", default="", help="Whose products they are.")
@click.option("--undo", is_flag=True, help="Take the two apart again.")
@with_record
def merge_command(kind: str, kept: str, gone: str, of: str, undo: bool) -> None:
    """Let KEPT stand for GONE too from now on, by any of their numbers or names.

    Papers and entries stay as they are. What one partner has with both is matched anew, so that ties, gaps
    and what is open may change; of products, what their packages hold counts for both. What comes later
    goes to the one that is kept. Exit status 0: done; 2: they cannot be one.
    """
    now = datetime.now(UTC)
    if kind == "parties":
        (unmerge_parties if undo else merge_parties)(kept=kept, gone=gone, now=now)
    else:
        (unmerge_products if undo else merge_products)(kept=kept, gone=gone, owner=of, now=now)
    click.echo(f"“{gone}” stands for itself again." if undo else f"“{kept}” stands for “{gone}” too.")


def _load(kind: Kind, file: Path, of: str) -> Loaded | RefusedRow:
    content = bytes_of(file, most=Limits().bytes_max)
    if isinstance(content, RefusedRow):
        return content
    today = datetime.now().astimezone().date().toordinal()
    try:
        return load(kind=kind, content=content, now=datetime.now(UTC), today=today, of=of)
    except Refusal as refusal:
        return RefusedRow(shown(file), refusal.message, refusal.hint)


def _json(file: Path, loaded: Loaded) -> dict[str, Any]:
    told = loaded._asdict() | {"refused": [finding._asdict() for finding in loaded.refused]}
    return {"file": shown(file)} | told | {"unused": list(loaded.unused)}


def _show(loaded: Sequence[tuple[Path, Loaded]], refused: Sequence[RefusedRow]) -> None:
    console = Terminal()
    for file, each in loaded:
        console.print(f"{shown(file)}: {each.added} added, {each.changed} changed, {each.same} as they were.")
        if each.restated:
            console.print(f"{each.restated} lines and bills stand otherwise since.")
        if each.unused:
            console.print(f"Columns that are not used: {', '.join(each.unused)}.", markup=False)
        show_rest(console, "Rows that cannot be used", [(row.place, row.why) for row in each.refused])
    show_rest(console, "Refused", [(row.file, f"{row.why} {row.hint}") for row in refused])
