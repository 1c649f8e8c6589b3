"""Ties by reference: what a paper names is where it belongs, as far as the rest of the paper agrees."""

import pytest

from comaker.engines.matching import bill_key, match
from comaker.kernel.document import Answer, Kind, References
from comaker.kernel.line import DEFAULT_TERMS
from comaker.kernel.party import Party, party_of
from comaker.kernel.product import Product
from tests.engines.matching.papers import (
    BUYER,
    MONDAY,
    OTHER_BUYER,
    OTHER_SELLER,
    bill,
    despatch,
    line,
    order,
    paper,
    receipt,
    where,
)

PUMPS = order("PO-1047", line(1, "pump", 10, 5), line(2, "valve", 4, 3))


def test_a_bill_line_that_names_order_and_line_is_tied_to_it_whatever_its_price():
    dear = bill("B1", line(1, "pump", 10, 50, order="PO-1047", order_line="1"))

    matched = match([PUMPS, dear])

    assert where(matched, 1, 0) == ("PO-1047", "1")
    assert matched.ties[-1][3:] == ("order line", 1000, ("same order and line", "same product"))


@pytest.mark.parametrize(
    "written", ["po-1047", " PO-1047", "PO 1047", "1047", "0001047", "Order 1047", "PO1047"]
)
def test_an_order_number_is_recognised_as_people_retype_it(written):
    retyped = bill("B1", line(1, "pump", 10, 5, order=written, order_line="1"))

    matched = match([PUMPS, retyped])

    assert where(matched, 1, 0) == ("PO-1047", "1")


def test_a_retyped_number_that_fits_two_orders_is_none_of_them():
    twin = order("PO-01047", line(1, "pump", 10, 5))
    retyped = bill("B1", line(1, "pump", 10, 5, order="1047", order_line="1"))

    matched = match([PUMPS, twin, retyped])

    assert where(matched, 2, 0) == ("1047", "1")


@pytest.mark.parametrize("nothing", ["n/a", "N.V.T.", "-", "0", "onbekend"])
def test_a_placeholder_is_no_reference(nothing):
    vague = bill("B1", line(1, "pump", 10, 5, order=nothing, order_line=nothing))

    matched = match([PUMPS, vague])

    assert where(matched, 1, 0) == ("PO-1047", "1")
    assert matched.ties[-1].rule == "like"


def test_lines_that_bear_one_number_have_keys_of_their_own_and_are_told_apart_by_product():
    twice = order("PO-1", line(1, "pump", 10, 5), line(1, "valve", 4, 3))
    valve = bill("B1", line(1, "valve", 4, 3, order="PO-1", order_line="1"))

    matched = match([twice, valve])

    assert [key.rpartition("/")[2] for key in matched.lines] == ["1", "1#2"]
    assert matched.ties[-1].to.endswith("/1#2")


def test_an_order_that_comes_after_its_bill_fills_the_line_that_the_bill_opened():
    early = bill("B1", line(1, "pump", 10, 5, order="PO-1047", order_line="1"), on=MONDAY - 3)

    alone, both = match([early]), match([early, PUMPS])

    assert [known.deal for known in alone.lines.values()] == ["PO-1047"]
    assert set(alone.lines) < set(both.lines)
    assert where(both, 0, 0) == ("PO-1047", "1")


def test_papers_of_an_order_that_is_not_among_them_meet_on_one_line_by_product():
    sent = despatch("D1", line(7, "pump", 10, order="PO-9"))
    billed = bill("B1", line(1, "pump", 10, 5, order="PO-9"), line(2, "valve", 1, 2, order="PO-9"))

    matched = match([sent, billed])

    assert len(matched.lines) == 2
    assert matched.ties[0].to == matched.ties[1].to != matched.ties[2].to


def test_line_numbers_that_are_all_shifted_give_way_to_the_products():
    shifted = bill(
        "B1",
        line(1, "pump", 10, 5, order="PO-1047", order_line="2"),
        line(2, "valve", 4, 3, order="PO-1047", order_line="1"),
    )

    matched = match([PUMPS, shifted])

    assert [where(matched, 1, place) for place in (0, 1)] == [("PO-1047", "1"), ("PO-1047", "2")]
    assert "all off by as much" in matched.ties[-1].reasons[-1]


def test_a_line_number_stands_when_its_product_is_nowhere_else_on_the_order():
    other = bill("B1", line(1, "compressor", 10, 5, order="PO-1047", order_line="1"))

    matched = match([PUMPS, other])

    assert where(matched, 1, 0) == ("PO-1047", "1")
    assert (matched.ties[-1].score, matched.ties[-1].reasons[-1]) == (850, "another item than on the line")


def test_a_line_that_is_like_nothing_on_the_order_it_names_opens_a_line_there():
    extra = bill("B1", line(1, "freight", 1, 25, order="PO-1047"))

    matched = match([PUMPS, extra])

    assert matched.ties[-1].rule == "opened"
    assert matched.lines[matched.ties[-1].to].deal == "PO-1047"


def test_an_order_between_two_other_parties_is_not_meant():
    foreign = bill(
        "B1", line(1, "pump", 10, 5, order="PO-1047", order_line="1"), giver=OTHER_SELLER, taker=OTHER_BUYER
    )

    matched = match([PUMPS, foreign])

    own = matched.lines[matched.ties[-1].to]
    assert (own.deal, own.giver.name, own.taker.name) == ("PO-1047", OTHER_SELLER.name, OTHER_BUYER.name)
    assert matched.ties[-1].reasons == ("names order PO-1047, which is not among the papers",)


def test_one_wrong_party_is_tolerated_with_a_reason():
    strange = bill("B1", line(1, "pump", 10, 5, order="PO-1047", order_line="1"), giver=OTHER_SELLER)

    matched = match([PUMPS, strange])

    assert where(matched, 1, 0) == ("PO-1047", "1")
    assert matched.ties[-1][4:] == (
        920,
        ("same order and line", "same product", "the paper names another seller than the order"),
    )


def test_two_buyers_may_use_one_order_number():
    same = order("PO-1047", line(1, "pump", 3, 5), taker=OTHER_BUYER)
    theirs = bill("B1", line(1, "pump", 3, 5, order="PO-1047", order_line="1"), taker=OTHER_BUYER)

    matched = match([PUMPS, same, theirs])

    assert matched.ties[-1].to == matched.ties[2].to
    assert len({tie.to for tie in matched.ties}) == 3


def test_a_seller_and_buyer_under_one_number_on_a_paper_are_found_by_the_order():
    confused = paper(
        Kind.ORDER_RESPONSE,
        "R1",
        line(1, "pump", 10, order="PO-1047", order_line="1"),
        giver=Party("", BUYER.identifiers),
        taker=BUYER,
    )

    matched = match([PUMPS, confused])

    assert where(matched, 1, 0) == ("PO-1047", "1")


def test_a_party_is_one_under_all_the_numbers_it_was_ever_named_by():
    gln, vat = ("0088:8700000000099",), ("vat:nl099",)
    asked = order("PO-5", line(1, "pump", 1, 1), giver=Party("Pumps BV", gln))
    billed = bill("B1", line(1, "pump", 1, 1), giver=Party("Pumps", vat))
    both = bill("B2", line(1, "seal", 1, 1, order="PO-6"), giver=Party("Pumps BV", gln + vat))

    matched = match([asked, billed, both])

    assert where(matched, 1, 0) == ("PO-5", "1")
    assert {known.giver.identifiers for known in matched.lines.values()} == {gln + vat}


def test_a_party_that_has_only_a_name_is_the_one_of_that_name():
    asked = order("PO-5", line(1, "pump", 1, 1))
    billed = bill("B1", line(1, "pump", 1, 1), giver=party_of("pump works"), taker=party_of("Water  board"))

    matched = match([asked, billed])

    assert where(matched, 1, 0) == ("PO-5", "1")


def test_the_sellers_own_order_number_leads_to_the_order_once_a_paper_names_both():
    told = paper(
        Kind.ORDER_RESPONSE,
        "R1",
        line(1, "pump", 10, order="PO-1047", order_line="1", sales_order="S7", sales_order_line="100"),
    )
    billed = bill("B1", line(1, "pump", 10, 5, sales_order="S7", sales_order_line="100"))

    matched = match([PUMPS, told, billed])

    assert where(matched, 2, 0) == ("PO-1047", "1")
    assert matched.ties[-1].rule == "sales order line"


def test_a_receipt_follows_the_despatch_line_that_it_names():
    sent = despatch("D1", line(1, "valve", 4, order="PO-1047", order_line="2"))
    came = receipt("W1", line(1, rejected=2_000_000, despatch="D1", despatch_line="1"))

    matched = match([PUMPS, sent, came])

    assert where(matched, 2, 0) == ("PO-1047", "2")
    assert matched.ties[-1].rule == "despatch line"


def test_a_paper_without_lines_speaks_of_all_lines_of_what_it_names():
    accepted = paper(Kind.ORDER_RESPONSE, "R1", refers=References(order="PO-1047"), answer=Answer.ACCEPTED)
    sent = despatch("D1", line(1, "valve", 4, order="PO-1047", order_line="2"))
    came = receipt("W1", refers=References(despatch="D1"), answer=Answer.ACCEPTED)
    refused = paper(
        Kind.FULFILMENT_CANCELLATION, "F1", refers=References(receipt="W1", despatch="D1"), on=MONDAY + 9
    )

    matched = match([PUMPS, accepted, sent, came, refused])

    spoken = [
        (tie.document, matched.lines[tie.to].number, tie.rule) for tie in matched.ties if tie.line is None
    ]
    assert spoken == [
        (1, "1", "whole order"),
        (1, "2", "whole order"),
        (3, "2", "whole despatch"),
        (4, "2", "whole despatch"),
    ]


def test_an_answer_to_an_order_that_nobody_has_seen_stays_loose():
    accepted = paper(Kind.ORDER_RESPONSE, "R1", refers=References(order="PO-8"), answer=Answer.ACCEPTED)

    matched = match([accepted])

    assert [(loose.line, loose.why) for loose in matched.loose] == [(None, "PO-8 is not among the papers")]


def test_a_new_item_number_is_remembered_for_later_papers():
    changed = paper(
        Kind.ORDER_RESPONSE,
        "R1",
        line(1, "pump", 10, 5, order="PO-1047", order_line="1", instead=Product(sellers="pump-2")),
    )
    billed = bill("B1", line(1, "pump-2", 10, 5, order="PO-1047"))

    matched = match([PUMPS, changed, billed])

    assert where(matched, 2, 0) == ("PO-1047", "1")
    assert matched.ties[-1].reasons[0] == "called so before on this line"


def test_an_order_change_may_put_another_item_on_a_line():
    changed = paper(
        Kind.ORDER_CHANGE, "C1", line(1, "valve", 10, 5, order="PO-1047", order_line="1"), version=1
    )

    matched = match([PUMPS, changed])

    assert where(matched, 1, 0) == ("PO-1047", "1")


def test_one_bill_may_be_about_several_orders_and_one_line_have_several_bills():
    second = order("PO-1048", line(1, "hose", 7, 2))
    first = bill("B1", line(1, "pump", 4, 5, order="PO-1047", order_line="1"))
    both = bill(
        "B2",
        line(1, "pump", 6, 5, order="PO-1047", order_line="1"),
        line(2, "hose", 7, 2, order="PO-1048", order_line="1"),
        on=MONDAY + 12,
    )

    matched = match([PUMPS, second, first, both])

    assert [where(matched, *place) for place in ((2, 0), (3, 0), (3, 1))] == [
        ("PO-1047", "1"),
        ("PO-1047", "1"),
        ("PO-1048", "1"),
    ]


def test_a_call_off_points_to_the_frame_order_it_names():
    frame = order("F-1", line(1, "pump", 500, 5), line(2, "valve", 100, 3))
    call_off = order("PO-3", line(1, "valve", 10, 3), refers=References(contract="F-1"), on=MONDAY + 2)

    matched = match([frame, call_off])

    link = matched.links[0]
    assert (link.kind, matched.lines[link.line].deal, matched.lines[link.to].number) == ("under", "PO-3", "2")
    assert [known.is_frame for known in matched.lines.values()] == [False, True, False]


def test_the_pairs_tell_which_papers_are_seen_between_two_parties():
    billed = bill("B1", line(1, "pump", 10, 5, order="PO-1047", order_line="1"))

    matched = match([PUMPS, billed])

    known = matched.lines[matched.ties[0].to]
    assert matched.pairs[known.giver.key, known.taker.key].habits.kinds == {Kind.ORDER, Kind.BILL}


def test_the_terms_of_a_relation_stand_on_its_lines():
    asked_for = []

    def terms_of(pair):
        asked_for.append(pair.key)
        return DEFAULT_TERMS._replace(response_days=9)

    matched = match([PUMPS], terms=terms_of)

    assert {known.terms.response_days for known in matched.lines.values()} == {9}
    assert len(asked_for) == 1


def test_bills_have_one_key_per_biller_kind_number_and_year():
    invoice = bill("7", line(1, "pump", 1, 1))
    credit = paper(Kind.CREDIT_NOTE, "7", line(1, "pump", -1, 1), on=MONDAY + 10)
    next_year = bill("7", line(1, "pump", 1, 1), on=MONDAY + 400)

    keys = {bill_key(each) for each in (invoice, credit, next_year)}

    assert len(keys) == 3
