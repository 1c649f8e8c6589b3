"""Whose turn it is, asked from both sides: gaps by the day and by the money, for who acts and who waits."""

from django.db import migrations, models

_OTHER = """
UPDATE record_gap SET other = coalesce((
    SELECT CASE WHEN relation.one_id = record_gap.party THEN relation.other_id ELSE relation.one_id END
    FROM record_relation relation WHERE relation.id = record_gap.relation
), 0)
WHERE party <> 0
"""
_BY_DAY = ["kind", "due_on", "since_on", "owner", "counted", "currency"]
_BY_MONEY = ["counted", "owner", "due_on", "since_on", "kind"]


def _index(side: str, name: str, fields: list[str], **only: int) -> migrations.AddIndex:
    stands = models.Q(closed_on__isnull=True, is_held=False, is_accepted=False) & models.Q(**only)
    return migrations.AddIndex("gap", models.Index(fields=[side, *fields], condition=stands, name=name))


class Migration(migrations.Migration):
    """The side that waits, and the indexes."""

    dependencies = [("record", "0008_hand_ties")]

    operations = [
        migrations.AddField(
            "gap",
            "other",
            models.BigIntegerField(default=0, db_default=0, help_text="The side that waits for it."),
        ),
        migrations.RunSQL(_OTHER, migrations.RunSQL.noop),
        migrations.RunSQL(
            "UPDATE record_gap SET since_on = 0 WHERE since_on IS NULL", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            "gap", "since_on", models.IntegerField(default=0, help_text="0 where no day is known.")
        ),
        migrations.RemoveIndex("gap", "gap_turn"),
        _index("party", "gap_party", _BY_DAY, party__gte=1),
        _index("other", "gap_other", _BY_DAY, other__gte=1),
        _index("party", "gap_party_money", _BY_MONEY, party__gt=0, counted__gte=0),
        _index("other", "gap_other_money", _BY_MONEY, other__gt=0, counted__gte=0),
    ]
