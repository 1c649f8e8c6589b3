"""Catalogues: what a giver sells, under every number that its papers may use for it.

Popular items come first and are drawn most, so that an item alone seldom tells which order is meant.
Several givers sell the same item under the same GTIN and their own numbers.
"""

from enum import IntEnum
from functools import lru_cache
from random import Random
from typing import NamedTuple

from comaker.kernel.amounts import ONE
from comaker.kernel.product import Product
from comaker.kernel.units import Packing


class Naming(IntEnum):
    """Which numbers a paper gives for an item."""

    FULL = 0
    SELLERS = 1
    BUYERS = 2
    STANDARD = 3
    NAME = 4
    SWAPPED = 5  # the GTIN, with its leading zero, where the seller's number belongs
    CODES = 6  # seller's and buyer's numbers without a name


class Ware(NamedTuple):
    """One item of a catalogue.

    Attributes:
        place: where it stands in the catalogue.
        names: the item as papers name it, by `Naming`.
        unit: what it is ordered in; `price` is for one of them.
        pieces: how many pieces its unit holds; 1 unless it is ordered in boxes.
        quantities: what people order of it.
    """

    place: int
    names: tuple[Product, ...]
    unit: str
    price: int
    pieces: int
    quantities: tuple[int, ...]

    @property
    def packings(self) -> tuple[Packing, ...]:
        """Return what one box holds; empty for what is not boxed."""
        return (Packing(self.unit, self.pieces * ONE, "C62"),) if self.pieces > 1 else ()


class Style(NamedTuple):
    """What one catalogue is like."""

    units: tuple[str, ...] = ("C62", "C62", "C62", "C62", "C62", "MTR", "LTR", "KGM")
    nouns: tuple[str, ...] = ()
    dearness: int = 1
    size: int = 10_000


GOODS = Style(
    nouns=("Pump", "Valve", "Hose", "Bearing", "Gasket", "Filter", "Cable", "Bolt", "Nut", "Sensor", "Seal")
)
FOOD = Style(units=("KGM",), nouns=("Cheese", "Ham", "Salmon", "Beef", "Olives", "Butter"))
WORK = Style(
    units=("HUR", "HUR", "DAY", "E48"),
    nouns=("Fitting", "Survey", "Repair", "Cleaning", "Drawing"),
    dearness=4,
)
USED = Style(units=("C62",), nouns=("Phone", "Laptop", "Tablet", "Camera"), dearness=10)
RIDES = Style(units=("E48",), nouns=("Ride", "Express ride", "Pallet ride"), dearness=20, size=4)
INPUTS = Style(units=("C62",), nouns=("Drawing to approve", "Casting", "Sample", "Label file"), size=8)

_SIZES = ("8 mm", "10 mm", "12 mm", "16 mm", "25 mm", "small", "large", "DN40", "DN50", "type A", "type B")
# In cents; the same prices come again and again.
_CENTS = (
    12, 35, 99, 125, 150, 250, 250, 495, 750, 995, 995, 1250, 1995, 2500, 2500, 4995, 9900, 12500, 24900,
)  # fmt: skip
_COUNTS = (
    1, 2, 2, 4, 5, 5, 6, 8, 10, 10, 10, 12, 20, 20, 24, 25, 40, 48, 50, 50, 60, 100, 100, 120, 200, 250, 500,
)  # fmt: skip
_MANY = tuple(count * ONE for count in _COUNTS)
_FEW = tuple(count * ONE for count in (1, 1, 2, 2, 4, 5, 6, 8, 10, 10, 12, 20, 24, 40))
_ONES = (ONE,)
_CENT = 10**6
_BOX_CODES = ("BX", "CT", "XPK")


def catalogue(
    style: Style, *, seed: str, giver: int, taker: int, size: int, boxed: float = 0.0
) -> tuple[Ware, ...]:
    """Return what a giver sells to a taker, the most popular first.

    Args:
        style: what kind of things.
        seed: names the giver, so that its numbers and prices are the same for every taker.
        giver, taker: their numbers, of which their own item numbers are made.
        size: how many items.
        boxed: share of the pieces that are ordered in boxes.
    """
    rng = Random(seed)
    pool = rng.sample(range(size * 2), size)
    return tuple(_ware(rng, place, item, style, giver, taker, boxed) for place, item in enumerate(pool))


def _ware(rng: Random, place: int, item: int, style: Style, giver: int, taker: int, boxed: float) -> Ware:
    noun = style.nouns[item % len(style.nouns)]
    name = f"{noun} {_SIZES[item // len(style.nouns) % len(_SIZES)]} {100 + item}"
    unit = rng.choice(style.units)
    price = rng.choice(_CENTS) * _CENT * style.dearness
    pieces = 1
    quantities = _MANY if price < 3000 * _CENT else _FEW
    if style is RIDES or style is USED:
        quantities = _ONES
    if style is GOODS and unit == "C62" and rng.random() < boxed:
        pieces = rng.choice((6, 10, 12, 24))
        unit, price, quantities = rng.choice(_BOX_CODES), price * pieces, _FEW
    gtin = _gtin(style.nouns[0], item)
    buyers = f"b{taker % 89 + 1}-{7 * item + 1000 * len(style.nouns)}"
    names = _names(f"{giver % 97 + 3:02d}{item:05d}", buyers, gtin, name)
    return Ware(place, names, unit, price, pieces, quantities)


def _names(sellers: str, buyers: str, gtin: str, name: str) -> tuple[Product, ...]:
    return (
        Product(sellers=sellers, buyers=buyers, standard=gtin, name=name),
        Product(sellers=sellers, name=name),
        Product(buyers=buyers, name=name),
        Product(standard=gtin, name=name),
        Product(name=name),
        Product(sellers=f"0{gtin}", name=name.upper()),
        Product(sellers=sellers, buyers=buyers),
    )


@lru_cache(maxsize=4096)
def _gtin(family: str, item: int) -> str:
    digits = f"87{sum(family.encode()) % 9999:04d}{item:06d}"
    odd = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-odd % 10}"
