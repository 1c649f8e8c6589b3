"""What the papers of a line add up to, kept as evidence for the next paper.

Counting waits until likeness asks for it: where every line has its reference nothing is ever counted.
"""

from collections.abc import Sequence

from comaker.engines.matching.book import NO_DAY, NO_FACTS, Between, Facts, KnownLine
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.units import converted


def count_waiting(between: Between) -> None:
    """Count every paper between two parties that was tied by reference and not counted yet."""
    waiting, between.uncounted = between.uncounted, []
    for document, found in waiting:
        count_all(document, found)


def count_all(document: Document, found: Sequence[KnownLine | None]) -> None:
    """Add every line of a document to the line that it is tied to, if any."""
    for line, known in zip(document.lines, found, strict=True):
        if known is not None:
            count(document, line, known)


def count(document: Document, line: DocumentLine, known: KnownLine) -> None:
    """Add one line of a document to the line that it is tied to."""
    facts = known.facts
    if facts is NO_FACTS:
        facts = known.facts = Facts()
    kind = document.kind
    if kind is Kind.ORDER or kind is Kind.ORDER_CHANGE:
        _count_ask(document, line, known, facts)
        return
    quantity = line.quantity or 0
    if line.unit != known.unit:
        quantity = converted(quantity, line.unit, known.unit) or 0
    on = line.on or document.happened_on or document.issued_on or NO_DAY
    if kind is Kind.BILL or kind is Kind.CREDIT_NOTE:
        facts.billed += quantity
        facts.billed_on = max(facts.billed_on, on)
    elif kind is Kind.DESPATCH_ADVICE:
        facts.sent += quantity
        facts.sent_on = max(facts.sent_on, on)
    elif kind is Kind.RECEIPT_ADVICE:
        facts.received += quantity
        facts.received_on = max(facts.received_on, on)


def _count_ask(document: Document, line: DocumentLine, known: KnownLine, facts: Facts) -> None:
    """Let the newest ask say what is wanted, at which price and when; it is stated, not added."""
    if line.quantity is not None:
        facts.asked = line.quantity
        known.unit = line.unit or known.unit
    if line.price is not None:
        known.price = line.price
    if document.kind is Kind.ORDER or facts.asked_on == NO_DAY:
        facts.asked_on = document.issued_on or NO_DAY
    for stretch in line.stretches:
        if stretch.until_on is not None:
            facts.due_on = max(facts.due_on, stretch.until_on - 1)
