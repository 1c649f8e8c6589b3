"""Lines by the day on which they were asked, relation by relation, for lists with the newest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("record", "0009_gap_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["relation", "asked_on", "id"], name="line_asked_on"),
        ),
    ]
