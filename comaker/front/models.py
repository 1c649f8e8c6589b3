"""People: users, the jobs that parties gave them, mandates, and the links that let others in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q

from comaker.front.api.models import Answer, Token
from comaker.front.hooks.models import Delivery, Happening, Hook
from comaker.kernel.access import Job
from comaker.record.models import Party, Relation

__all__ = [
    "Answer",
    "Delivery",
    "Happening",
    "Hook",
    "Invitation",
    "Mandate",
    "Member",
    "Token",
    "User",
    "Users",
    "Visit",
]


class Users(BaseUserManager["User"]):
    """Makes users, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **more: object) -> "User":
        """Make a user; without a password he signs in by a link or an identity provider."""
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **more: object) -> "User":
        """Make a user who may open the admin pages."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **more)


class User(AbstractUser):
    """A person with an account.

    Attributes:
        language: in which pages and mails are; `time_zone` in which moments are shown.
    """

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.TextField(blank=True, default="")
    language = models.TextField(blank=True, default="")
    time_zone = models.TextField(blank=True, default="")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Users] = Users()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return what to call the user."""
        return str(self)

    def get_short_name(self) -> str:
        """Return what to call the user in a word."""
        return self.name.split()[0] if self.name.split() else self.email.partition("@")[0]


_JOBS = [(job.value, job.value) for job in Job]


class Member(models.Model):
    """A person who does a job for a party.

    Attributes:
        accept_max: what he may let pass by himself, in money; None for any amount.
        ended_at: since when he no longer does; a member is never deleted, since what he did stays.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="members")
    party = models.ForeignKey(Party, models.PROTECT, related_name="members")
    job = models.TextField(choices=_JOBS)
    accept_max = models.BigIntegerField(null=True, blank=True)
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "party"], condition=Q(ended_at__isnull=True), name="member_once"
            ),
            models.CheckConstraint(condition=Q(job__in=[job.value for job in Job]), name="member_job"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.job} of {self.party}"


class Mandate(models.Model):
    """A party lets another act for it on named acts, such as a carrier that receives.

    Attributes:
        doings: names of `kernel.access.Doing`, with a bar between them.
    """

    of = models.ForeignKey(Party, models.PROTECT, related_name="mandates_given")
    to = models.ForeignKey(Party, models.PROTECT, related_name="mandates_held")
    doings = models.TextField()
    given_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["of", "to"], condition=Q(ended_at__isnull=True), name="mandate_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to} for {self.of}"


class Invitation(models.Model):
    """A link by which somebody joins a party; it works once.

    Attributes:
        digest: SHA-256 of its secret, which is shown once and kept nowhere.
        job: what he will do; `email` to whom it was sent, empty where it was handed over.
    """

    digest = models.BinaryField(unique=True, max_length=32)
    party = models.ForeignKey(Party, models.PROTECT, related_name="invitations")
    job = models.TextField(choices=_JOBS)
    email = models.EmailField(blank=True, default="")
    invited_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.job} of {self.party}"


class Visit(models.Model):
    """A private link to one deal, for a side that has no account; it can be used until it expires.

    Attributes:
        digest: SHA-256 of its secret.
        party: for whom the visitor answers; `deal` the number of the deal in the relation.
        name: what to call him.
    """

    digest = models.BinaryField(unique=True, max_length=32)
    party = models.ForeignKey(Party, models.PROTECT, related_name="visits")
    relation = models.ForeignKey(Relation, models.PROTECT, related_name="+")
    deal = models.TextField()
    name = models.TextField(blank=True, default="")
    given_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.deal} for {self.party}"
