"""Readers: what there is to tell by mail, and to whom of a party."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.apps.resolve.models import Acceptance, Assignment, Reminder
from comaker.apps.resolve.queries import may_second
from comaker.front.asker import asker_of
from comaker.front.models import Member
from comaker.kernel.access import Asker, Doing, Job, Seeing, may, sees
from comaker.kernel.gap import Kind
from comaker.record.asked.owned import MONEY_KINDS
from comaker.record.asked.turns import name_of
from comaker.record.sight import known_as

AT_ONCE_MAX = 2000

# Goods are the business of who sends and receives; all else of who deals.
_OF_GOODS = frozenset(
    (Kind.UNSENT, Kind.MISSING, Kind.SURPLUS, Kind.OVERSENT, Kind.REJECTED, Kind.INPUT_MISSING)
)
_OF_DEALS = (Job.OWNER, Job.TRADER)


class Item(NamedTuple):
    """Something to tell: a piece of work by the name of its model and its number."""

    what: str
    number: int
    owner: int
    kind: str
    party: int  # whose people are told
    words: str = ""
    by: str = ""  # who reminds, assigns or lets pass; for a reminder the name of his party
    to: int = 0  # the only member who is told; 0 for all whom it concerns

    @property
    def name(self) -> str:
        """Return the name of the gap."""
        return name_of(self.owner, self.kind)

    def settle(self) -> None:
        """Note that nobody waits for a mail about it any more."""
        _MODELS[self.what].objects.filter(pk=self.number).update(is_told=True)


_MODELS: dict[str, type[Reminder] | type[Assignment] | type[Acceptance]] = {
    "reminder": Reminder, "assignment": Assignment, "acceptance": Acceptance,
}  # fmt: skip


def items_waiting() -> list[Item]:
    """Return what somebody may still have to be told, the oldest first."""
    reminders = Reminder.objects.filter(is_told=False).select_related("party")
    assignments = Assignment.objects.filter(is_told=False).select_related("by__user")
    acceptances = Acceptance.objects.filter(is_told=False).select_related("by__user")
    items = [
        Item("reminder", row.pk, row.owner, row.kind, row.to_id, row.words, str(row.party))
        for row in reminders.order_by("pk")[:AT_ONCE_MAX]
    ]
    for assigned in assignments.order_by("pk")[:AT_ONCE_MAX]:
        item = Item(
            "assignment", assigned.pk, assigned.owner, assigned.kind, assigned.party_id, to=assigned.to_id
        )
        items += [item._replace(by=str(assigned.by.user) if assigned.by else "")]
    for waiting in acceptances.order_by("pk")[:AT_ONCE_MAX]:
        item = Item("acceptance", waiting.pk, waiting.owner, waiting.kind, waiting.party_id, waiting.why)
        items += [item._replace(by=str(waiting.by.user) if waiting.by else "")]
    return items


def readers_of(items: Sequence[Item]) -> dict[Item, list[Member]]:
    """Return who is told of what; nobody of what was undone in the meantime."""
    people = {party: _people(party) for party in {item.party for item in items}}
    looking = _looking(items)
    undone = _undone(items)
    found: dict[Item, list[Member]] = {}
    for item in items:
        if item in undone:
            found[item] = []
            continue
        wanted = item.to or looking.get((item.party, item.name), 0)
        able = [member for member in people[item.party] if _concerns(item, member)]
        only = [member for member in people[item.party] if member.pk == wanted]
        found[item] = only if only and item.what != "acceptance" else able
    return found


def _people(party: int) -> list[Member]:
    held = Member.objects.filter(party__in=known_as(party), ended_at__isnull=True)
    return list(held.select_related("user", "party").order_by("pk"))


def _concerns(item: Item, member: Member) -> bool:
    """Tell whether something is the business of who does such work."""
    job = Job(member.job)
    if item.what == "acceptance":
        row = Acceptance.objects.get(pk=item.number)
        return member.pk != row.by_id and may_second(asker_of(member), row.worth)
    asker = Asker(0, job=job)
    if Kind(item.kind) in MONEY_KINDS and not sees(asker, Seeing.MONEY):
        return False
    return job in _OF_DEALS or (Kind(item.kind) in _OF_GOODS and may(asker, Doing.SORT_OUT))


def _looking(items: Sequence[Item]) -> dict[tuple[int, str], int]:
    """Return the member who looks at each gap for his party."""
    owners = {item.owner for item in items}
    held = Assignment.objects.filter(owner__in=owners, ended_at__isnull=True)
    return {(row.party_id, name_of(row.owner, row.kind)): row.to_id for row in held}


def _undone(items: Sequence[Item]) -> set[Item]:
    assigned = [item.number for item in items if item.what == "assignment"]
    waiting = [item.number for item in items if item.what == "acceptance"]
    over = {
        ("assignment", pk)
        for pk in Assignment.objects.filter(pk__in=assigned, ended_at__isnull=False).values_list(
            "pk", flat=True
        )
    }
    done = Acceptance.objects.filter(pk__in=waiting).exclude(ended_at__isnull=True, posted_at__isnull=True)
    over |= {("acceptance", pk) for pk in done.values_list("pk", flat=True)}
    return {item for item in items if (item.what, item.number) in over}
