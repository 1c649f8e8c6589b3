"""Short ways to write papers for the tests of matching."""

from comaker.kernel.amounts import scaled
from comaker.kernel.document import Document, DocumentLine, Kind, References, Stretch
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.product import Product

SELLER = Party("Pump Works", ("0088:8700000000001", "vat:nl001"))
BUYER = Party("Water Board", ("0088:8700000000002", "vat:nl002"))
OTHER_SELLER = Party("Valve House", ("0088:8700000000003",))
OTHER_BUYER = Party("Gas Works", ("0088:8700000000004",))
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
    Kind.REMINDER: "Reminder",
    Kind.STATEMENT: "Statement",
    Kind.BILL_RESPONSE: "ApplicationResponse",
    Kind.CONCESSION: "Concession",
    Kind.BILL_CONCESSION: "BillConcession",
}
_BY_TAKER = (Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_CANCELLATION, Kind.RECEIPT_ADVICE, Kind.REMITTANCE)
MONDAY = 739_000


def paper(kind, number, *lines, giver=SELLER, taker=BUYER, on=MONDAY, signer="", **rest):
    """Write a document; its meaning is what it says."""
    signer = signer or ("taker" if kind in _BY_TAKER else "giver")
    document = Document(
        kind,
        number,
        on,
        giver=giver,
        taker=taker,
        signer=signer,
        root=ROOTS[kind],
        currency="EUR",
        lines=lines,
        **rest,
    )
    return document._replace(meaning=str(hash(document)))


def line(
    number, product="", quantity=None, price=None, *, name="", unit="C62", due=None, amount=None, **rest
):
    """Write a document line; `product` is the seller's number, and references stand by themselves."""
    refers = References(**{key: rest.pop(key) for key in list(rest) if key in References._fields})
    return DocumentLine(
        str(number),
        refers,
        None if quantity is None else scaled(str(quantity), 6),
        unit,
        None if price is None else scaled(str(price), 8),
        None if amount is None else scaled(str(amount), 4),
        product=rest.pop("thing", Product(sellers=product, name=name)),
        stretches=() if due is None else (Stretch(scaled(str(quantity), 6), None, due + 1),),
        **rest,
    )


def order(number, *lines, **rest):
    """Write an order."""
    return paper(Kind.ORDER, number, *lines, **rest)


def bill(number, *lines, on=MONDAY + 10, **rest):
    """Write a bill, ten days after the usual order."""
    return paper(Kind.BILL, number, *lines, on=on, **rest)


def despatch(number, *lines, on=MONDAY + 5, **rest):
    """Write a despatch advice, five days after the usual order."""
    return paper(Kind.DESPATCH_ADVICE, number, *lines, on=on, **rest)


def receipt(number, *lines, on=MONDAY + 6, **rest):
    """Write a receipt advice, six days after the usual order."""
    return paper(Kind.RECEIPT_ADVICE, number, *lines, on=on, **rest)


def where(matched, document, place):
    """Return the (order, line number) that a document line is tied to; None when it is not."""
    found = [tie for tie in matched.ties if (tie.document, tie.line) == (document, place)]
    return (matched.lines[found[-1].to].deal, matched.lines[found[-1].to].number) if found else None


def nobody():
    """Return the party of a paper that names none."""
    return NOBODY
