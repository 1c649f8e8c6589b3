"""Showing: the gaps of a line and its bills as they stand on a page, what is most urgent first."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.front.blocks import shape_of
from comaker.front.said import gap_said
from comaker.front.telling import CAUSE_NAMES
from comaker.kernel.gap import Gap, State
from comaker.kernel.row import BillState
from comaker.record.asked.seen import LineSeen

YOU, THEY = "you", "they"
_URGENCY = {State.OPEN: 0, State.WAITING: 2, State.ACCEPTED: 3, State.CLOSED: 4}


class GapShown(NamedTuple):
    """A gap as it stands on a page.

    Attributes:
        turn: YOU or THEY; empty where it is nobody's turn now.
        shape: as it is drawn.
        bill: number of the bill that it stands on; empty for one of the line.
    """

    said: str
    cause: str
    state: State
    turn: str
    shape: str
    bill: str
    gap: Gap


class Turns(NamedTuple):
    """How much waits for each side now."""

    you: int
    they: int


def gaps_shown(seen: LineSeen, today: int) -> list[GapShown]:
    """Return every gap of a line and of its bills: open ones first, of these one's own."""
    state = seen.state
    shown = [_shown(seen, gap, None, today) for gap in (*state.gaps, *state.closed)]
    shown += [_shown(seen, gap, bill.state, today) for bill in seen.bills for gap in bill.state.gaps]
    return sorted(shown, key=_place)


def turns_of(shown: Sequence[GapShown]) -> Turns:
    """Count what waits for each side."""
    return Turns(sum(each.turn == YOU for each in shown), sum(each.turn == THEY for each in shown))


def next_of(shown: Sequence[GapShown]) -> GapShown | None:
    """Return what somebody must act on first: one's own before the other's, the dearest of these."""
    now = [each for each in shown if each.turn]
    return max(now, key=lambda each: (each.turn == YOU, _worth(each.gap)), default=None)


def _shown(seen: LineSeen, gap: Gap, bill: BillState | None, today: int) -> GapShown:
    line, row = seen.state.line, seen.state.row
    state = gap.state(today)
    mine = seen.is_mine(gap, bill)
    turn = "" if state is not State.OPEN or mine is None else YOU if mine else THEY
    said = gap_said(gap, row.unit, bill.currency if bill else line.currency, today)
    number = bill.number if bill else ""
    return GapShown(said, str(CAUSE_NAMES[gap.cause]), state, turn, shape_of(gap, today).value, number, gap)


def _place(each: GapShown) -> tuple[int, bool]:
    """Return where a gap stands; of those alike the one that comes first in the row does so here."""
    urgency = _URGENCY[each.state] + (1 if each.state is State.OPEN and not each.turn else 0)
    return urgency, each.turn != YOU


def _worth(gap: Gap) -> tuple[int, int, int]:
    """Return by what a gap weighs; what another one carries weighs less than that one."""
    return gap.counted, gap.amount or 0, gap.quantity or 0
