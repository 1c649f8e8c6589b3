"""An index on the keys of held documents, as there is one on those of documents that are taken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The keys of held documents."""

    dependencies = [("record", "0003_masters")]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["key"], condition=models.Q(state="held"), name="document_held"),
        ),
    ]
