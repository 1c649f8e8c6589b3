"""Races: what several post at the same moment stands as if they had posted it one after the other."""

import random
from itertools import combinations_with_replacement, product

import pytest

from comaker.front.contract import told_json
from comaker.kernel.document import Document, DocumentLine, Kind, References, Totals
from comaker.kernel.party import NOBODY, party_of
from comaker.kernel.product import Product
from comaker.record.post import Arrival, post
from comaker.record.posting.words import HELD, REPEAT, TAKEN
from comaker.record.queries import told
from comaker.record.transaction import reading
from tests.kernel.words import day, money, price, quantity
from tests.record.papers import TODAY, said_by_match, said_by_record
from tests.record.soundness import findings
from tests.record.test_post import NOW
from tests.record.workers import Processes, Threads

ROUNDS = 2
MAKER, BUYER = party_of("Maker", ("0088:1",)), party_of("Buyer", ("0088:2",))


@pytest.fixture(scope="module", params=[Threads, Processes], ids=["threads", "processes"])
def workers(request):
    """Return eight workers."""
    some = request.param(8)
    yield some
    some.close()


def line(deal, pieces, **more):
    """Return the first line of a deal, so many pieces at one euro."""
    more = {"refers": References(order=deal, order_line="1"), "amount": money(pieces), **more}
    return DocumentLine(
        "1", quantity=quantity(pieces), unit="C62", price=price(1), product=Product(sellers="p-1"), **more
    )


def paper(kind, number, *lines, on, giver=MAKER, taker=BUYER, **more):
    """Return a paper of a day in January."""
    signer = "taker" if kind in SIGNED_BY_TAKER else "giver"
    more = {"currency": "EUR", "signer": signer, **more}
    return Document(kind, number, day(on), giver=giver, taker=taker, lines=lines, **more)


SIGNED_BY_TAKER = {
    *(Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_CANCELLATION, Kind.RECEIPT_ADVICE, Kind.REMITTANCE)
}
NOTHING = References()


def ask(deal, _=0):
    return paper(Kind.ORDER, deal, line(deal, 10, refers=NOTHING), on=1)


def change(deal, ordinal):
    refers = References(order=deal)
    return paper(
        Kind.ORDER_CHANGE, f"C-{deal}-{ordinal}", line(deal, 12 + ordinal), on=2 + ordinal, refers=refers
    )


def promise(deal, ordinal):
    return paper(Kind.ORDER_RESPONSE, f"A-{deal}-{ordinal}", line(deal, 10 - ordinal), on=2 + ordinal)


def despatch(deal, ordinal):
    return paper(Kind.DESPATCH_ADVICE, f"D-{deal}-{ordinal}", line(deal, 6), on=4)


def receipt(deal, ordinal, pieces=5):
    return paper(Kind.RECEIPT_ADVICE, f"R-{deal}-{ordinal}", line(deal, pieces), on=5)


def refusal(deal, ordinal):
    refused = line(deal, 5, rejected=quantity(2), reason="damaged")
    return paper(Kind.RECEIPT_ADVICE, f"N-{deal}-{ordinal}", refused, on=5)


def bill(deal, ordinal):
    totals = Totals(net=money(10), payable=money(10))
    return paper(Kind.BILL, f"B-{deal}-{ordinal}", line(deal, 10), on=6, totals=totals)


def credit_note(deal, ordinal):
    back = References(order=deal, order_line="1", bill=f"B-{deal}-0")
    totals = Totals(net=money(-2), payable=money(-2))
    return paper(Kind.CREDIT_NOTE, f"K-{deal}-{ordinal}", line(deal, -2, refers=back), on=7, totals=totals)


def cancellation(deal, ordinal):
    refers = References(order=deal)
    return paper(Kind.ORDER_CANCELLATION, f"X-{deal}-{ordinal}", on=3, refers=refers)


def payment(deal, ordinal):
    paid = DocumentLine("1", refers=References(bill=f"B-{deal}-0"), amount=money(4))
    return paper(Kind.REMITTANCE, f"P-{deal}-{ordinal}", paid, on=8)


ACTS = (ask, change, promise, despatch, receipt, refusal, bill, credit_note, cancellation, payment)


def assert_as_one_after_the_other(documents):
    assert findings() == []
    assert said_by_record() == said_by_match(documents)


def races():
    """Return what was posted before each race, and the two papers of it; each between parties of its own."""
    pairs = [*combinations_with_replacement(ACTS, 2)]
    for number, ((one, other), is_known) in enumerate(product(pairs, (True, False))):
        deal = f"PO-{number}"
        buyer = party_of(f"Buyer {number}", (f"0088:9{number}",))
        acts = [act for act in (ask, bill) if is_known and act not in (one, other)]
        before = [ask(f"OLD-{number}"), *(act(deal, 0) for act in acts)]
        papers = [*before, one(deal, 0), other(deal, int(one is other))]
        papers = [each._replace(taker=buyer) for each in papers]
        yield papers[:-2], papers[-2], papers[-1]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_every_act_against_every_act(record, workers, seed):
    posted = []
    some = list(races())
    random.Random(seed).shuffle(some)

    for before, one, other in some:
        post([Arrival(document) for document in before], now=NOW)
        workers.race(record, [[[one]], [[other]]])
        posted += [*before, one, other]

    assert_as_one_after_the_other(posted)


def test_two_receipts_of_the_last_five_pieces(record, workers):
    before = [ask("PO-1"), paper(Kind.DESPATCH_ADVICE, "D-1", line("PO-1", 10), on=4), receipt("PO-1", 0)]
    both = [receipt("PO-1", 1), receipt("PO-1", 2)]
    for document in before:
        post([Arrival(document)], now=NOW)

    workers.race(record, [[[each]] for each in both])

    [row] = told_json(told(), today=TODAY)["lines"]
    assert row["received"]["quantity"] == "15"
    surplus = [gap for gap in row["gaps"] if gap["kind"] == "surplus"]
    assert [(gap["quantity"], gap["turn"]) for gap in surplus] == [("5", "taker")]
    assert_as_one_after_the_other([*before, *both])


def test_the_same_fifty_times_at_once_is_one(record, workers):
    answers = workers.race(record, [[[ask("PO-1")]] * (7 if worker < 2 else 6) for worker in range(8)])

    given = [answer for some in answers for [answer] in some]
    assert len(given) == 50
    assert sorted(answer.state for answer in given) == [REPEAT] * 49 + [TAKEN]
    assert len({answer.document for answer in given}) == 1
    assert reading().select("SELECT count(*) FROM record_document") == [(1,)]
    assert_as_one_after_the_other([ask("PO-1")])


def test_of_two_meanings_under_one_key_one_is_held(record, workers):
    for number in range(ROUNDS * 3):
        deal = f"PO-{number}"
        meanings = [paper(Kind.ORDER, deal, line(deal, pieces), on=1) for pieces in (10, 11)]

        answers = workers.race(record, [[[each]] for each in meanings])

        assert sorted(answer.state for some in answers for [answer] in some) == [HELD, TAKEN]
    assert findings() == []


def test_of_two_meanings_under_one_key_to_different_parties_one_is_held(record, workers):
    others = [party_of("One", ("0088:11",)), party_of("Other", ("0088:12",))]
    for other in others:
        post([Arrival(paper(Kind.BILL, "B-0", line("PO-0", 1), on=1, taker=other))], now=NOW)
    for number in range(1, ROUNDS * 5):
        papers = [paper(Kind.BILL, f"B-{number}", line("PO", 1), on=1, taker=other) for other in others]

        answers = workers.race(record, [[[each]] for each in papers])

        assert sorted(answer.state for some in answers for [answer] in some) == [HELD, TAKEN]
    assert findings() == []


def test_parties_and_relations_that_are_new_to_all_are_made_once(record, workers):
    posted = []
    for turn in range(ROUNDS * 2):
        makers = [party_of(f"Maker {turn}.{number}", (f"0088:3{turn}{number}",)) for number in range(3)]
        buyers = [party_of(f"Buyer {turn}.{number}", (f"0088:4{turn}{number}",)) for number in range(3)]
        pairs = [(maker, buyer) for maker in makers for buyer in buyers]
        batches = []
        for worker in range(8):
            mine = [ask(f"PO-{turn}-{worker}")._replace(giver=one, taker=other) for one, other in pairs]
            # A number counts once per signer: each worker asks each buyer at one maker only.
            mine = [each for ordinal, each in enumerate(mine) if ordinal % 3 == worker % 3]
            random.Random(turn * 8 + worker).shuffle(mine)
            posted += mine
            batches.append([mine])

        workers.race(record, batches)

    expected = ROUNDS * 2 * 3
    assert reading().select("SELECT count(*) FROM record_party WHERE id > 0") == [(expected * 2,)]
    assert reading().select("SELECT count(*) FROM record_relation") == [(expected * 3,)]
    assert_as_one_after_the_other(posted)


def test_of_several_names_of_a_party_the_fullest_is_kept(record, workers):
    names = ["Maker of Pumps", "Maker of Pumps and Valves", "Maker B.V.", "Maker of Pumps and Valves B.V."]
    buyers = [party_of(f"Buyer {ordinal}", (f"0088:6{ordinal}",)) for ordinal in range(len(names))]
    for number in range(ROUNDS * 5):
        known = party_of("M", (f"0088:5{number}",))
        old = [ask(f"OLD-{number}")._replace(giver=known, taker=buyer) for buyer in buyers]
        post([Arrival(document) for document in old], now=NOW)
        papers = [
            despatch(f"PO-{number}-{name}", 0)._replace(giver=known._replace(name=name), taker=buyer)
            for name, buyer in zip(names, buyers, strict=True)
        ]

        workers.race(record, [[[each]] for each in papers])

        [(name,)] = reading().select(
            "SELECT name FROM record_party party "
            "JOIN record_identifier ON party_id = party.id WHERE text = ?",
            known.key,
        )
        assert name == names[-1]


def test_papers_that_name_one_party_only_meet_the_order_of_both(record, workers):
    posted = []
    for number in range(ROUNDS * 5):
        maker = party_of(f"Maker {number}", (f"0088:7{number}",))
        buyer = party_of(f"Buyer {number}", (f"0088:8{number}",))
        deal = f"PO-{number}"
        before = ask(f"OLD-{number}")._replace(giver=maker, taker=buyer)
        papers = [
            ask(deal)._replace(giver=maker, taker=buyer),
            despatch(deal, 0)._replace(giver=maker, taker=NOBODY),
            receipt(deal, 0)._replace(giver=NOBODY, taker=buyer),
        ]
        posted += [before, *papers]
        post([Arrival(before)], now=NOW)

        workers.race(record, [[[each]] for each in papers])

    assert_as_one_after_the_other(posted)
