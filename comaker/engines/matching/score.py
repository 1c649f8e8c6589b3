"""Score: what the levels of a comparison weigh together.

The weights follow Fellegi and Sunter (1969): each level weighs the logarithm, base 2 and in tenths, of
how much more often it occurs between lines that belong together than between lines that do not. They
were set by reasoning from what the papers of a trade look like and then held against the generated
worlds (`docs/decisions/0004-ties.md`); they are not learned from anybody's data.
"""

from comaker.engines.matching import compare as levels
from comaker.engines.matching.compare import Comparison

WEIGHTS: dict[str, int] = {
    # One relation trades in hundreds of products, so an equal number is worth some 8 bits.
    levels.SAME_PRODUCT: 80,
    levels.CALLED_SO: 70,
    levels.NO_NUMBERS: 0,
    levels.OTHER_PRODUCT: -90,
    levels.SAME_NAME: 55,
    levels.LIKE_NAME: 35,
    levels.SOME_NAME: 5,
    levels.NO_NAME: 0,
    levels.OTHER_NAME: -40,
    levels.SAME_PRICE: 45,
    levels.PRICE_2: 30,
    levels.PRICE_10: 5,
    levels.PRICE_FAR: -35,
    levels.NO_PRICE: 0,
    levels.FITS: 40,
    levels.AS_ASKED: 25,
    levels.WITHIN: 5,
    levels.OVER: -15,
    levels.SPENT: -40,
    levels.NO_QUANTITY: 0,
    levels.SAME_UNIT: 5,
    levels.CONVERTS: 0,
    levels.OTHER_UNIT: -30,
    levels.NEAR: 15,
    levels.FAIR: 0,
    levels.LATE: -20,
    levels.BEFORE: -50,
    levels.NO_DAYS: 0,
}
_SURE_PRODUCT = (levels.SAME_PRODUCT, levels.CALLED_SO)


def weight(comparison: Comparison) -> int:
    """Return the weight of a comparison in tenths of a bit; above zero speaks for belonging together."""
    total = 0
    for level in comparison:
        total += WEIGHTS[level]
    # Where the number agrees the name says nothing new, and a different name nothing against it.
    if comparison.product in _SURE_PRODUCT:
        total -= WEIGHTS[comparison.name]
    return total


def thousandths(bits: int) -> int:
    """Turn a weight into how sure it makes, from 0 to 1000."""
    odds: float = 2.0 ** (-bits / 10)
    return round(1000 / (1 + odds))


def reasons_of(comparison: Comparison) -> tuple[str, ...]:
    """Return the levels that say something, the weightiest first, for people."""
    telling = [level for level in comparison if WEIGHTS[level] > 0 or WEIGHTS[level] < -10]
    if comparison.product in _SURE_PRODUCT and comparison.name in telling:
        telling.remove(comparison.name)
    return tuple(sorted(telling, key=lambda level: -abs(WEIGHTS[level])))
