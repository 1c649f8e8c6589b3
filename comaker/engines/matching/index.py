"""The index over known lines: which of them share a product number, a price or words of the name."""

from array import array
from bisect import bisect_right, insort
from collections.abc import Iterable
from functools import lru_cache

from comaker.engines.matching.facts import LAST_DAY
from comaker.engines.matching.known import KnownLine
from comaker.engines.matching.names import words_of
from comaker.kernel.product import Product

# More lines than this are never compared with one document line; the nearest in time are taken.
BLOCK_MAX = 48
# A list of more lines than this is not looked through, but only the part of it near in time.
LONG = 240
# Prices whose logarithms fall in neighbouring steps of this many parts per doubling are within 2 %.
_STEPS = 34


class Row:
    """Lines in order of asking, with the day and the deal (by identity) of each beside them."""

    __slots__ = ("days", "deals", "lines")

    def __init__(self, lines: list[KnownLine]) -> None:
        self.lines = lines
        self.days = array("q", map(asked_on, lines))
        self.deals = array("Q", [id(known.deal) for known in lines])

    def add(self, known: KnownLine) -> None:
        """Put a line in its place, which mostly is the last."""
        on = asked_on(known)
        place = bisect_right(self.days, on)
        self.lines.insert(place, known)
        self.days.insert(place, on)
        self.deals.insert(place, id(known.deal))

    def near(self, on: int | None, most: int) -> range:
        """Return the places of up to so many: the last ones before a day, else the first ones."""
        end = len(self.days) if on is None else bisect_right(self.days, on)
        return range(max(0, end - most), end) or range(min(most, len(self.days)))


class LongRow(Row):
    """A row of many lines, which are also filed by the quantity asked."""

    __slots__ = ("by_quantity",)

    def __init__(self, lines: list[KnownLine]) -> None:
        super().__init__(lines)
        self.by_quantity: dict[int, Row] = {}
        for known in lines:
            self._file(known)

    def add(self, known: KnownLine) -> None:
        """Put a line in its place, and in its place among those of its quantity."""
        super().add(known)
        self._file(known)

    def _file(self, known: KnownLine) -> None:
        quantity = known.facts.expected(LAST_DAY)
        row = self.by_quantity.get(quantity)
        if row is None:
            row = self.by_quantity[quantity] = Row([])
        row.add(known)


class Posting:
    """The lines that share one key, in order of asking; from some length on as a row."""

    __slots__ = ("lines", "row")

    def __init__(self) -> None:
        self.lines: list[KnownLine] = []
        self.row: LongRow | None = None

    def add(self, known: KnownLine) -> None:
        """File one line."""
        lines = self.lines
        if self.row is not None:
            self.row.add(known)
            return
        if not lines or asked_on(lines[-1]) <= asked_on(known):
            lines.append(known)
        else:
            insort(lines, known, key=asked_on)
        if len(lines) > LONG:
            self.row = LongRow(lines)


class Index:
    """Finds the known lines that have something in common with a document line."""

    def __init__(self, lines: Iterable[KnownLine] = ()) -> None:
        self._numbers: dict[str, Posting] = {}
        # All lines by price and word, and those without any number apart: a line with numbers need
        # only be held against lines with the same number or with none.
        self._prices: tuple[dict[int, Posting], dict[int, Posting]] = ({}, {})
        self._words: tuple[dict[str, Posting], dict[str, Posting]] = ({}, {})
        self._names: dict[frozenset[str], Posting] = {}  # of lines with numbers, which may be of another kind
        for known in lines:
            self.add(known)

    def add(self, known: KnownLine) -> None:
        """File a line under everything that it is called and costs."""
        numbers = self.add_product(known, known.product)
        for other in known.others:
            numbers |= self.add_product(known, other)
        words = words_of(known.product.name)
        if numbers and words:
            self._file(self._names, words, known)
        for is_bare in (False, True) if not numbers else (False,):
            if known.price:
                self._file(self._prices[is_bare], step_of(known.price), known)
            for word in words:
                self._file(self._words[is_bare], word, known)

    def add_product(self, known: KnownLine, product: Product) -> frozenset[str]:
        """File a line under the numbers of a product, and return them."""
        numbers = numbers_of(product)
        for number in numbers:
            self._file(self._numbers, number, known)
        return numbers

    def postings(self, product: Product, price: int | None) -> list[Posting]:
        """Return the lists of lines that share a key with a product at a price, the shortest first."""
        numbers = numbers_of(product)
        found = [self._numbers[number] for number in numbers if number in self._numbers]
        named = self._names.get(words_of(product.name)) if numbers else None
        if named is not None:
            found.append(named)
        prices, words = self._prices[bool(numbers)], self._words[bool(numbers)]
        if price and prices:
            step = step_of(price)
            found += [prices[each] for each in (step - 1, step, step + 1) if each in prices]
        if words:
            found += [words[word] for word in words_of(product.name) if word in words]
        found.sort(key=lambda posting: len(posting.lines))
        return found

    def _file(self, postings: dict, key: str | int | frozenset[str], known: KnownLine) -> None:  # type: ignore[type-arg]
        posting = postings.get(key)
        if posting is None:
            posting = postings[key] = Posting()
        posting.add(known)


@lru_cache(maxsize=65_536)
def numbers_of(product: Product) -> frozenset[str]:
    """Return every number of a product, in the forms in which `product.agree` holds them together."""
    numbers = {product.sellers, product.sellers.lstrip("0"), product.buyers, product.standard, product.makers}
    return frozenset(number for number in numbers if number)


def step_of(price: int) -> int:
    """Return the step of a price; prices within 2 % are in the same step or in neighbouring ones."""
    size = abs(price)
    top = size.bit_length()
    # The fraction above the power of two, in whole steps, without floats: (1 / 0.98) ** 34 is nearly 2.
    mantissa = (size << 20) >> (top - 1) if top else 0
    return (top * _STEPS + bisect_right(_EDGES, mantissa)) * (1 if price > 0 else -1)


_EDGES = [round(2 ** (20 + step / _STEPS)) for step in range(1, _STEPS)]


def asked_on(known: KnownLine) -> int:
    """Return the day on which a line was asked first."""
    return known.facts.asked_on
