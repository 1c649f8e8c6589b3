"""The book: every line, deal and paper known so far, indexed for finding them again.

It may be kept between calls, so that documents which arrive later find the lines of earlier ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from comaker.engines.matching.between import Between
from comaker.engines.matching.known import Deal, KnownLine, OrderedLine, Paper
from comaker.engines.matching.parties import Parties
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.words import NOTHING_SEEN, Seen
from comaker.kernel.document import DocumentLine, Kind
from comaker.kernel.product import Product
from comaker.kernel.units import Packing

if TYPE_CHECKING:
    from comaker.engines.matching.run import Reading


class Book:
    """The in-memory index of all known lines.

    Args:
        seen: by the keys of giver and taker, what is known of them from papers that are not in the book.
        called: what else parties are called, by their keys, where it is known already who is who.
    """

    def __init__(
        self,
        seen: Mapping[tuple[str, str], Seen] | None = None,
        called: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.seen = seen or {}
        self.count = 0  # documents seen
        self.turn = 0  # how often a document was looked at
        self.parties = Parties(called)
        self.deals: dict[str, list[Deal]] = {}  # by number as written and normalised
        self.sales: dict[str, list[Deal]] = {}  # by the seller's number
        self.papers: dict[tuple[Kind, str], list[Paper]] = {}
        self.between: dict[tuple[int, int], Between] = {}
        self.meanings: dict[tuple[int, str, str, int], str] = {}
        # Papers that name something not known yet, by what they name: a kind of paper and a number.
        self.waiting: dict[tuple[str, str], list[Reading]] = {}
        # What packages hold, by the giver's key and any number of the product, or its name.
        self.packings: dict[tuple[str, str], tuple[Packing, ...]] = {}
        self.linked: set[tuple[str, str]] = set()

    def between_of(self, giver: int, taker: int) -> Between:
        """Return what stands between two parties, made when it is new."""
        found = self.between.get((giver, taker))
        if found is None:
            found = self.between[giver, taker] = Between(giver, taker)
            if self.seen:
                show = self.parties.show
                seen = self.seen.get((show(giver).key, show(taker).key), NOTHING_SEEN)
                found.habits, found.papers, found.has_asked = seen
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

    def open_lines(self, deal: Deal, lines: Sequence[DocumentLine], currency: str) -> list[KnownLine]:
        """Add the lines of an order to its new deal; as `open_line`, but together where nothing is odd."""
        numbers = [line.number for line in lines]
        if (
            not (deal.lines or deal.doubles or deal.tails or self.packings)
            and len({"", *numbers}) == len(numbers) + 1
        ):
            prefix = deal.prefix
            known_lines: list[KnownLine] = [
                OrderedLine(deal, prefix + line.number, line.number, line, currency, position)
                for position, line in enumerate(lines)
            ]
            deal.lines += known_lines
            deal.by_number.update(zip(numbers, known_lines, strict=True))
            self.between_of(deal.giver, deal.taker).fresh += known_lines
            return known_lines
        opened: list[KnownLine] = []
        for line in lines:
            known = self.open_line(deal, line.number, line, currency)
            known.is_asked = known.is_ordered = True
            opened.append(known)
        return opened

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
        if self.packings:
            known.packings = self._packings_of(deal, line.product)
        deal.lines.append(known)
        if number in deal.by_number or number in deal.doubles:
            self._double(deal, number, known)
        elif number:
            deal.by_number[number] = known
        between = self.between_of(deal.giver, deal.taker)
        between.fresh.append(known)
        return known

    def _packings_of(self, deal: Deal, product: Product) -> tuple[Packing, ...]:
        giver = self.parties.show(deal.giver).key
        for number in (product.standard, product.sellers, product.buyers, product.makers, product.name):
            found = self.packings.get((giver, number)) if number else None
            if found:
                return found
        return ()

    def close_line(self, known: KnownLine) -> None:
        """Forget a line that nothing is tied to any more."""
        deal = known.deal
        deal.lines.remove(known)
        if deal.by_number.get(known.number) is known:
            del deal.by_number[known.number]
        elif known in deal.doubles.get(known.number, ()):
            deal.doubles[known.number].remove(known)
        between = self.between_of(deal.giver, deal.taker)
        if known in between.fresh:
            between.fresh.remove(known)
        for number in [each for each, line in deal.sales_lines.items() if line is known]:
            del deal.sales_lines[number]
        deal.tails.pop(known.key.removeprefix(deal.prefix), None)
        known.is_closed = True

    def rename(self, known: KnownLine, product: Product) -> None:
        """Remember another name of a line, and find it under that name too."""
        if known.call(product):
            between = self.between_of(known.deal.giver, known.deal.taker)
            if between.index is not None:
                between.renamed.append((known, product))

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
