"""The tables of the record."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("body", models.TextField(help_text="JSON.")),
                ("recorded_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Lapse",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "owner", "ordinal", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner", models.BigIntegerField()),
                ("ordinal", models.SmallIntegerField()),
                ("relation", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("quantity", models.BigIntegerField(null=True)),
                ("days", models.IntegerField(null=True)),
                ("against", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word",
                        "party",
                        "document",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("word", models.TextField()),
                ("party", models.BigIntegerField()),
                ("document", models.BigIntegerField()),
                ("is_guest", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="News",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "event", "owner", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("event", models.BigIntegerField()),
                ("owner", models.BigIntegerField()),
                ("relation", models.BigIntegerField()),
            ],
            options={
                "verbose_name_plural": "news",
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("digest", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("body", models.BinaryField()),
                ("size", models.IntegerField(help_text="Bytes before deflating.")),
                ("received_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
            ],
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "document", "ordinal", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("document", models.BigIntegerField()),
                ("ordinal", models.SmallIntegerField()),
                ("relation", models.BigIntegerField()),
                ("why", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="BillTie",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("document", models.BigIntegerField()),
                ("place", models.IntegerField()),
                ("bill", models.BigIntegerField()),
                ("rule", models.TextField()),
                ("score", models.IntegerField()),
                ("reasons", models.TextField(help_text="JSON list of sentences.")),
                ("ended_at", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["document"], name="bill_tie_document"),
                    models.Index(fields=["bill"], name="bill_tie_bill"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cursor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("consumer", models.TextField()),
                ("relation", models.BigIntegerField()),
                ("serial", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("consumer", "relation"), name="cursor_of_consumer")
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("line", models.BigIntegerField(null=True)),
                ("bill", models.BigIntegerField(null=True)),
                ("document", models.BigIntegerField(null=True)),
                ("place", models.IntegerField()),
                ("act", models.TextField()),
                ("by", models.TextField()),
                ("quantity", models.BigIntegerField(null=True)),
                ("unit", models.TextField(blank=True)),
                ("price", models.BigIntegerField(null=True)),
                ("amount", models.BigIntegerField(null=True)),
                ("happened_on", models.IntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("reverses", models.BigIntegerField(null=True)),
                ("value", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("line__isnull", False)), fields=["line"], name="entry_line"
                    ),
                    models.Index(
                        condition=models.Q(("line__isnull", True)), fields=["bill"], name="entry_bill"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("line__isnull", False), ("bill__isnull", False), _connector="OR"),
                        name="entry_stands_somewhere",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reverses__isnull", False)),
                        fields=("reverses",),
                        name="entry_reversed_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "owner", "ordinal", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner", models.BigIntegerField()),
                ("ordinal", models.SmallIntegerField()),
                ("relation", models.BigIntegerField()),
                ("is_bill", models.BooleanField()),
                ("kind", models.TextField()),
                ("cause", models.TextField()),
                ("quantity", models.BigIntegerField(null=True)),
                ("amount", models.BigIntegerField(null=True)),
                ("counted", models.BigIntegerField()),
                ("currency", models.TextField(blank=True)),
                ("turn", models.TextField(help_text="Role of who acts next.")),
                ("party", models.BigIntegerField(help_text="Who that is; 0 where nobody is.")),
                ("since_on", models.IntegerField(null=True)),
                ("due_on", models.IntegerField(null=True)),
                ("is_held", models.BooleanField()),
                ("is_accepted", models.BooleanField()),
                ("closed_on", models.IntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("closed_on__isnull", True), ("is_accepted", False), ("is_held", False)
                        ),
                        fields=["party", "due_on"],
                        name="gap_turn",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "line",
                        "kind",
                        "target",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("line", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("target", models.BigIntegerField()),
                ("factor", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["target"], name="link_target")],
            },
        ),
        migrations.CreateModel(
            name="Loose",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "document", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("document", models.BigIntegerField()),
                ("place", models.IntegerField()),
                ("relation", models.BigIntegerField()),
                ("act", models.TextField()),
                ("why", models.TextField()),
                (
                    "candidates",
                    models.TextField(help_text="JSON list of [line, score, reasons], best first."),
                ),
            ],
            options={
                "verbose_name_plural": "loose",
                "indexes": [models.Index(fields=["relation"], name="loose_relation")],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField(blank=True, default="")),
                ("is_person", models.BooleanField(default=False)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="record.party",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "parties",
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(unique=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identifiers",
                        to="record.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Refused",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField()),
                ("file", models.TextField(blank=True)),
                ("why", models.TextField()),
                ("hint", models.TextField(blank=True)),
                ("received_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
            ],
            options={
                "verbose_name_plural": "refused",
                "constraints": [models.UniqueConstraint(fields=("digest", "file"), name="refused_once")],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.BigIntegerField(default=0)),
                ("head", models.BinaryField(default=b"")),
                ("documents", models.IntegerField(default=0)),
                ("seeking", models.IntegerField(default=0)),
                ("stale", models.BigIntegerField(null=True)),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.party"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("bundle", models.BigIntegerField()),
                ("key", models.TextField()),
                ("giver", models.BigIntegerField()),
                ("taker", models.BigIntegerField()),
                ("deal", models.TextField(blank=True)),
                ("number", models.TextField(blank=True)),
                ("sellers", models.TextField(blank=True)),
                ("buyers", models.TextField(blank=True)),
                ("standard", models.TextField(blank=True)),
                ("name", models.TextField(blank=True)),
                ("quantity", models.BigIntegerField()),
                ("asked_on", models.IntegerField()),
                ("is_open", models.BooleanField()),
                ("value", models.BinaryField()),
                ("state", models.BinaryField()),
                (
                    "relation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.relation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("number", models.TextField(blank=True)),
                ("issued_on", models.IntegerField(null=True)),
                ("giver", models.BigIntegerField()),
                ("taker", models.BigIntegerField()),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("meaning", models.TextField()),
                ("value", models.BinaryField()),
                ("state", models.TextField()),
                ("bundle", models.BigIntegerField()),
                ("is_seeking", models.BooleanField(default=False)),
                ("is_silent", models.BooleanField(default=False)),
                ("file", models.TextField(blank=True)),
                ("recorded_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
                (
                    "relation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.relation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("bundle", models.BigIntegerField()),
                ("document", models.BigIntegerField()),
                ("key", models.TextField()),
                ("number", models.TextField(blank=True)),
                ("giver", models.BigIntegerField()),
                ("taker", models.BigIntegerField()),
                ("issued_on", models.IntegerField(null=True)),
                ("payable", models.BigIntegerField()),
                ("state", models.BinaryField()),
                (
                    "relation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.relation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.IntegerField(help_text="First day, as a day number.")),
                ("version", models.IntegerField()),
                ("body", models.BinaryField(help_text="`kernel.line.Terms`, encoded.")),
                ("recorded_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
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
                    "relation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="record.relation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "terms",
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("document", models.BigIntegerField()),
                ("place", models.IntegerField()),
                ("line", models.BigIntegerField()),
                ("rule", models.TextField()),
                ("score", models.IntegerField()),
                ("reasons", models.TextField(help_text="JSON list of sentences.")),
                ("ended_at", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["document"], name="tie_document")],
            },
        ),
        migrations.CreateModel(
            name="Way",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kinds",
                    models.TextField(
                        default="", help_text="Kinds of paper seen, sorted, with a bar between them."
                    ),
                ),
                ("is_self_billed", models.BooleanField(default=False)),
                ("names_orders", models.BooleanField(default=False)),
                ("delivery_term", models.TextField(blank=True, default="")),
                ("papers", models.IntegerField(default=0)),
                ("has_asked", models.BooleanField(default=False)),
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
                    "relation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ways", to="record.relation"
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.party",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.UniqueConstraint(fields=("one", "other"), name="relation_of_two"),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lte", models.F("other"))), name="relation_lower_first"
            ),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["bundle"], name="line_bundle"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["relation", "deal", "number"], name="line_deal"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                condition=models.Q(("is_open", True), models.Q(("sellers", ""), _negated=True)),
                fields=["relation", "sellers", "quantity", "asked_on"],
                name="line_sellers",
            ),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                condition=models.Q(("is_open", True), models.Q(("buyers", ""), _negated=True)),
                fields=["relation", "buyers", "quantity", "asked_on"],
                name="line_buyers",
            ),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                condition=models.Q(("is_open", True), models.Q(("standard", ""), _negated=True)),
                fields=["relation", "standard", "quantity", "asked_on"],
                name="line_standard",
            ),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                condition=models.Q(("is_open", True), models.Q(("name", ""), _negated=True)),
                fields=["relation", "name", "quantity", "asked_on"],
                name="line_name",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["bundle"], name="document_bundle"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("is_seeking", True)), fields=["relation"], name="document_seeking"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "taken")), fields=("key",), name="document_taken_once"
            ),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(fields=["bundle"], name="bill_bundle"),
        ),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(fields=["relation", "number"], name="bill_number"),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.UniqueConstraint(fields=("relation", "giver", "version"), name="terms_version"),
        ),
        migrations.AddConstraint(
            model_name="way",
            constraint=models.UniqueConstraint(fields=("relation", "giver"), name="way_of_relation"),
        ),
    ]
