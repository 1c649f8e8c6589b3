"""The book: every line, deal and paper known so far, indexed for finding them again.

It may be kept between calls, so that documents which arrive later find the lines of earlier ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comaker.engines.matching.facts import NO_FACTS
from comaker.engines.matching.numbers import exact, is_slip, looser, loosest, plain
from comaker.engines.matching.parties import Parties
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.product import NOTHING, Product

if TYPE_CHECKING:
    from comaker.engines.matching.index import Index


class KnownLine:
    """A line as the book knows it."""

    __slots__ = (
        "currency",
        "deal",
        "facts",
        "is_asked",
        "is_ordered",
        "key",
        "number",
        "others",
        "position",
        "price",
        "product",
        "unit",
    )

    def __init__(self, deal: Deal, key: str, number: str, line: DocumentLine, currency: str) -> None:
        self.deal = deal
        self.key = key
        self.number = number
        self.product = line.product
        self.others: tuple[Product, ...] = ()  # what else it was called
        self.unit = line.unit
        self.price = line.price
        self.currency = currency
        self.position = len(deal.lines)
        self.is_asked = False  # by an order, or by a change or answer that names it
        self.is_ordered = False
        self.facts = NO_FACTS

    def call(self, product: Product | None) -> None:
        """Remember another name that papers give to the line."""
        if product and product != self.product and product not in self.others and _has_number(product):
            if self.product == NOTHING:
                self.product = product
            else:
                self.others = (*self.others, product)


class Deal:
    """What was agreed at once under one order number, between two parties."""

    __slots__ = (
        "answers",
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
        self.sales_lines: dict[str, KnownLine] = {}
        self.tails: dict[str, int] = {}  # ends of keys other than a line number, with how often
        self.twins: frozenset[Product] = frozenset()  # products that several lines bear
        self.whole: list[tuple[int, Kind]] = []  # papers that speak of the whole deal
        self.answers: set[tuple[int, str]] = set()


class Paper:
    """A despatch, receipt or bill, with the lines that its own lines were tied to."""

    __slots__ = ("bill", "document", "giver", "index", "lines", "numbers", "on", "quantities", "taker")

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

    def seal(self) -> None:
        """Keep only numbers and quantities of the document's lines."""
        if self.document is not None:
            self.numbers = tuple([line.number for line in self.document.lines])
            self.quantities = tuple([line.quantity for line in self.document.lines])
            self.document = None

    def line_numbered(self, number: str) -> KnownLine | None:
        """Return the line that the paper's line of this number is tied to; None also when two bear it."""
        self.seal()
        places = [place for place, each in enumerate(self.numbers) if each == number]
        if not places:
            folded = exact(number)
            places = [place for place, each in enumerate(self.numbers) if exact(each) == folded]
        return self.lines[places[0]] if len(places) == 1 else None


class Between:
    """What the book knows between one giver and one taker."""

    __slots__ = (
        "deals",
        "fresh",
        "giver",
        "has_asked",
        "index",
        "kinds",
        "loose",
        "loosely",
        "repeats",
        "slips",
        "taker",
        "uncounted",
    )

    def __init__(self, giver: int, taker: int) -> None:
        self.giver = giver
        self.taker = taker
        self.kinds: set[Kind] = set()
        self.deals: list[Deal] = []
        self.has_asked = False
        self.fresh: list[KnownLine] = []  # lines that are not in the index yet
        self.loose: list[tuple[int, Document]] = []
        self.uncounted: list[tuple[Document, list[KnownLine | None]]] = []
        self.loosely: dict[str, list[Deal]] | None = None
        self.repeats: dict[frozenset[tuple[str, int]], Paper] = {}  # bills without references, by content
        self.slips: dict[str, list[Deal]] | None = None
        self.index: Index | None = None

    def deals_loosely(self, number: str) -> list[Deal]:
        """Return the deals whose number has the same looser form, or else the same loosest."""
        forms = self._forms()
        return forms.get(looser(number)) or forms.get(f"={loosest(number)}") or []

    def deals_by_slip(self, number: str) -> list[Deal]:
        """Return the deals from whose number one character was lost or doubled."""
        bare = plain(number)
        if self.slips is None:
            self.slips = {}
            for deal in self.deals:
                self._file_slips(deal)
        found = [deal for form in {bare, *_shorter(bare)} for deal in self.slips.get(form, ())]
        near = {id(deal): deal for deal in found if is_slip(bare, plain(deal.name))}
        return sorted(near.values(), key=lambda deal: deal.number)

    def _forms(self) -> dict[str, list[Deal]]:
        if self.loosely is None:
            self.loosely = {}
            for deal in self.deals:
                self.file_loosely(deal)
        return self.loosely

    def file_loosely(self, deal: Deal) -> None:
        """File a deal under the looser forms of its number, once anybody has asked for them."""
        if deal.opened_by is not None:
            return
        if self.loosely is not None:
            for form in (looser(deal.name), f"={loosest(deal.name)}"):
                known = self.loosely.setdefault(form, [])
                if deal not in known:
                    known.append(deal)
        if self.slips is not None:
            self._file_slips(deal)

    def _file_slips(self, deal: Deal) -> None:
        assert self.slips is not None
        bare = plain(deal.name)
        for form in {bare, *_shorter(bare)}:
            self.slips.setdefault(form, []).append(deal)


class Book:
    """The in-memory index of all known lines."""

    def __init__(self) -> None:
        self.count = 0  # documents seen
        self.parties = Parties()
        self.deals: dict[str, list[Deal]] = {}  # by number as written and normalised
        self.sales: dict[str, list[Deal]] = {}
        self.papers: dict[tuple[Kind, str], list[Paper]] = {}
        self.between: dict[tuple[int, int], Between] = {}
        self.meanings: dict[tuple[str, str, str, int], tuple[int, str]] = {}

    def between_of(self, giver: int, taker: int) -> Between:
        """Return what stands between two parties, made when it is new."""
        found = self.between.get((giver, taker))
        if found is None:
            found = self.between[giver, taker] = Between(giver, taker)
        return found

    def open_deal(self, name: str, giver: int, taker: int, *, own: Kind | None = None) -> Deal:
        """Add a deal under its number.

        Args:
            own: the kind of paper that opens it for itself, when no order is named; its number is then
                not an order's.
        """
        number = exact(name)
        show = self.parties.show
        prefix = f"{show(giver).key or '?'}>{show(taker).key or '?'}/{number}/"
        if own is not None:
            prefix = f"{prefix}{own.value}/"
        deal = Deal(name, number, giver, taker, prefix)
        deal.opened_by = own
        if own is not None:
            self.between_of(giver, taker).deals.append(deal)
            return deal
        known = self.deals.setdefault(number, [])
        known.append(deal)
        self.deals.setdefault(name, known)
        between = self.between_of(giver, taker)
        between.deals.append(deal)
        between.file_loosely(deal)
        return deal

    def deals_numbered(self, number: str) -> list[Deal]:
        """Return the deals of an order number as somebody wrote it."""
        found = self.deals.get(number)
        if found is None:
            found = self.deals.get(exact(number))
            if found is not None:
                self.deals[number] = found
        return found or []

    def open_line(
        self, deal: Deal, number: str, line: DocumentLine, currency: str, *, tail: str = ""
    ) -> KnownLine:
        """Add a line to a deal.

        Args:
            number: the number of the order's line, as written; empty when none is known.
            tail: what stands behind the deal in the key; the number when not given. One that the deal
                has already gets a count behind it.
        """
        tail = tail or number or f"#{len(deal.lines) + 1}"
        if tail in deal.by_number or tail in deal.doubles or tail in deal.tails:
            first = tail
            while tail in deal.tails or tail == first:
                deal.tails[first] = deal.tails.get(first, 1) + 1
                tail = f"{first}#{deal.tails[first]}"
        if tail != number:
            deal.tails.setdefault(tail, 1)
        known = KnownLine(deal, deal.prefix + tail, number, line, currency)
        deal.lines.append(known)
        if number in deal.by_number or number in deal.doubles:
            self._double(deal, number, known)
        elif number:
            deal.by_number[number] = known
        between = self.between_of(deal.giver, deal.taker)
        between.fresh.append(known)
        return known

    def renumber(self, deal: Deal, known: KnownLine, number: str) -> None:
        """File a line under the number that its order gives it."""
        if known.number == number:
            return
        if deal.by_number.get(known.number) is known:
            del deal.by_number[known.number]
        known.number = number
        if number in deal.by_number or number in deal.doubles:
            self._double(deal, number, known)
        elif number:
            deal.by_number[number] = known

    def _double(self, deal: Deal, number: str, known: KnownLine) -> None:
        """File one more line under a number; one that two lines bear is not found directly any more."""
        if number in deal.by_number:
            deal.doubles[number] = [deal.by_number.pop(number)]
        deal.doubles[number].append(known)


def _has_number(product: Product) -> bool:
    return bool(product.sellers or product.standard or product.buyers or product.makers)


def _shorter(number: str) -> set[str]:
    """Return a number with each of its characters left out in turn."""
    return {number[:place] + number[place + 1 :] for place in range(len(number))}
