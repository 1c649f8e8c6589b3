"""Rivals: which other lines a document line without references could as well be about.

A line is a rival of the true one when all of this holds:

- the same giver gives it to the same taker, and no reference that is still readable excludes it;
- it was open for the act on the day of the paper: asked by then, and what was agreed not yet wholly
  promised, sent, received or billed before then (a cancelled line closes with its cancellation);
- wherever the true line agrees with the paper (item, price, quantity), it agrees too. A quantity agrees
  when it was asked or promised by then, is what was still open, or was told by an act before this one.
  Where the true line is about another item than the paper, any line about the paper's item is a rival.

A document line is *similar* when it has a rival. It is *ambiguous* when nothing else on its paper tells
either: it has a rival on its own order, or one other order has a rival for every line of the paper that
is truly about this order. Only the ambiguous ones may not count against a matcher.
"""

from collections import defaultdict

from comaker.engines.worlds.book import Book, Lost
from comaker.engines.worlds.course import Course, Deal, Place
from comaker.engines.worlds.settings import Damage
from comaker.kernel.entry import Act

_FOREVER = 10**9
_WITHIN_ORDER = (Damage.NO_LINE, Damage.WRONG_LINE)


def unclear(book: Book) -> tuple[set[Place], set[Place]]:
    """Return the document lines that are similar, and those of them that are ambiguous."""
    finder = _Finder(book)
    similar: set[Place] = set()
    ambiguous: set[Place] = set()
    groups: dict[tuple[int, int], list[tuple[Lost, list[Course]]]] = defaultdict(list)
    for lost in book.lost:
        if lost.source is not None and lost.damage in (Damage.DESPATCH, Damage.BILL):
            similar.update({lost.place} if lost.source in similar else ())
            ambiguous.update({lost.place} if lost.source in ambiguous else ())
            continue
        rivals = finder.rivals(lost)
        if rivals:
            similar.add(lost.place)
        groups[(lost.place[0], id(lost.course.deal))].append((lost, rivals))
        # A paper named by a later one must be judged before it, and papers are noted in order.
        if rivals and any(rival.deal is lost.course.deal for rival in rivals):
            ambiguous.add(lost.place)
        _close(groups, lost.place[0], ambiguous)
    _close(groups, -1, ambiguous)
    return similar, ambiguous


def _close(
    groups: dict[tuple[int, int], list[tuple[Lost, list[Course]]]], document: int, ambiguous: set[Place]
) -> None:
    """Judge the papers that are complete: all but the one at hand."""
    for key in [key for key in groups if key[0] != document]:
        members = groups.pop(key)
        shared: set[Deal] | None = None
        for lost, rivals in members:
            deals = {rival.deal for rival in rivals if rival.deal is not lost.course.deal}
            shared = deals if shared is None else shared & deals
        if shared:
            ambiguous.update(lost.place for lost, _ in members)


class _Finder:
    """Looks up the lines of a pair by item, with the days on which they were open."""

    def __init__(self, book: Book) -> None:
        self.courses: dict[tuple[str, str], list[Course]] = defaultdict(list)
        self.by_ware: dict[tuple[tuple[str, str], int], list[Course]] = defaultdict(list)
        self.windows: dict[tuple[int, Act], tuple[int, int]] = {}
        for deal in book.deals:
            key = deal.pair.key
            for course in deal.courses:
                if course.is_frame:
                    continue
                self.courses[key].append(course)
                for ware in {said.ware.place for said in (*course.asks, *course.promises)}:
                    self.by_ware[(key, ware)].append(course)

    def rivals(self, lost: Lost) -> list[Course]:
        """Return the rivals of the true line of a document line."""
        course = lost.course
        is_item = _agrees_on_item(lost, course)
        is_price = lost.price is not None and _agrees_on_price(lost, course)
        is_quantity = _agrees_on_quantity(lost, course)
        result = []
        for other in self._candidates(lost, is_item):
            if other is course or (is_item and not _agrees_on_item(lost, other)):
                continue
            asked_on, closed_on = self._window(other, lost.act)
            if not asked_on <= lost.on <= closed_on:
                continue
            if not is_item and _agrees_on_item(lost, other):
                result.append(other)
                continue
            if is_price and not _agrees_on_price(lost, other):
                continue
            if is_quantity and not _agrees_on_quantity(lost, other):
                continue
            result.append(other)
        return result

    def _candidates(self, lost: Lost, is_item: bool) -> list[Course]:
        course, damage = lost.course, lost.damage
        deal = course.deal
        if damage in _WITHIN_ORDER:
            return deal.courses
        if damage is Damage.BILL_ALONE:
            return list(lost.named)
        if damage is Damage.SALES_ORDER and deal.is_sales_known:
            return [other for other in deal.courses if other.number == course.number]
        key = deal.pair.key
        courses = self.by_ware[(key, lost.ware.place)] if is_item else self.courses[key]
        if damage in (Damage.SALES_ORDER, Damage.GARBLED):
            return [other for other in courses if other.number == course.number]
        return courses

    def _window(self, course: Course, act: Act) -> tuple[int, int]:
        key = (id(course), act)
        window = self.windows.get(key)
        if window is None:
            window = self.windows[key] = (course.asks[0].on, _closed_on(course, act))
        return window


def _agrees_on_item(lost: Lost, course: Course) -> bool:
    ware = lost.ware
    if course.ware is ware:
        return True
    if len(course.asks) == 1 and not course.promises:
        return False
    return any(said.ware is ware and said.on <= lost.on for said in (*course.asks, *course.promises))


def _agrees_on_price(lost: Lost, course: Course) -> bool:
    price = lost.price
    if course.price == price:
        return True
    return any(said.price == price and said.on <= lost.on for said in (*course.asks, *course.promises))


def _agrees_on_quantity(lost: Lost, course: Course) -> bool:
    quantity, on = abs(lost.quantity), lost.on
    if course.asks[0].quantity == quantity:
        return True
    if any(said.quantity == quantity and said.on <= on for said in (*course.asks, *course.promises)):
        return True
    return quantity in _told(lost, course)


def _told(lost: Lost, course: Course) -> list[int]:
    on, agreed = lost.on, course.agreed.quantity
    if lost.act is Act.SEND:
        return [agreed - sum(sent.quantity for sent in course.sends if sent.on < on)]
    told = [sent.quantity for sent in course.sends if sent.on <= on]
    if lost.act is Act.RECEIVE:
        return [*told, agreed - sum(came.quantity for came in course.receipts if came.on < on)]
    if lost.act is Act.BILL:
        told += [came.quantity - came.rejected for came in course.receipts if came.on <= on]
        told += [came.rejected for came in course.receipts if came.on <= on and came.rejected]
        told.append(agreed - sum(claim.quantity for claim in course.bills if claim.on < on))
    return told


def _closed_on(course: Course, act: Act) -> int:
    agreed = course.agreed
    if not course.ask.quantity:
        return course.ask.on
    if act is Act.PROMISE:
        return course.promises[-1].on if course.promises else _FOREVER
    moves: list[tuple[int, int]]
    if act is Act.SEND:
        moves = [(move.on, move.quantity) for move in course.sends]
    elif act is Act.RECEIVE:
        moves = [(move.on, move.quantity) for move in course.receipts]
    else:
        moves = [(claim.on, abs(claim.quantity)) for claim in course.bills]
    is_done = sum(quantity for _, quantity in moves) >= agreed.quantity
    return max((on for on, _ in moves), default=agreed.on) if is_done else _FOREVER
