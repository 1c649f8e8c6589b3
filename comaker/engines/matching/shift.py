"""Shift: papers whose line numbers are all off by as much, since their writer counts otherwise.

Lines whose product stands once on the order show it. Where they all name a line so many places further on,
every other line of the paper does too, and its number tells as much as a right one.
"""

from collections.abc import Sequence

from comaker.engines.matching.known import Deal, KnownLine
from comaker.engines.matching.rows import handles_of
from comaker.kernel.document import DocumentLine

_SHOWING_MIN = 2


def meant_by(deal: Deal, lines: Sequence[DocumentLine]) -> dict[str, KnownLine]:
    """Return which line a paper means by each line number; empty when its numbers are not off by as much."""
    ordered = [known for known in deal.lines if known.is_ordered]
    standing: dict[str, set[int]] = {}
    for at, known in enumerate(ordered):
        for number in handles_of(known.product):
            standing.setdefault(number, set()).add(at)
    at_number = {known.number: at for at, known in enumerate(ordered) if known.number in deal.by_number}
    shifts: list[int] = []
    for line in lines:
        named = at_number.get(line.refers.order_line)
        places = {at for number in handles_of(line.product) for at in standing.get(number, ())}
        if named is not None and len(places) == 1:
            shifts.append((named - places.pop()) % len(ordered))
    if len(shifts) < _SHOWING_MIN or len(set(shifts)) > 1 or not shifts[0]:
        return {}
    return {number: ordered[at - shifts[0]] for number, at in at_number.items()}
