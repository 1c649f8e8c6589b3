"""The commands for programs: `comaker token` and `comaker openapi`."""

import json
from datetime import UTC, date, datetime

import click
from rich.table import Table

from comaker.front.api.granting import all_tokens, make, revoke
from comaker.front.ready import set_up, with_record
from comaker.front.terminal import Terminal
from comaker.kernel.access import Job
from comaker.kernel.identifiers import identifiers_meant
from comaker.kernel.party import party_of
from comaker.kernel.refusal import Refusal
from comaker.record.masters.directory import Directory
from comaker.record.masters.register import registered
from comaker.record.transaction import reading

_COLUMNS = ("number", "name", "begins", "party", "job", "is_live", "used")


class NoIdentifier(Refusal):
    """A party is to be added by something that is no identifier."""


@click.group("token", epilog="Example:  comaker token list")
def token_command() -> None:
    """Let programs in: make, list and revoke tokens for the API."""


@token_command.command("make", epilog="Example:  comaker token make gln:8712345000004 --name ERP --days 365")
@click.argument("party")
@click.option("--name", required=True, help="What the token is called, for people.")
@click.option("--job", type=click.Choice([job.value for job in Job]), default="trader", show_default=True)
@click.option("--scopes", default="read,bring", show_default=True, help="What it is for, with commas.")
@click.option("--days", type=click.IntRange(1, 3650), help="For how long; always, where it is left out.")
@click.option("--add", "called", help="Add the party under this name, where nobody knows it yet.")
@with_record
def make_command(party: str, name: str, job: str, scopes: str, days: int | None, called: str | None) -> None:
    """Make a token for PARTY, known by a number or name; its secret is shown once."""
    now = datetime.now(UTC)
    wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
    number, secret = make(
        party=_party(party, called, now), name=name, job=Job(job), scopes=wanted, days=days, made_by=None,
        now=now,
    )  # fmt: skip
    click.echo(secret)
    click.echo(f"This is token {number}. Its secret is shown only now.", err=True)


@token_command.command("list", epilog="Example:  comaker token list --json")
@click.option("--json", "as_program", is_flag=True, help="Print JSON for a program instead of a table.")
@with_record
def list_command(as_program: bool) -> None:
    """Show all tokens, the newest first."""
    now = datetime.now(UTC)
    rows = [
        {
            "number": token.id,
            "name": token.name,
            "begins": token.prefix,
            "party": token.party_name,
            "job": token.job.value,
            "scopes": list(token.scopes),
            "is_live": token.is_live(now),
            "used": date.fromordinal(token.used_on).isoformat() if token.used_on else None,
        }
        for token in all_tokens()
    ]
    if as_program:
        click.echo(json.dumps({"tokens": rows}, indent=1, ensure_ascii=False))
        return
    table = Table(box=None)
    for column in _COLUMNS:
        table.add_column(column.replace("_", " "))
    for row in rows:
        table.add_row(*("" if row[column] is None else str(row[column]) for column in _COLUMNS))
    Terminal().print(table)


@token_command.command("revoke", epilog="Example:  comaker token revoke 3")
@click.argument("number", type=int)
@with_record
def revoke_command(number: int) -> None:
    """Let a token no longer let anybody in."""
    revoke(number, now=datetime.now(UTC))
    click.echo(f"Token {number} lets nobody in any more.")


@click.command("openapi", epilog="Example:  comaker openapi > openapi.json")
def openapi_command() -> None:
    """Print the OpenAPI document of the API."""
    set_up()
    from comaker.main.api import api  # noqa: PLC0415 – it answers with Django, which needs settings first

    click.echo(json.dumps(json.loads(api.document()), indent=1, ensure_ascii=False))


def _party(text: str, called: str | None, now: datetime) -> int:
    """Return the number of a party that an operator names, added where he says how it is called."""
    directory = Directory(reading(), [text])
    if called is None or directory.knows(text):
        return directory.party(text, "party")
    meant = identifiers_meant(text)
    if not meant:
        raise NoIdentifier(f"“{text}” is no identifier.", hint="Write it as gln:8712345000004.")
    number, _ = registered(party_of(called, meant[:1]), is_person=False, now=now)
    return number
