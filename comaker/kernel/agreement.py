"""Agreement: lines on which every paper says the same, told from the papers without working anything out.

Most lines of most companies go as agreed. Their gaps are none, and the rules would say so; this says it
sooner. Whatever is not plain to see here is left to the rules, which a property test holds it against.
"""

from collections.abc import Sequence

from comaker.kernel.amounts import MONEY_PER_PRODUCT
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.line import Line
from comaker.kernel.settlement import PRESETS

_ORDER, _DESPATCH, _RECEIPT, _BILL = Kind.ORDER, Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL
_THREE_WAY, _EARLY, _TWO_WAY = PRESETS["three_way"], PRESETS["three_way_early_bill"], PRESETS["two_way"]

Paper = tuple[Document, DocumentLine | None]


def is_agreed(line: Line, papers: Sequence[Paper]) -> bool:
    """Tell whether one order, one bill and the receipt that its terms expect all say the same.

    Args:
        papers: every document line that is tied to the line, none of them on a bill that is void.

    Returns:
        True only where the line has neither gap nor lapse; False says nothing.
    """
    order = despatch = receipt = bill = None
    for paper in papers:
        kind = paper[0].kind
        if kind is _ORDER and order is None:
            order = paper
        elif kind is _BILL and bill is None:
            bill = paper
        elif kind is _RECEIPT and receipt is None:
            receipt = paper
        elif kind is _DESPATCH and despatch is None:
            despatch = paper
        else:
            return False
    if order is None or bill is None or not _is_plain(line, receipt is not None):
        return False
    asked, billed = order[1], bill[1]
    if asked is None or billed is None or not _is_same_value(order[0], asked, bill[0], billed):
        return False
    deed = receipt or despatch
    if deed is None:
        return not line.terms.expects_answer and not line.terms.expects_send
    if receipt and despatch and not _is_same_goods(asked, despatch, "giver"):
        return False
    return _is_same_goods(asked, deed, "taker" if receipt else "giver") and _is_in_time(asked, deed)


def _is_plain(line: Line, has_receipt: bool) -> bool:
    """Tell whether the terms are usual ones under which agreement is all that is asked."""
    settlement = line.terms.settlement
    if settlement is _TWO_WAY or settlement == _TWO_WAY:
        return not line.is_frame
    return has_receipt and not line.is_frame and settlement in (_THREE_WAY, _EARLY)


def _is_same_value(order: Document, asked: DocumentLine, bill: Document, billed: DocumentLine) -> bool:
    quantity, price, amount = asked.quantity, asked.price, asked.amount
    return (
        quantity is not None
        and price is not None
        and amount is not None
        and quantity == billed.quantity
        and quantity > 0
        and price == billed.price
        and amount == billed.amount
        and quantity * price == amount * MONEY_PER_PRODUCT
        and asked.unit == billed.unit
        and asked.product == billed.product
        and not asked.charges
        and not billed.charges
        and order.signer == "taker"
        and bill.signer == "giver"
        and order.currency == bill.currency
        and not bill.is_prepayment
        and not asked.answer
    )


def _is_same_goods(asked: DocumentLine, deed: Paper, signer: str) -> bool:
    document, row = deed
    return (
        row is not None
        and row.quantity == asked.quantity
        and row.unit == asked.unit
        and row.product == asked.product
        and not row.rejected
        and not row.reason
        and not document.reason
        and document.signer == signer
    )


def _is_in_time(asked: DocumentLine, deed: Paper) -> bool:
    if not asked.stretches:
        return True
    document, row = deed
    until_on = asked.stretches[0].until_on
    on = (row.on if row else None) or document.happened_on or document.issued_on or 0
    return len(asked.stretches) == 1 and (until_on is None or on < until_on)
