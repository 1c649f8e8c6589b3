"""Accounts: what is paid, what stands open, and what is asked for again."""

from comaker.engines.formats import money, parties, references
from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import Node
from comaker.kernel.document import Document, DocumentLine, Kind, References, Totals

_KINDS = {
    "RemittanceAdvice": (Kind.REMITTANCE, "RemittanceAdviceLine/", "TotalPaymentAmount"),
    "Statement": (Kind.STATEMENT, "StatementLine/", "TotalBalanceAmount"),
    "Reminder": (Kind.REMINDER, "ReminderLine/", ""),
}
_PAID = ("PaidAmount", "BalanceAmount", "Amount")


def account(sheet: Sheet) -> Document:
    """Read a RemittanceAdvice, Statement or Reminder: amounts per bill."""
    root = sheet.root
    kind, name, total = _KINDS[sheet.name]
    refers, inherited = references.of_document(sheet)
    payable = sheet.money(root, total) if total else None
    if payable is None:
        payable = _difference(sheet, root, "TotalDebitAmount", "TotalCreditAmount")
    totals = Totals(payable=payable) if payable is not None else money.totals(sheet, None)
    lines = _lines(sheet, name, inherited)
    if len(lines) == 1 and lines[0].amount is None:
        # The total of a remittance for one bill is what was paid of that bill.
        lines = (lines[0]._replace(amount=totals.payable),)
    giver = parties.within(root, "AccountingSupplierParty", "SellerSupplierParty")
    taker = parties.within(root, "AccountingCustomerParty", "BuyerCustomerParty")
    return Document(
        kind=kind,
        number=root.text("ID"),
        giver=giver,
        taker=taker,
        # A payee who books what came in says so himself.
        signer=parties.signer(sheet, giver, taker, "taker" if kind is Kind.REMITTANCE else "giver"),
        payee=parties.party(root.child("PayeeParty/")),
        refers=refers,
        lines=lines,
        totals=totals,
    )


def _lines(sheet: Sheet, name: str, inherited: References) -> tuple[DocumentLine, ...]:
    def line(sheet: Sheet, node: Node) -> DocumentLine:
        refers = references.of_line(sheet, node, inherited)
        if not refers.bill and (other := node.child("DocumentReference/")):
            refers = refers._replace(bill=references.written(other.text("ID")))
        amount = _difference(sheet, node, "DebitLineAmount", "CreditLineAmount")
        for other_name in _PAID if amount is None else ():
            amount = sheet.money(node, other_name) if amount is None else amount
        return DocumentLine(number=node.text("ID"), refers=refers, amount=amount, note=node.text("Note"))

    return sheet.lines(sheet.root.children(name), line)


def _difference(sheet: Sheet, node: Node, debit: str, credit: str) -> int | None:
    more, less = sheet.money(node, debit), sheet.money(node, credit)
    return None if more is None and less is None else (more or 0) - (less or 0)
