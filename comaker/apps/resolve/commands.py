"""The commands of resolve: `comaker remind`."""

from datetime import UTC, datetime

import click

from comaker.front.ready import with_record


@click.command("remind", epilog="Example:  comaker remind")
@with_record
def remind_command() -> None:
    """Mail people what waits for them: at once, or once a day from seven in the morning, as each has chosen.

    Each thing is told once, and nothing that is answered already. `comaker worker` does so by itself.
    """
    # Models cannot be loaded before Django has read its settings.
    from comaker.apps.resolve.actions import send_mails  # noqa: PLC0415

    sent = send_mails(now=datetime.now(UTC))
    click.echo("Nobody has to be told anything." if not sent else f"{sent} mails are sent.")
