"""What is stored for programs: their tokens, and the answers that a repeated write gets again."""

from django.db import models
from django.db.models import Q

from comaker.kernel.access import Job


class Token(models.Model):
    """What a program shows to act for a party.

    Attributes:
        job: what it may do and see at most, as a person in that job; `scopes` what of that it is for: names
            of `kernel.access.Doing` and "read", with a bar between them.
        digest: SHA-256 of its secret, which is shown once and kept nowhere; `prefix` its first signs, by
            which people know it.
        made_by: who made it; None for one that an operator made.
        made_at, expires_at, revoked_at: microseconds since 1970, UTC.
        used_on: the last day on which it was used, as a day number.
    """

    party = models.ForeignKey("record.Party", models.PROTECT, related_name="tokens")
    name = models.TextField()
    job = models.TextField()
    scopes = models.TextField()
    digest = models.BinaryField(unique=True, max_length=32)
    prefix = models.TextField()
    made_by = models.ForeignKey("front.Member", models.PROTECT, null=True, related_name="+")
    made_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(null=True)
    revoked_at = models.BigIntegerField(null=True)
    used_on = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(job__in=[job.value for job in Job]), name="token_job"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Answer(models.Model):
    """What a write was answered, so that the same one again gets the same; kept for ever.

    Attributes:
        key: the Idempotency-Key that the program gave, one of its party's.
        asked: SHA-256 of what was asked: operation, type and body.
        body: the answer's bytes, deflated.
    """

    pk = models.CompositePrimaryKey("party", "key")
    party = models.BigIntegerField()
    key = models.TextField()
    asked = models.BinaryField(max_length=32)
    status = models.SmallIntegerField()
    body = models.BinaryField()
    answered_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")

    def __str__(self) -> str:
        return self.key
