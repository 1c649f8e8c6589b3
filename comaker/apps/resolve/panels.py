"""Panels: what resolve adds to the rooms Today and Line.

`actions_of(one, asker)` tells what can be done about the gaps of a line or bill, each as a
`front.panels.Action`: a verb with the address where it is done, by a form there. Of the gaps that are open:
letting one pass (where the asker's side loses by it), reminding the other side (where it is its turn), saying
who of one's own party looks at them, and putting them aside. Who may do nothing is told nothing.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from comaker.apps.resolve.models import Acceptance
from comaker.apps.resolve.queries import NOTHING_DONE, Desk, Note, Waiting, accepted_on, desk, notes_on
from comaker.front.panels import Action
from comaker.front.said import gap_said
from comaker.kernel.access import Asker, Doing, may, may_accept
from comaker.kernel.gap import Gap, Kind, State
from comaker.record.asked.owned import Owned, owned_by_key
from comaker.record.asked.seen import BillSeen
from comaker.record.asked.turns import Turn, Whose, name_of, turns_on
from comaker.record.transaction import reading

__all__ = ["Desk", "GapPanel", "Note", "Waiting", "actions_of", "desk", "gap_panel", "notes_on", "undo_in"]

_UNDO = re.compile(r"(?:assign|aside)(?:-\d{1,18}){1,500}")


class GapShown(NamedTuple):
    """A gap with what was done about it.

    Attributes:
        name: by which it is assigned, put aside and reminded of.
        said: in a sentence; `waiting` a first person lets it pass, and a second one must say so too.
        is_chosen: it is the one that somebody came here to let pass.
    """

    turn: Turn
    name: str
    said: str
    note: Note
    is_acceptable: bool
    may_remind: bool
    waiting: Waiting | None
    is_chosen: bool


class GapPanel(NamedTuple):
    """A line or bill with its gaps, and what the asker may do about them.

    Attributes:
        address: of the page of the line; empty for a bill, which has none.
        accepted: what the asker's party has let pass.
    """

    owned: Owned
    address: str
    gaps: tuple[GapShown, ...]
    accepted: tuple[Acceptance, ...]
    may_sort: bool
    may_accept: bool


def gap_panel(asker: Asker, owner: int, *, today: int, chosen: str = "") -> GapPanel | None:
    """Return a line or bill with all that can be done about its gaps; None where the asker sees none."""
    owned, _names = owned_by_key(reading(), asker, [owner])
    one = owned.get(owner)
    if one is None:
        return None
    notes = notes_on(asker, [owner])
    waiting = {each.kind: each for each in desk(asker, today=today).waiting if each.owner == owner}
    may_sort = may(asker, Doing.SORT_OUT, giver=one.giver, taker=one.taker)
    gaps = []
    for turn in turns_on(asker, one, today):
        kind, is_open = turn.gap.kind, turn.state is State.OPEN
        name = name_of(owner, kind)
        gaps.append(
            GapShown(
                turn, name, gap_said(turn.gap, one.unit, one.currency, today), notes.get(name, NOTHING_DONE),
                is_open and is_acceptable(asker, one, turn.gap) and kind not in waiting,
                may_sort and is_open and turn.whose is Whose.THEIRS, waiting.get(kind), kind == chosen,
            )
        )  # fmt: skip
    address = "" if one.is_bill else f"/line/{owner}"
    may_let_pass = may(asker, Doing.ACCEPT, giver=one.giver, taker=one.taker)
    return GapPanel(one, address, tuple(gaps), tuple(accepted_on(asker, owner)), may_sort, may_let_pass)


def actions_of(one: Owned, asker: Asker, *, bills: Sequence[BillSeen] = ()) -> list[Action]:
    """Return what the asker can do about the gaps of a line or bill now. No statement."""
    today = timezone.localdate().toordinal()
    turns = [turn for turn in turns_on(asker, one, today) if turn.state is State.OPEN]
    return [*_letting_pass(asker, one, turns, today), *_sorting_out(asker, one, turns)]


def _letting_pass(asker: Asker, one: Owned, turns: list[Turn], today: int) -> list[Action]:
    gaps = [turn.gap for turn in turns if is_acceptable(asker, one, turn.gap)]
    if len({gap.kind for gap in gaps}) > 1:
        hint = _("You choose what, and see what it is worth.")
        return [Action(_("Let something pass"), reverse("gap", args=[one.key]), "done", hint=hint)]
    if not gaps:
        return []
    address = f"{reverse('gap', args=[one.key])}?{urlencode({'accept': gaps[0].kind.value})}#accept"
    said = gap_said(gaps[0], one.unit, one.currency, today)
    return [Action(_("Let it pass"), address, "done", hint=said)]


def _sorting_out(asker: Asker, one: Owned, turns: list[Turn]) -> list[Action]:
    """Return what is done about all open gaps of a line at once."""
    if not turns or not may(asker, Doing.SORT_OUT, giver=one.giver, taker=one.taker):
        return []
    kinds = list(dict.fromkeys(turn.gap.kind for turn in turns))
    theirs = list(dict.fromkeys(turn.gap.kind for turn in turns if turn.whose is Whose.THEIRS))
    remind = Action(_("Remind %(party)s") % {"party": one.partner}, _at("remind_gaps", one, theirs), "bell")
    return [
        *([remind] if theirs else []),
        Action(_("Assign"), _at("assign_gaps", one, kinds), "person"),
        Action(_("Put it aside"), _at("put_gaps_aside", one, kinds), "wait"),
    ]


def is_acceptable(asker: Asker, one: Owned, gap: Gap) -> bool:
    """Tell whether the asker's side loses by a gap, and his work lets him let it pass."""
    if not (gap.quantity or gap.amount):
        return False
    return may_accept(asker._replace(accept_max=None), gap.kind, 0, giver=one.giver, taker=one.taker)


def _at(page: str, one: Owned, kinds: list[Kind]) -> str:
    name = f"{one.key}-{'+'.join(kind.value for kind in kinds)}"
    return f"{reverse(page)}?{urlencode({'gap': name, 'next': f'/line/{one.key}'})}"


def undo_in(request: HttpRequest) -> str:
    """Return what an address says was just done and can be undone; empty for nothing."""
    told = request.GET.get("undo", "")
    return told if _UNDO.fullmatch(told) else ""


def works_in(undo: str) -> tuple[list[int], list[int]]:
    """Return the numbers of the assignments, and of what was put aside, that are to be undone."""
    what, *numbers = (undo if _UNDO.fullmatch(undo) else "").split("-")
    found = [int(number) for number in numbers]
    return (found, []) if what == "assign" else ([], found)
