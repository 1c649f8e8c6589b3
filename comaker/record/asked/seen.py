"""Seen: a line with all that stands around it, as values that a page shows."""

from typing import NamedTuple

from comaker.kernel.document import Kind as Paper
from comaker.kernel.entry import Entry, Role
from comaker.kernel.gap import Gap, Kind, State
from comaker.kernel.line import Line
from comaker.kernel.row import BillState, LineState
from comaker.kernel.settlement import Biller
from comaker.record.talk import ASKED


class Seen(NamedTuple):
    """A paper; `key` is 0 for who may not open it, or where no bytes were kept."""

    kind: Paper
    number: str
    key: int


class EntrySeen(NamedTuple):
    """An entry with what backs it.

    Attributes:
        is_counted: it counts now; an earlier version, another's word or what was taken back does not.
        is_taken_back: a later entry has taken it back.
    """

    entry: Entry
    paper: Seen | None
    is_counted: bool
    is_taken_back: bool


class TieSeen(NamedTuple):
    """A document line that belongs, or did, to the line; `place` -1 for a document as a whole."""

    paper: Seen
    place: int
    score: int
    reasons: tuple[str, ...]
    holds: bool


class BillSeen(NamedTuple):
    """A bill on which the line stands."""

    key: int
    state: BillState


class LinkSeen(NamedTuple):
    """A line that this one points to, or that points to it; `key` is 0 where it is not the asker's."""

    kind: str
    is_from_here: bool
    key: int
    deal: str
    number: str


class Said(NamedTuple):
    """Something that was said about the line; `only_for` is 0 where both sides see it."""

    kind: str
    party: int
    name: str
    words: str
    only_for: int
    asked_by: int
    said_at: int


class LineSeen(NamedTuple):
    """A line as an asker sees it.

    Attributes:
        serial: the last number of its relation, by which a page knows that something is new.
        giver, taker: numbers of the parties; their names stand in `state.line`.
        is_giver: the asker's party gives it.
    """

    key: int
    relation: int
    serial: int
    giver: int
    taker: int
    is_giver: bool
    state: LineState
    entries: tuple[EntrySeen, ...] = ()
    ties: tuple[TieSeen, ...] = ()
    bills: tuple[BillSeen, ...] = ()
    links: tuple[LinkSeen, ...] = ()
    talk: tuple[Said, ...] = ()

    @property
    def other(self) -> str:
        """Return the name of the other party."""
        return self.state.line.taker.name if self.is_giver else self.state.line.giver.name

    @property
    def asked(self) -> tuple[Said, ...]:
        """Return when somebody of a party asked where the line stands, the first one first."""
        return tuple([said for said in self.talk if said.kind == ASKED])

    def is_mine(self, gap: Gap, bill: BillState | None = None) -> bool | None:
        """Tell whether it is the asker's turn on a gap of the line or of a bill; None: nobody's."""
        biller = bill.biller if bill else biller_of(self.state.line)
        return turn_is_mine(gap.turn, biller, is_giver=self.is_giver)

    def unpaid(self, today: int) -> State | None:
        """Return how what is not paid yet of its bills stands; None where no bill says."""
        states = {
            gap.state(today)
            for bill in self.bills
            for gap in bill.state.gaps
            if gap.kind in (Kind.UNPAID, Kind.PAID_SHORT)
        }
        order = (State.OPEN, State.WAITING, State.ACCEPTED, State.CLOSED)
        return next((state for state in order if state in states), None)


def biller_of(line: Line) -> Role:
    """Return who makes the bills of a line."""
    return Role.TAKER if line.terms.settlement.biller is Biller.TAKER else Role.GIVER


def turn_is_mine(turn: Role, biller: Role, *, is_giver: bool) -> bool | None:
    """Tell whether it is the turn of who gives, or takes, a line; None where it is neither's."""
    if turn is Role.BILLER:
        turn = biller
    if turn in (Role.GIVER, Role.PAYEE):
        return is_giver
    return not is_giver if turn in (Role.TAKER, Role.PAYER) else None
