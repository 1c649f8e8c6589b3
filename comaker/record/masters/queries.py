"""Queries: what is known of items and stock."""

from typing import NamedTuple

from comaker.record.transaction import reading

_LIFE = """
SELECT coalesce(party.merged_into_id, party.id), stands.name, holding.since_on
FROM record_item item
JOIN record_holding holding ON holding.item_id = item.id
JOIN record_party party ON party.id = holding.holder_id
JOIN record_party stands ON stands.id = coalesce(party.merged_into_id, party.id)
WHERE item.id = ? ORDER BY holding.since_on, holding.id
"""
_ITEMS = "SELECT id FROM record_item WHERE number = ? ORDER BY id"
# A handling unit stands in one place: its newest count goes before those elsewhere.
_STOCK = """
SELECT site_id, place, unit_number, product_id, quantity, unit, counted_on FROM (
    SELECT count.site_id, count.place, count.unit_number,
        coalesce(product.merged_into_id, product.id) AS product_id, count.quantity, count.unit,
        count.counted_on,
        row_number() OVER (
            PARTITION BY coalesce(product.merged_into_id, product.id), count.unit_number,
                CASE WHEN count.unit_number = '' THEN count.site_id ELSE 0 END,
                CASE WHEN count.unit_number = '' THEN count.place ELSE '' END
            ORDER BY count.counted_on DESC, count.id DESC
        ) AS age
    FROM record_count count JOIN record_product product ON product.id = count.product_id
    WHERE count.counted_on <= ?
) newest
WHERE age = 1 AND quantity > 0 AND site_id = ? ORDER BY place, unit_number, product_id
"""


class Held(NamedTuple):
    """Who holds an item since a day; 0 where nobody says."""

    party: int
    name: str
    since_on: int


class InStock(NamedTuple):
    """What lies at a place of a site, or in a handling unit there, by its newest count."""

    site: int
    place: str
    unit_number: str
    product: int
    quantity: int
    unit: str
    counted_on: int


def items_numbered(number: str) -> list[int]:
    """Return the items that bear a serial or lot number."""
    return [row[0] for row in reading().select(_ITEMS, number)]


def life_of(item: int) -> list[Held]:
    """Return who has held an item, the first one first; of one day the last word counts."""
    by_day = {row[2]: Held(*row) for row in reading().select(_LIFE, item)}
    return [by_day[day] for day in sorted(by_day)]


def stock_of(site: int, *, on: int) -> list[InStock]:
    """Return what lies at a site as counted up to a day."""
    return [InStock(*row) for row in reading().select(_STOCK, on, site)]
