"""People: how parties begin, whom they invite, and who acts for them."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from comaker.front.asker import join
from comaker.front.models import Invitation, Member, User
from comaker.front.outsiders import must_be_free
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Doing, Job, may
from comaker.kernel.identifiers import identifiers_meant
from comaker.kernel.party import party_of
from comaker.kernel.refusal import Refusal
from comaker.record.masters.register import registered
from comaker.record.models import Party
from comaker.record.sight import beyond, known_as

_WEEK = timedelta(days=7)


class LinkSpent(Refusal):
    """A link that was used before, or has expired."""

    def __init__(self) -> None:
        super().__init__(
            _("This link was used before, or is too old."), hint=_("Ask who sent it for a new one.")
        )


class LastOwner(Refusal):
    """Nobody would be left who may manage the party."""


class KnownParty(Refusal):
    """Others act for the party already."""


def begin(*, user: User, name: str, identifier: str, is_person: bool, now: datetime) -> Member:
    """Let somebody begin with a party; he owns it.

    Whoever comes first to an installation may be any party. After that a party of which the record knows
    something lets people in by invitation alone, or anybody could read its papers under its number.

    Raises:
        KnownParty: it is known here already.
    """
    wanted = party_of(name, identifiers_meant(identifier)[:1])
    number, is_new = registered(wanted, is_person=is_person, now=now)
    if not is_new and Member.objects.exists():
        raise KnownParty(
            _("%(party)s is known here already.") % {"party": name},
            hint=_("Ask somebody who works there, or who deals with them here, to invite you."),
        )
    with transaction.atomic(durable=True):
        return join(user, number, Job.OWNER, now=now)


def members(asker: Asker) -> list[Member]:
    """Return who acts for the asker's party, the longest first."""
    held = Member.objects.filter(party__in=asker.parties, ended_at__isnull=True)
    return list(held.select_related("user").order_by("joined_at", "pk"))


def other_parties(user: User, *, but: int) -> list[tuple[int, str]]:
    """Return for whom else somebody acts: his number there, and the party's name."""
    with beyond():
        held = Member.objects.filter(user=user, ended_at__isnull=True).exclude(pk=but).select_related("party")
        return [(member.pk, str(member.party)) for member in held.order_by("joined_at", "pk")]


def open_invitations(asker: Asker, *, now: datetime) -> list[Invitation]:
    """Return who was invited and has not come yet."""
    held = Invitation.objects.filter(party__in=asker.parties, accepted_by__isnull=True, expires_at__gt=now)
    return list(held.order_by("-invited_at"))


def invite(asker: Asker, *, job: Job, email: str, now: datetime) -> str:
    """Make an invitation; return its secret, which is kept nowhere.

    Raises:
        NotAllowed: the asker manages no people.
    """
    _must_manage(asker)
    secret = secrets.token_urlsafe(24)
    Invitation.objects.create(
        digest=_digest(secret), party_id=asker.party, job=job.value, email=email,
        invited_by_id=asker.member, invited_at=now, expires_at=now + _WEEK,
    )  # fmt: skip
    return secret


def invitation_of(secret: str, *, now: datetime) -> Invitation:
    """Return the invitation of a link.

    Raises:
        LinkSpent: it was used, or has expired.
    """
    with beyond():
        found = Invitation.objects.select_related("party", "invited_by__user").filter(
            digest=_digest(secret), accepted_by__isnull=True, expires_at__gt=now
        )
        invitation = found.first()
    if invitation is None:
        raise LinkSpent
    return invitation


@transaction.atomic(durable=True)
def accept(secret: str, *, user: User, now: datetime) -> Member:
    """Let the bearer of an invitation join; it works once.

    Raises:
        LinkSpent: it was used, or has expired.
        HasPeople, HasStrangers: the other side invited him to begin, and others have begun since.
    """
    invitation = invitation_of(secret, now=now)
    inviting = known_as(invitation.invited_by.party_id)
    if inviting[0] != known_as(invitation.party_id)[0]:
        with beyond():  # one at a time
            Party.objects.select_for_update().get(pk=invitation.party_id)
        must_be_free(invitation.party_id, inviting=inviting)
    member = join(user, invitation.party_id, Job(invitation.job), now=now)
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_by__isnull=True)
    if not taken.update(accepted_by=member):
        raise LinkSpent
    return member


@transaction.atomic(durable=True)
def end(asker: Asker, *, member: int, now: datetime) -> None:
    """Let somebody no longer act for the asker's party.

    Raises:
        NotThere: nobody of that number does.
        LastOwner: no owner would be left.
    """
    _must_manage(asker)
    held = Member.objects.filter(party__in=asker.parties, ended_at__isnull=True)
    wanted = held.filter(pk=member).first()
    if wanted is None:
        raise NotThere
    if wanted.job == Job.OWNER and held.filter(job=Job.OWNER).count() == 1:
        raise LastOwner(_("You are the only owner."), hint=_("Make somebody else owner first."))
    wanted.ended_at = now
    wanted.save(update_fields=["ended_at"])


def _must_manage(asker: Asker) -> None:
    if not may(asker, Doing.MANAGE):
        raise NotAllowed(_("Only an owner does this."), hint=_("Ask an owner of your party."))


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
