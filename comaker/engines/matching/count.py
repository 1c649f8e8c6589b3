"""What the papers of a line add up to, kept as evidence for the next paper."""

from collections.abc import Sequence

from comaker.engines.matching.book import NO_DAY, KnownLine
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.units import converted


def count_all(document: Document, found: Sequence[KnownLine | None]) -> None:
    """Add every line of a document to the line that it is tied to, if any."""
    kind = document.kind
    if kind is Kind.ORDER or kind is Kind.ORDER_CHANGE:
        _count_asks(document, found)
        return
    add = _ADDING.get(kind)
    if add is None:
        return
    day = document.happened_on or document.issued_on or NO_DAY
    for line, known in zip(document.lines, found, strict=True):
        if known is None:
            continue
        quantity = line.quantity
        if quantity is None:
            quantity = 0
        elif line.unit != known.unit:
            quantity = converted(quantity, line.unit, known.unit) or 0
        add(known, quantity, line.on or day)


def count(document: Document, line: DocumentLine, known: KnownLine) -> None:
    """Add one line of a document to the line that it is tied to."""
    count_all(document._replace(lines=(line,)), (known,))


def _count_asks(document: Document, found: Sequence[KnownLine | None]) -> None:
    """Let the newest ask say what is wanted, at which price and when; it is stated, not added."""
    day = document.issued_on or NO_DAY
    is_first = document.kind is Kind.ORDER
    for line, known in zip(document.lines, found, strict=True):
        if known is None:
            continue
        quantity = line.quantity
        if quantity is not None:
            known.asked = quantity
            if line.unit:
                known.unit = line.unit
        if line.price is not None:
            known.price = line.price
        known.is_asked = True
        if is_first or known.asked_on == NO_DAY:
            known.asked_on = day
        for stretch in line.stretches:
            if stretch.until_on is not None:
                known.due_on = max(known.due_on, stretch.until_on - 1)


def _add_sent(known: KnownLine, quantity: int, on: int) -> None:
    known.sent += quantity
    known.sent_on = max(known.sent_on, on)


def _add_received(known: KnownLine, quantity: int, on: int) -> None:
    known.received += quantity
    known.received_on = max(known.received_on, on)


def _add_billed(known: KnownLine, quantity: int, on: int) -> None:
    known.billed += quantity
    known.billed_on = max(known.billed_on, on)


_ADDING = {
    Kind.DESPATCH_ADVICE: _add_sent,
    Kind.RECEIPT_ADVICE: _add_received,
    Kind.BILL: _add_billed,
    Kind.CREDIT_NOTE: _add_billed,
}
