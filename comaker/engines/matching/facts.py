"""Facts: what the papers tied to a line told of it, as evidence for the next paper.

They are kept one by one and not as totals, since a paper can only follow what happened before its day.
"""

from typing import NamedTuple

NO_DAY = -1

SENT, RECEIVED, BILLED = range(3)


class Move(NamedTuple):
    """One sending, receipt or billing, in the unit of the line; `rejected` is part of a receipt."""

    what: int
    on: int
    quantity: int
    rejected: int = 0
    price: int | None = None


class Facts:
    """What papers told of one line.

    Attributes:
        asked: the quantity asked last; `said` every quantity ever asked or promised.
        asked_on, due_on: the day of the ask and the last day to be in time.
        prices: every price ever asked or promised.
        moves: what happened, in the order in which the papers were looked at.
    """

    __slots__ = ("asked", "asked_on", "due_on", "moves", "prices", "said")

    def __init__(self) -> None:
        self.asked = 0
        self.asked_on = NO_DAY
        self.due_on = NO_DAY
        self.said: tuple[int, ...] = ()
        self.prices: tuple[int, ...] = ()
        self.moves: tuple[Move, ...] = ()

    def say(self, quantity: int | None, price: int | None) -> None:
        """Remember a quantity and a price that were asked or promised."""
        if quantity is not None and quantity not in self.said:
            self.said = (*self.said, quantity)
        if price is not None and price not in self.prices:
            self.prices = (*self.prices, price)


# Shared by all lines that were not counted yet; never written to.
NO_FACTS = Facts()


class AsOf(NamedTuple):
    """What a line's moves added up to on a day, with the day of the last of each."""

    sent: int = 0
    received: int = 0
    rejected: int = 0
    billed: int = 0
    sent_on: int = NO_DAY
    received_on: int = NO_DAY
    billed_on: int = NO_DAY


_NOTHING = AsOf()


def as_of(facts: Facts, on: int) -> AsOf:
    """Add up what happened up to and including a day."""
    if not facts.moves:
        return _NOTHING
    sums, days = [0, 0, 0], [NO_DAY, NO_DAY, NO_DAY]
    rejected = 0
    for what, day, quantity, refused, _ in facts.moves:
        if day <= on:
            sums[what] += quantity
            days[what] = max(days[what], day)
            rejected += refused
    return AsOf(sums[SENT], sums[RECEIVED], rejected, sums[BILLED], *days)
