"""Count: what a tied document line tells of its line is kept as evidence for the next paper.

Counting waits until likeness asks for it: where every line has its reference nothing is ever counted.
"""

from collections.abc import Sequence

from comaker.engines.matching.between import Between
from comaker.engines.matching.facts import BILLED, NO_DAY, NO_FACTS, RECEIVED, SENT, Facts, Move
from comaker.engines.matching.known import KnownLine
from comaker.kernel.document import Answer, Document, DocumentLine, Kind
from comaker.kernel.units import converted

_MOVES = {
    Kind.DESPATCH_ADVICE: SENT,
    Kind.RECEIPT_ADVICE: RECEIVED,
    Kind.BILL: BILLED,
    Kind.CREDIT_NOTE: BILLED,
}
_STATEMENTS = frozenset({Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_RESPONSE})
_REFUSING = (Answer.REJECTED, Answer.CANCELLED)
COUNTED = _STATEMENTS | _MOVES.keys()


def count_waiting(between: Between) -> None:
    """Count every paper between two parties that was tied by reference and not counted yet."""
    waiting, between.uncounted = between.uncounted, []
    for document, found in waiting:
        count_all(document, found)


def count_all(document: Document, found: Sequence[KnownLine | None]) -> None:
    """Count every line of a document on the line that it is tied to, if any."""
    for line, known in zip(document.lines, found, strict=True):
        if known is not None:
            count(document, line, known)


def count(document: Document, line: DocumentLine, known: KnownLine) -> None:
    """Count one line of a document on the line that it is tied to."""
    kind = document.kind
    facts = known.facts
    if facts is NO_FACTS:
        facts = known.facts = Facts()
    what = _MOVES.get(kind)
    if what is None:
        _count_statement(document, line, known, facts)
        return
    facts.moves = (*facts.moves, _move(what, document, line, known))


def uncount(document: Document, line: DocumentLine, known: KnownLine) -> None:
    """Take back what a document line told of a line that it is no longer tied to."""
    what = _MOVES.get(document.kind)
    if what is None or known.facts is NO_FACTS:
        return
    moves = list(known.facts.moves)
    move = _move(what, document, line, known)
    if move in moves:
        moves.remove(move)
        known.facts.moves = tuple(moves)


def _move(what: int, document: Document, line: DocumentLine, known: KnownLine) -> Move:
    on = line.on or document.happened_on or document.issued_on or NO_DAY
    rejected = converted(line.rejected or 0, line.unit, known.unit, known.packings) or 0
    return Move(what, on, quantity_in(line, known) or 0, rejected, line.price)


def quantity_in(line: DocumentLine, known: KnownLine) -> int | None:
    """Return a quantity in the unit of a known line, by its second measure if need be, or None."""
    quantity = line.quantity
    if quantity is None or line.unit == known.unit:
        return quantity
    quantity = converted(quantity, line.unit, known.unit, known.packings)
    if quantity is None and line.second is not None:
        quantity = converted(line.second[0], line.second[1], known.unit, known.packings)
    return quantity


def count_whole(document: Document, known: KnownLine) -> None:
    """Count on a line what a document without lines says of it: that all is refused or cancelled."""
    if known.facts is NO_FACTS:
        known.facts = Facts()
    on = document.issued_on or NO_DAY
    if document.kind is Kind.ORDER_CANCELLATION:
        known.facts.ask(0, on)
    elif document.kind is Kind.ORDER_RESPONSE and document.answer in _REFUSING:
        known.facts.promise(0, on)


def _count_statement(document: Document, line: DocumentLine, known: KnownLine, facts: Facts) -> None:
    """Let an ask or an answer say what is wanted, at which price and when."""
    on = document.issued_on or NO_DAY
    if line.price is not None:
        facts.price(line.price)
    if document.kind is Kind.ORDER_RESPONSE:
        quantity = 0 if line.answer in _REFUSING else quantity_in(line, known)
        if quantity is not None:
            facts.promise(quantity, on)
        return
    if line.quantity is not None:
        known.unit = line.unit or known.unit
        facts.ask(0 if line.answer in _REFUSING else line.quantity, on)
    if line.price is not None:
        known.price = line.price
    facts.asked_on = on if facts.asked_on == NO_DAY else min(facts.asked_on, on)
    for stretch in line.stretches:
        if stretch.until_on is not None:
            facts.due_on = max(facts.due_on, stretch.until_on - 1)
