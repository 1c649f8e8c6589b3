"""One call of the matcher: the book it works in and what it has found so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from comaker.engines.matching.block import Blocking
from comaker.engines.matching.book import Book
from comaker.engines.matching.hands import Hand, Hands
from comaker.engines.matching.known import Deal, KnownLine, is_numbered
from comaker.engines.matching.tied import AllTies, TiedWhole
from comaker.engines.matching.words import ACTS, BillTie, Candidate, Loose, Tie
from comaker.kernel.document import Document
from comaker.kernel.line import Link
from comaker.kernel.product import Product

if TYPE_CHECKING:
    from comaker.engines.matching.scope import Scope


class Named(NamedTuple):
    """What an order number led to: a deal with what was odd about it, or the reason why to none."""

    deal: Deal | None = None
    notes: tuple[str, ...] = ()
    cost: int = 0
    why: str = ""


NO_DEAL = Named()
_NOTHING_SAID: Mapping[int | None, Hand] = {}


class Reading:
    """One document while its lines are being tied.

    Attributes:
        giver, taker: numbers of the parties.
        found: per line of the document the line that it is tied to, so far.
        rest: places of lines that are still to be tied.
        deals: per order number as written what it leads to.
        turn: when it was looked at last.
        is_counted: whether its ties have been counted as evidence.
        is_foreign: whether it names other parties than a deal that it is tied to.
        contradicted: places that name a line which is another product, where the right one is there.
        scopes: what its lines may belong to, per paper that it names.
        meant: per deal (by identity) the line that it means by each number, where all are off by as much.
        near: per order number that several orders' lost a character for, the lines of these orders.
        rivals: deals (by identity) that its loose lines may be of.
        own: the deal that the document opened for itself.
        rules: per place the rule of each tie that does not rest on the order's line number.
        loose: places that are not tied; None for the document as a whole.
        answered: keys of the lines that it speaks of as a whole.
        waits: what it names and is not known, or not for certain, as (kind, number).
        bills: numbers of bills that it names and that are not known for certain, as (place, number,
            amount); `bill_ties` what was made of them so far.
        hands: per place what a person has said of it; None for the document as a whole.
    """

    __slots__ = (
        "answered",
        "bill_ties",
        "bills",
        "contradicted",
        "deals",
        "document",
        "found",
        "giver",
        "hands",
        "index",
        "is_counted",
        "is_foreign",
        "loose",
        "meant",
        "near",
        "own",
        "rest",
        "rivals",
        "rules",
        "scopes",
        "taker",
        "turn",
        "waits",
    )

    def __init__(self, index: int, document: Document, giver: int, taker: int) -> None:
        self.index = index
        self.document = document
        self.giver = giver
        self.taker = taker
        self.found: list[KnownLine | None] = [None] * len(document.lines)
        self.rest: list[int] = []
        self.deals: dict[str, Named] = {}
        self.meant: dict[int, dict[str, KnownLine]] = {}
        self.near: dict[str, list[KnownLine]] = {}
        self.rivals: set[int] = set()
        self.own: Deal | None = None
        self.scopes: dict[int, Scope] = {}
        self.is_counted = False
        self.is_foreign = False
        self.contradicted: set[int] = set()
        self.turn = 0
        self.rules: dict[int, str] = {}
        self.loose: set[int | None] = set()
        self.answered: set[str] = set()
        self.waits: set[tuple[str, str]] = set()
        self.bill_ties: list[BillTie] = []
        self.bills: list[tuple[int | None, str, int | None]] = []
        self.hands = _NOTHING_SAID

    @property
    def is_shifted(self) -> bool:
        """Tell whether the line numbers that the document names cannot be trusted."""
        return len(self.contradicted) > self.confirmed

    @property
    def confirmed(self) -> int:
        """Return how many of its lines are tied so far."""
        return len(self.found) - self.found.count(None)


class Run:
    """What one call has found; steps add to it."""

    def __init__(self, book: Book, blocking: Blocking, hands: Hands | None = None) -> None:
        self.book = book
        self.blocking = blocking
        self.hands = hands or Hands()
        self.whole: dict[int, TiedWhole] = {}  # of documents that are tied as a whole
        self.ties: dict[int, list[Tie]] = {}  # per document
        self.mixed: set[int] = set()  # documents whose ties are not in order of line
        self.bill_ties: list[BillTie] = []
        self.loose: dict[tuple[int, int | None], Loose] = {}
        self.links: list[Link] = []
        self.deals: dict[int, Deal] = {}  # touched, by identity
        self.texts = 0
        # What papers that were looked at before may be waiting for.
        self.arrived: dict[tuple[str, str], int] = {}  # with the turn in which they did
        self.met: set[tuple[int, int]] = set()  # pairs of parties that documents name
        self.asked: set[tuple[int, int]] = set()  # pairs with new orders

    def cross(self, product: Product, known: KnownLine) -> None:
        """Learn from a reference that two products which share no kind of number are one."""
        if is_numbered(product) and is_numbered(known.product):
            self.book.between_of(known.deal.giver, known.deal.taker).crossing.learn(product, known.product)

    def announce(self, kind: str, number: str) -> None:
        """Note that something has arrived, or changed, that earlier papers may name."""
        self.arrived[kind, number] = self.book.turn

    def touch(self, deal: Deal) -> None:
        """Note that lines of a deal belong in the answer."""
        self.deals[id(deal)] = deal

    def tie(
        self,
        reading: Reading,
        place: int | None,
        known: KnownLine,
        rule: str,
        score: int,
        reasons: tuple[str, ...],
    ) -> None:
        """Tie a document line, or the document as a whole, to a known line."""
        index, deal = reading.index, known.deal
        if deal.giver != reading.giver or deal.taker != reading.taker:
            reading.is_foreign = True
        self.ties.setdefault(index, []).append(Tie(index, place, known.key, rule, score, reasons))
        self.mixed.add(index)
        self.deals[id(known.deal)] = known.deal
        reading.loose.discard(place)
        if place is not None:
            reading.found[place] = known
            reading.rules[place] = rule

    def leave(
        self, reading: Reading, place: int | None, why: str, candidates: tuple[Candidate, ...] = ()
    ) -> None:
        """Leave a document line loose."""
        index = reading.index
        self.loose[index, place] = Loose(index, place, ACTS[reading.document.kind], why, candidates)
        reading.loose.add(place)

    def close(self, known: KnownLine) -> None:
        """Forget a line, also as a candidate."""
        self.book.close_line(known)
        for place, loose in self.loose.items():
            kept = tuple([candidate for candidate in loose.candidates if candidate.to != known.key])
            self.loose[place] = loose._replace(candidates=kept)

    def all_ties(self) -> AllTies:
        """Return the ties in order of document and line."""
        parts: list[TiedWhole | list[Tie]] = []
        for index in sorted([*self.whole, *self.ties]):
            ties = self.ties.get(index)
            if ties is None:
                parts.append(self.whole[index])
                continue
            if index in self.mixed:
                ties.sort(key=by_place)
            parts.append(ties)
        return AllTies(parts)


def by_place(tie: tuple[Any, ...]) -> tuple[int, int]:
    """Order ties and loose lines by document and line, what concerns the whole document first."""
    return (tie[0], -1 if tie[1] is None else tie[1])
