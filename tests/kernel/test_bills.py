"""Bills: what is claimed, credited and paid, and whether the bill agrees with itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comaker.kernel.amounts import PERCENT_PLACES, scaled
from comaker.kernel.bill import Bill, Claim, net_of, paid_on_line, payable_of, stand_bill
from comaker.kernel.bill_gaps import bill_gaps, bill_lapses
from comaker.kernel.document import (
    Answer,
    Charge,
    Document,
    DocumentLine,
    Instalment,
    Kind,
    References,
    TaxShare,
    Totals,
)
from comaker.kernel.entry import Act, Entry, Role
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.line import Terms
from comaker.kernel.papers import agreed_charges, bills_of
from comaker.kernel.party import party_of
from comaker.kernel.tolerance import Allowance, Tolerance
from tests.kernel.words import BUYER, MAKER, day, money, told


def document(payable="121", *, due=(30,), kind=Kind.BILL, number="B-1", on=1, **more):
    """Return a bill of one line, 100.00 and 21 % tax unless it says otherwise, due on a day of January."""
    amount = money(payable)
    parts = tuple(Instalment(amount // len(due), day(each)) for each in due)
    more.setdefault("totals", Totals(payable=amount))
    return Document(
        kind, number, day(on), giver=MAKER, taker=BUYER, currency="EUR", instalments=parts, **more
    )  # fmt: skip


def paid(amount, on, *, by=Role.PAYER, **more):
    return Entry(f"{by}-{on}-{amount}", Act.PAY, by, amount=money(amount), on=day(on), **more)


def bill_of(payable="121", *, payments=(), claims=(), credited=(), terms=None, **more):
    own = document(payable, **more)
    return Bill("b", own, terms or Terms(), tuple(credited), tuple(payments), tuple(claims))


def gaps_of(bill, **when):
    return bill_gaps(bill, stand_bill(bill, **when))


def rows(found):
    """Return kind, amount, turn and note of each gap."""
    return [(row[0], row[2], row[4], gap.note) for row, gap in zip(told(found), found, strict=True)]


def money_rows(found):
    return [row[:3] for row in rows(found)]


def late_days(bill):
    return [lapse.days for lapse in bill_lapses(stand_bill(bill))]


# What is due, and what was paid.


def test_a_bill_is_unpaid_and_waits_until_after_its_day():
    (gap,) = gaps_of(bill_of("121"))

    assert rows([gap]) == [("unpaid", "121", "payer", "")]
    assert (gap.state(day(30)).value, gap.state(day(31)).value) == ("waiting", "open")


def test_a_bill_that_was_paid_in_time_has_neither_gap_nor_lapse():
    bill = bill_of("121", payments=[paid(121, 30)])

    assert (gaps_of(bill), late_days(bill)) == ((), [])


def test_a_bill_without_a_day_is_due_by_the_terms():
    bill = bill_of("121", due=(), terms=Terms(payment_days=14))

    assert stand_bill(bill).due == (Instalment(money(121), day(15)),)


def test_a_bill_without_any_date_is_never_due():
    bill = Bill("b", Document(Kind.BILL, "B-1", totals=Totals(payable=money(5))))

    (gap,) = gaps_of(bill)

    assert (gap.is_held, gap.state(day(900)).value) == (True, "waiting")


def test_a_bill_paid_in_part_is_paid_short_by_the_rest():
    assert rows(gaps_of(bill_of("121", payments=[paid(100, 20)]))) == [("paid_short", "21", "payer", "")]


def test_a_rest_within_the_tolerance_is_let_pass():
    terms = Terms(tolerance=Tolerance(amount=Allowance(under=money("0.05"))))
    enough = bill_of("121", payments=[paid("120.95", 20)], terms=terms)
    too_little = bill_of("121", payments=[paid("120.94", 20)], terms=terms)

    assert gaps_of(enough) == ()
    assert money_rows(gaps_of(too_little)) == [("paid_short", "0.06", "payer")]


def test_what_is_paid_fills_the_earliest_instalment_first():
    found = gaps_of(bill_of("100", due=(10, 20), payments=[paid(70, 9)]))

    assert money_rows(found) == [("paid_short", "30", "payer")]
    assert found[0].due_on == day(20)


def test_every_unpaid_instalment_waits_for_its_own_day():
    found = gaps_of(bill_of("100", due=(10, 20)))

    assert [(gap.amount, gap.due_on, gap.state(day(15)).value) for gap in found] == [
        (money(50), day(10), "open"),
        (money(50), day(20), "waiting"),
    ]


def test_instalments_that_are_not_the_whole_are_one_with_the_first_day():
    whole = document("100", due=(10, 20))._replace(totals=Totals(payable=money(90)))

    assert stand_bill(Bill("b", whole)).due == (Instalment(money(90), day(10)),)


def test_a_payment_after_its_day_is_a_lapse_of_so_many_days():
    assert late_days(bill_of("100", payments=[paid(100, 33)])) == [3]


def test_a_payment_over_two_instalments_is_late_by_the_first():
    bill = bill_of("100", due=(10, 20), payments=[paid(70, 12), paid(30, 20)])

    assert late_days(bill) == [2]


def test_a_payment_told_twice_counts_once():
    standing = stand_bill(bill_of("121", payments=[paid(121, 9), paid(121, 9)]))

    assert (standing.paid, standing.balance) == (money(121), 0)


def test_a_payment_taken_back_is_as_if_never():
    payments = [paid(121, 9), paid(121, 10)._replace(key="back", reverses="payer-9-121")]

    assert money_rows(gaps_of(bill_of("121", payments=payments))) == [("unpaid", "121", "payer")]


# More than is due.


def test_the_same_amount_paid_again_is_paid_twice_and_the_payee_gives_it_back():
    found = gaps_of(bill_of("121", payments=[paid(121, 9), paid(121, 12)]))

    assert rows(found) == [("paid_twice", "121", "payee", "two payments of one amount")]


def test_more_paid_than_is_due_is_overpaid():
    assert rows(gaps_of(bill_of("121", payments=[paid(130, 9)]))) == [("overpaid", "9", "payee", "")]


def test_paid_twice_and_something_more_are_two_gaps():
    found = gaps_of(bill_of("100", payments=[paid(100, 9), paid(100, 10), paid(5, 11)]))

    assert money_rows(found) == [("paid_twice", "100", "payee"), ("overpaid", "5", "payee")]


def test_two_equal_instalments_are_not_paid_twice():
    bill = bill_of("100", due=(10, 20), payments=[paid(50, 9), paid(50, 19), paid(7, 25)])

    assert money_rows(gaps_of(bill)) == [("overpaid", "7", "payee")]


def test_a_payment_to_another_account_is_paid_elsewhere_and_the_payer_sees_to_it():
    found = gaps_of(bill_of("121", payments=[paid(121, 9, reason="elsewhere")]))

    assert rows(found) == [("paid_elsewhere", "121", "payer", "paid to another account")]


# Whose word counts.


@pytest.mark.parametrize(
    ("voices", "amount"),
    [
        ((Role.BANK, Role.PAYER, Role.PAYEE), 90),
        ((Role.PAYER, Role.PAYEE), 100),
        ((Role.PAYEE,), 110),
    ],
)
def test_the_bank_is_believed_before_the_payer_and_the_payer_before_the_payee(voices, amount):
    said = {Role.BANK: 90, Role.PAYER: 100, Role.PAYEE: 110}

    standing = stand_bill(bill_of("200", payments=[paid(said[by], 9, by=by) for by in voices]))

    assert standing.paid == money(amount)


def test_what_bank_and_payer_tell_differently_about_a_payment_is_a_gap():
    payments = [paid(90, 9, by=Role.BANK), paid(100, 9)]

    found = gaps_of(bill_of("100", payments=payments))

    assert [row[:2] for row in rows(found)] == [("paid_short", "10"), ("told_differently", "10")]


def test_a_payer_who_says_paid_without_a_payment_is_believed_and_the_payee_looks():
    bill = bill_of("121", claims=[Claim("c", Role.TAKER, day(9), Answer.PAID)])

    (gap,) = gaps_of(bill)

    assert rows([gap]) == [("told_differently", "121", "payee", "the payer says it was paid")]
    assert (gap.counted, gap.is_held) == (0, True)


def test_a_bill_under_query_waits_whatever_its_day():
    bill = bill_of("121", claims=[Claim("c", Role.TAKER, day(9), Answer.UNDER_QUERY)])

    assert [gap.state(day(99)).value for gap in gaps_of(bill)] == ["waiting"]


def test_a_bill_accepted_after_a_query_is_due_again():
    asked = Claim("1", Role.TAKER, day(9), Answer.UNDER_QUERY)
    accepted = Claim("2", Role.TAKER, day(11), Answer.ACCEPTED)

    assert [gap.state(day(31)).value for gap in gaps_of(bill_of("121", claims=[asked, accepted]))] == ["open"]


def test_as_of_a_day_a_later_query_is_unknown():
    bill = bill_of("121", due=(5,), claims=[Claim("c", Role.TAKER, day(20), Answer.UNDER_QUERY)])

    assert [gap.state(day(9)).value for gap in gaps_of(bill, as_of=day(9))] == ["open"]


# Reminders and statements of account.


def test_a_reminder_makes_due_what_no_day_was_said_for():
    undated = Document(Kind.BILL, "B-1", totals=Totals(payable=money(100)))
    bill = Bill("b", undated, claims=(Claim("r", Role.GIVER, day(20), is_reminder=True),))

    assert [gap.state(day(20)).value for gap in gaps_of(bill)] == ["open"]


@pytest.mark.parametrize(
    ("amount", "expected"), [("100", []), ("60", []), ("70", [("told_differently", "10", "payer")])]
)
def test_a_statement_of_account_lists_the_whole_bill_or_what_is_open_of_it(amount, expected):
    statement = Claim("s", Role.GIVER, day(12), amount=money(amount))

    found = gaps_of(bill_of("100", payments=[paid(40, 9)], claims=[statement]))

    assert money_rows(found[1:]) == expected
    assert [gap.counted for gap in found[1:]] == [0] * len(expected)


def test_a_statement_of_the_payer_is_answered_by_the_payee():
    statement = Claim("s", Role.TAKER, day(12), amount=money(90))

    found = gaps_of(bill_of("100", claims=[statement]))

    assert money_rows(found)[1:] == [("told_differently", "10", "payee")]


# Credit notes.


def credit_note(amount, number="C-1", on=12, **more):
    return document(f"-{amount}", kind=Kind.CREDIT_NOTE, number=number, on=on, due=(), **more)


def test_a_credit_note_lowers_the_last_instalment_first():
    bill = bill_of("100", due=(10, 20), credited=[credit_note(60)])

    standing = stand_bill(bill)

    assert standing.due == (Instalment(money(40), day(10)), Instalment(0, day(20)))
    assert (standing.credited, standing.balance) == (money(60), money(40))
    assert money_rows(gaps_of(bill)) == [("unpaid", "40", "payer")]


def test_a_bill_credited_as_a_whole_asks_for_nothing():
    assert gaps_of(bill_of("100", credited=[credit_note(100)])) == ()


def test_a_bill_credited_after_it_was_paid_is_overpaid():
    bill = bill_of("100", payments=[paid(100, 9)], credited=[credit_note(30)])

    assert rows(gaps_of(bill)) == [("overpaid", "30", "payee", "")]


def test_more_credited_than_billed_goes_back_to_the_payer():
    found = gaps_of(bill_of("100", credited=[credit_note(130)]))

    assert rows(found) == [("overpaid", "30", "payee", "credited more than was billed")]


def test_a_credit_note_that_names_its_bill_asks_for_nothing_itself():
    assert gaps_of(Bill("c", credit_note(30), credited_bill="b")) == ()


def test_a_credit_note_of_its_own_is_to_be_paid_by_the_payee():
    alone = Bill("c", credit_note(30))

    assert money_rows(gaps_of(alone)) == [("unpaid", "30", "payee")]
    assert gaps_of(alone._replace(payments=(paid(-30, 15),))) == ()
    assert money_rows(gaps_of(alone._replace(payments=(paid(-40, 15),)))) == [("overpaid", "10", "payer")]


# The bill's own sums.


def bill_with(**totals):
    amounts = {name: money(amount) for name, amount in totals.items()}
    lines = (DocumentLine("1", amount=money(60)), DocumentLine("2", amount=money(40)))
    amounts.setdefault("payable", money(121))
    return Bill("b", document()._replace(lines=lines, totals=Totals(**amounts)))


def off(bill):
    return [row[1:] for row in rows(gaps_of(bill)) if row[0] == "does_not_add_up"]


def test_a_bill_whose_sums_agree_adds_up():
    bill = bill_with(lines="100", allowances="10", charges="5", net="95", tax="19.95", gross="114.95",
                     prepaid="14", rounding="0.05", payable="101")  # fmt: skip

    assert off(bill) == []


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ({"lines": "99"}, [("1", "biller", "the lines do not give the total of the lines")]),
        (
            {"lines": "100", "allowances": "10", "net": "95"},
            [("5", "biller", "lines, allowances and charges do not give net")],
        ),
        ({"net": "100", "tax": "21", "gross": "120"}, [
            ("1", "biller", "net and tax do not give gross"),
            ("1", "biller", "gross, prepayment and rounding do not give the payable amount"),
        ]),
        (
            {"gross": "121", "prepaid": "20"},
            [("20", "biller", "gross, prepayment and rounding do not give the payable amount")],
        ),
    ],
)  # fmt: skip
def test_a_sum_that_does_not_add_up_is_named(totals, expected):
    assert off(bill_with(**totals)) == expected


def test_of_several_wrong_sums_only_the_first_counts():
    found = gaps_of(bill_with(net="100", tax="21", gross="120"))

    assert [gap.counted for gap in found if gap.kind is GapKind.DOES_NOT_ADD_UP] == [money(1), 0]


def test_a_cent_of_rounding_is_no_gap():
    assert off(bill_with(lines="100.01", net="100", tax="21", gross="121.01")) == []


def test_some_round_before_the_gross_amount_and_that_adds_up_too():
    assert off(bill_with(net="100", tax="20.97", gross="121", rounding="0.03")) == []


def test_without_a_gross_amount_net_and_tax_still_give_the_payable_amount():
    assert len(off(bill_with(net="100", tax="21", payable="130"))) == 1


@pytest.mark.parametrize(
    ("totals", "net", "payable"),
    [
        (Totals(), "105", "105"),
        (Totals(lines=money(90)), "95", "95"),
        (Totals(net=money(95), tax=money("19.95")), "95", "114.95"),
        (Totals(gross=money(110), prepaid=money(50), rounding=money("0.10")), "105", "60.10"),
        (Totals(payable=money(7)), "105", "7"),
    ],
)
def test_what_a_bill_does_not_state_is_worked_out(totals, net, payable):
    lines = (DocumentLine("1", amount=money(60)), DocumentLine("2", amount=money(40)))
    bill = document()._replace(lines=lines, totals=totals, charges=(Charge(money(5)),))

    assert (net_of(bill), payable_of(bill)) == (money(net), money(payable))


# Tax.


def taxed(*shares, terms=None, **totals):
    amounts = {name: money(amount) for name, amount in totals.items()}
    own = document()._replace(taxes=tuple(shares), totals=Totals(payable=money(121), **amounts))
    return [row for row in rows(gaps_of(Bill("b", own, terms or Terms()))) if row[0] == "tax_variance"]


def share(percent, taxable, tax, category="S"):
    return TaxShare(category, scaled(percent, PERCENT_PLACES), money(taxable), money(tax))


def test_tax_that_is_its_rate_of_what_it_taxes_is_right():
    assert taxed(share("21", "100", "21"), net="100", tax="21") == []
    assert taxed(share("21", "60", "12.60"), share("9", "40", "3.60"), net="100", tax="16.20") == []
    assert taxed(share("21", "33.33", "7"), net="33.33", tax="7") == []


@pytest.mark.parametrize(
    ("shares", "totals", "amount", "note"),
    [
        ([share("21", "100", "19")], {"tax": "19"}, "2", "tax is not its rate of what it taxes"),
        ([share("21", "100", "21")], {"tax": "25"}, "4", "the rates do not give the total tax"),
        ([share("21", "100", "21")], {"tax": "21", "net": "90"}, "2.1", "tax is not on the net amount"),
    ],
)
def test_tax_that_does_not_agree_with_its_base_is_a_tax_variance(shares, totals, amount, note):
    assert taxed(*shares, **totals) == [("tax_variance", amount, "biller", note)]


def test_exempt_amounts_beside_taxed_ones_are_part_of_the_net_amount():
    assert taxed(share("21", "60", "12.60"), share("0", "40", "0", "E"), net="100", tax="12.60") == []


@pytest.mark.parametrize("treatment", ["reverse", "margin", "exempt"])
def test_tax_on_what_is_not_taxed_is_all_of_it_a_variance(treatment):
    terms = Terms(tax=treatment)

    assert taxed(share("21", "100", "21"), net="100", tax="21", terms=terms) == [
        ("tax_variance", "21", "biller", f"tax on a line whose treatment is {treatment}")
    ]
    assert taxed(share("0", "100", "0", "AE"), net="100", tax="0", terms=terms) == []


def test_a_bill_that_says_nothing_of_tax_has_no_tax_variance():
    assert taxed(net="100") == []


# Charges of the whole bill.


def charged(*amounts, agreed, terms=None):
    charges = tuple(Charge(money(amount), reason) for amount, reason in amounts)
    found = gaps_of(Bill("b", document(charges=charges), terms or Terms(), agreed_charges=agreed))
    return [row for row in rows(found) if row[0] == "charge_variance"]


def test_charges_that_were_agreed_are_no_variance():
    assert charged((12, "freight"), (-2, "loyalty"), agreed=money(10)) == []
    assert charged((12, "freight"), agreed=None) == []


def test_charges_that_were_not_agreed_are_a_variance_with_their_names():
    assert charged((12, "freight"), (3, "pallets"), agreed=money(10)) == [
        ("charge_variance", "5", "biller", "freight; pallets")
    ]


def test_an_allowance_that_was_left_out_is_a_variance():
    assert charged(agreed=money(-10)) == [("charge_variance", "10", "biller", "")]


def test_charges_are_let_pass_within_the_tolerance_and_a_coin():
    terms = Terms(tolerance=Tolerance(amount=Allowance(over=money(2))))

    assert charged(("12.01", ""), agreed=money(10), terms=terms) == []
    assert len(charged(("12.02", ""), agreed=money(10), terms=terms)) == 1


def charging(charge, lines, kind=Kind.ORDER):
    """Return a paper with this charge on the whole of it, and lines of this amount."""
    rows = (DocumentLine("1", amount=money(lines)),)
    return Document(kind, "1", charges=(Charge(money(charge)),), lines=rows)


@pytest.mark.parametrize(
    ("billed", "lines", "earlier", "agreed"),
    [
        (10, 50, 0, 10),  # the first bill carries all
        (5, 50, 0, 5),  # its share
        (0, 50, 0, 0),  # or leaves it for a later one
        (0, 50, 10, 0),  # which then has nothing left
        (6, 100, 4, 6),  # but the rest
        (13, 50, 0, 10),  # more than all is held against all
    ],
)
def test_a_bill_carries_all_of_the_agreed_charges_or_its_share_or_none(billed, lines, earlier, agreed):
    bill = charging(billed, lines, Kind.BILL)

    assert agreed_charges(bill, [charging(10, 100)], money(earlier)) == money(agreed)


def test_what_is_agreed_is_unknown_without_an_order_and_nothing_where_the_order_has_no_charges():
    assert agreed_charges(document(), [], 0) is None
    assert agreed_charges(document(), [Document(Kind.ORDER, "O")], 0) == 0


def test_a_charge_billed_a_second_time_is_wholly_too_much():
    assert agreed_charges(charging(10, 50, Kind.BILL), [charging(10, 100)], money(10)) == 0


# Self-billed.


def test_a_self_billed_bill_is_put_right_by_the_taker_who_made_it_out():
    totals = Totals(net=money(100), tax=money(21), gross=money(120), payable=money(120))
    bill = Bill("b", document(signer="taker", totals=totals))

    assert bill.biller is Role.TAKER
    assert money_rows(gaps_of(bill)) == [("does_not_add_up", "1", "biller"), ("unpaid", "120", "payer")]


def test_a_statement_of_the_giver_is_answered_by_the_payer_whoever_made_out_the_bill():
    bill = bill_of("100", signer="taker", claims=[Claim("s", Role.GIVER, day(12), amount=money(90))])

    assert money_rows(gaps_of(bill))[1:] == [("told_differently", "10", "payer")]


# From papers to bills.


class Naming:
    """A paper that names a bill."""

    def __init__(self, document, bill, line=None):
        self.document, self.bill, self.line = document, bill, line


def put_together(*papers, ties, terms=None, agreed=None):
    """Return the bills among papers by number; ties are (place of the paper, number of the bill, line)."""
    claiming = (Kind.BILL, Kind.CREDIT_NOTE)
    keys = {place: paper.number for place, paper in enumerate(papers) if paper.kind in claiming}
    bills = bills_of(papers, keys, [Naming(*tie) for tie in ties], terms=terms or {}, agreed=agreed or {})
    return {bill.key: bill for bill in bills}


def paper(kind, number, on, signer="taker", **more):
    return Document(kind, number, day(on), giver=MAKER, taker=BUYER, signer=signer, **more)


def response(answer, on=5, number="R-1", **more):
    return paper(Kind.BILL_RESPONSE, number, on, answer=answer, **more)


def remittance(*amounts, on=9, number="P-1", **more):
    lines = tuple(DocumentLine(str(place), amount=money(amount)) for place, amount in enumerate(amounts))
    return paper(Kind.REMITTANCE, number, on, lines=lines, **more)


def test_a_remittance_pays_each_bill_that_its_lines_name():
    bills = put_together(
        document("100"), document("50", number="B-2"), remittance(100, 30),
        ties=[(2, "B-1", 0), (2, "B-2", 1)],
    )  # fmt: skip

    assert [stand_bill(bill).paid for bill in bills.values()] == [money(100), money(30)]
    assert money_rows(gaps_of(bills["B-2"])) == [("paid_short", "20", "payer")]


def test_a_remittance_without_lines_pays_its_total():
    transfer = remittance()._replace(totals=Totals(payable=money(100)), happened_on=day(11))

    (payment,) = put_together(document("100"), transfer, ties=[(1, "B-1")])["B-1"].payments

    assert (payment.amount, payment.on, payment.by, payment.at) == (money(100), day(11), Role.PAYER, 1)


def test_a_payee_may_tell_of_a_payment_too():
    (payment,) = put_together(document(), remittance(100, signer="giver"), ties=[(1, "B-1", 0)])[
        "B-1"
    ].payments

    assert payment.by is Role.PAYEE


def test_a_payment_to_another_payee_than_the_bill_names_is_paid_elsewhere():
    factor, other = party_of("Factor", ("iban:NL01",)), party_of("Impostor", ("iban:NL99",))
    bill = put_together(
        document("100", payee=factor), remittance(100, payee=other), ties=[(1, "B-1", 0)]
    )["B-1"]  # fmt: skip

    assert money_rows(gaps_of(bill)) == [("paid_elsewhere", "100", "payer")]


def test_a_refused_bill_is_void_and_waits_for_its_biller():
    bill = put_together(document("121"), response(Answer.REJECTED), ties=[(1, "B-1")])["B-1"]

    assert bill.is_void
    assert rows(gaps_of(bill)) == [("rejected", "121", "biller", "the payer refuses this bill")]


def test_a_refused_bill_that_was_paid_all_the_same_is_to_be_paid_back():
    bill = put_together(
        document("121"), response(Answer.REJECTED), remittance(121), ties=[(1, "B-1"), (2, "B-1", 0)]
    )["B-1"]  # fmt: skip

    assert money_rows(gaps_of(bill)) == [("rejected", "121", "biller"), ("overpaid", "121", "payee")]


def test_the_last_answer_counts():
    papers = [document(), response(Answer.REJECTED, 5), response(Answer.ACCEPTED, 6, "R-2")]

    bill = put_together(*papers, ties=[(1, "B-1"), (2, "B-1")])["B-1"]

    assert not bill.is_void
    assert bill.answer is Answer.ACCEPTED


def test_an_answer_without_a_time_counts_as_of_the_end_of_its_day():
    papers = [
        document(),
        response(Answer.UNDER_QUERY, 5, issued_at=36_000),
        response(Answer.REJECTED, 5, "R-2"),
    ]

    bill = put_together(*papers, ties=[(1, "B-1"), (2, "B-1")])["B-1"]

    assert bill.answer is Answer.REJECTED


def test_a_corrected_bill_takes_the_place_of_the_one_that_it_names():
    bills = put_together(document("121"), document("110", number="B-2", replaces="B-1"), ties=[(1, "B-1")])

    assert gaps_of(bills["B-1"]) == ()
    assert bills["B-1"].is_corrected
    assert money_rows(gaps_of(bills["B-2"])) == [("unpaid", "110", "payer")]


def test_a_refused_bill_that_was_corrected_waits_no_more():
    papers = [document("121"), response(Answer.REJECTED), document("110", number="B-2", replaces="B-1")]

    assert gaps_of(put_together(*papers, ties=[(1, "B-1"), (2, "B-1")])["B-1"]) == ()


def test_a_credit_note_of_a_bill_lowers_it():
    bills = put_together(document("121"), credit_note(21), ties=[(1, "B-1")])

    assert (bills["C-1"].credited_bill, stand_bill(bills["B-1"]).credited) == ("B-1", money(21))
    assert [money_rows(gaps_of(bill)) for bill in bills.values()] == [[("unpaid", "100", "payer")], []]


def test_the_credit_note_of_a_void_bill_is_void_and_takes_nothing_back():
    papers = [document("121"), response(Answer.REJECTED), credit_note(121)]

    bills = put_together(*papers, ties=[(1, "B-1"), (2, "B-1")])

    assert (bills["B-1"].is_void, bills["C-1"].is_void) == (True, True)
    assert [gaps_of(bill) for bill in bills.values()] == [(), ()]


def test_a_credit_note_over_two_bills_lowers_each_by_its_own_lines():
    lines = (
        DocumentLine("1", References(bill="B-1"), amount=money(-10)),
        DocumentLine("2", References(bill="B-2"), amount=money(-20)),
    )
    papers = [document("100"), document("100", number="B-2"), credit_note(30)._replace(lines=lines)]

    bills = put_together(*papers, ties=[(2, "B-1"), (2, "B-2")])

    assert [stand_bill(bills[number]).credited for number in ("B-1", "B-2")] == [money(10), money(20)]


def test_what_is_paid_on_a_credit_note_is_taken_off_its_bill():
    papers = [document("121"), credit_note(21), remittance(121, -21)]

    bills = put_together(*papers, ties=[(1, "B-1"), (2, "B-1", 0), (2, "C-1", 1)])

    assert stand_bill(bills["B-1"]).balance == 0
    assert [gaps_of(bill) for bill in bills.values()] == [(), ()]


def test_a_reminder_and_a_statement_are_claims_on_the_bill():
    row = DocumentLine("1", amount=money(90))
    reminder = Document(Kind.REMINDER, "RM-1", day(40), giver=MAKER, taker=BUYER, lines=(row,))
    statement = Document(
        Kind.STATEMENT, "ST-1", day(41), giver=MAKER, taker=BUYER, lines=(row,), note="see 7"
    )

    bill = put_together(document("100"), reminder, statement, ties=[(1, "B-1", 0), (2, "B-1", 0)])["B-1"]

    assert [(claim.is_reminder, claim.amount) for claim in bill.claims] == [(True, None), (False, money(90))]
    assert rows(gaps_of(bill)) == [
        ("unpaid", "100", "payer", ""),
        ("told_differently", "10", "payer", "see 7"),
    ]


def test_a_claim_is_known_from_the_moment_that_it_was_recorded():
    bill = put_together(document("100"), response(Answer.PAID, issued_at=36_000), ties=[(1, "B-1")])["B-1"]

    assert stand_bill(bill, known_at=0).told_paid == 0
    assert stand_bill(bill, known_at=1).told_paid == money(100)


def test_a_credit_note_is_known_from_the_moment_that_it_was_recorded():
    bill = put_together(document("100"), credit_note(40), ties=[(1, "B-1")])["B-1"]

    assert stand_bill(bill, known_at=0).credited == 0


def test_terms_and_agreed_charges_of_a_bill_come_by_its_key():
    bill = put_together(document(), ties=(), terms={"B-1": Terms(tax="margin")}, agreed={"B-1": 7})["B-1"]

    assert (bill.terms.tax, bill.agreed_charges) == ("margin", 7)


# What was paid for a line.


def on_line(*bills):
    """Return what was paid on a line of these bills, each given as (billed for the line, bill)."""
    return paid_on_line(
        [(bill, stand_bill(bill)) for _, bill in bills], [money(amount) for amount, _ in bills]
    )


def test_what_was_paid_for_a_line_is_known_when_its_bills_are_wholly_paid_or_wholly_unpaid():
    whole, none = bill_of("121", payments=[paid(121, 9)]), bill_of("121")

    assert on_line((60, whole)) == money(60)
    assert on_line((60, none)) == 0
    assert on_line((60, whole), (40, none)) == money(60)


def test_what_was_paid_for_a_line_is_unknown_while_a_bill_is_paid_in_part():
    assert on_line((60, bill_of("121", payments=[paid(50, 9)]))) is None


def test_a_void_bill_says_nothing_about_what_was_paid():
    assert on_line((60, bill_of("121")._replace(is_void=True))) is None


# What holds for every bill.


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(1, 300), st.integers(1, 60)), max_size=4),
    st.integers(0, 300),
)
def test_what_is_short_and_what_is_over_is_the_balance(instalments, payments, credited):
    """Euro for euro: what is asked less credits and payments is exactly what the gaps of payment say."""
    total = sum(instalments)
    parts = tuple(Instalment(money(part), day(5 * (place + 1))) for place, part in enumerate(instalments))
    moved = [paid(amount, on)._replace(key=str(place)) for place, (amount, on) in enumerate(payments)]
    back = (credit_note(credited),) if credited else ()
    bill = Bill("b", document(str(total))._replace(instalments=parts), credits=back, payments=tuple(moved))

    standing = stand_bill(bill)
    found = bill_gaps(bill, standing)

    short = sum(gap.amount or 0 for gap in found if gap.kind in (GapKind.UNPAID, GapKind.PAID_SHORT))
    over = sum(gap.amount or 0 for gap in found if gap.kind in (GapKind.OVERPAID, GapKind.PAID_TWICE))
    assert standing.balance == money(total - credited - sum(amount for amount, _ in payments))
    assert short - over == standing.balance
    assert not (short and over)
