"""Company: the lines of one paper mostly belong to one order, so that they tell of one another.

Two standing orders with the same basket differ little on any one line, but much on all lines together.
"""

from comaker.engines.matching.book import Deal
from comaker.engines.matching.compare import (
    ALL_TOGETHER,
    ALONE,
    MOST_TOGETHER,
    SINGLE,
    SOME_TOGETHER,
)
from comaker.engines.matching.decide import MARGIN, Rival, Rivals
from comaker.engines.matching.score import WEIGHTS


class Company:
    """How the lines of one paper fit the deals that any of them may belong to."""

    def __init__(self, rivals: Rivals, settled: dict[int, Deal]) -> None:
        self._count = len(rivals) + len(settled)
        self._places: dict[int, set[int]] = {}
        self._best: dict[int, dict[int, Rival]] = {}
        for place, ranked in rivals.items():
            for rival in ranked:
                deal = id(rival.known.deal)
                self._places.setdefault(deal, set()).add(place)
                self._best.setdefault(deal, {}).setdefault(place, rival)
        for place, known_deal in settled.items():
            self._places.setdefault(id(known_deal), set()).add(place)

    def level(self, place: int, deal: Deal) -> str:
        """Return how many of the other lines of the paper fit a deal."""
        others = self._count - 1
        if not others:
            return SINGLE
        fitting = len(self._places.get(id(deal), set()) - {place})
        if fitting == others and others > 1:
            return ALL_TOGETHER
        if fitting * 2 >= others:
            return MOST_TOGETHER
        return SOME_TOGETHER if fitting else ALONE

    def deal_of(self, place: int) -> int | None:
        """Return the deal (by identity) that is clearly best for a line, on all lines that deals share."""
        deals = [deal for deal, best in self._best.items() if place in best]
        if len(deals) < 2:
            return deals[0] if deals else None
        deals.sort(key=lambda deal: -self._total(deal))
        first = deals[0]
        if all(self._margin(first, other, place) >= MARGIN for other in deals[1:]):
            return first
        return None

    def _total(self, deal: int) -> int:
        return sum(max(rival.bits, 0) for rival in self._best[deal].values())

    def _margin(self, one: int, other: int, place: int) -> int:
        """Return by how much one deal fits better than another on the lines that both may take.

        The day is one and the same for all lines of a paper, so it counts once.
        """
        mine, yours = self._best[one], self._best[other]
        shared = mine.keys() & yours.keys()
        total = sum(_weight(mine[each]) - _weight(yours[each]) for each in shared)
        total += WEIGHTS[mine[place].comparison.days] - WEIGHTS[yours[place].comparison.days]
        more = len(self._places[one]) - len(self._places[other])
        return total + max(-20, min(20, 10 * more))


def _weight(rival: Rival) -> int:
    return rival.bits - WEIGHTS[rival.comparison.days]
