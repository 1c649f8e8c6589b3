"""Who is behind an order, and who asked first."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("front", "0001_people"),
        ("record", "0007_talk"),
    ]

    operations = [
        migrations.CreateModel(
            name="Originator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("line", models.BigIntegerField()),
                ("relation", models.BigIntegerField()),
                ("name", models.TextField()),
                ("given_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("grade", models.SmallIntegerField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="front.member"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.party"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["line"], name="originator_line"),
                    models.Index(fields=["party", "name"], name="originator_name"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("grade__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("grade__gte", 1), ("grade__lte", 5)),
                            _connector="OR",
                        ),
                        name="originator_grade",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="originator_named"
                    ),
                ],
            },
        ),
    ]
