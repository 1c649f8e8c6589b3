"""Bills: invoices, credit notes, debit notes and their self-billed kinds.

On a credit note the sheet turns the sign of quantities and amounts, so that bills add up; a line of −3 on
it becomes +3. Prices keep their sign.
"""

from comaker.engines.formats import codes, items, money, parties, references
from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import Node
from comaker.kernel.amounts import NotANumber, scaled
from comaker.kernel.document import Document, DocumentLine, Kind, References, Totals
from comaker.kernel.party import Party

_LINES = {
    "InvoiceLine/": "InvoicedQuantity",
    "CreditNoteLine/": "CreditedQuantity",
    "DebitNoteLine/": "DebitedQuantity",
}


def bill(sheet: Sheet) -> Document:
    """Read an Invoice, CreditNote, DebitNote or a self-billed kind of these."""
    root = sheet.root
    code = root.text("InvoiceTypeCode") or root.text("CreditNoteTypeCode")
    is_credit = sheet.name.endswith("CreditNote")
    if code in codes.CREDIT_TYPES and not is_credit:
        is_credit = True
        # An Invoice that calls itself a credit note may write what it credits as positive or negative.
        sheet.sign = -1 if _is_positive(root) else 1
    elif is_credit:
        sheet.sign = -1
    tax, shares = money.taxes(sheet)
    totals = money.totals(sheet, tax)
    refers, inherited = references.of_document(sheet)
    giver, taker, payer = _parties(root)
    delivery = root.child("Delivery/")
    is_self_billed = sheet.name.startswith("SelfBilled") or code in codes.SELF_BILLED_TYPES
    return Document(
        kind=Kind.CREDIT_NOTE if is_credit else Kind.BILL,
        number=root.text("ID"),
        giver=giver,
        taker=taker,
        signer="taker" if is_self_billed else "giver",
        payee=parties.party(root.child("PayeeParty/")),
        payer=payer,
        deliver_to=parties.location(delivery),
        refers=refers,
        lines=_lines(sheet, inherited),
        totals=totals,
        taxes=shares,
        charges=items.charges(sheet, root),
        instalments=money.instalments(sheet, totals.payable),
        delivery_term=delivery_term(root),
        happened_on=sheet.day(delivery, "ActualDeliveryDate") if delivery else None,
        replaces=refers.bill if code in codes.CORRECTED_TYPES and not _is_negative(totals) else "",
        is_prepayment=code in codes.PREPAYMENT_TYPES,
    )


def delivery_term(root: Node) -> str:
    """Return the Incoterm of a document's DeliveryTerms, wherever it writes it."""
    terms = root.child("DeliveryTerms/") or root.child("Shipment/").child("Delivery/").child("DeliveryTerms/")
    for name in ("ID", "LossRiskResponsibilityCode", "SpecialTerms") if terms else ():
        first = terms.text(name).upper().split()[:1]
        if first and first[0] in codes.INCOTERMS:
            return first[0]
    return ""


def _parties(root: Node) -> tuple[Party, Party, Party]:
    """Return seller, buyer and payer: the accounting parties, unless others sell or buy the goods."""
    supplier = parties.within(root, "SellerSupplierParty", "AccountingSupplierParty")
    payer = parties.within(root, "AccountingCustomerParty")
    buyer = parties.within(root, "BuyerCustomerParty")
    return supplier, buyer if buyer.identifiers else payer, payer


def _is_negative(totals: Totals) -> bool:
    """Tell whether a corrected invoice only takes back, instead of taking the place of another."""
    return (totals.payable or totals.lines or 0) < 0


def _is_positive(root: Node) -> bool:
    total = root.child("LegalMonetaryTotal/")
    text = total.text("PayableAmount") or total.text("LineExtensionAmount") or "0"
    try:
        return scaled(text, 4) > 0
    except NotANumber:
        return True


def _lines(sheet: Sheet, inherited: References) -> tuple[DocumentLine, ...]:
    kind = next((name for name in _LINES if name in sheet.root), "InvoiceLine/")
    billed = _LINES[kind]

    def line(sheet: Sheet, node: Node) -> DocumentLine:
        unit = node.text(f"{billed}@").upper()
        item = node.child("Item/")
        tax = item.child("ClassifiedTaxCategory/") or _tax_of(node)
        return DocumentLine(
            number=node.text("ID"),
            refers=references.of_line(sheet, node, inherited),
            quantity=sheet.quantity(node, billed),
            unit=unit,
            price=items.price(sheet, node, unit),
            amount=sheet.money(node, "LineExtensionAmount"),
            charges=items.charges(sheet, node),
            product=items.product(item),
            on=sheet.day(node.child("Delivery/"), "ActualDeliveryDate") if "Delivery/" in node else None,
            reason=_reason(node) if "DiscrepancyResponse/" in node else "",
            note=node.text("Note"),
            tax_category=money.category(tax),
            tax_percent=sheet.percent(tax, "Percent"),
            second=items.second(sheet, item),
        )

    return sheet.lines(sheet.root.children(kind), line)


def _reason(node: Node) -> str:
    """Return why a line is credited."""
    response = node.child("DiscrepancyResponse/")
    return codes.reason(response.text("Description"), response.text("ResponseCode"), {})


def _tax_of(node: Node) -> Node:
    """Return the tax category of a line that states it with its tax, as OIOUBL does."""
    return node.child("TaxTotal/").child("TaxSubtotal/").child("TaxCategory/")
