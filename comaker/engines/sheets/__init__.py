"""Sheets: parties, terms, sites, products, items, stock and lines of orders, from CSV or Excel to rows.

Pure: bytes in, rows and findings out. A file that is no table is a `Refusal`; a row that cannot be used is a
`Finding` with its place and a sentence. CSV comes in UTF-8, UTF-16 or Windows-1252, with commas, semicolons,
tabs or bars between its columns and with points or commas before its decimals; which, is found out.
"""

from comaker.engines.sheets.asks import read_asks
from comaker.engines.sheets.kinds import (
    read_items,
    read_parties,
    read_products,
    read_sites,
    read_stock,
    read_terms,
)
from comaker.engines.sheets.rows import AskRow, ItemRow, PartyRow, ProductRow, SiteRow, StockRow, TermsRow
from comaker.engines.sheets.words import (
    Finding,
    HeadingsMissing,
    Limits,
    NoSheet,
    Read,
    SheetTooLarge,
    UnusableSheet,
)

__all__ = [
    "AskRow",
    "Finding",
    "HeadingsMissing",
    "ItemRow",
    "Limits",
    "NoSheet",
    "PartyRow",
    "ProductRow",
    "Read",
    "SheetTooLarge",
    "SiteRow",
    "StockRow",
    "TermsRow",
    "UnusableSheet",
    "read_asks",
    "read_items",
    "read_parties",
    "read_products",
    "read_sites",
    "read_stock",
    "read_terms",
]
