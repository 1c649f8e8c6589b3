"""Bills: invoices and credit notes, also those that the buyer makes out, as UBL."""

from comaker.engines.formats.writing import heads, lines
from comaker.engines.formats.writing.elements import Element, Parts, group, needed, value
from comaker.engines.formats.writing.parties import optional_role, party, role
from comaker.engines.formats.writing.pen import Pen, day
from comaker.kernel.document import Document, DocumentLine, Instalment, TaxShare
from comaker.kernel.party import agree

# UN/EDIFACT 1001, by what a bill is.
_PLAIN, _SELF_BILLED, _CORRECTED, _PREPAYMENT = "380", "389", "384", "386"
_SELF_CORRECTED, _SELF_PREPAYMENT = "471", "500"
_CREDIT, _SELF_CREDIT = "381", "261"
_NO_MEANS = "1"  # UN/EDIFACT 4461: the means of payment is not defined


def bill(pen: Pen, document: Document, name: str) -> list[Parts]:
    """Write what stands in an Invoice, CreditNote or a self-billed kind of these."""
    is_own_type = name.startswith("SelfBilled")
    is_credit = name.endswith("CreditNote")
    code = _type(document, is_credit)
    refers = document.refers
    payer = document.payer if document.payer.is_known() else document.taker
    is_other_payer = agree(payer, document.taker) is not True
    parties = [
        role("AccountingSupplierParty", document.giver),
        role("AccountingCustomerParty", payer),
    ]
    buyer = optional_role("BuyerCustomerParty", document.taker) if is_other_payer else None
    payee = party("PayeeParty", document.payee)
    is_dated = name == "Invoice"
    return [
        value("ID", document.number),
        heads.issued(document),
        day("DueDate", _due_on(document)) if is_dated else None,
        value("InvoiceTypeCode", code) if not is_credit else None,
        value("CreditNoteTypeCode", code) if is_credit and not is_own_type else None,
        value("Note", document.note),
        heads.currency(document),
        value("BuyerReference", "" if is_own_type else refers.customer),
        lines.order_reference(refers, customer=refers.customer if is_own_type else ""),
        group("BillingReference", lines.document_reference("InvoiceDocumentReference", refers.bill)),
        _papers(document, name),
        parties[::-1] if is_own_type else parties,
        [buyer, payee] if name == "SelfBilledInvoice" else [payee, buyer],
        group(
            "Delivery",
            day("ActualDeliveryDate", document.happened_on),
            party("DeliveryParty", document.deliver_to),
        ),
        heads.delivery_terms(document),
        None if is_dated else _means(document),
        [_terms(pen, part) for part in _plan(document)],
        lines.charges(pen, document.charges, is_factor=heads.is_factor(document)),
        tax_totals(pen, document),
        heads.totals(pen, document, "LegalMonetaryTotal"),
        [_line(pen, document, line, is_credit=is_credit) for line in document.lines],
    ]


def tax_totals(pen: Pen, document: Document) -> Element | None:
    """Write the tax, and each rate of it."""
    return group(
        "TaxTotal",
        pen.money("TaxAmount", document.totals.tax),
        [_share(pen, share) for share in document.taxes],
    )


def _type(document: Document, is_credit: bool) -> str:
    is_self_billed = document.signer == "taker"
    if is_credit:
        return _SELF_CREDIT if is_self_billed else _CREDIT
    if document.replaces:
        return _SELF_CORRECTED if is_self_billed else _CORRECTED
    if document.is_prepayment:
        return _SELF_PREPAYMENT if is_self_billed else _PREPAYMENT
    return _SELF_BILLED if is_self_billed else _PLAIN


def _papers(document: Document, name: str) -> list[Element | None]:
    """Write despatch, receipt and contract in the order that the type of document wants."""
    refers = document.refers
    despatch = group("DespatchDocumentReference", value("ID", refers.despatch))
    receipt = group("ReceiptDocumentReference", value("ID", refers.receipt))
    contract = group("ContractDocumentReference", value("ID", refers.contract))
    return [contract, despatch, receipt] if name == "SelfBilledInvoice" else [despatch, receipt, contract]


def _plan(document: Document) -> tuple[Instalment, ...]:
    """Return the instalments, where it is not all to be paid on one day."""
    return document.instalments if len(document.instalments) > 1 else ()


def _due_on(document: Document) -> int | None:
    """Return the day on which all of it is due."""
    return document.instalments[0].due_on if len(document.instalments) == 1 else None


def _means(document: Document) -> Element | None:
    due = day("PaymentDueDate", _due_on(document))
    return group("PaymentMeans", value("PaymentMeansCode", _NO_MEANS), due) if due else None


def _terms(pen: Pen, part: Instalment) -> Element | None:
    return group("PaymentTerms", pen.money("Amount", part.amount), day("PaymentDueDate", part.due_on))


def _share(pen: Pen, share: TaxShare) -> Element | None:
    return group(
        "TaxSubtotal",
        pen.money("TaxableAmount", share.taxable),
        pen.money("TaxAmount", share.tax),
        lines.tax_category("TaxCategory", share.category, share.percent),
    )


def _line(pen: Pen, document: Document, line: DocumentLine, *, is_credit: bool) -> Element:
    refers, head = line.refers, document.refers
    tail = [
        lines.line_reference("DespatchLineReference", refers.despatch_line, refers.despatch, head.despatch),
        lines.line_reference("ReceiptLineReference", refers.receipt_line, refers.receipt, head.receipt),
        lines.bill_reference(refers, head),
    ]
    return needed(
        "CreditNoteLine" if is_credit else "InvoiceLine",
        value("ID", line.number),
        value("Note", line.note),
        pen.quantity("CreditedQuantity" if is_credit else "InvoicedQuantity", line.quantity, line.unit),
        pen.money("LineExtensionAmount", line.amount),
        lines.order_line_reference(refers, head),
        group("DiscrepancyResponse", value("ResponseCode", line.reason)) if is_credit else None,
        tail,
        group("Delivery", day("ActualDeliveryDate", line.on)),
        lines.charges(pen, line.charges, is_factor=heads.is_factor(document)),
        lines.item(pen, line),
        lines.price(pen, line),
    )
