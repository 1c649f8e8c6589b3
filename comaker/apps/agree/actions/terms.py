"""Terms: proposed by one side, agreed or declined by the other, and from then on what lines go by.

Where nobody acts for the other side yet, one side's word counts until somebody does: see decision 0020.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from comaker.apps.agree.models import Proposal, State
from comaker.front.outsiders import people_of
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Doing, may
from comaker.kernel.line import Terms
from comaker.kernel.refusal import Refusal
from comaker.record.asked.relation import Between, relation
from comaker.record.asked.terms import directions
from comaker.record.coding import encode, terms_from
from comaker.record.masters.terms import write_terms
from comaker.record.models import Relation
from comaker.record.post import sit
from comaker.record.posting.sitting import Sitting
from comaker.record.transaction import reading

_BEFORE = """
SELECT version, body FROM record_terms
WHERE relation_id = ? AND giver_id = ? AND from_on = ? AND version < ? ORDER BY version DESC
"""
_FIRST_DAY, _LAST_DAY = 730_120, 767_010  # 2000 and 2100


class NothingNew(Refusal):
    """What is proposed counts already."""


class WrongDay(Refusal):
    """Terms from a day that nobody means."""


class Answered(Refusal):
    """A proposal that was answered or taken back before."""


def propose(
    asker: Asker,
    *,
    number: int,
    is_given: bool,
    from_on: int,
    terms: Terms,
    language: str,
    note: str,
    now: datetime,
) -> Proposal:
    """Put terms to the other side; where nobody acts for it, they count at once.

    A proposal that waits in the same direction is taken back, or declined where the other side made it.

    Args:
        number: of the relation.
        is_given: they are about what the asker's side gives.

    Raises:
        NotThere, NotAllowed: no such relation, or not his to agree on terms in.
        NothingNew: these very terms count from that day on.
        WrongDay: the day is not between 2000 and 2100.
    """
    between = _between(asker, number)
    if not _FIRST_DAY <= from_on < _LAST_DAY:
        raise WrongDay(_("Terms begin on a day between 2000 and 2100."), hint=_("Choose another day."))
    giver = asker.party if is_given else between.other

    def work(sitting: Sitting) -> Proposal:
        sitting.relations.lock((), set(between.numbers))
        _set_aside(asker, between, giver, now)
        in_force = _in_force(sitting, asker, between, is_given=is_given, on=from_on)
        if in_force == terms and language == language_of(asker, between, is_given=is_given):
            raise NothingNew(
                _("This is what counts from that day already."), hint=_("Change something, or another day.")
            )
        proposal = Proposal(
            relation_id=between.id, giver_id=giver, from_on=from_on, body=encode(terms), language=language,
            note=note, by_id=asker.party, proposed_by_id=asker.member, proposed_at=now,
        )  # fmt: skip
        if not people_of(between.others):
            _replace_said(between, giver, from_on, now)
            proposal.state = State.SAID.value
            proposal.version = _write(sitting, between, asker, giver, from_on, encode(terms))
        proposal.save()
        return proposal

    return sit(work, now=now)


def answer(asker: Asker, *, proposal: int, is_agreed: bool, why: str, now: datetime) -> Proposal:
    """Agree to terms that the other side proposed, or decline them.

    What one side said while nobody answered for the other is agreed to or declined in the same way; declined,
    lines go by what counted before.

    Raises:
        NotThere, NotAllowed: there is no such proposal, or it is not his to answer.
        Answered: somebody answered it before, or it was taken back.
    """

    def work(sitting: Sitting) -> Proposal:
        wanted, between = _wanted(asker, proposal)
        sitting.relations.lock((), set(between.numbers))
        wanted = _still_open(wanted.pk)
        if wanted.by_id in asker.parties:
            raise NotAllowed(_("You proposed these terms yourselves."), hint=_("The other side answers."))
        if is_agreed and wanted.state == State.OPEN:
            _replace_said(between, wanted.giver_id, wanted.from_on, now)
            wanted.version = _write(
                sitting, between, asker, wanted.giver_id, wanted.from_on, bytes(wanted.body)
            )
        elif not is_agreed and wanted.state == State.SAID:
            _take_back(sitting, between, asker, wanted)
        wanted.state = (State.AGREED if is_agreed else State.DECLINED).value
        wanted.answered_by_id, wanted.answered_at, wanted.answer = asker.member, now, why
        wanted.save()
        return wanted

    return sit(work, now=now)


def withdraw(asker: Asker, *, proposal: int, now: datetime) -> None:
    """Take back terms that the asker's side proposed, or said while nobody answered for the other.

    Raises:
        NotThere, NotAllowed: there is no such proposal, or the other side made it.
        Answered: it was answered or taken back before.
    """

    def work(sitting: Sitting) -> None:
        wanted, between = _wanted(asker, proposal)
        sitting.relations.lock((), set(between.numbers))
        wanted = _still_open(wanted.pk)
        if wanted.by_id not in asker.parties:
            raise NotAllowed(_("The other side proposed these terms."), hint=_("Decline them instead."))
        if wanted.state == State.SAID:
            _take_back(sitting, between, asker, wanted)
        wanted.state = State.WITHDRAWN.value
        wanted.answered_by_id, wanted.answered_at = asker.member, now
        wanted.save()

    sit(work, now=now)


def _between(asker: Asker, number: int) -> Between:
    found = relation(reading(), asker, number)
    if found is None or not found.other:
        raise NotThere
    if not may(asker, Doing.AGREE):
        raise NotAllowed(_("You do not agree on terms here."), hint=_("Ask an owner or a trader of yours."))
    return found


def _wanted(asker: Asker, number: int) -> tuple[Proposal, Between]:
    found = Proposal.objects.filter(pk=number).first()
    if found is None:
        raise NotThere
    return found, _between(asker, found.relation_id)


def _still_open(number: int) -> Proposal:
    found = Proposal.objects.get(pk=number)
    if found.state not in (State.OPEN, State.SAID):
        raise Answered(
            _("This proposal was answered before, or taken back."), hint=_("Open the relation again.")
        )
    return found


def _set_aside(asker: Asker, between: Between, giver: int, now: datetime) -> None:
    """Let a proposal that waits in the same direction make room."""
    waiting = Proposal.objects.filter(
        relation__in=between.numbers, giver__in=_numbers(asker, between, giver), state=State.OPEN.value
    )
    for each in waiting:
        is_own = each.by_id in asker.parties
        each.state = (State.WITHDRAWN if is_own else State.DECLINED).value
        each.answered_by_id, each.answered_at = asker.member, now
        each.save()


def language_of(asker: Asker, between: Between, *, is_given: bool) -> str:
    """Return in which language the two write to each other in one direction; empty where none is agreed."""
    giver = asker.party if is_given else between.other
    counting = Proposal.objects.filter(
        relation__in=between.numbers,
        giver__in=_numbers(asker, between, giver),
        state__in=[State.AGREED.value, State.SAID.value],
    )
    return counting.order_by("-proposed_at").values_list("language", flat=True).first() or ""


def _in_force(sitting: Sitting, asker: Asker, between: Between, *, is_given: bool, on: int) -> Terms | None:
    """Return the terms that somebody said or both agreed for a day; None where none were."""
    given, taken = directions(sitting.store, asker, between, today=on)
    direction = given if is_given else taken
    return None if direction.from_on is None else direction.terms


def _numbers(asker: Asker, between: Between, giver: int) -> tuple[int, ...]:
    return asker.parties if giver in asker.parties else between.others


def _replace_said(between: Between, giver: int, from_on: int, now: datetime) -> None:
    """Let what one side said of the same day make room."""
    said = Proposal.objects.filter(
        relation__in=between.numbers, giver=giver, from_on=from_on, state=State.SAID.value
    )
    said.update(state=State.WITHDRAWN.value, answered_at=now)


def _take_back(sitting: Sitting, between: Between, asker: Asker, said: Proposal) -> None:
    """Let lines go by what both agreed, or a file brought, before one side alone said something else."""
    alone = set(
        Proposal.objects.filter(relation=said.relation_id, giver=said.giver_id)
        .exclude(state=State.AGREED.value)
        .values_list("version", flat=True)
    )
    before = sitting.store.select(_BEFORE, said.relation_id, said.giver_id, said.from_on, said.version)
    body = next((bytes(each) for version, each in before if version not in alone), b"")
    _write(sitting, between, asker, said.giver_id, said.from_on, body)


def _write(sitting: Sitting, between: Between, asker: Asker, giver: int, from_on: int, body: bytes) -> int:
    """Write terms in each of the relations; return the version in the first."""
    is_given = giver in asker.parties
    terms = terms_from(body) if body else None
    versions = []
    for stored in Relation.objects.filter(pk__in=between.numbers).order_by("pk"):
        is_one = (stored.one_id in asker.parties) == is_given
        giver = stored.one_id if is_one else stored.other_id
        version, _restated = write_terms(
            sitting, relation=stored.pk, giver=giver, from_on=from_on, terms=terms
        )
        versions.append(version)
    return versions[0]
