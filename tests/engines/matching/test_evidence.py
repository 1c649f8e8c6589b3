"""Evidence: what tells two lines apart where no reference does, as a careful clerk would see it."""

from comaker.engines.matching import Book, match
from comaker.kernel.document import Kind, References
from tests.engines.matching.papers import (
    MONDAY,
    OTHER_BUYER,
    bill,
    despatch,
    line,
    order,
    paper,
    receipt,
    where,
)

BASKET = ((1, "pump", 10, 5), (2, "valve", 4, 3), (3, "hose", 6, 2), (4, "seal", 8, 1))


def basket(number, due, *, on=MONDAY):
    """Write an order for the same four things as every other of these orders."""
    return order(number, *(line(*row, due=due) for row in BASKET), on=on)


def rows(*, order_named=""):
    """Write the lines of a paper that brings the whole basket."""
    refers = {"order": order_named} if order_named else {}
    return tuple(line(number, product, quantity, **refers) for number, product, quantity, _ in BASKET)


def test_of_two_orders_alike_the_one_that_is_due_is_sent():
    first, second = basket("PO-1", MONDAY + 10), basket("PO-2", MONDAY + 60)
    sent = despatch("D1", *rows(), on=MONDAY + 8)

    matched = match([first, second, sent])

    assert [where(matched, 2, place) for place in range(4)] == [("PO-1", str(each)) for each in (1, 2, 3, 4)]
    assert "within days" in matched.ties[-1].reasons


def test_a_despatch_that_two_orders_explain_is_told_by_the_receipt_that_follows_it():
    first, second = basket("PO-1", MONDAY + 10), basket("PO-2", MONDAY + 10)
    sent = despatch("D1", *rows(), on=MONDAY + 8)
    came = receipt("W1", *rows(order_named="PO-2"), on=MONDAY + 9)

    without = match([first, second, sent])
    matched = match([first, second, sent, came])

    assert where(without, 2, 0) is None
    assert [where(matched, 2, place) for place in range(4)] == [("PO-2", str(each)) for each in (1, 2, 3, 4)]
    assert "it came within days after" in matched.ties[-5].reasons


def test_a_loose_paper_is_told_by_a_paper_of_a_later_call():
    book = Book()
    first, second = basket("PO-1", MONDAY + 10), basket("PO-2", MONDAY + 10)
    before = match([first, second, despatch("D1", *rows(), on=MONDAY + 8)], book=book)

    after = match([receipt("W1", *rows(order_named="PO-2"), on=MONDAY + 9)], book=book)

    assert len(before.loose) == 4
    assert {(tie.document, after.lines[tie.to].deal) for tie in after.ties} == {(2, "PO-2"), (3, "PO-2")}


def test_an_order_that_was_asked_after_the_paper_is_not_what_it_is_about():
    early, late = basket("PO-1", MONDAY + 10), basket("PO-2", MONDAY + 60, on=MONDAY + 30)
    part = [line(number, product, quantity - 3) for number, product, quantity, _ in BASKET[:2]]
    sent = despatch("D1", *part, on=MONDAY + 25)

    matched = match([early, late, sent])

    assert where(matched, 2, 0) == ("PO-1", "1")


def test_lines_of_one_product_are_told_apart_by_what_stands_around_them():
    twins = order(
        "PO-1",
        line(1, "bolt", 50, 1), line(2, "pump", 10, 5), line(3, "valve", 4, 3),
        line(4, "bolt", 50, 1), line(5, "hose", 6, 2), line(6, "bolt", 80, 1),
    )  # fmt: skip
    part = despatch(
        "D1",
        line(1, "pump", 10, order="PO-1"), line(2, "valve", 4, order="PO-1"),
        line(3, "bolt", 25, order="PO-1"), line(4, "hose", 6, order="PO-1"),
    )  # fmt: skip

    matched = match([twins, part])

    assert where(matched, 1, 2) == ("PO-1", "4")


def test_a_bill_of_two_deliveries_goes_through_the_order_twice():
    things = ("bolt", "pump", "valve", "bolt", "hose", "seal")
    asked = order("PO-1", *(line(at, thing, 50, 1) for at, thing in enumerate(things, start=1)))
    halves = bill(
        "B1", *(line(at, thing, 25, 1, order="PO-1") for at, thing in enumerate(things * 2, start=1))
    )

    matched = match([asked, halves])

    assert [where(matched, 1, place) for place in range(12)] == [
        ("PO-1", str(number)) for number in (1, 2, 3, 4, 5, 6)
    ] * 2


def test_lines_in_another_order_than_on_the_order_tell_nothing_of_their_neighbours():
    things = ("bolt", "pump", "valve", "bolt", "hose", "seal")
    asked = order("PO-1", *(line(at, thing, at, 1) for at, thing in enumerate(things, start=1)))
    mixed = ((5, "hose"), (1, "bolt"), (3, "valve"), (4, "bolt"), (2, "pump"))
    sent = despatch("D1", *(line(at, thing, at, order="PO-1") for at, thing in mixed))

    matched = match([asked, sent])

    assert [where(matched, 1, place) for place in (1, 3)] == [("PO-1", "1"), ("PO-1", "4")]


def test_what_was_refused_and_is_sent_anew_goes_to_the_line_that_was_refused():
    asked = order("PO-1", line(1, "pump", 10, 5, due=MONDAY + 8))
    sent = despatch("D1", line(1, "pump", 10, order="PO-1", order_line="1"))
    came = receipt("W1", line(1, "pump", 10, order="PO-1", order_line="1", rejected=2_000_000))
    anew = despatch("D2", line(1, "pump", 2), on=MONDAY + 11)

    matched = match([asked, sent, came, anew])

    assert where(matched, 3, 0) == ("PO-1", "1")
    assert "quantity as what was refused" in matched.ties[-1].reasons


def test_more_of_what_is_all_sent_stays_loose():
    asked = order("PO-1", line(1, "pump", 10, 5))
    sent = despatch("D1", line(1, "pump", 10, order="PO-1", order_line="1"))
    more = despatch("D2", line(1, "pump", 2), on=MONDAY + 11)

    matched = match([asked, sent, more])

    assert where(matched, 2, 0) is None


def test_what_a_scale_tells_is_nearly_what_was_asked():
    asked = order("PO-1", line(1, "ham", 10, 5, unit="KGM"), line(2, "ham", 40, 5, unit="KGM"))
    sent = despatch("D1", line(1, "ham", 10.29, unit="KGM", order="PO-1"))

    matched = match([asked, sent])

    assert where(matched, 1, 0) == ("PO-1", "1")
    assert "quantity is nearly what is open" in matched.ties[-1].reasons


def test_another_item_in_the_place_of_the_one_line_that_is_left_is_tied_to_it():
    asked = order("PO-1", line(1, "pump", 10, 5), line(2, "valve", 4, 3), line(3, "hose", 6, 2))
    sent = despatch(
        "D1",
        line(1, "pump", 10, order="PO-1"), line(2, "tap", 4, order="PO-1"), line(3, "hose", 6, order="PO-1"),
    )  # fmt: skip

    matched = match([asked, sent])

    assert where(matched, 1, 1) == ("PO-1", "2")
    assert matched.ties[-2].reasons[0] == "the one line of the order that is left for it"


def test_an_item_that_nothing_of_its_order_explains_opens_a_line():
    asked = order("PO-1", line(1, "pump", 10, 5), line(2, "valve", 4, 3))
    sent = despatch("D1", line(1, "pump", 10, order="PO-1"), line(2, "tap", 9, order="PO-1"))

    matched = match([asked, sent])

    assert matched.ties[-1].rule == "opened"


def test_a_credit_goes_to_the_line_that_was_billed_too_much():
    asked = order("PO-1", line(1, "pump", 1, 5), line(2, "pump", 5, 5), line(3, "pump", 9, 5))
    sent = despatch(
        "D1", *(line(at, "pump", count, order="PO-1", order_line=str(at)) for at, count in _PUMPS)
    )
    came = receipt(
        "W1", *(line(at, "pump", count, order="PO-1", order_line=str(at)) for at, count in _ARRIVED)
    )
    billed = bill(
        "B1", *(line(at, "pump", count, 5, order="PO-1", order_line=str(at)) for at, count in _PUMPS)
    )
    credit = paper(Kind.CREDIT_NOTE, "C1", line(1, "pump", -1, 5, bill="B1"), on=MONDAY + 20)

    matched = match([asked, sent, came, billed, credit])

    assert where(matched, 4, 0) == ("PO-1", "3")
    assert "quantity is just what was billed too much" in matched.ties[-1].reasons


_PUMPS = ((1, 1), (2, 5), (3, 9))
_ARRIVED = ((1, 1), (2, 5), (3, 8))


def test_a_number_of_the_seller_lies_between_the_numbers_of_earlier_and_later_orders():
    days = (0, 2, 4, 6)
    asked = [basket(f"PO-{day}", MONDAY + 30, on=MONDAY + day) for day in days]
    told = [
        despatch(
            f"D{day}",
            line(1, "pump", 3, order=f"PO-{day}", order_line="1"),
            on=MONDAY + 9,
            refers=References(order=f"PO-{day}", sales_order=f"SO-10{day}"),
        )
        for day in (0, 4, 6)
    ]
    billed = bill("B1", *(line(row[0], row[1], row[2], row[3], sales_order="SO-102") for row in BASKET[1:]))

    matched = match([*asked, *told, billed])

    assert [where(matched, 7, place) for place in range(3)] == [("PO-2", "2"), ("PO-2", "3"), ("PO-2", "4")]


def test_the_number_of_two_lines_that_are_both_another_item_does_not_bind_a_paper():
    asked = order("PO-1", line(1, "pump", 10, 5), line(2, "valve", 4, 3), line(2, "hose", 6, 2))
    sent = despatch("D1", line(1, "pump", 10, order="PO-1", order_line="2"))

    matched = match([asked, sent])

    assert where(matched, 1, 0) == ("PO-1", "1")


def test_line_numbers_that_are_all_one_too_high_tell_the_lines_of_one_product_apart():
    things = ("pump", "bolt", "bolt", "valve", "hose")
    asked = order("PO-1", *(line(at, thing, 5, 1) for at, thing in enumerate(things, start=1)))
    named = (2, 4, 5, 1)
    brought = ("pump", "bolt", "valve", "hose")
    sent = despatch(
        "D1",
        *(
            line(at, thing, 5, order="PO-1", order_line=str(number))
            for at, (thing, number) in enumerate(zip(brought, named, strict=True), start=1)
        ),
    )

    matched = match([asked, sent])

    assert [where(matched, 1, place) for place in range(4)] == [
        ("PO-1", str(number)) for number in (1, 3, 4, 5)
    ]


def test_lines_of_one_product_beside_each_other_are_taken_in_order():
    things = (("pump", 4), ("bolt", 12), ("bolt", 30), ("valve", 3), ("hose", 2))
    asked = order("PO-1", *(line(at, *thing, 1) for at, thing in enumerate(things, start=1)))
    few = (("pump", 4), ("bolt", 6), ("bolt", 14), ("valve", 3), ("hose", 2))
    sent = despatch("D1", *(line(at, *thing, order="PO-1") for at, thing in enumerate(few, start=1)))

    matched = match([asked, sent])

    assert [where(matched, 1, place) for place in (1, 2)] == [("PO-1", "2"), ("PO-1", "3")]


def test_an_order_that_other_papers_take_whole_is_not_what_a_paper_is_about():
    first, second = basket("PO-1", MONDAY + 12), basket("PO-2", MONDAY + 12)
    loose = despatch("D1", *rows(), on=MONDAY + 8)
    later = despatch("D2", *rows(order_named="PO-1"), on=MONDAY + 10)

    matched = match([first, second, loose, later])

    assert [where(matched, 2, place) for place in range(4)] == [("PO-2", str(each)) for each in (1, 2, 3, 4)]


def test_a_number_that_lost_a_digit_of_two_orders_alike_is_not_taken_for_one_of_them():
    asked = [basket(f"PO-805{last}", MONDAY + 12, on=MONDAY + last) for last in (5, 9)]
    lost = [line(at, *BASKET[at % 4][1:], order="PO-805") for at in range(8)]

    matched = match([*asked, bill("B1", *lost, on=MONDAY + 14)])

    assert len(matched.loose) == 8
    assert {matched.lines[each.to].deal for each in matched.loose[0].candidates} == {"PO-8055", "PO-8059"}


def test_a_number_that_lost_a_digit_of_two_orders_is_told_line_by_line():
    first = order("PO-8055", line(1, "pump", 10, 5), line(2, "valve", 4, 3))
    second = order("PO-8059", line(1, "hose", 6, 2), line(2, "seal", 8, 1))
    lost = [line(at, *row[1:], order="PO-805") for at, row in enumerate(BASKET, start=1)]

    matched = match([first, second, bill("B1", *lost)])

    assert [where(matched, 2, place) for place in range(4)] == [
        ("PO-8055", "1"),
        ("PO-8055", "2"),
        ("PO-8059", "1"),
        ("PO-8059", "2"),
    ]


def test_more_of_a_product_than_its_order_has_opens_no_line():
    asked = order("PO-1", line(1, "pump", 10, 5), line(2, "valve", 4, 3))
    sent = despatch(
        "D1",
        line(1, "pump", 10, order="PO-1", order_line="1"),
        line(2, "pump", 40, order="PO-1"),
        on=MONDAY + 9,
    )

    matched = match([asked, sent])

    assert [tie.rule for tie in matched.ties if tie.document == 1 and tie.line == 1] == []
    assert matched.loose[0].line == 1


def test_an_item_that_came_twice_the_second_time_for_another_is_put_on_what_is_left():
    things = ("pump", "valve", "hose", "seal", "bolt", "nut", "tap")
    asked = order("PO-1", *(line(at, thing, at, 1) for at, thing in enumerate(things, start=1)))
    brought = ("pump", "valve", "hose", "seal", "bolt", "pump", "tap")
    sent = despatch("D1", *(line(at, thing, at, order="PO-1") for at, thing in enumerate(brought, start=1)))

    matched = match([asked, sent])

    assert [where(matched, 1, place) for place in (0, 5)] == [("PO-1", "1"), ("PO-1", "6")]


def test_money_back_for_a_product_without_a_number_is_not_only_text():
    asked = order("PO-1", line(1, quantity=5, price=4, name="Ham"), line(2, quantity=3, price=2, name="Beef"))
    dear = bill("B1", line(1, quantity=5, price=6, name="Ham", order="PO-1", order_line="1"))
    credit = paper(Kind.CREDIT_NOTE, "C1", line(1, amount=-10, name="Ham", bill="B1"), on=MONDAY + 20)

    matched = match([asked, dear, credit])

    assert where(matched, 2, 0) == ("PO-1", "1")


def test_a_line_that_fits_another_order_than_the_rest_of_its_delivery_stays_loose():
    whole = basket("PO-1", MONDAY + 10)
    other = order("PO-2", line(1, "motor", 3, 9, due=MONDAY + 10))
    sent = despatch("D1", *rows()[:3], line(4, "motor", 3), on=MONDAY + 8)

    matched = match([whole, other, sent])

    assert [where(matched, 2, place) for place in range(3)] == [("PO-1", "1"), ("PO-1", "2"), ("PO-1", "3")]
    loose = matched.loose[0]
    assert (loose.document, loose.line) == (2, 3)
    assert loose.why == "the other lines of the paper are of another order"
    assert [matched.lines[each.to].deal for each in loose.candidates] == ["PO-2"]


def test_a_bill_may_be_about_a_second_order_with_more_than_one_line():
    whole = basket("PO-1", MONDAY + 10)
    second = order("PO-2", line(1, "motor", 3, 9), line(2, "filter", 7, 2))
    billed = bill("B1", *rows(), line(5, "motor", 3, 9), line(6, "filter", 7, 2))

    matched = match([whole, second, billed])

    assert [where(matched, 2, place)[0] for place in (0, 4, 5)] == ["PO-1", "PO-2", "PO-2"]


def test_a_small_part_of_what_is_open_is_tied_only_where_the_order_is_named():
    large = order("PO-1", line(1, "bolt", 500, 1, due=MONDAY + 10))
    vague = bill("B1", line(1, "bolt", 7, 1))
    named = bill("B2", line(1, "bolt", 7, 1, order="PO-1"))

    assert where(match([large, vague]), 1, 0) is None
    assert where(match([large, named]), 1, 0) == ("PO-1", "1")


def test_what_was_sent_is_told_apart_before_it_is_asked_what_was_billed():
    asked = [basket("PO-1", MONDAY + 10), basket("PO-2", MONDAY + 10)]
    partly = (*rows()[:2], line(3, "hose", 3), line(4, "seal", 4))
    sent = [
        despatch("D1", *partly, on=MONDAY + 8),
        despatch("D2", *rows(), on=MONDAY + 9),
        despatch("D3", line(3, "hose", 3, order="PO-1"), line(4, "seal", 4, order="PO-1"), on=MONDAY + 30),
    ]
    billed = [bill("B1", *partly, on=MONDAY + 10), bill("B2", *rows(), on=MONDAY + 11)]

    matched = match([*asked, *sent, *billed])

    assert {where(matched, paper, place)[0] for paper in (2, 5) for place in range(4)} == {"PO-1"}
    assert {where(matched, paper, place)[0] for paper in (3, 6) for place in range(4)} == {"PO-2"}


def test_a_bill_of_two_orders_alike_is_not_put_on_one_of_them_twice():
    asked = [basket("PO-1", MONDAY + 10), basket("PO-2", MONDAY + 20)]
    billed = bill("B1", *rows(), *rows(), on=MONDAY + 22)

    matched = match([*asked, billed])

    assert [tie for tie in matched.ties if tie.document == 2] == []
    assert {loose.why for loose in matched.loose} == {"several orders fit the whole paper alike"}


def test_a_line_that_is_due_on_another_day_than_the_rest_does_not_tell_two_orders_apart():
    asked = [
        order("PO-1", *(line(*row, due=MONDAY + 10) for row in BASKET)),
        order("PO-2", *(line(*row, due=MONDAY + (40 if row[0] == 2 else 10)) for row in BASKET)),
    ]
    sent = despatch("D1", *rows(), on=MONDAY + 8)

    matched = match([*asked, sent])

    assert [where(matched, 2, place) for place in range(4)] == [None] * 4


def test_what_came_many_months_late_is_likelier_of_the_later_order():
    asked = [basket("PO-1", MONDAY + 10), basket("PO-2", MONDAY + 200, on=MONDAY + 190)]
    came = receipt("W1", *rows(), on=MONDAY + 250)

    matched = match([*asked, came])

    assert [where(matched, 2, place)[0] for place in range(4)] == ["PO-2"] * 4


def test_a_despatch_of_the_same_number_to_somebody_else_is_not_what_a_bill_names():
    asked = order("PO-1", line(1, "pump", 10, 5))
    other = order("PO-9", line(1, "valve", 4, 3), taker=OTHER_BUYER)
    sent = despatch("D1", line(1, "valve", 4, order="PO-9", order_line="1"), taker=OTHER_BUYER)
    billed = bill("B1", line(1, "pump", 10, 5, despatch="D1"))

    matched = match([asked, other, sent, billed])

    assert where(matched, 3, 0) == ("PO-1", "1")


def test_one_line_alone_is_tied_only_where_its_order_is_far_ahead():
    near = order("PO-1", line(1, "pump", 10, 5, due=MONDAY + 12))
    fair = order("PO-2", line(1, "pump", 10, 5, due=MONDAY + 2))
    far = order("PO-3", line(1, "pump", 10, 5, due=MONDAY + 90))
    sent = despatch("D1", line(1, "pump", 10), on=MONDAY + 20)

    assert where(match([near, fair, sent]), 2, 0) is None
    assert where(match([near, far, sent]), 2, 0) == ("PO-1", "1")
