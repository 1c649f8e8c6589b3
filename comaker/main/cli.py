"""The command `comaker`: one name, with a subcommand for each thing an operator does."""

import sys
from io import TextIOWrapper

import click

from comaker import __version__
from comaker.apps.exchange.commands import import_command, load_command, merge_command
from comaker.apps.match.commands import (
    check_command,
    gaps_command,
    line_command,
    match_command,
)
from comaker.apps.resolve.commands import remind_command
from comaker.main.demonstration import demo_command
from comaker.main.operate import COMMANDS
from comaker.main.programs import openapi_command, token_command
from comaker.main.remote import HereOrThere
from comaker.main.serve import serve_command


@click.group(cls=HereOrThere, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="comaker")
@click.option("--server", envvar="COMAKER_SERVER", help="Ask this server instead of the record here.")
@click.option(
    "--token", envvar="COMAKER_TOKEN", help="By which it lets you in; better given as COMAKER_TOKEN."
)
def main(server: str | None, token: str | None) -> None:
    """See where every order between two companies stands, and whose turn it is."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a sign shows a question mark rather than nothing at all.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


main.add_command(demo_command)
main.add_command(match_command)
main.add_command(check_command)
main.add_command(gaps_command)
main.add_command(line_command)
main.add_command(import_command)
main.add_command(load_command)
main.add_command(merge_command)
main.add_command(remind_command)
main.add_command(serve_command)
main.add_command(token_command)
main.add_command(openapi_command)
for command in COMMANDS:
    main.add_command(command)
