"""Slips: an order number that nobody knows, where one that is known lacks or doubles but one character.

All lines of a paper that name the number mean the same order, so they choose it together. Numbers given out
in sequence lie close to each other, so the lines must fit, and fit one such order clearly better.
"""

from collections.abc import Sequence

from comaker.engines.matching.compare import NAMED, NOT_NAMED, Comparison, compare
from comaker.engines.matching.count import count_waiting, quantity_in
from comaker.engines.matching.decide import IN_DEAL, MARGIN, Rival, Rivals, rank
from comaker.engines.matching.facts import LAST_DAY, NO_DAY
from comaker.engines.matching.known import Deal, KnownLine
from comaker.engines.matching.refer import named_by
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import NO_DEAL, Named, Reading, Run
from comaker.engines.matching.score import WEIGHTS
from comaker.kernel.document import Document

ORDER = "order"
_COST = 60
_FITS_FOR_SURE = 60  # tenths of a bit


def correct_slips(run: Run, reading: Reading, places: Sequence[int]) -> None:
    """Look once a document for the orders that its unknown order numbers may be slips of."""
    unknown: dict[str, list[int]] = {}
    for place in places:
        order = reading.document.lines[place].refers.order
        if exact(order) and named_by(run, reading, order) == NO_DEAL:
            unknown.setdefault(order, []).append(place)
    for order, together in unknown.items():
        named = mistyped(run, reading, order, together)
        if named is not None:
            reading.deals[order] = named


def mistyped(run: Run, reading: Reading, order: str, places: Sequence[int]) -> Named | None:
    """Return the deal whose number was mistyped, or why it cannot be told; None when nothing is near."""
    between = run.book.between_of(reading.giver, reading.taker)
    near = [deal for deal in between.deals_by_slip(order) if deal.is_asked]
    if not near or not places:
        return None
    reading.waits.add((ORDER, exact(order)))
    count_waiting(between)
    on = reading.document.issued_on
    near = [deal for deal in near if on is None or asked_on(deal) <= on]
    ranked = sorted(
        ((*_fit(run, reading, deal, places), deal.name, deal) for deal in near),
        key=lambda each: (-each[0], -each[1], each[2]),
    )
    if not ranked:
        return None
    covered, fit, name, deal = ranked[0]
    if covered * 5 < len(places) * 4:
        fitting = [each for each in ranked if each[0]]
        if len(fitting) > 1:
            # Some lines fit one and some another: the slip may have made one number of two orders'.
            reading.near[order] = [known for *_, other in fitting for known in other.lines]
            names = " and ".join(each[2] for each in fitting[:3])
            return Named(why=f"order {order} is not known; {names} are near")
        if fitting or fit >= IN_DEAL.sure:
            # Not sure enough for a tie, and too near for another order.
            return Named(why=f"order {order} is not known; {name} is near")
        return None
    if len(ranked) > 1 and ranked[1][0] == covered and fit - ranked[1][1] < MARGIN:
        return Named(why=f"order {order} is not known; {name} and {ranked[1][2]} are both near")
    return Named(deal, (f"order {order} is not known, and {name} is but one character away",), _COST)


def _fit(run: Run, reading: Reading, deal: Deal, places: Sequence[int]) -> tuple[int, int]:
    """Return how many lines fit a deal for sure, and how well the lines fit it together."""
    document = reading.document

    def judge(place: int, known: KnownLine) -> Comparison:
        line = document.lines[place]
        number = line.refers.order_line
        return compare(document, line, known, NAMED if number and number == known.number else NOT_NAMED)

    blocks = run.blocking.within(deal.lines, document, places)
    ranked = [rank(place, block.lines, IN_DEAL, judge) for place, block in blocks.items()]
    best = _without_excess(document, dict(zip(blocks, ranked, strict=True)))
    # The day is one and the same for all lines of a paper, so it counts once, and in full.
    days = [WEIGHTS[rival.comparison.days] for rival in best]
    fit = sum(rival.bits - each + each * 2 // 3 for rival, each in zip(best, days, strict=True))
    fit += max(days, default=0)
    return sum(rival.bits >= _FITS_FOR_SURE for rival in best), fit


def _without_excess(document: Document, rivals: Rivals) -> list[Rival]:
    """Return the best rival of each line of a paper that does not bring more of a line than was asked.

    What would bring more is of another order, but for the first line of each, which may always be too much.
    """
    left: dict[str, int] = {}
    kept = []
    for place, ranked in rivals.items():
        for rival in ranked:
            known = rival.known
            quantity = quantity_in(document.lines[place], known) or 0
            if known.key not in left or quantity * 5 <= left[known.key] * 6:
                left[known.key] = left.get(known.key, known.facts.expected(LAST_DAY)) - quantity
                kept.append(rival)
                break
    return kept


def asked_on(deal: Deal) -> int:
    """Return the first day on which anything of a deal was asked."""
    days = [known.facts.asked_on for known in deal.lines if known.facts.asked_on != NO_DAY]
    return min(days, default=NO_DAY)
