"""What the papers of a line add up to, kept as evidence for the next paper."""

from comaker.engines.matching.book import NO_DAY, KnownLine
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.units import converted


def count(document: Document, line: DocumentLine, known: KnownLine, sign: int = 1) -> None:
    """Add one document line to what its line has seen; `sign` −1 takes it back."""
    kind = document.kind
    quantity = line.quantity
    if quantity is not None and line.unit != known.unit:
        quantity = converted(quantity, line.unit, known.unit)
    quantity = (quantity or 0) * sign
    on = line.on or document.happened_on or document.issued_on or NO_DAY
    if kind is Kind.BILL or kind is Kind.CREDIT_NOTE:
        known.billed += quantity
        known.billed_on = max(known.billed_on, on)
    elif kind is Kind.DESPATCH_ADVICE:
        known.sent += quantity
        known.sent_on = max(known.sent_on, on)
    elif kind is Kind.RECEIPT_ADVICE:
        known.received += quantity
        known.received_on = max(known.received_on, on)
    elif kind is Kind.ORDER or kind is Kind.ORDER_CHANGE:
        count_ask(document, line, known)


def count_ask(document: Document, line: DocumentLine, known: KnownLine) -> None:
    """Let the newest ask say what is wanted, at which price and when."""
    if line.quantity is not None:
        known.asked = line.quantity
        known.unit = line.unit or known.unit
    if line.price is not None:
        known.price = line.price
    known.is_asked = True
    if document.kind is Kind.ORDER or known.asked_on == NO_DAY:
        known.asked_on = document.issued_on or NO_DAY
    for stretch in line.stretches:
        if stretch.until_on is not None:
            known.due_on = max(known.due_on, stretch.until_on - 1)
