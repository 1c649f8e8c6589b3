"""The 21 public chains: every value that their expected.json names comes out of the reader."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comaker.engines.formats import UnknownDocument, read
from comaker.kernel.amounts import MONEY_PLACES, ONE, PRICE_PLACES, QUANTITY_PLACES, scaled, share
from comaker.kernel.document import Answer, Document, DocumentLine, Kind
from comaker.kernel.product import gtin, reference

NOT_READ = {"Quotation", "RequestForQuotation"}
NO_DEAL = {"QuotationDocumentReference", "OrderDocumentReference"}  # offers and earlier orders bind nothing
QUANTITIES = {
    "Quantity": "quantity",
    "DeliveredQuantity": "quantity",
    "ReceivedQuantity": "quantity",
    "InvoicedQuantity": "quantity",
    "CreditedQuantity": "quantity",
    "BackorderQuantity": "backorder",
    "OutstandingQuantity": "backorder",
    "ShortQuantity": "short",
    "RejectedQuantity": "rejected",
}
TOTALS = {
    "LineExtensionAmount": "lines",
    "TaxExclusiveAmount": "net",
    "TaxInclusiveAmount": "gross",
    "AllowanceTotalAmount": "allowances",
    "ChargeTotalAmount": "charges",
    "PrepaidAmount": "prepaid",
    "PayableRoundingAmount": "rounding",
    "PayableAmount": "payable",
}
STATUSES = {
    "NoStatus": Answer.NONE,
    "Disputed": Answer.DISPUTED,
    "Revised": Answer.CHANGED,
    "3": Answer.CHANGED,
    "5": Answer.ACCEPTED,
    "7": Answer.REJECTED,
}
REFERENCES = {
    "OrderReference": "order",
    "DespatchDocumentReference": "despatch",
    "ReceiptDocumentReference": "receipt",
    "InvoiceDocumentReference": "bill",
    "CreditNoteDocumentReference": "bill",
    "ContractDocumentReference": "contract",
}


@pytest.fixture(scope="session")
def expectations(public: Path) -> list[tuple[Path, dict[str, Any]]]:
    files = sorted((public / "chains").glob("*/expected.json"))
    found = [
        (file.parent / one["file"], one)
        for file in files
        for one in json.loads(file.read_text())["documents"]
    ]
    assert len(files) == 21
    return found


def test_every_document_of_the_chains_is_read_as_expected(expectations):
    read_count = 0
    for file, expected in expectations:
        if expected["type"] in NOT_READ:
            with pytest.raises(UnknownDocument, match=expected["type"]):
                read(file.read_bytes())
            continue
        document = read(file.read_bytes(), file=str(file))
        sign = -1 if document.kind is Kind.CREDIT_NOTE else 1

        assert document.root == expected["type"], file
        assert document.number == expected["id"], file
        assert document.issued_on is not None, file
        assert day(document.issued_on) == expected["issue_date"], file
        # The expectations leave out what a reminder's lines say.
        lines = document.lines if document.kind is not Kind.REMINDER else ()
        assert len(lines) == len(expected["lines"]), file
        for line, wanted in zip(lines, expected["lines"], strict=True):
            compare_line(line, wanted, sign, file)
        compare_references(document, expected, file)
        compare_totals(document, expected, sign, file)
        assert document.trouble == (), file
        assert [line.trouble for line in document.lines if line.trouble] == [], file
        read_count += 1
    assert read_count == 66


def compare_line(line: DocumentLine, wanted: dict[str, Any], sign: int, file: Path) -> None:
    known = {
        "kind",
        "id",
        "quantities",
        "line_amount",
        "price",
        "base_quantity",
        "name",
        "seller_id",
        "buyer_id",
    }
    known |= {"gtin", "order_line_ref", "status"}
    assert set(wanted) <= known, (file, set(wanted) - known)
    assert line.number == wanted["id"], file
    for name, (text, unit) in wanted.get("quantities", {}).items():
        field = QUANTITIES[name]
        assert getattr(line, field) == scaled(text, QUANTITY_PLACES) * (sign if field == "quantity" else 1), (
            file
        )
        assert line.unit == unit, file
    if "line_amount" in wanted:
        assert line.amount == scaled(wanted["line_amount"], MONEY_PLACES) * sign, file
    if "price" in wanted:
        base = scaled(wanted.get("base_quantity", "1"), QUANTITY_PLACES)
        assert line.price == share(scaled(wanted["price"], PRICE_PLACES), ONE, base), file
    assert line.product.name == " ".join(wanted.get("name", "").split()), file
    assert line.product.sellers == reference(wanted.get("seller_id", "")), file
    assert line.product.buyers == reference(wanted.get("buyer_id", "")), file
    assert line.product.standard == gtin(wanted.get("gtin", "")), file
    if "order_line_ref" in wanted:
        assert line.refers.order_line == wanted["order_line_ref"], file
    if "status" in wanted:
        assert line.answer == STATUSES[wanted["status"]], file


def compare_references(document: Document, expected: dict[str, Any], file: Path) -> None:
    for name, number in expected["references"]:
        if name in NO_DEAL:
            continue
        field = REFERENCES[name]
        numbers = {getattr(document.refers, field)} | {getattr(line.refers, field) for line in document.lines}
        assert number in numbers, (file, name)


def compare_totals(document: Document, expected: dict[str, Any], sign: int, file: Path) -> None:
    for name, text in expected.get("totals", {}).items():
        if name == "TaxExclusiveAmount" and document.flavour == "OIOUBL":
            assert document.totals.tax == scaled(text, MONEY_PLACES) * sign, file
            lines = document.totals.lines
            assert lines is not None
            assert document.totals.net == lines - (document.totals.allowances or 0) + (
                document.totals.charges or 0
            )
            continue
        assert getattr(document.totals, TOTALS[name]) == scaled(text, MONEY_PLACES) * sign, (file, name)
    if "tax_total" in expected:
        assert document.totals.tax == scaled(expected["tax_total"], MONEY_PLACES) * sign, file


def day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
