"""Facts: what the papers tied to a line told of it, as evidence for the next paper.

They are kept one by one and not as totals, since a paper can only follow what happened before its day.
"""

from typing import NamedTuple

NO_DAY = -1
LAST_DAY = 10**7

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
        asks, promises: every quantity asked or promised, with the day of saying so.
        said: the same quantities, whenever they were said.
        asked_on, due_on: the first day of an ask and the last day to be in time.
        prices: every price ever asked or promised.
        moves: what happened, in the order in which the papers were looked at.
    """

    __slots__ = ("asked_on", "asks", "due_on", "moves", "prices", "promises", "said")

    def __init__(self) -> None:
        self.asks: tuple[tuple[int, int], ...] = ()
        self.promises: tuple[tuple[int, int], ...] = ()
        self.asked_on = NO_DAY
        self.due_on = NO_DAY
        self.said: tuple[int, ...] = ()
        self.prices: tuple[int, ...] = ()
        self.moves: tuple[Move, ...] = ()

    def ask(self, quantity: int, on: int) -> None:
        """Remember what was asked."""
        self.asks = (*self.asks, (on, quantity))
        if quantity not in self.said:
            self.said = (*self.said, quantity)

    def promise(self, quantity: int, on: int) -> None:
        """Remember what was promised; nothing, when the ask was refused."""
        self.promises = (*self.promises, (on, quantity))
        if quantity not in self.said:
            self.said = (*self.said, quantity)

    def price(self, price: int) -> None:
        """Remember a price that was asked or promised."""
        if price not in self.prices:
            self.prices = (*self.prices, price)

    def expected(self, on: int) -> int:
        """Return the quantity that was to be given by what was said up to a day.

        The last word counts, an ask or an answer to it; what was asked first when nothing was by then.
        """
        said = [*self.asks, *self.promises]
        before = [each for each in said if each[0] <= on]
        if not before:
            return min(self.asks)[1] if self.asks else 0
        last = max(each[0] for each in before)
        # An answer on the day of the ask is the later word of the two.
        return [each for each in before if each[0] == last][-1][1]


# Shared by all lines that were not counted yet; never written to.
NO_FACTS = Facts()


class AsOf(NamedTuple):
    """What a line's moves added up to on a day, with the day of the last of each."""

    expected: int = 0
    sent: int = 0
    received: int = 0
    rejected: int = 0
    billed: int = 0
    sent_on: int = NO_DAY
    received_on: int = NO_DAY
    billed_on: int = NO_DAY


def as_of(facts: Facts, on: int) -> AsOf:
    """Add up what happened up to and including a day."""
    asks = facts.asks
    expected = asks[0][1] if len(asks) == 1 and not facts.promises else facts.expected(on)
    if not facts.moves:
        return AsOf(expected)
    sums, days = [0, 0, 0], [NO_DAY, NO_DAY, NO_DAY]
    rejected = 0
    for what, day, quantity, refused, _ in facts.moves:
        if day <= on:
            sums[what] += quantity
            days[what] = max(days[what], day)
            rejected += refused
    return AsOf(expected, sums[SENT], sums[RECEIVED], rejected, sums[BILLED], *days)
