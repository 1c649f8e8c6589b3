"""Sheets: what people keep in CSV and Excel is read as they mean it, or refused with a sentence."""

import contextlib
import random
from datetime import date

import pytest

from comaker.engines.sheets import (
    HeadingsMissing,
    ItemRow,
    Limits,
    NoSheet,
    PartyRow,
    ProductRow,
    SheetTooLarge,
    SiteRow,
    StockRow,
    UnusableSheet,
    read_items,
    read_parties,
    read_products,
    read_sites,
    read_stock,
    read_terms,
)
from comaker.kernel.amounts import ONE
from comaker.kernel.line import DEFAULT_TERMS
from comaker.kernel.refusal import Refusal
from comaker.kernel.settlement import PRESETS
from comaker.kernel.tolerance import Allowance
from comaker.kernel.units import Packing
from tests.engines.sheets.files import csv_of, with_member, xlsx_of

GLN = "8712345000004"
ROWS = {
    read_parties: (
        ["naam", "GLN", "btw-nummer", "KvK-nummer", "persoon"],
        ["name", "GLN", "VAT number", "CoC", "person"],
        ["Bakkerij ’t Stoepje", GLN, "NL 0012.34.567.B01", "12345678", "nee"],
        PartyRow("Bakkerij ’t Stoepje", (f"gln:{GLN}", "vat:NL001234567B01", "kvk:12345678"), False),
    ),
    read_sites: (
        ["klant", "vestiging", "GLN locatie", "straat", "postcode", "plaats", "land", "losplaats"],
        ["customer", "site", "location GLN", "street", "postal code", "city", "country", "dock"],
        ["Acme", "Noord", GLN, "Kade 1", "1011 AA", "Amsterdam", "nl", "Dok 3"],
        SiteRow("Acme", "Noord", GLN, "Kade 1", "1011 AA", "Amsterdam", "NL", "Dok 3"),
    ),
    read_products: (
        ["leverancier", "artikelnr. leverancier", "klant", "artikelnummer klant", "EAN", "omschrijving",
         "eenheid", "verpakking", "inhoud"],
        ["supplier", "supplier number", "buyer", "buyer number", "GTIN", "description", "unit",
         "packing unit", "per packing"],
        ["Acme", "P 1", "Beta", "77-1", GLN, "Pomp", "stuk", "doos", "12"],
        ProductRow("Acme", "p1", "Beta", "77-1", GLN, "", "Pomp", "C62", Packing("BX", 12 * ONE, "C62")),
    ),
    read_items: (
        ["leverancier", "artikelnummer", "serienummer", "houder", "sinds"],
        ["supplier", "article number", "serial number", "holder", "since"],
        ["Acme", "P1", "SN-1", "Beta", "31-1-2026"],
        ItemRow("Acme", "P1", "SN-1", False, "Beta", date(2026, 1, 31).toordinal()),
    ),
    read_stock: (
        ["partij", "magazijn", "stelling", "SSCC", "artikelnummer", "aantal", "eenheid", "geteld op"],
        ["party", "warehouse", "bin", "handling unit", "sku", "quantity", "unit", "counted on"],
        ["Beta", "Noord", "A-01", "(00)387123450000000012", "P1", "12,5", "kg", "2026-01-31"],
        StockRow("Beta", "Noord", "A-01", "387123450000000012", "", "P1", 12_500_000, "KGM",
                 date(2026, 1, 31).toordinal()),
    ),
}  # fmt: skip


def why(read):
    return [finding.why for finding in read.findings]


@pytest.mark.parametrize("read", ROWS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("language", ["dutch", "english"])
@pytest.mark.parametrize("sign", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_whatever_wrote_it(read, language, sign, encoding):
    dutch, english, cells, expected = ROWS[read]

    found = read(csv_of([dutch if language == "dutch" else english, cells], sign=sign, encoding=encoding))

    assert found.findings == []
    assert found.rows == [("row 2", expected)]
    assert found.unused == ()


@pytest.mark.parametrize("read", ROWS, ids=lambda read: read.__name__)
def test_an_excel_file_is_read_like_a_csv(read):
    dutch, _, cells, expected = ROWS[read]

    found = read(xlsx_of([["Uitdraai van 1 maart"], [], dutch, cells]))

    assert found.rows == [("row 4 of Blad1", expected)]


def test_numbers_and_dates_of_excel_are_what_they_are():
    head = ["artikelnummer", "serienummer", "sinds"]

    found = read_items(xlsx_of([head, [4711, 1234567890123, date(2026, 1, 31)], [4712.0, "A", None]]))

    assert found.rows == [
        ("row 2 of Blad1", ItemRow("", "4711", "1234567890123", False, "", date(2026, 1, 31).toordinal())),
        ("row 3 of Blad1", ItemRow("", "4712", "A", False)),
    ]


def test_terms_say_what_they_say_and_leave_the_rest():
    head = ["leverancier", "klant", "vanaf", "afwikkeling", "overlevering %", "betaaltermijn", "incoterm"]
    cells = ["Acme", "Beta", "1-2-2026", "two-way", "2,5", "45", "dap Breda"]
    found = read_terms(csv_of([head, cells], sign=";"))

    ((_, row),) = found.rows
    assert row.from_on == date(2026, 2, 1).toordinal()
    assert row.over(DEFAULT_TERMS) == DEFAULT_TERMS._replace(
        settlement=PRESETS["two_way"],
        tolerance=DEFAULT_TERMS.tolerance._replace(quantity=Allowance(over_percent=25_000)),
        payment_days=45,
        delivery_term="DAP",
    )


@pytest.mark.parametrize(
    "cells, expected",
    [
        (["1.234,5"], [1_234_500_000]),
        (["1,234.5"], [1_234_500_000]),
        (["1.234.567"], [1_234_567 * ONE]),
        (["12,5", "1.234"], [12_500_000, 1_234 * ONE]),
        (["12.5", "1.234"], [12_500_000, 1_234_000]),
        (["0,125"], [125_000]),
        (["7-"], []),
        (["1 250"], [1_250 * ONE]),
    ],
)
def test_points_and_commas_are_read_as_the_file_uses_them(cells, expected):
    rows = [["magazijn", "sku", "aantal"], *(["Noord", "P1", cell] for cell in cells)]

    assert [row.quantity for _, row in read_stock(csv_of(rows, sign=";")).rows] == expected


def test_a_number_that_may_be_a_thousand_or_one_is_left_to_a_person():
    found = read_stock(csv_of([["magazijn", "sku", "aantal"], ["Noord", "P1", "1.234"]], sign=";"))

    assert found.rows == []
    assert why(found) == [
        "quantity “1.234”: it may be thousands or decimals; write it without a sign between thousands."
    ]


@pytest.mark.parametrize(
    "read, head, cells, sentence",
    [
        (read_parties, ["name", "GLN"], ["A", "8712345000005"], "check digit is wrong"),
        (read_parties, ["name", "KvK"], ["A", "1234567"], "8 digits; Excel leaves out a zero in front"),
        (read_parties, ["name", "VAT"], ["A", "123456789"], "two letters of its country"),
        (read_parties, ["name", "GLN"], ["A", "8.71235E+12"], "Excel has shortened"),
        (read_parties, ["name", "endpoint"], ["A", "12345678"], "write the scheme before it"),
        (read_items, ["sku", "serial", "lot"], ["P1", "S", "L"], "either a serial number or a lot number"),
        (read_items, ["sku", "serial", "since"], ["P1", "S", "01/31/2026"], "the day before the month"),
        (read_items, ["sku", "serial", "since"], ["P1", "S", "yesterday"], "not a day like"),
        (read_terms, ["supplier", "buyer"], ["A", ""], "it is empty, and must be filled in"),
        (read_terms, ["supplier", "buyer", "payment days"], ["A", "B", "thirty"], "not a decimal number"),
        (read_terms, ["supplier", "buyer", "settlement"], ["A", "B", "barter"], "must be one of three_way"),
        (read_products, ["sku", "packing unit", "unit"], ["P1", "BX", "C62"], "must be more than zero"),
        (read_products, ["sku", "unit"], ["P1", "a few"], "no unit code"),
        (read_products, ["sku", "buyer number"], ["P1", "7"], "so the buyer must be"),
        (read_stock, ["site", "sku", "quantity"], ["N", "P1", "-3"], "it is negative"),
        (read_stock, ["site", "sku", "quantity"], ["N", "P1", ""], "must be filled in"),
    ],
)
def test_a_bad_row_is_told_with_its_place_and_the_others_are_read(read, head, cells, sentence):
    found = read(csv_of([head, cells]))

    ((place, told),) = found.findings
    assert place == "row 2"
    assert sentence in told
    assert found.rows == []


def test_quoted_cells_may_hold_the_sign_and_line_ends_and_rows_are_numbered_as_people_see_them():
    content = b'name,GLN\n"Acme, Pumps\nand more",8712345000004\nBad,1\n'

    found = read_parties(content)

    assert [(place, row.name) for place, row in found.rows] == [("row 2", "Acme, Pumps and more")]
    assert [finding.place for finding in found.findings] == ["row 4"]


def test_columns_that_nothing_is_done_with_are_told():
    assert read_parties(csv_of([["name", "colour"], ["A", "red"]])).unused == ("colour",)


def test_two_headings_of_one_column_are_refused():
    with pytest.raises(HeadingsMissing, match="“naam”, “name”"):
        read_parties(csv_of([["naam", "name"], ["A", "B"]]))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"a;b\n1;2\n",
        b"\x00\x01\x02\x00",
        b"PK\x03\x04 and no more",
        b"\xd0\xcf\x11\xe0old excel",
    ],
)
def test_what_is_no_table_is_refused(content):
    with pytest.raises(UnusableSheet):
        read_terms(content)


def test_more_than_is_let_in_is_refused():
    rows = [["name", "GLN"], *([f"Party {number}", ""] for number in range(20))]

    for limits in (
        Limits(bytes_max=30),
        Limits(rows_max=20),
        Limits(columns_max=1),
        Limits(cell_max=5),
    ):
        with pytest.raises(SheetTooLarge):
            read_parties(csv_of(rows), limits=limits)


def test_an_excel_file_that_unpacks_to_very_much_is_refused_before_it_is_opened():
    bomb = with_member(xlsx_of([["name"], ["A"]]), "xl/media/bomb.bin", b"\0" * 3_000_000)

    with pytest.raises(SheetTooLarge, match="unpacks to"):
        read_parties(bomb, limits=Limits(unpacked_bytes_max=2_000_000))


def test_an_excel_file_with_a_document_type_is_refused():
    entity = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><sst/>'
    content = with_member(xlsx_of([["name"], ["A"]]), "xl/sharedStrings.xml", entity)

    with pytest.raises(NoSheet, match="document type"):
        read_parties(content)


@pytest.mark.parametrize("number, is_read", [(2000, True), (2001, False), (10**15, False)])
def test_a_row_far_down_is_read_and_one_too_far_is_refused(number, is_read):
    body = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>Far</t></is></c></row>'
        b"</sheetData></worksheet>"
    ) % (number, number)
    content = with_member(xlsx_of([["name"], ["A"]]), "xl/worksheets/sheet1.xml", body)

    if not is_read:
        with pytest.raises(SheetTooLarge):
            read_parties(content, limits=Limits(rows_max=1000))
        return

    found = read_parties(content, limits=Limits(rows_max=1000))
    assert [place for place, _ in found.rows] == [f"row {number} of Blad1"]


def test_a_row_with_more_cells_than_headings_is_left_to_a_person():
    found = read_stock(b"site,sku,quantity\nNorth,P1,12,5\nNorth,P1,3\n")

    assert [row.quantity for _, row in found.rows] == [3 * ONE]
    assert why(found) == ["It has more cells than the 3 headings; put quotes about texts."]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(seed):
    rng = random.Random(seed)
    content = bytearray(xlsx_of([["name", "GLN"], ["Acme", GLN]]) if seed % 2 else csv_of([["name"], ["A"]]))
    for _ in range(rng.randint(1, 30)):
        content[rng.randrange(len(content))] = rng.randrange(256)

    with contextlib.suppress(Refusal):
        read_parties(bytes(content))


@pytest.mark.parametrize(
    "rows",
    [
        ["name;KvK", '"Acme;12345678', "Beta;87654321", "Mill;22345678"],
        ["name;KvK", '"Acme;12345678', "Beta;87654321", '"Mill";22345678'],
        ["name;KvK", '"Acme;12345678'],
    ],
)
def test_a_quote_that_does_not_close_is_told_with_its_row(rows):
    with pytest.raises(NoSheet, match="A quote opens in row 2 and does not close"):
        read_parties("\n".join(rows).encode())


def test_a_text_in_quotes_may_go_on_over_lines():
    read = read_parties(b'name;KvK\n"Acme\n""The Best""";12345678\nPipe 5";87654321')

    assert [row.name for _, row in read.rows] == ['Acme "The Best"', 'Pipe 5"']


@pytest.mark.parametrize("written", ["", " ", "twelve", "1.2.3", "-", "12 pcs"])
def test_a_quantity_that_is_empty_or_unreadable_is_told_and_is_not_nothing(written):
    read = read_stock(f"site;product;quantity\nNoord;P1;{written}\nNoord;P2;4".encode())

    ((place, row),) = read.rows
    (finding,) = read.findings
    assert (place, row.quantity) == ("row 3", 4 * ONE)
    assert finding.place == "row 2"
    assert finding.why.startswith("quantity")


@pytest.mark.parametrize(
    ("heading", "text", "identifier"),
    [
        ("KvK number", "12345678", "kvk:12345678"),
        ("KvK-nummer", "12345678", "kvk:12345678"),
        ("KvK nr.", "12345678", "kvk:12345678"),
        ("Chamber of Commerce number", "12345678", "kvk:12345678"),
        ("btw-nummer", "NL001234567B01", "vat:NL001234567B01"),
        ("VAT no.", "NL001234567B01", "vat:NL001234567B01"),
        ("GLN number", GLN, f"gln:{GLN}"),
    ],
)
def test_numbers_of_parties_go_by_many_headings(heading, text, identifier):
    read = read_parties(f"name;{heading}\nAcme;{text}".encode())

    assert read.rows == [("row 2", PartyRow("Acme", (identifier,)))]
