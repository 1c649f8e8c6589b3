"""Tolerance: how far two acts may differ before somebody has to look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comaker.kernel.amounts import PERCENT_PLACES, scaled
from comaker.kernel.gap import Kind
from comaker.kernel.line import Terms
from comaker.kernel.settlement import PRESETS
from comaker.kernel.tolerance import EXACT, NO_TOLERANCE, Allowance, Tolerance, narrowest
from tests.kernel.words import gaps, lapses, line_of, money, price, quantity, said, told

ASKED = said("ask", 100, 1, at="5", until=9)
BOUNDS = st.none() | st.integers(0, 10**9)


def percent(text):
    return scaled(text, PERCENT_PLACES)


def within(settlement="three_way", **allowances):
    return line_of(terms=Terms(PRESETS[settlement], Tolerance(**allowances)))


def test_without_an_allowance_nothing_is_let_pass():
    assert EXACT.allowed_over(quantity(100)) == EXACT.allowed_under(quantity(100)) == 0


@pytest.mark.parametrize(
    ("allowance", "over", "under"),
    [
        (Allowance(over=quantity(2)), 2, 0),
        (Allowance(under=quantity(2)), 0, 2),
        (Allowance(over_percent=percent("3")), 3, 0),
        (Allowance(under_percent=percent("2.5")), 0, "2.5"),
        (Allowance(quantity(2), percent("3"), quantity(4), percent("1")), 3, 4),
        (Allowance(quantity(2), percent("3"), quantity(4), percent("1"), is_both_needed=True), 2, 1),
        (Allowance(quantity(2), None, None, percent("1"), is_both_needed=True), 2, 1),
        (Allowance(quantity(0), percent("3"), is_both_needed=True), 0, 0),
        (Allowance(quantity(0), percent("3")), 3, 0),
    ],
)  # fmt: skip
def test_an_allowance_lets_pass_so_much_over_and_under_a_hundred(allowance, over, under):
    assert allowance.allowed_over(quantity(100)) == quantity(over)
    assert allowance.allowed_under(quantity(100)) == quantity(under)


@given(BOUNDS, st.none() | st.integers(0, percent("100")), st.integers(-(10**12), 10**12))
def test_both_bounds_let_pass_no_more_than_either_alone(absolute, share, base):
    alone = [
        bound.allowed_over(base)
        for bound in (Allowance(over=absolute), Allowance(over_percent=share))
        if bound != EXACT
    ] or [0]

    either = Allowance(over=absolute, over_percent=share).allowed_over(base)
    both = Allowance(over=absolute, over_percent=share, is_both_needed=True).allowed_over(base)

    assert (either, both) == (max(alone), min(alone))


def test_a_percentage_of_what_goes_back_is_as_large_as_of_what_came():
    assert Allowance(over_percent=percent("3")).allowed_over(quantity(-100)) == quantity(3)


def test_the_narrowest_level_counts_for_each_measure():
    relation = Tolerance(Allowance(over=1), Allowance(over=1), days=Allowance(over=1))
    product = Tolerance(quantity=Allowance(over=2))
    line = Tolerance(price=EXACT)

    joined = narrowest(relation, product, line)

    assert joined == Tolerance(Allowance(over=2), EXACT, None, Allowance(over=1))
    assert narrowest() == narrowest(NO_TOLERANCE, NO_TOLERANCE) == NO_TOLERANCE


# Quantity.


@pytest.mark.parametrize(("sent", "kinds"), [(98, []), (97, ["unsent"]), (102, []), (103, ["oversent"])])
def test_a_quantity_is_let_pass_up_to_its_bound(sent, kinds):
    line = within("unpriced", quantity=Allowance(over=quantity(2), under=quantity(2)))

    found = gaps(line, ASKED, said("send", sent, 8), said("receive", sent, 9))

    assert [gap.kind for gap in found] == kinds


def test_beyond_its_bound_all_of_a_difference_is_a_gap():
    line = within("two_way", quantity=Allowance(under=quantity(2)))

    found = gaps(line, ASKED, said("promise", 97, 2), said("send", 97, 8), said("bill", 97, 9, at="5"))

    assert told(found) == [("underpromised", "3", "15", "15", "taker")]


def test_two_differences_that_are_each_let_pass_may_add_up_to_one_that_is_not():
    line = within(quantity=Allowance(under=quantity(2)))

    found = gaps(line, ASKED, said("send", 98, 8), said("receive", 96, 9))

    assert told(found)[0] == ("missing", "2", "10", "10", "giver")


def test_more_billed_within_the_tolerance_is_fine_and_beyond_it_is_overbilled():
    line = within(quantity=Allowance(over_percent=percent("1")))
    received = said("receive", 100, 9)

    fine = gaps(line, ASKED, received, said("bill", 101, 10, at="5", amount="505", bill="B-1"))
    found = gaps(line, ASKED, received, said("bill", 102, 10, at="5", amount="510", bill="B-1"))

    assert fine == ()
    assert told(found) == [("overbilled", "2", "10", "10", "biller")]


# Price.


@pytest.mark.parametrize(
    ("billed", "expected"),
    [
        ("5.10", []),
        ("5.11", [("price_variance", "100", "11", "11", "biller")]),
        ("4.90", []),
        ("4.89", [("underbilled", "100", "11", "11", "biller")]),
    ],
)
def test_a_price_is_let_pass_up_to_its_bound(billed, expected):
    line = within(price=Allowance(over_percent=percent("2"), under=price("0.10")))

    found = gaps(line, ASKED, said("receive", 100, 9), said("bill", 100, 10, at=billed, bill="B-1"))

    assert told(found) == expected


def test_a_promise_within_the_price_tolerance_is_not_repriced():
    line = within("two_way", price=Allowance(over=price("0.10")))

    assert gaps(line, ASKED, said("promise", 100, 2, at="5.10")) == ()
    assert [gap.kind for gap in gaps(line, ASKED, said("promise", 100, 2, at="5.11"))] == [Kind.REPRICED]
    assert [gap.kind for gap in gaps(line, ASKED, said("promise", 100, 2, at="4.99"))] == [Kind.REPRICED]


# Amount.


@pytest.mark.parametrize(
    ("billed", "kinds"), [("5.01", []), ("5.02", ["price_variance"]), ("4.99", ["underbilled"])]
)
def test_an_amount_is_let_pass_up_to_its_bound(billed, kinds):
    line = within(amount=Allowance(over=money("1.00")))

    found = gaps(line, ASKED, said("receive", 100, 9), said("bill", 100, 10, at=billed, bill="B-1"))

    assert [gap.kind for gap in found] == kinds


@pytest.mark.parametrize(("cents", "kinds"), [(0, []), (1, []), (2, ["charge_variance"])])
def test_a_charge_is_let_pass_up_to_the_amount_tolerance_and_a_coin(cents, kinds):
    line = within(amount=Allowance(over=money(2)))
    amount, charges = f"502.0{cents}", money(f"2.0{cents}")
    billed = said("bill", 100, 10, at="5", amount=amount, charges=charges, bill="B-1")

    assert [gap.kind for gap in gaps(line, ASKED, said("receive", 100, 9), billed)] == kinds


# Days.


@pytest.mark.parametrize(("until", "days"), [(11, []), (12, [3])])
def test_a_later_promise_is_let_pass_up_to_so_many_days(until, days):
    line = within("two_way", days=Allowance(over=2))

    found = gaps(line, ASKED, said("promise", 100, 2, until=until))

    assert [gap.days for gap in found] == days


@pytest.mark.parametrize(("on", "days"), [(11, []), (12, [3])])
def test_what_comes_late_is_let_pass_up_to_so_many_days_and_then_counts_them_all(on, days):
    line = within("two_way", days=Allowance(over=2))

    assert [lapse.days for lapse in lapses(line, ASKED, said("receive", 100, on))] == days
