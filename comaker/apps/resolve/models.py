"""Work on gaps: who looks at one, until when it is put aside, who was reminded, and what is let pass.

A gap is named by the key of its line or bill and its kind, since its place among others may change. What
people did is kept: a piece of work ends, and is not deleted.
"""

from django.db import models
from django.db.models import Q

from comaker.front.models import Member, User
from comaker.record.models import Party

# How many days go by before a party is reminded of the same gap again.
REMIND_DAYS = 3


class Work(models.Model):
    """What somebody of a party did about a gap.

    Attributes:
        owner: key of the line or bill.
        by: who did it; None for a visitor by private link.
        ended_at: when it was undone, or another took its place.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    owner = models.BigIntegerField()
    kind = models.TextField()
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} on {self.owner}"


class Assignment(Work):
    """Somebody looks at a gap for his party."""

    to = models.ForeignKey(Member, models.PROTECT, related_name="+")
    is_told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "owner", "kind"], condition=Q(ended_at__isnull=True), name="assigned_once"
            ),
        ]
        indexes = [
            models.Index(fields=["is_told"], condition=Q(is_told=False), name="assignment_untold"),
        ]


class Aside(Work):
    """A gap is put aside for a party until a day, a day number, on which it comes back by itself."""

    until_on = models.IntegerField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "owner", "kind"], condition=Q(ended_at__isnull=True), name="aside_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["party", "until_on"], condition=Q(ended_at__isnull=True), name="aside_until"
            ),
        ]


class Reminder(Work):
    """The other party was reminded of a gap; `to` is its number.

    Attributes:
        is_told: nobody there waits for a mail about it any more.
    """

    to = models.ForeignKey(Party, models.PROTECT, related_name="+")
    words = models.TextField(blank=True, default="")
    is_told = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "kind"], name="reminder_of"),
            models.Index(fields=["is_told"], condition=Q(is_told=False), name="reminder_untold"),
        ]


class Acceptance(Work):
    """A party lets a gap pass: by one person, or by two where it is more than the first may let pass.

    Attributes:
        quantity, amount: how much of it, as it stood when the first one let it pass.
        worth: what may be let pass by a person is held against this; None where nobody knows.
        number: of the concession that is posted for it, told by nobody else.
        seconded_by: the second person; `posted_at` since when it stands in the record.
        back_by, back_at: who took it back.
    """

    quantity = models.BigIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    worth = models.BigIntegerField(null=True)
    currency = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")
    number = models.TextField(unique=True)
    seconded_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    back_at = models.DateTimeField(null=True)
    is_told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "owner", "kind"],
                condition=Q(ended_at__isnull=True, posted_at__isnull=True),
                name="acceptance_waits_once",
            ),
        ]
        indexes = [
            models.Index(fields=["owner"], name="acceptance_of"),
            models.Index(fields=["is_told"], condition=Q(is_told=False), name="acceptance_untold"),
        ]


class Pace(models.TextChoices):
    """How often somebody wants mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


class Preference(models.Model):
    """How a user wants to be told; `daily_on` is the last day on which he was, a day number."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    pace = models.TextField(choices=Pace.choices, default=Pace.AT_ONCE)
    daily_on = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user}: {self.pace}"


class Told(models.Model):
    """A user was told of something by mail: each thing once.

    Attributes:
        what: the name of a model, and `item` the number of its row.
        sent_at: None while it is being sent.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    what = models.TextField()
    item = models.BigIntegerField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "what", "item"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.what} {self.item}"
