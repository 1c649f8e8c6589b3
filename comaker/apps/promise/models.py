"""What is kept of what people say by hand: their numbers, their forms, and the files beside these."""

from django.db import models

from comaker.record.models import Party


class Sequence(models.Model):
    """The last number that a party gave out in a series, such as its orders of a year.

    Attributes:
        series: what is numbered, as it stands before the numbers: PO, INV.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    series = models.TextField()
    year = models.IntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "series", "year"], name="sequence_of_party"),
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.last:04}"


class SentForm(models.Model):
    """A form that was sent, by its key, so that sending it twice is harmless.

    Attributes:
        document: the key of what it became in the record; `number` as its paper bears it.
    """

    key = models.TextField(primary_key=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    relation = models.BigIntegerField()
    deal = models.TextField()
    giver = models.BigIntegerField()
    document = models.BigIntegerField()
    number = models.TextField()
    sent_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")

    def __str__(self) -> str:
        return self.number


class Enclosure(models.Model):
    """A file that somebody read while filling in a form, kept with what he made of it.

    Attributes:
        digest: of its bytes, under which the record keeps them.
        document: the key of what was made of it; None while the form is still open.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32)
    name = models.TextField()
    document = models.BigIntegerField(null=True, blank=True)
    kept_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "digest", "document"], name="enclosure_once"),
        ]
        indexes = [models.Index(fields=["document"], name="enclosure_of_document")]

    def __str__(self) -> str:
        return self.name
