"""Heads: what stands above the lines of every document."""

from typing import NamedTuple

from comaker.engines.formats.writing.elements import Element, group, value
from comaker.engines.formats.writing.parties import party
from comaker.engines.formats.writing.pen import Pen, day, time
from comaker.kernel.document import Document, Kind

_PEPPOL = "urn:fdc:peppol.eu:poacc:"
_BILLING = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:"


class Profile(NamedTuple):
    """By what a document says which rules it keeps."""

    customization: str
    process: str


def _bis(transaction: str, process: str) -> Profile:
    return Profile(f"{_PEPPOL}trns:{transaction}:3", f"{_PEPPOL}bis:{process}:3")


_BILL = Profile(f"{_BILLING}billing:3.0", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0")
_SELF_BILL = Profile(f"{_BILLING}selfbilling:3.0", "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0")
# What follows no specification of Peppol's own says no more than whose ways it follows.
_LIKE_PEPPOL = Profile("urn:fdc:peppol.eu:poacc", "")

PROFILES = {
    ("Peppol BIS 3", "Order"): _bis("order", "ordering"),
    ("Peppol BIS 3", "OrderChange"): _bis("order_change", "advanced_ordering"),
    ("Peppol BIS 3", "OrderCancellation"): _bis("order_cancellation", "advanced_ordering"),
    ("Peppol BIS 3", "OrderResponse"): _bis("order_response", "ordering"),
    ("Peppol BIS 3", "DespatchAdvice"): _bis("despatch_advice", "despatch_advice"),
    ("Peppol BIS 3", "ApplicationResponse"): _bis("invoice_response", "invoice_response"),
    ("Peppol BIS 3", "Invoice"): _BILL,
    ("Peppol BIS 3", "CreditNote"): _BILL,
    ("Peppol self-billing", "Invoice"): _SELF_BILL,
    ("Peppol self-billing", "CreditNote"): _SELF_BILL,
}
UBL = "UBL 2.1"
WRITTEN = frozenset((UBL, *(flavour for flavour, _ in PROFILES)))


def is_factor(document: Document) -> bool:
    """Tell whether a percentage of a charge is written as a factor, as UBL itself has it."""
    return document.flavour not in WRITTEN - {UBL}


def opening(document: Document, name: str) -> list[Element | None]:
    """Write by what rules a document goes."""
    profile = PROFILES.get((document.flavour, name))
    if profile is None and document.flavour in WRITTEN - {UBL}:
        profile = _LIKE_PEPPOL
    if profile is None:
        return [value("UBLVersionID", UBL.partition(" ")[2])]
    return [value("CustomizationID", profile.customization), value("ProfileID", profile.process)]


def issued(document: Document) -> list[Element | None]:
    """Write when a document was made out."""
    return [day("IssueDate", document.issued_on), time("IssueTime", document.issued_at)]


def signature(document: Document, usual: str) -> Element | None:
    """Write whose word it is, where it is not the word of who usually sends such a paper."""
    if document.signer == usual:
        return None
    hand = document.giver if document.signer == "giver" else document.taker
    return group("Signature", value("ID", document.number), party("SignatoryParty", hand))


def totals(pen: Pen, document: Document, name: str) -> Element | None:
    """Write the sums that a document states about itself."""
    said = document.totals
    return group(
        name,
        pen.money("LineExtensionAmount", said.lines),
        pen.money("TaxExclusiveAmount", said.net),
        pen.money("TaxInclusiveAmount", said.gross),
        pen.money("AllowanceTotalAmount", said.allowances),
        pen.money("ChargeTotalAmount", said.charges),
        pen.money("PrepaidAmount", said.prepaid),
        pen.money("PayableRoundingAmount", said.rounding),
        pen.money("PayableAmount", said.payable),
    )


def delivery_terms(document: Document) -> Element | None:
    """Write the Incoterm."""
    return group("DeliveryTerms", value("ID", document.delivery_term))


def currency(document: Document) -> Element | None:
    """Write the currency; a bill's is needed, any other document has one where it names amounts."""
    return value("DocumentCurrencyCode", document.currency)


USUAL_SIGNER = {
    Kind.ORDER: "taker",
    Kind.ORDER_CHANGE: "taker",
    Kind.ORDER_CANCELLATION: "taker",
    Kind.ORDER_RESPONSE: "giver",
    Kind.DESPATCH_ADVICE: "giver",
    Kind.RECEIPT_ADVICE: "taker",
    Kind.REMITTANCE: "taker",
    Kind.STATEMENT: "giver",
    Kind.REMINDER: "giver",
}
