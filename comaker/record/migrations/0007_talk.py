"""Talk about lines between the parties."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q

# As in 0009: a role that owns nothing sees what its asker may see; a note only who belongs to its party.
_OURS = "= ANY (NULLIF(current_setting('comaker.parties', TRUE), '')::bigint[])"
_WITHIN = "(SELECT current_setting('comaker.scope', TRUE) = 'record')"
_SEEN = (
    "EXISTS (SELECT FROM record_line seen WHERE seen.id = line) "
    f"AND (only_for = 0 OR only_for {_OURS})"
)  # fmt: skip


def lock(apps: Any, schema_editor: Any) -> None:
    """Turn the second lock on."""
    if schema_editor.connection.vendor == "postgresql":
        run = schema_editor.execute
        run("ALTER TABLE record_talk ENABLE ROW LEVEL SECURITY")
        run(f"CREATE POLICY seen ON record_talk FOR SELECT USING ({_WITHIN} OR ({_SEEN}))")
        run(f"CREATE POLICY posted ON record_talk FOR ALL USING ({_WITHIN}) WITH CHECK ({_WITHIN})")


def unlock(apps: Any, schema_editor: Any) -> None:
    """Leave it to the table, which goes."""


class Migration(migrations.Migration):
    """Words about a line, and when the customer asked about it."""

    dependencies = [("record", "0006_row_security")]

    operations = [
        migrations.CreateModel(
            name="Talk",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("relation", models.BigIntegerField()),
                ("line", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("party", models.BigIntegerField()),
                ("member", models.BigIntegerField()),
                ("name", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                ("only_for", models.BigIntegerField(default=0)),
                ("asked_by", models.BigIntegerField(default=0)),
                ("said_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
            ],
            options={
                "verbose_name_plural": "talk",
                "indexes": [models.Index(fields=["line"], name="talk_line")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind="words", asked_by=0) & ~Q(words="") | Q(kind="asked", only_for=0),
                        name="talk_says_something",
                    )
                ],
            },
        ),
        migrations.RunPython(lock, unlock),
    ]
