"""Compare: what one document line and one known line have in common, field by field.

Each field gives a level, and the level is the reason that people read; `score` weighs the levels.
Nothing here decides anything.
"""

from typing import NamedTuple

from comaker.engines.matching.count import quantity_in
from comaker.engines.matching.facts import BILLED, LAST_DAY, NO_DAY, SENT, AsOf, Facts, as_of
from comaker.engines.matching.known import KnownLine, is_numbered
from comaker.engines.matching.names import NO_NAME, name_level
from comaker.kernel.amounts import value
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.product import Product, agree
from comaker.kernel.units import factor, is_same

SAME_PRODUCT = "same product number"
CALLED_SO = "called so before on this line"
NO_NUMBERS = "no product numbers to compare"
OTHER_KIND = "product numbers of another kind"
OTHER_PRODUCT = "another product number"

SAME_PRICE = "same price"
PRICE_2 = "price within 2 %"
PRICE_10 = "price within 10 %"
PRICE_FAR = "price far off"
NO_PRICE = "no price to compare"

FITS = "quantity is just what is open"
MOVED = "quantity as it came or went"
AS_ASKED = "quantity as asked"
LEFT = "quantity is what is left of the order"
WITHIN = "open quantity fits"
PACKED = "quantity in whole packages"
OVER = "more than is open"
OVER_MUCH = "much more than is open"
REPEATS = "nothing is open, and the quantity is as asked"
SPENT = "nothing is open any more"
NO_QUANTITY = "no quantity to compare"
EXPLAINED = "the amount is what was billed too dear"

SAME_UNIT = "same unit"
CONVERTS = "unit converts"
PACKAGES = "packages of it"
OTHER_UNIT = "another unit"

AT_ONCE = "within days"
NEAR = "days near"
FAIR = "days fit"
LATE = "long after"
EARLY = "before it came"
AHEAD = "before it was sent"
BEFORE = "before it was asked"
NO_DAYS = "no days to compare"

NAMED = "the paper names this line"
SURELY_NAMED = "the paper names this line, and its other line numbers are right"
SELLERS_LINE = "same line number at the seller"
SAME_PLACE = "same line number as on that paper"
SAME_AMOUNT_THERE = "same quantity as on that paper"
SAME_LINE_THERE = "same line number and quantity as on that paper"
SAID_BEFORE = "the whole paper repeats an earlier one, and this line too"
NOT_NAMED = ""

ALL_TOGETHER = "the other lines of the paper fit this order best"
MOST_TOGETHER = "most other lines of the paper fit this order best"
SOME_TOGETHER = "some other lines of the paper fit this order best"
FEW_TOGETHER = "few other lines of the paper fit this order best"
ALONE = "no other line of the paper fits this order best"
SINGLE = ""

_PACKAGES = frozenset(
    {"BX", "CT", "CS", "PK", "PA", "BG", "CA", "SET", "PF", "RO", "RL", "BE", "SO", "TU", "D97"}
)

_AT_ONCE_DAYS = 3
_NEAR_DAYS = 10
_FAIR_DAYS = 45


class Comparison(NamedTuple):
    """The levels at which a document line and a known line agree."""

    product: str
    name: str
    price: str
    quantity: str
    unit: str
    days: str
    named: str = NOT_NAMED
    together: str = SINGLE


def compare(
    document: Document, line: DocumentLine, known: KnownLine, named: str = NOT_NAMED, together: str = SINGLE
) -> Comparison:
    """Compare a document line with a known line as it stands.

    Args:
        named: what the document's own numbering says about the known line.
        together: how the other lines of the document fit the deal of the known line.
    """
    on = line.on or document.happened_on or document.issued_on
    then = as_of(known.facts, LAST_DAY if on is None else on)
    unit = _unit(line, known)
    price = _price(line.price, known) if unit == SAME_UNIT else NO_PRICE
    product = _product(line.product, known)
    # Where the number agrees the name says nothing new, and another name nothing against it.
    name = (
        NO_NAME if product in (SAME_PRODUCT, CALLED_SO) else name_level(line.product.name, known.product.name)
    )
    quantity = _quantity(document.kind, line, known, then, on)
    days = _days(document.kind, on, known.facts, then)
    return Comparison(product, name, price, quantity, unit, days, named, together)


def _product(product: Product, known: KnownLine) -> str:
    same = agree(product, known.product)
    if same:
        return SAME_PRODUCT
    for other in known.others:
        again = agree(product, other)
        if again:
            return CALLED_SO
        if again is False:
            same = False
    if same is not None:
        return OTHER_PRODUCT
    return OTHER_KIND if is_numbered(product) and is_numbered(known.product) else NO_NUMBERS


def _price(price: int | None, known: KnownLine) -> str:
    if price is None or known.price is None:
        return NO_PRICE
    if price == known.price or price in known.facts.prices:
        return SAME_PRICE
    size = abs(known.price)
    difference = abs(price - known.price)
    if difference * 50 <= size:
        return PRICE_2
    return PRICE_10 if difference * 10 <= size else PRICE_FAR


def _quantity(kind: Kind, line: DocumentLine, known: KnownLine, then: AsOf, on: int | None) -> str:
    quantity = quantity_in(line, known)
    if quantity is None and line.quantity:
        return PACKED if is_packed(line, known, then.expected) else NO_QUANTITY
    if not quantity:
        return EXPLAINED if line.amount and _is_explained(line.amount, known) else NO_QUANTITY
    facts = known.facts
    if quantity < 0:
        return _taken_back(kind, -quantity, facts, then)
    bases, left, told = _bases(kind, facts, then, LAST_DAY if on is None else on)
    is_open = max(*bases, left)
    if is_open <= 0:
        if not facts.said and not (then.sent or then.received):
            # Nobody asked or sent any of it, as far as we know: nothing tells how much it should be.
            return NO_QUANTITY
        return REPEATS if quantity in facts.said or quantity in told else SPENT
    if quantity in bases:
        return FITS
    if quantity in told and max(bases) > 0:
        return MOVED
    if quantity == left:
        return LEFT
    if quantity in facts.said:
        return AS_ASKED
    if quantity < is_open:
        return WITHIN
    return OVER if quantity * 2 <= is_open * 3 else OVER_MUCH


def _bases(kind: Kind, facts: Facts, then: AsOf, on: int) -> tuple[tuple[int, ...], int, list[int]]:
    """Return what is open by each act before a paper, what by the order, and single moves it may repeat."""
    if kind is Kind.BILL or kind is Kind.CREDIT_NOTE:
        told = [
            move.quantity - move.rejected for move in facts.moves if move.what != BILLED and move.on <= on
        ]
        left = then.expected - then.billed
        came = then.received - then.rejected
        return tuple([base - then.billed for base in (came, then.sent) if base]) or (left,), left, told
    if kind is Kind.RECEIPT_ADVICE:
        told = [move.quantity for move in facts.moves if move.what == SENT and move.on <= on]
        left = then.expected - then.received
        return (then.sent - then.received if then.sent else left,), left, told
    left = then.expected - then.sent if kind is Kind.DESPATCH_ADVICE else then.expected
    return (left,), left, []


def _taken_back(kind: Kind, quantity: int, facts: Facts, then: AsOf) -> str:
    """Compare what a paper takes back with what was billed (or came, or went) and should not have been."""
    if kind is Kind.BILL or kind is Kind.CREDIT_NOTE:
        moved, due = (
            then.billed,
            then.billed - (then.received - then.rejected if then.received else then.sent),
        )
    else:
        moved = then.sent if kind is Kind.DESPATCH_ADVICE else then.received
        due = then.rejected
    if moved <= 0:
        return SPENT if facts.moves else NO_QUANTITY
    if quantity in (due, then.rejected):
        return FITS
    if quantity == moved:
        return MOVED
    return WITHIN if quantity < moved else OVER


def is_packed(line: DocumentLine, known: KnownLine, asked: int) -> bool:
    """Tell whether a line counts the pieces of packages: so many for each package that was asked.

    Which package holds how many no paper says; where both lines bear a price it shows.
    """
    quantity = line.quantity or 0
    if asked <= 0 or quantity <= asked or quantity % asked:
        return asked > 0 and 0 < quantity < asked and asked % quantity == 0
    if line.price and known.price:
        return known.price % line.price == 0
    return True


def _is_explained(amount: int, known: KnownLine) -> bool:
    """Tell whether an amount without quantity is the difference that was billed above or below the price."""
    for move in known.facts.moves:
        if move.what == BILLED and move.price is not None and known.price is not None:
            over = value(move.quantity, move.price - known.price)
            if over and abs(over + amount) <= abs(over) // 50:
                return True
    return False


def _unit(line: DocumentLine, known: KnownLine) -> str:
    one, other = line.unit, known.unit
    if one == other or is_same(one, other):
        return SAME_UNIT
    if factor(one, other, known.packings) or (line.second is not None and factor(line.second[1], other)):
        return CONVERTS
    if _is_package(one) != _is_package(other):
        return PACKAGES
    return OTHER_UNIT


def _is_package(unit: str) -> bool:
    """Tell whether a unit is a package: a code of Recommendation 21 behind an X, or one used like it."""
    return (len(unit) == 3 and unit[0] == "X" and unit != "XPP") or unit in _PACKAGES


def _days(kind: Kind, on: int | None, facts: Facts, then: AsOf) -> str:
    if on is None:
        return NO_DAYS
    if on < facts.asked_on:
        return BEFORE
    since = NO_DAY
    if kind is Kind.BILL or kind is Kind.CREDIT_NOTE:
        since = then.received_on if then.received_on != NO_DAY else then.sent_on
    elif kind is Kind.RECEIPT_ADVICE:
        since = then.sent_on
    if since == NO_DAY:
        if kind is not Kind.DESPATCH_ADVICE and facts.moves:
            if kind is Kind.RECEIPT_ADVICE and any(move.what == SENT for move in facts.moves):
                return AHEAD
            if kind is not Kind.RECEIPT_ADVICE and any(move.what != BILLED for move in facts.moves):
                return EARLY
        since = facts.due_on if facts.due_on != NO_DAY else facts.asked_on
    if since == NO_DAY:
        return NO_DAYS
    apart = abs(on - since)
    if apart <= _AT_ONCE_DAYS:
        return AT_ONCE
    return NEAR if apart <= _NEAR_DAYS else FAIR if apart <= _FAIR_DAYS else LATE
