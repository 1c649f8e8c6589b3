"""What follows from the facts: gaps, lapses, what is loose, and what workers are told."""

from django.db import models
from django.db.models import Q

_STANDS = Q(closed_on__isnull=True, is_held=False, is_accepted=False)


class Gap(models.Model):
    """A difference on a line or bill; derived. `owner` is the key of the line or bill.

    Whose turn it is is asked of millions of gaps, for the side that acts and the side that waits: a gap is
    somebody's turn at once when no day is waited for, else after `due_on`. The indexes tell gaps of each kind
    by these days, the longest waiting first, and all gaps by what they count; what a list and its sums need
    stands in them. A query says the condition of the index that it means word for word, so that no other can
    be taken for it, however small the table was when it was planned.
    """

    pk = models.CompositePrimaryKey("owner", "ordinal")
    owner = models.BigIntegerField()
    ordinal = models.SmallIntegerField()
    relation = models.BigIntegerField()
    is_bill = models.BooleanField()
    kind = models.TextField()
    cause = models.TextField()
    quantity = models.BigIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    counted = models.BigIntegerField()
    currency = models.TextField(blank=True)
    turn = models.TextField(help_text="Role of who acts next.")
    party = models.BigIntegerField(help_text="Who that is; 0 where nobody is.")
    other = models.BigIntegerField(default=0, db_default=0, help_text="The side that waits for it.")
    since_on = models.IntegerField(default=0, help_text="0 where no day is known.")
    due_on = models.IntegerField(null=True)
    is_held = models.BooleanField()
    is_accepted = models.BooleanField()
    closed_on = models.IntegerField(null=True)

    class Meta:
        indexes = [
            *[
                models.Index(
                    fields=[side, "kind", "due_on", "since_on", "owner", "counted", "currency"],
                    condition=_STANDS & Q(**{f"{side}__gte": 1}),
                    name=f"gap_{side}",
                )
                for side in ("party", "other")
            ],
            *[
                models.Index(
                    fields=[side, "counted", "owner", "due_on", "since_on", "kind"],
                    condition=_STANDS & Q(**{f"{side}__gt": 0}, counted__gte=0),
                    name=f"gap_{side}_money",
                )
                for side in ("party", "other")
            ],
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.owner}"


class Lapse(models.Model):
    """A promise broken in time; derived."""

    pk = models.CompositePrimaryKey("owner", "ordinal")
    owner = models.BigIntegerField()
    ordinal = models.SmallIntegerField()
    relation = models.BigIntegerField()
    kind = models.TextField()
    quantity = models.BigIntegerField(null=True)
    days = models.IntegerField(null=True)
    against = models.TextField()

    def __str__(self) -> str:
        return f"{self.kind} on {self.owner}"


class Loose(models.Model):
    """A document line that is not tied yet, -1 for the document as a whole, with its candidates."""

    pk = models.CompositePrimaryKey("document", "place")
    document = models.BigIntegerField()
    place = models.IntegerField()
    relation = models.BigIntegerField()
    act = models.TextField()
    why = models.TextField()
    candidates = models.TextField(help_text="JSON list of [line, score, reasons], best first.")

    class Meta:
        verbose_name_plural = "loose"
        indexes = [models.Index(fields=["relation"], name="loose_relation")]

    def __str__(self) -> str:
        return f"{self.document}/{self.place}: {self.why}"


class Remark(models.Model):
    """Something about a document that a person should look at."""

    pk = models.CompositePrimaryKey("document", "ordinal")
    document = models.BigIntegerField()
    ordinal = models.SmallIntegerField()
    relation = models.BigIntegerField()
    why = models.TextField()

    def __str__(self) -> str:
        return self.why


class Event(models.Model):
    """The outbox: what changed, in the order of its relation's serial numbers."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    body = models.TextField(help_text="JSON.")
    recorded_at = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Cursor(models.Model):
    """How far a worker has read the events of a relation."""

    consumer = models.TextField()
    relation = models.BigIntegerField()
    serial = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consumer", "relation"], name="cursor_of_consumer")]

    def __str__(self) -> str:
        return f"{self.consumer} at {self.relation}/{self.serial}"


class News(models.Model):
    """A line or bill that has changed, by the event that told it: what a worker keeps for who follows it."""

    pk = models.CompositePrimaryKey("event", "owner")
    event = models.BigIntegerField()
    owner = models.BigIntegerField()
    relation = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "news"

    def __str__(self) -> str:
        return f"{self.owner} at {self.event}"
