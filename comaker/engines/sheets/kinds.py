"""Kinds: what a file of parties, terms, sites, products, items or stock says, row by row."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from comaker.engines.sheets.cells import Cells, decimal_sign, is_number
from comaker.engines.sheets.door import tables
from comaker.engines.sheets.headings import (
    ITEMS,
    PARTIES,
    PRODUCTS,
    SITES,
    STOCK,
    TERMS,
    Column,
    headings_row,
    places_of,
)
from comaker.engines.sheets.rows import ItemRow, PartyRow, ProductRow, SiteRow, StockRow, TermsRow
from comaker.engines.sheets.units import unit_code
from comaker.engines.sheets.words import Finding, HeadingsMissing, Limits, Read, Table
from comaker.kernel.amounts import MONEY_PLACES, PERCENT_PLACES, QUANTITY_PLACES
from comaker.kernel.identifiers import has_check_digit, identifier, identifiers_meant
from comaker.kernel.party import party_of
from comaker.kernel.product import gtin, reference
from comaker.kernel.settlement import PRESETS
from comaker.kernel.tolerance import Allowance
from comaker.kernel.units import Packing

_INCOTERMS = (
    *("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP"),
    *("DAT", "DAF", "DES", "DEQ", "DDU"),  # of before 2020, and still written
)
_TAXES = {
    **dict.fromkeys(("standard", "standaard", "normaal"), "standard"),
    **dict.fromkeys(("reverse", "verlegd"), "reverse"),
    **dict.fromkeys(("margin", "marge"), "margin"),
    **dict.fromkeys(("exempt", "vrijgesteld"), "exempt"),
}
RowOf = TypeVar("RowOf")


def read_parties(content: bytes, *, limits: Limits | None = None) -> Read[PartyRow]:
    """Read parties: who they are and by which numbers they are known."""
    return _read(content, PARTIES, _party, limits)


def read_terms(content: bytes, *, limits: Limits | None = None) -> Read[TermsRow]:
    """Read the terms of relations, each in one direction."""
    return _read(content, TERMS, _terms, limits)


def read_sites(content: bytes, *, limits: Limits | None = None) -> Read[SiteRow]:
    """Read sites and docks."""
    return _read(content, SITES, _site, limits)


def read_products(content: bytes, *, limits: Limits | None = None) -> Read[ProductRow]:
    """Read products with their numbers and packings."""
    return _read(content, PRODUCTS, _product, limits)


def read_items(content: bytes, *, limits: Limits | None = None) -> Read[ItemRow]:
    """Read items: pieces by serial number and lots, with their holders."""
    return _read(content, ITEMS, _item, limits)


def read_stock(content: bytes, *, limits: Limits | None = None) -> Read[StockRow]:
    """Read counts of stock."""
    return _read(content, STOCK, _stock, limits)


def _read(
    content: bytes, columns: Sequence[Column], read: Callable[[Cells], RowOf], limits: Limits | None
) -> Read[RowOf]:
    table, start = table_of(content, columns, limits or Limits())
    _, cells = table.rows[start]
    found = places_of(cells, columns)
    doubled = [name for name, places in found.items() if len(places) > 1]
    if doubled:
        named = ", ".join(f"“{cells[place]}”" for name in doubled for place in found[name])
        raise HeadingsMissing(f"These headings name the same column: {named}.", hint="Leave one of them out.")
    places = {name: place for name, (place, *_) in found.items()}
    unused = [str(cell) for place, cell in enumerate(cells) if cell and place not in places.values()]
    body = table._replace(rows=table.rows[start + 1 :])
    rows, findings = read_body(body, columns, places, read, width=len(cells))
    return Read(rows, findings, tuple(unused))


def read_body(
    table: Table,
    columns: Sequence[Column],
    places: Mapping[str, int],
    read: Callable[[Cells], RowOf],
    *,
    width: int,
) -> tuple[list[tuple[str, RowOf]], list[Finding]]:
    """Read the rows beneath the headings of a table.

    Args:
        places: where the columns stand; `width` how many cells a row may have.
    """
    sign = decimal_sign(str(cell).strip() for _, row in table.rows for cell in row if is_number(cell))
    by_name = {each.name: each for each in columns}
    rows: list[tuple[str, RowOf]] = []
    findings: list[Finding] = []
    for number, row in table.rows:
        reading = Cells(row, places, by_name, sign)
        value = read(reading)
        if any(cell not in (None, "") for cell in row[width:]):
            reading.complaints.insert(
                0, f"It has more cells than the {width} headings; put quotes about texts."
            )
        place = f"row {number}" + (f" of {table.name}" if table.name else "")
        if reading.complaints:
            findings.append(Finding(place, " ".join(reading.complaints)))
        else:
            rows.append((place, value))
    return rows, findings


def table_of(content: bytes, columns: Sequence[Column], limits: Limits) -> tuple[Table, int]:
    """Return the first table that names the columns needed, and the place of the row that does."""
    for table in tables(content, limits):
        start = headings_row(table.rows, columns)
        if start is not None:
            return table, start
    needed = [each for each in columns if each.is_needed]
    wanted = "; ".join(" or ".join(f"“{name}”" for name in each.headings[:2]) for each in needed)
    some = ", ".join(f"“{name}”" for each in columns for name in each.headings[:1])
    raise HeadingsMissing(
        f"No row names the columns{f' that are needed: {wanted}' if wanted else ''}.",
        hint=f"Give the first row headings such as {some}.",
    )


def _party(cells: Cells) -> PartyRow:
    found = []
    if gln := cells.gs1("gln", "GLN", (13,)):
        found.append(identifier(gln, "gln"))
    if vat := cells.text("vat"):
        if len(identifiers_meant(vat)) and identifiers_meant(vat)[0].startswith("vat:"):
            found.append(identifier(vat, "vat"))
        else:
            cells.complain("vat", "a VAT number begins with the two letters of its country.")
    if kvk := "".join(cells.text("kvk").split()):
        if len(kvk) == 8 and kvk.isdigit():
            found.append(identifier(kvk, "kvk"))
        else:
            cells.complain("kvk", "a KvK number has 8 digits; Excel leaves out a zero in front.")
    for name in ("endpoint", "other"):
        if text := cells.text(name):
            scheme, colon, number = text.partition(":")
            if colon and scheme.strip() and number.strip():
                found.append(identifier(number.strip(), scheme))
            else:
                cells.complain(name, "write the scheme before it, as in 0106:12345678.")
    party = party_of(cells.text("name"), tuple(dict.fromkeys(found)))
    if not party.is_known() and not cells.complaints:
        cells.complain("name", "a party needs a name or a number.")
    return PartyRow(party.name, party.identifiers, cells.flag("is_person"))


def _terms(cells: Cells) -> TermsRow:
    settlement = "_".join(cells.text("settlement").casefold().replace("-", " ").replace("_", " ").split())
    if settlement and settlement not in PRESETS:
        cells.complain("settlement", f"it must be one of {', '.join(PRESETS)}.")
    term = cells.text("delivery_term").upper()[:3]
    if term and term not in _INCOTERMS:
        cells.complain("delivery_term", "it is no Incoterm such as EXW or DAP.")
    tax = cells.text("tax").casefold()
    if tax and tax not in _TAXES:
        cells.complain("tax", "it must be standard, reverse, margin or exempt.")
    amount, days = cells.size("amount", MONEY_PLACES), cells.count("days")
    return TermsRow(
        giver=cells.needed("giver"),
        taker=cells.needed("taker"),
        from_on=cells.day("from_on") or 0,
        settlement=PRESETS.get(settlement),
        quantity=_percent(cells, "quantity_over", "quantity_under"),
        price=_percent(cells, "price_over", "price_under"),
        amount=None if amount is None else Allowance(over=amount, under=amount),
        days=None if days is None else Allowance(over=days),
        expects_ask=cells.flag("expects_ask"),
        expects_answer=cells.flag("expects_answer"),
        expects_send=cells.flag("expects_send"),
        response_days=cells.count("response_days"),
        arrival_days=cells.count("arrival_days"),
        billing_days=cells.count("billing_days"),
        payment_days=cells.count("payment_days"),
        delivery_days=cells.count("delivery_days"),
        delivery_term=term or None,
        tax=_TAXES.get(tax),
    )


def _percent(cells: Cells, over: str, under: str) -> Allowance | None:
    most, least = cells.size(over, PERCENT_PLACES), cells.size(under, PERCENT_PLACES)
    return None if most is None and least is None else Allowance(over_percent=most, under_percent=least)


def _site(cells: Cells) -> SiteRow:
    if cells.text("dock_gln") and not cells.text("dock"):
        cells.complain("dock", "a dock with a GLN needs a name.")
    return SiteRow(
        party=cells.text("party"),
        name=cells.needed("name"),
        gln=cells.gs1("gln", "GLN", (13,)),
        street=cells.text("street"),
        postcode=cells.text("postcode"),
        city=cells.text("city"),
        country=cells.text("country").upper(),
        dock=cells.text("dock"),
        dock_gln=cells.gs1("dock_gln", "GLN", (13,)),
    )


def _product(cells: Cells) -> ProductRow:
    row = ProductRow(
        owner=cells.text("owner"),
        sellers=reference(cells.text("sellers")),
        taker=cells.text("taker"),
        buyers=reference(cells.text("buyers")),
        standard=gtin(cells.gs1("standard", "GTIN", (8, 12, 13, 14))),
        makers=reference(cells.text("makers")),
        name=cells.text("name"),
        unit=_unit(cells, "unit"),
    )
    if row.buyers and not row.taker:
        cells.complain("taker", "the buyer’s number is given, so the buyer must be.")
    if not (row.sellers or row.standard or row.buyers) and not cells.complaints:
        cells.complain("sellers", "a product needs the supplier’s number, a GTIN or the buyer’s number.")
    return row._replace(packing=_packing(cells, row.unit))


def _packing(cells: Cells, base: str) -> Packing | None:
    unit, of = _unit(cells, "packing"), _unit(cells, "packing_of") or base
    quantity = cells.number("per_packing", QUANTITY_PLACES)
    if not unit and quantity is None:
        return None
    if not unit:
        cells.complain("packing", "what holds so much is not said.")
    elif quantity is None or quantity <= 0:
        cells.complain("per_packing", "how much the packing holds must be more than zero.")
    elif not of:
        cells.complain("unit", "the unit of what the packing holds is not said.")
    elif of == unit:
        cells.complain("packing", "it is the same unit as what it holds.")
    else:
        return Packing(unit, quantity, of)
    return None


def _item(cells: Cells) -> ItemRow:
    serial, lot = cells.text("serial"), cells.text("lot")
    if bool(serial) == bool(lot):
        cells.complain("serial", "an item has either a serial number or a lot number.")
    holder, since_on = cells.text("holder"), cells.day("since_on") or 0
    return ItemRow(cells.text("owner"), cells.needed("product"), serial or lot, bool(lot), holder, since_on)


def _stock(cells: Cells) -> StockRow:
    quantity = cells.size("quantity", QUANTITY_PLACES)
    if quantity is None and not cells.complaints:
        cells.complain("quantity", "it is empty, and must be filled in.")
    number = "".join(cells.text("unit_number").split()).removeprefix("(00)")
    number = number[2:] if len(number) == 20 and number.startswith("00") else number
    if len(number) == 18 and number.isdigit() and not has_check_digit(number):
        cells.complain("unit_number", "its check digit is wrong, so it is no SSCC; look for a typing error.")
    return StockRow(
        party=cells.text("party"),
        site=cells.needed("site"),
        place=cells.text("place"),
        unit_number=number,
        owner=cells.text("owner"),
        product=cells.needed("product"),
        quantity=quantity or 0,
        unit=_unit(cells, "unit"),
        counted_on=cells.day("counted_on") or 0,
    )


def _unit(cells: Cells, name: str) -> str:
    text = cells.text(name)
    code = unit_code(text) if text else ""
    if text and not code:
        cells.complain(name, "it is no unit code such as C62 or KGM.")
    return code
