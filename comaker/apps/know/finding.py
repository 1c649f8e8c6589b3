"""Finding: what a search answers, each in a sentence as one would say it on the telephone."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from comaker.apps.know.queries import lines_behind
from comaker.front.said import day_said
from comaker.front.telling import line_told
from comaker.front.templatetags.shown import money
from comaker.front.turns import turn_told
from comaker.kernel.access import Asker
from comaker.kernel.gap import Gap, State
from comaker.kernel.product import label
from comaker.kernel.row import BillState, LineState
from comaker.record.asked.search import SHORTEST, Found, FoundBill, FoundItem, FoundLine, found
from comaker.record.asked.seen import biller_of, turn_is_mine


class LineTold(NamedTuple):
    """A line that was found, in a sentence."""

    key: int
    said: str
    product: str
    state: LineState
    is_open: bool


class BillTold(NamedTuple):
    """A bill that was found; `line` is 0 where none stands on it."""

    line: int
    said: str


class PartyTold(NamedTuple):
    """Whom one deals with."""

    relation: int
    name: str


class Answer(NamedTuple):
    """What a search answers; `is_short` where too little was asked."""

    lines: tuple[LineTold, ...]
    bills: tuple[BillTold, ...]
    parties: tuple[PartyTold, ...]
    items: tuple[str, ...]
    is_short: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.lines or self.bills or self.parties or self.items)


def found_for(asker: Asker, wanted: str, *, today: int) -> Answer:
    """Answer a name, a postcode or a number."""
    if len(wanted) < SHORTEST:
        return Answer((), (), (), (), is_short=True)
    answer: Found = found(asker, wanted, more=lines_behind(asker, wanted))
    lines = sorted((_line(each, today) for each in answer.lines), key=lambda told: not told.is_open)
    exact = [each.key for each in answer.lines if each.is_exact]
    lines.sort(key=lambda told: told.key not in exact)
    return Answer(
        tuple(lines),
        tuple(_bill(each, today) for each in answer.bills),
        tuple(PartyTold(each.relation, each.name) for each in answer.parties),
        tuple(_item(each) for each in answer.items),
        is_short=False,
    )


def _line(each: FoundLine, today: int) -> LineTold:
    line = each.state.line
    first, is_mine = _next(each, today)
    other = line.taker.name if each.is_giver else line.giver.name
    said = line_told(
        each.state, other=other, is_giver=each.is_giver, today=today, next_gap=first, is_mine=is_mine
    )
    product = label(each.state.row.product) or label(line.product)
    return LineTold(each.key, said, product, each.state, first is not None)


def _next(each: FoundLine, today: int) -> tuple[Gap | None, bool]:
    """Return what somebody must act on first, and whether that is who asks."""
    biller = biller_of(each.state.line)
    turns = [
        (gap, turn_is_mine(gap.turn, biller, is_giver=each.is_giver))
        for gap in each.state.gaps
        if gap.state(today) is State.OPEN
    ]
    now = [(gap, mine) for gap, mine in turns if mine is not None]
    if not now:
        return None, False
    gap, mine = min(now, key=lambda turn: (not turn[1], -(turn[0].amount or turn[0].quantity or 0)))
    return gap, bool(mine)


def _bill(each: FoundBill, today: int) -> BillTold:
    state = each.state
    other = state.taker.name if each.is_giver else state.giver.name
    words = {"number": state.number, "who": other, "amount": money(state.payable, state.currency)}
    if each.is_giver:
        said = _("Bill %(number)s to %(who)s, %(amount)s") % words
    else:
        said = _("Bill %(number)s of %(who)s, %(amount)s") % words
    return BillTold(each.line, f"{said}: {_paid(state)}; {_next_of_bill(each, other, today)}.")


def _paid(state: BillState) -> str:
    if state.is_void:
        return _("void")
    if state.paid and state.paid >= state.payable:
        return _("paid")
    if state.paid:
        return _("%(amount)s paid so far") % {"amount": money(state.paid, state.currency)}
    return _("nothing paid yet")


def _next_of_bill(each: FoundBill, other: str, today: int) -> str:
    state = each.state
    for gap in state.gaps:
        mine = turn_is_mine(gap.turn, state.biller, is_giver=each.is_giver)
        if gap.state(today) is State.OPEN and mine is not None:
            return turn_told(gap, "", state.currency, who="" if mine else other)
    dues = [gap.due_on for gap in state.gaps if gap.state(today) is State.WAITING and gap.due_on]
    return _("due by %(day)s") % {"day": day_said(min(dues))} if dues else _("all is settled")


def _item(item: FoundItem) -> str:
    words = {"number": item.number, "product": item.product, "who": item.holder or _("nobody known")}
    if item.is_lot:
        return _("Lot %(number)s, %(product)s: %(who)s has it.") % words
    if item.since_on:
        return _("Serial number %(number)s, %(product)s: %(who)s has it since %(day)s.") % {
            **words, "day": day_said(item.since_on),
        }  # fmt: skip
    return _("Serial number %(number)s, %(product)s: %(who)s has it.") % words
