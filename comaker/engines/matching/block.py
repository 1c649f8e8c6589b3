"""Block: the few known lines that a document line is worth comparing with, found through an index."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from comaker.engines.matching.between import Between
from comaker.engines.matching.count import count_waiting
from comaker.engines.matching.drawn import Drawn, drawn_of
from comaker.engines.matching.index import BLOCK_MAX, LONG, Index, Posting, asked_on, numbers_of
from comaker.engines.matching.known import Deal, KnownLine
from comaker.kernel.document import Document, DocumentLine

_DEALS_MAX = 12
_FEW = 8
# Besides lines of the orders that the paper is likely about, so many near ones are compared.
_NEAR_MAX = 6


class Block(NamedTuple):
    """The known lines to compare a document line with, and how many were left out since they are too many."""

    lines: Sequence[KnownLine]
    passed_over: int = 0


def index_of(between: Between) -> Index:
    """Return the index over all lines between two parties, brought up to date."""
    count_waiting(between)
    if between.index is None:
        between.index = Index()
    between.fresh.sort(key=asked_on)
    for known in between.fresh:
        between.index.add(known)
    between.fresh.clear()
    for known, product in between.renamed:
        between.index.add_product(known, product)
    between.renamed.clear()
    return between.index


def blocks_between(between: Between, document: Document, places: Iterable[int]) -> dict[int, Block]:
    """Return for each line without any reference the lines between the two parties that may be it.

    Everything that has a key in common, while that is little. Where it is much, the orders that have most
    lines of the paper in common come first, and what is left is taken from the nearest in time.
    """
    index = index_of(between)
    postings = {place: _postings(index, document.lines[place]) for place in places}
    if all(sum(len(each.lines) for each in found) <= BLOCK_MAX for found in postings.values()):
        return {place: _all(document, document.lines[place], found) for place, found in postings.items()}
    drawn = {}
    for place, found in postings.items():
        line = document.lines[place]
        drawn[place] = drawn_of(found, _day_of(document, line), line)
    deals = _common_deals(drawn.values())
    return {place: _narrowed(document, document.lines[place], drawn[place], deals) for place in postings}


def blocks_within(lines: Sequence[KnownLine], document: Document, places: Sequence[int]) -> dict[int, Block]:
    """Return for each line the lines of a deal or paper to compare it with.

    All of them, if they are few; else those with the same product number or with none, or where there are no
    such lines, those that have the price or a word of the name in common.
    """
    if len(lines) <= _FEW:
        return dict.fromkeys(places, Block(lines))
    index = Index(lines)
    blocks = {}
    for place in places:
        # Lines alike stand on both papers in the same order, so look around the same place.
        middle = place * len(lines) // max(len(document.lines), 1)
        found: dict[str, KnownLine] = {}
        for posting in _postings(index, document.lines[place]):
            near = posting.lines
            if len(near) > BLOCK_MAX:
                near = sorted(near, key=lambda known: abs(known.position - middle))[:BLOCK_MAX]
            found.update((known.key, known) for known in near if len(found) < BLOCK_MAX)
        blocks[place] = Block(list(found.values()) if found or len(lines) > BLOCK_MAX else lines)
    return blocks


def may_stand(known: KnownLine, document: Document, line: DocumentLine) -> bool:
    """Tell whether a paper without a reference can be about a line at all.

    A line that a bill opened for itself takes deliveries and credits, but never the next bill: a
    subscription would else look like one supply billed many times.
    """
    return not known.is_closed and (known.deal.opened_by is not document.kind or (line.quantity or 0) < 0)


class Blocking(NamedTuple):
    """The two ways to find lines to compare with; tests hold them against one that takes every line."""

    between: Callable[[Between, Document, Iterable[int]], dict[int, Block]]
    within: Callable[[Sequence[KnownLine], Document, Sequence[int]], dict[int, Block]]


INDEXED = Blocking(blocks_between, blocks_within)


def _postings(index: Index, line: DocumentLine) -> list[Posting]:
    found = index.postings(line.product, line.price)
    if line.instead is not None:
        found += index.postings(line.instead, None)
    return found


def _all(document: Document, line: DocumentLine, postings: list[Posting]) -> Block:
    found = {known.key: known for posting in postings for known in posting.lines}
    return Block([known for known in found.values() if may_stand(known, document, line)])


def _common_deals(drawn: Collection[Drawn]) -> dict[int, Deal]:
    """Return the deals that most lines of the paper may belong to, where two lines or more agree."""
    tally: Counter[int] = Counter()
    for each in drawn:
        # The latest first: of orders that have as much in common, they are the likelier.
        tally.update(dict.fromkeys(reversed(each.deals)).keys())
    common = dict.fromkeys(deal for deal, count in tally.most_common(_DEALS_MAX) if count > 1)
    there = {id(known.deal): known.deal for each in drawn for known in each.of_deals(common)}
    return {deal: there[deal] for deal in common}


def _narrowed(document: Document, line: DocumentLine, drawn: Drawn, deals: dict[int, Deal]) -> Block:
    """Cut what was drawn down to what is compared."""
    found = {known.key: known for known in drawn.of_deals(deals)}
    if len(drawn) >= LONG // 2:
        # Not all was drawn: the orders that the paper is likely about are looked through for the rest.
        numbers = numbers_of(line.product)
        lines = [known for deal in deals.values() for known in deal.lines]
        found.update(
            (known.key, known) for known in lines if not numbers.isdisjoint(numbers_of(known.product))
        )
    most = _NEAR_MAX if found else BLOCK_MAX // 2
    on = _day_of(document, line)
    near = drawn.near_alike(on, most, line.quantity or 0) + drawn.near(on, most)
    found.update((known.key, known) for known in near)
    stand = [known for known in found.values() if may_stand(known, document, line)]
    return Block(stand, max(0, len(drawn) - len(found)) if not deals else 0)


def _day_of(document: Document, line: DocumentLine) -> int | None:
    """Return the day of what a line is about, as far as the paper tells."""
    return line.on or document.happened_on or document.issued_on
