"""From documents to entries: what each paper says on a line, under which terms, and what it closed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comaker.kernel.account import account_of
from comaker.kernel.amounts import plain_quantity
from comaker.kernel.bill import Bill
from comaker.kernel.document import (
    Answer,
    Charge,
    Document,
    DocumentLine,
    Kind,
    References,
    Stretch,
    Unit,
)
from comaker.kernel.entering import entries_of, origin_of
from comaker.kernel.entry import REST, Part, Rank
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.gap import State
from comaker.kernel.gaps import gaps_of
from comaker.kernel.history import closed_gaps
from comaker.kernel.lapses import lapses_of
from comaker.kernel.line import DEFAULT_TERMS, Link, Relation
from comaker.kernel.product import NOTHING
from comaker.kernel.settlement import PRESETS, Biller
from comaker.kernel.standing import stand
from comaker.kernel.tolerance import Allowance, Tolerance
from comaker.kernel.usual import Habits, usual_terms
from tests.kernel.words import BUYER, MAKER, PUMP, VALVE, day, gaps, line_of, money, price, quantity, said

LOST = Unit("1", reason="missing")
SIGNERS = {
    **dict.fromkeys((Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_CANCELLATION, Kind.RECEIPT_ADVICE), "taker"),
    **dict.fromkeys((Kind.ORDER_RESPONSE, Kind.DESPATCH_ADVICE, Kind.BILL, Kind.CREDIT_NOTE), "giver"),
    Kind.FULFILMENT_CANCELLATION: "taker",
}


def row(many=10, number="1", **more):
    return DocumentLine(number, quantity=None if many is None else quantity(many), **more)


def paper(kind, *rows, on=1, number="D-1", **more):
    more.setdefault("signer", SIGNERS.get(kind, "giver"))
    return Document(kind, number, day(on), giver=MAKER, taker=BUYER, currency="EUR", lines=rows, **more)


def entered(document, index=0, **more):
    """Return the entries of a document line on a line."""
    return entries_of(document, index, origin_of(document, at=7, bill="B"), line="line", **more)


def only(found):
    (entry,) = found
    return entry


def acts(found):
    """Return act, voice and quantity of each entry."""
    return [
        (entry.act.value, entry.by.value, None if entry.quantity is None else plain_quantity(entry.quantity))
        for entry in found
    ]


class Tie:
    """A document line, or the whole document, on a line."""

    def __init__(self, document, line=0, to="line"):
        self.document, self.line, self.to = document, line, to


def account(*papers, line=None, whole=(), void=(), **more):
    """Return the account of one line on which the first line of each paper speaks.

    Args:
        whole: places of the papers that speak about the line as a whole.
    """
    bills = [
        Bill(each.number, each, is_void=each.number in void)
        for each in papers
        if each.kind in (Kind.BILL, Kind.CREDIT_NOTE)
    ]
    ties = [Tie(place, None if place in whole else 0) for place in range(len(papers))]
    return account_of(papers, ties, {"line": line or line_of()}, bills, **more).lines[0]


# What is asked.


def test_an_order_line_asks():
    asked = row(
        120, unit="KGM", price=price("1.50"), amount=money(183), product=PUMP, reason="other",
        charges=(Charge(money(5)), Charge(money(-2))), second=(quantity(3), "C62"),
        stretches=(Stretch(None, day(3), day(9)),),
    )  # fmt: skip

    entry = only(entered(paper(Kind.ORDER, asked, on=2, number="PO-7", issued_at=3600, version=4)))

    assert acts([entry]) == [("ask", "taker", "120")]
    assert (entry.unit, entry.price, entry.amount, entry.charges) == (
        "KGM", price("1.50"), money(183), money(3),
    )  # fmt: skip
    assert (entry.on, entry.at, entry.rank) == (day(2), 7, Rank(day(2), 3600, 0, 4, "PO-7"))
    assert entry.parts == (Part(REST, day(3), day(9)),)
    assert (entry.product, entry.second, entry.document, entry.document_line) == (
        PUMP, (quantity(3), "C62"), "PO-7", "1",
    )  # fmt: skip


def test_a_changed_order_line_that_is_cancelled_asks_for_nothing():
    entry = only(entered(paper(Kind.ORDER_CHANGE, row(10, answer=Answer.CANCELLED))))

    assert (entry.quantity, entry.reason) == (0, "cancelled")


def test_an_order_as_a_whole_says_nothing_about_a_line():
    assert entered(paper(Kind.ORDER, row()), None) == ()


def test_a_cancelled_order_asks_for_nothing_on_each_of_its_lines():
    entry = only(entered(paper(Kind.ORDER_CANCELLATION, on=4, reason="lost"), None))

    assert acts([entry]) == [("ask", "taker", "0")]
    assert (entry.reason, entry.rank.on) == ("lost", day(4))


def test_papers_of_one_day_rank_by_what_they_are():
    papers = [
        entered(paper(Kind.ORDER, row())),
        entered(paper(Kind.ORDER_CHANGE, row())),
        entered(paper(Kind.ORDER_RESPONSE, row())),
        entered(paper(Kind.ORDER_CANCELLATION), None),
        entered(paper(Kind.ORDER_RESPONSE, answer=Answer.ACCEPTED), None),
    ]

    ranks = [only(found).rank for found in papers]

    assert ranks == sorted(ranks)
    assert len({rank.order for rank in ranks}) == 5


def test_an_order_changed_twice_stands_at_the_newest_version_in_whatever_order_the_papers_arrive():
    papers = [
        paper(Kind.ORDER_CHANGE, row(240), on=3, number="CH-2", version=2),
        paper(Kind.ORDER, row(120), on=1),
        paper(Kind.ORDER_CHANGE, row(200), on=3, number="CH-1", version=1),
    ]

    assert account(*papers).standing.ask.quantity == quantity(240)


# What is promised.


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer.NONE, [("promise", "giver", "8")]),
        (Answer.ACCEPTED, [("promise", "giver", "8")]),
        (Answer.CHANGED, [("promise", "giver", "8")]),
        (Answer.ADDED, [("promise", "giver", "8")]),
        (Answer.REJECTED, [("promise", "giver", "0")]),
        (Answer.DISPUTED, [("promise", "giver", "0")]),
        (Answer.CANCELLED, [("promise", "giver", "0")]),
        (Answer.RECEIVED, []),
    ],
)
def test_a_line_of_an_answer_promises_what_it_says(answer, expected):
    assert acts(entered(paper(Kind.ORDER_RESPONSE, row(8, answer=answer)))) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer.NONE, []),
        (Answer.RECEIVED, []),
        (Answer.ACCEPTED, [("promise", "giver", None)]),
        (Answer.REJECTED, [("promise", "giver", "0")]),
        (Answer.CANCELLED, [("promise", "giver", "0")]),
    ],
)
def test_an_answer_to_the_whole_promises_all_or_nothing(answer, expected):
    assert acts(entered(paper(Kind.ORDER_RESPONSE, answer=answer), None)) == expected


def test_a_line_without_an_answer_follows_the_answer_to_the_whole():
    rejected = paper(Kind.ORDER_RESPONSE, row(10), answer=Answer.REJECTED)
    received = paper(Kind.ORDER_RESPONSE, row(10), answer=Answer.RECEIVED)

    assert acts(entered(rejected)) == [("promise", "giver", "0")]
    assert entered(received) == ()


def test_accepted_as_a_whole_promises_what_was_asked():
    asked = row(10, price=price("5"), product=PUMP, stretches=(Stretch(None, None, day(9)),))
    accepted = paper(Kind.ORDER_RESPONSE, on=2, answer=Answer.ACCEPTED)

    promise = account(paper(Kind.ORDER, asked), accepted, whole=[1]).standing.promise

    assert (promise.quantity, promise.price, promise.product) == (quantity(10), price("5"), PUMP)
    assert promise.last_on == day(8)


def test_a_substitute_that_an_answer_proposes_is_what_it_promises():
    assert only(entered(paper(Kind.ORDER_RESPONSE, row(product=PUMP, instead=VALVE)))).product == VALVE


def test_a_giver_that_takes_back_its_promise_promises_nothing():
    cancelled = paper(Kind.FULFILMENT_CANCELLATION, on=5, signer="giver", note="sold out", reason="other")

    entry = only(entered(cancelled, None))

    assert acts([entry]) == [("promise", "giver", "0")]
    assert entry.reason == "other"


# What is sent and received.


def test_a_despatch_advice_sends_on_the_day_that_it_names():
    sent = row(10, unit="C62", units=(Unit("387123450000000015"),), second=(quantity(4), "KGM"))
    advice = paper(Kind.DESPATCH_ADVICE, sent, on=3, number="DA-1", happened_on=day(4), arrives_by=day(7))

    entry = only(entered(advice))

    assert acts([entry]) == [("send", "giver", "10")]
    assert (entry.on, entry.parts) == (day(4), (Part(quantity(10), day(4), day(7)),))
    assert (entry.about, entry.handling_unit, entry.second) == (
        "DA-1", "387123450000000015", (quantity(4), "KGM"),
    )  # fmt: skip


def test_a_line_s_own_day_goes_before_that_of_its_document_and_the_day_of_issue_comes_last():
    own = paper(Kind.DESPATCH_ADVICE, row(on=day(2)), on=3, happened_on=day(4))

    assert only(entered(own)).on == day(2)
    assert only(entered(own._replace(lines=(row(),)))).on == day(4)
    assert only(entered(own._replace(lines=(row(),), happened_on=None))).on == day(3)


def test_goods_on_two_pallets_are_on_neither_alone():
    assert only(entered(paper(Kind.DESPATCH_ADVICE, row(units=(Unit("1"), Unit("2")))))).handling_unit == ""


def test_a_despatch_advice_without_a_quantity_sends_nothing():
    assert entered(paper(Kind.DESPATCH_ADVICE, row(None))) == ()
    assert entered(paper(Kind.DESPATCH_ADVICE, row()), None) == ()


def test_a_receipt_says_what_came_and_what_of_it_was_refused():
    came = row(10, unit="KGM", rejected=quantity(2), reason="damaged", refers=References(despatch="DA-1"))

    received, refused = entered(paper(Kind.RECEIPT_ADVICE, came))

    assert acts([received, refused]) == [("receive", "taker", "10"), ("reject", "taker", "2")]
    assert {(entry.unit, entry.about, entry.reason) for entry in (received, refused)} == {
        ("KGM", "DA-1", "damaged")
    }


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        ({"answer": Answer.ACCEPTED}, [("receive", "taker", "9")]),
        ({"answer": Answer.CHANGED, "short": quantity(2)}, [("receive", "taker", "7")]),
        ({"answer": Answer.CHANGED, "short": quantity(12)}, [("receive", "taker", "0")]),
        (
            {"answer": Answer.CHANGED, "rejected": quantity(3)},
            [("receive", "taker", "9"), ("reject", "taker", "3")],
        ),
        ({"answer": Answer.REJECTED}, [("receive", "taker", "9"), ("reject", "taker", "9")]),
        ({"answer": Answer.CHANGED, "units": (LOST, LOST)}, [("receive", "taker", "0")]),
        ({"answer": Answer.CHANGED, "units": (LOST, Unit("2"))}, []),
        ({"answer": Answer.RECEIVED}, []),
        ({}, []),
    ],
)
def test_a_receipt_without_quantities_speaks_about_what_was_sent_where_it_judges_the_goods(came, expected):
    assert acts(entered(paper(Kind.RECEIPT_ADVICE, row(None, **came)), so_far=quantity(9))) == expected


def test_a_receipt_without_quantities_of_what_nobody_sent_says_nothing():
    assert entered(paper(Kind.RECEIPT_ADVICE, row(None, answer=Answer.ACCEPTED))) == ()


def test_a_receipt_without_quantities_takes_those_of_the_sending_that_it_names():
    sendings = [paper(Kind.DESPATCH_ADVICE, row(many), on=2, number=f"DA-{many}") for many in (6, 4)]
    came = row(None, answer=Answer.ACCEPTED)
    unnamed = paper(Kind.RECEIPT_ADVICE, came, on=3)
    named = unnamed._replace(lines=(came._replace(refers=References(despatch="DA-4")),))

    assert account(named, *sendings).standing.received.quantity == quantity(4)
    assert account(unnamed, *sendings).standing.received.quantity == quantity(10)


def test_goods_refused_after_their_receipt_are_rejected_as_far_as_they_came():
    sent = paper(Kind.DESPATCH_ADVICE, row(10), on=2)
    received = paper(Kind.RECEIPT_ADVICE, row(8), on=3)
    refused = paper(Kind.FULFILMENT_CANCELLATION, on=4, reason="quality")

    found = account(sent, received, refused, whole=[2])

    assert found.standing.rejected.quantity == quantity(8)
    assert found.standing.rejected.entries[0].reason == "quality"


def test_a_refusal_of_nothing_says_nothing():
    assert entered(paper(Kind.FULFILMENT_CANCELLATION), None) == ()


# What is billed.


def test_a_bill_line_bills():
    billed = row(
        10, unit="C62", price=price("5"), amount=money(53), charges=(Charge(money(3)),), product=PUMP,
        refers=References(despatch="DA-1"),
    )  # fmt: skip

    entry = only(entered(paper(Kind.BILL, billed, on=4, happened_on=day(2))))

    assert acts([entry]) == [("bill", "giver", "10")]
    assert (entry.on, entry.bill, entry.about) == (day(4), "B", "DA-1")
    assert (entry.price, entry.amount, entry.charges) == (price("5"), money(53), money(3))


def test_a_self_billed_bill_is_the_taker_s_word():
    assert acts(entered(paper(Kind.BILL, row(), signer="taker"))) == [("bill", "taker", "10")]


def test_a_credit_note_bills_less():
    assert acts(entered(paper(Kind.CREDIT_NOTE, row(-2)))) == [("bill", "giver", "-2")]


def test_a_bill_line_without_quantity_changes_value_alone():
    entry = only(entered(paper(Kind.CREDIT_NOTE, row(None, amount=money(-5)))))

    assert (entry.quantity, entry.amount) == (None, money(-5))


def test_an_advance_payment_is_money_on_its_bill_and_nothing_on_the_line():
    assert entered(paper(Kind.BILL, row(), is_prepayment=True)) == ()


def test_a_bill_as_a_whole_says_nothing_about_a_line():
    assert entered(paper(Kind.BILL, row()), None) == ()


def test_a_void_bill_makes_no_entries():
    order, bill = paper(Kind.ORDER, row(10, price=price("5"))), paper(Kind.BILL, row(10), number="B-9")

    assert account(order, bill).standing.billed.quantity == quantity(10)
    assert account(order, bill, void={"B-9"}).standing.billed is None


@pytest.mark.parametrize("kind", [Kind.REMITTANCE, Kind.BILL_RESPONSE, Kind.STATEMENT, Kind.REMINDER])
def test_papers_about_money_say_nothing_on_lines(kind):
    assert entered(paper(kind, row())) == ()


# Keys, so that twice is once.


def test_the_same_document_line_again_is_the_same_entry():
    receipt = paper(Kind.RECEIPT_ADVICE, row(10, rejected=quantity(2)))
    again = receipt._replace(file="copy.xml", digest="other")

    assert [entry.key for entry in entered(again)] == [entry.key for entry in entered(receipt)]
    assert account(receipt, again).standing.received.quantity == quantity(10)


@pytest.mark.parametrize(
    "other",
    [
        {"number": "D-2"},
        {"root": "OtherRoot"},
        {"signer": "giver"},
        {"issued_on": day(1) + 365},
        {"taker": MAKER},
    ],
)
def test_another_signer_type_number_or_year_is_another_document(other):
    receipt = paper(Kind.RECEIPT_ADVICE, row(10))

    assert only(entered(receipt)).key != only(entered(receipt._replace(**other))).key


def test_each_line_of_a_document_and_each_line_that_it_backs_has_its_own_entry():
    advice = paper(Kind.DESPATCH_ADVICE, row(4), row(6, "2"))
    origin = origin_of(advice)

    keys = {
        only(entries_of(advice, index, origin, line=line)).key
        for index in (0, 1)
        for line in ("first", "leg")
    }

    assert len(keys) == 4


# The terms that two parties seem to live by.


@pytest.mark.parametrize(
    ("kinds", "settlement"),
    [
        ({Kind.ORDER, Kind.RECEIPT_ADVICE, Kind.BILL}, "three_way"),
        ({Kind.ORDER, Kind.BILL}, "two_way"),
        ({Kind.ORDER, Kind.DESPATCH_ADVICE, Kind.CREDIT_NOTE}, "two_way"),
        ({Kind.ORDER, Kind.DESPATCH_ADVICE}, "three_way"),
        ({Kind.ORDER}, "three_way"),
    ],
)
def test_receipts_are_expected_where_they_come_in_or_nothing_is_billed_yet(kinds, settlement):
    terms = usual_terms(Habits(frozenset(kinds)))

    assert terms == DEFAULT_TERMS._replace(settlement=PRESETS[settlement])


def test_where_the_taker_bills_the_taker_is_expected_to():
    terms = usual_terms(Habits(frozenset({Kind.BILL}), is_self_billed=True))

    assert terms.settlement.biller is Biller.TAKER


@pytest.mark.parametrize(
    ("kinds", "has_order_number", "expects_ask"),
    [
        ({Kind.BILL}, False, False),
        ({Kind.BILL}, True, True),
        ({Kind.ORDER_RESPONSE}, False, True),
        ({Kind.ORDER_CANCELLATION, Kind.BILL}, False, True),
    ],
)
def test_an_order_is_expected_where_a_paper_is_one_or_names_one(kinds, has_order_number, expects_ask):
    terms = usual_terms(Habits(frozenset(kinds), names_orders=has_order_number))

    assert terms.expects_ask is expects_ask


def test_the_delivery_term_of_the_papers_is_kept():
    terms = usual_terms(Habits(delivery_term="EXW"))

    assert terms.is_risk_of_taker


# Lines on which every paper says the same.

AGREED = row(10, unit="C62", price=price("5"), amount=money(50), product=PUMP)
CAME = AGREED._replace(price=None, amount=None)
CHAIN = (
    paper(Kind.ORDER, AGREED._replace(stretches=(Stretch(quantity(10), None, day(10)),)), number="PO-1"),
    paper(Kind.DESPATCH_ADVICE, CAME, on=8, number="DA-1"),
    paper(Kind.RECEIPT_ADVICE, CAME, on=9, number="RA-1"),
    paper(Kind.BILL, AGREED, on=10, number="B-1"),
)
OTHER_ROWS = {
    "quantity": (None, 0, -quantity(10), quantity(9), quantity(11)),
    "unit": ("", "DZN", "KGM"),
    "price": (None, 0, price("5.01"), price("-5")),
    "amount": (None, 0, money(51), money(-50)),
    "charges": ((Charge(money(1)),),),
    "rejected": (0, quantity(1)),
    "short": (quantity(1),),
    "backorder": (quantity(1),),
    "answer": (Answer.CANCELLED, Answer.REJECTED, Answer.ACCEPTED),
    "product": (NOTHING, VALVE, PUMP._replace(name="Pump")),
    "instead": (VALVE,),
    "stretches": (
        (),
        (Stretch(None, None, None),),
        (Stretch(quantity(4), None, day(8)), Stretch(None, None, day(10))),
        (Stretch(quantity(10), day(20), day(30)),),
    ),
    "on": (day(2), day(10), day(20)),
    "reason": ("late", "damaged"),
    "refers": (References(despatch="DA-1"), References(despatch="DA-9")),
    "second": ((quantity(3), "KGM"),),
    "units": ((Unit("1"),),),
}
OTHER_PAPERS = {
    "issued_on": (None, day(3), day(25)),
    "happened_on": (day(2), day(12)),
    "signer": ("giver", "taker"),
    "currency": ("SEK", ""),
    "answer": (Answer.ACCEPTED, Answer.REJECTED, Answer.RECEIVED),
    "version": (3,),
    "charges": ((Charge(money(1)),),),
    "is_prepayment": (True,),
    "arrives_by": (day(9), day(20)),
    "reason": ("late",),
    "replaces": ("B-0",),
    "giver": (BUYER,),
    "taker": (MAKER,),
}
OTHER_TERMS = (
    *(DEFAULT_TERMS._replace(settlement=settlement) for settlement in PRESETS.values()),
    DEFAULT_TERMS._replace(settlement=PRESETS["two_way"], expects_answer=True),
    DEFAULT_TERMS._replace(settlement=PRESETS["two_way"], expects_send=True),
    DEFAULT_TERMS._replace(expects_answer=True),
    DEFAULT_TERMS._replace(tolerance=Tolerance(Allowance(under=quantity(1)), days=Allowance(over=1))),
)
OTHER_LINES = {
    "unit": ("", "DZN", "KGM"),
    "currency": ("JPY",),
    "is_frame": (True,),
    "product": (VALVE,),
    "terms": OTHER_TERMS,
}
OTHERS = (("row", OTHER_ROWS, range(4)), ("paper", OTHER_PAPERS, range(4)), ("line", OTHER_LINES, (-1,)))
CHANGES = [
    (place, what, name, other)
    for what, fields, places in OTHERS
    for place in places
    for name, others in fields.items()
    for other in others
]
CHANGES += [(place, what, "", None) for place in range(4) for what in ("left out", "came twice")]


def changed(changes: Any):
    """Return the line and the papers of a chain in which all agrees, but for some changes."""
    line, chain, more = line_of(), list(CHAIN), []
    for place, what, name, other in changes:
        if what == "line":
            line = line._replace(**{name: other})
        elif chain[place] is None:
            continue
        elif what == "left out":
            chain[place] = None
        elif what == "came twice":
            more.append(chain[place]._replace(number=f"again {place}"))
        elif what == "paper":
            chain[place] = chain[place]._replace(**{name: other})
        else:
            (old,) = chain[place].lines
            chain[place] = chain[place]._replace(lines=(old._replace(**{name: other}),))
    return line, [each for each in [*chain, *more] if each is not None]


def worked_out(line, papers):
    """Return the gaps and lapses that all entries of the papers come to, by no short way."""
    entries = [
        entry
        for place, each in enumerate(papers)
        for entry in entries_of(each, 0, origin_of(each, at=place, bill=each.number), line="line")
    ]
    standing = stand(line, entries)
    return gaps_of(line, standing), lapses_of(line, standing)


def has_quantities(papers):
    return all(each.lines[0].quantity is not None for each in papers if each.kind is Kind.RECEIPT_ADVICE)


def test_a_chain_on_which_all_agree_has_neither_gap_nor_lapse():
    found = account(*CHAIN)

    assert (found.gaps, found.lapses) == worked_out(line_of(), CHAIN) == ((), ())


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change[0]} {change[1]} {change[2]}")
def test_whatever_one_thing_is_otherwise_an_account_says_what_its_entries_come_to(change):
    line, papers = changed([change])
    if not has_quantities(papers):
        return

    found = account(*papers, line=line)

    assert (found.gaps, found.lapses) == worked_out(line, papers)


@given(st.lists(st.sampled_from(CHANGES), min_size=2, max_size=4))
def test_whatever_is_otherwise_an_account_says_what_its_entries_come_to(changes):
    line, papers = changed(changes)
    if not has_quantities(papers):
        return

    found = account(*papers, line=line)

    assert (found.gaps, found.lapses) == worked_out(line, papers)


def test_much_of_what_is_otherwise_makes_a_gap_or_a_lapse():
    showing = sum(worked_out(*changed([change])) != ((), ()) for change in CHANGES)

    assert showing > 50


def test_a_bill_in_another_currency_than_the_order_is_incomparable():
    order, receipt, bill = CHAIN[0], CHAIN[2], CHAIN[3]._replace(currency="SEK")

    found = account(order, receipt, bill)

    assert [gap.kind for gap in found.gaps] == [GapKind.INCOMPARABLE]


# The whole account.


def test_a_document_that_counts_nothing_is_silent():
    order, noted = paper(Kind.ORDER, row()), paper(Kind.ORDER_RESPONSE, answer=Answer.RECEIVED)

    found = account_of([order, noted], [Tie(0), Tie(1, None)], {"line": line_of()}, [])

    assert found.silent == (1,)


def test_an_account_as_of_a_day_knows_nothing_that_happened_later():
    papers = [paper(Kind.ORDER, AGREED), paper(Kind.RECEIPT_ADVICE, row(10), on=9)]

    assert account(*papers, as_of=day(8)).standing.received is None
    assert account(*papers, as_of=day(9)).standing.received is not None


def test_an_account_known_at_a_moment_knows_nothing_that_was_recorded_later():
    papers = [paper(Kind.ORDER, AGREED, on=5), paper(Kind.ORDER_CHANGE, row(12), on=2)]

    assert account(*papers, known_at=0).standing.ask.quantity == quantity(10)


def test_linked_lines_are_worked_out_together():
    call_off, frame = line_of()._replace(key="call"), line_of(is_frame=True)._replace(key="frame")
    papers = [paper(Kind.ORDER, row(10)), paper(Kind.DESPATCH_ADVICE, row(4), on=2)]

    found = account_of(
        papers, [Tie(0, to="call"), Tie(1, to="call")], {"call": call_off, "frame": frame}, [],
        links=[Link("call", Relation.UNDER, "frame")],
    )  # fmt: skip

    assert [entry.quantity for entry in found.lines[1].entries] == [quantity(4)]
    assert found.lines[1].standing.sent == stand(frame, found.lines[1].entries).sent


def test_what_was_paid_for_a_line_is_what_its_bills_say():
    bill = paper(Kind.BILL, AGREED, number="B-1")
    payment = said("pay", None, 9, amount="50")
    ties = [Tie(0)]

    paid = account_of([bill], ties, {"line": line_of()}, [Bill("B-1", bill, payments=(payment,))])
    unpaid = account_of([bill], ties, {"line": line_of()}, [Bill("B-1", bill)])

    assert (paid.lines[0].paid, unpaid.lines[0].paid) == (money(50), 0)


# What a line had and has no more.


def closed(line, *entries):
    return closed_gaps(line, entries, gaps(line, *entries))


def closings(found):
    return [(gap.kind.value, gap.closed_on) for gap in found]


ASKED = said("ask", 10, 1, at="5")
RECEIVED = said("receive", 10, 3)
TOO_MUCH = said("bill", 12, 4, at="5", amount="60", bill="B-1")
CREDIT = said("bill", -2, 6, at="5", amount="-10", bill="C-1")


def test_a_gap_that_an_act_made_good_is_closed_on_that_day_and_counts_nothing_more():
    (gap,) = closed(line_of(), ASKED, RECEIVED, TOO_MUCH, CREDIT)

    assert (gap.kind, gap.quantity, gap.amount, gap.counted) == (
        GapKind.OVERBILLED,
        quantity(2),
        money(10),
        0,
    )
    assert (gap.closed_on, gap.state(day(6))) == (day(6), State.CLOSED)


def test_a_gap_that_is_still_there_is_not_closed():
    assert closed(line_of(), ASKED, RECEIVED, TOO_MUCH) == ()


def test_a_line_that_went_as_agreed_closed_nothing():
    billed = said("bill", 10, 4, at="5", amount="50", bill="B-1")

    assert closed(line_of(), ASKED, RECEIVED, billed) == ()


def test_a_gap_that_came_back_is_closed_when_it_goes_for_the_last_time():
    again = said("bill", 1, 7, at="5", amount="5", bill="B-2")
    credit = said("bill", -1, 9, at="5", amount="-5", bill="C-2")

    assert closed(line_of(), ASKED, RECEIVED, TOO_MUCH, CREDIT, again) == ()
    assert closings(closed(line_of(), ASKED, RECEIVED, TOO_MUCH, CREDIT, again, credit)) == [
        ("overbilled", day(9))
    ]


def test_what_was_put_right_within_a_day_was_never_open():
    credit = said("bill", -2, 4, at="5", amount="-10", bill="C-1")

    assert closed(line_of(), ASKED, RECEIVED, TOO_MUCH, credit) == ()


def test_closed_gaps_are_told_in_the_order_in_which_they_closed():
    short = [ASKED, said("send", 10, 2), said("receive", 8, 3), said("bill", 10, 4, at="5", amount="50")]
    found = closed(line_of(), *short, said("bill", -2, 5, at="5", amount="-10"), said("receive", 2, 9),
                   said("bill", 2, 9, at="5", amount="10"))  # fmt: skip

    assert closings(found) == [("overbilled", day(5)), ("missing", day(9))]


def test_what_was_open_only_because_time_passed_is_closed_too():
    asked = said("ask", 10, 1, at="5", until=9)

    found = closed(line_of("unpriced"), asked, said("send", 10, 15), said("receive", 10, 15))

    assert closings(found) == [("unsent", day(15))]


def test_a_gap_that_only_waits_again_is_not_closed_yet():
    asked, promised = said("ask", 10, 1, at="5", until=9), said("promise", 10, 2, until=9)
    reminded = said("ask", 10, 10, at="5", until=20)
    moved, sent = said("promise", 10, 11, until=20), said("send", 10, 15)

    found = closed(line_of("two_way"), asked, promised, reminded, moved, said("send", 0, 3), sent,
                   said("bill", 10, 15, at="5", amount="50"))  # fmt: skip

    assert closings(found) == [("unsent", day(15))]
