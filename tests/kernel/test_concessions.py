"""Concessions: papers by which a party lets a difference pass, on a line or on a bill."""

import pytest

from comaker.kernel.account import account_of
from comaker.kernel.bill import Bill, stand_bill
from comaker.kernel.bill_gaps import bill_gaps
from comaker.kernel.document import Document, DocumentLine, Instalment, Kind, Totals
from comaker.kernel.entering import entries_of, origin_of
from comaker.kernel.entry import Role
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.gap import State
from comaker.kernel.papers import bills_of
from tests.kernel.words import BUYER, MAKER, PUMP, day, line_of, money, price, quantity

LATER = day(60)


class Tie:
    """A line of a document on the line, or on the bill."""

    def __init__(self, document, to="line"):
        self.document, self.line, self.to, self.bill = document, 0, to, to


def paper(kind, on, many=None, *, amount=None, signer="giver", at=None, number="", reason="", **more):
    row = DocumentLine(
        "1",
        quantity=None if many is None else quantity(many),
        unit="C62" if many is not None else "",
        price=None if at is None else price(at),
        amount=None if amount is None else money(amount),
        product=PUMP,
        reason=reason,
    )
    return Document(
        kind, number or f"{kind.value}-{on}", day(on), giver=MAKER, taker=BUYER, currency="EUR",
        signer=signer, lines=(row,), **more,
    )  # fmt: skip


def conceded(kind, on, many=None, *, amount=None, by="taker", of=Kind.CONCESSION):
    return paper(of, on, many, amount=amount, signer=by, reason=kind.value)


SHORT = (
    paper(Kind.ORDER, 1, 10, at="5", signer="taker"),
    paper(Kind.DESPATCH_ADVICE, 2, 10),
    paper(Kind.RECEIPT_ADVICE, 3, 8, signer="taker"),
)


def stood(*papers):
    """Return kind, quantity and state of each gap of the line that papers are about."""
    ties = [Tie(place) for place in range(len(papers))]
    account = account_of(papers, ties, {"line": line_of()}, ())
    return [
        (gap.kind.value, (gap.quantity or 0) // quantity(1), gap.state(LATER).value)
        for gap in account.lines[0].gaps
        if gap.kind is not GapKind.UNBILLED
    ]


def test_a_concession_is_an_accept_by_whoever_signs_it():
    document = conceded(GapKind.MISSING, 9, 2, amount=10)

    (entry,) = entries_of(document, 0, origin_of(document, at=7), line="line")

    assert (entry.act, entry.by, entry.quantity, entry.amount) == (
        "accept", Role.TAKER, quantity(2), money(10),
    )  # fmt: skip
    assert (entry.reason, entry.on, entry.at, entry.unit) == ("missing", day(9), 7, "C62")
    assert entry.key.endswith("|0|line|accept")


def test_a_concession_that_names_no_kind_of_gap_says_nothing():
    document = paper(Kind.CONCESSION, 9, 2)

    assert entries_of(document, 0, origin_of(document), line="line") == ()
    assert entries_of(document, None, origin_of(document), line="line") == ()


def test_what_the_taker_lets_pass_is_accepted():
    assert stood(*SHORT, conceded(GapKind.MISSING, 9, 2)) == [("missing", 2, State.ACCEPTED)]


def test_what_the_giver_lets_pass_of_his_own_debt_stays_open():
    assert stood(*SHORT, conceded(GapKind.MISSING, 9, 2, by="giver")) == [("missing", 2, State.OPEN)]


def test_what_is_let_pass_twice_adds_up():
    one, other = conceded(GapKind.MISSING, 9, 1), conceded(GapKind.MISSING, 10, 1)

    assert stood(*SHORT, one, other) == [("missing", 2, State.ACCEPTED)]


@pytest.mark.parametrize("back, left", [(-2, [("missing", 2, "open")]), (-5, [("missing", 2, "open")])])
def test_what_is_taken_back_is_open_again(back, left):
    assert stood(*SHORT, conceded(GapKind.MISSING, 9, 2), conceded(GapKind.MISSING, 10, back)) == left


def test_what_is_taken_back_in_part_leaves_the_rest_accepted():
    found = stood(*SHORT, conceded(GapKind.MISSING, 9, 2), conceded(GapKind.MISSING, 10, -1))

    assert found == [("missing", 1, "accepted"), ("missing", 1, "open")]


def test_a_taking_back_reaches_no_further_than_its_own_kind_and_party():
    others = conceded(GapKind.UNSENT, 10, -2), conceded(GapKind.MISSING, 10, -2, by="giver")

    assert stood(*SHORT, conceded(GapKind.MISSING, 9, 2), *others) == [("missing", 2, "accepted")]


# On bills.


def billed(*more, ties=((1, "B-1"),)):
    """Return amount and state of each gap of a bill of 121.00, due on the thirtieth."""
    own = Document(
        Kind.BILL, "B-1", day(1), giver=MAKER, taker=BUYER, currency="EUR",
        totals=Totals(payable=money(121)), instalments=(Instalment(money(121), day(30)),),
    )  # fmt: skip
    (bill,) = bills_of((own, *more), {0: "B-1"}, [Tie(place, to) for place, to in ties], terms={}, agreed={})
    assert isinstance(bill, Bill)
    return [
        (gap.kind.value, (gap.amount or 0) // money(1), gap.state(LATER).value)
        for gap in bill_gaps(bill, stand_bill(bill))
    ]


def payment(amount):
    return paper(Kind.REMITTANCE, 9, amount=amount, signer="taker")


def let_pass(amount, *, by="giver", kind=GapKind.PAID_SHORT, on=40):
    return conceded(kind, on, amount=amount, by=by, of=Kind.BILL_CONCESSION)


def test_a_payee_lets_a_short_payment_pass():
    found = billed(payment(120), let_pass(1), ties=[(1, "B-1"), (2, "B-1")])

    assert found == [("paid_short", 1, "accepted")]


def test_a_payer_lets_no_short_payment_of_his_own_pass():
    found = billed(payment(120), let_pass(1, by="taker"), ties=[(1, "B-1"), (2, "B-1")])

    assert found == [("paid_short", 1, "open")]


def test_what_is_short_beyond_what_was_let_pass_is_open():
    found = billed(payment(118), let_pass(1), ties=[(1, "B-1"), (2, "B-1")])

    assert found == [("paid_short", 1, "accepted"), ("paid_short", 2, "open")]


def test_what_was_let_pass_on_a_bill_is_taken_back():
    found = billed(payment(120), let_pass(1), let_pass(-1, on=41), ties=[(1, "B-1"), (2, "B-1"), (3, "B-1")])

    assert found == [("paid_short", 1, "open")]


def test_a_concession_counts_on_a_bill_from_its_day_and_its_recording_on():
    own = Document(
        Kind.BILL, "B-1", day(1), giver=MAKER, taker=BUYER, currency="EUR",
        totals=Totals(payable=money(121)), instalments=(Instalment(money(121), day(30)),),
    )  # fmt: skip
    (bill,) = bills_of(
        (own, let_pass(121, kind=GapKind.UNPAID)), {0: "B-1"}, [Tie(1, "B-1")], terms={}, agreed={}
    )

    assert stand_bill(bill).conceded == (("unpaid", 0, money(121), Role.GIVER),)
    assert stand_bill(bill, as_of=day(39)).conceded == ()
    assert stand_bill(bill, known_at=0).conceded == ()
