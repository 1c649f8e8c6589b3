"""The drawing: the row of six as blocks that stand for what was told and what differs."""

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comaker.front.blocks import Shape, Step
from comaker.front.drawing import drawing_of
from comaker.front.painting import BASE, LANE, ROW, painted, painted_small
from comaker.front.scale import FULL, READABLE
from comaker.kernel.account import account_from
from comaker.kernel.amounts import ONE
from comaker.kernel.entry import Role
from comaker.kernel.gap import Kind, State, gap_of
from comaker.kernel.line import Line
from comaker.kernel.row import LineState, Moved, Row, Said, state_of_line
from tests.kernel.chance import any_entries, any_line
from tests.kernel.words import day

TODAY = day(20)


def said(many):
    return Said(many * ONE, 150_000_000, ())


def moved(many, *, unit="KGM", **rest):
    return Moved(many * ONE, day(10), unit, **rest)


def gap(kind, many, **rest):
    return gap_of(kind, many * ONE, Role.GIVER, day(10), **rest)


def state(*gaps, **row):
    return LineState(Line("1", currency="EUR"), Row("KGM", **row), tuple(gaps))


def column(drawing, step):
    return next(each for each in drawing.columns if each.step is step)


def shapes(drawing, step):
    return [(block.shape, block.number) for block in column(drawing, step).blocks]


@st.composite
def states(draw):
    """Draw the state of any line."""
    choose = random.Random(draw(st.integers(0, 10**9))).choice
    line = any_line(choose)
    entries = any_entries(choose)
    account = account_from({line.key: entries}, {line.key: line}, ())
    return state_of_line(account.lines[0])


@given(states())
def test_no_block_overlaps_another_and_none_leaves_the_picture(told):
    drawing = drawing_of(told, today=TODAY)

    for each in drawing.columns:
        ends = [(block.start, block.start + block.size) for block in each.blocks]
        assert all(high <= low for (_, high), (low, _) in pairwise(ends))
        assert all(0 <= low < high <= FULL for low, high in ends)


@given(states())
def test_every_number_in_the_picture_can_be_read(told):
    drawing = drawing_of(told, today=TODAY)

    numbered = [block for each in drawing.columns for block in each.blocks if block.number is not None]
    if len(numbered) * READABLE < FULL / 2:
        assert all(block.size >= READABLE - 1 for block in numbered)


@given(states())
def test_bars_of_the_line_s_unit_are_as_high_as_they_are_much(told):
    drawing = drawing_of(told, today=TODAY)

    known = sorted(
        (
            each.quantity,
            sum(block.size for block in each.blocks if block.start + block.size and _is_there(block)),
        )
        for each in drawing.columns
        if each.quantity is not None and each.quantity >= 0 and not each.unit
    )
    assert all(low == high for (one, low), (other, high) in pairwise(known) if one == other)
    assert all(low <= high for (_, low), (_, high) in pairwise(known))


def _is_there(block):
    """Tell whether a block is of what was told: not of what is missing above it."""
    return block.gap is None or block.gap.kind not in _SHORT


_SHORT = {Kind.UNANSWERED, Kind.UNDERPROMISED, Kind.UNSENT, Kind.MISSING, Kind.UNBILLED, Kind.INPUT_MISSING}


@given(states())
def test_who_may_not_see_money_sees_neither_bill_nor_payment(told):
    drawing = drawing_of(told, today=TODAY, with_money=False)

    assert [each.step for each in drawing.columns] == [Step.ASKED, Step.PROMISED, Step.SENT, Step.RECEIVED]
    assert drawing.strips == ()


@given(states())
def test_everything_is_painted_within_its_room(told):
    painting = painted(drawing_of(told, today=TODAY))

    boxes = [box for bar in painting.bars for box in (*bar.standing, *bar.strip)]
    assert all(0 <= float(box.y) <= painting.height for box in boxes)
    assert all(float(box.y) + float(box.height) <= painting.height for box in boxes)
    lying = [box for bar in painting.bars for box in (*bar.lying, *bar.strip_lying)]
    for box in (*boxes, *lying):
        left, width = (float(part.removesuffix("%")) for part in (box.x, box.width))
        assert -0.01 <= left <= left + width <= 100.01


@given(states())
def test_places_are_written_as_the_web_writes_them_in_every_language(told):
    painting = painted(drawing_of(told, today=TODAY))

    for bar in painting.bars:
        for box in (*bar.standing, *bar.lying):
            assert all(re.fullmatch(r"-?\d+(\.\d+)?%?", part) for part in box[1:5])


def test_what_is_missing_and_what_was_refused_stand_apart():
    told = state(
        gap(Kind.MISSING, 2), gap(Kind.REJECTED, 2), gap(Kind.OVERBILLED, 4),
        asked=said(120), sent=moved(120), received=moved(118, rejected=2 * ONE),
        billed=moved(120, amount=1_800_000), paid=0,
    )  # fmt: skip

    drawing = drawing_of(told, today=TODAY)

    assert shapes(drawing, Step.RECEIVED) == [
        (Shape.FACT, None), (Shape.REFUSED, -2 * ONE), (Shape.LOST, -2 * ONE),
    ]  # fmt: skip
    assert shapes(drawing, Step.BILLED) == [(Shape.FACT, None), (Shape.OVER, 4 * ONE)]


def test_what_nobody_told_is_drawn_otherwise_than_nothing():
    unknown = painted(drawing_of(state(asked=said(10)), today=TODAY)).bars[3]
    nothing = painted(drawing_of(state(asked=said(10), received=moved(0)), today=TODAY)).bars[3]

    assert (unknown.zero, unknown.standing) == (None, ())
    assert nothing.standing == ()
    assert nothing.zero is not None
    assert float(nothing.zero.y) + float(nothing.zero.height) == BASE


def test_what_is_not_due_yet_has_a_clock_and_no_number():
    told = state(gap(Kind.UNSENT, 10, due_on=TODAY), asked=said(10))

    assert shapes(drawing_of(told, today=TODAY), Step.SENT) == [(Shape.COMING, None)]
    assert shapes(drawing_of(told, today=TODAY + 1), Step.SENT) == [(Shape.LOST, -10 * ONE)]


def test_what_was_let_pass_is_grey():
    told = state(gap(Kind.MISSING, 2)._replace(is_accepted=True), sent=moved(10), received=moved(8))

    assert shapes(drawing_of(told, today=TODAY), Step.RECEIVED)[-1] == (Shape.CONCEDED, -2 * ONE)


def test_what_does_not_compare_stands_beside_the_scale():
    told = state(asked=said(10), received=moved(3, unit="XBX"))

    drawing = drawing_of(told, today=TODAY)

    assert [block.shape for block in column(drawing, Step.RECEIVED).blocks] == [Shape.APART]
    assert column(drawing, Step.RECEIVED).unit == "XBX"


def test_a_return_is_drawn_as_what_went_back():
    drawing = drawing_of(state(billed=moved(-3, amount=-450_000)), today=TODAY)

    assert shapes(drawing, Step.BILLED) == [(Shape.BACK, None)]


def test_two_and_a_half_of_twelve_million_can_be_read():
    told = state(
        gap_of(Kind.MISSING, 2_500_000, Role.GIVER, day(10)),
        sent=moved(12_000_000), received=Moved(12_000_000 * ONE - 2_500_000, day(11), "KGM"),
    )  # fmt: skip

    drawing = drawing_of(told, today=TODAY)

    notch = column(drawing, Step.RECEIVED).blocks[-1]
    label = painted(drawing).bars[3].standing[-1]
    assert notch.size >= READABLE
    assert drawing.cut is not None
    assert (label.label, float(label.height) >= 17) == ("−2.5", True)


@pytest.mark.parametrize(
    "unpaid, shape", [(State.OPEN, Shape.LOST), (State.WAITING, Shape.COMING), (None, Shape.COMING)]
)
def test_what_is_not_paid_is_a_notch_once_it_is_due(unpaid, shape):
    told = state(billed=moved(10, amount=1_000_000), paid=250_000)

    drawing = drawing_of(told, today=TODAY, unpaid=unpaid)

    assert [block.shape for block in column(drawing, Step.PAID).blocks] == [Shape.FACT, shape]
    assert [block.size for block in column(drawing, Step.PAID).blocks] == [2_500, 7_500]
    bill, pay = drawing.strips
    assert [block.size for block in bill.blocks] == [FULL]
    assert [(block.shape, block.size) for block in pay.blocks] == [(Shape.FACT, 2_500), (shape, 7_500)]


def test_a_bill_that_is_too_dear_shows_how_much_in_its_strip():
    dear = gap_of(Kind.PRICE_VARIANCE, 10 * ONE, Role.BILLER, day(10), amount=200_000)
    told = state(dear, billed=moved(10, amount=1_000_000))

    bill, _ = drawing_of(told, today=TODAY).strips

    assert [(block.shape, block.size) for block in bill.blocks] == [(Shape.FACT, 8_000), (Shape.OVER, 2_000)]


def test_bars_lie_down_as_far_as_they_stand_up():
    painting = painted(drawing_of(state(asked=said(10), sent=moved(4)), today=TODAY))

    sent = painting.bars[2]
    assert (sent.standing[0].height, sent.lying[0].width) == (f"{LANE * 0.4:.1f}".removesuffix(".0"), "40%")
    assert sent.row == ROW


@given(states())
def test_a_miniature_keeps_to_its_card(told):
    for box in painted_small(drawing_of(told, today=TODAY, readable=2_600)):
        assert 0 <= float(box.y) <= float(box.y) + float(box.height) <= 36
        assert 0 <= float(box.x) <= float(box.x) + float(box.width) <= 108
