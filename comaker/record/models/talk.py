"""Talk: words about a line between the parties, and when the customer asked about it."""

from django.db import models
from django.db.models import Q


class Talk(models.Model):
    """Something said about a line; added, never changed.

    Attributes:
        kind: "words", or "asked": somebody of `asked_by` wanted to know where the line stands.
        party: for which party it was said; `member` by whom, 0 for a visitor, `name` what he is called.
        only_for: the party whose own people alone see it, a note; 0 where both sides do.
        asked_by: for "asked" the party that asked, whoever wrote it down; else 0.
    """

    id = models.BigIntegerField(primary_key=True)
    relation = models.BigIntegerField()
    line = models.BigIntegerField()
    kind = models.TextField()
    party = models.BigIntegerField()
    member = models.BigIntegerField()
    name = models.TextField(blank=True)
    words = models.TextField(blank=True)
    only_for = models.BigIntegerField(default=0)
    asked_by = models.BigIntegerField(default=0)
    said_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")

    class Meta:
        verbose_name_plural = "talk"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="words", asked_by=0) & ~Q(words="") | Q(kind="asked", only_for=0),
                name="talk_says_something",
            ),
        ]
        indexes = [models.Index(fields=["line"], name="talk_line")]

    def __str__(self) -> str:
        return f"{self.name}: {self.words or self.kind}"
