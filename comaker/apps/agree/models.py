"""Proposals: terms that one side puts to the other."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from comaker.front.models import Member
from comaker.record.models import Party, Relation


class State(StrEnum):
    """What became of a proposal.

    SAID counts although one side alone says it, since nobody answers for the other side yet.
    """

    OPEN = "open"
    SAID = "said"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Proposal(models.Model):
    """Terms of one direction from a day on, as one side puts them to the other.

    Attributes:
        giver: whose lines they are about; `by` the party that proposes them.
        body: `kernel.line.Terms`, encoded.
        language: in which the other side is written to; empty leaves it to each.
        note: why; `answer` what the other side said to it.
        version: the number that the terms have in the record, once they count.
    """

    relation = models.ForeignKey(Relation, models.PROTECT, related_name="+", db_index=False)
    giver = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    from_on = models.IntegerField(help_text="First day, as a day number.")
    body = models.BinaryField()
    language = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    proposed_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    state = models.TextField(default=State.OPEN.value)
    answered_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    version = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relation", "giver"],
                condition=Q(state=State.OPEN.value),
                name="agree_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="agree_proposal_state"
            ),
        ]
        indexes = [models.Index(fields=["relation", "giver", "proposed_at"], name="agree_of_relation")]

    def __str__(self) -> str:
        return f"{self.state} terms of {self.giver}"
