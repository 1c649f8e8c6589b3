"""Originators: the person behind an order, for whom somebody bought."""

from django.db import models
from django.db.models import Q

from comaker.front.models import Member
from comaker.record.models import Party


class Originator(models.Model):
    """The person behind a line: sees its row by a private link, and says how it was.

    Attributes:
        digest: SHA-256 of the secret of the link, which is shown once and kept nowhere.
        party: for whom the person was added; `name` what he is called.
        seen_at: when the link was first opened.
        grade: how it was, 1 to 5; `words` in his own words; None and empty until he says so.
    """

    digest = models.BinaryField(unique=True, max_length=32)
    line = models.BigIntegerField()
    relation = models.BigIntegerField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    name = models.TextField()
    given_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    grade = models.SmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(grade__isnull=True, answered_at__isnull=True)
                | Q(grade__gte=1, grade__lte=5, answered_at__isnull=False),
                name="originator_grade",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="originator_named"),
        ]
        indexes = [
            models.Index(fields=["line"], name="originator_line"),
            models.Index(fields=["party", "name"], name="originator_name"),
        ]

    def __str__(self) -> str:
        return self.name
