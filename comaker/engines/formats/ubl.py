"""UBL: which reader takes which document, and what all documents have in common.

Read are UBL 2.0 and every later 2.x in the dialects of Peppol, OIOUBL, NLCIUS, EHF and XRechnung: they
share their names, and where they differ the readers know.
"""

import hashlib
from collections.abc import Callable

from lxml import etree

from comaker.engines.formats import accounts, answers, bills, deliveries, door, money, orders
from comaker.engines.formats.door import Limits, UnknownDocument
from comaker.engines.formats.extension import extended
from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import Node, grow
from comaker.kernel.document import Document
from comaker.kernel.refusal import Refusal


class NumberMissing(Refusal):
    """A document without a number of its own, which nothing can refer to."""


_READERS: dict[str, Callable[[Sheet], Document]] = {
    "Order": orders.order,
    "OrderChange": orders.order,
    "OrderCancellation": orders.order,
    "OrderResponse": orders.order,
    "OrderResponseSimple": orders.order,
    "DespatchAdvice": deliveries.despatch_advice,
    "ReceiptAdvice": deliveries.receipt_advice,
    "FulfilmentCancellation": deliveries.fulfilment_cancellation,
    "Invoice": bills.bill,
    "CreditNote": bills.bill,
    "DebitNote": bills.bill,
    "SelfBilledInvoice": bills.bill,
    "SelfBilledCreditNote": bills.bill,
    "ApplicationResponse": answers.application_response,
    "RemittanceAdvice": accounts.account,
    "Statement": accounts.account,
    "Reminder": accounts.account,
}

# What a CustomizationID or ProfileID holds, and the profile that it means; the first that fits.
_FLAVOURS = (
    ("oioubl", "OIOUBL"),
    ("nlcius", "NLCIUS"),
    ("si-ubl", "NLCIUS"),
    ("xrechnung", "XRechnung"),
    ("selfbilling", "Peppol self-billing"),
    ("fdc:peppol.eu:logistics", "Peppol logistics"),
    ("fdc:peppol.eu", "Peppol BIS 3"),
    ("urn:peppol:pint", "Peppol PINT"),
    ("difi.no:ehf", "EHF"),
    ("cenbii", "CEN BII"),
    ("cen.eu:en16931", "EN 16931"),
)
_READABLE = (
    "Orders and their changes, cancellations and answers are read, despatch and receipt advices, bills and "
    "credit notes and their answers, remittances, statements and reminders."
)
_UBL = "{urn:oasis:names:specification:ubl:schema:xsd:"
_ENVELOPE = "{http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader}StandardBusinessDocument"
_CII = "{urn:un:unece:uncefact:data:standard:CrossIndustry"


_LIMITS = Limits()


def read(content: bytes, *, file: str = "", limits: Limits = _LIMITS) -> Document:
    """Read one business document.

    Args:
        content: its bytes, as they came in; an SBDH envelope around it is taken off.
        file: where it came from, kept in the document.
        limits: how much to let in.

    Raises:
        Unreadable: what came in is no document that is read here; its kinds say why.
        NumberMissing: the document has no number.
    """
    element, name = _open(door.enter(content, limits), limits)
    root, meaning = grow(element, name, limits.depth_max)
    sheet = Sheet(root, name, flavour=_flavour(root), currency=money.currency(root))
    if not root.text("ID"):
        raise NumberMissing(
            f"The {name} has no number (cbc:ID), so nothing can refer to it.",
            hint="Ask the sender to number it and send it again.",
        )
    document, meaning = extended(sheet, _READERS[name](sheet), meaning)
    return document._replace(
        issued_on=sheet.day(root, "IssueDate"),
        issued_at=sheet.seconds(root, "IssueTime"),
        currency=sheet.currency,
        note=document.note or root.text("Note"),
        flavour=sheet.flavour,
        root=name,
        file=file,
        digest=hashlib.sha256(content).hexdigest(),
        meaning=meaning,
        trouble=tuple(sheet.trouble),
    )


def _open(root: etree._Element, limits: Limits, *, is_inner: bool = False) -> tuple[etree._Element, str]:
    """Return the element of the document itself, out of the envelopes that are known, and its name.

    Raises:
        UnknownDocument: there is none that is read here.
    """
    tag = str(root.tag)
    name = tag.rpartition("}")[2]
    if tag.startswith(_UBL) and tag.endswith(f":{name}-2}}{name}"):
        if name in _READERS:
            return root, name
        if name == "AttachedDocument" and not is_inner:
            return _open(_attached(root, limits), limits, is_inner=True)
        raise UnknownDocument(f"A UBL {name} is not read.", hint=_READABLE)
    if tag == _ENVELOPE and not is_inner:
        inside = [child for child in root if not str(child.tag).endswith("}StandardBusinessDocumentHeader")]
        if len(inside) != 1:
            raise UnknownDocument(
                f"The envelope (SBDH) holds {len(inside)} documents.", hint="Send them one by one."
            )
        return _open(inside[0], limits, is_inner=True)
    if tag.startswith(_CII):
        raise UnknownDocument(
            "This is a CII invoice (UN/CEFACT Cross Industry), which is not read yet.",
            hint="Ask the sender for UBL, which every Peppol member can send, or key it in.",
        )
    if tag.startswith(_UBL):
        raise UnknownDocument(f"This {name[:60]} is not UBL 2.", hint="Ask the sender for UBL 2.1 or later.")
    raise UnknownDocument(f"The XML holds “{name[:60]}”, which is no UBL document.", hint=_READABLE)


def _attached(root: etree._Element, limits: Limits) -> etree._Element:
    """Return the document that an AttachedDocument carries as text."""
    node, _ = grow(root, "", limits.depth_max)
    text = node.child("Attachment/").child("ExternalReference/").text("Description")
    text = text or node.child("Attachment/").text("Description")
    if not text:
        raise UnknownDocument(
            "The AttachedDocument carries no document.", hint="Ask for the document itself."
        )
    return door.enter(text.encode(), limits)


def _flavour(root: Node) -> str:
    claim = f"{root.text('CustomizationID')} {root.text('ProfileID')}".casefold()
    for part, flavour in _FLAVOURS:
        if part in claim:
            return flavour
    version = root.text("UBLVersionID")
    return f"UBL {version}" if version else "UBL"
