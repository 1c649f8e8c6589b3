"""The scale: where quantities stand, so that bars are to scale and differences can be read."""

from hypothesis import given
from hypothesis import strategies as st

from comaker.front.scale import FULL, READABLE, VISIBLE, Stretch, scale_of

QUANTITIES = st.integers(0, 10**15)
READABLE_AT_ONCE = FULL // READABLE - 1


@st.composite
def measured(draw):
    """Draw quantities, and stretches between neighbours of them that bear a number."""
    points = sorted(draw(st.sets(QUANTITIES, min_size=2, max_size=12)))
    places = draw(st.sets(st.integers(0, len(points) - 2), max_size=READABLE_AT_ONCE))
    return points, [Stretch(points[place], points[place + 1]) for place in sorted(places)]


@given(measured())
def test_what_is_more_stands_higher_and_what_is_nothing_at_the_bottom(case):
    points, stretches = case

    scale = scale_of(points, stretches)

    heights = [scale.at(point) for point in points]
    assert heights == sorted(set(heights))
    assert scale.at(0) == 0
    assert heights[-1] == FULL


@given(measured())
def test_a_number_always_has_room(case):
    points, stretches = case

    scale = scale_of(points, stretches)

    many = READABLE * len(stretches) + VISIBLE * len(points) > FULL
    sizes = [scale.at(stretch.high) - scale.at(stretch.low) for stretch in stretches]
    assert many or all(size >= READABLE - 1 for size in sizes)


@given(measured())
def test_bars_that_are_not_cut_are_to_scale(case):
    points, stretches = case

    scale = scale_of(points, stretches)

    if scale.cut is None:
        most = points[-1]
        assert all(abs(scale.at(point) - point * FULL / most) <= len(points) for point in points)


@given(measured())
def test_bars_are_cut_within_the_picture(case):
    scale = scale_of(*case)

    assert scale.cut is None or 0 < scale.cut < FULL


def test_two_of_ten_are_to_scale():
    scale = scale_of([10, 8], [Stretch(8, 10)])

    assert (scale.at(8), scale.at(10), scale.cut) == (8_000, 10_000, None)


def test_two_of_a_hundred_and_twenty_are_seen():
    scale = scale_of([120, 118, 116], [Stretch(116, 118), Stretch(118, 120)])

    assert (scale.at(116), scale.at(118), scale.at(120)) == (8_000, 9_000, 10_000)
    assert scale.cut == 4_000


def test_one_of_a_million_is_there():
    assert scale_of([10**6, 1]).at(1) == VISIBLE


def test_a_picture_of_nothing_has_a_bottom():
    assert scale_of([]).at(0) == scale_of([0, 0]).at(0) == 0
