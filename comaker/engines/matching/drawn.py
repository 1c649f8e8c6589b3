"""Drawn: the lines that a paper line is looked for among, by day and deal, none touched before it is wanted.

Among a million lines every line that is touched is a walk to a far corner of the memory, and takes longer
than all that is done with its day and deal.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from comaker.engines.matching.index import LONG, Posting, Row, numbers_of
from comaker.engines.matching.known import KnownLine
from comaker.kernel.document import DocumentLine


class Drawn:
    """Lines of several rows put together, in order of asking.

    Attributes:
        days: when each was asked.
        deals: the deal of each, by identity.
    """

    __slots__ = ("_order", "_spans", "days", "deals")

    def __init__(self, spans: Sequence[tuple[Row, range]]) -> None:
        self._spans = spans
        days = [day for row, span in spans for day in row.days[span.start : span.stop]]
        deals = [deal for row, span in spans for deal in row.deals[span.start : span.stop]]
        self._order: Sequence[int] = range(len(days))
        if len(spans) < 2:
            self.days, self.deals = days, deals
            return
        self._order = sorted(self._order, key=days.__getitem__)
        self.days = [days[place] for place in self._order]
        self.deals = [deals[place] for place in self._order]

    def __len__(self) -> int:
        return len(self.days)

    def line(self, place: int) -> KnownLine:
        """Return the line at a place."""
        place = self._order[place]
        for row, span in self._spans:
            if place < len(span):
                return row.lines[span[place]]
            place -= len(span)
        raise IndexError(place)

    def of_deals(self, deals: Collection[int]) -> list[KnownLine]:
        """Return the lines of some deals."""
        return [self.line(place) for place, deal in enumerate(self.deals) if deal in deals]

    def near(self, on: int | None, most: int) -> list[KnownLine]:
        """Return up to so many: the last ones before a day, else the first ones."""
        end = self._end(on)
        places = range(max(0, end - most), end) or range(min(most, len(self)))
        return [self.line(place) for place in places]

    def near_alike(self, on: int | None, most: int, quantity: int) -> list[KnownLine]:
        """Return up to so many of which a quantity was said: the last before a day, else the first."""
        end = self._end(on)
        last = [*islice(self._alike(range(end - 1, -1, -1), quantity), most)]
        return last[::-1] or [*islice(self._alike(range(end, len(self)), quantity), most)]

    def _alike(self, places: range, quantity: int) -> Iterator[KnownLine]:
        for place in places:
            known = self.line(place)
            if quantity in known.facts.said:
                yield known

    def _end(self, on: int | None) -> int:
        return len(self) if on is None else bisect_right(self.days, on)


def drawn_of(postings: Sequence[Posting], on: int | None, line: DocumentLine) -> Drawn:
    """Return the lines with a key in common, the rarest keys first, as many as can be looked through."""
    numbers, quantity = numbers_of(line.product), line.quantity or 0
    spans: list[tuple[Row, range]] = []
    last: list[KnownLine] = []
    for posting in postings:
        lines = posting.lines
        if last and len(lines) == len(last) and lines[-1] is last[-1] and lines[0] is last[0]:
            continue  # the same lines under another number of the product
        last = lines
        if spans and sum(len(span) for _, span in spans) + len(lines) > LONG // 2:
            if numbers.isdisjoint(numbers_of(lines[-1].product)):
                break
            # Few lines were ever called by the one number of the product, and most are by this one.
            row = posting.row or Row(lines)
            spans.append((row, row.near(on, LONG // 2)))
            continue
        if posting.row is None:
            spans.append((Row(lines), range(len(lines))))
            continue
        alike = posting.row.by_quantity.get(quantity)
        if alike is not None:
            spans.append((alike, alike.near(on, LONG // 2)))
        spans.append((posting.row, posting.row.near(on, LONG // 2)))
    return Drawn(spans)
