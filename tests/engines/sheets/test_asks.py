"""Asks: lines to order are read as people keep, paste or write them."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comaker.engines.sheets import AskRow, UnusableSheet, read_asks
from comaker.kernel.amounts import ONE
from tests.engines.sheets.files import csv_of, xlsx_of

EURO = 10**8
JANUARY_9 = date(2026, 1, 9).toordinal()


def asked(content):
    read = read_asks(content)
    assert read.findings == []
    return [row for _, row in read.rows]


@pytest.mark.parametrize("sign", [";", "\t", ","])
def test_headings_tell_what_is_what(sign):
    rows = [
        ["Omschrijving", "Artikelnr.", "Aantal", "Eenheid", "Prijs", "Leverdatum"],
        ["Bijenwas", "BW-100", "120", "kg", "1.50", "9-1-2026"],
        ["Lont", "BW-200", "4", "", "", ""],
    ]

    assert asked(csv_of(rows, sign=sign)) == [
        AskRow("Bijenwas", 120 * ONE, "KGM", 3 * EURO // 2, "BW-100", last_on=JANUARY_9),
        AskRow("Lont", 4 * ONE, sellers="BW-200"),
    ]


def test_excel_is_read_too():
    content = xlsx_of([["product", "quantity", "price"], ["Pump", 3, 12.5], ["Valve", 0.5, None]])

    assert asked(content) == [AskRow("Pump", 3 * ONE, price=25 * EURO // 2), AskRow("Valve", ONE // 2)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("10\tPump 12 mm\t12,50\n2\tValve\t3,00", [("Pump 12 mm", 10, "", 12.5), ("Valve", 2, "", 3)]),
        ("BW-100\tBeeswax, white\tkg\t120\t1.50", [("Beeswax, white", 120, "KGM", 1.5)]),
        ("1;Pump;10\n2;Valve;20", [("Pump", 10, "", None), ("Valve", 20, "", None)]),
        ("8712345678906\tPump\t4\t9-1-2026", [("Pump", 4, "", None)]),
    ],
)  # fmt: skip
def test_without_headings_the_columns_tell_what_they_are(text, rows):
    found = [(row.name, row.quantity, row.unit, row.price) for row in asked(text.encode())]

    assert found == [
        (name, quantity * ONE, unit, None if price is None else int(price * EURO))
        for name, quantity, unit, price in rows
    ]


def test_a_number_a_day_and_a_code_are_told_apart():
    (row,) = asked(b"8712345678906\tPump\tP-12\t4\t9-1-2026")

    assert (row.standard, row.sellers, row.last_on) == ("8712345678906", "P-12", JANUARY_9)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("10 kg beeswax @ 1.50", ("beeswax", 10, "KGM", 1.5)),
        ("10x pomp 12 mm", ("pomp 12 mm", 10, "", None)),
        ("- 3 dozen schroeven à 12,50", ("dozen schroeven", 3, "", 12.5)),
        ("2 dozen", ("dozen", 2, "", None)),
        ("1 old phone for 80", ("old phone", 1, "", 80)),
        ("a drawing to approve", ("a drawing to approve", 1, "", None)),
    ],
)
def test_a_line_is_read_as_people_write_it(line, row):
    (found,) = asked(line.encode())

    name, quantity, unit, price = row
    assert found == AskRow(name, quantity * ONE, unit, None if price is None else int(price * EURO))


def test_what_cannot_be_used_is_told_with_its_row():
    read = read_asks(b"product;quantity;unit\nPump;many;C62\n;3;C62\nNut;4;furlong\nBolt;;C62\nScrew;1;C62")

    assert [row.name for _, row in read.rows] == ["Screw"]
    assert [(finding.place, finding.why) for finding in read.findings] == [
        ("row 2", "quantity “many”: “many” is not a decimal number."),
        ("row 3", "product: say what it is, by name or by number."),
        ("row 4", "unit “furlong”: it is no unit code such as C62 or KGM."),
        ("row 5", "quantity: it is empty, and must be filled in."),
    ]


def test_nothing_is_nothing():
    assert asked(b"") == asked(b"\n\n  \n") == []


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_is_pasted_is_read_or_refused(content):
    with contextlib.suppress(UnusableSheet):
        assert all(row.quantity >= 0 for _, row in read_asks(content).rows)
