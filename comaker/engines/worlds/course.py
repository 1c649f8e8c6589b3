"""Courses: what truly happened to a line, noted by hand while its papers are written."""

from typing import NamedTuple

from comaker.engines.worlds.catalogue import Ware
from comaker.engines.worlds.people import Pair
from comaker.kernel.party import NOBODY

LineKey = tuple[str, str]  # the order's number, and the line's number on it
Place = tuple[int, int]  # a document's place among the documents, and a line's place on it


class Said(NamedTuple):
    """One version of what was asked or promised.

    `until_on` is the first day too late; `first` a share of it that is due earlier, with its own such day.
    """

    on: int
    quantity: int
    price: int
    until_on: int | None
    ware: Ware
    first: tuple[int, int] | None = None

    @property
    def parts(self) -> tuple[tuple[int, int | None], ...]:
        """Return (quantity, first day too late) of each dated share, the earliest first."""
        if self.first is None:
            return ((self.quantity, self.until_on),)
        return (self.first, (self.quantity - self.first[0], self.until_on))

    def of(self, quantity: int, on: int) -> "Said":
        """Return the same said on another day of another quantity, which is one part then."""
        return self._replace(on=on, quantity=quantity, first=None)


class Moved(NamedTuple):
    """One sending or receiving; `quantity` includes what was rejected of it."""

    on: int
    quantity: int
    rejected: int
    ware: Ware


class Claimed(NamedTuple):
    """One line of a bill or, negative, of a credit note that stands; `charges` stand beside the amount."""

    on: int
    bill: int
    quantity: int
    price: int
    amount: int
    charges: int
    ware: Ware
    told_price: int | None


class Course:
    """One line and all that happened to it, in the line's own unit.

    Attributes:
        key: the order's number and the line's number; a number that the order bears twice gets `#2`.
        number: the line's number as written on the order.
        ware, price: as first asked.
        asks, promises: versions in the order in which they were given; the last one counts.
        is_followed: the giver carries out a change that it never answered.
        is_input: another line waits for it.
        unlike: what was billed in a unit that does not convert.
    """

    __slots__ = (
        *("asks", "bills", "deal", "is_followed", "is_frame", "is_input", "key", "number", "price"),
        *("promises", "receipts", "sends", "unlike", "ware"),
    )

    def __init__(self, deal: "Deal", key: LineKey, number: str, ware: Ware, price: int) -> None:
        self.deal = deal
        self.key = key
        self.number = number
        self.ware = ware
        self.price = price
        self.is_frame = False
        self.is_input = False
        self.unlike = 0
        self.is_followed = False
        self.asks: list[Said] = []
        self.promises: list[Said] = []
        self.sends: list[Moved] = []
        self.receipts: list[Moved] = []
        self.bills: list[Claimed] = []

    @property
    def ask(self) -> Said:
        """Return the ask in force."""
        return self.asks[-1]

    @property
    def agreed(self) -> Said:
        """Return what the giver goes by: its promise, or the ask when it gave none or follows a change."""
        return self.promises[-1] if self.promises and not self.is_followed else self.asks[-1]


class Deal:
    """One order and its lines.

    Attributes:
        sales: the seller's own number for it; `is_sales_known` when a paper says both numbers.
        contract: the frame order's number that it calls off, else "".
        deliver_to: who takes the goods in when that is not the taker.
        charge: freight that the order agrees to; billed once.
        prepaid: what was billed in advance and no bill has taken off yet.
        is_unasked: there is no order: its papers come out of the blue.
    """

    __slots__ = (
        *("charge", "contract", "courses", "is_billed", "is_charge_billed", "is_sales_known"),
        *("deliver_to", "is_unasked", "number", "on", "pair", "prepaid", "sales"),
    )

    def __init__(self, pair: Pair, number: str, sales: str, on: int) -> None:
        self.pair = pair
        self.number = number
        self.sales = sales
        self.on = on
        self.contract = ""
        self.deliver_to = NOBODY
        self.charge = 0
        self.prepaid = 0
        self.is_billed = False
        self.is_unasked = False
        self.is_charge_billed = False
        self.is_sales_known = False
        self.courses: list[Course] = []


class Parcel:
    """So much of one line on its way: what was sent of it, what came in and what of that was refused."""

    __slots__ = ("arrived", "came", "course", "is_replaced", "line", "quantity", "rejected", "ware")

    def __init__(self, course: Course, quantity: int, ware: Ware) -> None:
        self.course = course
        self.quantity = quantity
        self.arrived = quantity
        self.rejected = 0
        self.ware = ware
        self.came = ware
        self.is_replaced = False
        self.line = ""


class Sending:
    """Parcels that leave together; `number` is the despatch advice's, told or not."""

    __slots__ = ("arrives_on", "is_told", "number", "on", "paper", "parcels")

    def __init__(self, on: int, arrives_on: int, number: str, parcels: list[Parcel]) -> None:
        self.on = on
        self.arrives_on = arrives_on
        self.number = number
        self.parcels = parcels
        self.is_told = False
        self.paper = -1


class Row(NamedTuple):
    """What one line of a bill is for; `parcel` is what it bills, None when it bills what was agreed."""

    course: Course
    quantity: int
    price: int
    charge: int = 0
    is_priceless: bool = False
    is_unlike: bool = False  # billed in a unit that does not convert
    parcel: Parcel | None = None
    sending: Sending | None = None
