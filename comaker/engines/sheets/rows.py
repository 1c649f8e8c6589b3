"""Rows: what one row of each kind of file says."""

from typing import NamedTuple

from comaker.kernel.line import Terms
from comaker.kernel.settlement import Settlement
from comaker.kernel.tolerance import Allowance, Tolerance
from comaker.kernel.units import Packing


class PartyRow(NamedTuple):
    """A party; `is_person` is None where the file does not say."""

    name: str
    identifiers: tuple[str, ...]
    is_person: bool | None = None


class TermsRow(NamedTuple):
    """Terms from giver to taker, as the file names them; None where it says nothing.

    Attributes:
        from_on: the first day; 0 for always.
    """

    giver: str
    taker: str
    from_on: int = 0
    settlement: Settlement | None = None
    quantity: Allowance | None = None
    price: Allowance | None = None
    amount: Allowance | None = None
    days: Allowance | None = None
    expects_ask: bool | None = None
    expects_answer: bool | None = None
    expects_send: bool | None = None
    response_days: int | None = None
    arrival_days: int | None = None
    billing_days: int | None = None
    payment_days: int | None = None
    delivery_days: int | None = None
    delivery_term: str | None = None
    tax: str | None = None

    def over(self, before: Terms) -> Terms:
        """Return earlier terms with everything that this row says."""
        measures = (self.quantity, self.price, self.amount, self.days)
        tolerance = Tolerance(
            *(new if new is not None else old for new, old in zip(measures, before.tolerance, strict=True))
        )
        said = {name: value for name in _OF_TERMS if (value := getattr(self, name)) is not None}
        return before._replace(tolerance=tolerance, **said)


_OF_TERMS = tuple(name for name in Terms._fields if name != "tolerance")


class SiteRow(NamedTuple):
    """A site of a party, and one dock of it where the row names one."""

    party: str
    name: str
    gln: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    dock: str = ""
    dock_gln: str = ""


class ProductRow(NamedTuple):
    """A product of the party whose number it bears, with one packing where the row names one.

    Attributes:
        owner: who sells it; empty where the file does not say.
        taker: whose number `buyers` is.
        unit: the base unit.
    """

    owner: str
    sellers: str = ""
    taker: str = ""
    buyers: str = ""
    standard: str = ""
    makers: str = ""
    name: str = ""
    unit: str = ""
    packing: Packing | None = None


class ItemRow(NamedTuple):
    """One piece or lot of a product, and who holds it since when; `since_on` 0 where nobody says."""

    owner: str
    product: str
    number: str
    is_lot: bool
    holder: str = ""
    since_on: int = 0


class StockRow(NamedTuple):
    """What was counted of a product at a place of a site or in a handling unit; 0: on the day of loading."""

    party: str
    site: str
    place: str
    unit_number: str
    owner: str
    product: str
    quantity: int
    unit: str
    counted_on: int = 0


class AskRow(NamedTuple):
    """One line that somebody wants to order.

    Attributes:
        price: of one unit; None where the row says none.
        last_on: the last day on which it should be there; None for any.
    """

    name: str
    quantity: int
    unit: str = ""
    price: int | None = None
    sellers: str = ""
    buyers: str = ""
    standard: str = ""
    last_on: int | None = None
    note: str = ""
