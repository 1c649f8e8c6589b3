"""Stretches: lines between the same two landmarks of a paper and of an order, taken in order.

Two lines of one product that stand beside each other on both papers say the same of either, and so each
alone stays undecided. Where the paper follows the order, the first is the first.
"""

from collections.abc import Callable, Mapping
from itertools import combinations
from math import comb

from comaker.engines.matching.decide import MARGIN, Bar, Choice, Rival, Rivals, stands_apart
from comaker.engines.matching.known import Deal
from comaker.engines.matching.rows import IN_PLACE, Rows

# More ways to lay a stretch of a paper beside that of the order are not gone through.
_WAYS_MAX = 500
# So much the lines may fit better in another order, before that speaks against the order of the paper.
_AGAINST_MAX, _AGAINST_SURE_MAX = 45, 100


def in_stretches(rivals: Rivals, bars: Mapping[int, Bar], rows_of: Callable[[Deal], Rows]) -> list[Choice]:
    """Return the choices for lines which only their order tells apart.

    Args:
        rivals: the undecided places with what they may be.
        bars: per place how much is enough.
        rows_of: returns where the lines of the paper stand on a deal, by its landmarks.
    """
    groups: dict[tuple[int, int], list[tuple[int, list[Rival]]]] = {}
    for place in sorted(rivals):
        ranked = rivals[place]
        if not ranked or ranked[0].bits < bars[place].sure:
            continue
        best = ranked[0]
        front = [rival for rival in ranked if best.bits - rival.bits < MARGIN]
        if all(each.comparison.row == IN_PLACE and each.known.deal is best.known.deal for each in front):
            key = (id(best.known.deal), rows_of(best.known.deal).stretch(place))
            groups.setdefault(key, []).append((place, ranked))
    choices = []
    for group in groups.values():
        deal = group[0][1][0].known.deal
        choices += _laid_out(group, deal, _AGAINST_SURE_MAX if rows_of(deal).is_sure else _AGAINST_MAX)
    return choices


def _laid_out(group: list[tuple[int, list[Rival]]], deal: Deal, against_max: int) -> list[Choice]:
    """Lay the lines of one stretch beside those of the order; nothing when two ways are about as good."""
    by_place = [
        {id(rival.known): rival for rival in ranked if rival.known.deal is deal} for _, ranked in group
    ]
    lines = {key: rival.known for there in by_place for key, rival in there.items()}
    ordered = sorted(lines, key=lambda key: lines[key].position)
    if len(group) < 2 or comb(len(ordered), len(group)) > _WAYS_MAX:
        return []
    ways = [
        (sum(there[key].bits for there, key in zip(by_place, way, strict=True)), way)
        for way in combinations(ordered, len(group))
        if all(
            key in there and not stands_apart(there[key].comparison)
            for there, key in zip(by_place, way, strict=True)
        )
    ]
    ways.sort(key=lambda each: -each[0])
    freely = sum(max(rival.bits for rival in there.values()) for there in by_place)
    if not ways or freely - ways[0][0] > against_max or (len(ways) > 1 and ways[0][0] - ways[1][0] < MARGIN):
        return []
    choices = []
    for (place, _), there, key in zip(group, by_place, ways[0][1], strict=True):
        rival = there[key]
        choices.append(Choice(place, rival.known, rival.bits, rival.comparison, 1))
    return choices
