"""Rivals: which other lines a document line without references could as well be about.

Somebody who has all papers and knows the world weighs the true line against every other line of the two
parties that the readable references admit: item, price and quantity by what is known to be still open, the
day by when it was to come, and the place among the other lines of the paper. Where the other one is not a
hundred times less likely, nobody can tell. `likely` holds the likelihoods, and none of it is the matcher's.

A paper is about one order, so its lines are weighed together; and where the other order has such a paper
too, the two papers are weighed as exchanged. A paper that can be told apart is known to all others, so the
ambiguous ones are what is left when no more can be told.

A document line is *similar* when a rival fits it alone, and *ambiguous* when nothing else tells either.
"""

from collections import defaultdict
from itertools import pairwise
from math import factorial

from comaker.engines.worlds.book import Book, Lost
from comaker.engines.worlds.course import Course, Deal, Place
from comaker.engines.worlds.damage import neighbour
from comaker.engines.worlds.likely import OTHER_ITEM, Known, day_likeness, line_likeness
from comaker.engines.worlds.settings import Damage
from comaker.engines.worlds.told import tellings_of
from comaker.kernel.entry import Act

# Tenths of a bit: a hundred times as likely.
TOLD_APART = 66
_SHUFFLED = 32  # one paper of ten stands in another order than the order
_ROUNDS_MAX = 8
_NAMING = (Damage.NO_LINE, Damage.WRONG_LINE)

Groups = dict[tuple[int, Deal], list[Lost]]


def unclear(book: Book) -> tuple[set[Place], set[Place]]:
    """Return the document lines that are similar, and those of them that are ambiguous."""
    weigher = _Weigher(book)
    lost = [each for each in book.lost if not _names_source(each)]
    ambiguous = {each.place for each in lost}
    for _ in range(_ROUNDS_MAX):
        weigher.known = Known(weigher.told, ambiguous)
        left = {
            place
            for (_, deal), group in weigher.groups.items()
            if any(each.place in ambiguous for each in group)
            for place in weigher.untold(deal, group)
            if place in ambiguous
        }
        if left == ambiguous:
            break
        ambiguous = left
    similar = {each.place for each in lost if weigher.has_rival(each)} | ambiguous
    # A line that names one of a despatch or bill is as clear as that one, which was written before it.
    for each in book.lost:
        if _names_source(each):
            similar.update({each.place} if each.source in similar else ())
            ambiguous.update({each.place} if each.source in ambiguous else ())
    return similar, ambiguous


class _Weigher:
    """Weighs the true line or order of a document line against others."""

    def __init__(self, book: Book) -> None:
        self.told = tellings_of(book)
        self.known = Known(self.told, ())
        self.documents = book.documents
        self.courses: dict[tuple[tuple[str, str], int], list[Course]] = defaultdict(list)
        for deal in book.deals:
            for course in deal.courses:
                if not course.is_frame:
                    for ware in {said.ware.place for said in (*course.asks, *course.promises)}:
                        self.courses[deal.pair.key, ware].append(course)
        self.groups: Groups = defaultdict(list)
        self.papers: dict[tuple[Deal, Act], list[list[Lost]]] = defaultdict(list)
        for each in book.lost:
            if not _names_source(each):
                group = self.groups[each.place[0], each.course.deal]
                if not group:
                    self.papers[each.course.deal, each.act].append(group)
                group.append(each)

    def has_rival(self, lost: Lost) -> bool:
        """Tell whether another line fits a document line, taken alone, about as well as the true one."""
        least = self._fit(lost, lost.course) - TOLD_APART
        return any(self._fit(lost, other) >= least for other in self._others(lost))

    def untold(self, deal: Deal, group: list[Lost]) -> set[Place]:
        """Return which lines of a paper about an order may as well be about others."""
        if self._may_be_elsewhere(deal, group):
            return {each.place for each in group}
        return {each.place for each in group if self._has_rival_beside(each, group)}

    def _may_be_elsewhere(self, deal: Deal, group: list[Lost]) -> bool:
        others = {
            id(other.deal): other.deal
            for other in self._others(group[0])
            if other.deal is not deal and group[0].damage is not Damage.BILL_ALONE
        }
        for other in others.values():
            odds = self._odds(group, other, deal)
            if odds is None:
                continue
            papers = [paper for paper in self.papers[other, group[0].act] if paper is not group]
            untold = [paper for paper in papers if any(each.place in self.known.unclear for each in paper)]
            exchanged = [self._odds(paper, deal, other) for paper in untold]
            back = max((each for each in exchanged if each is not None), default=None)
            if untold and back is None:
                continue
            if odds + (back or 0) >= -TOLD_APART:
                return True
        return False

    def _odds(self, group: list[Lost], other: Deal, deal: Deal) -> int | None:
        """Return how much better a paper fits another deal than its own; None when it cannot be about it."""
        odds = 0
        for lost in group:
            there = [each for each in self._others(lost) if each.deal is other]
            fits = [line_likeness(self.known, lost, each) for each in there]
            odds += max(fits, default=OTHER_ITEM) - line_likeness(self.known, lost, lost.course)
            if odds < -3 * TOLD_APART:
                return None
        first = group[0]
        mate = next((each for each in self._others(first) if each.deal is other), None)
        if mate is None:
            return None
        return odds + day_likeness(self.known, first, mate) - day_likeness(self.known, first, first.course)

    def _has_rival_beside(self, lost: Lost, group: list[Lost]) -> bool:
        """Tell whether a line of the same order (or bill) may be meant as well."""
        others = [other for other in self._others(lost) if other.deal is lost.course.deal or lost.named]
        if not others or _is_shift_seen(lost, group):
            return False
        mine = line_likeness(self.known, lost, lost.course)
        for other in others:
            odds = line_likeness(self.known, lost, other) - mine
            partner = next((each for each in group if each.course is other and each is not lost), None)
            if partner is not None:
                odds += line_likeness(self.known, partner, lost.course)
                odds -= line_likeness(self.known, partner, other)
            if odds - _out_of_order(lost, other, partner, group) >= -TOLD_APART:
                return True
        return False

    def _fit(self, lost: Lost, course: Course) -> int:
        return line_likeness(self.known, lost, course) + day_likeness(self.known, lost, course)

    def _others(self, lost: Lost) -> list[Course]:
        """Return the lines about the item that the readable references admit, but for the true one."""
        course, damage = lost.course, lost.damage
        deal = course.deal
        if damage in _NAMING:
            found = deal.courses
        elif damage is Damage.BILL_ALONE:
            found = list(dict.fromkeys(lost.named))
        else:
            found = self.courses[deal.pair.key, lost.ware.place]
        if damage is Damage.GARBLED:
            typed = self.documents[lost.place[0]].lines[lost.place[1]].refers.order
            found = [each for each in found if each.number == course.number and _may_be(typed, each.deal)]
        if damage is Damage.SALES_ORDER:
            found = [each for each in found if each.number == course.number]
            if deal.is_sales_known:
                found = [each for each in found if each.deal is deal]
            else:
                found = [each for each in found if not each.deal.is_sales_known or each.deal is deal]
        wares = {lost.ware.place}
        return [
            each
            for each in found
            if each is not course
            and each.asks[0].on <= lost.on
            and wares & {said.ware.place for said in (*each.asks, *each.promises)}
        ]


def _names_source(lost: Lost) -> bool:
    """Tell whether a line names the line of a despatch advice or bill that is there."""
    return lost.source is not None and lost.damage in (Damage.DESPATCH, Damage.BILL)


def _may_be(typed: str, deal: Deal) -> bool:
    """Tell whether an order number without one of its digits is as typed."""
    number = deal.number
    return any(number[:at] + number[at + 1 :] == typed for at in range(len(number)) if number[at].isdigit())


def _is_shift_seen(lost: Lost, group: list[Lost]) -> bool:
    """Tell whether a paper that names the next line each time shows that by the item of one of them."""
    if lost.damage is not Damage.WRONG_LINE:
        return False
    return any(neighbour(each.course).ware is not each.ware for each in group)


def _out_of_order(lost: Lost, other: Course, partner: Lost | None, group: list[Lost]) -> int:
    """Return how unlikely it is that the lines of a paper stand as they do, were one about another line.

    Lines whose item stands once on the order are landmarks: with n of them in order, one paper in ten
    times n! is in no order all the same.
    """
    deal = lost.course.deal
    if other.deal is not deal:
        return 0
    wares = [course.ware for course in deal.courses]
    marks = [
        (each.place[1], deal.courses.index(each.course))
        for each in group
        if each is not lost and each is not partner and wares.count(each.ware) == 1
    ]
    if any(one[1] >= after[1] for one, after in pairwise(marks)):
        return 0
    place, position = lost.place[1], deal.courses.index(other)
    is_out = any((mark[0] < place) != (mark[1] < position) for mark in marks)
    if partner is not None:
        is_out |= (partner.place[1] < place) == (position < deal.courses.index(lost.course))
    if not is_out:
        return 0
    return _SHUFFLED + 10 * factorial(min(len(marks), 8)).bit_length() - 10
