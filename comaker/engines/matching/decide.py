"""Decide: which comparisons become ties, and which stay loose because they are too close.

A tie is made between a document line and the known line that are each other's best, when the second
best is clearly behind. Lines of one deal that are alike in every way may stand in for one another;
then the quantity decides, and after that the order in which they stand.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from comaker.engines.matching.book import KnownLine
from comaker.engines.matching.compare import Comparison
from comaker.engines.matching.score import weight

MARGIN = 30  # tenths of a bit: the best must be eight times as likely as the second


class Choice(NamedTuple):
    """One document line with the known line chosen for it."""

    place: int
    known: KnownLine
    bits: int
    comparison: Comparison
    alike: int  # how many lines alike it was chosen from; 1 when it stands alone


class Rival(NamedTuple):
    """A known line that a document line might belong to."""

    known: KnownLine
    bits: int
    comparison: Comparison


Rivals = dict[int, list[Rival]]


def decide(
    blocks: dict[int, Sequence[KnownLine]],
    judge: Callable[[int, KnownLine], Comparison],
    take: Callable[[Choice], None],
    *,
    floor: int,
) -> Rivals:
    """Tie what is clear, and return the viable rivals of what is not, best first.

    Args:
        blocks: per place of a document line the known lines to compare it with.
        judge: compares the line at a place with a known line as it stands now.
        take: is told of each choice at once, so that the next comparison sees what is still open.
        floor: the least weight at which a known line is viable at all.
    """
    rivals = {place: _rank(place, block, judge, floor) for place, block in blocks.items()}
    while True:
        choices = _clear(rivals)
        if not choices:
            return rivals
        for choice in choices:
            take(choice)
            del rivals[choice.place]
        changed = {id(choice.known) for choice in choices}
        for place, ranked in rivals.items():
            if any(id(rival.known) in changed for rival in ranked):
                rivals[place] = _rank(place, [rival.known for rival in ranked], judge, floor)


def are_alike(one: KnownLine, other: KnownLine) -> bool:
    """Tell whether two lines can stand in for one another in every way."""
    return (
        one.deal is other.deal
        and one.product == other.product
        and one.price == other.price
        and one.unit == other.unit
        and one.due_on == other.due_on
    )


def _rank(
    place: int, block: Sequence[KnownLine], judge: Callable[[int, KnownLine], Comparison], floor: int
) -> list[Rival]:
    ranked = []
    for known in block:
        comparison = judge(place, known)
        bits = weight(comparison)
        if bits >= floor:
            ranked.append(Rival(known, bits, comparison))
    ranked.sort(key=lambda rival: (-rival.bits, rival.known.position, rival.known.key))
    return ranked


def _clear(rivals: Rivals) -> list[Choice]:
    """Return the choices that can be made now: each other's best, with a margin, one per known line."""
    best_for: dict[int, int] = {}
    for ranked in rivals.values():
        for rival in ranked:
            key = id(rival.known)
            best_for[key] = max(best_for.get(key, rival.bits), rival.bits)
    choices: list[Choice] = []
    chosen: set[int] = set()
    for place, ranked in sorted(rivals.items()):
        if not ranked:
            continue
        best = ranked[0]
        if id(best.known) in chosen or best.bits < best_for[id(best.known)]:
            continue
        alike = 1
        for rival in ranked[1:]:
            if best.bits - rival.bits >= MARGIN:
                break
            if not are_alike(best.known, rival.known):
                alike = 0
                break
            alike += 1
        if alike:
            chosen.add(id(best.known))
            choices.append(Choice(place, best.known, best.bits, best.comparison, alike))
    return choices
