"""Amounts: what is read is what is written, and every rounding is half away from zero."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comaker.kernel.amounts import (
    LIMIT,
    MONEY_PLACES,
    PERCENT_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    NotANumber,
    adds_up,
    coin_of,
    percent_of,
    plain,
    plain_money,
    plain_price,
    plain_quantity,
    scaled,
    share,
    unit_price,
    value,
)
from tests.kernel.words import money, price, quantity

PLACES = st.sampled_from((0, MONEY_PLACES, QUANTITY_PLACES, PRICE_PLACES))
KEPT = st.integers(-LIMIT, LIMIT)


def half_up(number: Decimal, step: Decimal) -> Decimal:
    """Round to a multiple of a step, half away from zero, as people do."""
    return (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def away(number: Fraction) -> int:
    size = int(abs(number) + Fraction(1, 2))
    return -size if number < 0 else size


@given(KEPT, PLACES)
def test_what_is_written_is_read_back_as_it_was(number, places):
    assert scaled(plain(number, places), places) == number


@given(st.decimals(-(10**9), 10**9, places=12), PLACES)
def test_a_number_is_rounded_half_away_from_zero(number, places):
    expected = half_up(number, Decimal(1).scaleb(-places))

    assert Decimal(scaled(f"{number:f}", places)).scaleb(-places) == expected


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("120", 120_000_000),
        ("+120.5", 120_500_000),
        (" -0.25 ", -250_000),
        (".5", 500_000),
        ("5.", 5_000_000),
        ("007", 7_000_000),
        ("-0", 0),
        ("0.0000005", 1),
        ("-0.0000005", -1),
        ("-0.0000004", 0),
    ],
)
def test_a_decimal_number_is_read_as_xml_writes_it(text, kept):
    assert scaled(text, QUANTITY_PLACES) == kept


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "-", "+", "1,5", "1.234,56", "1e3", "1E3", "0x10", "--1", "+-1", "1-", "1.2.3", "1.-2",
     "1 000", "NaN", "INF", "one", "١٢", "½", "1_000", "€5"],
)  # fmt: skip
def test_what_is_no_decimal_number_is_refused_with_a_sentence(text):
    with pytest.raises(NotANumber) as refused:
        scaled(text, QUANTITY_PLACES)

    assert refused.value.message == f"“{text.strip()}” is not a decimal number."
    assert refused.value.hint == "Write it like 1234.56."


@pytest.mark.parametrize("places", [0, MONEY_PLACES, QUANTITY_PLACES, PRICE_PLACES])
@pytest.mark.parametrize("sign", ["", "-"])
def test_the_largest_number_is_kept_and_a_larger_one_refused(places, sign):
    largest, larger = (sign + plain(number, places) for number in (LIMIT, LIMIT + 1))
    assert abs(scaled(largest, places)) == LIMIT

    with pytest.raises(NotANumber) as refused:
        scaled(larger, places)

    assert refused.value.message == f"The number {larger} is too large to keep."


def test_every_number_that_is_kept_fits_sixty_four_bits():
    assert LIMIT < 2**63


def test_a_number_of_a_thousand_digits_is_refused_without_repeating_it():
    with pytest.raises(NotANumber) as refused:
        scaled("1" * 1000, QUANTITY_PLACES)

    assert refused.value.message == "The number 111111111111111111111111… is too long to keep."


def test_amounts_are_written_without_needless_zeros():
    written = [plain_quantity(quantity("120.500")), plain_price(price("1.5")), plain_money(money("180"))]

    assert written == ["120.5", "1.50", "180.00"]
    assert [plain_price(price("0.3333")), plain_money(money("-0.5")), plain_quantity(0)] == [
        "0.3333",
        "-0.50",
        "0",
    ]


@given(
    st.decimals(-(10**6), 10**6, places=6),
    st.decimals(-(10**6), 10**6, places=8),
    st.sampled_from(("EUR", "JPY", "TND")),
)
def test_what_a_quantity_costs_is_rounded_to_the_coin_half_away_from_zero(many, cost, currency):
    coin = coin_of(currency)
    expected = half_up(many * cost, Decimal(coin).scaleb(-MONEY_PLACES))

    worth = value(quantity(f"{many:f}"), price(f"{cost:f}"), coin)

    assert Decimal(worth).scaleb(-MONEY_PLACES) == expected


@pytest.mark.parametrize(
    ("currency", "smallest"),
    [("EUR", "0.01"), ("", "0.01"), ("JPY", "1.00"), ("KRW", "1.00"), ("TND", "0.001"), ("KWD", "0.001")],
)
def test_a_currency_has_a_smallest_coin(currency, smallest):
    assert plain_money(coin_of(currency)) == smallest


@pytest.mark.parametrize(("currency", "worth"), [("EUR", "3.35"), ("JPY", "3.00"), ("TND", "3.345")])
def test_the_same_pieces_cost_whole_coins_of_their_currency(currency, worth):
    assert plain_money(value(quantity(3), price("1.115"), coin_of(currency))) == worth


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**5))
def test_the_price_of_one_gives_back_what_all_cost(cents, many):
    amount = cents * 100

    assert value(quantity(many), unit_price(amount, quantity(many))) == amount
    assert value(quantity(-many), unit_price(amount, quantity(-many))) == amount


def test_only_exact_products_add_up():
    assert adds_up(quantity(120), price("1.50"), money(180))
    assert not adds_up(quantity(3), price("0.333333"), money(1))


@given(st.integers(-(10**15), 10**15), st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_a_share_is_rounded_half_away_from_zero(amount, part, whole):
    expected = away(Fraction(amount * part, whole)) if whole else 0

    assert share(amount, part, whole) == expected


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9))
def test_the_share_of_the_whole_is_all_of_it(amount, whole):
    assert share(amount, whole, whole) == amount
    assert share(amount, 0, whole) == 0


@pytest.mark.parametrize(
    ("percent", "amount", "worth"),
    [("21", "100", "21.00"), ("9", "886", "79.74"), ("5.5", "-10", "-0.55"), ("0", "5", "0.00")],
)
def test_a_percentage_of_an_amount(percent, amount, worth):
    assert plain_money(percent_of(money(amount), scaled(percent, PERCENT_PLACES))) == worth
