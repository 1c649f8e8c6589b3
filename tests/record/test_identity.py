"""Identity: companies that papers name by one number here and by another there, and by both in between."""

import random
from datetime import UTC, datetime
from itertools import count

import pytest

from comaker.kernel.amounts import MONEY_PLACES, ONE, PRICE_PLACES
from comaker.kernel.document import Document, DocumentLine, Kind, References, Totals
from comaker.kernel.party import Party
from comaker.kernel.product import Product
from comaker.record.post import Arrival, post
from comaker.record.rebuild import rebuild
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.record.papers import said_by_match, said_by_record

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY = 739_600
SELLERS = [("Acme", ("gln:8712345000004", "kvk:12345678")), ("Mill", ("gln:8710000000024", "kvk:22345678"))]
BUYERS = [("Beta", ("gln:8798765000008", "kvk:87654321")), ("Bakery", ("gln:8720000000017", "kvk:32345678"))]


def named(chance, company, kind):
    """Return a company by one of its numbers or by both; an order names it by both."""
    name, (one, other) = company
    return Party(
        name, (one, other) if kind is Kind.ORDER else chance.choice([(one,), (other,), (one, other)])
    )


def deal(chance, number):
    """Return an order with its receipt, its bills and their payment, some of which name no order."""
    seller, buyer = chance.choice(SELLERS), chance.choice(BUYERS)
    asked = [chance.randint(1, 20) for _ in range(2)]
    serial = count(1)

    def document(kind, quantities, on, *, by="giver", refers=None, priced=True):
        refers = References(order=f"PO-{number}") if refers is None else refers
        lines = tuple(_line(place, quantity, refers, priced=priced) for place, quantity in quantities)
        total = sum(line.amount or 0 for line in lines)
        name = f"{kind.value[:1]}-{number}-{next(serial)}"
        own = name if kind is not Kind.ORDER else f"PO-{number}"
        return Document(
            kind, own, DAY + on, giver=named(chance, seller, kind), taker=named(chance, buyer, kind),
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


@pytest.fixture(params=range(20))
def papers(request):
    """Return the papers of a few deals in the order in which they arrive."""
    chance = random.Random(request.param)
    found = [paper for number in range(chance.randint(1, 3)) for paper in deal(chance, number)]
    chance.shuffle(found)
    return found


def test_whatever_numbers_name_them_the_record_says_what_a_match_says(record, papers):
    expected = said_by_match(papers)

    for paper in papers:
        post([Arrival(paper)], now=NOW)

    assert verify() == []
    assert said_by_record() == expected


def test_what_is_derived_stays_when_it_is_worked_out_anew(record, papers):
    for paper in papers:
        post([Arrival(paper)], now=NOW)
    before = everything_derived()

    rebuild()

    assert everything_derived() == before
    assert verify() == []


def test_papers_that_come_again_are_known_under_every_number(record, papers):
    for paper in papers:
        post([Arrival(paper)], now=NOW)

    again = post([Arrival(paper) for paper in papers], now=NOW)

    assert {posted.state for posted in again} == {"repeat"}
