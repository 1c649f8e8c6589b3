"""The command `comaker`: one name, with a subcommand for each thing an operator does."""

import click

from comaker import __version__


@click.group()
@click.version_option(__version__, prog_name="comaker")
def main() -> None:
    """See where every order between two companies stands, and whose turn it is."""
