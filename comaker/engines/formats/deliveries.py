"""Deliveries: what is despatched, received, refused, and taken back as a whole.

A receipt advice of Peppol logistics has two types. Type D answers the despatch advice as a paper: nothing
has come in yet. Type S answers the goods: its lines carry the answer for the consignment, and a line
without a quantity then means "as despatched" (accepted or changed) or "all of it refused" (rejected).
"""

from comaker.engines.formats import codes, items, parties, references
from comaker.engines.formats.bills import delivery_term
from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import EMPTY, Node
from comaker.engines.formats.units import held_by, state, units_of
from comaker.kernel.document import Answer, Document, DocumentLine, Kind
from comaker.kernel.party import Party

_ANSWERS = {"1": Answer.CANCELLED}  # DocumentStatusCode: 1 cancelled, 5 replaces, 9 original
_REPLACES = "5"
_SILENT = (Answer.NONE, "", "")
_SERVED = ("RejectReason", "ShortageReason", "TimingComplaint")


def despatch_advice(sheet: Sheet) -> Document:
    """Read a DespatchAdvice."""
    root = sheet.root
    refers, inherited = references.of_document(sheet)
    giver, taker = parties.giver_and_taker(root)
    shipment = root.child("Shipment/")
    delivery = shipment.child("Delivery/")
    holds = held_by(shipment)

    def line(sheet: Sheet, node: Node) -> DocumentLine:
        unit = node.text("DeliveredQuantity@").upper()
        backorder = sheet.size(node, "BackorderQuantity")
        if backorder is None:
            backorder = sheet.size(node, "OutstandingQuantity")
        return DocumentLine(
            number=node.text("ID"),
            refers=references.of_line(sheet, node, inherited),
            quantity=sheet.quantity(node, "DeliveredQuantity"),
            unit=unit or node.text("BackorderQuantity@").upper() or node.text("OutstandingQuantity@").upper(),
            backorder=backorder,
            answer=codes.line_answer(node.text("LineStatusCode")),
            product=items.product(node.child("Item/")),
            on=_despatched(sheet, node.child("Shipment/").child("Delivery/")),
            note=node.text("OutstandingReason") or node.text("BackorderReason") or node.text("Note"),
            units=units_of(node.child("Shipment/")) or holds.get(node.text("ID"), ()),
            second=_weight(sheet, node.child("Shipment/"), unit) or items.second(sheet, node.child("Item/")),
        )

    return Document(
        kind=Kind.DESPATCH_ADVICE,
        number=root.text("ID"),
        version=_version(root),
        giver=giver,
        taker=taker,
        signer=parties.signer(sheet, giver, taker, "giver"),
        deliver_to=_deliver_to(root, delivery),
        carrier=parties.carrier(root),
        refers=refers,
        answer=_ANSWERS.get(root.text("DocumentStatusCode"), Answer.NONE),
        lines=sheet.lines(root.children("DespatchLine/"), line),
        units=units_of(shipment),
        delivery_term=delivery_term(root),
        arrives_by=_arrives_by(sheet, shipment),
        happened_on=_despatched(sheet, delivery),
        note=root.text("Note"),
    )


def receipt_advice(sheet: Sheet) -> Document:
    """Read a ReceiptAdvice."""
    root = sheet.root
    refers, inherited = references.of_document(sheet)
    giver, taker = parties.giver_and_taker(root)
    shipment = root.child("Shipment/")
    units = units_of(shipment)
    holds = held_by(shipment)
    answer, reason, note = _judgement(root, [unit.answer for unit in units])
    is_about_goods = root.text("ReceiptAdviceTypeCode").upper() == "S"

    def line(sheet: Sheet, node: Node) -> DocumentLine:
        text = next((found for name in _SERVED if (found := node.text(name))), "")
        why = codes.reason(text, node.text("RejectReasonCode"), codes.REJECT_REASONS)
        received = "ReceivedQuantity" if "ReceivedQuantity" in node else "RejectedQuantity"
        return DocumentLine(
            number=node.text("ID"),
            refers=references.of_line(sheet, node, inherited),
            quantity=sheet.quantity(node, "ReceivedQuantity"),
            unit=(node.text(f"{received}@") or node.text("ShortQuantity@")).upper(),
            rejected=sheet.size(node, "RejectedQuantity"),
            short=sheet.size(node, "ShortQuantity"),
            answer=answer if is_about_goods else Answer.NONE,
            product=items.product(node.child("Item/")),
            on=sheet.day(node, "ReceivedDate"),
            reason=why or ("late" if node.text("TimingComplaintCode") else ""),
            note=text or node.text("Note"),
            units=units_of(node.child("Shipment/")) or holds.get(node.text("ID"), ()),
            second=items.second(sheet, node.child("Item/")),
        )

    return Document(
        kind=Kind.RECEIPT_ADVICE,
        number=root.text("ID"),
        version=_version(root),
        giver=giver,
        taker=taker,
        signer=parties.signer(sheet, giver, taker, "taker"),
        deliver_to=_deliver_to(root, shipment.child("Delivery/")),
        carrier=parties.carrier(root),
        refers=refers,
        answer=_ANSWERS.get(root.text("DocumentStatusCode"), answer),
        lines=sheet.lines(root.children("ReceiptLine/"), line),
        units=units,
        delivery_term=delivery_term(root),
        happened_on=_received(sheet, shipment),
        reason=reason,
        note=note,
    )


def fulfilment_cancellation(sheet: Sheet) -> Document:
    """Read a FulfilmentCancellation: the buyer's when a receipt came before it, else the seller's.

    UBL lets either cancel. After the receipt it is the goods that are refused, before it the despatch is
    withdrawn, unless the document carries a signature that tells otherwise.
    """
    root = sheet.root
    refers, _ = references.of_document(sheet)
    giver, taker = parties.giver_and_taker(root)
    signer = parties.signer(sheet, giver, taker, "taker" if refers.receipt else "giver")
    return Document(
        kind=Kind.FULFILMENT_CANCELLATION,
        number=root.text("ID"),
        giver=giver,
        taker=taker,
        signer=signer,
        refers=refers,
        answer=Answer.REJECTED if refers.receipt else Answer.CANCELLED,
        reason=codes.reason(references.written(root.text("CancellationNote")), "", {}),
        note=references.written(root.text("CancellationNote")) or root.text("Note"),
    )


def _judgement(root: Node, units: list[Answer]) -> tuple[Answer, str, str]:
    """Return what a receipt advice says as a whole, why, and in whose words."""
    despatch = root.child("DespatchDocumentReference/")
    kind = root.text("ReceiptAdviceTypeCode").upper()
    if kind != "S" and despatch.text("DocumentStatusCode"):
        answer = codes.answer(despatch.text("DocumentStatusCode"))
        # A paper that is found in order says nothing yet about the goods.
        answer = Answer.RECEIVED if answer is Answer.ACCEPTED and kind == "D" else answer
        return answer, "", despatch.text("DocumentDescription") or root.text("Note")
    consignments = root.child("Shipment/").children("Consignment/")
    answer, reason, note = max(
        (state(one, codes.CONSIGNMENT_REASONS) for one in consignments), default=_SILENT
    )
    if kind == "S" and answer is Answer.NONE:
        # Said without a verdict: the goods came in, with the exceptions that units and lines name.
        lines = root.children("ReceiptLine/")
        has_claim = any("RejectedQuantity" in line or "ShortQuantity" in line for line in lines)
        has_claim = has_claim or any(one in (Answer.CHANGED, Answer.REJECTED) for one in units)
        answer = Answer.CHANGED if has_claim else Answer.ACCEPTED
    return answer, reason, note or root.text("Note")


def _deliver_to(root: Node, delivery: Node) -> Party:
    place = parties.location(delivery)
    return place if place.identifiers else parties.within(root, "DeliveryCustomerParty")


def _despatched(sheet: Sheet, delivery: Node) -> int | None:
    if not delivery:
        return None
    day = sheet.day(delivery.child("Despatch/"), "ActualDespatchDate")
    return sheet.day(delivery, "ActualDespatchDate") if day is None else day


def _weight(sheet: Sheet, shipment: Node, unit: str) -> tuple[int, str] | None:
    """Return the net weight of a line that is counted in something else, such as pieces of cheese."""
    for node in (shipment, shipment.child("GoodsItem/")) if shipment else ():
        for name in ("NetNetWeightMeasure", "NetWeightMeasure"):
            measure, other = sheet.size(node, name), node.text(f"{name}@").upper()
            if measure is not None and other and other != unit:
                return measure, other
    return None


def _received(sheet: Sheet, shipment: Node) -> int | None:
    return sheet.day(shipment.child("Delivery/"), "ActualDeliveryDate")


def _arrives_by(sheet: Sheet, shipment: Node) -> int | None:
    """Return the first day too late by the sender's own estimate."""
    delivery = shipment.child("Delivery/")
    for node, name in (
        (delivery.child("EstimatedDeliveryPeriod/"), "EndDate"),
        (delivery.child("EstimatedDeliveryPeriod/"), "StartDate"),
        (delivery, "EstimatedDeliveryDate"),
        (delivery.child("PromisedDeliveryPeriod/"), "EndDate"),
        (delivery, "LatestDeliveryDate"),
        (shipment.child("Consignment/"), "EstimatedDeliveryDate"),
    ):
        day = sheet.day(node, name) if node is not EMPTY else None
        if day is not None:
            return day + 1
    return None


def _version(root: Node) -> int:
    return 1 if root.text("DocumentStatusCode") == _REPLACES else 0
