"""Score: what the levels of a comparison weigh together.

The weights follow Fellegi and Sunter (1969): each level weighs the logarithm, base 2 and in tenths, of
how much more often it occurs between lines that belong together than between lines that do not. They
were set by reasoning about the papers of a trade and then held against generated worlds; they are not
learned from anybody's data; see docs/decisions/0007-ties-are-made-where-nothing-else-is-close.md.
"""

from comaker.engines.matching import compare as levels
from comaker.engines.matching import days, names, quantities, rows
from comaker.engines.matching.compare import Comparison

WEIGHTS: dict[str, int] = {
    # One relation trades in hundreds of products, so an equal number is worth some 8 bits.
    levels.SAME_PRODUCT: 80,
    levels.CALLED_SO: 70,
    levels.NO_NUMBERS: 0,
    levels.OTHER_KIND: 0,
    levels.OTHER_PRODUCT: -90,
    names.SAME_NAME: 60,
    names.LIKE_NAME: 40,
    names.SOME_NAME: 0,
    names.NO_NAME: 0,
    names.OTHER_NAME: -40,
    levels.SAME_PRICE: 50,
    levels.PRICE_2: 30,
    levels.PRICE_10: 0,
    levels.PRICE_FAR: -35,
    levels.NO_PRICE: 0,
    # Three of four papers that follow a line bring exactly what is open; round numbers recur by chance.
    quantities.OWED: 75,
    quantities.FITS: 45,
    quantities.REPLACES: 40,
    quantities.MOVED: 40,
    quantities.EXPLAINED: 40,
    quantities.LEFT: 35,
    quantities.AS_ASKED: 30,
    quantities.NEARLY: 25,
    quantities.AGAIN: 5,
    quantities.A_LITTLE_OFF: 0,
    quantities.WITHIN: -5,
    quantities.SMALL_PART: -20,
    quantities.PACKED: 15,
    quantities.TAKEN: -40,
    quantities.OVER: -20,
    quantities.OVER_MUCH: -50,
    quantities.REPEATS: -30,
    quantities.SPENT: -65,
    quantities.NO_QUANTITY: 0,
    levels.SAME_UNIT: 5,
    levels.CONVERTS: 0,
    levels.PACKAGES: -5,
    levels.OTHER_UNIT: -30,
    days.FOLLOWED: 80,
    days.FOLLOWED_LATER: 45,
    days.AT_ONCE: 35,
    days.NEAR: 20,
    days.FAIR: -10,
    days.LATE: -40,
    days.AGES: -90,
    days.JUST_BEFORE: 20,
    days.SOON: -30,
    days.ELSEWHEN: -40,
    days.EARLY: -40,
    days.AHEAD: -50,
    days.BEFORE: -120,
    days.NO_DAYS: 0,
    levels.NAMED: 60,
    levels.SURELY_NAMED: 150,
    levels.SHIFTED: 120,
    levels.SAME_NUMBER: 60,
    levels.SELLERS_LINE: 40,
    levels.SAME_PLACE: 25,
    levels.SAME_AMOUNT_THERE: 30,
    levels.SAME_LINE_THERE: 45,
    levels.SAID_BEFORE: 50,
    rows.IN_PLACE: 0,
    rows.FAIRLY_OUT: -25,
    rows.OUT_OF_PLACE: -45,
    rows.FAR_OUT: -100,
    "": 0,
}


# A paper is mostly about one order. That all its lines fit one of many open orders by chance is the less
# likely the more there are, so it weighs some logarithm of their number, and this share of it in twelfths.
_CROWD_MIN, _CROWD_MAX = 60, 130
_SHARES = {
    levels.ALL_TOGETHER: 12,
    levels.MOST_TOGETHER: 8,
    levels.SOME_TOGETHER: 3,
    levels.FEW_TOGETHER: 0,
    levels.ALONE: -6,
    levels.SINGLE: 0,
}


def crowd_of(deals: int) -> int:
    """Return what it weighs that all lines of a paper fit one of so many deals."""
    return max(_CROWD_MIN, min(_CROWD_MAX, 10 + 10 * deals.bit_length()))


def weight_together(level: str, crowd: int) -> int:
    """Return what it weighs how the other lines of a paper fit a deal; see `crowd_of`."""
    return crowd * _SHARES[level] // 12


def weight(comparison: Comparison, *, is_named: bool = False, crowd: int = 0) -> int:
    """Return the weight of a comparison in tenths of a bit; above zero speaks for belonging together.

    Args:
        is_named: whether the paper names the deal. All its lines move at about the same time, so that
            days tell little there.
        crowd: see `crowd_of`.
    """
    weights = WEIGHTS
    total = 0
    for level in comparison[:8]:
        total += weights[level]
    if is_named:
        total -= weights[comparison.days] * 2 // 3
    if crowd:
        total += weight_together(comparison.together, crowd)
    return total


def has_handle(comparison: Comparison) -> bool:
    """Tell whether there is something to go by where no paper names the deal: a number, name or price."""
    product, name, price = comparison[:3]
    if product == levels.OTHER_PRODUCT:
        return False
    if product == levels.OTHER_KIND:
        return name == names.SAME_NAME
    return (
        product != levels.NO_NUMBERS
        or name in (names.SAME_NAME, names.LIKE_NAME)
        or price in (levels.SAME_PRICE, levels.PRICE_2)
    )


def is_named(comparison: Comparison) -> bool:
    """Tell whether the paper names this very line, and the product does not say otherwise."""
    return (
        comparison.named in (levels.NAMED, levels.SURELY_NAMED) and comparison.product != levels.OTHER_PRODUCT
    )


def thousandths(bits: int) -> int:
    """Turn a weight into how sure it makes, from 0 to 999; certain is only what a paper names."""
    odds: float = 2.0 ** (-bits / 10)
    return min(999, round(1000 / (1 + odds)))


def reasons_of(comparison: Comparison) -> tuple[str, ...]:
    """Return the levels that say something, the weightiest first, for people."""
    telling = [level for level in comparison[:8] if WEIGHTS[level] > 0 or WEIGHTS[level] < -10]
    telling.sort(key=lambda level: -abs(WEIGHTS[level]))
    together = comparison.together
    return (*telling, together) if _SHARES[together] else tuple(telling)
