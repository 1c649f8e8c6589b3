"""The demo: a small real chain in the terminal, then a living world behind the pages."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from comaker.apps.match.commands import match_files, write_result
from comaker.front.contract import day
from comaker.front.ready import saying_refusals, set_up
from comaker.front.terminal import Terminal, show_told
from comaker.main.serve import HOST, must_be_free, serve_pages

_CHAIN = Path(__file__).parent / "demo"
# Whatever the environment says of one's own installation is no matter of the demo's: mails are printed.
_OWN = {"COMAKER_HTTPS": "0", "COMAKER_HOSTS": "localhost,127.0.0.1", "COMAKER_MAIL": "", "COMAKER_OIDC": ""}


@click.command("demo", epilog="Example:  comaker demo --no-serve")
@click.option("--serve/--no-serve", default=True, help="Open the pages of a small living world afterwards.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Of the pages.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("comaker-demo"),
    show_default=True,
    help="Folder for the result, and for the world's own record.",
)
def demo_command(serve: bool, port: int, out: Path) -> None:
    """Match a small real chain of documents, then serve a world of two sides to try the pages with.

    The chain is beeswax, from order to statement of account. The world has a maker, two customers, a carrier
    and a household, as of today, in a file of its own in the folder --out; your own record is left alone.
    """
    console = Terminal()
    result = match_files([_CHAIN])
    # The day of the last document, so that the story reads as it stood then.
    today = max(document.issued_on or 0 for document in result.documents)
    console.print(
        f"[bold]{len(result.documents)} documents of one deal[/bold], as on {day(today)}. "
        "They are public UBL examples; the beeswax failed its quality check.\n"
    )
    told = result.told()
    show_told(console, told, today=today)
    path = write_result(told, out, today=today)
    console.print(f"\nThe whole result as JSON: {path}")
    console.print("Now try your own documents: [bold].venv/bin/comaker match FOLDER[/bold]")
    if serve:
        with saying_refusals():
            must_be_free(HOST, port)
            _open_doors(console, out, port)
            serve_pages(HOST, port)
    sys.exit(0)


def _open_doors(console: Terminal, folder: Path, port: int) -> None:
    """Make the world, and tell where one may come in."""
    os.environ |= _OWN | {"COMAKER_DATABASE": str(folder.resolve() / "world.sqlite3")}
    set_up()
    # Models can be imported only now that Django knows its settings.
    from comaker.main.world.opening import open_world  # noqa: PLC0415

    with console.status("Making a small world of deals"):
        doors = open_world(folder, now=datetime.now(UTC))
    place = f"http://{HOST}:{port}"
    console.print("\n[bold]A small world of deals, as of today.[/bold] Sign in on either side:\n")
    for email, password, party in doors.logins:
        console.print(f"  {party:<18}{email:<28}{password}", highlight=False)
    console.print(f"\nOr without an account, as {doors.visitor}:\n  {place}{doors.link}", soft_wrap=True)
    console.print(
        f"\nIts record is {folder / 'world.sqlite3'}, made anew each day; delete the folder to be rid of it."
    )
