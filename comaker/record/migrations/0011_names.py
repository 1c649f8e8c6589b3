"""What papers call a party, by which a name alone is known; and what stands for another by its name."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from comaker.kernel.names import folded

_WITHIN = "(SELECT current_setting('comaker.scope', TRUE) = 'record')"
_OF_PARTY = "EXISTS (SELECT FROM record_party seen WHERE seen.id = record_name.party_id)"


def fill(apps: Any, schema_editor: Any) -> None:
    """Note what parties are called; on PostgreSQL see to the second lock first."""
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run("ALTER TABLE record_name ENABLE ROW LEVEL SECURITY")
        run(f"CREATE POLICY seen ON record_name FOR SELECT USING ({_WITHIN} OR {_OF_PARTY})")
        run(f"CREATE POLICY posted ON record_name FOR ALL USING ({_WITHIN}) WITH CHECK ({_WITHIN})")
    name = apps.get_model("record", "Name")
    parties = apps.get_model("record", "Party").objects.exclude(name="")
    name.objects.bulk_create(
        name(text=folded(called), party_id=number) for number, called in parties.values_list("id", "name")
    )


def drop(apps: Any, schema_editor: Any) -> None:
    """Take the second lock off."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP POLICY seen ON record_name")
        schema_editor.execute("DROP POLICY posted ON record_name")


class Migration(migrations.Migration):
    """Names of parties."""

    dependencies = [("record", "0010_line_days")]

    operations = [
        migrations.AddField(
            model_name="party", name="by_name", field=models.TextField(blank=True, default="", db_default="")
        ),
        migrations.CreateModel(
            name="Name",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="record.party",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="name",
            constraint=models.UniqueConstraint(fields=("text", "party"), name="name_of_party"),
        ),
        migrations.RunPython(fill, drop),
    ]
