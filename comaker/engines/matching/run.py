"""One call of the matcher: the book it works in and what it has found so far."""

from comaker.engines.matching.book import Book, Deal, KnownLine, Paper
from comaker.engines.matching.words import ACTS, BillTie, Candidate, Held, Loose, Tie
from comaker.kernel.document import Document
from comaker.kernel.line import Link


class Run:
    """What one call has found; steps add to it."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.ties: list[Tie] = []
        self.bill_ties: list[BillTie] = []
        self.loose: list[Loose] = []
        self.held: list[Held] = []
        self.links: list[Link] = []
        self.deals: dict[int, Deal] = {}  # touched, by identity
        self.texts = 0

    def touch(self, deal: Deal) -> None:
        """Note that lines of a deal belong in the answer."""
        self.deals[id(deal)] = deal

    def tie(self, index: int, place: int | None, known: KnownLine, rule: str, score: int, *reasons: str) -> None:
        """Tie a document line to a known line."""
        self.ties.append(Tie(index, place, known.key, rule, score, reasons))
        self.deals[id(known.deal)] = known.deal

    def leave(
        self, index: int, place: int | None, document: Document, why: str, candidates: tuple[Candidate, ...] = ()
    ) -> None:
        """Leave a document line loose."""
        self.loose.append(Loose(index, place, ACTS[document.kind], why, candidates))


class Reading:
    """One document while its lines are being tied.

    Attributes:
        giver, taker: numbers of the parties.
        found: per line of the document the line that it is tied to, so far.
        rest: places of lines that are still to be tied.
        deals: per order number as written the deal it means, or None.
        note: a sentence that goes with every tie of this document (its parties differ); cost in score.
    """

    __slots__ = ("cost", "deals", "document", "found", "giver", "index", "notes", "paper", "rest", "taker", "waits")

    def __init__(self, index: int, document: Document, giver: int, taker: int) -> None:
        self.index = index
        self.document = document
        self.giver = giver
        self.taker = taker
        self.found: list[KnownLine | None] = [None] * len(document.lines)
        self.rest: list[int] = []
        self.deals: dict[str, Deal | None] = {}
        self.notes: tuple[str, ...] = ()
        self.cost = 0
        self.paper: Paper | None = None
        self.waits: list[tuple[str, str]] = []
