"""Despatches, receipts and cancelled fulfilments in the trade's words."""

from datetime import date
from pathlib import Path

import pytest

from comaker.engines.formats import read
from comaker.kernel.document import Answer, Kind, References, Unit
from tests.engines.formats.writing import quantity, ubl, x

MILL, BAKERY = "Molen De Hoop", "Bakkerij Zonneveld"
FIRST, SECOND = "387123450000000015", "387123450000000022"


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


LINE = x("ReceiptLine", x("ID", "1"))


def status(condition: str, code: str = "", text: str = "") -> str:
    return x("Status", x("ConditionCode", condition), x("StatusReasonCode", code), x("StatusReason", text))


def receipt(shipment: str, lines: str = LINE) -> bytes:
    return ubl("ReceiptAdvice", x("ReceiptAdviceTypeCode", "S") + x("Shipment", shipment) + lines)


def test_a_despatch_says_what_left_and_when_it_should_be_there(own: Path):
    despatch = read((own / "despatch.xml").read_bytes())

    assert (despatch.kind, despatch.signer) == (Kind.DESPATCH_ADVICE, "giver")
    assert (despatch.giver.name, despatch.taker.name, despatch.carrier.name) == (MILL, BAKERY, "Snel Vervoer")
    # The last day in time is the 11th, so the 12th is the first too late.
    assert (despatch.happened_on, despatch.arrives_by) == (day("2026-03-10"), day("2026-03-12"))
    assert despatch.units == (Unit(FIRST, "PX"), Unit(SECOND))


def test_a_despatch_line_says_what_follows_and_what_carries_it(own: Path):
    rye, bags = read((own / "despatch.xml").read_bytes()).lines

    assert (rye.quantity, rye.backorder, rye.unit) == (quantity("940"), quantity("20"), "KGM")
    assert rye.note == "The last bag follows on Friday"
    assert rye.refers == References(order="PO-501", order_line="1", sales_order_line="10")
    assert rye.product.serial == "LOT-26"
    assert [unit.number for unit in rye.units] == [FIRST, SECOND]
    assert bags.refers == References(order="PO-499", order_line="4", sales_order="SO-80")
    assert [unit.number for unit in bags.units] == [SECOND]
    assert bags.second == (quantity("1.25"), "KGM")


def test_a_receipt_says_what_came_what_is_refused_and_what_is_missing(own: Path):
    receipt = read((own / "receipt.xml").read_bytes())
    rye, bags = receipt.lines

    assert (receipt.kind, receipt.signer) == (Kind.RECEIPT_ADVICE, "taker")
    # The buyer stands in both roles here, as in Peppol's own examples; the sender is the giver.
    assert (receipt.giver.name, receipt.taker.name) == (MILL, BAKERY)
    assert (receipt.answer, receipt.reason, receipt.note) == (Answer.CHANGED, "late", "A day too late")
    assert receipt.happened_on == day("2026-03-12")
    assert receipt.units == (
        Unit(FIRST, "PX", Answer.ACCEPTED),
        Unit(SECOND, "PX", Answer.REJECTED, "missing"),
    )
    assert (rye.quantity, rye.rejected, rye.reason) == (quantity("940"), quantity("25"), "damaged")
    assert (rye.refers.despatch, rye.refers.despatch_line) == ("DA-1", "1")
    # No quantity, and the consignment was taken in: as despatched.
    assert (bags.quantity, bags.rejected, bags.answer) == (None, None, Answer.CHANGED)


@pytest.mark.parametrize(
    ("code", "answer"), [("AB", Answer.RECEIVED), ("AP", Answer.RECEIVED), ("RE", Answer.REJECTED)]
)
def test_an_answer_to_the_despatch_advice_says_nothing_about_the_goods(code, answer):
    status = x("DocumentStatusCode", code) + x("DocumentDescription", "Project unknown")
    reference = x("DespatchDocumentReference", x("ID", "DA-1"), status)
    body = x("ReceiptAdviceTypeCode", "D") + reference + LINE

    found = read(ubl("ReceiptAdvice", body))

    assert (found.answer, found.note) == (answer, "Project unknown")
    assert [(line.quantity, line.answer) for line in found.lines] == [(None, Answer.NONE)]


@pytest.mark.parametrize(
    ("condition", "code", "text", "answer", "reason"),
    [
        ("AP", "", "", Answer.ACCEPTED, ""),
        ("AP", "1", "", Answer.ACCEPTED, ""),
        ("AP", "1", "Received ok, no damage", Answer.ACCEPTED, ""),
        ("CA", "2", "", Answer.CHANGED, "late"),
        ("CA", "3", "", Answer.CHANGED, "late"),
        ("CA", "4", "", Answer.CHANGED, "other"),
        ("RE", "5", "", Answer.REJECTED, "wrong"),
        ("RE", "99", "", Answer.REJECTED, "other"),
        ("CA", "1", "Delivery outside requested time window.", Answer.CHANGED, "late"),
        ("CA", "2", "One handling unit broken.", Answer.CHANGED, "damaged"),
        ("CA", "99", "One pallet is missing.", Answer.CHANGED, "missing"),
        ("RE", "99", "Te laat bezorgd", Answer.REJECTED, "late"),
        ("RE", "99", "Plates and related goods", Answer.REJECTED, "other"),
    ],
)
def test_a_consignment_is_taken_in_or_refused_with_a_reason(condition, code, text, answer, reason):
    found = read(receipt(x("Consignment", x("ID", "NA"), status(condition, code, text))))

    assert (found.answer, found.reason, found.note) == (answer, reason, text)
    assert found.lines[0].answer is answer


@pytest.mark.parametrize(
    ("condition", "code", "text", "answer", "reason"),
    [
        ("AP", "5", "", Answer.ACCEPTED, ""),
        ("CA", "1", "", Answer.CHANGED, "other"),
        ("RE", "2", "", Answer.REJECTED, "missing"),
        ("CA", "3", "", Answer.CHANGED, "wrong"),
        ("CA", "4", "", Answer.CHANGED, "damaged"),
        ("CA", "6", "", Answer.CHANGED, "other"),
        ("CA", "7", "", Answer.CHANGED, "other"),
        # Peppol's own example has the code for missing beside this sentence.
        ("CA", "2", "Transport Handling Unit broken.", Answer.CHANGED, "damaged"),
        ("RE", "4", "The unit was lost", Answer.REJECTED, "missing"),
        ("RE", "", "Verkeerde pallet", Answer.REJECTED, "wrong"),
        ("RE", "", "Pallet niet ontvangen", Answer.REJECTED, "missing"),
        ("XX", "", "", Answer.NONE, ""),
    ],
)
def test_a_handling_unit_has_a_state_of_its_own(condition, code, text, answer, reason):
    unit = x("TransportHandlingUnit", x("ID", FIRST, schemeID="SSCC"), status(condition, code, text))

    found = read(receipt(unit))

    assert found.units == (Unit(FIRST, "", answer, reason, text),)


def test_goods_received_without_a_verdict_are_accepted_unless_something_is_claimed():
    claim = x("ReceiptLine", x("ID", "1"), x("ShortQuantity", "2", unitCode="C62"))
    unit = x("TransportHandlingUnit", x("ID", "1"), status("RE", "2"))

    assert read(receipt(x("ID", "NA"))).answer is Answer.ACCEPTED
    assert read(receipt(x("ID", "NA"), claim)).answer is Answer.CHANGED
    assert read(receipt(unit)).answer is Answer.CHANGED


@pytest.mark.parametrize(
    ("code", "text", "reason"),
    [
        ("1", "", "damaged"),
        ("2", "", "quality"),
        ("3", "", "wrong"),
        ("4", "", "wrong"),
        ("5", "", "other"),
        ("6", "", "price"),
        ("7", "", "other"),
        ("8", "", "damaged"),
        ("99", "", "other"),
        ("1", "Wrong item delivered.", "wrong"),
        ("", "Bags broken", "damaged"),
        ("", "", ""),
    ],
)
def test_a_refused_quantity_has_a_reason(code, text, reason):
    rejected = x("RejectedQuantity", "5", unitCode="KGM")
    line = x("ReceiptLine", x("ID", "1"), rejected, x("RejectReasonCode", code), x("RejectReason", text))

    (found,) = read(receipt(x("ID", "NA"), line)).lines

    assert (found.rejected, found.unit, found.reason, found.note) == (quantity("5"), "KGM", reason, text)


def test_a_late_line_and_a_short_one_say_so():
    line = x(
        "ReceiptLine",
        x("ID", "1"),
        x("ReceivedQuantity", "8", unitCode="KGM"),
        x("ShortQuantity", "2", unitCode="KGM"),
        x("TimingComplaintCode", "L"),
        x("ReceivedDate", "2026-02-03"),
    )

    (found,) = read(ubl("ReceiptAdvice", line)).lines

    assert (found.quantity, found.short, found.reason, found.on) == (
        quantity("8"),
        quantity("2"),
        "late",
        day("2026-02-03"),
    )


def test_a_cancelled_and_a_replacing_advice_say_so():
    cancelled = read(ubl("DespatchAdvice", x("DocumentStatusCode", "1")))
    replacing = read(ubl("ReceiptAdvice", x("DocumentStatusCode", "5")))

    assert (cancelled.answer, cancelled.version) == (Answer.CANCELLED, 0)
    assert (replacing.answer, replacing.version) == (Answer.NONE, 1)


def test_a_fulfilment_is_cancelled_by_the_taker_after_a_receipt_and_by_the_giver_before():
    note = x("CancellationNote", "Quality check failed")
    despatch = x("DespatchDocumentReference", x("ID", "DA-1"))
    received = x("ReceiptDocumentReference", x("ID", "RA-1"))

    after = read(ubl("FulfilmentCancellation", note + despatch + received))
    before = read(ubl("FulfilmentCancellation", despatch))

    assert (after.kind, after.signer, after.answer) == (
        Kind.FULFILMENT_CANCELLATION,
        "taker",
        Answer.REJECTED,
    )
    assert after.refers == References(despatch="DA-1", receipt="RA-1")
    assert (after.reason, after.note) == ("quality", "Quality check failed")
    assert (before.signer, before.answer) == ("giver", Answer.CANCELLED)
