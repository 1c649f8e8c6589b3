"""Relations with more papers than are looked at whole: what belongs together is found by product."""

import pytest

from comaker.kernel.amounts import ONE
from comaker.kernel.document import Kind
from comaker.kernel.product import Product
from comaker.record.rebuild import refresh
from comaker.record.verify import verify
from tests.record.masters import JANUARY, PUMP, paper, post_all
from tests.record.papers import said_by_match, said_by_record


@pytest.fixture(autouse=True)
def every_relation_is_large(record, monkeypatch):
    monkeypatch.setattr("comaker.record.posting.sitting.WHOLE_MAX", 1)


def many(kind, number, on, *items):
    """Return a paper with a line for each product number and quantity."""
    whole = paper(kind, number, on, 1, "C62", 5)
    [line] = whole.lines
    lines = tuple(
        line._replace(
            number=str(place),
            quantity=quantity * ONE,
            amount=None,
            product=Product(sellers=product, name=product),
        )
        for place, (product, quantity) in enumerate(items, start=1)
    )
    return whole._replace(lines=lines)


PARTS = [(f"part-{number}", 10 + number) for number in range(5)]
ORDERS = [
    many(Kind.ORDER, "PO-A", JANUARY, *PARTS),
    many(Kind.ORDER, "PO-B", JANUARY, ("valve", 3), ("hose", 8)),
    *(
        many(Kind.ORDER, f"PO-{number}", JANUARY - number, PARTS[0], ("bolt", number))
        for number in range(1, 20)
    ),
]


def test_a_bill_of_two_orders_without_a_reference_finds_both():
    bill = many(Kind.BILL, "F-1", JANUARY + 5, *PARTS, ("valve", 3))
    post_all(*ORDERS)

    post_all(bill)

    refresh()
    assert said_by_record() == said_by_match([*ORDERS, bill])
    assert verify() == []


def test_a_paper_that_seeks_is_found_again_when_its_order_comes():
    bill = many(Kind.BILL, "F-1", JANUARY + 5, *PARTS)
    post_all(*ORDERS[1:])
    post_all(bill)

    post_all(ORDERS[0])

    refresh()
    assert said_by_record() == said_by_match([*ORDERS, bill])
    assert verify() == []


def test_a_paper_about_a_product_that_nobody_asked_for_stays_by_itself():
    post_all(*ORDERS)
    stray = paper(Kind.RECEIPT_ADVICE, "R-1", JANUARY + 3, 4, "C62", None, product=PUMP)

    post_all(stray)

    refresh()
    assert said_by_record() == said_by_match([*ORDERS, stray])
    assert verify() == []
