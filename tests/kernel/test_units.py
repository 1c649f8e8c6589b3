"""Units: one thing under several codes, what converts into what, and what a package holds."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comaker.kernel.amounts import ONE, plain_quantity
from comaker.kernel.units import Packing, converted, factor, is_same
from tests.kernel.words import quantity

PIECES = ("C62", "H87", "EA", "PCE", "XPP", "NAR")
DIMENSIONS = (
    ("C62", "PR", "DZN", "GRO", "CEN", "MIL"),
    ("MC", "MGM", "GRM", "HGM", "KGM", "DTN", "TNE", "KTN", "LBR", "ONZ", "STN"),
    ("MLT", "CLT", "LTR", "HLT", "MTQ", "DMQ", "CMQ", "MMQ", "GLL", "GLI", "PTI", "INQ", "FTQ"),
    ("MMT", "CMT", "MTR", "KMT", "INH", "FOT", "YRD", "SMI", "LM"),
    ("MMK", "CMK", "MTK", "HAR", "KMK", "FTK", "INK"),
    ("JOU", "KJO", "3B", "GV", "WHR", "KWH", "MWH", "GWH"),
    ("SEC", "MIN", "HUR"),
    ("DAY", "WEE"),
    ("MON", "QAN", "SAN", "ANN"),
)
BOX = Packing("XBX", quantity(12), "C62")
PALLET = Packing("XPX", quantity(40), "XBX")
WEIGHT = Packing("C62", quantity("0.25"), "KGM")
UNITS = st.sampled_from(DIMENSIONS).flatmap(
    lambda row: st.tuples(st.sampled_from(row), st.sampled_from(row), st.sampled_from(row))
)


def ratio(one, other):
    """Return how many of another unit one unit is; the two convert."""
    found = factor(one, other)
    assert found is not None
    return Fraction(*found)


def in_unit(text, one, other, *packings):
    found = converted(quantity(text), one, other, packings)
    return None if found is None else plain_quantity(found)


@pytest.mark.parametrize("one", PIECES)
@pytest.mark.parametrize("other", PIECES)
def test_a_piece_is_a_piece_under_every_code(one, other):
    assert is_same(one, other)
    assert factor(one, other) == (1, 1)


def test_a_litre_is_a_cubic_decimetre_and_a_metre_is_a_running_metre():
    assert is_same("LTR", "DMQ")
    assert is_same("MTR", "LM")


def test_a_dozen_is_not_a_piece_though_it_converts():
    assert not is_same("DZN", "C62")


def test_a_code_that_is_not_said_agrees_with_any():
    assert is_same("", "KGM")
    assert converted(quantity(5), "", "KGM") == converted(quantity(5), "KGM", "") == quantity(5)


def test_a_code_that_nobody_knows_is_the_same_as_itself_alone():
    assert is_same("ZZ", "ZZ")
    assert converted(quantity(5), "ZZ", "ZZ") == quantity(5)
    assert factor("ZZ", "C62") is None


@given(UNITS)
def test_there_and_back_again_is_where_one_was(units):
    one, other, _ = units

    assert ratio(one, other) * ratio(other, one) == 1


@given(UNITS)
def test_a_detour_makes_no_difference(units):
    one, by_way_of, other = units

    assert ratio(one, by_way_of) * ratio(by_way_of, other) == ratio(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(one[0], other[0]) for one, other in permutations(DIMENSIONS, 2)],
)
def test_what_is_measured_otherwise_does_not_convert(one, other):
    assert factor(one, other) is None
    assert converted(quantity(5), one, other) is None


@pytest.mark.parametrize(
    ("text", "one", "other", "expected"),
    [
        ("2", "DZN", "C62", "24"),
        ("30", "C62", "DZN", "2.5"),
        ("3", "PR", "C62", "6"),
        ("1.5", "TNE", "KGM", "1500"),
        ("1", "LBR", "GRM", "453.59237"),
        ("16", "ONZ", "LBR", "1"),
        ("1", "GLL", "LTR", "3.785412"),
        ("8", "PTI", "GLI", "1"),
        ("1", "MTQ", "LTR", "1000"),
        ("12", "INH", "FOT", "1"),
        ("3", "FOT", "YRD", "1"),
        ("1", "SMI", "KMT", "1.609344"),
        ("144", "INK", "FTK", "1"),
        ("1", "HAR", "MTK", "10000"),
        ("1", "KWH", "3B", "3.6"),
        ("90", "MIN", "HUR", "1.5"),
        ("1", "ANN", "MON", "12"),
        ("2", "WEE", "DAY", "14"),
        ("1", "C62", "DZN", "0.083333"),
        ("-1", "C62", "DZN", "-0.083333"),
        ("7", "C62", "DZN", "0.583333"),
        ("0", "KGM", "GRM", "0"),
    ],
)
def test_a_quantity_converts_and_is_rounded_to_a_millionth(text, one, other, expected):
    assert in_unit(text, one, other) == expected


@pytest.mark.parametrize(
    ("text", "rounded"), [("0.000006", "0.000001"), ("-0.000006", "-0.000001"), ("0.000005", "0")]
)
def test_half_a_millionth_is_rounded_away_from_zero(text, rounded):
    assert in_unit(text, "C62", "DZN") == rounded


def test_a_day_is_not_so_many_hours_and_a_month_not_so_many_days():
    assert factor("DAY", "HUR") is None
    assert factor("MON", "DAY") is None


def test_a_box_holds_what_the_product_says():
    assert in_unit("5", "XBX", "C62", BOX) == "60"
    assert in_unit("60", "EA", "XBX", BOX) == "5"
    assert in_unit("5", "XBX", "C62") is None


def test_packings_lead_on_to_one_another():
    assert in_unit("2", "XPX", "DZN", BOX, PALLET) == "80"
    assert in_unit("1", "XPX", "TNE", BOX, PALLET, WEIGHT) == "0.12"
    assert in_unit("120", "KGM", "XPX", WEIGHT, PALLET, BOX) == "1"


@given(st.permutations((BOX, PALLET, WEIGHT)), st.sampled_from(("XPX", "XBX", "C62", "GRM")))
def test_packings_may_be_told_in_any_order(packings, one):
    told = {other: factor(one, other, tuple(packings)) for other in ("XPX", "XBX", "C62", "KGM")}

    assert told == {other: factor(one, other, (BOX, PALLET, WEIGHT)) for other in told}


@given(st.integers(-(10**6), 10**6))
def test_whole_boxes_come_back_whole(many):
    pieces = converted(many * ONE, "XBX", "C62", (BOX,))

    assert pieces == 12 * many * ONE
    assert converted(12 * many * ONE, "C62", "XBX", (BOX,)) == many * ONE


def test_packings_that_lead_in_a_circle_come_to_an_end():
    circle = (Packing("XBX", quantity(12), "XPK"), Packing("XPK", quantity(2), "XBX"))

    assert factor("XBX", "KGM", circle) is None


def test_a_packing_of_another_product_s_package_leads_nowhere():
    assert in_unit("1", "XBX", "C62", PALLET) is None
