"""Queries: what people of a party did about gaps, and what waits for a second person's word."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from comaker.apps.resolve.models import REMIND_DAYS, Acceptance, Pace, Preference
from comaker.front.models import Member, User
from comaker.kernel.access import Asker, Doing, Job, may
from comaker.record.asked.turns import name_of


class Waiting(NamedTuple):
    """A gap that a first person lets pass, above what he may by himself.

    Attributes:
        by: what he is called; `is_mine` whether that is who asks.
        may_second: who asks may give the second word.
    """

    id: int
    owner: int
    kind: str
    amount: int | None
    currency: str
    why: str
    by: str
    at: datetime
    is_mine: bool
    may_second: bool


class Desk(NamedTuple):
    """What a party's people have arranged, before a page of turns is asked for.

    Attributes:
        aside: names of the gaps that are put aside; `assigned` of those that the person who was asked for
            looks at, or anybody.
        waiting: what waits for a second person's word.
    """

    aside: frozenset[str]
    assigned: frozenset[str]
    waiting: tuple[Waiting, ...]


class Note(NamedTuple):
    """What was done about one gap.

    Attributes:
        assigned: who looks at it; empty for nobody, `is_mine` where that is who asks.
        assignment: number of that piece of work; `aside` of the other, 0 where there is none.
        until_on: the day on which it comes back; None where it is not put aside.
        reminded_at: when the other party was last reminded; `reminded_by` by whom, `times` how often.
    """

    assigned: str = ""
    is_mine: bool = False
    assignment: int = 0
    aside: int = 0
    until_on: int | None = None
    reason: str = ""
    reminded_at: datetime | None = None
    reminded_by: str = ""
    times: int = 0

    @property
    def was_reminded(self) -> bool:
        """Tell whether the other party was reminded so lately that it is not again."""
        return self.reminded_at is not None and timezone.now() - self.reminded_at < timedelta(
            days=REMIND_DAYS
        )


NOTHING_DONE = Note()
_CALLED = "coalesce(nullif(person.name, ''), person.email)"
_DESK = f"""
SELECT 'aside', id, owner, kind, NULL, '', '', '', NULL, NULL, NULL
FROM resolve_aside WHERE party_id IN ({{parties}}) AND ended_at IS NULL AND until_on > %s
UNION ALL
SELECT 'waiting', work.id, work.owner, work.kind, work.amount, work.currency, work.why,
    coalesce({_CALLED}, ''), work.at, work.worth, work.by_id
FROM resolve_acceptance work
LEFT JOIN front_member member ON member.id = work.by_id
LEFT JOIN front_user person ON person.id = member.user_id
WHERE work.party_id IN ({{parties}}) AND work.ended_at IS NULL AND work.posted_at IS NULL
UNION ALL
SELECT 'assigned', work.id, work.owner, work.kind, NULL, '', '', '', NULL, NULL, NULL
FROM resolve_assignment work
WHERE work.party_id IN ({{parties}}) AND work.ended_at IS NULL AND (work.to_id = %s OR %s)
"""  # noqa: S608 – words of ours
_NOTES = f"""
SELECT 'assigned', work.owner, work.kind, work.id, {_CALLED}, work.to_id, NULL, '', work.at, 0
FROM resolve_assignment work JOIN front_member member ON member.id = work.to_id
JOIN front_user person ON person.id = member.user_id
WHERE work.party_id IN ({{parties}}) AND work.ended_at IS NULL AND work.owner IN ({{owners}})
UNION ALL
SELECT 'aside', work.owner, work.kind, work.id, coalesce({_CALLED}, ''), 0, work.until_on, work.reason,
    work.at, 0
FROM resolve_aside work LEFT JOIN front_member member ON member.id = work.by_id
LEFT JOIN front_user person ON person.id = member.user_id
WHERE work.party_id IN ({{parties}}) AND work.ended_at IS NULL AND work.owner IN ({{owners}})
UNION ALL
SELECT 'reminded', work.owner, work.kind, work.id, coalesce({_CALLED}, ''), 0, NULL, '', work.at, 1
FROM resolve_reminder work LEFT JOIN front_member member ON member.id = work.by_id
LEFT JOIN front_user person ON person.id = member.user_id
WHERE work.party_id IN ({{parties}}) AND work.owner IN ({{owners}})
ORDER BY 9
"""  # noqa: S608 – words of ours


def desk(asker: Asker, *, today: int, assigned_to: int = 0, to_anybody: bool = False) -> Desk:
    """Return what is arranged; one statement.

    Args:
        assigned_to: number of the member whose gaps are asked for; 0 for none.
        to_anybody: all gaps that somebody looks at are asked for.
    """
    rows = _rows(_DESK, asker, (), [today], [], [assigned_to, to_anybody])
    names: dict[str, set[str]] = {"aside": set(), "assigned": set()}
    waiting = []
    for what, number, owner, kind, amount, currency, why, by, at, worth, first in rows:
        if what == "waiting":
            is_mine = first is not None and first == asker.member
            waiting.append(
                Waiting(
                    number, owner, kind, amount, currency, why, by, _moment(at), is_mine,
                    not is_mine and may_second(asker, worth),
                )
            )  # fmt: skip
        else:
            names[what].add(name_of(owner, kind))
    return Desk(
        frozenset(names["aside"]),
        frozenset(names["assigned"]),
        tuple(sorted(waiting, key=lambda each: each.at)),
    )


def notes_on(asker: Asker, owners: Iterable[int]) -> dict[str, Note]:
    """Return what was done about gaps of some lines and bills, by the names of these gaps; one statement."""
    wanted = sorted(set(owners))
    if not wanted:
        return {}
    found: dict[str, Note] = {}
    for what, owner, kind, number, by, to, until_on, reason, at, times in _rows(_NOTES, asker, wanted):
        name = name_of(owner, kind)
        note = found.get(name, NOTHING_DONE)
        if what == "assigned":
            note = note._replace(assigned=by, is_mine=to == asker.member, assignment=number)
        elif what == "aside":
            note = note._replace(aside=number, until_on=until_on, reason=reason)
        else:
            note = note._replace(reminded_at=_moment(at), reminded_by=by, times=note.times + times)
        found[name] = note
    return found


def may_second(asker: Asker, worth: int | None) -> bool:
    """Tell whether somebody's word is enough for what is worth so much; None where nobody knows how much."""
    if not may(asker, Doing.ACCEPT):
        return False
    return asker.accept_max is None or (worth is not None and worth <= asker.accept_max)


def colleagues(asker: Asker) -> list[Member]:
    """Return who acts for the asker's party and may look at a gap, by name."""
    held = Member.objects.filter(party__in=asker.parties, ended_at__isnull=True).select_related("user")
    able = [member for member in held if may(Asker(0, job=Job(member.job)), Doing.SORT_OUT)]
    return sorted(able, key=lambda member: str(member.user).casefold())


def accepted_on(asker: Asker, owner: int) -> list[Acceptance]:
    """Return what the asker's party has let pass on a line or bill, the last first."""
    held = Acceptance.objects.filter(party__in=asker.parties, owner=owner, posted_at__isnull=False)
    return list(held.select_related("by__user", "seconded_by__user").order_by("-posted_at"))


def pace_of(user: User) -> Pace:
    """Return how often somebody wants mail."""
    found = Preference.objects.filter(user=user).first()
    return Pace(found.pace) if found else Pace.AT_ONCE


def _rows(query: str, asker: Asker, owners: Iterable[int], *more: list[Any]) -> list[Any]:
    """Run a query of several parts, each of them of the asker's parties and perhaps of some owners."""
    parties, owners = list(asker.parties) or [0], list(owners)
    marks = {"parties": ", ".join(["%s"] * len(parties)), "owners": ", ".join(["%s"] * len(owners)) or "0"}
    values: list[Any] = []
    for part in range(3):
        values += [*parties, *owners, *(more[part] if part < len(more) else [])]
    with connection.cursor() as cursor:
        cursor.execute(query.format(**marks), values)
        return list(cursor.fetchall())


def _moment(at: datetime | str) -> datetime:
    """Return a moment; SQLite keeps it as text, in UTC."""
    told = datetime.fromisoformat(at) if isinstance(at, str) else at
    return told if timezone.is_aware(told) else timezone.make_aware(told, timezone.get_fixed_timezone(0))
