"""Headings: by which names a column is known, in English and Dutch.

Capitals, spaces and signs in a heading do not matter: “Artikelnr. leverancier” is “artikelnrleverancier”.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Column(NamedTuple):
    """A column of a kind of file.

    Attributes:
        name: by which the reader asks for it.
        headings: that are accepted, the one to show first.
        is_needed: no row of the file can be used without it.
    """

    name: str
    headings: tuple[str, ...]
    is_needed: bool = False

    @property
    def shown(self) -> str:
        """Return what the column is called in a sentence."""
        return self.headings[0]


def column(name: str, headings: str, *, needed: bool = False) -> Column:
    """Describe a column; headings have commas between them."""
    return Column(name, tuple(heading.strip() for heading in headings.split(",")), needed)


_SUPPLIER = (
    "supplier, leverancier, seller, verkoper, giver, gever, owner, eigenaar, supplier gln, gln leverancier"
)
_PRODUCT = (
    "product, article number, artikelnummer, artikelnr, product number, productnummer, item number, sku, "
    "supplier number, artikelnummer leverancier, gtin, ean, ean code"
)
_UNIT = "unit, eenheid, uom, unit of measure"

PARTIES = (
    column("name", "name, naam, party, partij, organisation, organisatie, bedrijf, bedrijfsnaam, company"),
    column("gln", "gln, gln code, gln number, gln nummer, ean adrescode, global location number"),
    column(
        "vat", "vat, vat number, vat id, vat no, btw, btw nummer, btw nr, btw id, btw identificatienummer"
    ),
    column(
        "kvk",
        "kvk, kvk number, kvk nummer, kvk nr, kvk no, coc, coc number, coc no, chamber of commerce, "
        "chamber of commerce number, kamer van koophandel, handelsregister, handelsregisternummer",
    ),
    column("endpoint", "endpoint, electronic address, elektronisch adres, peppol, peppol id"),
    column("other", "identifier, other number, ander nummer, identificatie"),
    column("is_person", "person, persoon, is person, natuurlijk persoon, particulier"),
)
TERMS = (
    column("giver", _SUPPLIER, needed=True),
    column(
        "taker", "buyer, koper, customer, klant, taker, nemer, afnemer, buyer gln, gln klant", needed=True
    ),
    column("from_on", "from, vanaf, valid from, geldig vanaf, ingangsdatum, start date"),
    column("settlement", "settlement, afwikkeling, settlement preset"),
    column("quantity_over", "quantity over %, hoeveelheid meer %, over delivery %, overlevering %"),
    column("quantity_under", "quantity under %, hoeveelheid minder %, under delivery %, onderlevering %"),
    column("price_over", "price over %, prijs hoger %, price tolerance %, prijstolerantie %"),
    column("price_under", "price under %, prijs lager %"),
    column("amount", "amount tolerance, bedrag tolerantie, tolerantie bedrag"),
    column("days", "days late, dagen te laat, days tolerance, tolerantie dagen"),
    column("expects_ask", "order expected, order verwacht, expects order"),
    column("expects_answer", "response expected, bevestiging verwacht, expects response"),
    column("expects_send", "despatch advice expected, pakbon verwacht, expects despatch advice"),
    column("response_days", "response days, reactiedagen, reactietermijn"),
    column("arrival_days", "arrival days, reisdagen, transport days, transporttijd"),
    column("billing_days", "billing days, factureringsdagen, facturatietermijn"),
    column("payment_days", "payment days, betaaldagen, betalingstermijn, betaaltermijn"),
    column("delivery_days", "delivery days, leverdagen, levertijd, levertijd in dagen, lead time"),
    column("delivery_term", "delivery term, incoterm, leveringsvoorwaarde, leveringsconditie"),
    column("tax", "tax, btw behandeling, tax treatment"),
)
SITES = (
    column("party", "party, partij, organisation, organisatie, bedrijf, company, customer, klant"),
    column("name", "site, locatie, vestiging, location, site name, naam locatie", needed=True),
    column("gln", "gln, gln locatie, location gln, site gln, gln code"),
    column("street", "street, straat, address, adres"),
    column("postcode", "postcode, postal code, zip"),
    column("city", "city, plaats, woonplaats, town"),
    column("country", "country, land, landcode, country code"),
    column("dock", "dock, laadperron, perron, losplaats, dock name, dok"),
    column("dock_gln", "dock gln, gln dock, gln perron, gln losplaats"),
)
PRODUCTS = (
    column("owner", _SUPPLIER),
    column("sellers", "supplier number, artikelnummer leverancier, artikelnr leverancier, "
    "leveranciersnummer, "
           "article number, artikelnummer, artikelnr, seller number, sku, item number, product number"),
    column("taker", "buyer, koper, customer, klant, taker, nemer, afnemer"),
    column("buyers", "buyer number, artikelnummer klant, artikelnr klant, customer number, "
    "klantnummer artikel, "
           "eigen artikelnummer, artikelnummer afnemer"),
    column("standard", "gtin, ean, ean code, barcode, gtin code, upc"),
    column("makers", "manufacturer number, fabrikantnummer, artikelnummer fabrikant, mpn, maker number"),
    column("name", "name, naam, description, omschrijving, artikelomschrijving, product name, productnaam"),
    column("unit", f"{_UNIT}, base unit, basiseenheid"),
    column("packing", "packing unit, verpakking, verpakkingseenheid, package, package unit, colli"),
    column("per_packing", "per packing, inhoud, per verpakking, aantal per verpakking, pack size, content, "
           "inhoud per verpakking"),
    column("packing_of", "packing of, inhoudseenheid, content unit, eenheid inhoud"),
)  # fmt: skip
ITEMS = (
    column("owner", _SUPPLIER),
    column("product", _PRODUCT, needed=True),
    column("serial", "serial number, serienummer, serial"),
    column("lot", "lot, lot number, partijnummer, batch, batchnummer, charge, chargenummer"),
    column("holder", "holder, houder, gebruiker, user, customer, klant, bij"),
    column("since_on", "since, sinds, vanaf, from, since date, datum"),
)
STOCK = (
    column("party", "party, partij, organisation, organisatie, bedrijf, company"),
    column("site", "site, locatie, vestiging, location, magazijn, warehouse, gln, gln locatie", needed=True),
    column("place", "place, plaats, bin, vak, stelling, locatiecode, magazijnlocatie"),
    column(
        "unit_number", "sscc, handling unit, pallet, palletnummer, pallet number, laadeenheid, colli nummer"
    ),
    column("owner", _SUPPLIER),
    column("product", _PRODUCT, needed=True),
    column("quantity", "quantity, aantal, hoeveelheid, voorraad, stock", needed=True),
    column("unit", _UNIT),
    column("counted_on", "counted on, geteld op, date, datum, teldatum, count date"),
)
ASKS = (
    column(
        "name", "product, name, naam, description, omschrijving, artikelomschrijving, productnaam, item, wat"
    ),
    column(
        "sellers",
        "article number, artikelnummer, artikelnr, supplier number, artikelnummer leverancier, "
        "leveranciersnummer, seller number, sku, item number, product number, productnummer, code",
    ),
    column("buyers", "our number, ons nummer, eigen artikelnummer, buyer number, artikelnummer klant"),
    column("standard", "gtin, ean, ean code, barcode, gtin code, upc"),
    column("quantity", "quantity, aantal, hoeveelheid, qty, number, stuks"),
    column("unit", _UNIT),
    column("price", "price, prijs, unit price, stukprijs, price each, prijs per stuk, eenheidsprijs, tarief"),
    column("last_on", "by, date, datum, leverdatum, delivery date, uiterlijk, due date, gewenste leverdatum"),
    column("note", "note, opmerking, remark, toelichting, notitie"),
)

_ROWS_BEFORE_MAX = 20  # that may stand above the headings: a title, a date, an empty line


def fold(heading: object) -> str:
    """Return a heading without what does not matter in it."""
    return "".join(sign for sign in str(heading or "").casefold() if sign.isalnum() or sign == "%")


def places_of(cells: Sequence[object], columns: Sequence[Column]) -> dict[str, list[int]]:
    """Return at which places a row names the columns."""
    by_heading = {fold(heading): each.name for each in columns for heading in each.headings}
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        name = by_heading.get(fold(cell)) if isinstance(cell, str) else None
        if name is not None:
            found.setdefault(name, []).append(place)
    return found


def headings_row(rows: Sequence[tuple[int, Sequence[object]]], columns: Sequence[Column]) -> int | None:
    """Return the place of the row that names most columns, the needed ones among them."""
    needed = {each.name for each in columns if each.is_needed}
    best: tuple[int, int] | None = None
    for place, (_, cells) in enumerate(rows[:_ROWS_BEFORE_MAX]):
        found = places_of(cells, columns)
        if found and needed <= found.keys() and (best is None or len(found) > best[0]):
            best = (len(found), place)
    return None if best is None else best[1]
