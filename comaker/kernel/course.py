"""Courses: lines on which no more than one order, despatch advice, receipt advice and bill speak.

Most lines of most companies go like that.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from comaker.kernel.document import Document, DocumentLine, Kind

_ORDER, _DESPATCH, _RECEIPT, _BILL = Kind.ORDER, Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL


class Tied(Protocol):
    """A document line that belongs to a line: places among the documents and their lines, and the key."""

    @property
    def document(self) -> int:
        """Return the place of the document."""
        ...

    @property
    def line(self) -> int | None:
        """Return the place of the line in it, None for the document as a whole."""
        ...

    @property
    def to(self) -> str:
        """Return the key of the line that it belongs to."""
        ...


class Course(NamedTuple):
    """The papers of one line: each kind's document and its row on the line; None where there is none."""

    order: Document | None
    asked: DocumentLine | None
    despatch: Document | None
    sent: DocumentLine | None
    receipt: Document | None
    received: DocumentLine | None
    bill: Document | None
    billed: DocumentLine | None


def course_of(documents: Sequence[Document], ties: Sequence[Tied]) -> Course | None:
    """Return the course of a line; None where a kind of paper speaks twice, or another kind speaks."""
    order = asked = despatch = sent = receipt = received = bill = billed = None
    for tie in ties:
        place = tie.line
        if place is None:
            return None
        document = documents[tie.document]
        kind = document.kind
        if kind is _ORDER and order is None:
            order, asked = document, document.lines[place]
        elif kind is _BILL and bill is None:
            bill, billed = document, document.lines[place]
        elif kind is _RECEIPT and receipt is None:
            receipt, received = document, document.lines[place]
        elif kind is _DESPATCH and despatch is None:
            despatch, sent = document, document.lines[place]
        else:
            return None
    return tuple.__new__(Course, (order, asked, despatch, sent, receipt, received, bill, billed))
