"""Compare: what one document line and one known line have in common, field by field.

Each field gives a level; `score` weighs the levels. Nothing here decides anything.
"""

from typing import NamedTuple

from comaker.engines.matching.book import NO_DAY, KnownLine
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.product import Product, agree
from comaker.kernel.units import factor, is_same

# Levels of the fields; the words are the reasons that people read.
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
SPENT = "nothing is open any more"
NO_QUANTITY = "no quantity to compare"

SAME_UNIT = "same unit"
CONVERTS = "unit converts"
OTHER_UNIT = "another unit"

NEAR = "days near"
FAIR = "days fit"
LATE = "long after"
BEFORE = "before it was asked"
NO_DAYS = "no days to compare"

_NEAR_DAYS = 10
_FAIR_DAYS = 60


class Comparison(NamedTuple):
    """The levels at which a document line and a known line agree."""

    product: str
    name: str
    price: str
    quantity: str
    unit: str
    days: str


def compare(document: Document, line: DocumentLine, known: KnownLine) -> Comparison:
    """Compare a document line with a known line as it stands."""
    return Comparison(
        _product(line.product, known),
        _name(line.product.name, known.product.name),
        _price(line.price, known.price)
        if line.unit == known.unit or is_same(line.unit, known.unit)
        else NO_PRICE,
        _quantity(document.kind, line, known),
        _unit(line.unit, known.unit),
        _days(document, line, known),
    )


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name, folded; single letters and signs left out."""
    letters = "".join(letter if letter.isalnum() else " " for letter in name.casefold())
    return frozenset(word for word in letters.split() if len(word) > 1 or word.isdigit())


def open_quantity(kind: Kind, known: KnownLine) -> int:
    """Return how much of a line is open to a paper of this kind: the nearest earlier act less its own."""
    if kind is Kind.DESPATCH_ADVICE:
        return known.asked - known.sent
    if kind is Kind.RECEIPT_ADVICE:
        return (known.sent or known.asked) - known.received
    if kind in (Kind.BILL, Kind.CREDIT_NOTE):
        return (known.received or known.sent or known.asked) - known.billed
    return known.asked


def moved_quantity(kind: Kind, known: KnownLine) -> int:
    """Return how much a negative quantity on a paper of this kind can take back."""
    if kind is Kind.DESPATCH_ADVICE:
        return known.sent
    return known.received if kind is Kind.RECEIPT_ADVICE else known.billed


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
    shared = len(mine & yours)
    # A name that is cut short or has words added is still the same name: compare with the shorter one.
    part = shared * 100 // min(len(mine), len(yours))
    if part == 100 and shared * 2 >= max(len(mine), len(yours)):
        return SAME_NAME if mine == yours else LIKE_NAME
    return LIKE_NAME if part >= 75 else SOME_NAME if shared else OTHER_NAME


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
    if quantity is None or not quantity:
        return NO_QUANTITY
    if line.unit != known.unit and line.unit and known.unit:
        ratio = factor(line.unit, known.unit)
        if ratio is None:
            return NO_QUANTITY
        quantity = quantity * ratio[0] // ratio[1]
    if quantity < 0:
        is_open = moved_quantity(kind, known)
        quantity = -quantity
    else:
        is_open = open_quantity(kind, known)
    if is_open <= 0:
        return SPENT if known.is_asked or known.sent or known.received or known.billed else NO_QUANTITY
    if quantity == is_open:
        return FITS
    if quantity == known.asked:
        return AS_ASKED
    return WITHIN if quantity < is_open else OVER


def _unit(one: str, other: str) -> str:
    if one == other or is_same(one, other):
        return SAME_UNIT
    return CONVERTS if factor(one, other) else OTHER_UNIT


def _days(document: Document, line: DocumentLine, known: KnownLine) -> str:
    on = line.on or document.happened_on or document.issued_on
    if on is None:
        return NO_DAYS
    kind = document.kind
    since = NO_DAY
    if kind in (Kind.BILL, Kind.CREDIT_NOTE):
        since = max(known.received_on, known.sent_on)
    elif kind is Kind.RECEIPT_ADVICE:
        since = known.sent_on
    if since == NO_DAY:
        since = known.due_on if known.due_on != NO_DAY else known.asked_on
    if since == NO_DAY:
        return NO_DAYS
    if known.asked_on != NO_DAY and on < known.asked_on:
        return BEFORE
    apart = abs(on - since)
    return NEAR if apart <= _NEAR_DAYS else FAIR if apart <= _FAIR_DAYS else LATE
