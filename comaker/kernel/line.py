"""Lines: one thing that one party gives and another takes, the terms it stands under, and its links."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from comaker.kernel.party import NOBODY, Party
from comaker.kernel.product import NOTHING, Product
from comaker.kernel.settlement import PRESETS, Settlement
from comaker.kernel.tolerance import NO_TOLERANCE, Tolerance
from comaker.kernel.units import Packing


class Terms(NamedTuple):
    """What two parties agreed on how lines in one direction go; days are calendar days.

    Attributes:
        expects_ask: a deed without an order is `unexpected`.
        expects_answer: an ask without a promise is `unanswered` after `response_days`.
        expects_send: a promise without any send or receipt is `unsent` once due, even where no
            receipt is booked (settlement `receipt` none).
        arrival_days: how long a sending may travel before it is missing, where it does not say itself.
        billing_days: how long after the last receipt a bill may take before it is `unbilled`.
        payment_days: after the bill's issue, where the bill names no day.
        delivery_days: after the ask, where neither ask nor promise names a day; None: never due.
        tax: how lines are taxed: standard, reverse, margin or exempt; tax on the last three is a variance.
        delivery_term: Incoterm; who bears the risk on the way follows from it.
    """

    settlement: Settlement = PRESETS["three_way"]
    tolerance: Tolerance = NO_TOLERANCE
    expects_ask: bool = True
    expects_answer: bool = False
    expects_send: bool = False
    response_days: int = 2
    arrival_days: int = 7
    billing_days: int = 30
    payment_days: int = 30
    delivery_days: int | None = None
    delivery_term: str = ""
    tax: str = "standard"

    @property
    def is_risk_of_taker(self) -> bool:
        """Tell whether the taker bears the risk on the way: every Incoterm of the E, F and C groups."""
        return self.delivery_term[:1] in ("E", "F", "C")


DEFAULT_TERMS = Terms()


class Since(NamedTuple):
    """Terms that were agreed from a day on; 0 for always."""

    from_on: int
    terms: Terms


def terms_on(day: int, agreed: Sequence[Since]) -> Terms | None:
    """Return the terms in force on a day; None where none had been agreed yet.

    Args:
        agreed: in order of their first days.
    """
    found = None
    for since in agreed:
        if since.from_on > day:
            break
        found = since.terms
    return found


class Line(NamedTuple):
    """One thing to be given and taken.

    Attributes:
        key: unique among the lines that are looked at together.
        deal, number: the order's number and the line's number on it, as the taker wrote them.
        payer, payee: NOBODY when they are the taker and the giver (or the other way in a self-billing).
        unit: the unit that its quantities are told in; empty until an entry says one.
        packings: what the product's packages hold, for converting.
        is_frame: a blanket line is never due itself; its call-offs are.
    """

    key: str
    deal: str = ""
    number: str = ""
    giver: Party = NOBODY
    taker: Party = NOBODY
    product: Product = NOTHING
    unit: str = ""
    currency: str = ""
    terms: Terms = DEFAULT_TERMS
    packings: tuple[Packing, ...] = ()
    is_frame: bool = False


class Relation(StrEnum):
    """How one line points to another."""

    UNDER = "under"  # a call-off to its frame, a use to its consignment
    PART = "part"  # a component to its kit
    INSTEAD = "instead"  # a substitute to what it stands in for
    BACK = "back"  # a return to what it returns
    NEEDS = "needs"  # a line to the input it waits for
    THROUGH = "through"  # one leg of a drop shipment to the next
    CARRIES = "carries"  # a transport to what it moves


class Link(NamedTuple):
    """One line pointing to another; one unit of `line` is `factor` units of `to` (QUANTITY scale)."""

    line: str
    kind: Relation
    to: str
    factor: int = 1_000_000
