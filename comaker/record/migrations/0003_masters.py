"""Master data: sites, products with their numbers and packings, items and stock."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

# Of these nothing is ever deleted; the last three are not changed either.
KEPT = ("item", "holding", "count", "terms")
FIXED = KEPT[1:]
WHY = "what is recorded is never changed or deleted; record what is right beside it"


def guard(apps: Any, schema_editor: Any) -> None:
    """Add the triggers."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for act, names in (("DELETE", KEPT), ("UPDATE", FIXED)):
        for name in names:
            trigger = f"CREATE TRIGGER record_{name}_no_{act.lower()} BEFORE {act} ON record_{name}"
            if is_postgres:
                schema_editor.execute(f"{trigger} FOR EACH ROW EXECUTE FUNCTION record_refuse()")
            else:
                schema_editor.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, '{WHY}'); END")


def let_go(apps: Any, schema_editor: Any) -> None:
    """Take the triggers away again."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for act, names in (("delete", KEPT), ("update", FIXED)):
        for name in names:
            on = f" ON record_{name}" if is_postgres else ""
            schema_editor.execute(f"DROP TRIGGER record_{name}_no_{act}{on}")


class Migration(migrations.Migration):
    """Tables of master data."""

    dependencies = [
        ("record", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="party",
            name="has_packings",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="identifier",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="record.party",
            ),
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField(blank=True)),
                ("unit", models.TextField(blank=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="record.product",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="record.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Packing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.TextField()),
                ("quantity", models.BigIntegerField()),
                ("of", models.TextField()),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packings",
                        to="record.product",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Number",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("text", models.TextField()),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.party",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.party",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbers",
                        to="record.product",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField()),
                ("is_lot", models.BooleanField(default=False)),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="record.product",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                (
                    "gln",
                    models.TextField(blank=True, help_text="GLN of the location; empty where it has none."),
                ),
                ("street", models.TextField(blank=True)),
                ("postcode", models.TextField(blank=True)),
                ("city", models.TextField(blank=True)),
                ("country", models.TextField(blank=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="record.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Dock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                ("gln", models.TextField(blank=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="docks", to="record.site"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.TextField(blank=True)),
                ("unit_number", models.TextField(blank=True)),
                ("quantity", models.BigIntegerField()),
                ("unit", models.TextField(blank=True)),
                ("counted_on", models.IntegerField(help_text="As a day number.")),
                ("recorded_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="record.product",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="record.site",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "since_on",
                    models.IntegerField(help_text="First day, as a day number; 0 where nobody says."),
                ),
                ("recorded_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="record.party",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="record.item",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["item", "since_on"], name="holding_of_item")],
            },
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("pk", models.F("merged_into")), _negated=True), name="product_merged_away"
            ),
        ),
        migrations.AddConstraint(
            model_name="packing",
            constraint=models.UniqueConstraint(fields=("product", "unit"), name="packing_of_product"),
        ),
        migrations.AddConstraint(
            model_name="packing",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="packing_holds_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="packing",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit", models.F("of")), _negated=True), name="packing_of_another_unit"
            ),
        ),
        migrations.AddIndex(
            model_name="number",
            index=models.Index(fields=["owner", "text"], name="number_text"),
        ),
        migrations.AddConstraint(
            model_name="number",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["makers", "name"]), _negated=True),
                fields=("owner", "kind", "party", "text"),
                name="number_of_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="number",
            constraint=models.UniqueConstraint(
                fields=("product", "kind", "party", "text"), name="number_of_product"
            ),
        ),
        migrations.AddConstraint(
            model_name="number",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["sellers", "buyers", "standard", "makers", "name"])),
                name="number_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="number",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "buyers"), ("party__gt", 0)),
                    models.Q(models.Q(("kind", "buyers"), _negated=True), ("party", 0)),
                    _connector="OR",
                ),
                name="number_of_taker",
            ),
        ),
        migrations.AddConstraint(
            model_name="number",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="number_said"
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["number"], name="item_number"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                fields=("product", "is_lot", "number"), name="item_of_product"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="item_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(fields=("party", "name"), name="site_of_party"),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gln", ""), _negated=True), fields=("gln",), name="site_gln"
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="site_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="dock",
            constraint=models.UniqueConstraint(fields=("site", "name"), name="dock_of_site"),
        ),
        migrations.AddConstraint(
            model_name="dock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gln", ""), _negated=True), fields=("gln",), name="dock_gln"
            ),
        ),
        migrations.AddConstraint(
            model_name="dock",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="dock_named"
            ),
        ),
        migrations.AddIndex(
            model_name="count",
            index=models.Index(fields=["site", "product", "counted_on"], name="count_of_site"),
        ),
        migrations.AddIndex(
            model_name="count",
            index=models.Index(fields=["product", "unit_number", "counted_on"], name="count_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 0)), name="count_not_negative"
            ),
        ),
        migrations.RunPython(guard, let_go),
    ]
