"""The command `comaker`: one name, with a subcommand for each thing an operator does."""

import sys
from io import TextIOWrapper
from pathlib import Path

import click
from rich.console import Console

from comaker import __version__
from comaker.apps.exchange.commands import import_command, load_command, merge_command
from comaker.apps.match.commands import (
    check_command,
    gaps_command,
    line_command,
    match_command,
    match_files,
    write_result,
)
from comaker.front.contract import day
from comaker.front.terminal import show_told
from comaker.main.operate import COMMANDS

_DEMO = Path(__file__).parent / "demo"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="comaker")
def main() -> None:
    """See where every order between two companies stands, and whose turn it is."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a sign shows a question mark rather than nothing at all.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


@main.command("demo", epilog="Example:  comaker demo --no-serve")
@click.option("--serve/--no-serve", default=True, help="Serve the pages afterwards, once there are any.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("comaker-demo"),
    show_default=True,
    help="Folder for the result.",
)
def demo(serve: bool, out: Path) -> None:
    """Match a small real chain of documents: beeswax, from order to statement of account."""
    console = Console()
    result = match_files([_DEMO])
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
        console.print("There are no pages to serve yet; this release matches files.")
    sys.exit(0)


main.add_command(match_command)
main.add_command(check_command)
main.add_command(gaps_command)
main.add_command(line_command)
main.add_command(import_command)
main.add_command(load_command)
main.add_command(merge_command)
for command in COMMANDS:
    main.add_command(command)
