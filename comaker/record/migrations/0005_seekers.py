"""What papers that seek are about is filed under the party that gives it, as all other mentions are."""

from django.db import migrations

_UNDER_GIVER = """
UPDATE record_mention SET party = (SELECT giver FROM record_document document WHERE document.id = record_mention.document)
WHERE word LIKE 'p:%'
"""
_UNDER_RELATION = "UPDATE record_mention SET party = document >> 32 WHERE word LIKE 'p:%'"


class Migration(migrations.Migration):
    """Mentions of products by giver."""

    dependencies = [("record", "0004_document_held")]

    operations = [migrations.RunSQL(_UNDER_GIVER, _UNDER_RELATION)]
