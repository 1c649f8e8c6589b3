"""Papers about bills, and papers that say what another one said."""

from comaker.engines.matching import Book, bill_key, match
from comaker.kernel.document import Kind, References
from tests.engines.matching.papers import MONDAY, OTHER_SELLER, bill, line, order, paper, where

ASKED = order("PO-1", line(1, "pump", 10, 5), line(2, "valve", 4, 3))
BILLED = bill(
    "7",
    line(1, "pump", 10, 5, order="PO-1", order_line="1"),
    line(2, "valve", 4, 3, order="PO-1", order_line="2"),
)


def test_a_credit_note_that_names_only_the_bill_is_held_against_the_lines_of_that_bill():
    credit = paper(Kind.CREDIT_NOTE, "C1", line(1, "valve", -1, 3, bill="7"), on=MONDAY + 20)

    matched = match([ASKED, BILLED, credit])

    assert where(matched, 2, 0) == ("PO-1", "2")
    assert [(tie.line, tie.bill) for tie in matched.bill_ties] == [(None, bill_key(BILLED))]


def test_a_credit_note_may_bear_the_number_of_the_bill():
    credit = paper(Kind.CREDIT_NOTE, "7", line(1, "valve", -4, 3, bill="7", bill_line="2"), on=MONDAY + 20)
    paid = paper(
        Kind.REMITTANCE, "P1", line(1, bill="7", amount=100), line(2, bill="7", amount=-12), on=MONDAY + 30
    )

    matched = match([ASKED, BILLED, credit, paid])

    assert matched.held == []
    assert where(matched, 2, 0) == ("PO-1", "2")
    assert [tie.bill for tie in matched.bill_ties] == [bill_key(BILLED), bill_key(BILLED), bill_key(credit)]


def test_a_bill_that_corrects_another_is_tied_to_it_and_to_its_lines():
    undone = bill("8", line(1, "pump", -10, 5, bill="7", bill_line="1"), on=MONDAY + 11, replaces="7")

    matched = match([ASKED, BILLED, undone])

    assert where(matched, 2, 0) == ("PO-1", "1")
    assert [tie.bill for tie in matched.bill_ties] == [bill_key(BILLED)]


def test_a_payment_of_another_suppliers_bill_of_that_number_waits_for_its_own():
    theirs = paper(Kind.REMITTANCE, "P1", line(1, bill="7", amount=100), giver=OTHER_SELLER, on=MONDAY + 30)

    matched = match([ASKED, BILLED, theirs])

    assert matched.bill_ties == []
    assert [loose.why for loose in matched.loose] == ["bill 7 is not among the papers"]


def test_a_payment_that_comes_before_its_bill_is_tied_when_the_bill_comes():
    book = Book()
    paid = paper(Kind.REMITTANCE, "P1", line(1, bill="7", amount=62), on=MONDAY + 30)

    before = match([paid], book=book)
    after = match([ASKED, BILLED], book=book)

    assert [loose.document for loose in before.loose] == [0]
    assert [(tie.document, tie.line, tie.bill) for tie in after.bill_ties] == [(0, 0, bill_key(BILLED))]


def test_a_reminder_and_a_statement_speak_of_bills():
    reminder = paper(Kind.REMINDER, "M1", refers=References(bill="7"), on=MONDAY + 60)
    statement = paper(Kind.STATEMENT, "S1", line(1, bill="7", amount=62), on=MONDAY + 61)

    matched = match([ASKED, BILLED, reminder, statement])

    assert [(tie.document, tie.line) for tie in matched.bill_ties] == [(2, None), (3, 0)]


def test_text_and_money_without_quantity_stay_with_the_bill():
    wordy = bill(
        "9",
        line(1, "pump", 10, 5, order="PO-1", order_line="1"),
        line(2, name="Thank you for your order", order="PO-1"),
        line(3, name="Bonus of the year", amount=-25, order="PO-1"),
    )

    matched = match([ASKED, wordy])

    assert (matched.texts, matched.loose) == (2, [])
    assert [tie.line for tie in matched.ties if tie.document == 1] == [0]


def test_an_advance_payment_is_kept_on_its_bill():
    advance = bill(
        "A1", line(1, name="30 % in advance", quantity=1, price=20, order="PO-1"), is_prepayment=True
    )

    matched = match([ASKED, advance])

    assert [tie.document for tie in matched.ties] == [0, 0]
    assert matched.loose == []


def test_the_same_meaning_again_is_a_harmless_repeat():
    again = BILLED._replace(digest="other bytes", file="again.xml")

    matched = match([ASKED, BILLED, again])

    assert (matched.repeats, matched.held) == ([2], [])
    assert {tie.document for tie in matched.ties} == {0, 1}


def test_another_meaning_under_the_same_number_is_held_for_a_person():
    other = bill("7", line(1, "pump", 99, 5, order="PO-1", order_line="1"), on=MONDAY + 11)

    matched = match([ASKED, BILLED, other])

    assert [held.document for held in matched.held] == [2]
    assert matched.held[0].why.startswith("Another bill with number 7 from the same sender and year")
    assert {tie.document for tie in matched.ties} == {0, 1}


def test_a_change_of_another_version_is_no_clash():
    first = paper(Kind.ORDER_CHANGE, "PO-1", line(1, "pump", 12, 5, order="PO-1", order_line="1"), version=1)
    second = paper(Kind.ORDER_CHANGE, "PO-1", line(1, "pump", 14, 5, order="PO-1", order_line="1"), version=2)

    matched = match([ASKED, first, second])

    assert matched.held == []
    assert len({tie.to for tie in matched.ties if tie.line == 0}) == 1
