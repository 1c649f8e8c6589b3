"""Agreement: lines on which every paper says the same, told from the papers without working anything out.

Most lines of most companies go as agreed. Their gaps are none, and the rules would say so; this says it
sooner. Whatever is not plain to see here is left to the rules, which a property test holds it against.
"""

from comaker.kernel.amounts import MONEY_PER_PRODUCT
from comaker.kernel.course import Course
from comaker.kernel.document import Document, DocumentLine
from comaker.kernel.line import Line
from comaker.kernel.settlement import PRESETS, Settlement

_THREE_WAY, _EARLY, _TWO_WAY = PRESETS["three_way"], PRESETS["three_way_early_bill"], PRESETS["two_way"]


def is_agreed(line: Line, course: Course) -> bool:
    """Tell whether one order, one bill and the receipt that its terms expect all say the same.

    Args:
        course: of the line, its bill not void.

    Returns:
        True only where the line has neither gap nor lapse; False says nothing.
    """
    order, asked, despatch, sent, receipt, received, bill, billed = course
    if order is None or asked is None or bill is None or billed is None or line.is_frame:
        return False
    # What usually tells is looked at first.
    if asked.price != billed.price or (received is not None and received.quantity != asked.quantity):
        return False
    terms = line.terms
    if not _is_usual(terms.settlement, receipt is not None):
        return False
    if not _is_same_value(line, order, asked, bill, billed):
        return False
    if despatch is not None and sent is not None:
        if not _is_same_goods(asked, despatch, sent, "giver"):
            return False
        if receipt is None:
            return _is_in_time(asked, despatch, sent)
    if receipt is None or received is None:
        return not terms.expects_answer and not terms.expects_send
    return _is_same_goods(asked, receipt, received, "taker") and _is_in_time(asked, receipt, received)


def _is_usual(settlement: Settlement, has_receipt: bool) -> bool:
    """Tell whether a settlement is a usual one under which agreement is all that is asked."""
    if settlement is _TWO_WAY or settlement == _TWO_WAY:
        return True
    return has_receipt and (settlement is _THREE_WAY or settlement in (_THREE_WAY, _EARLY))


def _is_same_value(
    line: Line, order: Document, asked: DocumentLine, bill: Document, billed: DocumentLine
) -> bool:
    quantity, price, amount, unit = asked.quantity, asked.price, asked.amount, asked.unit
    if quantity is None or price is None or amount is None or quantity <= 0:
        return False
    currency, product = order.currency, billed.product
    return (
        quantity == billed.quantity
        and price == billed.price
        and amount == billed.amount
        and quantity * price == amount * MONEY_PER_PRODUCT
        and unit == billed.unit
        and (unit == line.unit or not line.unit)
        and (asked.product is product or asked.product == product)
        and not asked.charges
        and not billed.charges
        and order.signer == "taker"
        and bill.signer == "giver"
        and currency == bill.currency
        and (not currency or currency == line.currency or not line.currency)
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
