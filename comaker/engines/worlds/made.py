"""Made: documents with their truth, joined from the books of the relations and put in order."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from comaker.engines.worlds import deals, papers, rivals
from comaker.engines.worlds.book import Book, Claim
from comaker.engines.worlds.course import Course, Place
from comaker.engines.worlds.rules import gaps_of, money_gaps, numbers_of, slips_of
from comaker.engines.worlds.settings import World
from comaker.engines.worlds.truth import BillTruth, Truth
from comaker.kernel.document import Document, Kind
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.line import Terms

Mark = TypeVar("Mark")


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up world, or one relation of it.

    Attributes:
        documents: in the order in which they come in.
        arrives_on: the day number on which each of them does.
        truth: what is truly so.
        terms: per giver's and taker's key, what the two agreed.
        now: the day number to judge at.
    """

    documents: tuple[Document, ...]
    arrives_on: tuple[int, ...]
    truth: Truth
    terms: dict[tuple[str, str], Terms]
    now: int


def make(world: World, *, seed: int) -> Made:
    """Make a whole world; the same seed and settings give the same to the byte."""
    parts = list(stream(world, seed=seed))
    order = [(index, place) for index, part in enumerate(parts) for place in range(len(part.documents))]
    order.sort(key=lambda spot: parts[spot[0]].arrives_on[spot[1]])
    return _arranged(parts, order, world.now)


def stream(world: World, *, seed: int) -> Iterator[Made]:
    """Make a world relation by relation, each with its side relations and with places of its own."""
    for index in range(world.relations):
        yield relation(world, seed=seed, index=index)


def relation(world: World, *, seed: int, index: int) -> Made:
    """Make one relation of a world; relations do not depend on one another."""
    book = deals.relation(world, str(seed), index)
    order = sorted(range(len(book.documents)), key=book.arrivals.__getitem__)
    places = [0] * len(order)
    for new, old in enumerate(order):
        places[old] = new
    truth = Truth()
    _tie(truth, book, places)
    _place(truth, _truth(book), [[place] for place in places])
    documents = tuple(book.documents[old] for old in order)
    terms = {key: pair.terms for key, pair in book.pairs.items()}
    return Made(documents, tuple(book.arrivals[old] for old in order), truth, terms, world.now)


def shuffled(made: Made, *, seed: int) -> Made:
    """Return the same papers in another order."""
    order = list(range(len(made.documents)))
    Random(seed).shuffle(order)
    return _arranged([made], [(0, place) for place in order], made.now)


def doubled(made: Made, *, seed: int, share: float = 0.2) -> Made:
    """Return the papers with some of them coming in twice, to the byte."""
    rng = Random(seed)
    order = [place for place in range(len(made.documents)) for _ in range(2 if rng.random() < share else 1)]
    return _arranged([made], [(0, place) for place in order], made.now)


def split(documents: Sequence[Document], *, seed: int, parts: int) -> list[tuple[Document, ...]]:
    """Cut papers into batches of uneven size, in order; some may be empty."""
    rng = Random(seed)
    cuts = sorted(rng.randrange(len(documents) + 1) for _ in range(parts - 1))
    return [
        tuple(documents[start:end]) for start, end in zip([0, *cuts], [*cuts, len(documents)], strict=True)
    ]


def _tie(truth: Truth, book: Book, places: list[int]) -> None:
    """Note what every document line is about, by the place where its document came to stand."""
    for old, (document, subjects) in enumerate(zip(book.documents, book.subjects, strict=True)):
        place, is_order = places[old], document.kind is Kind.ORDER and old not in book.copies
        for index, subject in enumerate(subjects):
            if subject is None:
                truth.ties[(place, index)] = None
            elif subject.deal.is_unasked:
                truth.ties[(place, index)] = None
                truth.strays[(place, index)] = document.lines[index].quantity or 0
            else:
                truth.ties[(place, index)] = subject.key
                if is_order:
                    truth.origins[subject.key] = (place, index)


def _truth(book: Book) -> Truth:
    """Return all but the ties, by the places in the book."""
    similar, ambiguous = rivals.unclear(book)
    truth = Truth(
        damages=book.damages,
        similar=similar,
        ambiguous=ambiguous,
        strays=book.strays,
        advances=book.advances,
        copies=book.copies,
        bill_ties=book.bill_ties,
        whole=book.whole,
        links=book.links,
    )
    for copy, first in book.copies.items():
        if first in book.whole:
            truth.whole[copy] = book.whole[first]
        for index in range(len(book.documents[copy].lines)):
            _copy_marks(truth, (first, index), (copy, index))
    for deal in book.deals:
        for course in deal.courses:
            _judge(truth, course)
    _judge_bills(book, truth)
    return truth


def _copy_marks(truth: Truth, first: tuple[int, int], copy: tuple[int, int]) -> None:
    if first in truth.bill_ties:
        truth.bill_ties[copy] = truth.bill_ties[first]
    if first in truth.damages:
        truth.damages[copy] = truth.damages[first]
    for marks in (truth.similar, truth.ambiguous, truth.advances):
        if first in marks:
            marks.add(copy)
    if first in truth.strays:
        truth.strays[copy] = truth.strays[first]


def _judge(truth: Truth, course: Course) -> None:
    key = course.key
    if course.ware.pieces > 1:
        truth.packings[key] = course.ware.packings
    if course.is_frame:
        truth.frames.add(key)
        return
    numbers = numbers_of(course, papers.taker_unit(course.deal.pair, course.ware))
    truth.numbers[key] = numbers
    gaps = gaps_of(course, numbers)
    if gaps:
        truth.gaps[key] = gaps
    slips = slips_of(course)
    if slips:
        truth.slips[key] = slips


def _judge_bills(book: Book, truth: Truth) -> None:
    crediting: dict[int, list[Claim]] = defaultdict(list)
    for claim in book.claims:
        if claim.credits is not None:
            crediting[claim.credits].append(claim)
    for claim in book.claims:
        place, notes = claim.document, crediting[claim.document]
        paid = book.paid.get(place, [])
        credited = -sum(note.payable for note in notes)
        truth.bills[place] = BillTruth(
            claim.number, claim.payable, sum(paid), claim.due_on, credited, claim.credits, place in book.void
        )
        if claim.credits is not None:
            continue
        if place in book.void:
            gaps = {} if place in book.corrected else {GapKind.REJECTED: claim.payable}
        else:
            settled = [amount for note in notes for amount in book.paid.get(note.document, [])]
            elsewhere = sum(book.elsewhere.get(place, []))
            told = book.told.get(place, [])
            gaps = book.bill_gaps.get(place, {}) | money_gaps(
                claim.payable, credited, paid + settled, elsewhere, told
            )
        if gaps:
            truth.bill_gaps[place] = gaps


def _arranged(parts: Sequence[Made], order: list[tuple[int, int]], now: int) -> Made:
    """Put the papers of several parts in a new order, given as part and place; one may stand in it twice."""
    places: list[list[list[int]]] = [[[] for _ in part.documents] for part in parts]
    for new, (index, old) in enumerate(order):
        places[index][old].append(new)
    truth = Truth()
    terms: dict[tuple[str, str], Terms] = {}
    for part, spots in zip(parts, places, strict=True):
        _place(truth, part.truth, spots)
        terms |= part.terms
    documents = tuple(parts[index].documents[old] for index, old in order)
    arrives_on = tuple(parts[index].arrives_on[old] for index, old in order)
    return Made(documents, arrives_on, truth, terms, now)


def _place(truth: Truth, part: Truth, spots: list[list[int]]) -> None:
    """Add a part's truth, its documents standing at `spots` now; a second spot is a copy of the first."""
    _place_marks(truth.ties, part.ties, spots)
    _place_marks(truth.damages, part.damages, spots)
    _place_marks(truth.strays, part.strays, spots)
    for marks, others in (
        (truth.similar, part.similar),
        (truth.ambiguous, part.ambiguous),
        (truth.advances, part.advances),
    ):
        marks.update((new, line) for document, line in others for new in spots[document])
    for (document, line), bill in part.bill_ties.items():
        for new in spots[document]:
            truth.bill_ties[(new, line)] = spots[bill][0]
    for key, (document, line) in part.origins.items():
        truth.origins[key] = (spots[document][0], line)
    for old, keys in part.whole.items():
        truth.whole.update((new, keys) for new in spots[old])
    for old, news in enumerate(spots):
        first = spots[part.copies.get(old, old)][0]
        truth.copies.update((new, first) for new in news if new != first)
    for old, each in part.bills.items():
        credited = None if each.credits is None else spots[each.credits][0]
        truth.bills[spots[old][0]] = each._replace(credits=credited)
    truth.bill_gaps.update((spots[old][0], gaps) for old, gaps in part.bill_gaps.items())
    truth.numbers |= part.numbers
    truth.gaps |= part.gaps
    truth.slips |= part.slips
    truth.frames |= part.frames
    truth.packings |= part.packings
    truth.links += part.links


def _place_marks(mine: dict[Place, Mark], theirs: dict[Place, Mark], spots: list[list[int]]) -> None:
    for (document, line), mark in theirs.items():
        for new in spots[document]:
            mine[(new, line)] = mark
