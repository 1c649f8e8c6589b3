"""Told: what the papers of a book tell of each line, act by act, in the line's unit."""

from collections import defaultdict
from typing import NamedTuple

from comaker.engines.worlds.book import Book
from comaker.engines.worlds.course import Course, Place
from comaker.kernel.document import DocumentLine, Kind
from comaker.kernel.entry import Act

_ACTS = {
    Kind.DESPATCH_ADVICE: Act.SEND,
    Kind.RECEIPT_ADVICE: Act.RECEIVE,
    Kind.BILL: Act.BILL,
    Kind.CREDIT_NOTE: Act.BILL,
}


class Telling(NamedTuple):
    """What one document line tells of a line."""

    place: Place
    on: int
    quantity: int
    rejected: int
    price: int | None


Tellings = dict[tuple[Course, Act], list[Telling]]


def tellings_of(book: Book) -> Tellings:
    """Return what is told of each line by each act, in the order in which it was written."""
    told: Tellings = defaultdict(list)
    for place, (document, subjects) in enumerate(zip(book.documents, book.subjects, strict=True)):
        act = _ACTS.get(document.kind)
        if act is None or place in book.copies:
            continue
        for index, course in enumerate(subjects):
            if course is not None:
                line = document.lines[index]
                on = line.on or document.happened_on or document.issued_on or 0
                quantity = _quantity_of(line, course, act)
                price = None if line.price is None else line.price * course.ware.pieces
                telling = Telling((place, index), on, quantity, line.rejected or 0, price)
                told[course, act].append(telling)
    return told


def _quantity_of(line: DocumentLine, course: Course, act: Act) -> int:
    quantity = line.quantity or 0
    if act is Act.RECEIVE:
        return quantity
    if line.unit == "KGM" and course.ware.unit == "C62":
        return quantity * 2  # billed in a unit that does not convert
    return quantity // course.ware.pieces
