"""Cards: what stands on each card of Today, and under which other party and deal, or on which day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from comaker.apps.promise.queries import CLOSES
from comaker.apps.resolve.panels import Note, Waiting
from comaker.front.exports import Value, decimal
from comaker.front.said import gap_said
from comaker.front.templatetags.shown import ago, day, money
from comaker.front.todo import LOOK, REMIND, verb_of
from comaker.kernel.amounts import MONEY_PLACES
from comaker.kernel.gap import Gap, Kind
from comaker.kernel.row import BillState
from comaker.record.asked.owned import Owned
from comaker.record.asked.turns import Card, Turn, Whose, name_of


class About(NamedTuple):
    """A few words beneath what a card says; `icon` is of the sprite, empty for none."""

    words: str
    icon: str = ""


class Shown(NamedTuple):
    """One card.

    Attributes:
        name: of its gaps, by which they are chosen.
        address: where its verb leads; `more` where it is looked at.
        first: the gap that leads it, `said` in a sentence; `others` the sentences of those beside it.
        counted: money, empty where there is none to show; unless `is_counted` it is in no sum.
        turn: whose it is; `is_aside` where it is put aside.
    """

    owned: Owned
    name: str
    address: str
    more: str
    verb: str
    first: Gap
    said: str
    others: tuple[str, ...]
    counted: str
    is_counted: bool
    turn: Whose
    about: tuple[About, ...]
    is_aside: bool = False

    @property
    def share_paid(self) -> int:
        """Return how much of a bill is paid, of a hundred."""
        state = self.owned.state
        if not isinstance(state, BillState) or not state.payable:
            return 0
        return max(0, min(100, (state.paid + state.credited) * 100 // state.payable))


class Stack(NamedTuple):
    """Cards of one deal, next to one another."""

    deal: str
    cards: tuple[Shown, ...]


class Group(NamedTuple):
    """Cards under one heading: the other party, or in what is coming a day.

    Attributes:
        relation: number of the relation; `address` of its page, empty where there is none.
    """

    title: str
    day: int | None
    relation: int
    address: str
    stacks: tuple[Stack, ...]

    @property
    def many(self) -> int:
        """Return how many cards there are."""
        return sum(len(stack.cards) for stack in self.stacks)

    @property
    def names(self) -> str:
        """Return what an address says to mean all gaps of the group."""
        names = [card.name for stack in self.stacks for card in stack.cards]
        return urlencode([("gap", name) for name in names])


class WaitingShown(NamedTuple):
    """A gap that a first person lets pass, with its line or bill."""

    waiting: Waiting
    owned: Owned
    said: str


def grouped(
    cards: Sequence[Card], notes: Mapping[str, Note], *, whose: Whose, today: int, back: str, may_remind: bool
) -> list[Group]:
    """Put cards under their headings, in the order in which the first of each comes.

    Args:
        back: the address to come back to once something is done.
        may_remind: who looks may remind others.
    """
    found: dict[tuple[int, int | None], dict[str, list[Shown]]] = {}
    titles: dict[int, str] = {}
    for card in cards:
        one = card.owned
        due_on = card.turns[0].gap.due_on if whose is Whose.COMING else None
        key = (0 if due_on is not None else one.relation, due_on)
        titles.setdefault(one.relation, one.partner)
        # Bills stand apart from the deals, whose numbers they may share.
        deal = f"{'bill' if one.is_bill else 'deal'}/{one.relation}/{one.deal}"
        one_shown = shown(card, notes, whose=whose, today=today, back=back if may_remind else "")
        found.setdefault(key, {}).setdefault(deal, []).append(one_shown)
    return [
        Group(
            titles.get(relation, ""), due_on, relation,
            _if_there(f"/relations/{relation}") if relation else "",
            tuple(Stack(some[0].owned.deal, tuple(some)) for some in stacks.values()),
        )
        for (relation, due_on), stacks in found.items()
    ]  # fmt: skip


def shown(card: Card, notes: Mapping[str, Note], *, whose: Whose, today: int, back: str) -> Shown:
    """Return what a card shows.

    Args:
        back: where to come back to after a reminder; empty where others cannot be reminded.
    """
    one, first = card.owned, card.turns[0]
    said = [_said(one, turn.gap, today) for turn in card.turns]
    kinds = list(dict.fromkeys(turn.gap.kind.value for turn in card.turns))
    name = name_of(one.key, "+".join(kinds))
    told = [note for turn in card.turns if (note := notes.get(name_of(one.key, turn.gap.kind)))]
    look = f"/gaps/{one.key}" if one.is_bill else f"/line/{one.key}"
    verb, address = LOOK, look
    if whose is Whose.MINE:
        verb = verb_of(first.gap.kind)
        if first.gap.kind in CLOSES:
            address = reverse("say", args=[one.key, CLOSES[first.gap.kind].value])
    elif whose is Whose.THEIRS and back and not any(note.was_reminded for note in told):
        verb, address = REMIND, f"/gaps/remind?{urlencode({'gap': name, 'next': back})}"
    note = told[0] if told else None
    return Shown(
        one, name, address, look, str(verb), first.gap, said[0], tuple(said[1:]), _counted(card),
        bool(card.counted), first.whose,
        tuple(_about(one, first.gap, note, whose=whose, today=today)), bool(note and note.until_on),
    )  # fmt: skip


def gap_row(one: Owned, turn: Turn, today: int, *, has_money: bool) -> list[Value]:
    """Return a gap as a row to keep."""
    gap = turn.gap
    row: list[Value] = [
        one.partner, one.deal, one.number, one.product, _said(one, gap, today), str(verb_of(gap.kind)),
        gap.since_on and date.fromordinal(gap.since_on), gap.due_on and date.fromordinal(gap.due_on),
    ]  # fmt: skip
    return [*row, decimal(gap.amount, MONEY_PLACES), one.currency] if has_money else row


def _about(one: Owned, gap: Gap, note: Note | None, *, whose: Whose, today: int) -> Iterator[About]:
    """Say what a card is about, since when, and what was done about it."""
    if one.is_bill:
        yield About(_("bill %(number)s") % {"number": one.deal})
    else:
        yield About(one.product)
        if one.deal:
            yield About(f"{one.deal}/{one.number}" if one.number else one.deal)
    if whose is not Whose.COMING and gap.due_on:
        yield About(_("due %(day)s, %(ago)s ago") % {"day": day(gap.due_on), "ago": ago(gap.due_on, today)})
    elif whose is not Whose.COMING and gap.since_on:
        yield About(_("since %(day)s, %(ago)s") % {"day": day(gap.since_on), "ago": ago(gap.since_on, today)})
    if note is None:
        return
    if note.assigned:
        yield About(_("you look at it") if note.is_mine else note.assigned, "person")
    if note.reminded_at:
        reminded_on = timezone.localdate(note.reminded_at).toordinal()
        yield About(_("reminded %(day)s") % {"day": day(reminded_on)}, "bell")
    if note.until_on:
        words = {"day": day(note.until_on), "why": note.reason}
        yield About(_("until %(day)s: %(why)s") % words, "wait")


def _said(one: Owned, gap: Gap, today: int) -> str:
    """Say a gap without its money and its day, which stand beside it."""
    if gap.due_on is not None and gap.kind is not Kind.MISSING:
        today = max(today, gap.due_on + 1)
    return gap_said(gap._replace(amount=None), one.unit, one.currency, today)


def waiting_shown(waiting: Sequence[Waiting], beside: Mapping[int, Owned], today: int) -> list[WaitingShown]:
    """Return what waits for a second person, of what is still there."""
    found = []
    for each in waiting:
        one = beside.get(each.owner)
        gap = next((gap for gap in one.gaps if gap.kind == each.kind), None) if one else None
        if one is not None and gap is not None:
            found.append(WaitingShown(each, one, _said(one, gap, today)))
    return found


def _counted(card: Card) -> str:
    """Say the money on a card; what is counted elsewhere is told by its own amount."""
    amount = card.counted or max((turn.gap.amount or 0 for turn in card.turns), default=0)
    return money(amount, card.owned.currency) if amount and card.owned.currency else ""


def _if_there(address: str) -> str:
    """Return the address of another room, empty while there is no such room."""
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address
