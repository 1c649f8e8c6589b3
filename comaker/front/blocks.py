"""Blocks: what a part of a bar says, and at which act of the row a gap is seen."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from comaker.kernel.gap import Cause, Gap, Kind, State
from comaker.kernel.row import Moved, Row, Said


class Step(StrEnum):
    """A column of the row."""

    ASKED = "asked"
    PROMISED = "promised"
    SENT = "sent"
    RECEIVED = "received"
    BILLED = "billed"
    PAID = "paid"

    __hash__ = str.__hash__


class Shape(StrEnum):
    """What a block says; its form says the same as its colour."""

    FACT = "fact"
    LOST = "lost"  # a hollow, hatched notch
    REFUSED = "refused"  # cross-hatched: what came and was not taken
    OVER = "over"  # dotted: too much
    COMING = "coming"  # a pale dashed outline: not due yet
    CONCEDED = "conceded"  # as lost or over, and let pass
    APART = "apart"  # in a unit that does not compare
    BACK = "back"  # less than nothing: what went back

    __hash__ = str.__hash__


class Part(NamedTuple):
    """A block as it stands in quantities, or in money.

    Attributes:
        gap: the gap that it shows, None for a fact.
        is_numbered: it bears its size as a number; what shows a gap does unless that is not due yet.
    """

    shape: Shape
    low: int
    high: int
    gap: Gap | None = None
    is_numbered: bool = False

    @property
    def needs_room(self) -> bool:
        """Tell whether a number, or a clock, must fit in it."""
        return self.is_numbered or self.gap is not None


class Block(NamedTuple):
    """A part of a picture.

    Attributes:
        start, size: on a scale of `scale.FULL`, from the baseline.
        number: what it bears: less than 0 for what is not there; None where it bears none.
    """

    shape: Shape
    start: int
    size: int
    number: int | None
    gap: Gap | None = None


MONEY = (Step.BILLED, Step.PAID)

# Where a gap is seen: what is short stands above a bar, what is over is the top of one.
SHORT = {
    Kind.UNANSWERED: Step.PROMISED,
    Kind.UNDERPROMISED: Step.PROMISED,
    Kind.UNSENT: Step.SENT,
    Kind.INPUT_MISSING: Step.SENT,
    Kind.MISSING: Step.RECEIVED,
    Kind.UNBILLED: Step.BILLED,
}
OVER = {
    Kind.OVERPROMISED: Step.PROMISED,
    Kind.OVERSENT: Step.SENT,
    Kind.SURPLUS: Step.RECEIVED,
    Kind.BILLED_EARLY: Step.BILLED,
    Kind.OVERBILLED: Step.BILLED,
    Kind.BILLED_TWICE: Step.BILLED,
}
_SAID = {Kind.REPRICED: Step.PROMISED, Kind.REDATED: Step.PROMISED, Kind.REJECTED: Step.RECEIVED}
_FIXED = {**SHORT, **OVER, **_SAID}
_OF_CAUSE = {
    Cause.EXPECTATION: Step.PROMISED,
    Cause.CAPABILITY: Step.SENT,
    Cause.TRANSPORT: Step.RECEIVED,
    Cause.CONDITION: Step.RECEIVED,
    Cause.BILLING: Step.BILLED,
    Cause.PAYMENT: Step.PAID,
}
SETTLED: Mapping[State, Shape] = {
    State.WAITING: Shape.COMING,
    State.ACCEPTED: Shape.CONCEDED,
    State.CLOSED: Shape.CONCEDED,
}


def step_of(gap: Gap, row: Row) -> Step:
    """Return the act at which a gap is seen."""
    kind = gap.kind
    if kind in (Kind.UNSENT, Kind.OVERSENT) and row.sent is None and row.received is not None:
        return Step.RECEIVED
    if kind in _FIXED:
        return _FIXED[kind]
    if kind is Kind.INCOMPARABLE:
        return next((step for step in Step if gap.unit and other_unit(step, row) == gap.unit), Step.ASKED)
    if kind in (Kind.UNEXPECTED, Kind.TOLD_DIFFERENTLY):
        moved = ((Step.SENT, row.sent), (Step.RECEIVED, row.received), (Step.BILLED, row.billed))
        return next((step for step, each in moved if each), Step.SENT)
    return _OF_CAUSE.get(gap.cause, Step.ASKED)


def shape_of(gap: Gap, today: int) -> Shape:
    """Return how a gap is drawn on a day."""
    settled = SETTLED.get(gap.state(today))
    if settled:
        return settled
    if gap.kind is Kind.REJECTED:
        return Shape.REFUSED
    return Shape.LOST if gap.kind in SHORT else Shape.OVER


def told_at(step: Step, row: Row) -> Said | Moved | None:
    """Return what was told of an act but for payment, None where nobody told anything."""
    if step is Step.ASKED:
        return row.asked
    if step is Step.PROMISED:
        return row.promised
    return {Step.SENT: row.sent, Step.RECEIVED: row.received, Step.BILLED: row.billed}.get(step)


def other_unit(step: Step, row: Row) -> str:
    """Return the unit of an act where it is another than the line's."""
    told = told_at(step, row)
    return told.unit if told and told.unit and told.unit != row.unit else ""


def block(part: Part, low: int, high: int) -> Block:
    """Place a part between two places of a scale."""
    size = part.high - part.low if part.shape in _IS_THERE else part.low - part.high
    is_numbered = part.needs_room and part.shape is not Shape.COMING
    return Block(part.shape, low, high - low, size if is_numbered else None, part.gap)


_IS_THERE = frozenset((Shape.FACT, Shape.OVER, Shape.APART))
