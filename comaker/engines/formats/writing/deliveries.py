"""Deliveries: what is despatched, received, refused and taken back as a whole, as UBL."""

from comaker.engines.formats.writing import heads, lines
from comaker.engines.formats.writing.elements import Element, Parts, group, needed, value
from comaker.engines.formats.writing.orders import LINE_ANSWERS, NO_NOTE
from comaker.engines.formats.writing.parties import party, role
from comaker.engines.formats.writing.pen import NO_NUMBER, Pen, day, last_day, size
from comaker.engines.formats.writing.units import CONDITIONS, handling_units
from comaker.kernel.document import Answer, Document, DocumentLine
from comaker.kernel.party import Party

_WEIGHTS = frozenset(("GRM", "KGM", "TNE"))
_CANCELLED, _REPLACES = "1", "5"
_ABOUT_PAPER, _ABOUT_GOODS = "D", "S"
_SHIPMENT = "1"  # the shipment of this document, which has no number of its own


def despatch_advice(pen: Pen, document: Document) -> list[Parts]:
    """Write what stands in a DespatchAdvice."""
    return [
        value("ID", document.number),
        heads.issued(document),
        value("DocumentStatusCode", _status(document)),
        value("Note", document.note),
        lines.order_reference(document.refers, customer=document.refers.customer),
        heads.signature(document, "giver"),
        role("DespatchSupplierParty", document.giver),
        role("DeliveryCustomerParty", _place(document)),
        role("BuyerCustomerParty", document.taker),
        role("SellerSupplierParty", document.giver),
        _shipment(
            document,
            [
                party("CarrierParty", document.carrier),
                group("EstimatedDeliveryPeriod", last_day("EndDate", document.arrives_by)),
            ],
            group("Despatch", day("ActualDespatchDate", document.happened_on)),
            is_despatch=True,
        ),
        [_despatched(pen, document, line) for line in document.lines],
    ]


def receipt_advice(pen: Pen, document: Document) -> list[Parts]:
    """Write what stands in a ReceiptAdvice."""
    despatch = document.refers.despatch
    judges_goods = not document.lines or any(line.answer is not Answer.NONE for line in document.lines)
    answer = CONDITIONS.get(document.answer, "")
    is_about_paper = bool(answer) and (document.answer is Answer.RECEIVED or not judges_goods)
    reference = group(
        "DespatchDocumentReference",
        value("ID", despatch or (NO_NUMBER if is_about_paper else "")),
        value("DocumentStatusCode", answer) if is_about_paper else None,
    )
    return [
        value("ID", document.number),
        heads.issued(document),
        value("DocumentStatusCode", _status(document)),
        value("ReceiptAdviceTypeCode", _about(document, is_about_paper)),
        value("Note", document.note),
        lines.order_reference(document.refers, customer=document.refers.customer),
        reference,
        heads.signature(document, "taker"),
        role("DeliveryCustomerParty", _place(document)),
        role("DespatchSupplierParty", document.giver),
        role("BuyerCustomerParty", document.taker),
        role("SellerSupplierParty", document.giver),
        _shipment(
            document,
            [party("CarrierParty", document.carrier)],
            None,
            is_despatch=False,
            verdict="" if is_about_paper else answer,
        ),
        [_received(pen, document, line) for line in document.lines],
    ]


def fulfilment_cancellation(pen: Pen, document: Document) -> list[Parts]:
    """Write what stands in a FulfilmentCancellation."""
    refers = document.refers
    return [
        value("ID", document.number),
        heads.issued(document),
        value("CancellationNote", document.note or NO_NOTE),
        group("DespatchDocumentReference", value("ID", refers.despatch)),
        group("ReceiptDocumentReference", value("ID", refers.receipt)),
        lines.order_reference(refers, customer=refers.customer),
        group("Contract", value("ID", refers.contract)),
        heads.signature(document, "taker" if refers.receipt else "giver"),
        role("BuyerCustomerParty", document.taker),
        role("SellerSupplierParty", document.giver),
    ]


def _place(document: Document) -> Party:
    """Return where the goods go: to the taker itself where nothing else is said."""
    return document.deliver_to if document.deliver_to.is_known() else document.taker


def _status(document: Document) -> str:
    if document.answer is Answer.CANCELLED:
        return _CANCELLED
    return _REPLACES if document.version else ""


def _about(document: Document, is_about_paper: bool) -> str:
    if document.answer in (Answer.NONE, Answer.CANCELLED):
        return ""
    if not is_about_paper:
        return _ABOUT_GOODS
    return _ABOUT_PAPER if document.answer is Answer.RECEIVED else ""


def _shipment(
    document: Document,
    on_the_way: list[Element | None],
    despatch: Element | None,
    *,
    is_despatch: bool,
    verdict: str = "",
) -> Element | None:
    """Write what moves, how, and on which pallets."""
    arrived = None if is_despatch else day("ActualDeliveryDate", document.happened_on)
    carrier, *periods = on_the_way
    inside = (
        _verdict(document, verdict) if verdict else None,
        group(
            "Delivery",
            arrived,
            periods,
            carrier,
            despatch,
            heads.delivery_terms(document),
        ),
        handling_units(document.units),
    )
    return group("Shipment", value("ID", _SHIPMENT), *inside) if any(inside) else None


def _verdict(document: Document, answer: str) -> Element | None:
    """Write what is said about all of the goods."""
    return group(
        "Consignment",
        value("ID", _SHIPMENT),
        group(
            "Status",
            value("ConditionCode", answer),
            value("StatusReasonCode", document.reason),
            value("StatusReason", document.note if document.reason else ""),
        ),
    )


def _despatched(pen: Pen, document: Document, line: DocumentLine) -> Element:
    weight = None
    if line.second is not None and line.second[1] in _WEIGHTS - {line.unit} and line.second[0] >= 0:
        weight = group("GoodsItem", size("NetWeightMeasure", *line.second))
    sent = group("Despatch", day("ActualDespatchDate", line.on))
    moves = (weight, group("Delivery", sent), handling_units(line.units))
    return needed(
        "DespatchLine",
        value("ID", line.number),
        value("Note", line.note),
        value("LineStatusCode", LINE_ANSWERS.get(line.answer, "")),
        pen.quantity("DeliveredQuantity", line.quantity, line.unit),
        size("BackorderQuantity", line.backorder, line.unit),
        # UBL wants a reference here, also where nobody knows the order.
        _order_line(line, document) or group("OrderLineReference", value("LineID", NO_NUMBER)),
        lines.item(pen, line, has_second=weight is None),
        group("Shipment", value("ID", _SHIPMENT), *moves) if any(moves) else None,
    )


def _received(pen: Pen, document: Document, line: DocumentLine) -> Element:
    is_late = line.reason == "late"
    units = handling_units(line.units)
    return needed(
        "ReceiptLine",
        value("ID", line.number),
        value("Note", line.note),
        pen.quantity("ReceivedQuantity", line.quantity, line.unit),
        size("ShortQuantity", line.short, line.unit),
        size("RejectedQuantity", line.rejected, line.unit),
        value("RejectReasonCode", "" if is_late else line.reason),
        day("ReceivedDate", line.on),
        value("TimingComplaintCode", line.reason if is_late else ""),
        _order_line(line, document),
        lines.line_reference(
            "DespatchLineReference", line.refers.despatch_line, line.refers.despatch, document.refers.despatch
        ),
        lines.item(pen, line),
        group("Shipment", value("ID", _SHIPMENT), units) if units else None,
    )


def _order_line(line: DocumentLine, document: Document) -> Element | None:
    return lines.order_line_reference(line.refers, document.refers)
