"""Numbers that are given out, and forms that were sent."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("record", "0005_seekers"),
    ]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("relation", models.BigIntegerField()),
                ("deal", models.TextField()),
                ("giver", models.BigIntegerField()),
                ("document", models.BigIntegerField()),
                ("number", models.TextField()),
                ("sent_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(max_length=32)),
                ("name", models.TextField()),
                ("document", models.BigIntegerField(blank=True, null=True)),
                ("kept_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.party"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["document"], name="enclosure_of_document")],
                "constraints": [
                    models.UniqueConstraint(fields=("party", "digest", "document"), name="enclosure_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Sequence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.TextField()),
                ("year", models.IntegerField()),
                ("last", models.IntegerField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.party"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("party", "series", "year"), name="sequence_of_party")
                ],
            },
        ),
    ]
