"""Company: the lines of one paper mostly belong to one order, so that they tell of one another.

Two standing orders with the same basket differ little on any one line, but much on all lines together.
"""

from collections import Counter
from collections.abc import Container, Sequence
from functools import cached_property
from statistics import median

from comaker.engines.matching.compare import (
    ALL_TOGETHER,
    ALONE,
    FEW_TOGETHER,
    MOST_TOGETHER,
    MOSTLY,
    SINGLE,
    SOME_TOGETHER,
)
from comaker.engines.matching.days import BEFORE
from comaker.engines.matching.decide import Rival, Rivals
from comaker.engines.matching.known import Deal, handle_of
from comaker.engines.matching.quantities import PARTS, WHOLE
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.score import WEIGHTS, weight_together
from comaker.kernel.document import Document, DocumentLine

# Tenths of a bit that chance may make single lines fit better elsewhere: once, and for every line.
_FREE_SLACK = 30
_FREE_SLACK_LINE = 4

# One line that fits better may be chance; all lines together must tell two orders apart by more.
MARGIN_OF_DEALS = 45
# A deal this near to the best is as good as it.
_NEARLY = 10
_OTHERS_MIN = 3
# So much better a line fits another order that it is not taken for one of the paper's order.
_ELSEWHERE = 60
# What a line weighs that is tied already.
_SETTLED = 30
# So many lines may bring the whole of a line that another brings: twins, or billed twice.
_DOUBLES_MAX = 2
_NOWHERE: frozenset[int] = frozenset()


class Company:
    """How the lines of one paper fit the deals that any of them may belong to."""

    def __init__(self, rivals: Rivals, settled: dict[int, Deal]) -> None:
        self._count = len(rivals) + len(settled)
        self._best: dict[int, dict[int, Rival]] = {}  # per deal, per place
        self._favoured: dict[int, set[int]] = {}  # per deal the places that it fits best, or nearly so
        self._totals: dict[int, int] = {}
        self._margins: dict[tuple[int, int], int] = {}
        self._overfull: dict[int, bool] = {}
        for place, ranked in rivals.items():
            most = max((_weight(rival) for rival in ranked), default=0)
            for rival in ranked:
                deal = id(rival.known.deal)
                self._best.setdefault(deal, {}).setdefault(place, rival)
                if _weight(rival) > most - _NEARLY:
                    self._favoured.setdefault(deal, set()).add(place)
        self._settled = Counter(id(deal) for deal in settled.values())
        for place, known_deal in settled.items():
            self._favoured.setdefault(id(known_deal), set()).add(place)

    def level(self, place: int, deal: Deal) -> str:
        """Return how many of the other lines of the paper fit a deal best."""
        return self._level(place, id(deal))

    def _level(self, place: int, deal: int) -> str:
        others = self._count - 1
        if not others:
            return SINGLE
        favoured = self._favoured.get(deal, _NOWHERE)
        fitting = len(favoured) - (place in favoured)
        if not fitting:
            return ALONE
        # Of two or three lines even all are but a few.
        share = fitting * 100 // max(others, _OTHERS_MIN)
        if share >= 90:
            return ALL_TOGETHER
        if share >= 60:
            return MOST_TOGETHER
        return SOME_TOGETHER if share >= 30 else FEW_TOGETHER

    def deal_of(self, place: int) -> int | None:
        """Return the deal (by identity) that a line belongs to when the paper is about one deal.

        A paper is taken to be about one deal when the lines, each put where it fits best, would fit but
        little better than all of them put on that deal. None when that is not so, or not clear.
        """
        deals = [deal for deal, best in self._best.items() if place in best]
        if len(deals) < 2:
            return deals[0] if deals else None
        deals.sort(key=lambda deal: -self._total(deal))
        first = deals[0]
        if self._is_overfull(first):
            return None
        if self._free - self._total(first) > _FREE_SLACK + _FREE_SLACK_LINE * self._count:
            return None
        if all(self._margin(first, other) >= MARGIN_OF_DEALS for other in deals[1:]):
            return first
        return None

    def speaks_for(self, place: int, deal: int) -> bool:
        """Tell whether most other lines of the paper fit a deal (by identity), or there are no others."""
        level = self._level(place, deal)
        return level == SINGLE or level in MOSTLY

    def is_undecided(self, place: int) -> bool:
        """Tell whether a line stands between two deals that the paper as a whole does not tell apart.

        Then no single line is decided, however well it fits one of them.
        """
        deals = sorted(
            (deal for deal, best in self._best.items() if place in best), key=lambda deal: -self._total(deal)
        )
        if len(deals) < 2:
            return False
        first = deals[0]
        if self._is_overfull(first):
            bits = self._best[first][place].bits
            return any(bits - self._best[other][place].bits < _ELSEWHERE for other in deals[1:])
        return any(self._are_close(first, other) for other in deals[1:])

    def is_elsewhere(self, place: int, deal: int, crowd: int) -> bool:
        """Tell whether a line fits another deal far better than the one (by identity) of the paper.

        The more of the other lines fit that one, the better it must fit the other; see `crowd_of`.
        """
        bits = {each: best[place].bits for each, best in self._best.items() if place in best}
        together = weight_together(self._level(place, deal), crowd)
        return max(bits.values(), default=0) - bits.get(deal, 0) >= max(_ELSEWHERE, together)

    def deal_of_all(self, places: Sequence[int], barred: Container[int]) -> int | None:
        """Return the deal that lines which must belong together fit clearly best; None when none is clear.

        Args:
            places: lines that name one and the same number, of which the order is not known.
            barred: deals (by identity) that are known by another number.
        """
        totals = []
        for deal, best in self._best.items():
            there = [_weight(best[place]) for place in places if place in best]
            if deal not in barred and len(there) * 5 >= len(places) * 4:
                days = WEIGHTS[next(iter(best.values())).comparison.days]
                totals.append((sum(max(weight, 0) for weight in there) + days, deal))
        totals.sort(key=lambda each: -each[0])
        if not totals or (len(totals) > 1 and totals[0][0] - totals[1][0] < MARGIN_OF_DEALS):
            return None
        return totals[0][1]

    def _are_close(self, one: int, other: int) -> bool:
        shared = len(self._best[one].keys() & self._best[other].keys())
        if shared < _OTHERS_MIN or shared * 5 < self._count * 3:
            return False
        return abs(self._margin(one, other)) < MARGIN_OF_DEALS

    def _is_overfull(self, deal: int) -> bool:
        """Tell whether a paper has more lines that bring just what is open on a deal than the deal has lines.

        Such a bill is about several orders, one of which has the same basket.
        """
        overfull = self._overfull.get(deal)
        if overfull is None:
            found = self._best[deal].values()
            whole = [rival.known for rival in found if rival.comparison.quantity in WHOLE]
            if len(whole) - len({id(known) for known in whole}) > _DOUBLES_MAX:
                # A product that stands twice on the order may stand twice on the paper.
                more = Counter(handle_of(known.product) for known in whole)
                more.subtract(handle_of(known.product) for known in whole[0].deal.lines)
                overfull = sum(each for each in more.values() if each > 0) > _DOUBLES_MAX
            self._overfull[deal] = overfull = bool(overfull)
        return overfull

    @cached_property
    def _free(self) -> int:
        """Return what the lines weigh when each goes where it fits best."""
        best: dict[int, int] = {}
        for rivals in self._best.values():
            for place, rival in rivals.items():
                best[place] = max(best.get(place, 0), _weight(rival))
        return sum(best.values())

    def _total(self, deal: int) -> int:
        total = self._totals.get(deal)
        if total is None:
            total = sum(max(_weight(rival), 0) for rival in self._best[deal].values())
            self._totals[deal] = total
        return total

    def _margin(self, one: int, other: int) -> int:
        """Return by how much one deal fits better than another on the lines that both may take."""
        margin = self._margins.get((one, other))
        if margin is None:
            mine, yours = self._best[one], self._best[other]
            shared = mine.keys() & yours.keys()
            margin = sum(_weight(mine[each]) - _weight(yours[each]) for each in shared)
            # The paper has one day; a line that was due or came on another day than the rest decides nothing.
            margin += int(median(_of_day(mine[each]) - _of_day(yours[each]) for each in shared))
            margin += _SETTLED * (self._settled[one] - self._settled[other])
            margin += max(-20, min(20, 10 * (len(mine) - len(yours))))
            self._margins[one, other] = margin
        return margin


def _of_day(rival: Rival) -> int:
    return WEIGHTS[rival.comparison.days]


def _weight(rival: Rival) -> int:
    """Return what a rival weighs without what is one and the same for all lines of a paper.

    That is its day, and that it brings a part of what is open: who takes a third takes a third of each line.
    """
    days, quantity = rival.comparison.days, rival.comparison.quantity
    shared = WEIGHTS[quantity] if quantity in PARTS else 0
    # An order that was asked later is not the one, whatever fits.
    return rival.bits - shared - (WEIGHTS[days] if days != BEFORE else 0)


def groups_of(document: Document, places: Sequence[int]) -> list[list[int]]:
    """Return the lines together that name one order of the seller, or one despatch, or neither."""
    groups: dict[str, list[int]] = {}
    for place in places:
        groups.setdefault(mark_of(document.lines[place]), []).append(place)
    return list(groups.values())


def mark_of(line: DocumentLine) -> str:
    """Return the number that the lines of one order have in common although it is not the order's."""
    return exact(line.refers.sales_order) or exact(line.refers.despatch)
