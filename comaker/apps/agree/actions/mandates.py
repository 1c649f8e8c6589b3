"""Mandates: a party lets another do named acts for it, and ends that again."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comaker.front.models import Mandate
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Doing, may
from comaker.kernel.names import folded
from comaker.kernel.refusal import Refusal
from comaker.record.asked.relation import relations
from comaker.record.masters.directory import Directory
from comaker.record.sight import beyond
from comaker.record.transaction import reading

# What may be left to another party; letting differences pass, terms and people stay with one's own.
LEFT_TO_OTHERS = (
    Doing.RECEIVE, Doing.SEND, Doing.PROMISE, Doing.ASK, Doing.BILL, Doing.PAY, Doing.TIE, Doing.TALK,
    Doing.BRING,
)  # fmt: skip


class NobodyMeant(Refusal):
    """Which party is meant is not clear, or it is one's own."""


class NothingLeft(Refusal):
    """A mandate without any act."""


def give(asker: Asker, *, to: str, doings: Collection[Doing], now: datetime) -> Mandate:
    """Let another party do some acts for the asker's; an earlier mandate to the same party ends.

    Args:
        to: its name, or one of its numbers.

    Raises:
        NotAllowed: the asker manages nothing.
        NobodyMeant: no party, several, or one's own is called so.
        NothingLeft: no act is named.
    """
    _must_manage(asker)
    wanted = [doing for doing in LEFT_TO_OTHERS if doing in doings]
    if not wanted:
        raise NothingLeft(_("No act is chosen."), hint=_("Choose what they may do for you."))
    party = _meant(asker, to)
    with transaction.atomic(durable=True):
        _standing(asker).filter(to=party).update(ended_at=now)
        return Mandate.objects.create(
            of_id=asker.party, to_id=party, doings="|".join(wanted), given_by_id=asker.member, given_at=now
        )


def end(asker: Asker, *, mandate: int, now: datetime) -> None:
    """End a mandate that the asker's party gave.

    Raises:
        NotAllowed, NotThere: the asker manages nothing, or there is no such mandate.
    """
    _must_manage(asker)
    if not _standing(asker).filter(pk=mandate).update(ended_at=now):
        raise NotThere


def _standing(asker: Asker) -> QuerySet[Mandate]:
    return Mandate.objects.filter(of__in=asker.parties, ended_at__isnull=True)


def _meant(asker: Asker, to: str) -> int:
    store = reading()
    named = {each.other for each in relations(store, asker) if folded(each.name) == folded(to)} - {0}
    if len(named) == 1:
        return named.pop()
    with beyond():
        directory = Directory(store, [to])
        found = directory.party(to, _("party")) if directory.knows(to) else 0
    if not found or found in asker.parties:
        raise NobodyMeant(
            _("It is not clear which party “%(to)s” is.") % {"to": to[:80]},
            hint=_("Write its name as you know it here, or its VAT number or GLN."),
        )
    return found


def _must_manage(asker: Asker) -> None:
    if not may(asker, Doing.MANAGE):
        raise NotAllowed(_("Only an owner does this."), hint=_("Ask an owner of your party."))
