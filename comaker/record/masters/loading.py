"""Loading: a file of master data into the record, in one transaction; the same file twice changes nothing."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from comaker.engines import sheets
from comaker.engines.sheets import Finding, Read, StockRow
from comaker.kernel.refusal import Refusal
from comaker.record.masters.items import Items
from comaker.record.masters.parties import Parties
from comaker.record.masters.products import Products
from comaker.record.masters.sites import SitesOfParties
from comaker.record.masters.stock import Stock
from comaker.record.masters.terms import TermsOfRelations
from comaker.record.masters.words import Desk, Loaded, Outcome
from comaker.record.post import sit
from comaker.record.posting.sitting import Sitting


class Kind(StrEnum):
    """What a file is of."""

    PARTIES = "parties"
    TERMS = "terms"
    SITES = "sites"
    PRODUCTS = "products"
    ITEMS = "items"
    STOCK = "stock"


class Way(NamedTuple):
    """How a kind of file is read and taken.

    Attributes:
        of: the column that the party of the whole file stands in for; empty where there is none.
    """

    read: Callable[[bytes], Read[Any]]
    desk: Callable[[Sitting, Sequence[Any]], Desk[Any]]
    of: str = ""


_WAYS = {
    Kind.PARTIES: Way(sheets.read_parties, Parties),
    Kind.TERMS: Way(sheets.read_terms, TermsOfRelations),
    Kind.SITES: Way(sheets.read_sites, SitesOfParties, "party"),
    Kind.PRODUCTS: Way(sheets.read_products, Products, "owner"),
    Kind.ITEMS: Way(sheets.read_items, Items, "owner"),
    Kind.STOCK: Way(sheets.read_stock, Stock, "party"),
}


def load(*, kind: Kind, content: bytes, now: datetime, today: int = 0, of: str = "") -> Loaded:
    """Load a file of master data.

    Args:
        content: the bytes of a CSV or Excel file.
        now: when it is recorded, with a time zone.
        today: the day of counts that tell none.
        of: the party whose products, sites, items or stock these are, where the file itself does not say.

    Raises:
        UnusableSheet: it is no table, too large, or lacks the columns that are needed.
    """
    way = _WAYS[kind]
    read = way.read(content)
    rows = [(place, _on(_of(row, way.of, of), today)) for place, row in read.rows]
    return sit(lambda sitting: _take(sitting, way, rows, read), now=now)


def _of(row: Any, column: str, of: str) -> Any:
    return row._replace(**{column: of}) if column and of and not getattr(row, column) else row


def _on(row: Any, today: int) -> Any:
    return row._replace(counted_on=today) if isinstance(row, StockRow) and not row.counted_on else row


def _take(sitting: Sitting, way: Way, rows: Sequence[tuple[str, Any]], read: Read[Any]) -> Loaded:
    desk = way.desk(sitting, [row for _, row in rows])
    counts: Counter[Outcome] = Counter()
    refused = list(read.findings)
    for place, row in rows:
        try:
            counts[desk.take(row)] += 1
        except Refusal as refusal:
            refused.append(Finding(place, " ".join(filter(None, (refusal.message, refusal.hint)))))
    relations = desk.save()
    restated = sitting.again(relations) if relations else []
    return Loaded(
        counts[Outcome.ADDED],
        counts[Outcome.CHANGED],
        counts[Outcome.SAME],
        tuple(sorted(refused, key=_place)),
        len(restated),
        read.unused,
    )


def _place(finding: Finding) -> int:
    return int(finding.place.split()[1])
