"""What is stored of web hooks: where they go, what is on its way, and the order of all that happened."""

from django.db import models
from django.db.models import Q

from comaker.front.hooks.states import DEAD, SENT, SKIPPED, WAITING


class Hook(models.Model):
    """An address that is told what changes in the relations of a party.

    Attributes:
        secret: what deliveries are signed with; the receiver knows it too.
        failures: how often in a row it was not reached; `due_at` not before then it is tried again.
        resting_since: when a person stopped its deliveries, or the receiver said that it is gone.
        made_at, ended_at and all moments here: microseconds since 1970, UTC.
    """

    party = models.ForeignKey("record.Party", models.PROTECT, related_name="hooks")
    url = models.TextField()
    secret = models.BinaryField()
    made_by = models.ForeignKey("front.Member", models.PROTECT, null=True, related_name="+")
    made_at = models.BigIntegerField()
    failures = models.IntegerField(default=0)
    due_at = models.BigIntegerField(default=0)
    resting_since = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One event on its way to one hook.

    Those of a relation go in the order of its events: one waits until none before it is waiting or dead.

    Attributes:
        event: key of the event in the record; with the hook it makes the id that the receiver sees.
        body: the bytes that are sent, the same each time.
        due_at: not before then, in microseconds since 1970; while it is being sent, when the sender gives up.
        why: what went wrong last, empty when nothing has.
    """

    hook = models.ForeignKey(Hook, models.PROTECT, related_name="deliveries", db_index=False)
    event = models.BigIntegerField()
    relation = models.BigIntegerField()
    body = models.TextField()
    state = models.TextField(default=WAITING)
    attempts = models.SmallIntegerField(default=0)
    due_at = models.BigIntegerField()
    status = models.SmallIntegerField(null=True)
    why = models.TextField(default="")
    made_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["hook", "event"], name="delivery_of_event"),
            models.CheckConstraint(
                condition=Q(state__in=[WAITING, SENT, DEAD, SKIPPED]), name="delivery_state"
            ),
        ]
        indexes = [
            models.Index(fields=["hook", "id"], name="delivery_hook"),
            models.Index(
                fields=["hook", "relation", "event"],
                condition=Q(state__in=[WAITING, DEAD]),
                name="delivery_lane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.hook_id}"


class Happening(models.Model):
    """An event of a party's relations, in the order in which programs read on from one to the next."""

    party = models.BigIntegerField()
    event = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "party"], name="happening_of_event")]
        indexes = [models.Index(fields=["party", "id"], name="happening_party")]

    def __str__(self) -> str:
        return f"{self.id}: {self.event}"
