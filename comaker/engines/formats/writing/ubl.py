"""UBL: which writer writes which document.

What is written is UBL 2.1, in the ways of Peppol where the document claims them. Reading it gives the same
document again, but for what UBL leaves to the reader: lines inherit the references of their document.
"""

from collections.abc import Callable

from comaker.engines.formats.extension import NAMESPACE, unsaid
from comaker.engines.formats.writing import accounts, bills, deliveries, heads, orders
from comaker.engines.formats.writing.elements import Element, Parts, root
from comaker.engines.formats.writing.pen import Pen
from comaker.kernel.document import Document, Kind

_COMMON = "urn:oasis:names:specification:ubl:schema:xsd:Common"
_SPACES = (("cac", f"{_COMMON}AggregateComponents-2"), ("cbc", f"{_COMMON}BasicComponents-2"))
_EXTENSIONS = ("ext", f"{_COMMON}ExtensionComponents-2")

_NAMES = {
    Kind.ORDER: "Order",
    Kind.ORDER_CHANGE: "OrderChange",
    Kind.ORDER_CANCELLATION: "OrderCancellation",
    Kind.ORDER_RESPONSE: "OrderResponse",
    Kind.DESPATCH_ADVICE: "DespatchAdvice",
    Kind.RECEIPT_ADVICE: "ReceiptAdvice",
    Kind.FULFILMENT_CANCELLATION: "FulfilmentCancellation",
    Kind.REMITTANCE: "RemittanceAdvice",
    Kind.BILL_RESPONSE: "ApplicationResponse",
    Kind.STATEMENT: "Statement",
    Kind.REMINDER: "Reminder",
}
_WRITERS: dict[Kind, Callable[[Pen, Document], list[Parts]]] = {
    Kind.ORDER: orders.order,
    Kind.ORDER_CHANGE: orders.order_change,
    Kind.ORDER_CANCELLATION: orders.order_cancellation,
    Kind.ORDER_RESPONSE: orders.order_response,
    Kind.DESPATCH_ADVICE: deliveries.despatch_advice,
    Kind.RECEIPT_ADVICE: deliveries.receipt_advice,
    Kind.FULFILMENT_CANCELLATION: deliveries.fulfilment_cancellation,
    Kind.REMITTANCE: accounts.account,
    Kind.BILL_RESPONSE: accounts.application_response,
    Kind.STATEMENT: accounts.account,
    Kind.REMINDER: accounts.account,
}


def write(document: Document) -> bytes:
    """Write a document as UBL 2.1: the same bytes for the same document.

    What a reader of UBL finds out for itself is not written: `file`, `digest`, `meaning` and `trouble`.
    """
    name = root_of(document)
    pen = Pen(document.currency, is_credit=document.kind is Kind.CREDIT_NOTE)
    if document.kind in (Kind.BILL, Kind.CREDIT_NOTE):
        body = bills.bill(pen, document, name)
    else:
        body = _WRITERS[document.kind](pen, document)
    more = _extension(document)
    spaces = [("", f"urn:oasis:names:specification:ubl:schema:xsd:{name}-2"), *_SPACES]
    if more is not None:
        spaces += [_EXTENSIONS, ("said", NAMESPACE)]
    return root(name, spaces, more, heads.opening(document, name), body)


def root_of(document: Document) -> str:
    """Return the type of document, by UBL's name, that says what a document does."""
    if document.kind not in (Kind.BILL, Kind.CREDIT_NOTE):
        return _NAMES[document.kind]
    is_own_type = document.signer == "taker" and document.root not in ("Invoice", "CreditNote")
    name = "Invoice" if document.kind is Kind.BILL else "CreditNote"
    return f"SelfBilled{name}" if is_own_type else name


def _extension(document: Document) -> Element | None:
    """Write what UBL has no place for, where there is any."""
    said = tuple(Element(f"said:{name}", given) for name, given in unsaid(document))
    if not said:
        return None
    content = Element("ext:ExtensionContent", (Element("said:Said", said),))
    return Element("ext:UBLExtensions", (Element("ext:UBLExtension", (content,)),))
