"""Course: what became of what was asked, from act to act, with what fell away or was added by its cause.

Each act is held against the nearest act before it that is known; the steps add up exactly from what was asked
to what was paid, or in pieces to what came of it in the end.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from comaker.kernel.amounts import coin_of, value
from comaker.kernel.gap import Cause, Gap, Kind, State
from comaker.kernel.row import LineState, Row

# In the order of the row.
CAUSES = (
    Cause.EXPECTATION, Cause.INPUT, Cause.CAPABILITY, Cause.TRANSPORT, Cause.CONDITION, Cause.BILLING,
    Cause.PAYMENT,
)  # fmt: skip
# What is still to come at an act, by the gap that waits for it.
_TO_COME = {
    Cause.EXPECTATION: (Kind.UNANSWERED,),
    Cause.CAPABILITY: (Kind.UNSENT,),
    Cause.TRANSPORT: (Kind.MISSING,),
    Cause.BILLING: (Kind.UNBILLED,),
}


class Fall(NamedTuple):
    """What changed for one cause: so much less, so much more, and what is less only because it is not due."""

    cause: Cause
    less: int = 0
    more: int = 0
    coming: int = 0

    def plus(self, other: "Fall") -> "Fall":
        """Add another of the same cause."""
        return Fall(self.cause, self.less + other.less, self.more + other.more, self.coming + other.coming)


class Course(NamedTuple):
    """The way from what was asked to what came of it.

    Attributes:
        start, end: quantities, or money.
        falls: of every cause, in the order of the row; start and all of these add up to end.
        lines: how many lines are in it; `left_out` how many could not be compared with these.
    """

    start: int
    end: int
    falls: tuple[Fall, ...]
    unit: str
    lines: int
    left_out: int


def course_in_pieces(lines: Iterable[LineState], *, today: int) -> Course:
    """Return the course of lines in their unit; of several units that which most lines have."""
    told = list(lines)
    units = [state.row.unit for state in told]
    unit = max(sorted(set(units)), key=units.count, default="")
    courses = [_of_pieces(state, today) for state in told if state.row.unit == unit]
    return _summed([course for course in courses if course], unit, len(told))


def course_in_money(
    lines: Iterable[tuple[int, LineState]], unpaid: Mapping[int, State], *, today: int
) -> Course:
    """Return the course of lines in money; of several currencies that which most lines have.

    Args:
        lines: with their keys; `unpaid` how what is not paid of each stands.
    """
    told = list(lines)
    currencies = [state.line.currency for _, state in told]
    currency = max(sorted(set(currencies)), key=currencies.count, default="")
    courses = [
        _of_money(state, unpaid.get(key), today) for key, state in told if state.line.currency == currency
    ]
    return _summed([course for course in courses if course], currency, len(told))


class _Steps:
    """One line on its way: where it is, and what fell on the way."""

    def __init__(self, start: int, gaps: Iterable[Gap], today: int) -> None:
        self.start = self.at = start
        self.falls: list[Fall] = []
        self._waiting = [gap for gap in gaps if gap.state(today) is State.WAITING]
        self._has_input = any(gap.cause is Cause.INPUT for gap in gaps)

    def to(self, reached: int | None, cause: Cause, *, price: int = 0, coin: int = 0) -> None:
        """Go on to an act; one that is not known changes nothing.

        Args:
            price: where the way is counted in money, what one unit is worth.
        """
        if reached is None:
            return
        less, more = max(0, self.at - reached), max(0, reached - self.at)
        waits = [gap.quantity or 0 for gap in self._waiting if gap.kind in _TO_COME.get(cause, ())]
        coming = min(less, value(sum(waits), price, coin) if price else sum(waits))
        is_input = cause is Cause.CAPABILITY and self._has_input
        self.fall(Fall(Cause.INPUT if is_input else cause, less - coming, more, coming))
        self.at = reached

    def fall(self, fall: Fall) -> None:
        """Note what changed."""
        self.falls.append(fall)

    def course(self, unit: str) -> Course:
        """Return the way that was gone."""
        return Course(self.start, self.at, tuple(self.falls), unit, 1, 0)


def _of_pieces(state: LineState, today: int) -> Course | None:
    acts = _quantities(state.row)
    start = next((quantity for quantity, _ in acts if quantity is not None), None)
    if start is None:
        return None
    steps = _Steps(start, state.gaps, today)
    for quantity, cause in acts[1:]:
        steps.to(quantity, cause)
    return steps.course(state.row.unit)


def _of_money(state: LineState, unpaid: State | None, today: int) -> Course | None:
    row = state.row
    coin = coin_of(state.line.currency)
    price = next(
        (
            said.price
            for said in (row.promised, row.asked)
            if said and said.price is not None and not said.unit
        ),
        None,
    )
    acts = _quantities(row)[:-1]
    start = next((quantity for quantity, _ in acts if quantity is not None), None)
    billed = row.billed.amount if row.billed else None
    if price is None or start is None:
        return None
    first = row.asked.price if row.asked and row.asked.price is not None and not row.asked.unit else price
    steps = _Steps(value(start, first, coin), state.gaps, today)
    for quantity, cause in acts[1:]:
        steps.to(None if quantity is None else value(quantity, price, coin), cause, price=price, coin=coin)
    steps.to(billed, Cause.BILLING, price=price, coin=coin)
    if billed is not None:
        short = max(0, billed - (row.paid or 0))
        is_due = unpaid is State.OPEN
        more = max(0, (row.paid or 0) - billed)
        steps.fall(Fall(Cause.PAYMENT, short if is_due else 0, more, 0 if is_due else short))
        steps.at = row.paid or 0
    return steps.course(state.line.currency)


def _quantities(row: Row) -> list[tuple[int | None, Cause]]:
    """Return the quantities of the acts in the line's unit, with what a change at each points to."""

    def same(quantity: int | None, unit: str) -> int | None:
        return quantity if not unit or unit == row.unit else None

    asked = same(row.asked.quantity, row.asked.unit) if row.asked else None
    promised = same(row.promised.quantity, row.promised.unit) if row.promised else None
    sent = same(row.sent.quantity, row.sent.unit) if row.sent else None
    received = same(row.received.quantity, row.received.unit) if row.received else None
    refused = row.received.rejected if row.received else 0
    billed = same(row.billed.quantity, row.billed.unit) if row.billed else None
    kept = None if received is None else received - refused
    return [
        (asked, Cause.EXPECTATION), (promised, Cause.EXPECTATION), (sent, Cause.CAPABILITY),
        (received, Cause.TRANSPORT), (kept, Cause.CONDITION), (billed, Cause.BILLING),
    ]  # fmt: skip


def _summed(courses: list[Course], unit: str, count: int) -> Course:
    falls = {cause: Fall(cause) for cause in CAUSES}
    for course in courses:
        for fall in course.falls:
            falls[fall.cause] = falls[fall.cause].plus(fall)
    return Course(
        sum(course.start for course in courses),
        sum(course.end for course in courses),
        tuple(falls.values()),
        unit,
        len(courses),
        count - len(courses),
    )
