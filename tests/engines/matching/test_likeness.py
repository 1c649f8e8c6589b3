"""Ties by likeness: a line without references is compared, and stays loose rather than being guessed."""

import pytest

from comaker.engines.matching import Book, match
from comaker.kernel.document import Kind, References
from comaker.kernel.product import Product
from comaker.kernel.units import Packing
from tests.engines.matching.papers import MONDAY, bill, despatch, line, order, paper, receipt, where

ASKED = order("PO-1", line(1, "pump", 10, 5), line(2, "valve", 4, 3))


def test_a_bill_without_any_reference_finds_its_order():
    vague = bill("B1", line(1, "valve", 4, 3), line(2, "pump", 10, 5))

    matched = match([ASKED, vague])

    assert [where(matched, 1, place) for place in (0, 1)] == [("PO-1", "2"), ("PO-1", "1")]
    assert matched.ties[-1].reasons[:3] == (
        "same product number",
        "same price",
        "quantity is just what is open",
    )


def test_a_line_without_numbers_is_found_by_name_and_price():
    named = order("PO-2", line(1, quantity=3, price=12.5, name="Ball valve brass DN40"))
    vague = bill("B1", line(1, quantity=3, price=12.5, name="Valve, ball, brass, DN40 (new)"))

    matched = match([named, vague])

    assert where(matched, 1, 0) == ("PO-2", "1")


def test_a_line_at_another_price_is_still_found():
    dear = bill("B1", line(1, "pump", 10, 6))

    matched = match([ASKED, dear])

    assert where(matched, 1, 0) == ("PO-1", "1")


def test_two_orders_alike_leave_the_line_loose_with_both_as_candidates():
    again = order("PO-2", line(1, "pump", 10, 5), line(2, "valve", 4, 3))
    vague = bill("B1", line(1, "pump", 10, 5))

    matched = match([ASKED, again, vague])

    loose = matched.loose[0]
    assert (loose.document, loose.line, loose.why) == (2, 0, "these are too close to choose between")
    assert [matched.lines[each.to].deal for each in loose.candidates] == ["PO-1", "PO-2"]
    assert loose.candidates[0].reasons[0] == "same product number"


def test_what_is_already_billed_gives_way_to_what_is_open():
    again = order("PO-2", line(1, "pump", 10, 5), on=MONDAY + 1)
    first = bill("B1", line(1, "pump", 10, 5, order="PO-1", order_line="1"))
    vague = bill("B2", line(1, "pump", 10, 5), on=MONDAY + 12)

    matched = match([ASKED, again, first, vague])

    assert where(matched, 3, 0) == ("PO-2", "1")


def test_a_supply_billed_again_under_another_number_goes_to_the_same_line():
    first = bill("B1", line(1, "pump", 10, 5, order="PO-1"), line(2, "valve", 4, 3, order="PO-1"))
    again = bill("B2", line(1, "pump", 10, 5), line(2, "valve", 4, 3), on=MONDAY + 12)

    matched = match([ASKED, first, again])

    assert [where(matched, 2, place) for place in (0, 1)] == [("PO-1", "1"), ("PO-1", "2")]


def test_the_lines_of_a_paper_tell_of_one_another_which_order_it_is_about():
    other = order("PO-2", line(1, "pump", 10, 5), line(2, "hose", 4, 3), line(3, "seal", 7, 1))
    vague = bill("B1", line(1, "pump", 10, 5), line(2, "hose", 4, 3), line(3, "seal", 7, 1))

    matched = match([ASKED, other, vague])

    assert [where(matched, 2, place) for place in range(3)] == [("PO-2", "1"), ("PO-2", "2"), ("PO-2", "3")]


def test_one_bill_without_references_may_be_about_two_orders():
    other = order("PO-2", line(1, "hose", 4, 3), line(2, "seal", 7, 1))
    vague = bill(
        "B1", line(1, "seal", 7, 1), line(2, "pump", 10, 5), line(3, "hose", 4, 3), line(4, "valve", 4, 3)
    )

    matched = match([ASKED, other, vague])

    assert [where(matched, 2, place)[0] for place in range(4)] == ["PO-2", "PO-1", "PO-2", "PO-1"]


def test_lines_alike_in_every_way_are_taken_in_order_and_it_says_so():
    barns = order("PO-9", *(line(number, "barn", 1, 8335) for number in (1, 2, 3, 4)))
    billed = bill("B1", *(line(number, "barn", 1, 8335, order="PO-9") for number in (1, 2, 3, 4)))

    matched = match([barns, billed])

    assert [where(matched, 1, place) for place in range(4)] == [
        ("PO-9", str(number)) for number in (1, 2, 3, 4)
    ]
    assert "the first of 4 lines alike" in matched.ties[4].reasons


def test_of_lines_of_one_product_the_quantity_decides():
    twice = order("PO-9", line(1, "barn", 1, 8335), line(2, "barn", 6, 8335))
    billed = bill("B1", line(1, "barn", 6, 8335, order="PO-9"))

    matched = match([twice, billed])

    assert where(matched, 1, 0) == ("PO-9", "2")


def test_a_return_on_a_bill_goes_to_the_line_that_was_billed():
    first = bill("B1", line(1, "pump", 10, 5, order="PO-1", order_line="1"))
    returned = bill("B2", line(1, "pump", -2, 5, order="PO-1"), on=MONDAY + 20)

    matched = match([ASKED, first, returned])

    assert where(matched, 2, 0) == ("PO-1", "1")


def test_goods_that_came_as_they_were_sent_are_found_by_the_despatch():
    twin = order("PO-2", line(1, "pump", 10, 5))
    sent = despatch("D1", line(1, "pump", 6, order="PO-2", order_line="1"))
    came = receipt("W1", line(1, "pump", 6))

    matched = match([ASKED, twin, sent, came])

    assert where(matched, 3, 0) == ("PO-2", "1")


@pytest.mark.parametrize("written", ["PO-450106", "PO-45010006"])
def test_a_digit_lost_or_doubled_in_the_order_number_is_seen_when_the_lines_fit(written):
    asked = order("PO-4501006", line(1, "pump", 10, 5), line(2, "valve", 4, 3))
    billed = bill("B1", line(1, "pump", 10, 5, order=written), line(2, "valve", 4, 3, order=written))

    matched = match([asked, billed])

    assert [where(matched, 1, place) for place in (0, 1)] == [("PO-4501006", "1"), ("PO-4501006", "2")]
    assert (
        f"order {written} is not known, and PO-4501006 is but one character away" in matched.ties[-1].reasons
    )


def test_the_next_number_in_sequence_is_another_order():
    asked = order("PO-4501006", line(1, "pump", 10, 5))
    billed = bill("B1", line(1, "pump", 10, 5, order="PO-4501007"))

    matched = match([asked, billed])

    assert matched.lines[matched.ties[-1].to].deal == "PO-4501007"


def test_between_parties_that_order_from_each_other_nothing_is_opened_without_an_order():
    strange = bill("B1", line(1, "compressor", 1, 900))

    matched = match([ASKED, strange])

    assert where(matched, 1, 0) is None
    assert [(loose.why, loose.candidates) for loose in matched.loose] == [
        ("nothing like this is open between these two", ())
    ]


def test_a_bill_between_parties_that_never_order_opens_a_deal_of_its_own():
    alone = bill("B1", line(1, "service", 1, 100), line(2, "travel", 3, 20))
    credit = paper(Kind.CREDIT_NOTE, "C1", line(1, "travel", -3, 20, bill="B1"), on=MONDAY + 20)

    matched = match([alone, credit])

    assert [(known.deal, known.product.sellers) for known in matched.lines.values()] == [
        ("B1", "service"),
        ("B1", "travel"),
    ]
    assert matched.ties[-1].to == matched.ties[1].to


def test_the_next_bill_of_a_subscription_is_another_deal():
    january = bill("B1", line(1, "service", 1, 100))
    february = bill("B2", line(1, "service", 1, 100), on=MONDAY + 40)

    matched = match([january, february])

    assert [known.deal for known in matched.lines.values()] == ["B1", "B2"]


def test_a_loose_line_is_tried_again_when_an_order_comes():
    book = Book()
    match([ASKED], book=book)
    loose = match([bill("B1", line(1, "hose", 7, 2))], book=book)

    after = match([order("PO-2", line(1, "hose", 7, 2))], book=book)

    assert [(each.document, each.line) for each in loose.loose] == [(1, 0)]
    assert [(tie.document, tie.rule) for tie in after.ties] == [(1, "like"), (2, "itself")]


def test_what_was_tied_by_likeness_follows_the_paper_it_names_when_that_comes():
    book = Book()
    two = order("PO-2", line(1, "pump", 6, 5))
    match([ASKED, two], book=book)
    before = match([receipt("W1", line(1, "pump", 6, despatch="D1", despatch_line="1"))], book=book)

    after = match([despatch("D1", line(1, "pump", 6, order="PO-1", order_line="1"))], book=book)

    assert before.lines[before.ties[0].to].deal == "PO-2"
    assert [(tie.document, after.lines[tie.to].deal, tie.rule) for tie in after.ties] == [
        (2, "PO-1", "despatch line"),
        (3, "PO-1", "order line"),
    ]


def test_packages_are_counted_in_pieces_where_the_packing_is_known():
    boxes = order("PO-3", line(1, "nail", 5, 12, unit="BX"), line(2, "nail", 2, 12, unit="BX"))
    pieces = despatch("D1", line(1, "nail", 200, order="PO-3"))

    packings = {("0088:8700000000001", "nail"): (Packing("BX", 100_000_000, "C62"),)}
    matched = match([boxes, pieces], packings=packings)

    assert where(matched, 1, 0) == ("PO-3", "2")


def test_a_credit_of_what_was_billed_too_dear_needs_no_quantity():
    two = order("PO-4", line(1, "pump", 10, 5), line(2, "pump", 8, 5))
    billed = bill("B1", line(1, "pump", 10, 5, bill="", order="PO-4", order_line="1"))
    dear = bill("B2", line(1, "pump", 8, 6, order="PO-4", order_line="2"), on=MONDAY + 11)
    both = Product(sellers="pump")
    credit = paper(Kind.CREDIT_NOTE, "C1", line(1, amount=-8, thing=both, order="PO-4"), on=MONDAY + 20)

    matched = match([two, billed, dear, credit])

    assert where(matched, 3, 0) == ("PO-4", "2")
    assert matched.ties[-1].reasons[1] == "the amount is what was billed too dear"


def test_a_document_about_nothing_it_can_name_is_loose_and_not_lost():
    blank = paper(Kind.ORDER_RESPONSE, "R1", refers=References())

    matched = match([ASKED, blank])

    assert [(loose.document, loose.why) for loose in matched.loose] == [
        (1, "it has no lines and names no order")
    ]
