"""The commands of who runs an installation: migrate, rebuild, verify, backup, restore and worker."""

import sys
from pathlib import Path

import click
from rich.console import Console

from comaker.front.contract import FINE, NEEDS_A_PERSON
from comaker.front.ready import migrate, saying_refusals, set_up, with_old_record, with_record
from comaker.record.backup import backup, restore
from comaker.record.rebuild import rebuild
from comaker.record.roles import admit
from comaker.record.verify import verify


@click.command("migrate", epilog="Example:  comaker migrate --role comaker_app")
@click.option("--role", default="", help="On PostgreSQL: let this role work here, owning nothing.")
def migrate_command(role: str) -> None:
    """Make the tables of the record, or bring them to this release."""
    with saying_refusals():
        set_up()
        migrate()
        if role:
            admit(role)
    click.echo("The record is ready.")


@click.command("rebuild", epilog="Example:  comaker rebuild")
@with_old_record
def rebuild_command() -> None:
    """Drop everything that is derived and work it out anew from the entries."""
    with Console(stderr=True).status("Rebuilding") as status:
        count = rebuild(progress=lambda done: status.update(f"Rebuilding: {done} lines and bills"))
    click.echo(f"{count} lines and bills stand as their entries say.")


@click.command("verify", epilog="Example:  comaker verify")
@with_old_record
def verify_command() -> None:
    """See whether the record is whole and agrees with itself; exit status 1 when it does not."""
    with Console(stderr=True).status("Verifying") as status:
        found = verify(progress=lambda what: status.update(f"Verifying {what}"))
    for sentence in found:
        click.echo(sentence)
    click.echo("The record is whole." if not found else f"{len(found)} things are not as they should be.")
    sys.exit(NEEDS_A_PERSON if found else FINE)


@click.command("backup", epilog="Example:  comaker backup comaker-2026-02-01.backup")
@click.argument("place", type=click.Path(path_type=Path, dir_okay=False))
@with_old_record
def backup_command(place: Path) -> None:
    """Copy everything that is stored to a file while it is in use; it holds secrets, so keep it safe."""
    size = backup(place)
    click.echo(f"The record, its people and all the apps keep stand in {place} ({size:,} bytes).")


@click.command("restore", epilog="Example:  comaker restore comaker-2026-02-01.backup")
@click.argument("place", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore_command(place: Path) -> None:
    """Put a backup in the place of an empty record; one that holds anything is left alone."""
    with saying_refusals():
        set_up()
        restore(place)
    click.echo(f"The record is as it stands in {place}. Next: comaker verify")


@click.command("worker", epilog="Example:  comaker worker --once")
@click.option("--once", is_flag=True, help="Stop when everything that waits is done.")
@with_record
def worker_command(once: bool) -> None:
    """Do what waits: tell those who follow the record what has changed, and mail what people wait for."""
    # Models cannot be loaded before Django has read its settings.
    from comaker.main.reactions import work  # noqa: PLC0415

    work(once=once)


COMMANDS = (
    migrate_command, rebuild_command, verify_command, backup_command, restore_command, worker_command,
)  # fmt: skip
