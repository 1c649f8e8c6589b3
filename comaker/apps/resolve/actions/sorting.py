"""Sorting out: who of a party looks at a gap, and until when it is put aside."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comaker.apps.resolve.actions.chosen import chosen
from comaker.apps.resolve.models import Aside, Assignment
from comaker.front.models import Member
from comaker.front.refusals import NotThere
from comaker.kernel.access import Asker
from comaker.kernel.refusal import Refusal

ASIDE_DAYS_MAX = 366
REASON_MAX = 500


class NoSuchDay(Refusal):
    """A gap cannot be put aside until this day."""


class NoReason(Refusal):
    """Nobody would know later why it was put aside."""


def assign(asker: Asker, names: Sequence[str], *, to: int | None, today: int, now: datetime) -> list[int]:
    """Let somebody of the asker's party look at gaps; None for nobody.

    Returns:
        The numbers of these pieces of work.

    Raises:
        NotThere: nobody of that number acts for the party.
    """
    wanted = chosen(asker, names, today=today)
    held = Member.objects.filter(party__in=asker.parties, ended_at__isnull=True)
    member = held.filter(pk=to).first() if to is not None else None
    if to is not None and member is None:
        raise NotThere
    made = []
    with transaction.atomic(durable=True):
        for each in wanted:
            _end(Assignment, asker, each.owned.key, each.kind, now)
            if member is not None:
                work = Assignment.objects.create(
                    party_id=asker.party, owner=each.owned.key, kind=each.kind.value,
                    by_id=asker.member or None, at=now, to=member, is_told=member.pk == asker.member,
                )  # fmt: skip
                made.append(work.pk)
    return made


def put_aside(
    asker: Asker, names: Sequence[str], *, until_on: int, reason: str, today: int, now: datetime
) -> list[int]:
    """Put gaps aside for the asker's party until a day; return the numbers of these works.

    Raises:
        NoSuchDay: the day has come already, or is further than ASIDE_DAYS_MAX away.
        NoReason: nothing is said about why.
    """
    if not today < until_on <= today + ASIDE_DAYS_MAX:
        raise NoSuchDay(
            _("Something is put aside until a day after today, within a year."),
            hint=_("Choose the day on which it should come back."),
        )
    reason = " ".join(reason.split())[:REASON_MAX]
    if not reason:
        raise NoReason(_("It is not said why."), hint=_("Say in a few words why this can wait."))
    wanted = chosen(asker, names, today=today)
    made = []
    with transaction.atomic(durable=True):
        for each in wanted:
            _end(Aside, asker, each.owned.key, each.kind, now)
            work = Aside.objects.create(
                party_id=asker.party, owner=each.owned.key, kind=each.kind.value, by_id=asker.member or None,
                at=now, until_on=until_on, reason=reason,
            )  # fmt: skip
            made.append(work.pk)
    return made


@transaction.atomic(durable=True)
def undo(asker: Asker, *, assignments: Sequence[int] = (), asides: Sequence[int] = (), now: datetime) -> int:
    """Undo pieces of work of the asker's party; return how many were still in force."""
    of_party = {"party__in": asker.parties, "ended_at__isnull": True}
    count = Assignment.objects.filter(pk__in=assignments, **of_party).update(ended_at=now)
    return count + Aside.objects.filter(pk__in=asides, **of_party).update(ended_at=now)


def _end(model: type[Assignment] | type[Aside], asker: Asker, owner: int, kind: str, now: datetime) -> None:
    held = model.objects.filter(party__in=asker.parties, owner=owner, kind=kind, ended_at__isnull=True)
    held.update(ended_at=now)
