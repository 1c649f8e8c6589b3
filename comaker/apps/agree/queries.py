"""Queries: what is proposed, said and agreed, who is let in, and who acts for whom."""

from collections.abc import Iterable
from typing import NamedTuple

from comaker.apps.agree.models import Proposal, State
from comaker.front.models import Mandate, Member
from comaker.kernel.access import Asker
from comaker.kernel.line import Terms
from comaker.record.asked.relation import Between
from comaker.record.asked.terms import Direction, Version, counting_of
from comaker.record.coding import terms_from
from comaker.record.models import Party
from comaker.record.sight import beyond


class Asked(NamedTuple):
    """A proposal as one side sees it.

    Attributes:
        is_mine: the asker's side made it; `is_given` it is about what that side gives.
        who, answered_by: the names of the people.
    """

    proposal: Proposal
    terms: Terms
    is_mine: bool
    is_given: bool
    who: str
    answered_by: str


class Told(NamedTuple):
    """A version of terms with where it comes from; `asked` is None where a file brought it."""

    version: Version
    asked: Asked | None
    is_counting: bool


def proposals(asker: Asker, between: Between) -> list[Asked]:
    """Return all that was proposed between two parties, the newest first."""
    stored = Proposal.objects.filter(relation__in=between.numbers).order_by("-proposed_at", "-pk")
    with beyond():
        people = {
            member.pk: str(member.user)
            for member in Member.objects.select_related("user").filter(
                pk__in={each.proposed_by_id for each in stored} | {each.answered_by_id for each in stored}
            )
        }
    return [
        Asked(
            each,
            terms_from(bytes(each.body)),
            each.by_id in asker.parties,
            each.giver_id in asker.parties,
            people.get(each.proposed_by_id, ""),
            people.get(each.answered_by_id or 0, ""),
        )
        for each in stored
    ]


def told_versions(asker: Asker, direction: Direction, asked: Iterable[Asked]) -> list[Told]:
    """Return the versions of one direction with where each comes from, the last to begin first."""
    by_version = {
        (each.proposal.relation_id, each.proposal.version): each
        for each in asked
        if each.is_given == direction.is_given
    }
    counting = set(counting_of(direction.versions))
    # Where the other party was merged from several, each of their relations has a copy of what was agreed.
    once: dict[tuple[int, int], Told] = {}
    for version in direction.versions:
        told = Told(version, by_version.get((version.relation, version.number)), version in counting)
        known = once.get((version.from_on, version.recorded_at))
        if version.terms is not None and (known is None or told.asked):
            once[version.from_on, version.recorded_at] = told
    return [*reversed(once.values())]


def waiting_by_relation(asker: Asker, relations: Iterable[int]) -> dict[int, int]:
    """Return per relation how many proposals wait for the asker's side."""
    stored = Proposal.objects.filter(
        relation__in=list(relations), state__in=[State.OPEN.value, State.SAID.value]
    ).exclude(by__in=asker.parties)
    found: dict[int, int] = {}
    for relation in stored.values_list("relation_id", flat=True):
        found[relation] = found.get(relation, 0) + 1
    return found


def mandates(asker: Asker) -> tuple[list[Mandate], list[Mandate]]:
    """Return the mandates that the asker's party gave and those that it holds, the newest first."""
    with beyond():
        standing = Mandate.objects.filter(ended_at__isnull=True).select_related("of", "to", "given_by__user")
        given = list(standing.filter(of__in=asker.parties).order_by("-given_at"))
        held = list(standing.filter(to__in=asker.parties).order_by("-given_at"))
    return given, held


def name_of(party: int) -> str:
    """Return what a party is called."""
    with beyond():
        return Party.objects.filter(pk=party).values_list("name", flat=True).first() or ""
