"""Money: the totals, taxes and instalments that a document states."""

from comaker.engines.formats import codes
from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import EMPTY, Node
from comaker.kernel.amounts import percent_of
from comaker.kernel.document import Instalment, TaxShare, Totals

_TOTALS = ("LegalMonetaryTotal/", "AnticipatedMonetaryTotal/", "RequestedMonetaryTotal/")


def currency(node: Node) -> str:
    """Return the currency of a document: what it declares, else that of the first amount in it."""
    found = node.text("DocumentCurrencyCode")
    if found:
        return found
    for name, value in node.items():
        if name.endswith("Amount@"):
            return str(value)
        if name.endswith("/") and name != "/" and (found := currency(value[0])):
            return found
    return ""


def totals(sheet: Sheet, tax: int | None) -> Totals:
    """Read the sums that a document states about itself; `tax` is the sum of its tax totals."""
    node = next((found for name in _TOTALS if (found := sheet.root.child(name))), EMPTY)
    if not node:
        return Totals(tax=tax) if tax is not None else Totals()
    money = sheet.money
    lines, allowances = money(node, "LineExtensionAmount"), money(node, "AllowanceTotalAmount")
    charges, net = money(node, "ChargeTotalAmount"), money(node, "TaxExclusiveAmount")
    if net is not None and sheet.flavour == "OIOUBL":
        # In OIOUBL, TaxExclusiveAmount holds the tax itself.
        tax = net if tax is None else tax
        net = None if lines is None else lines - (allowances or 0) + (charges or 0)
    return Totals(
        lines=lines,
        allowances=allowances,
        charges=charges,
        net=net,
        tax=tax,
        gross=money(node, "TaxInclusiveAmount"),
        prepaid=money(node, "PrepaidAmount"),
        rounding=money(node, "PayableRoundingAmount"),
        payable=money(node, "PayableAmount"),
    )


def taxes(sheet: Sheet) -> tuple[int | None, tuple[TaxShare, ...]]:
    """Read the tax in the document's own currency: its sum, and each rate."""
    total: int | None = None
    shares: list[TaxShare] = []
    for node in sheet.root.children("TaxTotal/"):
        # A second total in the currency of the tax office says the same again.
        if node.text("TaxAmount@") not in ("", sheet.currency):
            continue
        tax = sheet.money(node, "TaxAmount")
        if tax is not None:
            total = tax if total is None else total + tax
        for subtotal in node.children("TaxSubtotal/"):
            share = _share(sheet, subtotal)
            if share:
                shares.append(share)
    return total, tuple(shares)


def category(node: Node) -> str:
    """Return the code of a tax category: S, Z, E, AE…"""
    found = node.text("ID")
    return codes.TAX_CATEGORIES.get(found, found)


def instalments(sheet: Sheet, payable: int | None) -> tuple[Instalment, ...]:
    """Read what is to be paid when: the terms that state an amount, else all of it on the day given."""
    root = sheet.root
    means = root.children("PaymentMeans/")
    days = {one.text("ID"): sheet.day(one, "PaymentDueDate") for one in means if one.text("PaymentDueDate")}
    due = sheet.day(root, "DueDate")
    if due is None:
        due = sheet.day(root, "PaymentDueDate")
    if due is None:
        due = min((day for day in days.values() if day is not None), default=None)
    found = []
    for terms in root.children("PaymentTerms/"):
        amount = _amount_of(sheet, terms, payable)
        day = _due_of(sheet, terms, days)
        if amount is not None:
            found.append(Instalment(amount, due if day is None else day))
        elif due is None:
            due = day
    if len(found) > 1 or (found and found[0].amount == payable):
        return tuple(found)
    # One amount that is not the whole is a part with a discount or a penalty, not a plan of payment.
    return () if payable is None else (Instalment(payable, due),)


def _share(sheet: Sheet, node: Node) -> TaxShare | None:
    tax = sheet.money(node, "TaxAmount")
    if tax is None:
        return None
    found = node.child("TaxCategory/")
    percent = sheet.percent(found, "Percent")
    return TaxShare(
        category=category(found),
        percent=sheet.percent(node, "Percent") if percent is None else percent,
        taxable=sheet.money(node, "TaxableAmount"),
        tax=tax,
    )


def _amount_of(sheet: Sheet, terms: Node, payable: int | None) -> int | None:
    amount = sheet.money(terms, "Amount")
    percent = sheet.percent(terms, "PaymentPercent")
    if amount is None and percent is not None and payable is not None:
        return percent_of(payable, percent)
    return amount


def _due_of(sheet: Sheet, terms: Node, days: dict[str, int | None]) -> int | None:
    for name in ("PaymentDueDate", "InstallmentDueDate"):
        if (day := sheet.day(terms, name)) is not None:
            return day
    if (day := days.get(terms.text("PaymentMeansID"))) is not None:
        return day
    # With a discount, the settlement period is the time to earn it, and not the time to pay.
    if "SettlementDiscountPercent" in terms or "SettlementDiscountAmount" in terms:
        return None
    return sheet.day(terms.child("SettlementPeriod/"), "EndDate")
