"""Accepting: the party that loses by a gap lets it pass, above a person's amount by the word of two.

What is let pass is a fact of the record, backed by a concession that is posted; it is taken back by another.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comaker.apps.resolve.actions.chosen import Chosen, one_chosen
from comaker.apps.resolve.actions.conceding import concession, lands_on
from comaker.apps.resolve.models import Acceptance
from comaker.apps.resolve.queries import may_second
from comaker.front.models import Member
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Doing, may_accept
from comaker.kernel.conceding import is_in_money
from comaker.kernel.gap import Gap, Kind, State
from comaker.kernel.refusal import Refusal
from comaker.record.post import Arrival, post

WHY_MAX = 500


class NothingToAccept(Refusal):
    """The gap has no size by which it could be let pass, or is not open."""


class Waits(Refusal):
    """Somebody let it pass already, and it waits for a second person."""


class SamePerson(Refusal):
    """The second word is given by who gave the first."""


class NotNamed(Refusal):
    """No paper of the line or bill tells it apart, so that a concession would land elsewhere."""


def accept(asker: Asker, *, owner: int, kind: Kind, why: str = "", today: int, now: datetime) -> Acceptance:
    """Let all that is open of a kind of gap on a line or bill pass; within the asker's amount at once.

    Returns:
        What stands in the record when `posted_at` says so, and waits for a second person's word otherwise.

    Raises:
        NotThere: there is no such gap for the asker.
        NotAllowed: the asker's side does not lose by it, or his work does not let him.
        NothingToAccept: none of it is open, or it has neither quantity nor amount.
        Waits: it waits for a second person already.
    """
    wanted = one_chosen(asker, owner, kind, today=today, doing=Doing.ACCEPT)
    quantity, amount, worth = _size(wanted, today)
    _must_be_entitled(asker, wanted)
    row = Acceptance(
        party_id=asker.party, owner=owner, kind=kind.value, by_id=asker.member or None, at=now,
        quantity=quantity, amount=amount, worth=worth, currency=wanted.owned.currency,
        why=" ".join(why.split())[:WHY_MAX], number=f"ACC-{secrets.token_hex(6).upper()}",
    )  # fmt: skip
    if may_second(asker, worth):
        row.is_told = True
    try:
        with transaction.atomic(durable=True):
            row.save()
    except IntegrityError as error:
        raise Waits(
            _("Somebody lets this pass already; it waits for a second person."),
            hint=_("You find it on Today."),
        ) from error
    if row.is_told:
        with _released(row):
            _post(asker, row, wanted, now)
    return row


def confirm(asker: Asker, number: int, *, today: int, now: datetime) -> Acceptance:
    """Give the second word to what a first person let pass.

    Raises:
        NotThere: nothing of that number waits in the asker's party, or the gap is gone.
        SamePerson: the asker gave the first word.
        NotAllowed: it is more than the asker may let pass.
    """
    row = _waiting(asker, number)
    if _is_same_person(asker, row):
        raise SamePerson(
            _("You gave the first word yourself."), hint=_("Somebody else of your party gives the second.")
        )
    if not may_second(asker, row.worth):
        raise NotAllowed(
            _("This is more than you may let pass."), hint=_("Ask somebody who may let more pass.")
        )
    try:
        wanted = one_chosen(asker, row.owner, Kind(row.kind), today=today, doing=Doing.ACCEPT)
        quantity, amount, _worth = _size(wanted, today)
    except (NotThere, NothingToAccept):
        Acceptance.objects.filter(pk=row.pk).update(ended_at=now)
        raise
    claimed = Acceptance.objects.filter(pk=row.pk, posted_at__isnull=True, ended_at__isnull=True)
    claimed = claimed.filter(Q(seconded_by__isnull=True) | Q(seconded_by=asker.member))
    # What was let pass is never more than the first person saw.
    row.quantity, row.amount = _least(row.quantity, quantity), _least(row.amount, amount)
    if not claimed.update(seconded_by=asker.member, quantity=row.quantity, amount=row.amount):
        raise NotThere
    row.seconded_by_id = asker.member
    _post(asker, row, wanted, now)
    return row


@transaction.atomic(durable=True)
def decline(asker: Asker, number: int, *, now: datetime) -> None:
    """Do not let pass what a first person would, or take one's own first word back.

    Raises:
        NotThere: nothing of that number waits in the asker's party.
        NotAllowed: the asker may let nothing pass.
    """
    row = _waiting(asker, number)
    if not _is_same_person(asker, row) and not may_second(asker, 0):
        raise NotAllowed(_("Your work here does not let you do this."), hint=_("Ask an owner of your party."))
    row.ended_at = now
    row.save(update_fields=["ended_at"])


def take_back(asker: Asker, number: int, *, now: datetime) -> None:
    """Take back what the asker's party has let pass; a further concession says so in the record.

    Raises:
        NotThere: the asker's party has let nothing pass under that number, or took it back already.
        NotAllowed: the asker may let nothing pass.
    """
    row = Acceptance.objects.filter(
        pk=number, party__in=asker.parties, posted_at__isnull=False, back_at__isnull=True
    ).first()
    if row is None:
        raise NotThere
    if not may_second(asker, 0):
        raise NotAllowed(_("Your work here does not let you do this."), hint=_("Ask an owner of your party."))
    document = concession(
        asker, row.owner, Kind(row.kind), number=f"{row.number}-B", quantity=_less(row.quantity),
        amount=_less(row.amount), now=now,
    )  # fmt: skip
    if document is None:
        raise NotThere
    post([Arrival(document)], now=now)
    Acceptance.objects.filter(pk=row.pk).update(back_at=now, back_by=asker.member or None)


def _post(asker: Asker, row: Acceptance, wanted: Chosen, now: datetime) -> None:
    """Make a fact of what is let pass."""
    document = concession(
        asker, row.owner, wanted.kind, number=row.number, quantity=row.quantity, amount=row.amount, now=now
    )
    if document is None or not lands_on(document, row.owner):
        raise NotNamed(
            _("The papers do not tell this line apart from others, so nothing was let pass."),
            hint=_("Bring a paper that names it, such as its order."),
        )
    post([Arrival(document)], now=now)
    row.posted_at = now
    row.save(update_fields=["posted_at"])


def _size(wanted: Chosen, today: int) -> tuple[int | None, int | None, int | None]:
    """Return quantity and amount of what is open, and what that is worth: None where nobody knows."""
    gaps = [gap for gap in wanted.gaps if gap.state(today) is State.OPEN]
    quantity = sum(gap.quantity or 0 for gap in gaps if not is_in_money(gap)) or None
    amount = sum(gap.amount or 0 for gap in gaps) or None
    if quantity is None and amount is None:
        raise NothingToAccept(
            _("There is nothing here that can be let pass now."),
            hint=_("What is not due yet, or is no amount, settles itself."),
        )
    is_known = all(gap.amount is not None for gap in gaps)
    return quantity, amount, sum(map(_worth, gaps)) if is_known else None


def _worth(gap: Gap) -> int:
    """Return what is lost by letting a gap pass, though another gap may carry the same pieces."""
    return max(gap.amount or 0, gap.counted)


def _must_be_entitled(asker: Asker, wanted: Chosen) -> None:
    sides = {"giver": wanted.owned.giver, "taker": wanted.owned.taker}
    if not may_accept(asker._replace(accept_max=None), wanted.kind, 0, **sides):
        raise NotAllowed(
            _("Your side does not lose by this, so it cannot let it pass."),
            hint=_("Ask %(party)s to let it pass.") % {"party": wanted.owned.partner},
        )


def _waiting(asker: Asker, number: int) -> Acceptance:
    row = Acceptance.objects.filter(
        pk=number, party__in=asker.parties, posted_at__isnull=True, ended_at__isnull=True
    ).first()
    if row is None:
        raise NotThere
    return row


def _is_same_person(asker: Asker, row: Acceptance) -> bool:
    """Tell whether who asks gave the first word, perhaps in another of his memberships."""
    if row.by_id is None or row.by_id == asker.member:
        return row.by_id == (asker.member or None)
    users = Member.objects.filter(pk__in=(row.by_id, asker.member)).values_list("user_id", flat=True)
    return len(set(users)) == 1


@contextmanager
def _released(row: Acceptance) -> Iterator[None]:
    """Let what could not be posted wait for nobody."""
    try:
        yield
    except Refusal:
        row.delete()
        raise


def _least(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)


def _less(number: int | None) -> int | None:
    return None if number is None else -number
