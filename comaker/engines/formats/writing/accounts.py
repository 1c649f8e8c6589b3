"""Accounts: what is paid, what stands open, and what is asked for again, as UBL."""

from comaker.engines.formats.writing import heads, lines
from comaker.engines.formats.writing.bills import tax_totals
from comaker.engines.formats.writing.elements import Element, Parts, group, needed, value
from comaker.engines.formats.writing.parties import party, role
from comaker.engines.formats.writing.pen import NO_NUMBER, Pen, day
from comaker.kernel.document import NO_REFERENCES, Answer, Document, DocumentLine, Kind, References

_LINES = {
    Kind.REMITTANCE: "RemittanceAdviceLine",
    Kind.STATEMENT: "StatementLine",
    Kind.REMINDER: "ReminderLine",
}
_TOTALS = {Kind.REMITTANCE: "TotalPaymentAmount", Kind.STATEMENT: "TotalBalanceAmount"}
_ANSWERS = {
    Answer.RECEIVED: "AB",
    Answer.UNDER_QUERY: "UQ",
    Answer.CHANGED: "CA",
    Answer.ACCEPTED: "AP",
    Answer.REJECTED: "RE",
    Answer.PAID: "PD",
    Answer.DISPUTED: "Disputed",
    Answer.CANCELLED: "Cancelled",
}
_INVOICE = "380"


def account(pen: Pen, document: Document) -> list[Parts]:
    """Write what stands in a RemittanceAdvice, Statement or Reminder."""
    kind = document.kind
    supplier = role("AccountingSupplierParty", document.giver)
    customer = role("AccountingCustomerParty", document.taker)
    total = _TOTALS.get(kind)
    # Only a remittance has a place for the bill that all of it is about.
    head = document.refers if kind is Kind.REMITTANCE else NO_REFERENCES
    return [
        value("ID", document.number),
        heads.issued(document),
        value("Note", document.note),
        heads.currency(document),
        pen.money(total, document.totals.payable) if total else None,
        group("BillingReference", lines.document_reference("InvoiceDocumentReference", head.bill)),
        heads.signature(document, heads.USUAL_SIGNER[kind]),
        [customer, supplier] if kind is Kind.REMITTANCE else [supplier, customer],
        party("PayeeParty", document.payee),
        None if total else tax_totals(pen, document),
        None if total else heads.totals(pen, document, "LegalMonetaryTotal"),
        [_line(pen, _LINES[kind], line, head) for line in document.lines],
    ]


def application_response(pen: Pen, document: Document) -> list[Parts]:
    """Write what stands in an ApplicationResponse to a bill."""
    is_giver = document.signer == "giver"
    sender, receiver = (document.giver, document.taker)[:: 1 if is_giver else -1]
    return [
        value("ID", document.number),
        heads.issued(document),
        value("Note", document.note),
        party("SenderParty", sender),
        party("ReceiverParty", receiver),
        needed(
            "DocumentResponse",
            _response(document.answer, on=document.happened_on),
            needed(
                "DocumentReference",
                value("ID", document.refers.bill or NO_NUMBER),
                value("DocumentTypeCode", "389" if is_giver else _INVOICE),
            ),
            [
                needed(
                    "LineResponse",
                    needed("LineReference", value("LineID", line.refers.bill_line or NO_NUMBER)),
                    _response(line.answer, note=line.note, on=line.on),
                )
                for line in document.lines
            ],
        ),
    ]


def _response(answer: Answer, *, note: str = "", on: int | None = None) -> Element:
    return needed(
        "Response",
        value("ResponseCode", _ANSWERS.get(answer, "")),
        value("Description", note),
        day("EffectiveDate", on),
    )


def _line(pen: Pen, name: str, line: DocumentLine, head: References) -> Element:
    amount = line.amount
    is_credit = amount is not None and amount < 0
    return needed(
        name,
        value("ID", line.number),
        value("Note", line.note),
        None if is_credit else pen.money("DebitLineAmount", amount),
        pen.money("CreditLineAmount", -amount) if is_credit and amount is not None else None,
        lines.bill_reference(line.refers, head),
    )
