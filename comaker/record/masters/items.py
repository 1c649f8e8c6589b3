"""Items from a file: pieces by serial number and lots, and who holds them since when."""

from collections.abc import Sequence

from comaker.engines.sheets import ItemRow
from comaker.record.masters.directory import Catalogue, Directory
from comaker.record.masters.words import Outcome
from comaker.record.posting.sitting import Sitting
from comaker.record.store import new_keys, table

_ITEM = table("item", "id bigint, product_id bigint, number text, is_lot boolean")
_HOLDING = table("holding", "item_id bigint, holder_id bigint, since_on integer, recorded_at bigint")
_ITEMS = """
SELECT item.id, coalesce(product.merged_into_id, product.id), item.number, item.is_lot
FROM record_item item JOIN record_product product ON product.id = item.product_id
WHERE item.number IN :texts ORDER BY item.id DESC
"""
_HOLDINGS = """
SELECT holding.item_id, holding.since_on, coalesce(party.merged_into_id, party.id)
FROM record_holding holding JOIN record_party party ON party.id = holding.holder_id
WHERE holding.item_id IN :ints ORDER BY holding.id
"""


class Items:
    """The desk for items."""

    def __init__(self, sitting: Sitting, rows: Sequence[ItemRow]) -> None:
        self._sitting = sitting
        store = sitting.store
        self._directory = Directory(store, {text for row in rows for text in (row.owner, row.holder)})
        self._catalogue = Catalogue(store, {row.product for row in rows})
        found = store.select(_ITEMS, sorted({row.number for row in rows}))
        self._ids = {(product, bool(is_lot), number): item for item, product, number, is_lot in found}
        # Of one day the last row counts.
        self._held: dict[tuple[int, int], int] = {
            (item, since_on): holder
            for item, since_on, holder in store.select(_HOLDINGS, [row[0] for row in found])
        }
        self._keys = new_keys(store, "item", len(rows))
        self._fresh: dict[int, tuple[int, str, bool]] = {}
        self._rows: list[tuple[int, int, int, int]] = []

    def take(self, row: ItemRow) -> Outcome:
        """Take one row."""
        owner = self._directory.party(row.owner, "supplier") if row.owner else None
        product = self._catalogue.product(row.product, owner)
        holder = self._directory.party(row.holder, "holder") if row.holder else None
        key = (product, row.is_lot, row.number)
        item = self._ids.get(key)
        is_new = item is None
        if item is None:
            item = self._ids[key] = next(self._keys)
            self._fresh[item] = (product, row.number, row.is_lot)
        is_held = holder is not None and self._held.get((item, row.since_on)) != holder
        if holder is not None and is_held:
            self._held[item, row.since_on] = holder
            self._rows.append((item, holder, row.since_on, self._sitting.now))
        if is_new:
            return Outcome.ADDED
        return Outcome.CHANGED if is_held else Outcome.SAME

    def save(self) -> set[int]:
        """Write everything."""
        store = self._sitting.store
        store.insert(_ITEM, [(item, *told) for item, told in self._fresh.items()])
        store.insert(_HOLDING, self._rows)
        return set()
