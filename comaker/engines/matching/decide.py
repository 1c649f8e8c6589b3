"""Decide: which comparisons become ties, and which stay loose because they are too close.

A tie is made between a document line and the known line that are each other's best, when the second
best is clearly behind. Lines of one deal that are alike in every way may stand in for one another;
then the quantity decides, and after that the order in which they stand.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from comaker.engines.matching.compare import MOSTLY, NOT_NAMED, Comparison
from comaker.engines.matching.known import Deal, KnownLine
from comaker.engines.matching.quantities import REPEATS, SMALL_PART, SPENT, TAKEN
from comaker.engines.matching.rows import FAR_OUT, OUT_OF_PLACE, Rows
from comaker.engines.matching.score import has_handle, is_named, weight
from comaker.kernel.document import DocumentLine

MARGIN = 30  # tenths of a bit: the best must be eight times as likely as the second
# Thirty-two times, where no paper names the order and the other lines do not speak for it.
MARGIN_ALONE = 50


class Bar(NamedTuple):
    """How much a comparison must weigh, in tenths of a bit.

    Attributes:
        viable: below it a known line is no candidate at all.
        sure: below it no tie is made, however far the second is behind.
        is_named: whether the paper names the deal or paper; else a number, name or price must agree.
        crowd: what it weighs that all lines of a paper fit one deal; the more deals there are, the more.
    """

    viable: int
    sure: int
    is_named: bool
    crowd: int = 0


IN_DEAL = Bar(0, 40, is_named=True)
ANYWHERE = Bar(20, 70, is_named=False)


class Rival(NamedTuple):
    """A known line that a document line might belong to."""

    known: KnownLine
    bits: int
    comparison: Comparison


class Choice(NamedTuple):
    """One document line with the known line chosen for it."""

    place: int
    known: KnownLine
    bits: int
    comparison: Comparison
    alike: int  # how many lines alike it was chosen from; 1 when it stands alone


Judge: TypeAlias = Callable[[int, KnownLine], Comparison]
Rivals: TypeAlias = dict[int, list[Rival]]


def decide(
    blocks: Mapping[int, Sequence[KnownLine]],
    bars: Mapping[int, Bar],
    judge: Judge,
    take: Callable[[Choice], None],
    in_rows: Callable[[Rivals], list[Choice]] = lambda _: [],
) -> Rivals:
    """Tie what is clear, and return the viable rivals of what is not, best first.

    Args:
        blocks: per place of a document line the known lines to compare it with.
        bars: per place how much is enough.
        judge: compares the line at a place with a known line as it stands now.
        take: is told of each choice at once, so that the next comparison sees what is still open.
        in_rows: chooses first, for lines that only their order tells apart.
    """
    rivals = {place: rank(place, block, bars[place], judge) for place, block in blocks.items()}
    while True:
        choices = in_rows(rivals) or _clear(rivals, bars)
        if not choices:
            return rivals
        for choice in choices:
            take(choice)
            del rivals[choice.place]
        changed = {id(choice.known) for choice in choices}
        for place, ranked in rivals.items():
            if any(id(rival.known) in changed for rival in ranked):
                # What was taken changes what is open, and where the lines beside it may stand.
                rivals[place] = rank(place, [rival.known for rival in ranked], bars[place], judge)


def rank(place: int, block: Sequence[KnownLine], bar: Bar, judge: Judge) -> list[Rival]:
    """Return the viable ones of a block, best first; of equals the one that stands first."""
    ranked = []
    for known in block:
        comparison = judge(place, known)
        bits = weight(comparison, is_named=bar.is_named, crowd=bar.crowd)
        if bits >= bar.viable and (bar.is_named or has_handle(comparison)):
            ranked.append(Rival(known, bits, comparison))
    ranked.sort(key=_turn)
    return ranked


def are_alike(one: KnownLine, other: KnownLine) -> bool:
    """Tell whether two lines can stand in for one another in every way."""
    return (
        one.deal is other.deal
        and one.product == other.product
        and one.price == other.price
        and one.unit == other.unit
        and one.facts.due_on == other.facts.due_on
        and one.facts.said == other.facts.said
    )


def _turn(rival: Rival) -> tuple[int, int, str]:
    return (-rival.bits, rival.known.position, rival.known.key)


def _clear(rivals: Rivals, bars: Mapping[int, Bar]) -> list[Choice]:
    """Return the choices that can be made now: each other's best, with a margin, one per known line."""
    best_for = _best_for(rivals)
    choices: list[Choice] = []
    chosen: set[int] = set()
    groups: dict[tuple[int, ...], list[tuple[int, list[Rival]]]] = {}
    for place in sorted(rivals):
        equals = _front(rivals[place], bars[place])
        if len(equals) == 1:
            best = equals[0]
            if id(best.known) not in chosen and best.bits >= best_for[id(best.known)]:
                chosen.add(id(best.known))
                choices.append(Choice(place, best.known, best.bits, best.comparison, 1))
        elif equals:
            equals.sort(key=lambda rival: rival.known.position)
            groups.setdefault(tuple(id(rival.known) for rival in equals), []).append((place, equals))
    for members in groups.values():
        # Lines alike in every way: the first on the paper takes the first, and so on.
        free = [place for place, rival in enumerate(members[0][1]) if id(rival.known) not in chosen]
        for (place, equals), turn in zip(members, free, strict=False):
            best = equals[turn]
            chosen.add(id(best.known))
            choices.append(Choice(place, best.known, best.bits, best.comparison, len(equals)))
    return choices


def _best_for(rivals: Rivals) -> dict[int, int]:
    """Return for each known line the weight of the document line that fits it best."""
    best: dict[int, int] = {}
    for ranked in rivals.values():
        for rival in ranked:
            key = id(rival.known)
            best[key] = max(best.get(key, rival.bits), rival.bits)
    return best


def _front(ranked: list[Rival], bar: Bar) -> list[Rival]:
    """Return the best rival with its equals that may stand in for it.

    The list is empty where nothing is sure enough or something unlike is too close behind.
    """
    if not ranked or ranked[0].bits < bar.sure:
        return []
    best = ranked[0]
    if stands_apart(best.comparison) or _is_doubtful(best.comparison, bar):
        return []
    is_alone = not bar.is_named and best.comparison.together not in MOSTLY
    margin = MARGIN_ALONE if is_alone else MARGIN
    front = [rival for rival in ranked if best.bits - rival.bits < margin]
    # What the paper itself names stands unless another line is clearly better.
    named = [rival for rival in front if is_named(rival.comparison)]
    if named:
        return named[:1]
    if all(are_alike(best.known, rival.known) for rival in front):
        return [rival for rival in front if rival.bits == best.bits]
    return []


def stands_apart(comparison: Comparison) -> bool:
    """Tell whether a line, though of the same product, belongs elsewhere by where it stands on the paper.

    Out of the order in which the others stand, and nothing is left for it on the line that it is like.
    """
    if is_named(comparison):
        return False
    row = comparison.row
    return row == FAR_OUT or (row == OUT_OF_PLACE and comparison.quantity in _NOTHING_LEFT)


def _is_doubtful(comparison: Comparison, bar: Bar) -> bool:
    """Tell whether a quantity speaks against a line that no paper names, however much else is the same."""
    if comparison.named != NOT_NAMED:
        return False
    return comparison.quantity == SPENT or (not bar.is_named and comparison.quantity in _DOUBTFUL)


_NOTHING_LEFT = frozenset({TAKEN, REPEATS, SPENT})
_DOUBTFUL = frozenset({TAKEN, SMALL_PART})


def in_order(
    choices: list[Choice], lines: Sequence[DocumentLine], rows_of: Callable[[Deal], Rows]
) -> list[Choice]:
    """Let document lines that say the very same take their lines in the order in which both stand.

    Which of them was chosen for which line is chance, and what each line gets stays the same. Lines between
    which something else stands (another stretch of the paper) are told apart by that.
    """
    said: dict[object, list[Choice]] = {}
    for choice in choices:
        line = lines[choice.place]
        same = (line.product, line.quantity, line.unit, line.price, line.refers)
        said.setdefault((choice.known.deal.prefix, same), []).append(choice)
    ordered: list[Choice] = []
    for alike in said.values():
        if len(alike) == 1:
            ordered += alike
            continue
        stretches: dict[int, list[Choice]] = {}
        for choice in alike:
            stretch = rows_of(choice.known.deal).stretch(choice.place)
            stretches.setdefault(stretch, []).append(choice)
        for group in stretches.values():
            places = sorted(choice.place for choice in group)
            group.sort(key=lambda choice: choice.known.position)
            ordered += [choice._replace(place=place) for place, choice in zip(places, group, strict=True)]
    return ordered
