"""Strays: lines that would be of another order than the rest of their paper.

Of two orders with the same product the wrong one may by chance be open for just the quantity that a line
brings. Where most lines of the paper are of one order, that chance is the likelier story.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from comaker.engines.matching.known import Deal
from comaker.kernel.document import Document, Kind

# What is sent or comes in together mostly is of one order.
OF_ONE_ORDER = (Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE)


def strays_of(document: Document, deals: Mapping[int, Deal], unnamed: Iterable[int]) -> list[int]:
    """Return the places of lines that are of another order than most other lines of their paper.

    A bill may be about several orders, so a line of it strays only where no other is of its order.

    Args:
        deals: per place of a line that is tied the deal it would be of.
        unnamed: the places whose order no paper names.
    """
    count = Counter(id(deal) for deal in deals.values())
    others = len(document.lines) - 1
    strays = []
    for place in unnamed:
        own = id(deals[place])
        most = max((number for deal, number in count.items() if deal != own), default=0)
        is_alone = count[own] == 1 or (document.kind in OF_ONE_ORDER and most >= count[own])
        if is_alone and most * 2 > others:
            strays.append(place)
    return strays
