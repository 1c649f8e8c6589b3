"""Floods: documents made to cost much cost little, or are refused."""

import time

import pytest

from comaker.engines.formats import read
from comaker.kernel.refusal import Refusal
from tests.engines.formats.writing import ubl, x

AMOUNT = x("Amount", "1", currencyID="EUR")
UNIT = x("TransportHandlingUnit", x("ID", "1"), x("GoodsItem", x("ID", "1")))
LINE = x("DespatchLine", x("ID", "1"))
BILLED = x("InvoiceLine", x("ID", "1"), x("InvoicedQuantity", "x" * 50, unitCode="C62"))
FLOODS = {
    "amounts": ubl("Invoice", AMOUNT * 100_000),
    "notes": ubl("Order", x("Note", "n") * 200_000),
    "units on one line": ubl("DespatchAdvice", x("Shipment", UNIT * 30_000) + LINE * 30_000),
    "consignments": ubl(
        "DespatchAdvice", x("Shipment", x("Consignment", x("TransportHandlingUnit", x("ID", "1"))) * 50_000)
    ),
    "a reason without end": ubl(
        "ReceiptAdvice",
        x("Shipment", x("Consignment", x("Status", x("StatusReason", "outside " * 500_000)))),
    ),
    "namespaces": ubl("Order", "").replace(
        b"<Order ",
        b"<Order " + "".join(f'xmlns:n{number}="u{number}" ' for number in range(100_000)).encode(),
    ),
    "unusable numbers": ubl("Invoice", BILLED * 30_000),
    "a number without end": ubl("Invoice", x("InvoiceLine", x("InvoicedQuantity", "9" * 5_000_000))),
    "spaces": ubl("Order", x("Note", " " * 20_000_000)),
    "character references": ubl("Order", x("Note", "&#65;" * 2_000_000)),
    "numbers of a party": ubl(
        "Order",
        x(
            "SellerSupplierParty",
            x("Party", *(x("PartyIdentification", x("ID", str(one))) for one in range(30_000))),
        ),
    ),
    "orders": ubl("Invoice", "".join(x("OrderReference", x("ID", str(one))) for one in range(50_000))),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_costs_seconds_at_most(name):
    before = time.process_time()

    try:
        read(FLOODS[name])
    except Refusal as refusal:
        assert refusal.hint  # noqa: PT017 - either outcome is right

    assert time.process_time() - before < 6
