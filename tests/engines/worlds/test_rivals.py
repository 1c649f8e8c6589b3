"""What may not count against a matcher: lines that nobody who has all papers could tell apart."""

from dataclasses import replace

import pytest

from comaker.engines import worlds
from comaker.engines.worlds import deals
from comaker.engines.worlds.likely import (
    CLOSED,
    OTHER_ITEM,
    PART,
    UNTIMELY,
    Known,
    day_likeness,
    line_likeness,
)
from comaker.engines.worlds.settings import Damage, Trade, World
from comaker.engines.worlds.told import tellings_of
from comaker.kernel.entry import Act

ALIKE = World(
    relations=4,
    orders=20,
    products=4,
    lines=((2, 1.0),),
    repeats=1.0,
    trades=((Trade.THREE_WAY, 1.0),),
    references=((Damage.NONE, 1.0),),
    days=40,
    rides=0.0,
    returns=0.0,
)


def share_of(world, *, seed=1):
    """Return the share of ambiguous lines among those without whole references."""
    truth = worlds.make(world, seed=seed).truth
    return len(truth.ambiguous) / len(truth.damages)


def test_orders_alike_that_follow_each_other_at_once_cannot_be_told_apart():
    assert share_of(ALIKE) > 0.5


def test_orders_alike_that_lie_far_apart_are_told_by_their_days():
    assert share_of(replace(ALIKE, days=20_000)) < 0.05


def test_orders_for_other_things_are_told_by_these():
    assert share_of(replace(ALIKE, products=4000, repeats=0.0, twin_lines=0.0)) < 0.02


def test_what_a_paper_names_is_told():
    named = replace(
        ALIKE, references=((Damage.NO_LINE, 1.0),), products=400, twin_lines=0.0, twin_numbers=0.0
    )

    assert share_of(named) < 0.02


def test_numbers_that_are_all_one_line_off_are_told_by_the_items():
    shifted = replace(ALIKE, references=((Damage.WRONG_LINE, 1.0),), products=400, twin_lines=0.0)

    assert share_of(shifted) < 0.02


def test_whole_references_leave_nothing_to_tell():
    truth = worlds.make(replace(ALIKE, references=(), credits=0.0), seed=1).truth

    assert not truth.similar
    assert not truth.ambiguous


def test_few_lines_of_a_usual_world_are_ambiguous():
    made = worlds.make(World(relations=16), seed=3)

    assert 0.01 < len(made.truth.ambiguous) / len(made.truth.damages) < 0.08


@pytest.fixture(scope="module")
def sent():
    """Return what is known in the book of a relation, and a whole sending of it without references."""
    book = deals.relation(replace(ALIKE, products=40, repeats=0.0), "1", 1)
    known = Known(tellings_of(book), {each.place for each in book.lost})
    for lost in book.lost:
        course = lost.course
        is_whole = lost.quantity == course.ask.quantity and len(course.asks) == 1 and not course.promises
        if lost.act is Act.SEND and is_whole and day_likeness(known, lost, course) == 0:
            return known, lost
    raise AssertionError("nothing was sent whole")


def test_what_brings_just_what_was_asked_is_as_usual(sent):
    known, lost = sent

    assert line_likeness(known, lost, lost.course) == 0


def test_a_part_is_less_likely_and_another_item_least(sent):
    known, lost = sent
    other = next(
        course
        for (course, _), _ in known.told.items()
        if course.ware is not lost.ware and course.deal.on < lost.on
    )

    assert line_likeness(known, lost._replace(quantity=lost.quantity // 2), lost.course) == PART
    assert line_likeness(known, lost, other) <= OTHER_ITEM


def test_what_papers_that_can_be_told_bring_already_is_closed(sent):
    known, lost = sent
    again = lost._replace(place=(10**6, 0))

    assert line_likeness(Known(known.told, ()), again, lost.course) == CLOSED


def test_a_day_long_before_it_is_due_is_untimely(sent):
    known, lost = sent

    assert day_likeness(known, lost._replace(on=lost.on + 200), lost.course) == UNTIMELY
