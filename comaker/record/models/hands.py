"""Hands: what persons have said of papers."""

from django.db import models
from django.db.models import Q


class Hand(models.Model):
    """What a person has said of a document, or of a line of it; a later one takes its place, never deleted.

    Attributes:
        place: of the line in its document, -1 for the document as a whole.
        kind: "tied" (it belongs with another paper line), "nothing" (it belongs to nothing here), "loose"
            (not where it was), "seen" (a held document was looked at, and the first one stands), or "back"
            (what was said before it is taken back).
        to_document, to_place: the paper line that stands for the line to which it belongs; place -1 for a
            whole order, or a bill.
        party: for whom; `member` the person's number there, `person` what he was called.
        reason: a sentence for people.
        ended_at: the key of what took its place; its own for "back". None while it holds.
    """

    id = models.BigIntegerField(primary_key=True)
    document = models.BigIntegerField()
    place = models.IntegerField()
    kind = models.TextField()
    to_document = models.BigIntegerField(null=True)
    to_place = models.IntegerField(null=True)
    party = models.BigIntegerField()
    member = models.BigIntegerField()
    person = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    said_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "place"], condition=Q(ended_at__isnull=True), name="hand_holds_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="tied", to_document__isnull=False, to_place__isnull=False)
                | Q(kind__in=["nothing", "loose", "seen", "back"], to_document__isnull=True),
                name="hand_is_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}/{self.place} {self.kind}"
