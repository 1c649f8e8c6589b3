"""Likely: how well a document line without references fits a line, for somebody who knows the world.

Likelihoods are in tenths of a bit below what is usual: 0 for what happens as a rule, minus 33 for what
happens one time in ten. They follow the shares of a default world, rounded: nine of ten quantities are just
what was to come, one of sixteen a part of it; one line of 250 is another item than agreed. Only papers that
say which line they are about count as known.
"""

from collections.abc import Container
from typing import NamedTuple

from comaker.engines.worlds.book import Lost
from comaker.engines.worlds.course import Course, Place, Said
from comaker.engines.worlds.people import Rhythm
from comaker.engines.worlds.told import Telling, Tellings
from comaker.kernel.amounts import value
from comaker.kernel.entry import Act
from comaker.kernel.settlement import Order, Receipt

OTHER_ITEM = -80
OTHER_PRICE = -43
PART = -40
MORE = -60
CLOSED = -80
LATE = -40
UNTIMELY = -70

_SENDING_DAYS = (-8, -2)  # before the first day too late
_TRAVEL_DAYS = 3
_REST_DAYS = 26  # until the rest is sent
_BILL_DAYS = 7
_MONTH_DAYS = 32
_LATE_DAYS = 25
_USE_DAYS = 95
_UNDATED_DAYS = 20


class Known(NamedTuple):
    """What a reader knows: all that is told but by papers whose lines cannot be told apart."""

    told: Tellings
    unclear: Container[Place]

    def of(self, course: Course, act: Act, but: Place) -> list[Telling]:
        """Return what is known of one act on a line, without what the paper line at hand tells."""
        told = self.told.get((course, act), ())
        return [each for each in told if each.place != but and each.place not in self.unclear]


def line_likeness(known: Known, lost: Lost, course: Course) -> int:
    """Return how well item, price and quantity of a document line fit a line."""
    likeness = 0 if _is_item(lost, course) else OTHER_ITEM
    if lost.price is not None and lost.quantity and not _is_price(lost, course):
        likeness += OTHER_PRICE
    return likeness + _quantity_likeness(known, lost, course)


def day_likeness(known: Known, lost: Lost, course: Course) -> int:
    """Return how well the day of a paper fits a line."""
    if lost.act is Act.PROMISE or lost.quantity <= 0:
        return 0
    for first, last in _windows(known, lost, course):
        if first <= lost.on <= last:
            return 0
        if last < lost.on <= last + _LATE_DAYS:
            return LATE
    return UNTIMELY


def said_by(course: Course, on: int) -> list[Said]:
    """Return all that was asked and promised up to a day, the first ask in any case."""
    return [said for said in (*course.asks, *course.promises) if said.on <= on] or course.asks[:1]


def agreed_by(course: Course, on: int) -> int:
    """Return the quantity that was agreed on a day: the last word counts."""
    return max(said_by(course, on), key=lambda said: said.on).quantity


def _is_item(lost: Lost, course: Course) -> bool:
    return any(said.ware is lost.ware for said in said_by(course, lost.on))


def _is_price(lost: Lost, course: Course) -> bool:
    return any(said.price == lost.price for said in said_by(course, lost.on))


def _quantity_likeness(known: Known, lost: Lost, course: Course) -> int:
    if lost.act is Act.PROMISE:
        return 0 if lost.quantity in {said.quantity for said in said_by(course, lost.on)} else PART
    if lost.quantity <= 0:
        return _credit_likeness(known, lost, course)
    moves = known.of(course, lost.act, lost.place)
    agreed = agreed_by(course, lost.on)
    still = agreed - sum(move.quantity for move in moves)
    just = _just(known, lost, course, moves, agreed)
    slack = lost.quantity // 30 if course.deal.pair.by_weight else 0
    if any(abs(lost.quantity - each) <= slack for each in just if each > 0):
        return 0
    if still <= 0:
        return CLOSED
    if lost.quantity < still and lost.act is not Act.SEND and _is_used(course):
        return 0  # what is used of a stock is any part of it
    return PART if lost.quantity < still else MORE


def _just(known: Known, lost: Lost, course: Course, moves: list[Telling], agreed: int) -> set[int]:
    """Return the quantities that were to come on a line by what is known."""
    before = sum(move.quantity for move in moves if move.on <= lost.on)
    just = {agreed - before, agreed - sum(move.quantity for move in moves)}
    sends = known.of(course, Act.SEND, lost.place)
    receipts = known.of(course, Act.RECEIVE, lost.place)
    refused = {receipt.rejected for receipt in receipts if receipt.on <= lost.on}
    if lost.act is Act.SEND:
        return just | refused | {said.first[0] for said in said_by(course, lost.on) if said.first}
    if sum(move.quantity for move in moves) >= agreed:
        return refused if lost.act is Act.RECEIVE else set()
    if lost.act is Act.RECEIVE:
        just |= {send.quantity for send in sends if send.on <= lost.on} | refused
        return just
    just |= {move.quantity for move in (*sends, *receipts)}
    just |= {receipt.quantity - receipt.rejected for receipt in receipts}
    return just | {sum(send.quantity for send in sends)}


def _credit_likeness(known: Known, lost: Lost, course: Course) -> int:
    """Return how well what is taken back fits what a line was billed too much."""
    bills = known.of(course, Act.BILL, lost.place)
    if not lost.quantity:
        right = course.agreed.price
        over = {
            value(bill.quantity, bill.price) - value(bill.quantity, right)
            for bill in bills
            if bill.price is not None
        }
        return 0 if -lost.amount in over else CLOSED
    receipts = known.of(course, Act.RECEIVE, lost.place)
    came = sum(receipt.quantity - receipt.rejected for receipt in receipts)
    over_quantity = sum(bill.quantity for bill in bills) - came
    if -lost.quantity == over_quantity or -lost.quantity in {receipt.rejected for receipt in receipts}:
        return 0
    return PART if not course.deal.pair.receives else CLOSED


def _windows(known: Known, lost: Lost, course: Course) -> list[tuple[int, int]]:
    """Return the spans of days in which a paper was to come, the first and last day included."""
    on = lost.on
    sends = [send.on for send in known.of(course, Act.SEND, lost.place)]
    receipts = [receipt.on for receipt in known.of(course, Act.RECEIVE, lost.place)]
    planned = _planned(course, on)
    if lost.act is Act.SEND:
        unsent = len(receipts) > len(sends)
        if unsent:
            return [(day - _TRAVEL_DAYS, day) for day in receipts]
        return [(day, day + _REST_DAYS) for day in sends if day <= on] or [planned]
    if lost.act is Act.RECEIVE:
        days = _USE_DAYS if _is_used(course) else _TRAVEL_DAYS
        if sends:
            return [(day, day + days) for day in sends]
        return [(planned[0], planned[1] + days)]
    pair = course.deal.pair
    after = _MONTH_DAYS if pair.rhythm is Rhythm.MONTH else _BILL_DAYS
    spans = [(day - _TRAVEL_DAYS, day + after) for day in (*sends, *receipts)]
    is_early = pair.terms.settlement.order is not Order.RECEIPT_FIRST
    if is_early or not spans:
        spans.append((course.asks[0].on if is_early else planned[0], planned[1] + after))
    return spans


def _is_used(course: Course) -> bool:
    return course.deal.pair.terms.settlement.receipt is Receipt.USE


def _planned(course: Course, on: int) -> tuple[int, int]:
    """Return the days on which goods were to leave by what was said up to a day."""
    dues = [part[1] for said in said_by(course, on) for part in said.parts if part[1]]
    asked = course.asks[0].on
    if not dues:
        return asked, asked + _UNDATED_DAYS
    return max(asked, min(dues) + _SENDING_DAYS[0]), max(asked, max(dues) + _SENDING_DAYS[1])
