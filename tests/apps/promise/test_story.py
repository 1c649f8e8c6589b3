"""Two parties deal by hand, from the first word to the last euro; the gaps follow at each step."""

import pytest

from comaker.apps.promise import actions as say
from comaker.apps.promise.actions import Asked, Billed, Counterpart, Moved, Order, Paid, Part, Promised, Way
from comaker.front.contract import bill_json, line_json
from comaker.kernel.amounts import MONEY_PLACES, ONE, PRICE_PLACES, scaled
from comaker.kernel.party import party_of
from comaker.record.asked.deal import deal_seen
from comaker.record.queries import told
from comaker.record.transaction import reading

MARCH_2 = 739_677
SOON, LATER = MARCH_2 + 7, MARCH_2 + 14


def many(text):
    return int(float(text) * ONE)


def price(text):
    return scaled(text, PRICE_PLACES)


def money(text):
    return scaled(text, MONEY_PLACES)


def deal_of(person, done):
    return deal_seen(reading(), person.asker, relation=done.relation, number=done.deal, giver=done.giver)


def at(done):
    return {"relation": done.relation, "deal": done.deal, "giver": done.giver}


def gaps(person, done, today):
    """Return the gaps of a deal's lines and bills on a day, as (kind, quantity, amount, turn, state)."""
    deal = deal_of(person, done)
    lines = [line_json(line.state, today=today) for line in deal.lines]
    bills = [bill_json(bill.state, today=today) for bill in deal.bills]
    return [
        (gap["kind"], gap["quantity"], gap["amount"], gap["party"], gap["state"])
        for told in (*lines, *bills)
        for gap in told["gaps"]
        if gap["state"] != "closed"
    ]


WAX = Asked("Beeswax", many("120"), "KGM", price("1.50"), (Part(last_on=SOON),), sellers="BW-100")


@pytest.fixture
def order(buyer, seller):
    other = Counterpart(number=seller.party)
    return say.ask(buyer.now(), order=Order(Way.BUY, other, (WAX,)))


def test_a_deal_from_the_first_word_to_the_last_euro(buyer, seller, order):
    assert (order.number, order.deal) == ("PO-2026-0001", "PO-2026-0001")
    (line,) = deal_of(seller, order).lines
    assert gaps(buyer, order, MARCH_2) == [("unsent", "120", "180.00", "Bee Works", "waiting")]

    # Bee Works can do 100, in two parts.
    parts = (Part(many("60"), last_on=SOON), Part(many("40"), last_on=LATER))
    promised = say.answer(
        seller.now(1), **at(order), lines=[Promised(line.key, many("100"), price("1.50"), parts)]
    )
    assert promised.number == "OR-2026-0001"
    assert gaps(buyer, order, MARCH_2 + 1) == [
        ("underpromised", "20", "30.00", "Candle Co", "open"),
        ("redated", "100", "0.00", "Candle Co", "open"),
        ("unsent", "60", "90.00", "Bee Works", "waiting"),
        ("unsent", "40", "60.00", "Bee Works", "waiting"),
    ]

    # Candle Co settles for that.
    say.change(buyer.now(1), **at(order), lines=[Asked("", many("100"), "KGM", parts=parts, key=line.key)])
    assert gaps(buyer, order, MARCH_2 + 1) == [
        ("unsent", "60", "90.00", "Bee Works", "waiting"),
        ("unsent", "40", "60.00", "Bee Works", "waiting"),
    ]

    # Both parts leave at once; two kilos are lost and three more come in wet.
    say.despatch(seller.now(5), **at(order), lines=[Moved(line.key, many("100"))], arrives_on=SOON)
    assert gaps(buyer, order, MARCH_2 + 5) == [("missing", "100", "150.00", "Bee Works", "waiting")]
    say.receive(buyer.now(6), **at(order), lines=[Moved(line.key, many("98"), many("3"), "damaged", "Wet")])
    assert gaps(buyer, order, MARCH_2 + 6) == [
        ("missing", "2", "3.00", "Bee Works", "open"),
        ("rejected", "3", "4.50", "Bee Works", "open"),
        ("unbilled", "95", "142.50", "Bee Works", "waiting"),
    ]

    # The bill says nothing of all this.
    vat = 210_000
    billed = say.bill(
        seller.now(7), **at(order), lines=[Billed(line.key, many("100"), price("1.50"), tax_percent=vat)]
    )
    assert billed.number == "INV-2026-0001"
    (bill,) = deal_of(seller, order).bills
    assert (bill.state.payable, bill.open_amount) == (money("181.50"), money("181.50"))
    assert ("overbilled", "5", "7.50", "Bee Works", "open") in gaps(buyer, order, MARCH_2 + 7)

    # It is put right, and the rest is paid.
    say.credit(
        seller.now(8), **at(order), bill=bill.key,
        lines=[Billed(line.key, many("5"), price("1.50"), tax_percent=vat, reason="damaged")],
    )  # fmt: skip
    bill = deal_of(buyer, order).bills[0]
    assert bill.open_amount == money("172.42")
    say.pay(buyer.now(9), **at(order), paid=[Paid(bill.key, bill.open_amount)])

    assert deal_of(buyer, order).bills[0].open_amount == 0
    assert gaps(buyer, order, MARCH_2 + 9) == [
        ("missing", "2", "3.00", "Bee Works", "open"),
        ("rejected", "3", "4.50", "Bee Works", "open"),
    ]
    assert [paper.number for paper in deal_of(buyer, order).papers] == [
        "PO-2026-0001", "OR-2026-0001", "PO-2026-0001-C1", "DA-2026-0001", "RA-2026-0001", "INV-2026-0001",
        "CN-2026-0001", "PAY-2026-0001",
    ]  # fmt: skip
    assert (told().loose, told().held) == ((), ())


def test_a_trade_in_goes_the_other_way_and_the_taker_bills(buyer):
    mira = Counterpart(party=party_of("Mira de Wit"), is_person=True)
    phone = Asked("Used phone", ONE, "C62", price("180"), (Part(last_on=SOON),), serial="351234")

    order = say.ask(buyer.now(), order=Order(Way.TRADE_IN, mira, (phone,)))
    (line,) = deal_of(buyer, order).lines
    say.receive(buyer.now(3), **at(order), lines=[Moved(line.key, ONE)])

    assert gaps(buyer, order, MARCH_2 + 3) == [("unbilled", "1", "180.00", "Candle Co", "waiting")]
    say.bill(buyer.now(4), **at(order), lines=[Billed(line.key, ONE, price("150"))])
    assert gaps(buyer, order, MARCH_2 + 4) == [
        ("underbilled", "1", "30.00", "Candle Co", "open"),
        ("unpaid", None, "150.00", "Candle Co", "waiting"),
    ]
    (bill,) = deal_of(buyer, order).bills
    assert (bill.state.number, bill.state.made_out_by.name) == ("SB-2026-0001", "Candle Co")
    say.pay(buyer.now(5), **at(order), paid=[Paid(bill.key, bill.open_amount)])
    assert gaps(buyer, order, MARCH_2 + 5) == [("underbilled", "1", "30.00", "Candle Co", "open")]


def test_an_input_costs_nothing_and_needs_no_bill(seller, buyer):
    text = Asked("Final text", ONE, "C62", parts=(Part(last_on=SOON),))

    asked = say.ask(seller.now(), order=Order(Way.INPUT, Counterpart(number=buyer.party), (text,)))
    (line,) = deal_of(buyer, asked).lines

    assert gaps(buyer, asked, MARCH_2) == [("unsent", "1", "0.00", "Candle Co", "waiting")]
    say.despatch(buyer.now(1), **at(asked), lines=[Moved(line.key, ONE)])
    say.receive(seller.now(1), **at(asked), lines=[Moved(line.key, ONE)])
    assert gaps(buyer, asked, MARCH_2 + 90) == []


def test_one_side_alone_notes_down_what_the_other_did(seller):
    shop = Counterpart(party=party_of("Shop Around"))
    order = say.ask(seller.now(), order=Order(Way.SELL, shop, (WAX,)))
    (line,) = deal_of(seller, order).lines
    say.answer(
        seller.now(), **at(order), lines=[Promised(line.key, many("120"), parts=(Part(last_on=SOON),))]
    )
    say.despatch(seller.now(2), **at(order), lines=[Moved(line.key, many("120"))])
    say.receive(seller.now(4), **at(order), lines=[Moved(line.key, many("119"))])
    say.bill(seller.now(5), **at(order), lines=[Billed(line.key, many("119"), price("1.50"))])
    (bill,) = deal_of(seller, order).bills
    say.pay(seller.now(9), **at(order), paid=[Paid(bill.key, bill.open_amount)])

    assert order.number == "SO-2026-0001"
    assert gaps(seller, order, MARCH_2 + 9) == [("missing", "1", "1.50", "Bee Works", "open")]


@pytest.mark.parametrize("act", [say.despatch, say.receive])
def test_what_was_told_too_much_is_taken_back_by_another_paper(buyer, seller, act):
    order = say.ask(buyer.now(), order=Order(Way.BUY, Counterpart(number=seller.party), (WAX,)))
    (line,) = deal_of(buyer, order).lines
    person = seller if act is say.despatch else buyer
    act(person.now(1), **at(order), lines=[Moved(line.key, many("95"))])

    act(person.now(1), **at(order), lines=[Moved(line.key, many("-10"))])

    row = deal_of(buyer, order).lines[0].state.row
    told = row.sent if act is say.despatch else row.received
    assert told.quantity == many("85")
    with pytest.raises(say.Unusable) as refused:
        act(person.now(1), **at(order), lines=[Moved(line.key, many("-86"))])
    assert list(refused.value.errors.values()) == ["That takes back more than was told before."]
    assert len(deal_of(buyer, order).papers) == 3


def test_who_should_pay_asks_for_credit_and_says_why(buyer, seller):
    order = say.ask(buyer.now(), order=Order(Way.BUY, Counterpart(number=seller.party), (WAX,)))
    (line,) = deal_of(buyer, order).lines
    say.bill(seller.now(1), **at(order), lines=[Billed(line.key, many("130"), price("1.50"))])
    (bill,) = deal_of(buyer, order).bills

    with pytest.raises(say.Unusable):
        say.dispute(buyer.now(2), **at(order), bill=bill.key, note="")
    with pytest.raises(say.NotPossible):
        say.dispute(buyer.now(2), **at(order), bill=bill.key + 1, note="too many")
    asked = say.dispute(buyer.now(2), **at(order), bill=bill.key, note="10 kg too many")

    assert asked.number == "BR-2026-0001"
    paper = deal_of(seller, order).papers[-1]
    assert (paper.number, paper.kind.value) == ("BR-2026-0001", "bill response")
    assert (told().loose, told().held) == ((), ())
