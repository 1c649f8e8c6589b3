"""Stock from a file: each count is added, and the newest counts."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.engines.sheets import StockRow
from comaker.record.masters.directory import Catalogue, Directory, Sites
from comaker.record.masters.words import Outcome
from comaker.record.posting.sitting import Sitting
from comaker.record.store import table

_COUNT = table(
    "count",
    "site_id bigint, place text, unit_number text, product_id bigint, quantity bigint, unit text, "
    "counted_on integer, recorded_at bigint",
)
_COUNTS = """
SELECT count.site_id, count.place, count.unit_number, coalesce(product.merged_into_id, product.id),
    count.counted_on, count.quantity, count.unit
FROM record_count count JOIN record_product product ON product.id = count.product_id
WHERE count.site_id IN :ints AND count.counted_on IN :ints ORDER BY count.id
"""


class Where(NamedTuple):
    """What a count is of, and the day on which it was."""

    site: int
    place: str
    unit_number: str
    product: int
    counted_on: int


class Stock:
    """The desk for stock."""

    def __init__(self, sitting: Sitting, rows: Sequence[StockRow]) -> None:
        self._sitting = sitting
        store = sitting.store
        self._directory = Directory(store, {text for row in rows for text in (row.party, row.owner)})
        self._catalogue = Catalogue(store, {row.product for row in rows})
        self._sites = Sites(store)
        days = {row.counted_on for row in rows}
        self._counted: dict[Where, tuple[int, str]] = {}
        for *where, quantity, unit in store.select(_COUNTS, self._sites.numbers(), days):
            self._counted[Where(*where)] = (quantity, unit)
        self._rows: list[tuple[object, ...]] = []

    def take(self, row: StockRow) -> Outcome:
        """Take one row."""
        party = self._directory.party(row.party, "party") if row.party else None
        site = self._sites.site(row.site, party)
        owner = self._directory.party(row.owner, "supplier") if row.owner else None
        product = self._catalogue.product(row.product, owner)
        where = Where(site, row.place, row.unit_number, product, row.counted_on)
        told = (row.quantity, row.unit)
        was = self._counted.get(where)
        if was == told:
            return Outcome.SAME
        self._counted[where] = told
        self._rows.append((*where[:-1], *told, row.counted_on, self._sitting.now))
        return Outcome.ADDED if was is None else Outcome.CHANGED

    def save(self) -> set[int]:
        """Write everything."""
        self._sitting.store.insert(_COUNT, self._rows)
        return set()
