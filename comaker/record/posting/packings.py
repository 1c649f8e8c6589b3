"""Packings: what the packages hold of the products that some documents name."""

from collections.abc import Iterable, Sequence

from comaker.kernel.document import Document
from comaker.kernel.names import folded
from comaker.kernel.product import Product, numbers_of
from comaker.kernel.units import Packing
from comaker.record.posting.words import NOBODY_ID, Kept, Parties
from comaker.record.store import Store

Packings = dict[tuple[str, str], tuple[Packing, ...]]

# Nearly all parties have told nothing of packages; then this is all that is asked.
_PACKERS = "SELECT id FROM record_party WHERE id IN :ints AND has_packings"
# What was merged into a party is known under its old number too.
_MEMBERS = """
SELECT giver.id, member.id FROM record_party giver
JOIN record_party member ON member.id = coalesce(giver.merged_into_id, giver.id) WHERE giver.id IN :ints
UNION SELECT giver.id, member.id FROM record_party giver
JOIN record_party member ON member.merged_into_id = coalesce(giver.merged_into_id, giver.id)
WHERE giver.id IN :ints
"""
# What a number's own product holds goes before what a product holds that was merged with it. SQLite joins in
# this order.
_HOLD = """
WITH named AS MATERIALIZED (
    SELECT number.owner_id, number.text, number.kind, product.id, product.merged_into_id
    FROM record_number number JOIN record_product product ON product.id = number.product_id
    WHERE number.owner_id IN :ints AND number.text IN :texts AND number.party_id IN :ints
)
SELECT 0, named.owner_id, named.text, named.kind, named.id, packing.unit, packing.quantity, packing.of
FROM named CROSS JOIN record_packing packing WHERE packing.product_id = named.id
UNION ALL
SELECT 1, named.owner_id, named.text, named.kind, named.id, packing.unit, packing.quantity, packing.of
FROM named CROSS JOIN record_packing packing WHERE packing.product_id = named.merged_into_id
UNION ALL
SELECT 2, named.owner_id, named.text, named.kind, named.id, packing.unit, packing.quantity, packing.of
FROM named CROSS JOIN record_product twin CROSS JOIN record_packing packing
WHERE twin.merged_into_id = coalesce(named.merged_into_id, named.id) AND NOT twin.id = named.id
    AND packing.product_id = twin.id
"""


def load_packings(store: Store, kept: Sequence[Kept], parties: Parties) -> Packings:
    """Return the packings of all products that some documents name, as matching asks for them."""
    givers = {each.sides.giver for each in kept} - {NOBODY_ID}
    packers = {row[0] for row in store.select(_PACKERS, givers)} if givers else set()
    if not packers:
        return {}
    takers = parties.members(each.sides.taker for each in kept) | {NOBODY_ID}
    products = _products(each.document for each in kept if each.sides.giver in packers)
    texts = {number for product in products for number in numbers_of(product)}
    names: dict[str, set[str]] = {}
    for product in products:
        if product.name and not numbers_of(product):
            names.setdefault(folded(product.name), set()).add(product.name)
    givers_of: dict[int, set[int]] = {}
    for giver, member in store.select(_MEMBERS, packers, packers):
        givers_of.setdefault(member, set()).add(giver)
    rows = store.select(_HOLD, [*givers_of], texts | names.keys(), takers)
    found: dict[tuple[int, str], dict[int, dict[str, Packing]]] = {}
    for _, member, text, kind, product, unit, quantity, of in sorted(rows):
        for written in names.get(text, ()) if kind == "name" else (text,):
            for giver in givers_of[member]:
                by_unit = found.setdefault((giver, written), {}).setdefault(product, {})
                by_unit.setdefault(unit, Packing(unit, quantity, of))
    known: Packings = {}
    for (giver, text), by_product in found.items():
        only = _only(by_product)
        if only is not None:
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
