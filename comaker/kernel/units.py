"""Units: which UN/ECE Recommendation 20 codes measure the same thing, and how they convert."""

from functools import lru_cache
from math import gcd
from typing import NamedTuple


class Packing(NamedTuple):
    """What one package holds, or how much one piece weighs: 1 `unit` = `quantity` (scaled) `of`."""

    unit: str
    quantity: int
    of: str


# Each row is a dimension: code to how many of its smallest member one such unit is, as numerator and
# denominator. Codes in one row with the same number are the same unit under another name.
_PIECE = {
    **dict.fromkeys(("C62", "H87", "EA", "PCE", "XPP", "NAR", "PCS", "PC", "NPT"), (1, 1)),
    **{
        "PR": (2, 1),
        "NPR": (2, 1),
        "DZN": (12, 1),
        "GRO": (144, 1),
        "CEN": (100, 1),
        "MIL": (1000, 1),
    },
}
_MASS = {
    **{
        "MC": (1, 1_000_000),
        "MGM": (1, 1000),
        "GRM": (1, 1),
        "KGM": (1000, 1),
        "DTN": (100_000, 1),
        "TNE": (1_000_000, 1),
    },
    **{"ONZ": (28_349_523_125, 10**9), "LBR": (45_359_237, 10**5), "STN": (907_184_740_000, 10**6)},
    **{"HGM": (100, 1), "CGM": (1, 100), "DG": (1, 10), "DJ": (10, 1), "KTN": (10**9, 1)},
}
_VOLUME = {
    **{
        "MLT": (1, 1),
        "CLT": (10, 1),
        "DLT": (100, 1),
        "LTR": (1000, 1),
        "A44": (10_000, 1),
        "HLT": (100_000, 1),
    },
    **{
        "MTQ": (1_000_000, 1),
        "DMQ": (1000, 1),
        "CMQ": (1, 1),
        "MMQ": (1, 1000),
        "GLL": (3_785_411_784, 10**6),
    },
    **{
        "GLI": (454_609, 100),
        "PTI": (56_826_125, 10**5),
        "INQ": (16_387_064, 10**6),
        "FTQ": (28_316_846_592, 10**6),
    },
}
_LENGTH = {
    **{
        "MMT": (1, 1),
        "CMT": (10, 1),
        "DMT": (100, 1),
        "MTR": (1000, 1),
        "KMT": (1_000_000, 1),
        "A45": (10_000, 1),
    },
    **{"INH": (254, 10), "FOT": (3048, 10), "YRD": (9144, 10), "SMI": (1_609_344, 1), "LM": (1000, 1)},
}
_AREA = {
    **{"MMK": (1, 100), "CMK": (1, 1), "DMK": (100, 1), "MTK": (10_000, 1), "HAR": (100_000_000, 1)},
    **{"ARE": (1_000_000, 1), "KMK": (10**10, 1), "FTK": (92_903_04, 10_000), "INK": (64_516, 10_000)},
}
_ENERGY = {"JOU": (1, 1), "KJO": (1000, 1), "3B": (10**6, 1), "GV": (10**9, 1), "WHR": (3600, 1)} | {
    "KWH": (3_600_000, 1),
    "MWH": (3_600_000_000, 1),
    "GWH": (3_600_000_000_000, 1),
}
_HOURS = {"SEC": (1, 1), "MIN": (60, 1), "HUR": (3600, 1)}
# A working day is not 24 hours, and a month is not 30 days: these convert among themselves only.
_DAYS = {"DAY": (1, 1), "WEE": (7, 1)}
_MONTHS = {"MON": (1, 1), "QAN": (3, 1), "SAN": (6, 1), "ANN": (12, 1)}

_DIMENSIONS = (_PIECE, _MASS, _VOLUME, _LENGTH, _AREA, _ENERGY, _HOURS, _DAYS, _MONTHS)
_DEPTH_MAX = 4


def is_same(one: str, other: str) -> bool:
    """Tell whether two codes are one unit under two names; an absent code agrees with any."""
    return one == other or not one or not other or factor(one, other) == (1, 1)


@lru_cache(maxsize=4096)
def factor(one: str, other: str, packings: tuple[Packing, ...] = ()) -> tuple[int, int] | None:
    """Return how many `other` one `one` is, as (numerator, denominator); None when they do not convert."""
    return _factor(one, other, packings, _DEPTH_MAX)


def converted(quantity: int, one: str, other: str, packings: tuple[Packing, ...] = ()) -> int | None:
    """Convert a scaled quantity, rounded half away from zero; None when the units do not convert."""
    if one == other or not one or not other:
        return quantity
    ratio = factor(one, other, packings)
    if ratio is None:
        return None
    product = quantity * ratio[0]
    size = (abs(product) * 2 // ratio[1] + 1) // 2
    return -size if product < 0 else size


def _factor(one: str, other: str, packings: tuple[Packing, ...], depth: int) -> tuple[int, int] | None:
    if one == other:
        return 1, 1
    for dimension in _DIMENSIONS:
        if one in dimension and other in dimension:
            (top, bottom), (other_top, other_bottom) = dimension[one], dimension[other]
            return _lowest(top * other_bottom, bottom * other_top)
    if not depth:
        return None
    for packing in packings:
        if packing.quantity <= 0:
            continue
        ways = (
            (packing.unit, packing.of, packing.quantity, 1_000_000),
            (packing.of, packing.unit, 1_000_000, packing.quantity),
        )
        for start, end, top, bottom in ways:
            rest = tuple(each for each in packings if each is not packing)
            first = _factor(one, start, (), 0)
            last = _factor(end, other, rest, depth - 1) if first and bottom else None
            if first and last:
                return _lowest(first[0] * top * last[0], first[1] * bottom * last[1])
    return None


def _lowest(top: int, bottom: int) -> tuple[int, int]:
    divisor = gcd(top, bottom)
    return top // divisor, bottom // divisor
