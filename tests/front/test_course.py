"""The course from what was asked to what came of it: its steps add up, and point to their cause."""

import random

from hypothesis import given
from hypothesis import strategies as st

from comaker.front.course import course_in_money, course_in_pieces
from comaker.front.waterfall import steps_of, waterfall_of
from comaker.kernel.account import account_from
from comaker.kernel.amounts import ONE
from comaker.kernel.entry import Role
from comaker.kernel.gap import Cause, Kind, State, gap_of
from comaker.kernel.line import Line
from comaker.kernel.row import LineState, Moved, Row, Said, state_of_line
from tests.kernel.chance import any_entries, any_line
from tests.kernel.words import day

TODAY = day(20)
CENTS = 10_000


def said(many, price=150_000_000):
    return Said(many * ONE, price, ())


def moved(many, **rest):
    return Moved(many * ONE, day(10), "KGM", **rest)


def gap(kind, many, **rest):
    return gap_of(kind, many * ONE, Role.GIVER, day(10), **rest)


def state(*gaps, **row):
    return LineState(Line("1", currency="EUR"), Row("KGM", **row), tuple(gaps))


BEESWAX = state(
    gap(Kind.MISSING, 2), gap(Kind.REJECTED, 2), gap(Kind.OVERBILLED, 4),
    asked=said(120), promised=said(120), sent=moved(120), received=moved(118, rejected=2 * ONE),
    billed=moved(120, amount=180 * CENTS), paid=174 * CENTS,
)  # fmt: skip


def told(course):
    return [(fall.cause, fall.less, fall.more, fall.coming) for fall in steps_of(course)]


@st.composite
def states(draw):
    choose = random.Random(draw(st.integers(0, 10**9))).choice
    line = any_line(choose)
    account = account_from({line.key: any_entries(choose)}, {line.key: line}, ())
    return state_of_line(account.lines[0])


@given(st.lists(states(), max_size=5))
def test_the_steps_add_up(lines):
    for course in (
        course_in_pieces(lines, today=TODAY),
        course_in_money(enumerate(lines), {}, today=TODAY),
    ):
        change = sum(fall.more - fall.less - fall.coming for fall in course.falls)
        assert course.start + change == course.end
        assert course.lines + course.left_out == len(lines)
        assert all(min(fall.less, fall.more, fall.coming) >= 0 for fall in course.falls)


@given(st.lists(states(), max_size=5))
def test_every_course_can_be_drawn(lines):
    course = course_in_pieces(lines, today=TODAY)

    drawing = waterfall_of(course)

    assert len(drawing.columns) == len(drawing.joins) + 1 == len(steps_of(course)) + 2


def test_each_piece_falls_where_it_went_astray():
    course = course_in_pieces([BEESWAX], today=TODAY)

    assert (course.start, course.end, course.unit) == (120 * ONE, 120 * ONE, "KGM")
    assert told(course) == [
        (Cause.TRANSPORT, 2 * ONE, 0, 0),
        (Cause.CONDITION, 2 * ONE, 0, 0),
        (Cause.BILLING, 0, 4 * ONE, 0),
    ]


def test_in_money_it_ends_with_what_was_paid():
    course = course_in_money([(1, BEESWAX)], {1: State.OPEN}, today=TODAY)

    assert (course.start, course.end, course.unit) == (180 * CENTS, 174 * CENTS, "EUR")
    assert told(course) == [
        (Cause.TRANSPORT, 3 * CENTS, 0, 0),
        (Cause.CONDITION, 3 * CENTS, 0, 0),
        (Cause.BILLING, 0, 6 * CENTS, 0),
        (Cause.PAYMENT, 6 * CENTS, 0, 0),
    ]


def test_what_is_not_due_yet_is_still_to_come():
    waiting = state(gap(Kind.UNSENT, 4, due_on=TODAY), asked=said(10), sent=moved(6))

    course = course_in_pieces([waiting], today=TODAY)
    later = course_in_pieces([waiting], today=TODAY + 1)

    assert told(course) == [(Cause.CAPABILITY, 0, 0, 4 * ONE)]
    assert told(later) == [(Cause.CAPABILITY, 4 * ONE, 0, 0)]


def test_what_waits_for_an_input_points_to_the_input():
    late = gap(Kind.UNSENT, 4)._replace(cause=Cause.INPUT)

    course = course_in_pieces([state(late, asked=said(10), sent=moved(6))], today=TODAY)

    assert told(course) == [(Cause.INPUT, 4 * ONE, 0, 0)]


def test_a_line_in_another_unit_is_left_out_and_counted():
    boxes = LineState(Line("2", currency="EUR"), Row("XBX", asked=said(3)))

    course = course_in_pieces([BEESWAX, BEESWAX, boxes], today=TODAY)

    assert (course.unit, course.lines, course.left_out) == ("KGM", 2, 1)
