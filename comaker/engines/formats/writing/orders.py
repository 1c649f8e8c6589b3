"""Orders: what is asked, changed, withdrawn and promised, as UBL."""

from collections.abc import Iterable

from comaker.engines.formats.writing import heads, lines
from comaker.engines.formats.writing.bills import tax_totals
from comaker.engines.formats.writing.elements import Element, Parts, group, needed, value
from comaker.engines.formats.writing.parties import optional_role, party, role
from comaker.engines.formats.writing.pen import NO_NUMBER, Pen, day, last_day
from comaker.kernel.document import Answer, Document, DocumentLine, Kind, References, Stretch

_ANSWERS = {
    Answer.RECEIVED: "AB",
    Answer.ACCEPTED: "AP",
    Answer.CHANGED: "CA",
    Answer.REJECTED: "RE",
    Answer.UNDER_QUERY: "UQ",
    Answer.PAID: "PD",
    Answer.DISPUTED: "Disputed",
    Answer.CANCELLED: "Cancelled",
}
LINE_ANSWERS = {
    Answer.ADDED: "1",
    Answer.CANCELLED: "2",
    Answer.CHANGED: "3",
    Answer.ACCEPTED: "5",
    Answer.REJECTED: "7",
    Answer.RECEIVED: "received",
    Answer.DISPUTED: "disputed",
    Answer.UNDER_QUERY: "UQ",
    Answer.PAID: "paid",
}


def order(pen: Pen, document: Document) -> list[Parts]:
    """Write what stands in an Order."""
    refers = document.refers
    return [
        value("ID", document.number),
        value("SalesOrderID", refers.sales_order),
        heads.issued(document),
        value("Note", document.note),
        heads.currency(document),
        value("CustomerReference", refers.customer),
        group("Contract", value("ID", refers.contract)),
        heads.signature(document, "taker"),
        role("BuyerCustomerParty", document.taker),
        role("SellerSupplierParty", document.giver),
        optional_role("AccountingCustomerParty", document.payer),
        _rest(pen, document, "AnticipatedMonetaryTotal"),
    ]


def order_change(pen: Pen, document: Document) -> list[Parts]:
    """Write what stands in an OrderChange."""
    refers = document.refers
    return [
        value("ID", document.number),
        value("SalesOrderID", refers.sales_order),
        heads.issued(document),
        value("SequenceNumberID", str(document.version)),
        value("Note", document.note),
        heads.currency(document),
        value("CustomerReference", refers.customer),
        needed("OrderReference", value("ID", refers.order or NO_NUMBER)),
        group("Contract", value("ID", refers.contract)),
        heads.signature(document, "taker"),
        role("BuyerCustomerParty", document.taker),
        role("SellerSupplierParty", document.giver),
        optional_role("AccountingCustomerParty", document.payer),
        _rest(pen, document, "AnticipatedMonetaryTotal"),
    ]


def order_cancellation(pen: Pen, document: Document) -> list[Parts]:
    """Write what stands in an OrderCancellation."""
    refers = document.refers
    return [
        value("ID", document.number),
        heads.issued(document),
        value("CancellationNote", document.note or NO_NOTE),
        lines.order_reference(refers, customer=refers.customer),
        group("Contract", value("ID", refers.contract)),
        heads.signature(document, "taker"),
        role("BuyerCustomerParty", document.taker),
        role("SellerSupplierParty", document.giver),
    ]


def order_response(pen: Pen, document: Document) -> list[Parts]:
    """Write what stands in an OrderResponse."""
    refers = document.refers
    return [
        value("ID", document.number),
        value("SalesOrderID", refers.sales_order),
        heads.issued(document),
        value("OrderResponseCode", _ANSWERS.get(document.answer, "")),
        value("Note", document.note),
        heads.currency(document),
        value("CustomerReference", refers.customer),
        needed("OrderReference", value("ID", refers.order or NO_NUMBER)),
        group("Contract", value("ID", refers.contract)),
        heads.signature(document, "giver"),
        role("SellerSupplierParty", document.giver),
        role("BuyerCustomerParty", document.taker),
        optional_role("AccountingCustomerParty", document.payer),
        _rest(pen, document, "LegalMonetaryTotal"),
    ]


# UBL wants some word with a cancellation; this one is read back as none.
NO_NOTE = "-"


def _rest(pen: Pen, document: Document, totals: str) -> list[Parts]:
    """Write what orders and their answers have in common after the parties."""
    return [
        party("PayeeParty", document.payee),
        group(
            "Delivery", party("CarrierParty", document.carrier), party("DeliveryParty", document.deliver_to)
        ),
        heads.delivery_terms(document),
        lines.charges(pen, document.charges, is_factor=heads.is_factor(document)),
        tax_totals(pen, document),
        heads.totals(pen, document, totals),
        [_line(pen, document, line) for line in document.lines],
    ]


def _line(pen: Pen, document: Document, line: DocumentLine) -> Element:
    is_response = document.kind is Kind.ORDER_RESPONSE
    period = "PromisedDeliveryPeriod" if is_response else "RequestedDeliveryPeriod"
    refers = line.refers
    return needed(
        "OrderLine",
        needed(
            "LineItem",
            value("ID", line.number),
            value("SalesOrderID", "" if is_response else refers.sales_order_line),
            value("Note", line.note),
            value("LineStatusCode", LINE_ANSWERS.get(line.answer, "")),
            pen.quantity("Quantity", line.quantity, line.unit),
            pen.money("LineExtensionAmount", line.amount),
            _deliveries(pen, line, period),
            lines.charges(pen, line.charges, is_factor=heads.is_factor(document)),
            lines.price(pen, line),
            lines.item(pen, line),
        ),
        None
        if line.instead is None
        else needed(
            "SellerSubstitutedLineItem",
            value("ID", line.number),
            needed("Item", lines.numbers(line.instead)),
        ),
        _reference(document, refers, is_response),
    )


def _reference(document: Document, refers: References, is_response: bool) -> Element | None:
    """Write which order line is meant; orders and their changes number the lines themselves."""
    head = document.refers
    if not is_response:
        refers = refers._replace(order_line="", sales_order_line="")
    if document.kind is Kind.ORDER:
        head = head._replace(order=document.number)
        refers = refers._replace(order=refers.order or document.number)
    return lines.order_line_reference(refers, head)


def _deliveries(pen: Pen, line: DocumentLine, period: str) -> Iterable[Element | None]:
    """Write when a line is asked or promised; the only delivery of all of it needs no quantity."""
    is_whole = len(line.stretches) == 1 and line.stretches[0].quantity == line.quantity
    for stretch in line.stretches:
        yield _delivery(pen, line, stretch, period, is_whole)


def _delivery(pen: Pen, line: DocumentLine, stretch: Stretch, period: str, is_whole: bool) -> Element | None:
    return group(
        "Delivery",
        None if is_whole else pen.quantity("Quantity", stretch.quantity, line.unit),
        group(period, day("StartDate", stretch.from_on), last_day("EndDate", stretch.until_on)),
    )
