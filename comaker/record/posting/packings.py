"""Packings: what the packages hold of the products that some documents name."""

from collections.abc import Iterable, Sequence

from comaker.kernel.document import Document
from comaker.kernel.product import Product, numbers_of
from comaker.kernel.units import Packing
from comaker.record.posting.outcome import folded
from comaker.record.posting.words import NOBODY_ID, Kept, Parties
from comaker.record.store import Store

Packings = dict[tuple[str, str], tuple[Packing, ...]]

# A party is known under those numbers too that were merged into it, and so is a product. What a number's own
# product holds goes before what its other name holds.
_OF_NUMBERS = """
SELECT giver.id, number.text, number.kind, number.product_id, packing.unit, packing.quantity, packing.of
FROM record_party giver
JOIN record_party alias ON alias.id = coalesce(giver.merged_into_id, giver.id)
    OR alias.merged_into_id = coalesce(giver.merged_into_id, giver.id)
JOIN record_number number ON number.owner_id = alias.id AND number.text IN :texts
JOIN record_product product ON product.id = number.product_id
JOIN record_product twin ON twin.id = coalesce(product.merged_into_id, product.id)
    OR twin.merged_into_id = coalesce(product.merged_into_id, product.id)
JOIN record_packing packing ON packing.product_id = twin.id
WHERE giver.id IN :ints AND number.party_id IN :ints
ORDER BY packing.product_id <> number.product_id, packing.product_id, packing.unit
"""


def load_packings(store: Store, kept: Sequence[Kept], parties: Parties) -> Packings:
    """Return the packings of all products that some documents name, as matching asks for them."""
    givers = {each.sides.giver for each in kept} - {NOBODY_ID}
    takers = {each.sides.taker for each in kept} | {NOBODY_ID}
    products = _products(each.document for each in kept)
    texts = {number for product in products for number in numbers_of(product)}
    names: dict[str, set[str]] = {}
    for product in products:
        if product.name:
            names.setdefault(folded(product.name), set()).add(product.name)
    rows = store.select(_OF_NUMBERS, texts | names.keys(), givers, takers) if givers else []
    found: dict[tuple[int, str], dict[int, dict[str, Packing]]] = {}
    for giver, text, kind, product, unit, quantity, of in rows:
        for written in names.get(text, ()) if kind == "name" else (text,):
            by_unit = found.setdefault((giver, written), {}).setdefault(product, {})
            by_unit.setdefault(unit, Packing(unit, quantity, of))
    known: Packings = {}
    for (giver, text), by_product in found.items():
        only = _only(by_product)
        if only is not None and giver in parties:
            known[parties[giver].key, text] = _with_other_codes(only)
    return known


def _products(documents: Iterable[Document]) -> set[Product]:
    return {line.product for document in documents for line in document.lines}


def _only(by_product: dict[int, dict[str, Packing]]) -> dict[str, Packing] | None:
    """Return the packings of a number, unless two products have it and hold differently."""
    first, *others = by_product.values()
    return first if all(other == first for other in others) else None


def _with_other_codes(by_unit: dict[str, Packing]) -> tuple[Packing, ...]:
    """Return packings under both codes of a package: Recommendation 21 has BX for what Peppol calls XBX."""
    found = dict(by_unit)
    for unit, packing in by_unit.items():
        other = unit[1:] if len(unit) == 3 and unit[0] == "X" else f"X{unit}" if len(unit) == 2 else ""
        if other and other != packing.of:
            found.setdefault(other, packing._replace(unit=other))
    return tuple(found.values())
