"""What goes for every kind of document: who usually signs it, and what UBL calls it."""

from comaker.kernel.document import Kind

# A form and a UBL paper of one number are one document, so they bear one name of its type.
ROOTS = {
    Kind.ORDER: "Order",
    Kind.ORDER_CHANGE: "OrderChange",
    Kind.ORDER_CANCELLATION: "OrderCancellation",
    Kind.ORDER_RESPONSE: "OrderResponse",
    Kind.DESPATCH_ADVICE: "DespatchAdvice",
    Kind.RECEIPT_ADVICE: "ReceiptAdvice",
    Kind.FULFILMENT_CANCELLATION: "FulfilmentCancellation",
    Kind.BILL: "Invoice",
    Kind.CREDIT_NOTE: "CreditNote",
    Kind.REMITTANCE: "RemittanceAdvice",
    Kind.BILL_RESPONSE: "ApplicationResponse",
    Kind.STATEMENT: "Statement",
    Kind.REMINDER: "Reminder",
}
_BY_TAKER = frozenset(
    (
        Kind.ORDER,
        Kind.ORDER_CHANGE,
        Kind.ORDER_CANCELLATION,
        Kind.RECEIPT_ADVICE,
        Kind.REMITTANCE,
        Kind.BILL_RESPONSE,
    )
)
BILLS = frozenset((Kind.BILL, Kind.CREDIT_NOTE))


def usual_signer(kind: Kind, *, has_receipt: bool) -> str:
    """Return who usually signs: "giver" or "taker".

    Args:
        has_receipt: the document names a receipt, so that goods which came in are refused by it.
    """
    if kind is Kind.FULFILMENT_CANCELLATION:
        return "taker" if has_receipt else "giver"
    return "taker" if kind in _BY_TAKER else "giver"


def root_of(kind: Kind, signer: str) -> str:
    """Return what UBL calls such a document."""
    return f"SelfBilled{ROOTS[kind]}" if kind in BILLS and signer == "taker" else ROOTS[kind]
