"""Hands: what persons have said of papers, which everything else is decided around."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from comaker.engines.matching.run import Reading

UNTIED = "a person is to say where it belongs"
# Where a paper line stands that is not among the papers at hand.
ELSEWHERE = (-1, None)


class Hand(NamedTuple):
    """What a person has said of a document line.

    Attributes:
        document: its place among the documents.
        line: its place in the document's lines; None for the document as a whole.
        to: document and line that stand for the line to which it belongs: of its order, or of another paper
            where nobody ordered it. A whole document belongs to a whole order, and what speaks of bills to
            a bill: line None. None where it belongs to nothing.
        is_loose: it does belong somewhere, and nobody has said where.
        reasons: short sentences for people.
    """

    document: int
    line: int | None
    to: tuple[int, int | None] | None = None
    is_loose: bool = False
    reasons: tuple[str, ...] = ()


class Hands:
    """All that persons have said of the documents of one call.

    Attributes:
        of: per document, by place of the line.
        to: per document that stands for lines, orders or bills, what belongs to these.
        readings: of documents of which something was said; `anchors` of those that stand for something.
        bills: the keys of bills to which something belongs.
    """

    def __init__(self, said: Sequence[Hand] = ()) -> None:
        self.of: dict[int, dict[int | None, Hand]] = {}
        self.to: dict[int, list[Hand]] = {}
        for hand in said:
            self.of.setdefault(hand.document, {})[hand.line] = hand
            if hand.to is not None:
                self.to.setdefault(hand.to[0], []).append(hand)
        self.readings: dict[int, Reading] = {}
        self.anchors: dict[int, Reading] = {}
        self.bills: dict[int, str] = {}

    def on_lines(self) -> list[Hand]:
        """Return those that put a document line to a line, not to a whole order or a bill."""
        return [
            hand
            for hands in self.of.values()
            for hand in hands.values()
            if hand.to and hand.to[1] is not None
        ]
