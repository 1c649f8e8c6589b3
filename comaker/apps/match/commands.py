"""The commands of match: `comaker match`, `comaker check` and the heart of `comaker demo`."""

import gc
import json
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from comaker.apps.match.actions import Result, match
from comaker.front.contract import (
    FINE,
    NEEDS_A_PERSON,
    UNUSABLE,
    Json,
    day,
    entry_json,
    exit_status,
    line_json,
    party_name,
    tie_json,
    told_json,
)
from comaker.front.files import files_in, no_files, read_file
from comaker.front.progress import with_bar
from comaker.front.ready import with_old_record
from comaker.front.terminal import Terminal, show_entries, show_lines, show_rest, show_told
from comaker.kernel.bill import Bill, stand_bill
from comaker.kernel.bill_gaps import bill_gaps
from comaker.kernel.document import Document, Kind
from comaker.kernel.entry import Entry
from comaker.kernel.gap import State
from comaker.kernel.remarks import remarks_on
from comaker.kernel.row import LineState
from comaker.kernel.told import RefusedRow, TiedRow, Told, name_of
from comaker.record.history import key_of, line_at
from comaker.record.queries import lines_by_key, ties_of, told
from comaker.record.transaction import reading

_PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
_JSON = click.option("--json", "as_program", is_flag=True, help="Print JSON for a program instead of tables.")


@click.command("match", epilog="Example:  comaker match orders/ bills/ --now 2026-02-01 --out result")
@_PATHS
@_JSON
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Also write match.json in this folder."
)
@click.option(
    "--now", type=click.DateTime(["%Y-%m-%d"]), help="Tell open from waiting as on this day, not today."
)
def match_command(paths: tuple[Path, ...], as_program: bool, out: Path | None, now: datetime | None) -> None:
    """Match documents: files and folders in; lines, bills, gaps and what stays loose out.

    Reads UBL orders, answers, despatch and receipt advices, bills, credit notes, payments and statements.
    Exit status 0: all is well; 1: something needs a person; 2: nothing could be used.
    """
    today = (now or datetime.now().astimezone()).date().toordinal()
    result = match_files(paths)
    found = result.told()
    if out is not None:
        try:
            write_result(found, out, today=today)
        except OSError as error:
            click.echo(f"Nothing can be written in {out}: {error.strerror}. Name another folder.", err=True)
            sys.exit(UNUSABLE)
    if as_program:
        click.echo(json.dumps(told_json(found, today=today), indent=1, ensure_ascii=False))
    else:
        show_told(Terminal(), found, today=today)
    sys.exit(exit_status(found, today=today))


@click.command("gaps", epilog="Example:  comaker gaps --now 2026-02-01 --json")
@_JSON
@click.option(
    "--now", type=click.DateTime(["%Y-%m-%d"]), help="Tell open from waiting as on this day, not today."
)
@with_old_record
def gaps_command(as_program: bool, now: datetime | None) -> None:
    """Show what the record knows: lines, bills, gaps, whose turn it is, and what stays loose.

    Exit status 0: all is well; 1: something needs a person; 2: nothing was ever imported.
    """
    tell_known(told(), as_program=as_program, now=now)


def tell_known(known: Told, *, as_program: bool, now: datetime | None) -> None:
    """Show what a record knows, and leave with the status that says how it stands."""
    today = (now or datetime.now().astimezone()).date().toordinal()
    if as_program:
        click.echo(json.dumps(told_json(known, today=today, with_keys=True), indent=1, ensure_ascii=False))
    else:
        show_told(Terminal(), known, today=today)
    sys.exit(exit_status(known, today=today))


@click.command("line", epilog="Example:  comaker line PO-1047/1 --as-of 2026-01-31")
@click.argument("name")
@_JSON
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As things had happened by the end of this day."
)
@click.option(
    "--known-at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    help="As it was known then: at the end of a day, or at a moment (your own time).",
)
@with_old_record
def line_command(name: str, as_program: bool, as_of: datetime | None, known_at: datetime | None) -> None:
    """Show one line, by ORDER/LINE or its key: the row of six, its gaps, and the entries that tell.

    With --as-of it stands as things had happened by that day, with --known-at as they were recorded by then.
    """
    on, key = as_of.date().toordinal() if as_of else None, key_of(name)
    state, entries = line_at(key, as_of=on, known_at=until(known_at))
    is_now = on is None and known_at is None
    if is_now:
        # What was paid on it is told by bills, and not by its own entries.
        state = lines_by_key(reading(), [key])[key]
    tell_line(state, entries, as_program=as_program, on=on, ties=ties_of(key) if is_now else None)


def tell_line(
    state: LineState,
    entries: Sequence[Entry],
    *,
    as_program: bool,
    on: int | None,
    ties: Sequence[TiedRow] | None,
) -> None:
    """Show a line with its entries, and leave with the status that says how it stands.

    Args:
        on: the day as of which it is told; None for today.
        ties: which document lines belong to it now; None where it is told as it was.
    """
    today = on or datetime.now().astimezone().date().toordinal()
    if as_program:
        said: Json = {"key": state.line.key} | line_json(state, today=today)
        if ties is not None:
            said["ties"] = [tie_json(tie) for tie in ties]
        said["entries"] = [entry_json(entry) for entry in entries]
        click.echo(json.dumps(said, indent=1, ensure_ascii=False))
    else:
        console = Terminal()
        show_lines(console, [state], today=today)
        show_entries(console, entries)
    is_open = any(gap.state(today) is State.OPEN for gap in state.gaps)
    sys.exit(NEEDS_A_PERSON if is_open else FINE)


def until(moment: datetime | None) -> datetime | None:
    """Return a moment of the local clock; a day without a time is meant to its end."""
    if moment is None:
        return None
    try:
        if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
            moment += timedelta(hours=23, minutes=59, seconds=59, microseconds=999_999)
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        # The first or the last day of all, which begins or ends on another one elsewhere.
        return moment.replace(tzinfo=UTC)


@click.command("check", epilog="Example:  comaker check invoice.xml")
@_PATHS
@_JSON
def check_command(paths: tuple[Path, ...], as_program: bool) -> None:
    """Check documents one by one: can each be read, and does it agree with itself?

    Exit status 0: all is well; 1: something is off; 2: nothing could be read.
    """
    documents, refused = read_all(paths)
    found = [(document, _off(document)) for document in documents]
    if as_program:
        checked = [
            {"file": document.file, "document": name_of(document), "off": off} for document, off in found
        ]
        said = {"checked": checked, "refused": [row._asdict() for row in refused]}
        click.echo(json.dumps(said, indent=1, ensure_ascii=False))
    else:
        console = Terminal()
        show_rest(
            console,
            "Read",
            [(name_of(document), "\n".join(off) or f"fine: {_about(document)}") for document, off in found],
        )
        show_rest(console, "Refused", [(row.file, f"{row.why} {row.hint}") for row in refused])
    off_at_all = any(off for _, off in found) or refused
    sys.exit(UNUSABLE if not documents else NEEDS_A_PERSON if off_at_all else FINE)


def match_files(paths: Sequence[Path]) -> Result:
    """Read and match files, with a bar on the terminal when it takes a while."""
    # Hundreds of thousands of small values are about to be made and none of them is garbage.
    gc.freeze()
    gc.disable()
    try:
        documents, refused = read_all(paths)
        with Terminal(stderr=True).status("Matching"):
            return match(documents, refused=refused)
    finally:
        gc.enable()
        gc.unfreeze()


def read_all(paths: Sequence[Path]) -> tuple[list[Document], list[RefusedRow]]:
    """Read every file; those that cannot be used come back beside the others."""
    files = list(files_in(paths))
    if not files:
        return [], [no_files(paths)]
    documents: list[Document] = []
    refused: list[RefusedRow] = []
    for file in with_bar(files, "Reading"):
        got = read_file(file)
        if isinstance(got, RefusedRow):
            refused.append(got)
        else:
            documents.append(got)
    return documents, refused


def write_result(result: Told, out: Path, *, today: int) -> Path:
    """Write match.json and keep the refused files beside it; return the path of the JSON."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / "match.json"
    path.write_text(
        json.dumps(told_json(result, today=today), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    kept = out / "refused"
    for place, row in enumerate(result.refused):
        source = Path(row.file)
        if source.is_file():
            kept.mkdir(exist_ok=True)
            # Not by the name of a document, so that a later match of the folder leaves it alone.
            shutil.copyfile(source, kept / f"{place + 1:04d}-{source.name}.refused")
    return path


def _off(document: Document) -> list[str]:
    """Return what a document says that does not agree with itself."""
    found = remarks_on(document)
    if document.kind in (Kind.BILL, Kind.CREDIT_NOTE):
        bill = Bill("", document)
        for gap in bill_gaps(bill, stand_bill(bill)):
            if gap.cause == "billing":
                found.append(gap.note or gap.kind.value.replace("_", " "))
    return found


def _about(document: Document) -> str:
    lines = len(document.lines)
    counted = f"{lines} line{'s' * (lines != 1)}"
    between = f"{party_name(document.giver) or '?'} to {party_name(document.taker) or '?'}"
    return f"{counted}, {between}, {day(document.issued_on) or 'no date'}, {document.flavour or 'UBL'}"
