"""Parties and their relations."""

from django.db import models
from django.db.models import F, Q


class Party(models.Model):
    """A person or organisation. Number 0 is nobody: a paper that names no party stands between 0 and it.

    Attributes:
        merged_into: the party that stands for it, when two turned out to be one.
        by_name: "joined" while it stands for another only because it is known by that one's name alone;
            "apart" when a person has said that it is somebody else.
        has_packings: it has told what packages of its products hold, so that papers look for these.
    """

    name = models.TextField(blank=True, default="")
    is_person = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    by_name = models.TextField(blank=True, default="", db_default="")
    has_packings = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name or f"party {self.pk}"


class Identifier(models.Model):
    """A number or name by which papers know a party, such as `gln:7300010000001`; the first is its key.

    Attributes:
        origin: the party that it was filed under before that was merged into this one.
    """

    text = models.TextField(unique=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="identifiers")
    origin = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.text


class Name(models.Model):
    """A name that papers give a party, folded."""

    text = models.TextField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="names")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "party"], name="name_of_party")]

    def __str__(self) -> str:
        return self.text


class Relation(models.Model):
    """Two parties that deal with each other, and the count of all that was ever written between them.

    Attributes:
        one, other: the parties, the lower number first.
        serial: the last serial number given out; raising it is the relation's lock.
        head: the hash of its last entry.
        documents: how many papers were taken in; `seeking` how many of them are not tied for certain.
        hands: how much of what persons have said of papers holds.
        stale: the last bundle that a worker has worked out under new terms; None when none waits.
    """

    one = models.ForeignKey(Party, models.PROTECT, related_name="+")
    other = models.ForeignKey(Party, models.PROTECT, related_name="+")
    serial = models.BigIntegerField(default=0)
    head = models.BinaryField(default=b"")
    documents = models.IntegerField(default=0)
    seeking = models.IntegerField(default=0)
    hands = models.IntegerField(default=0, db_default=0)
    stale = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="relation_of_two"),
            models.CheckConstraint(condition=Q(one__lte=F("other")), name="relation_lower_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"


class Way(models.Model):
    """One direction of a relation: how papers go from which usual terms are read (`kernel.usual`)."""

    relation = models.ForeignKey(Relation, models.PROTECT, related_name="ways")
    giver = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    taker = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    kinds = models.TextField(default="", help_text="Kinds of paper seen, sorted, with a bar between them.")
    is_self_billed = models.BooleanField(default=False)
    names_orders = models.BooleanField(default=False)
    delivery_term = models.TextField(blank=True, default="")
    papers = models.IntegerField(default=0)
    has_asked = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relation", "giver"], name="way_of_relation")]

    def __str__(self) -> str:
        return f"{self.giver} gives, {self.taker} takes"


class Terms(models.Model):
    """Terms that two parties agreed for one direction, from a day on; a later version takes their place."""

    relation = models.ForeignKey(Relation, models.PROTECT, related_name="terms")
    giver = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    from_on = models.IntegerField(help_text="First day, as a day number.")
    version = models.IntegerField()
    body = models.BinaryField(help_text="`kernel.line.Terms`, encoded.")
    recorded_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")

    class Meta:
        verbose_name_plural = "terms"
        constraints = [
            models.UniqueConstraint(fields=["relation", "giver", "version"], name="terms_version"),
        ]

    def __str__(self) -> str:
        return f"terms {self.version} of {self.relation}"
