"""Repeats: a bill without references that says line by line what an earlier bill said.

It is the same supply billed again under another number, or the next delivery of a standing order; what is
open decides between the two, and this only says what speaks for the first.
"""

from comaker.engines.matching.book import Book
from comaker.engines.matching.known import KnownLine, Paper
from comaker.engines.matching.run import Reading
from comaker.kernel.document import Document, DocumentLine, Kind

_DAYS_MAX = 60
_LINES_MIN = 2


def file_repeatable(book: Book, reading: Reading, paper: Paper) -> None:
    """Remember what a bill says, so that one that says it again is noticed."""
    document = reading.document
    if document.kind is Kind.BILL and len(document.lines) >= _LINES_MIN:
        book.between_of(reading.giver, reading.taker).repeats[_content(document)] = paper


def repeated_by(book: Book, reading: Reading) -> Paper | None:
    """Return the earlier bill that a bill repeats, if it is not long ago."""
    document = reading.document
    if document.kind is not Kind.BILL or len(document.lines) < _LINES_MIN:
        return None
    paper = book.between_of(reading.giver, reading.taker).repeats.get(_content(document))
    if paper is None or paper.on is None or document.issued_on is None:
        return None
    if not 0 <= document.issued_on - paper.on <= _DAYS_MAX:
        return None
    paper.seal()
    return paper


def _content(document: Document) -> frozenset[tuple[str, int]]:
    return frozenset(
        (
            line.product.sellers or line.product.buyers or line.product.standard or line.product.name,
            line.quantity or 0,
        )
        for line in document.lines
    )


def is_said_on(paper: Paper, known: KnownLine, line: DocumentLine) -> bool:
    """Tell whether an earlier paper has a line of the same quantity that is tied to a known line."""
    there = zip(paper.lines, paper.quantities, strict=True)
    return any(each is known and quantity == line.quantity for each, quantity in there)
