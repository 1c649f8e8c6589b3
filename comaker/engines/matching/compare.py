"""Compare: what one document line and one known line have in common, field by field.

Each field gives a level, and the level is the reason that people read; `score` weighs the levels.
Nothing here decides anything.
"""

from typing import NamedTuple

from comaker.engines.matching.book import NO_DAY, Facts, KnownLine
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.product import Product, agree
from comaker.kernel.units import converted, factor, is_same

SAME_PRODUCT = "same product number"
CALLED_SO = "called so before on this line"
NO_NUMBERS = "no product numbers to compare"
OTHER_PRODUCT = "another product number"

SAME_NAME = "same name"
LIKE_NAME = "name much alike"
SOME_NAME = "name partly alike"
NO_NAME = "no name to compare"
OTHER_NAME = "another name"

SAME_PRICE = "same price"
PRICE_2 = "price within 2 %"
PRICE_10 = "price within 10 %"
PRICE_FAR = "price far off"
NO_PRICE = "no price to compare"

FITS = "quantity is just what is open"
AS_ASKED = "quantity as asked"
WITHIN = "open quantity fits"
OVER = "more than is open"
REPEATS = "nothing is open, and the quantity is as asked"
SPENT = "nothing is open any more"
NO_QUANTITY = "no quantity to compare"

SAME_UNIT = "same unit"
CONVERTS = "unit converts"
OTHER_UNIT = "another unit"

AT_ONCE = "within days"
NEAR = "days near"
FAIR = "days fit"
LATE = "long after"
AHEAD = "before what it should follow"
BEFORE = "before it was asked"
NO_DAYS = "no days to compare"

NAMED = "the paper names this line"
SAME_PLACE = "same line number"
NOT_NAMED = ""

ALL_TOGETHER = "all lines of the paper fit this order"
MOST_TOGETHER = "most lines of the paper fit this order"
SOME_TOGETHER = "some lines of the paper fit this order"
ALONE = "no other line of the paper fits this order"
SINGLE = ""

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
    unit = _unit(line.unit, known.unit)
    price = _price(line.price, known.price) if unit == SAME_UNIT else NO_PRICE
    product = _product(line.product, known)
    # Where the number agrees the name says nothing new, and another name nothing against it.
    name = NO_NAME if product in (SAME_PRODUCT, CALLED_SO) else _name(line.product.name, known.product.name)
    quantity = _quantity(document.kind, line, known)
    return Comparison(
        product, name, price, quantity, unit, _days(document, line, known.facts), named, together
    )


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name, folded; single letters and signs left out."""
    letters = "".join([letter if letter.isalnum() else " " for letter in name.casefold()])
    return frozenset([word for word in letters.split() if len(word) > 1 or word.isdigit()])


def open_quantity(kind: Kind, facts: Facts) -> int:
    """Return how much of a line is open to a paper of this kind: the nearest earlier act less its own."""
    if kind is Kind.BILL or kind is Kind.CREDIT_NOTE:
        return (facts.received or facts.sent or facts.asked) - facts.billed
    if kind is Kind.RECEIPT_ADVICE:
        return (facts.sent or facts.asked) - facts.received
    return facts.asked - facts.sent if kind is Kind.DESPATCH_ADVICE else facts.asked


def _moved(kind: Kind, facts: Facts) -> int:
    """Return how much a negative quantity on a paper of this kind can take back."""
    if kind is Kind.DESPATCH_ADVICE:
        return facts.sent
    return facts.received if kind is Kind.RECEIPT_ADVICE else facts.billed


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
    return NO_NUMBERS if same is None else OTHER_PRODUCT


def _name(one: str, other: str) -> str:
    if not one or not other:
        return NO_NAME
    if one == other:
        return SAME_NAME
    mine, yours = words_of(one), words_of(other)
    if not mine or not yours:
        return NO_NAME
    if mine == yours:
        return SAME_NAME
    shared = len(mine & yours)
    # A name that is cut short or has words added is still the same name: compare with the shorter one.
    if shared * 4 >= 3 * min(len(mine), len(yours)):
        return LIKE_NAME
    return SOME_NAME if shared else OTHER_NAME


def _price(price: int | None, known: int | None) -> str:
    if price is None or known is None:
        return NO_PRICE
    difference = abs(price - known)
    if difference == 0:
        return SAME_PRICE
    if difference * 50 <= abs(known):
        return PRICE_2
    return PRICE_10 if difference * 10 <= abs(known) else PRICE_FAR


def _quantity(kind: Kind, line: DocumentLine, known: KnownLine) -> str:
    quantity = line.quantity
    if not quantity:
        return NO_QUANTITY
    if line.unit != known.unit:
        quantity = converted(quantity, line.unit, known.unit)
        if quantity is None:
            return NO_QUANTITY
    facts = known.facts
    is_open = _moved(kind, facts) if quantity < 0 else open_quantity(kind, facts)
    quantity = abs(quantity)
    if is_open <= 0:
        if not (facts.asked or facts.sent or facts.received or facts.billed):
            return NO_QUANTITY
        return REPEATS if quantity == facts.asked else SPENT
    if quantity == is_open:
        return FITS
    if quantity == facts.asked:
        return AS_ASKED
    return WITHIN if quantity < is_open else OVER


def _unit(one: str, other: str) -> str:
    if one == other or is_same(one, other):
        return SAME_UNIT
    return CONVERTS if factor(one, other) else OTHER_UNIT


def _days(document: Document, line: DocumentLine, facts: Facts) -> str:
    on = line.on or document.happened_on or document.issued_on
    if on is None:
        return NO_DAYS
    if on < facts.asked_on:
        return BEFORE
    kind = document.kind
    since = NO_DAY
    if kind is Kind.BILL or kind is Kind.CREDIT_NOTE:
        since = facts.received_on if facts.received_on != NO_DAY else facts.sent_on
    elif kind is Kind.RECEIPT_ADVICE:
        since = facts.sent_on
    if since != NO_DAY and on < since:
        return AHEAD
    if since == NO_DAY:
        since = facts.due_on if facts.due_on != NO_DAY else facts.asked_on
    if since == NO_DAY:
        return NO_DAYS
    apart = abs(on - since)
    if apart <= _AT_ONCE_DAYS:
        return AT_ONCE
    return NEAR if apart <= _NEAR_DAYS else FAIR if apart <= _FAIR_DAYS else LATE
