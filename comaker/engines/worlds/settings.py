"""Settings of a world: how many relations and orders, and how often what goes wrong.

Every share is a chance between 0 and 1; the comment says of what. The defaults follow what partners
report of their own chains; `smooth()` is the same world where nothing goes wrong.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

Word = TypeVar("Word", bound=StrEnum)


class Trade(StrEnum):
    """What kind of dealings the two parties of a relation have."""

    THREE_WAY = "three_way"
    EARLY_BILL = "three_way_early_bill"
    TWO_WAY = "two_way"
    SERVICE = "service"
    PREPAID = "prepaid"
    CONSIGNMENT = "consignment"
    TRADE_IN = "trade_in"  # the customer gives, the company takes and bills itself
    INPUT = "input"  # work that waits for something from the customer
    DROP = "drop"  # three parties: the supplier delivers to the customer's customer
    FRAME = "frame"  # a blanket order and its call-offs
    PERSONS = "persons"  # two people who only have names


class Change(StrEnum):
    """What the taker changes after ordering."""

    MORE = "more"
    FEWER = "fewer"
    PRICE = "price"
    ITEM = "item"
    DATE = "date"
    CANCELLED = "cancelled"


class Promising(StrEnum):
    """What goes otherwise than asked when the giver answers."""

    REFUSED = "refused"
    FEWER = "fewer"
    MORE = "more"
    DEARER = "dearer"
    LATER = "later"
    SUBSTITUTE = "substitute"


class Sending(StrEnum):
    """What goes otherwise than promised when the giver sends."""

    NEVER = "never"
    FEWER = "fewer"
    MORE = "more"
    SPLIT = "split"
    BACKORDER = "backorder"
    WRONG = "wrong"


class Arrival(StrEnum):
    """What goes otherwise than announced when the goods come in."""

    LOST = "lost"
    FEWER = "fewer"
    MORE = "more"
    DAMAGED = "damaged"
    WRONG = "wrong"


class Billing(StrEnum):
    """What goes otherwise than delivered and agreed on one line of a bill."""

    MORE = "more"
    FEWER = "fewer"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    CHARGED = "charged"
    FORGOTTEN = "forgotten"
    UNIT = "unit"  # in a unit that does not convert
    PRICELESS = "priceless"  # only the amount is stated: not wrong, but harder to read


class Sheet(StrEnum):
    """What goes wrong with a bill as a whole."""

    TWICE = "twice"
    CHARGE = "charge"
    ALLOWANCE = "allowance"
    TAX = "tax"
    SUMS = "sums"
    REJECTED = "rejected"
    STRAY = "stray"  # a line that nobody asked for


class Paying(StrEnum):
    """What goes otherwise than due when a bill is paid."""

    NEVER = "never"
    SHORT = "short"
    OVER = "over"
    TWICE = "twice"
    ELSEWHERE = "elsewhere"


class Damage(StrEnum):
    """What became of the references of a document line."""

    WHOLE = "whole"
    NO_LINE = "no line"  # the order without the line
    NONE = "none"  # nothing at all
    WRONG_LINE = "wrong line"  # another line of the same order
    RETYPED = "retyped"  # the order number as people retype it, still to be recognised
    GARBLED = "garbled"  # a digit is lost: useless
    SALES_ORDER = "sales order"  # the seller's number instead
    DESPATCH = "despatch"  # only the despatch number
    PLACEHOLDER = "placeholder"  # “n/a”
    BILL = "bill"  # a credit note that names the bill and its line, or the bill alone
    BILL_ALONE = "bill alone"


Shares = tuple[tuple[Word, float], ...]


@dataclass(frozen=True, slots=True)
class World:
    """How large a world is and what goes wrong in it."""

    # Size. One relation is the unit that is made at once, with its side relations.
    relations: int = 48
    orders: int = 24  # per relation, on average
    products: int = 40  # in one giver's catalogue
    lines: tuple[tuple[int, float], ...] = ((3, 0.40), (8, 0.34), (16, 0.17), (30, 0.07), (60, 0.02))
    first_on: int = date(2025, 1, 6).toordinal()
    days: int = 365  # the world is judged on the day after them

    trades: Shares[Trade] = (
        *((Trade.THREE_WAY, 0.34), (Trade.EARLY_BILL, 0.12), (Trade.TWO_WAY, 0.16), (Trade.SERVICE, 0.06)),
        *((Trade.PREPAID, 0.05), (Trade.CONSIGNMENT, 0.04), (Trade.TRADE_IN, 0.07), (Trade.INPUT, 0.04)),
        *((Trade.DROP, 0.04), (Trade.FRAME, 0.05), (Trade.PERSONS, 0.03)),
    )

    # Of every order.
    changes: Shares[Change] = (
        *((Change.MORE, 0.02), (Change.FEWER, 0.02), (Change.PRICE, 0.01), (Change.ITEM, 0.005)),
        *((Change.DATE, 0.015), (Change.CANCELLED, 0.015)),
    )
    silence: float = 0.08  # an answer that is expected and does not come
    refusals: float = 0.01  # the whole order is refused
    moved_promises: float = 0.04  # a promise that was given is moved
    repeats: float = 0.25  # orders that repeat an earlier one, as standing needs do
    twin_lines: float = 0.01  # order lines that repeat the line before them
    twin_numbers: float = 0.01  # orders where two lines bear one number
    parts: float = 0.02  # order lines that are due in two parts
    unasked: float = 0.006  # deliveries with their bill that come out of the blue, per order
    late_inputs: float = 0.3  # inputs that the customer brings too late
    rides: float = 0.03  # orders whose transport is a line of its own
    late: float = 0.07  # sendings that leave too late

    # Of every line at that stage.
    promising: Shares[Promising] = (
        *((Promising.REFUSED, 0.01), (Promising.FEWER, 0.025), (Promising.MORE, 0.004)),
        *((Promising.DEARER, 0.012), (Promising.LATER, 0.04), (Promising.SUBSTITUTE, 0.006)),
    )
    sending: Shares[Sending] = (
        *((Sending.NEVER, 0.008), (Sending.FEWER, 0.015), (Sending.MORE, 0.01), (Sending.SPLIT, 0.05)),
        *((Sending.BACKORDER, 0.03), (Sending.WRONG, 0.004)),
    )
    arrivals: Shares[Arrival] = (
        *((Arrival.LOST, 0.005), (Arrival.FEWER, 0.015), (Arrival.MORE, 0.006), (Arrival.DAMAGED, 0.018)),
        *((Arrival.WRONG, 0.003),),
    )
    billing: Shares[Billing] = (
        *((Billing.MORE, 0.01), (Billing.FEWER, 0.008), (Billing.DEARER, 0.025), (Billing.CHEAPER, 0.012)),
        *((Billing.CHARGED, 0.01), (Billing.FORGOTTEN, 0.006), (Billing.UNIT, 0.003)),
        *((Billing.PRICELESS, 0.02),),
    )

    # Of every bill.
    sheets: Shares[Sheet] = (
        *((Sheet.TWICE, 0.012), (Sheet.CHARGE, 0.012), (Sheet.ALLOWANCE, 0.006), (Sheet.TAX, 0.008)),
        *((Sheet.SUMS, 0.008), (Sheet.REJECTED, 0.012), (Sheet.STRAY, 0.012)),
    )
    payments: Shares[Paying] = (
        *((Paying.NEVER, 0.05), (Paying.SHORT, 0.03), (Paying.OVER, 0.01), (Paying.TWICE, 0.008)),
        *((Paying.ELSEWHERE, 0.003),),
    )
    advances: float = 0.03  # orders of which a part is paid before
    credits: float = 0.5  # bills for what did not come, or came damaged, that are credited
    replacements: float = 0.3  # damaged goods that are sent anew instead
    returns: float = 0.5  # damaged goods that go back on a line of their own
    reminders: float = 0.6  # overdue bills that are reminded of
    statements: float = 0.25  # relations whose giver sends a statement of account every month
    misstated: float = 0.03  # bills of which a statement tells another amount

    # Of the papers after the order. Senders are consistent: `habit` is how often a sender does as always.
    references: Shares[Damage] = (
        *((Damage.NO_LINE, 0.12), (Damage.NONE, 0.10), (Damage.WRONG_LINE, 0.02), (Damage.RETYPED, 0.06)),
        *((Damage.GARBLED, 0.02), (Damage.SALES_ORDER, 0.05), (Damage.DESPATCH, 0.05)),
        *((Damage.PLACEHOLDER, 0.02),),
    )
    habit: float = 0.5
    answers: float = 0.4  # relations that expect an answer to every order
    announced: float = 0.75  # relations whose giver sends despatch advices
    collective: float = 0.15  # relations billed once a month
    per_order: float = 0.5  # of the others: one bill when all is sent, instead of one per sending
    boxed: float = 0.15  # wares ordered in boxes and billed in pieces
    catch_weight: float = 0.08  # relations that trade by weight and count pieces too
    other_names: float = 0.3  # relations whose parties name the piece differently
    other_identifiers: float = 0.1  # relations whose giver names itself by other numbers on its papers
    shuffled_lines: float = 0.1  # papers whose lines stand in another order than the order's
    resent: float = 0.01  # papers that come twice: the same meaning in other bytes

    @property
    def now(self) -> int:
        """Return the day number to judge the world at; no paper is dated after it."""
        return self.first_on + self.days


def smooth(world: World | None = None) -> World:
    """Return the same world with nothing going wrong and every reference whole."""
    world = world or World()
    odd = {each.name: () for each in fields(World) if each.name in _TABLES}
    nothing = dict.fromkeys(_MISHAPS, 0.0)
    return replace(world, **odd, **nothing)  # type: ignore[arg-type]


def sized(lines: int, world: World | None = None) -> World:
    """Return the world with as many relations as about `lines` order lines need."""
    world = world or World()
    return replace(world, relations=max(1, round(lines / (world.orders * lines_mean(world)))))


def lines_mean(world: World) -> float:
    """Return how many lines an order has on average."""
    least, total = 1, 0.0
    for most, share in world.lines:
        total += share * (least + most) / 2
        least = most + 1
    return total


class Odds(NamedTuple, Generic[Word]):
    """A table of shares made ready to draw from."""

    bounds: tuple[float, ...]
    words: tuple[Word, ...]

    def word(self, chance: float) -> Word | None:
        """Return what a number between 0 and 1 draws; None: nothing goes wrong."""
        if not self.bounds or chance >= self.bounds[-1]:
            return None
        return self.words[bisect_right(self.bounds, chance)]


@lru_cache(maxsize=256)
def odds(shares: Shares[Word]) -> Odds[Word]:
    """Make a table of shares ready to draw from."""
    return Odds(tuple(_running(share for _, share in shares)), tuple(word for word, _ in shares))


def _running(shares: Iterator[float]) -> Iterator[float]:
    total = 0.0
    for share in shares:
        total += share
        yield total


_TABLES = ("changes", "promising", "sending", "arrivals", "billing", "sheets", "payments", "references")
_MISHAPS = (
    *("refusals", "moved_promises", "twin_lines", "twin_numbers", "late", "returns", "replacements"),
    *(
        "other_identifiers",
        "shuffled_lines",
        "resent",
        "silence",
        "reminders",
        "misstated",
        "unasked",
        "late_inputs",
    ),
)
