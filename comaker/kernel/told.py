"""Told: everything that is known of a set of deals, as a person or a program is told it."""

from typing import NamedTuple

from comaker.kernel.document import Document
from comaker.kernel.line import Line
from comaker.kernel.row import BillState, LineState


class TiedRow(NamedTuple):
    """A document line that belongs to a line, by which rule and why; `line` is None for a whole document."""

    document: str
    line: str | None
    rule: str
    score: int
    reasons: tuple[str, ...]


class Candidate(NamedTuple):
    """A line that a loose document line may belong to."""

    line: Line
    score: int
    reasons: tuple[str, ...]


class LooseRow(NamedTuple):
    """A document line that is not tied, with its candidates, best first."""

    document: str
    line: str | None
    act: str
    why: str
    candidates: tuple[Candidate, ...] = ()


class HeldRow(NamedTuple):
    """Something about a document that waits for a person."""

    document: str
    why: str


class RefusedRow(NamedTuple):
    """A file that cannot be used, why, and what to do."""

    file: str
    why: str
    hint: str


class Told(NamedTuple):
    """Lines with their ties, bills, and what waits for a person.

    Attributes:
        documents: how many were read; `repeats` how many of them came twice.
    """

    lines: tuple[tuple[LineState, tuple[TiedRow, ...]], ...] = ()
    bills: tuple[BillState, ...] = ()
    loose: tuple[LooseRow, ...] = ()
    held: tuple[HeldRow, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    documents: int = 0
    repeats: int = 0


def name_of(document: Document) -> str:
    """Return what to call a document in a list: its kind and number."""
    return f"{document.kind.value} {document.number}".strip()
