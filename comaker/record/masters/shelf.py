"""The shelf: products by both sides' numbers and what their packages hold, looked up and written in sets."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from comaker.kernel.units import Packing
from comaker.record.posting.words import NOBODY_ID
from comaker.record.store import Store, new_keys, table

_PRODUCT = table("product", "id bigint, owner_id bigint, name text, unit text")
_PRODUCT_AGAIN = table("product", "id bigint, name text, unit text")
_NUMBER = table("number", "product_id bigint, owner_id bigint, kind text, party_id bigint, text text")
_PACKING = table(
    "packing",
    "product_id bigint, unit text, quantity bigint, of text",
    "(product_id, unit) DO UPDATE SET quantity = excluded.quantity, of = excluded.of",
)
_KNOWN = """
SELECT coalesce(owner.merged_into_id, owner.id), number.kind, coalesce(party.merged_into_id, party.id),
    number.text, coalesce(product.merged_into_id, product.id)
FROM record_number number
JOIN record_product product ON product.id = number.product_id
JOIN record_party owner ON owner.id = number.owner_id
JOIN record_party party ON party.id = number.party_id
WHERE number.text IN :texts
"""
_ARE = "SELECT id, name, unit FROM record_product WHERE id IN :ints"
_HOLD = "SELECT product_id, unit, quantity, of FROM record_packing WHERE product_id IN :ints"
_NAMED = """
SELECT text FROM record_number WHERE product_id IN (
    SELECT id FROM record_product WHERE id IN :ints
    UNION SELECT id FROM record_product WHERE merged_into_id IN :ints
)
"""
_OWNERS = """
SELECT alias.id FROM record_party owner JOIN record_party alias
ON alias.id = coalesce(owner.merged_into_id, owner.id)
    OR alias.merged_into_id = coalesce(owner.merged_into_id, owner.id)
WHERE owner.id IN (SELECT owner_id FROM record_product WHERE id IN :ints)
"""
_PACKERS = """
UPDATE record_party SET has_packings = TRUE WHERE NOT has_packings AND coalesce(merged_into_id, id) IN (
    SELECT coalesce(owner.merged_into_id, owner.id) FROM record_party owner
    JOIN record_product product ON product.owner_id = owner.id WHERE product.id IN :ints
)
"""
_RELATIONS = """
SELECT id FROM record_relation WHERE one_id IN :ints
UNION SELECT id FROM record_relation WHERE other_id IN :ints
"""
_LOCK = "SELECT id FROM record_relation WHERE id IN :ints ORDER BY id FOR UPDATE"
_CONCERNED = """
SELECT DISTINCT line.relation_id FROM record_line line
WHERE line.relation_id IN :ints
    AND line.giver IN :ints AND line.key <> ''
    AND (line.sellers IN :texts OR line.buyers IN :texts OR line.standard IN :texts OR line.name IN :texts)
"""
# One at a time may add products on PostgreSQL, so that two at once do not each add the same one.
_ADDING = "SELECT pg_advisory_xact_lock(7266554)"


class Filed(NamedTuple):
    """A number as it is filed."""

    owner: int
    kind: str
    party: int
    text: str


class Shelf:
    """Products that are known by some texts, and those that come new; written at once.

    Args:
        texts: every number and folded name that will be looked up or filed.
        most: how many new products there may be.
    """

    def __init__(self, store: Store, texts: Iterable[str], most: int) -> None:
        self._store = store
        if store.is_postgres:
            store.select(_ADDING)
        self._filed: dict[Filed, int] = {}
        # Makers' numbers and names tell no product from another.
        self._beside: set[tuple[int, Filed]] = set()
        for *filed, product in store.select(_KNOWN, sorted(texts)):
            self._file(Filed(*filed), product)
        known = sorted({*self._filed.values(), *(product for product, _ in self._beside)})
        self._is: dict[int, tuple[str, str]] = {
            number: (name, unit) for number, name, unit in store.select(_ARE, known)
        }
        self._holds = {(row[0], row[1]): Packing(*row[1:]) for row in store.select(_HOLD, known)}
        self._keys: Iterator[int] = new_keys(store, "product", most)
        self._fresh: dict[int, int] = {}
        self._changed: set[int] = set()
        self._numbers: list[tuple[int, Filed]] = []
        self._packed: dict[tuple[int, str], Packing] = {}

    def find(self, numbers: Iterable[Filed]) -> set[int]:
        """Return the products that bear some numbers."""
        return {self._filed[number] for number in numbers if number in self._filed}

    def add(self, owner: int, name: str, unit: str) -> int:
        """Add a product; return its number."""
        product = next(self._keys)
        self._fresh[product] = owner
        self._is[product] = (name, unit)
        return product

    def number(self, product: int, numbers: Iterable[Filed]) -> bool:
        """File a product under numbers; tell whether any is new."""
        new = [each for each in numbers if each not in self._filed and (product, each) not in self._beside]
        for each in new:
            self._file(each, product)
            self._numbers.append((product, each))
        return bool(new)

    def name_of(self, product: int) -> str:
        """Return the name of a product; empty when it has none."""
        return self._is[product][0]

    def call(self, product: int, name: str, unit: str) -> bool:
        """Give a product a name and base unit, where they are told; tell whether they are others."""
        was = self._is[product]
        told = (name or was[0], unit or was[1])
        if told == was:
            return False
        self._is[product] = told
        self._changed.add(product)
        return True

    def pack(self, product: int, packing: Packing) -> bool:
        """Say what a package holds; tell whether that is new."""
        key = (product, packing.unit)
        if self._holds.get(key) == packing:
            return False
        self._holds[key] = self._packed[key] = packing
        return True

    def save(self) -> set[int]:
        """Write everything; return the relations in which packages count otherwise now."""
        store = self._store
        store.insert(_PRODUCT, [(number, owner, *self._is[number]) for number, owner in self._fresh.items()])
        changed = sorted(self._changed - self._fresh.keys())
        store.update(_PRODUCT_AGAIN, [(number, *self._is[number]) for number in changed])
        store.insert(_NUMBER, [(product, *filed) for product, filed in self._numbers])
        store.insert(_PACKING, [(product, *packing) for (product, _), packing in self._packed.items()])
        # A number that comes new brings the packings of its product to lines that had none.
        holding = {product for product, _ in self._holds}
        numbered = {product for product, _ in self._numbers}
        packed = {product for product, _ in self._packed}
        if packed:
            store.execute(_PACKERS, packed)
        return concerned(store, packed | numbered & holding)

    def _file(self, filed: Filed, product: int) -> None:
        if filed.kind in ("makers", "name"):
            self._beside.add((product, filed))
        else:
            self._filed[filed] = product


def filed_as(owner: int, taker: int, sellers: str, buyers: str, standard: str) -> list[Filed]:
    """Return by which numbers a product is told from others."""
    told = (
        ("sellers", NOBODY_ID, sellers),
        ("standard", NOBODY_ID, standard),
        ("buyers", taker, buyers if taker else ""),
    )
    return [Filed(owner, kind, party, text) for kind, party, text in told if text]


def concerned(store: Store, products: set[int]) -> set[int]:
    """Return the relations that have lines of some products."""
    if not products:
        return set()
    owners = [row[0] for row in store.select(_OWNERS, products)]
    texts = sorted({row[0] for row in store.select(_NAMED, products, products)})
    relations = sorted({row[0] for row in store.select(_RELATIONS, owners, owners)})
    if store.is_postgres:
        # Whoever posts now has read the packings of before; what he writes is waited for.
        store.select(_LOCK, relations)
    rows = store.select(_CONCERNED, relations, owners, texts, texts, texts, texts)
    return {row[0] for row in rows}
