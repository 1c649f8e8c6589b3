"""The words of what people say by hand: what they fill in, what became of it, and what is refused.

Quantities, prices, money and percentages are scaled integers (`kernel.amounts`); days are day numbers.
"""

from enum import StrEnum
from typing import NamedTuple

from comaker.kernel.party import Party
from comaker.kernel.refusal import Refusal


class Way(StrEnum):
    """What somebody begins: who asks whom for what."""

    BUY = "buy"  # I take, the other gives
    SELL = "sell"  # I give; the other asked me by telephone, or by a paper that no program reads
    TRADE_IN = "trade_in"  # the customer gives, I take and make out the bill
    INPUT = "input"  # what I need from a customer to do my part; it costs nothing


class Part(NamedTuple):
    """A dated share of a line: so many between two days, the last one included.

    None is all of it, or any day.
    """

    quantity: int | None = None
    from_on: int | None = None
    last_on: int | None = None


class Asked(NamedTuple):
    """A line that is asked.

    Attributes:
        name: what it is; `sellers`, `buyers` and `standard` the numbers by which it is known.
        price: of one unit; None where nothing is said about it.
        key: of a line that there is already, in a change.
    """

    name: str
    quantity: int
    unit: str = ""
    price: int | None = None
    parts: tuple[Part, ...] = ()
    sellers: str = ""
    buyers: str = ""
    standard: str = ""
    serial: str = ""
    tax_percent: int | None = None
    note: str = ""
    key: int = 0


class Promised(NamedTuple):
    """What is promised of a line; a quantity of 0 refuses it."""

    line: int
    quantity: int
    price: int | None = None
    parts: tuple[Part, ...] = ()
    note: str = ""


class Moved(NamedTuple):
    """What was sent of a line, or what came of it.

    Attributes:
        rejected: how many of those that came were refused, and why (a word of `kernel.document`).
    """

    line: int
    quantity: int
    rejected: int = 0
    reason: str = ""
    note: str = ""


class Billed(NamedTuple):
    """What is billed of a line.

    Attributes:
        amount: money; None for quantity times price. A credit without quantity changes the value alone.
    """

    line: int
    quantity: int | None
    price: int | None = None
    amount: int | None = None
    tax_percent: int = 0
    reason: str = ""


class Extra(NamedTuple):
    """A charge of a bill, or with a negative amount an allowance."""

    amount: int
    reason: str
    tax_percent: int = 0


class Paid(NamedTuple):
    """What is paid of a bill; negative for what is paid back."""

    bill: int
    amount: int


class Counterpart(NamedTuple):
    """The other party: one that is known by its number, or one that is named here for the first time."""

    number: int = 0
    party: Party = Party("")
    is_person: bool = False


class Done(NamedTuple):
    """What became of something that somebody said.

    Attributes:
        relation, deal, giver: where to find it.
        document: the key of its paper; `number` as that paper bears it.
        is_repeat: the same form was sent before.
    """

    relation: int
    deal: str
    giver: int
    document: int
    number: str
    is_repeat: bool = False


class Field(NamedTuple):
    """Where in a form a value stands, such as the quantity of the third line; `place` -1 for none of them."""

    name: str
    place: int = -1


class Unusable(Refusal):
    """Values that cannot be used; each sentence belongs beside a field."""

    def __init__(self, errors: "dict[Field, str]") -> None:
        super().__init__(" ".join(dict.fromkeys(errors.values())))
        self.errors = errors


class NothingSaid(Refusal):
    """A form without anything in it to say."""


class NumberTaken(Refusal):
    """A number that another paper of the same sender and year bears."""


class NotPossible(Refusal):
    """What cannot be done on a deal as it stands."""
