"""Crossing: which number of the seller and which of the buyer are one product, as their papers have shown.

An order may name a product by the buyer's number alone and the bill by the seller's. Once a reference has
tied two such lines, every later paper between the two is read with both numbers.
"""

from comaker.kernel.product import Product

_FIELDS = ("sellers", "buyers", "standard")


class Crossing:
    """The numbers that two parties have for the same products."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], dict[str, str]] = {}

    def learn(self, one: Product, other: Product) -> None:
        """Remember that two products which share no kind of number are one."""
        numbers = [
            (field, number) for each in (one, other) for field in _FIELDS if (number := getattr(each, field))
        ]
        for field, number in numbers:
            known = self._known.setdefault((field, number), {})
            for kind, told in numbers:
                if kind != field:
                    # Told in two ways it is told in none: some buyer's number may stand for two products.
                    known[kind] = told if known.get(kind, told) == told else ""

    def fill(self, product: Product) -> Product:
        """Return a product with the numbers of other kinds that it is known by."""
        if not self._known:
            return product
        told: dict[str, str] = {}
        for field in _FIELDS:
            number = getattr(product, field)
            if number:
                told |= self._known.get((field, number), {})
        told = {field: number for field, number in told.items() if number and not getattr(product, field)}
        return product._replace(**told) if told else product
