"""What the database itself holds: nobody is party 0, and facts are never changed or deleted."""

from typing import Any

from django.db import migrations

FACTS = ("entry", "tie", "billtie", "document", "paper")
# Of these a row may change in what is derived; all other columns are facts.
FIXED = {
    "tie": ("document", "place", "line", "rule", "score", "reasons"),
    "billtie": ("document", "place", "bill", "rule", "score", "reasons"),
    "document": (
        "relation_id",
        "kind",
        "number",
        "key",
        "digest",
        "meaning",
        "value",
        "state",
        "recorded_at",
    ),
}
WHY = "what is recorded is never changed or deleted; post a correction instead"


def guard(apps: Any, schema_editor: Any) -> None:
    """Add the triggers."""
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(
            "CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = '23514'; END $$"
        )
    for name in FACTS:
        columns = f" OF {', '.join(FIXED[name])}" if name in FIXED else ""
        for act, of in (("UPDATE", columns), ("DELETE", "")):
            trigger = f"record_{name}_no_{act.lower()}"
            if schema_editor.connection.vendor == "postgresql":
                run(
                    f"CREATE TRIGGER {trigger} BEFORE {act}{of} ON record_{name} "
                    "FOR EACH ROW EXECUTE FUNCTION record_refuse()"
                )
            else:
                run(
                    f"CREATE TRIGGER {trigger} BEFORE {act}{of} ON record_{name} "
                    f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
                )
    run("INSERT INTO record_party (id, name, is_person) VALUES (0, '', FALSE)")


def let_go(apps: Any, schema_editor: Any) -> None:
    """Take the triggers away again."""
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for name in FACTS:
        for act in ("update", "delete"):
            run(f"DROP TRIGGER record_{name}_no_{act}" + (f" ON record_{name}" if is_postgres else ""))
    if is_postgres:
        run("DROP FUNCTION record_refuse()")
    run("DELETE FROM record_party WHERE id = 0")


class Migration(migrations.Migration):
    """Guards of the facts."""

    dependencies = [("record", "0001_record")]

    operations = [migrations.RunPython(guard, let_go)]
