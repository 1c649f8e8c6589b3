"""Programs: their tokens and answers, web hooks and what is on its way to them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tokens, answers, hooks, deliveries and happenings."""

    dependencies = [
        ("front", "0001_people"),
        ("record", "0005_seekers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "party", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("party", models.BigIntegerField()),
                ("key", models.TextField()),
                ("asked", models.BinaryField(max_length=32)),
                ("status", models.SmallIntegerField()),
                ("body", models.BinaryField()),
                ("answered_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
            ],
        ),
        migrations.CreateModel(
            name="Happening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("party", models.BigIntegerField()),
                ("event", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["party", "id"], name="happening_party")],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "party"), name="happening_of_event")
                ],
            },
        ),
        migrations.CreateModel(
            name="Hook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.TextField()),
                ("secret", models.BinaryField()),
                ("made_at", models.BigIntegerField()),
                ("failures", models.IntegerField(default=0)),
                ("due_at", models.BigIntegerField(default=0)),
                ("resting_since", models.BigIntegerField(null=True)),
                ("ended_at", models.BigIntegerField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="front.member",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hooks", to="record.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.BigIntegerField()),
                ("relation", models.BigIntegerField()),
                ("body", models.TextField()),
                ("state", models.TextField(default="waiting")),
                ("attempts", models.SmallIntegerField(default=0)),
                ("due_at", models.BigIntegerField()),
                ("status", models.SmallIntegerField(null=True)),
                ("why", models.TextField(default="")),
                ("made_at", models.BigIntegerField()),
                ("ended_at", models.BigIntegerField(null=True)),
                (
                    "hook",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="front.hook",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(fields=["hook", "id"], name="delivery_hook"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "dead"])),
                        fields=["hook", "relation", "event"],
                        name="delivery_lane",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("hook", "event"), name="delivery_of_event"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sent", "dead", "skipped"])),
                        name="delivery_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                ("job", models.TextField()),
                ("scopes", models.TextField()),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("prefix", models.TextField()),
                ("made_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField(null=True)),
                ("revoked_at", models.BigIntegerField(null=True)),
                ("used_on", models.IntegerField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="front.member",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="record.party"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("job__in", ["owner", "trader", "warehouse", "driver", "planner", "reader"])
                        ),
                        name="token_job",
                    )
                ],
            },
        ),
    ]
