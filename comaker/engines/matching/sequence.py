"""Sequence: sellers number orders as they come in, so a number not seen yet tells about when it was asked."""

from collections.abc import Sequence
from itertools import pairwise

from comaker.engines.matching.facts import LAST_DAY, NO_DAY
from comaker.engines.matching.known import Deal
from comaker.engines.matching.slips import asked_on

_KNOWN_MIN = 3  # so many numbers must be in order before anything is made of it


def barred_from(deals: Sequence[Deal], number: str) -> set[int]:
    """Return the deals (by identity) that cannot bear a number of the seller's, which none is known by.

    They are known by another one, or were asked too early or too late; the latter only where the numbers
    that are known rise with the days.
    """
    deals = [deal for deal in deals if deal.is_asked]
    return {id(deal) for deal in deals if deal.sales} | _out_of_sequence(deals, _count_of(number))


def _out_of_sequence(deals: Sequence[Deal], counted: int) -> set[int]:
    known = sorted((_count_of(sales), asked_on(deal)) for deal in deals for sales in deal.sales)
    if len(known) < _KNOWN_MIN or any(one[1] > other[1] for one, other in pairwise(known)):
        return set()
    first = max((day for count, day in known if count < counted), default=NO_DAY)
    last = min((day for count, day in known if count > counted), default=LAST_DAY)
    return {id(deal) for deal in deals if not first <= asked_on(deal) <= last}


def _count_of(number: str) -> int:
    digits = "".join([letter for letter in number if letter.isdigit()])
    return int(digits) if digits else 0
