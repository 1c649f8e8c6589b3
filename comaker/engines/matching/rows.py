"""Rows: the lines of a paper mostly stand in the order in which they stand on the order.

Lines whose product stands once on the order are landmarks. Where they are in order, a line between two of
them is one of the order's lines between the same two, and so a product that stands there twice is told apart.
A bill of several deliveries goes through the order once for each.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from comaker.engines.matching.index import numbers_of
from comaker.engines.matching.known import Deal, KnownLine
from comaker.kernel.document import DocumentLine
from comaker.kernel.product import Product

IN_PLACE = "stands where it stands on the order"
FAIRLY_OUT = "stands elsewhere than on the order"
OUT_OF_PLACE = "stands elsewhere than on the order, unlike the other lines"
FAR_OUT = "stands elsewhere than on the order, unlike its many other lines"
NO_PLACE = ""

# Two landmarks are in order by chance once in two papers, three once in six, five once in 120.
_LANDMARKS_FEW = 2
_LANDMARKS_MIN = 3
_LANDMARKS_MANY = 5
_LAST = 10**9


class Rows:
    """Where the lines of one paper may stand on one order."""

    def __init__(self, deal: Deal, lines: Sequence[DocumentLine], settled: Mapping[int, KnownLine]) -> None:
        """Find the landmarks.

        Args:
            deal: the order.
            lines: the lines of the paper.
            settled: by place on the paper the lines that are tied already.
        """
        standing: dict[str, list[int]] = {}
        for known in deal.lines:
            for handle in handles_of(known.product):
                standing.setdefault(handle, []).append(known.position)
        self._marks: list[tuple[int, int]] = []
        for place, line in enumerate(lines):
            known_line = settled.get(place)
            if known_line is not None:
                if known_line.deal is deal:
                    self._marks.append((place, known_line.position))
                continue
            positions = {each for handle in handles_of(line.product) for each in standing.get(handle, ())}
            if len(positions) == 1:
                self._marks.append((place, positions.pop()))
        self._places = [place for place, _ in self._marks]
        breaks = sum(one[1] >= other[1] for one, other in pairwise(self._marks))
        self._rounds = breaks + 1
        needed = _LANDMARKS_MIN * self._rounds if breaks else _LANDMARKS_FEW
        self._is_in_order = len(self._marks) >= needed

    def level(self, place: int, position: int) -> str:
        """Return whether a line of the paper stands between the same landmarks as a line of the order."""
        count = len(self._marks)
        if not self._is_in_order:
            return NO_PLACE
        turn = bisect_left(self._places, place)
        before = self._marks[turn - 1][1] if turn else -1
        if turn < count and self._places[turn] == place:
            turn += 1
        after = self._marks[turn][1] if turn < count else _LAST
        # Where the order is gone through once more, a line ends the first round or begins the next.
        is_between = before < position < after if before < after else position > before or position < after
        if is_between:
            return IN_PLACE
        if turn == count:
            return FAIRLY_OUT  # it may begin one more round
        if self.is_sure:
            return FAR_OUT
        return FAIRLY_OUT if count < _LANDMARKS_MIN else OUT_OF_PLACE

    @property
    def is_sure(self) -> bool:
        """Tell whether so many landmarks are in order that no chance explains it."""
        return self._rounds == 1 and len(self._marks) >= _LANDMARKS_MANY

    def stretch(self, place: int) -> int:
        """Return which stretch between two landmarks a line of the paper stands in; all in one if unknown."""
        return bisect_left(self._places, place) if self._is_in_order else 0


def handles_of(product: Product) -> frozenset[str]:
    """Return the numbers of a product, or its name where it has none."""
    return numbers_of(product) or frozenset({product.name} if product.name else ())
