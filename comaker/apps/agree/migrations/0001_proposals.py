"""Proposals of terms."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Proposals of terms."""

    initial = True

    dependencies = [
        ("front", "0001_people"),
        ("record", "0005_seekers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.IntegerField(help_text="First day, as a day number.")),
                ("body", models.BinaryField()),
                ("language", models.TextField(blank=True, default="")),
                ("note", models.TextField(blank=True, default="")),
                ("proposed_at", models.DateTimeField()),
                ("state", models.TextField(default="open")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, default="")),
                ("version", models.IntegerField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="front.member",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.party",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.party",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="front.member",
                    ),
                ),
                (
                    "relation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.relation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["relation", "giver", "proposed_at"], name="agree_of_relation")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("relation", "giver"),
                        name="agree_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "said", "agreed", "declined", "withdrawn"])
                        ),
                        name="agree_proposal_state",
                    ),
                ],
            },
        ),
    ]
