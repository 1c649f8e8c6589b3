"""Known: a line, a deal and a paper as the matcher knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comaker.engines.matching.facts import NO_FACTS
from comaker.engines.matching.retyped import exact
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.product import NOTHING, Product
from comaker.kernel.units import Packing

if TYPE_CHECKING:
    from comaker.engines.matching.run import Reading


class KnownLine:
    """A line as the book knows it."""

    # Most lines keep these as they are, and there are millions of lines: only what differs is stored.
    others: tuple[Product, ...] = ()  # what else it was called
    packings: tuple[Packing, ...] = ()
    facts = NO_FACTS
    is_asked = False  # by an order, or by a change or answer that names it
    is_ordered = False
    is_frame = False
    is_closed = False  # nothing is tied to it any more

    def __init__(
        self,
        deal: Deal,
        key: str,
        number: str,
        line: DocumentLine,
        currency: str,
        position: int | None = None,
    ) -> None:
        self.deal = deal
        self.key = key
        self.number = number
        self.product = line.product
        self.unit = line.unit
        self.price = line.price
        self.currency = currency
        self.position = len(deal.lines) if position is None else position

    def call(self, product: Product) -> bool:
        """Remember another name that papers give to the line; tell whether it was new."""
        if product == self.product or product in self.others or not is_numbered(product):
            return False
        if self.product == NOTHING:
            self.product = product
        else:
            self.others = (*self.others, product)
        return True


class OrderedLine(KnownLine):
    """A line that was known from its order first."""

    is_asked = True
    is_ordered = True


class Deal:
    """What was agreed at once under one order number, between two parties."""

    __slots__ = (
        "by_number",
        "contract",
        "doubles",
        "giver",
        "is_asked",
        "lines",
        "name",
        "number",
        "opened_by",
        "prefix",
        "sales",
        "sales_lines",
        "tails",
        "taker",
        "twins",
        "whole",
    )

    def __init__(self, name: str, number: str, giver: int, taker: int, prefix: str) -> None:
        self.name = name  # as written
        self.number = number  # normalised
        self.giver = giver
        self.taker = taker
        self.prefix = prefix
        self.is_asked = False
        self.opened_by: Kind | None = None  # set when a paper without an order opened it for itself
        self.contract = ""
        self.lines: list[KnownLine] = []
        self.by_number: dict[str, KnownLine] = {}
        self.doubles: dict[str, list[KnownLine]] = {}
        self.sales: tuple[str, ...] = ()  # numbers that the seller keeps it under
        self.sales_lines: dict[str, KnownLine] = {}
        self.tails: dict[str, int] = {}  # ends of keys other than a line number, with how often
        self.twins: frozenset[str] = frozenset()  # products that several lines bear, by `handle_of`
        self.whole: list[Reading] = []  # papers that speak of the whole deal


class Paper:
    """A despatch, receipt or bill, with the lines that its own lines were tied to."""

    __slots__ = (
        "bill",
        "document",
        "giver",
        "index",
        "is_by_taker",
        "is_weak",
        "lines",
        "numbers",
        "on",
        "quantities",
        "taker",
    )

    def __init__(self, index: int, document: Document, giver: int, taker: int) -> None:
        self.index = index
        self.giver = giver
        self.taker = taker
        self.on = document.issued_on
        self.document: Document | None = document
        self.numbers: tuple[str, ...] = ()
        self.quantities: tuple[int | None, ...] = ()
        self.lines: list[KnownLine | None] = []
        self.bill = ""
        self.is_by_taker = document.signer == "taker"  # whose numbers it bears
        self.is_weak = False  # whether a line of it is tied by likeness, or not at all

    def seal(self) -> None:
        """Keep only numbers and quantities of the document's lines."""
        if self.document is not None:
            self.numbers = tuple([line.number for line in self.document.lines])
            self.quantities = tuple([line.quantity for line in self.document.lines])
            self.document = None

    def is_tied(self) -> bool:
        """Tell whether any line of the paper is tied."""
        return any(known is not None and not known.is_closed for known in self.lines)

    def line_numbered(self, number: str) -> KnownLine | None:
        """Return the line that the paper's line of this number is tied to; None also when two bear it."""
        self.seal()
        places = [place for place, each in enumerate(self.numbers) if each == number]
        if not places:
            folded = exact(number)
            places = [place for place, each in enumerate(self.numbers) if exact(each) == folded]
        return self.lines[places[0]] if len(places) == 1 else None


def is_numbered(product: Product) -> bool:
    """Tell whether a product bears any number at all."""
    return bool(product.sellers or product.standard or product.buyers or product.makers)


def handle_of(product: Product) -> str:
    """Return a product's first number, or its name: what tells it from the others of one order."""
    return product.sellers or product.buyers or product.standard or product.name
