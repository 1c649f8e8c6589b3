"""Quantities: how the quantity of a paper fits what was open on a line by the papers before it.

Each level is a reason that people read. What was open follows from what other papers told of the line up
to the day of the paper; nothing after that day counts.
"""

from comaker.engines.matching.count import quantity_in
from comaker.engines.matching.facts import BILLED, LAST_DAY, RECEIVED, SENT, AsOf, Facts
from comaker.engines.matching.known import KnownLine
from comaker.kernel.amounts import value
from comaker.kernel.document import DocumentLine, Kind

FITS = "quantity is just what is open"
OWED = "quantity is just what was billed too much"
REPLACES = "quantity as what was refused"
MOVED = "quantity as it came or went"
AS_ASKED = "quantity as asked"
LEFT = "quantity is what is left of the order"
NEARLY = "quantity is nearly what is open"
AGAIN = "quantity as on the paper before"
A_LITTLE_OFF = "a little more or less than is open"
WITHIN = "open quantity fits"
SMALL_PART = "a small part of what is open"
PACKED = "quantity in whole packages"
TAKEN = "later papers bring what is open"
OVER = "more than is open"
OVER_MUCH = "much more than is open"
REPEATS = "nothing is open, and the quantity is as asked"
SPENT = "nothing is open any more"
NO_QUANTITY = "no quantity to compare"
EXPLAINED = "the amount is what was billed too dear"

# A part of what is open.
PARTS = frozenset({AGAIN, A_LITTLE_OFF, WITHIN, SMALL_PART})

# All that is open, so that a second line would bring too much.
WHOLE = frozenset({FITS, LEFT, AS_ASKED})

# A scale is off by so many hundredths, and hands that pick or count by so many.
_NEARLY_PERCENT = 4
_LITTLE_PERCENT = 12
_SMALL_PERCENT = 24

_BILLS = (Kind.BILL, Kind.CREDIT_NOTE)
_WHAT = {Kind.DESPATCH_ADVICE: SENT, Kind.RECEIPT_ADVICE: RECEIVED, Kind.BILL: BILLED}


def quantity_level(kind: Kind, line: DocumentLine, known: KnownLine, then: AsOf, on: int | None) -> str:
    """Return how the quantity of a paper's line fits a known line as it stood on a day."""
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
    if quantity == then.rejected and kind not in _BILLS and is_open != quantity:
        return REPLACES
    if is_open <= 0:
        if not facts.said and not (then.sent or then.received):
            # Nobody asked or sent any of it, as far as we know: nothing tells how much it should be.
            return NO_QUANTITY
        return REPEATS if quantity in facts.said or quantity in told else SPENT
    if facts.moves and _is_taken(kind, quantity, facts):
        return TAKEN
    if quantity in bases:
        return FITS
    if quantity in told and max(bases) > 0:
        return MOVED
    if quantity == left:
        return LEFT
    if quantity in facts.said:
        return AS_ASKED
    return _part(kind, quantity, facts, is_open)


def _is_taken(kind: Kind, quantity: int, facts: Facts) -> bool:
    """Tell whether papers of a later day bring what was open, so that this one would be too much."""
    what = _WHAT.get(kind)
    moved = sum(move.quantity for move in facts.moves if move.what == what)
    expected = facts.expected(LAST_DAY)
    return moved > 0 and (moved + quantity - expected) * 100 > expected * _LITTLE_PERCENT


def _part(kind: Kind, quantity: int, facts: Facts, is_open: int) -> str:
    """Compare a quantity with a larger or smaller one that is open."""
    apart = abs(quantity - is_open) * 100
    if apart <= is_open * _NEARLY_PERCENT:
        return NEARLY
    if facts.moves and quantity < is_open:
        what = _WHAT.get(kind)
        if any(move.what == what and move.quantity == quantity for move in facts.moves):
            return AGAIN
    if apart <= is_open * _LITTLE_PERCENT:
        return A_LITTLE_OFF
    if quantity < is_open:
        return SMALL_PART if quantity * 100 <= is_open * _SMALL_PERCENT else WITHIN
    return OVER if quantity * 2 <= is_open * 3 else OVER_MUCH


def _bases(kind: Kind, facts: Facts, then: AsOf, on: int) -> tuple[tuple[int, ...], int, list[int]]:
    """Return what is open by each act before a paper, what by the order, and single moves it may repeat."""
    if kind in _BILLS:
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
    # What came in is no longer to be sent, told or not.
    left = then.expected - max(then.sent, then.received) if kind is Kind.DESPATCH_ADVICE else then.expected
    return (left,), left, []


def _taken_back(kind: Kind, quantity: int, facts: Facts, then: AsOf) -> str:
    """Compare what a paper takes back with what was billed (or came, or went) and should not have been."""
    if kind in _BILLS:
        moved, base = then.billed, then.sent
        if any(move.what == RECEIVED for move in facts.moves):
            base = then.received - then.rejected
        due = then.billed - base if base or then.sent else 0
    else:
        moved = then.sent if kind is Kind.DESPATCH_ADVICE else then.received
        due = then.rejected
    if moved <= 0:
        return SPENT if facts.moves else NO_QUANTITY
    if quantity in (due, then.rejected):
        return OWED
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
