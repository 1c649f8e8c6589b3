"""Left over: a paper line about an item that its order does not have, where one line of the order is left.

Somebody sent, received or billed another item than was asked. A clerk sees it: all other lines of the
paper have their line of the order, and the quantity (on a bill the price too) is that of one still open.
"""

from collections.abc import Callable, Sequence

from comaker.engines.matching.compare import OTHER_PRODUCT, PRICE_2, SAME_PRICE, SAME_UNIT, Comparison
from comaker.engines.matching.known import Deal, KnownLine
from comaker.engines.matching.quantities import FITS, MOVED, NEARLY, REPLACES
from comaker.engines.matching.rows import IN_PLACE, NO_PLACE, Rows
from comaker.kernel.document import Document, Kind

LEFT_OVER = "the one line of the order that is left for it"

_MOVES = (Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL)
_JUST = (FITS, MOVED, NEARLY, REPLACES)


def left_over(
    deal: Deal,
    document: Document,
    place: int,
    found: Sequence[KnownLine | None],
    judge: Callable[[int, KnownLine], Comparison],
    rows: Rows,
) -> list[KnownLine]:
    """Return the lines of an order that are open for just what a paper's line about another item brings.

    Args:
        found: per place of the paper the line that it is tied to.
        judge: compares the paper's line with a known one.
        rows: where the lines of the paper may stand on the order.
    """
    if document.kind not in _MOVES or not deal.is_asked or (document.lines[place].quantity or 0) <= 0:
        return []
    taken = {known.key for known in found if known is not None}
    is_bill = document.kind is Kind.BILL
    return [
        known
        for known in deal.lines
        if known.key not in taken
        and known.is_asked
        and rows.level(place, known.position) in (IN_PLACE, NO_PLACE)
        and _is_just(judge(place, known), is_bill=is_bill)
    ]


def _is_just(comparison: Comparison, *, is_bill: bool) -> bool:
    return (
        comparison.product == OTHER_PRODUCT
        and comparison.unit == SAME_UNIT
        and comparison.quantity in _JUST
        and (comparison.price in (SAME_PRICE, PRICE_2) or not is_bill)
    )
