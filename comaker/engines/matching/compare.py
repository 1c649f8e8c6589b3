"""Compare: what one document line and one known line have in common, field by field.

Each field gives a level, and the level is the reason that people read; `score` weighs the levels.
Nothing here decides anything.
"""

from typing import NamedTuple

from comaker.engines.matching.days import days_level
from comaker.engines.matching.facts import LAST_DAY, as_of
from comaker.engines.matching.known import KnownLine, is_numbered
from comaker.engines.matching.names import NO_NAME, name_level
from comaker.engines.matching.quantities import quantity_level
from comaker.engines.matching.rows import NO_PLACE
from comaker.kernel.document import Document, DocumentLine
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

SAME_UNIT = "same unit"
CONVERTS = "unit converts"
PACKAGES = "packages of it"
OTHER_UNIT = "another unit"

NAMED = "the paper names this line"
SURELY_NAMED = "the paper names this line, and its other line numbers are right"
SHIFTED = "the paper names the line that is as far from this one as for its other lines"
SAME_NUMBER = "same line number on one of the orders that may be meant"
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
MOSTLY = frozenset({ALL_TOGETHER, MOST_TOGETHER})

_PACKAGES = frozenset(
    {"BX", "CT", "CS", "PK", "PA", "BG", "CA", "SET", "PF", "RO", "RL", "BE", "SO", "TU", "D97"}
)


class Comparison(NamedTuple):
    """The levels at which a document line and a known line agree.

    The last two are told by the other lines of the document: where among them it stands, and how they fit
    the deal of the known line.
    """

    product: str
    name: str
    price: str
    quantity: str
    unit: str
    days: str
    named: str = NOT_NAMED
    row: str = NO_PLACE
    together: str = SINGLE


def compare(document: Document, line: DocumentLine, known: KnownLine, named: str = NOT_NAMED) -> Comparison:
    """Compare a document line with a known line as it stands.

    Args:
        named: what the document's own numbering says about the known line.
    """
    on = line.on or document.happened_on or document.issued_on
    then = as_of(known.facts, LAST_DAY if on is None else on)
    unit = _unit(line, known)
    price = _price(_price_in(line, known, unit), known)
    product = _product(line.product, known)
    # Where the number agrees the name says nothing new, and another name nothing against it.
    name = (
        NO_NAME if product in (SAME_PRODUCT, CALLED_SO) else name_level(line.product.name, known.product.name)
    )
    quantity = quantity_level(document.kind, line, known, then, on)
    days = days_level(document.kind, on, known.facts, then)
    return Comparison(product, name, price, quantity, unit, days, named)


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


def _price_in(line: DocumentLine, known: KnownLine, unit: str) -> int | None:
    """Return a line's price for one unit of a known line; None where the units do not convert."""
    if line.price is None or unit == SAME_UNIT:
        return line.price
    per_unit = factor(known.unit, line.unit, known.packings) if unit == CONVERTS else None
    return None if per_unit is None else line.price * per_unit[0] // per_unit[1]


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
