"""Links: the other side is invited to join, or gets a private link to one deal."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from comaker.front.models import Visit
from comaker.front.outsiders import HasPeople, TooManyLinks, invite_other, people_of
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Doing, may
from comaker.kernel.refusal import Refusal
from comaker.record.asked.relation import Between, relation
from comaker.record.transaction import reading

DAYS_MAX = 90
_LINKS_MAX = 200
_KNOWN = """
SELECT relation_id FROM record_line WHERE relation_id IN :ints AND deal = ? AND key <> '' ORDER BY id LIMIT 1
"""


class NotMailed(Refusal):
    """The mail server did not take a mail; the link works all the same."""


class NoSuchDeal(Refusal):
    """No line between the two belongs to a deal of that number."""


def invite(asker: Asker, *, number: int, email: str, now: datetime) -> str:
    """Make a link by which somebody begins to act for the other side; return its secret.

    Raises:
        NotThere: the asker has no such relation.
        NotAllowed, HasPeople, HasStrangers, TooManyLinks: see `front.outsiders.invite_other`.
    """
    between = _between(asker, number)
    return invite_other(asker, party=between.other, email=email, now=now)


def give_link(
    asker: Asker, *, number: int, deal: str, name: str, days: int, now: datetime
) -> tuple[Visit, str]:
    """Make a private link to one deal for the other side, for which nobody acts here; with its secret.

    Args:
        days: how long it can be used, at most 90.

    Raises:
        NotThere, NotAllowed: the asker has no such relation, or invites nobody.
        NoSuchDeal: they have no deal of that number.
        HasPeople: the other side sees its deals itself.
        TooManyLinks: very many can be used already.
    """
    between = _between(asker, number)
    deal = deal.strip()
    known = reading().select(_KNOWN, list(between.numbers), deal)
    if not known:
        raise NoSuchDeal(
            _("You have no deal “%(deal)s” with %(party)s.") % {"deal": deal, "party": between.name},
            hint=_("Write its number as it stands on the order."),
        )
    if people_of(between.others):
        raise HasPeople(
            _("%(party)s has people here, who see their deals themselves.") % {"party": between.name}
        )
    if len(links(asker, between, now=now)) >= _LINKS_MAX:
        raise TooManyLinks(_("Very many links can be used already."), hint=_("End those of old deals."))
    secret = secrets.token_urlsafe(24)
    visit = Visit.objects.create(
        digest=sha256(secret.encode()).digest(), party_id=between.other, relation_id=known[0][0], deal=deal,
        name=" ".join(name.split()), given_by_id=asker.member, given_at=now,
        expires_at=now + timedelta(days=min(max(days, 1), DAYS_MAX)),
    )  # fmt: skip
    return visit, secret


def links(asker: Asker, between: Between, *, now: datetime) -> list[Visit]:
    """Return the private links that the asker's party gave the other side and that can be used."""
    held = Visit.objects.filter(
        party__in=between.others,
        given_by__party__in=asker.parties,
        ended_at__isnull=True,
        expires_at__gt=now,
    )
    return list(held.select_related("given_by__user").order_by("-given_at"))


def end_link(asker: Asker, *, visit: int, now: datetime) -> Visit:
    """End a private link that the asker's party gave.

    Raises:
        NotThere: it gave none of that number, or it was ended before.
    """
    must_invite(asker)
    held = Visit.objects.filter(pk=visit, given_by__party__in=asker.parties, ended_at__isnull=True).first()
    if held is None:
        raise NotThere
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    return held


def mail(*, to: str, language: str, write: Callable[[], tuple[str, str]]) -> None:
    """Send somebody a mail in his language.

    Args:
        language: empty for the one in use.
        write: returns subject and text, in the language in use by then.

    Raises:
        NotMailed: the mail server did not take it.
    """
    with translation.override(language or translation.get_language()):
        subject, text = write()
    try:
        send_mail(" ".join(subject.split()), text, None, [to])
    except OSError as error:
        raise NotMailed(
            _("The mail to %(to)s could not be sent (%(why)s).") % {"to": to, "why": error},
            hint=_("Copy the link and send it yourself."),
        ) from error


def must_invite(asker: Asker) -> None:
    """Refuse who invites nobody.

    Raises:
        NotAllowed: he does not.
    """
    if not may(asker, Doing.INVITE):
        raise NotAllowed(_("You do not invite others here."), hint=_("Ask an owner of your party."))


def _between(asker: Asker, number: int) -> Between:
    must_invite(asker)
    found = relation(reading(), asker, number)
    if found is None or not found.other:
        raise NotThere
    return found
