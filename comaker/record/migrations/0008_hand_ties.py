"""What persons say of papers: where a line belongs, and that a held one was looked at."""

from typing import Any

from django.db import migrations, models

# All but what took its place is a fact.
FIXED = (
    "id", "document", "place", "kind", "to_document", "to_place", "party", "member", "person", "reason",
    "said_at",
)  # fmt: skip
WHY = "what a person has said is never changed or deleted; what is said later takes its place"
_OURS = "= ANY (NULLIF(current_setting('comaker.parties', TRUE), '')::bigint[])"
_WITHIN = "(SELECT current_setting('comaker.scope', TRUE) = 'record')"
_OF_DOCUMENT = "EXISTS (SELECT FROM record_document seen WHERE seen.id = record_hand.document)"


def guard(apps: Any, schema_editor: Any) -> None:
    """Add the triggers, and on PostgreSQL the second lock."""
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for act, of in (("UPDATE", f" OF {', '.join(FIXED)}"), ("DELETE", "")):
        trigger = f"CREATE TRIGGER record_hand_no_{act.lower()} BEFORE {act}{of} ON record_hand"
        if is_postgres:
            run(f"{trigger} FOR EACH ROW EXECUTE FUNCTION record_refuse()")
        else:
            run(f"{trigger} BEGIN SELECT RAISE(ABORT, '{WHY}'); END")
    if is_postgres:
        run("ALTER TABLE record_hand ENABLE ROW LEVEL SECURITY")
        run(f"CREATE POLICY seen ON record_hand FOR SELECT USING ({_WITHIN} OR {_OF_DOCUMENT})")
        run(f"CREATE POLICY posted ON record_hand FOR ALL USING ({_WITHIN}) WITH CHECK ({_WITHIN})")
        run("DROP POLICY seen ON record_refused")
        run(f"CREATE POLICY seen ON record_refused FOR SELECT USING ({_WITHIN} OR party {_OURS})")


def let_go(apps: Any, schema_editor: Any) -> None:
    """Take them away again."""
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for act in ("update", "delete"):
        run(f"DROP TRIGGER record_hand_no_{act}" + (" ON record_hand" if is_postgres else ""))
    if is_postgres:
        run("DROP POLICY seen ON record_hand")
        run("DROP POLICY posted ON record_hand")
        run("DROP POLICY seen ON record_refused")
        run(f"CREATE POLICY seen ON record_refused FOR SELECT USING ({_WITHIN} OR FALSE)")


class Migration(migrations.Migration):
    """Hands, whose refused files are, and an index on when documents came."""

    dependencies = [("record", "0007_talk")]

    operations = [
        migrations.CreateModel(
            name="Hand",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("document", models.BigIntegerField()),
                ("place", models.IntegerField()),
                ("kind", models.TextField()),
                ("to_document", models.BigIntegerField(null=True)),
                ("to_place", models.IntegerField(null=True)),
                ("party", models.BigIntegerField()),
                ("member", models.BigIntegerField()),
                ("person", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("said_at", models.BigIntegerField(help_text="Microseconds since 1970, UTC.")),
                ("ended_at", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name="hand",
            constraint=models.UniqueConstraint(
                fields=("document", "place"),
                condition=models.Q(ended_at__isnull=True),
                name="hand_holds_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="hand",
            constraint=models.CheckConstraint(
                condition=models.Q(kind="tied", to_document__isnull=False, to_place__isnull=False)
                | models.Q(kind__in=["nothing", "loose", "seen", "back"], to_document__isnull=True),
                name="hand_is_of_a_kind",
            ),
        ),
        migrations.AddField(
            model_name="relation", name="hands", field=models.IntegerField(default=0, db_default=0)
        ),
        migrations.RemoveConstraint(model_name="refused", name="refused_once"),
        migrations.AddField(
            model_name="refused", name="party", field=models.BigIntegerField(default=0, db_default=0)
        ),
        migrations.AddConstraint(
            model_name="refused",
            constraint=models.UniqueConstraint(fields=("party", "digest", "file"), name="refused_once"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["relation", "recorded_at", "id"], name="document_recorded"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["relation"], condition=models.Q(state="held"), name="document_waiting"
            ),
        ),
        migrations.RunPython(guard, let_go),
    ]
