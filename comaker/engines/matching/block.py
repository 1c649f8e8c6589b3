"""Block: the few known lines that a document line is worth comparing with, found through an index."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from comaker.engines.matching.between import Between
from comaker.engines.matching.compare import words_of
from comaker.engines.matching.count import count_waiting
from comaker.engines.matching.index import BLOCK_MAX, Index, Posting, nearest, numbers_of, step_of
from comaker.engines.matching.known import Deal, KnownLine
from comaker.kernel.document import Document, DocumentLine

_DEALS_MAX = 16
_FEW = 8


class Block(NamedTuple):
    """The known lines to compare a document line with, and how many were left out since they are too many."""

    lines: Sequence[KnownLine]
    passed_over: int = 0


def index_of(between: Between) -> Index:
    """Return the index over all lines between two parties, brought up to date."""
    count_waiting(between)
    if between.index is None:
        between.index = Index()
    for known in between.fresh:
        between.index.add(known)
    between.fresh.clear()
    return between.index


def blocks_between(between: Between, document: Document, places: Iterable[int]) -> dict[int, Block]:
    """Return for each line without any reference the lines between the two parties that may be it.

    Rare keys come first: the deals that they lead to are where the lines with common keys are looked for.
    """
    index = index_of(between)
    postings = {place: _postings(index, document.lines[place]) for place in places}
    met: dict[int, Deal] = {}
    for found in postings.values():
        for posting in found:
            if len(posting.lines) <= BLOCK_MAX // 4 and len(met) < _DEALS_MAX:
                met.update((id(known.deal), known.deal) for known in posting.lines)
    return {
        place: _block(document, document.lines[place], found, list(met.values())[:_DEALS_MAX])
        for place, found in postings.items()
    }


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


def _block(document: Document, line: DocumentLine, postings: list[Posting], met: list[Deal]) -> Block:
    found: dict[str, KnownLine] = {}
    passed_over = 0
    on = line.on or document.happened_on or document.issued_on
    for posting in postings:
        lines = posting.lines
        if len(found) + len(lines) > BLOCK_MAX:
            passed_over = max(passed_over, len(lines))
            lines = _narrowed(posting, line, on, BLOCK_MAX - len(found))
        for known in lines:
            if may_stand(known, document, line):
                found[known.key] = known
    if passed_over:
        keys = numbers_of(line.product)
        for deal in met:
            found.update((known.key, known) for known in deal.lines if _shares(known, line, keys))
        passed_over = max(0, passed_over - len(found))
    return Block(list(found.values()), passed_over)


def _narrowed(posting: Posting, line: DocumentLine, on: int | None, most: int) -> list[KnownLine]:
    """Cut a long list down: those asked in the same quantity, and the nearest before the day of the paper."""
    most = max(most, BLOCK_MAX // 4)
    same = posting.by_quantity.get(line.quantity or 0, []) if posting.by_quantity else []
    return nearest(same, on, most // 2) + nearest(posting.lines, on, most - most // 2)


def _shares(known: KnownLine, line: DocumentLine, numbers: set[str]) -> bool:
    if numbers:
        return not numbers.isdisjoint(numbers_of(known.product))
    if line.price and known.price and abs(step_of(line.price) - step_of(known.price)) <= 1:
        return True
    return not words_of(line.product.name).isdisjoint(words_of(known.product.name))
