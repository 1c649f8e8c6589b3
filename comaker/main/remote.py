"""Remote verbs: `import`, `gaps` and `line` of a server, with the output that they have here."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from comaker.apps.exchange.actions import Imported
from comaker.apps.exchange.commands import import_command, tell_imported
from comaker.apps.match.commands import gaps_command, line_command, tell_known, tell_line, until
from comaker.front.contract import UNUSABLE, day
from comaker.front.files import bytes_of, files_in, no_files
from comaker.front.hearing import bill_from, entry_from, held_from, line_from, loose_from, tie_from
from comaker.front.progress import with_bar
from comaker.front.ready import saying_refusals
from comaker.front.remote import Server
from comaker.kernel.told import HeldRow, RefusedRow, Told
from comaker.record.asked.listed_held import Why
from comaker.record.history import NoSuchLine

_FILES_AT_ONCE, _BYTES_AT_ONCE = 200, 20 * 2**20
_HELD_ORDER = list(Why)

Portion = list[tuple[Path, bytes]]


class HereOrThere(click.Group):
    """The commands; with a server those alone that it can be asked, of the same names and options."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        command = super().get_command(ctx, cmd_name)
        if command is None or not ctx.params.get("server"):
            return command
        work = _THERE.get(cmd_name)
        if work is None:
            return _not_there(command)
        server = Server(str(ctx.params["server"]), str(ctx.params.get("token") or ""))
        return _asking(command, server, work)


def _asking(command: click.Command, server: Server, work: Callable[..., None]) -> click.Command:
    """Return a command that asks a server."""

    def ask(**given: Any) -> None:
        with saying_refusals():
            work(server, **given)

    return click.Command(
        command.name, callback=ask, params=command.params, help=command.help, epilog=command.epilog
    )


def _not_there(command: click.Command) -> click.Command:
    """Return a command that says that a server is not asked this."""

    def refuse(**_: Any) -> None:
        click.echo(
            f"`comaker {command.name}` works here, not on a server. Leave out --server and COMAKER_SERVER.",
            err=True,
        )
        raise SystemExit(UNUSABLE)

    return click.Command(command.name, callback=refuse, params=command.params, help=command.help)


def _import(server: Server, *, paths: tuple[Path, ...], as_program: bool) -> None:
    files = list(files_in(paths))
    counts = {"taken": 0, "repeat": 0}
    held: list[HeldRow] = []
    refused: list[RefusedRow] = []
    for portion in _portions(with_bar(files, "Sending"), refused):
        told = server.post_files("/documents/bulk", [(file.name, body) for file, body in portion])
        for (file, _), each in zip(portion, told["items"], strict=True):
            if each["state"] == "refused":
                refused.append(RefusedRow(str(file), each["message"], each["hint"]))
            elif each["state"] == "held":
                held.append(HeldRow(each["name"], each["why"]))
            else:
                counts[each["state"]] += 1
    imported = Imported(counts["taken"], counts["repeat"], tuple(held), tuple(refused))
    tell_imported(imported, as_program=as_program, missing=None if files else no_files(paths))


def _portions(files: Iterator[Path], refused: list[RefusedRow]) -> Iterator[Portion]:
    """Yield files with their bytes, as many as go in one request; those that cannot be opened are refused."""
    portion: Portion = []
    size = 0
    for file in files:
        body = bytes_of(file)
        if isinstance(body, RefusedRow):
            refused.append(body)
            continue
        if portion and (len(portion) == _FILES_AT_ONCE or size + len(body) > _BYTES_AT_ONCE):
            yield portion
            portion, size = [], 0
        portion.append((file, body))
        size += len(body)
    if portion:
        yield portion


def _gaps(server: Server, *, as_program: bool, now: datetime | None) -> None:
    today = datetime.now().astimezone().date().toordinal()
    held = sorted(
        server.each("/held"),
        key=lambda row: (_HELD_ORDER.index(Why(row["kind"])), int(row["document_key"])),
    )
    known = Told(
        tuple(
            (line_from(row, today=today), tuple(tie_from(tie) for tie in row["ties"]))
            for row in server.each("/lines", ties=True)
        ),
        tuple(bill_from(row, today=today) for row in server.each("/bills")),
        tuple(loose_from(row) for row in server.each("/loose")),
        tuple(held_from(row) for row in held),
        tuple(RefusedRow(row["file"], row["why"], row["hint"]) for row in server.each("/refused")),
        sum(row["documents"] for row in server.each("/relations")),
    )
    tell_known(known, as_program=as_program, now=now)


def _line(
    server: Server, *, name: str, as_program: bool, as_of: datetime | None, known_at: datetime | None
) -> None:
    key = _key_of(server, name)
    on = as_of.date().toordinal() if as_of else None
    moment = until(known_at)
    told = server.get(
        f"/lines/{key}",
        as_of=day(on),
        known_at=None if moment is None else moment.astimezone(UTC).isoformat(),
    )
    ties = None
    if on is None and moment is None:
        rows = server.each("/lines", deal=told["deal"], line=told["line"], ties=True)
        ties = [tie_from(tie) for row in rows if row["key"] == key for tie in row["ties"]]
    today = on or datetime.now().astimezone().date().toordinal()
    entries = [entry_from(entry) for entry in told["entries"]]
    tell_line(line_from(told, today=today), entries, as_program=as_program, on=on, ties=ties)


def _key_of(server: Server, name: str) -> str:
    """Return the key of a line as a person names it: the key itself, or `ORDER/LINE`."""
    if name.isdigit():
        return name
    deal, _, number = name.rpartition("/")
    found: Sequence[dict[str, Any]] = list(server.each("/lines", deal=deal, line=number)) if deal else []
    if len(found) == 1:
        return str(found[0]["key"])
    if found:
        keys = ", ".join(str(row["key"]) for row in found)
        raise NoSuchLine(
            f"Several relations have an order {deal} with a line {number}.", hint=f"Name one: {keys}."
        )
    raise NoSuchLine(f"There is no line {name}.", hint="Name it as ORDER/LINE, or by its key.")


_THERE: dict[str, Callable[..., None]] = {"import": _import, "gaps": _gaps, "line": _line}
assert {import_command.name, gaps_command.name, line_command.name} == _THERE.keys()
