"""Agreement: lines on which every paper says the same, told from the papers without working anything out.

Most lines of most companies go as agreed. Their gaps are none, and the rules would say so; this says it
sooner. Whatever is not plain to see here is left to the rules, which a property test holds it against.
"""

from comaker.kernel.amounts import MONEY_PER_PRODUCT
from comaker.kernel.course import Course
from comaker.kernel.document import Document, DocumentLine
from comaker.kernel.line import Line
from comaker.kernel.settlement import PRESETS

_THREE_WAY, _EARLY, _TWO_WAY = PRESETS["three_way"], PRESETS["three_way_early_bill"], PRESETS["two_way"]


def is_agreed(line: Line, course: Course) -> bool:
    """Tell whether one order, one bill and the receipt that its terms expect all say the same.

    Args:
        course: of the line, its bill not void.

    Returns:
        True only where the line has neither gap nor lapse; False says nothing.
    """
    order, asked, despatch, sent, receipt, received, bill, billed = course
    if order is None or asked is None or bill is None or billed is None:
        return False
    if not _is_plain(line, receipt is not None) or not _is_same_value(line, order, asked, bill, billed):
        return False
    if despatch is not None and sent is not None:
        if not _is_same_goods(asked, despatch, sent, "giver"):
            return False
        if receipt is None:
            return _is_in_time(asked, despatch, sent)
    if receipt is None or received is None:
        return not line.terms.expects_answer and not line.terms.expects_send
    return _is_same_goods(asked, receipt, received, "taker") and _is_in_time(asked, receipt, received)


def _is_plain(line: Line, has_receipt: bool) -> bool:
    """Tell whether the terms are usual ones under which agreement is all that is asked."""
    settlement = line.terms.settlement
    if settlement is _TWO_WAY or settlement == _TWO_WAY:
        return not line.is_frame
    return has_receipt and not line.is_frame and settlement in (_THREE_WAY, _EARLY)


def _is_same_value(
    line: Line, order: Document, asked: DocumentLine, bill: Document, billed: DocumentLine
) -> bool:
    quantity, price, amount, unit = asked.quantity, asked.price, asked.amount, asked.unit
    return (
        quantity is not None
        and price is not None
        and amount is not None
        and quantity == billed.quantity
        and quantity > 0
        and price == billed.price
        and amount == billed.amount
        and quantity * price == amount * MONEY_PER_PRODUCT
        and unit == billed.unit
        and (unit == line.unit or not line.unit)
        and asked.product == billed.product
        and not asked.charges
        and not billed.charges
        and order.signer == "taker"
        and bill.signer == "giver"
        and order.currency == bill.currency
        and (order.currency == line.currency or not line.currency or not order.currency)
        and not bill.is_prepayment
        and not asked.answer
        and asked.instead is None
    )


def _is_same_goods(asked: DocumentLine, document: Document, row: DocumentLine, signer: str) -> bool:
    return (
        row.quantity == asked.quantity
        and row.unit == asked.unit
        and row.product == asked.product
        and not row.rejected
        and not row.reason
        and not document.reason
        and document.signer == signer
    )


def _is_in_time(asked: DocumentLine, document: Document, row: DocumentLine) -> bool:
    stretches = asked.stretches
    if not stretches:
        return True
    until_on = stretches[0].until_on
    on = row.on or document.happened_on or document.issued_on or 0
    return len(stretches) == 1 and (until_on is None or on < until_on)
