"""Outsiders: how the other side of a relation, for which nobody acts yet, is let in by who deals with it."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection
from django.utils.translation import gettext as _

from comaker.front.models import Invitation, Member
from comaker.front.refusals import NotAllowed
from comaker.kernel.access import Asker, Doing, Job, may
from comaker.kernel.refusal import Refusal
from comaker.record.sight import beyond, known_as
from comaker.record.transaction import reading

_MONTH = timedelta(days=30)
_WAITING_MAX = 10
_STRANGERS = """
SELECT id FROM record_relation
WHERE documents > 0 AND (
    (one_id IN :ints AND NOT (other_id IN :ints)) OR (other_id IN :ints AND NOT (one_id IN :ints))
) LIMIT 1
"""


class HasPeople(Refusal):
    """Somebody acts for the party already; its owners let others in."""


class HasStrangers(Refusal):
    """The party has papers with others, which nobody may open who does not see them himself."""


class TooManyLinks(Refusal):
    """So many links are out already that another would not help."""


def people_of(parties: Collection[int]) -> list[Member]:
    """Return who acts for a party, by all its numbers, the longest first."""
    held = Member.objects.filter(party__in=parties, ended_at__isnull=True)
    return list(held.select_related("user").order_by("joined_at", "pk"))


def must_be_free(party: int, *, inviting: Collection[int]) -> None:
    """Refuse to let anybody begin for a party unless he sees nothing that who invites him does not see.

    Args:
        inviting: the numbers of the party that invites.

    Raises:
        HasPeople, HasStrangers: why not.
    """
    with beyond():
        numbers = known_as(party)
        if people_of(numbers):
            raise HasPeople(
                _("Somebody acts for them here already."), hint=_("Ask one of their owners to invite others.")
            )
        ours = sorted({*inviting, *numbers})
        connection.ensure_connection()
        if reading().select(_STRANGERS, list(numbers), ours, list(numbers), ours):
            raise HasStrangers(
                _("They have papers with others here too, which you cannot open for anybody."),
                hint=_("Ask who runs this installation to invite them."),
            )


def invite_other(asker: Asker, *, party: int, email: str, now: datetime) -> str:
    """Make a link by which somebody begins to act for the other side, as its owner; return its secret.

    Raises:
        NotAllowed: the asker invites nobody.
        HasPeople, HasStrangers: they let people in themselves, or who runs the installation does.
        TooManyLinks: ten of them wait already.
    """
    if not may(asker, Doing.INVITE) or not party or party in asker.parties:
        raise NotAllowed(_("You do not invite others here."), hint=_("Ask an owner of your party."))
    must_be_free(party, inviting=asker.parties)
    if len(waiting(asker, party=party, now=now)) >= _WAITING_MAX:
        raise TooManyLinks(
            _("Ten links are waiting already."), hint=_("End those that nobody will use any more.")
        )
    secret = secrets.token_urlsafe(24)
    Invitation.objects.create(
        digest=sha256(secret.encode()).digest(), party_id=party, job=Job.OWNER.value, email=email,
        invited_by_id=asker.member, invited_at=now, expires_at=now + _MONTH,
    )  # fmt: skip
    return secret


def waiting(asker: Asker, *, party: int, now: datetime) -> list[Invitation]:
    """Return the links to the other side that the asker's party gave and nobody has used yet."""
    held = Invitation.objects.filter(
        party=party, invited_by__party__in=asker.parties, accepted_by__isnull=True, expires_at__gt=now
    )
    return list(held.select_related("invited_by__user").order_by("-invited_at"))


def take_back(asker: Asker, *, invitation: int, now: datetime) -> bool:
    """End a link to the other side; tell whether there was one to end."""
    if not may(asker, Doing.INVITE):
        raise NotAllowed(_("You do not invite others here."), hint=_("Ask an owner of your party."))
    held = Invitation.objects.filter(
        pk=invitation, invited_by__party__in=asker.parties, accepted_by__isnull=True, expires_at__gt=now
    )
    return bool(held.update(expires_at=now))
