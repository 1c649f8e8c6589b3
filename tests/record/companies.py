"""Companies that deal with each other, and their papers, which name them in several ways."""

from itertools import count

from comaker.kernel.amounts import MONEY_PLACES, ONE, PRICE_PLACES
from comaker.kernel.document import Document, DocumentLine, Kind, References, Totals
from comaker.kernel.product import Product
from comaker.record.transaction import reading

DAY = 739_600


def deal(chance, number, *, seller, buyer, named):
    """Return an order with its receipt, its bills and their payment, some of which name no order.

    Args:
        named: how a paper of a kind names a company.
    """
    asked = [chance.randint(1, 20) for _ in range(2)]
    serial = count(1)

    def document(kind, quantities, on, *, by="giver", refers=None, priced=True):
        refers = References(order=f"PO-{number}") if refers is None else refers
        lines = tuple(_line(place, quantity, refers, priced=priced) for place, quantity in quantities)
        total = sum(line.amount or 0 for line in lines)
        name = f"{kind.value[:1]}-{number}-{next(serial)}"
        own = name if kind is not Kind.ORDER else f"PO-{number}"
        return Document(
            kind, own, DAY + on, giver=named(kind, seller), taker=named(kind, buyer),
            signer=by, currency="EUR", refers=refers if kind is not Kind.ORDER else References(), lines=lines,
            meaning=f"{number}{name}",
            totals=Totals(lines=total, net=total, tax=0, gross=total, payable=total),
        )  # fmt: skip

    placed = list(enumerate(asked, 1))
    yield document(Kind.ORDER, placed, 0, by="taker", refers=References())
    if chance.random() < 0.5:
        yield document(Kind.RECEIPT_ADVICE, placed, 3, by="taker", priced=False)
    for day in range(chance.randint(1, 2)):
        refers = None if chance.random() < 0.8 else References()
        bill = document(Kind.BILL, [(at, max(1, each - day)) for at, each in placed], 5 + day, refers=refers)
        yield bill
        if chance.random() < 0.5:
            paid = DocumentLine("1", References(bill=bill.number), amount=bill.totals.payable)
            remittance = document(Kind.REMITTANCE, [], 20 + day, by="taker", refers=References())
            yield remittance._replace(lines=(paid,))


def _line(place, quantity, refers, *, priced):
    price, amount = place * 10**PRICE_PLACES, quantity * place * 10**MONEY_PLACES
    return DocumentLine(
        str(place), refers._replace(order_line=str(place) if refers.order else ""), quantity * ONE, "C62",
        price if priced else None, amount if priced else None, product=Product(sellers=f"p{place}"),
    )  # fmt: skip


def everything_derived():
    store = reading()
    queries = (
        "SELECT id, state, key FROM record_line ORDER BY id",
        "SELECT id, state, key FROM record_bill ORDER BY id",
        "SELECT * FROM record_gap ORDER BY owner, ordinal",
        "SELECT * FROM record_lapse ORDER BY owner, ordinal",
    )
    return [
        tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row)
        for query in queries
        for row in store.select(query)
    ]
