"""Answers: application responses, by which one party says what it thinks of another's document."""

from collections.abc import Sequence

from comaker.engines.formats import codes, parties
from comaker.engines.formats.door import UnknownDocument
from comaker.engines.formats.references import written
from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import Node
from comaker.kernel.document import Answer, Document, DocumentLine, Kind, References


def application_response(sheet: Sheet) -> Document:
    """Read an ApplicationResponse to a bill or an order.

    Raises:
        UnknownDocument: it answers something else, such as a catalogue or the envelope of a message.
    """
    root = sheet.root
    responses = root.children("DocumentResponse/")
    kind = _kind(root, responses)
    sender, receiver = parties.party(root.child("SenderParty/")), parties.party(root.child("ReceiverParty/"))
    first = responses[0]
    is_seller = kind is Kind.ORDER_RESPONSE or _type(first) in codes.SELF_BILLED_TYPES
    answer, reason, note, on = _response(sheet, first.child("Response/"))
    number = _number(first)
    refers = References(bill=number) if kind is Kind.BILL_RESPONSE else References(order=number)
    return Document(
        kind=kind,
        number=root.text("ID"),
        giver=sender if is_seller else receiver,
        taker=receiver if is_seller else sender,
        signer="giver" if is_seller else "taker",
        refers=refers,
        answer=answer,
        lines=_lines(sheet, responses, kind),
        happened_on=on,
        reason=reason,
        note=note or root.text("Note"),
    )


def _kind(root: Node, responses: Sequence[Node]) -> Kind:
    profile = f"{root.text('CustomizationID')} {root.text('ProfileID')}".casefold()
    what = _type(responses[0]) if responses else ""
    if responses and (what in codes.BILL_TYPES or "invoice_response" in profile):
        return Kind.BILL_RESPONSE
    if what in codes.ORDER_TYPES:
        return Kind.ORDER_RESPONSE
    if "mlr" in profile or "mls" in profile:
        raise UnknownDocument(
            "This ApplicationResponse answers the message and not what it says.",
            hint="Nothing needs to be done with it here; look into why the message was refused, if it was.",
        )
    about = f"a document of type “{what[:40]}”" if what else "a document of no stated type"
    raise UnknownDocument(
        f"This ApplicationResponse answers {about}; only answers to bills and orders are read.",
        hint="Nothing needs to be done with it here.",
    )


def _type(response: Node) -> str:
    reference = response.child("DocumentReference/")
    return (reference.text("DocumentTypeCode") or reference.text("DocumentType")).replace(" ", "").casefold()


def _number(response: Node) -> str:
    return written(response.child("DocumentReference/").text("ID"))


def _response(sheet: Sheet, node: Node) -> tuple[Answer, str, str, int | None]:
    """Return answer, reason, own words and, when it was paid, the day."""
    answer = codes.answer(node.text("ResponseCode"))
    reasons, words = [], node.texts("Description")
    for status in node.children("Status/"):
        code = status.text("StatusReasonCode")
        reasons.append(codes.STATUS_REASONS.get(code, ""))
        words += status.texts("StatusReason") or filter(None, [codes.STATUS_WORDS.get(code)])
    on = sheet.day(node, "EffectiveDate") if answer is Answer.PAID else None
    return answer, next(filter(None, reasons), ""), "; ".join(words), on


def _lines(sheet: Sheet, responses: Sequence[Node], kind: Kind) -> tuple[DocumentLine, ...]:
    """Return what is said about single lines, or, when several documents are answered, about each."""

    def one(node: Node, response: Node, line: str) -> DocumentLine:
        answer, reason, note, on = _response(sheet, response.child("Response/"))
        number = _number(node)
        refers = References(bill=number, bill_line=line)
        if kind is Kind.ORDER_RESPONSE:
            refers = References(order=number, order_line=line)
        return DocumentLine(number=line, refers=refers, answer=answer, on=on, reason=reason, note=note)

    if len(responses) > 1:
        return tuple(one(node, node, "") for node in responses)
    found = []
    for response in responses[0].children("LineResponse/"):
        line = response.child("LineReference/").text("LineID")
        found.append(one(responses[0], response, written(line)))
    return tuple(found)
