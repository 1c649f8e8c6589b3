"""Between: what is known between one giver and one taker, and the ways to find their orders again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comaker.engines.matching.crossing import Crossing
from comaker.engines.matching.known import Deal, KnownLine, Paper
from comaker.engines.matching.retyped import is_slip, looser, loosest, plain
from comaker.kernel.document import Document
from comaker.kernel.product import Product
from comaker.kernel.usual import NO_HABITS

if TYPE_CHECKING:
    from comaker.engines.matching.index import Index
    from comaker.engines.matching.run import Reading


class Between:
    """What the book knows between one giver and one taker."""

    __slots__ = (
        "awaits_orders",
        "call_offs",
        "crossing",
        "deals",
        "fresh",
        "giver",
        "habits",
        "has_asked",
        "index",
        "loose",
        "loosely",
        "papers",
        "renamed",
        "repeats",
        "slips",
        "taker",
        "uncounted",
    )

    def __init__(self, giver: int, taker: int) -> None:
        self.giver = giver
        self.taker = taker
        self.habits = NO_HABITS
        self.papers = 0  # how many documents name just these two
        self.deals: list[Deal] = []
        self.has_asked = False
        self.awaits_orders = False  # papers have opened deals for orders that are still to come
        self.call_offs: dict[str, list[Deal]] = {}  # by the order or contract that they name
        self.crossing = Crossing()
        self.fresh: list[KnownLine] = []  # lines that are not in the index yet
        self.renamed: list[tuple[KnownLine, Product]] = []  # and what else they are called since
        self.loose: list[Reading] = []
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


def _shorter(number: str) -> set[str]:
    """Return a number with each of its characters left out in turn."""
    return {number[:place] + number[place + 1 :] for place in range(len(number))}
