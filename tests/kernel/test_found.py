"""What was found wrong in the kernel, each with the smallest line that shows it.

A test marked `open_bug` fails until the kernel is put right; then its mark goes, and the test stays.
"""

import pytest

from comaker.kernel.amounts import ONE, scaled
from comaker.kernel.bill import Bill, Claim, paid_on_line, stand_bill
from comaker.kernel.bill_gaps import bill_gaps, bill_lapses
from comaker.kernel.document import Document, DocumentLine, Instalment, Kind, Totals
from comaker.kernel.entry import Act, Entry, Role, in_force
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.gap import State
from comaker.kernel.line import Link, Relation, Terms
from comaker.kernel.links import linked, waiting_for
from comaker.kernel.settlement import PRESETS
from comaker.kernel.units import Packing, converted
from tests.kernel.words import (
    PUMP,
    VALVE,
    day,
    gaps,
    lapses,
    line_of,
    money,
    part,
    price,
    quantity,
    said,
    standing_of,
    told,
)


def open_bug(number, why):
    return pytest.mark.xfail(strict=True, reason=f"kernel {number}: {why}")


def kinds(found):
    return [gap.kind.value for gap in found]


def test_conceded_gaps_stand_the_same_in_any_order():
    one = said("accept", 1, 5, reason="missing")
    other = said("accept", 2, 6, reason="unsent")

    assert standing_of(line_of(), [one, other]) == standing_of(line_of(), [other, one])


def test_a_reversed_reversal_is_as_if_never():
    sent = said("send", 10, 2, key="sent")
    reversal = said("send", 10, 3, key="back", reverses="sent")
    undone = said("send", 10, 4, key="undone", reverses="back")

    assert in_force([sent, reversal, undone]) == [sent]


def test_a_reversed_movement_of_a_call_off_is_as_if_never_on_its_frame():
    sent = said("send", 10, 2, key="sent")
    reversal = said("send", 10, 3, key="back", reverses="sent")

    entries = linked({"call": [sent, reversal]}, [Link("call", Relation.UNDER, "frame")])

    assert in_force(entries["frame"]) == []


def test_a_call_off_in_dozens_counts_in_pieces_on_its_frame():
    sent = said("send", 2, 2, unit="DZN")
    frame = line_of()

    entries = linked({"call": [sent]}, [Link("call", Relation.UNDER, "frame")])

    assert standing_of(frame, entries["frame"]).sent.quantity == quantity(24)


def test_a_kit_counts_what_was_told_twice_once():
    sent = said("send", 1, 2)

    entries = linked({"wheel": [sent, sent]}, [Link("wheel", Relation.PART, "car")])

    assert standing_of(line_of(), entries["car"]).sent.quantity == quantity(1)


def test_a_kit_leaves_out_what_was_reversed():
    sent = said("send", 1, 2, key="sent")
    reversal = said("send", 1, 3, key="back", reverses="sent")

    entries = linked({"wheel": [sent, reversal]}, [Link("wheel", Relation.PART, "car")])

    assert standing_of(line_of(), entries.get("car", [])).sent is None


def test_a_kit_never_adds_up_what_two_parties_say_about_one_sending():
    ours, theirs = said("send", 1, 2), said("send", 1, 2, by=Role.TAKER)

    entries = linked({"wheel": [ours, theirs]}, [Link("wheel", Relation.PART, "car")])

    assert standing_of(line_of(), entries["car"]).sent.quantity == quantity(1)


def test_a_kit_stands_as_of_a_day_at_the_sets_whole_by_then():
    sent = [said("send", 1, 2), said("send", 1, 9)]

    entries = linked({"wheel": sent}, [Link("wheel", Relation.PART, "car")])

    assert standing_of(line_of(), entries["car"], as_of=day(5)).sent.quantity == quantity(1)


def test_a_kit_of_three_parts_is_whole_when_all_three_are_sent():
    sent = said("send", 3, 2)

    entries = linked({"leg": [sent]}, [Link("leg", Relation.PART, "stool", scaled("0.333333", 6))])

    assert standing_of(line_of(), entries["stool"]).sent.quantity == quantity(1)


def test_a_conceded_quantity_counts_once_over_two_dated_parts():
    asked = said("ask", 6, 1, parts=(part(3, 5), part(3, 20)))
    received = said("receive", 0, 6)
    accepted = said("accept", 3, 7, reason="unsent")

    found = gaps(line_of(), asked, received, accepted)

    assert sum(gap.quantity for gap in found if gap.is_accepted) == quantity(3)


def test_a_conceded_price_variance_reopens_by_the_amount_beyond():
    asked = said("ask", 10, 1, at="5")
    received = said("receive", 10, 2)
    billed = said("bill", 10, 3, at="10", amount="100", bill="B-1")
    accepted = said("accept", 10, 4, amount="1", reason="price_variance")

    found = gaps(line_of(), asked, received, billed, accepted)

    assert sum(gap.amount for gap in found if not gap.is_accepted) == money(49)


def test_another_item_is_counted_once():
    asked = said("ask", 10, 1, at="5", product=PUMP)
    moved = [
        said(act, many, on, product=product)
        for act, on in (("send", 2), ("receive", 3))
        for many, product in ((6, PUMP), (4, VALVE))
    ]

    found = gaps(line_of(), asked, *moved)

    assert sum(gap.counted for gap in found if gap.kind is GapKind.OTHER_ITEM) == money(20)


def test_pieces_billed_beyond_all_that_went_astray_are_counted():
    # Of 10, 3 are unsent and 2 missing; 12 billed is 2 more than all of these explain.
    line = line_of("three_way_early_bill")
    asked = said("ask", 10, 1, at="5")
    promised = said("promise", 10, 1, until=5)
    moved = [said("send", 7, 2), said("receive", 5, 3)]
    billed = said("bill", 12, 4, at="5", amount="60", bill="B-1")

    found = gaps(line, asked, promised, *moved, billed)

    assert sum(gap.counted for gap in found) == money(35)


def test_an_unexpected_bill_without_a_line_amount_is_counted():
    billed = said("bill", 10, 1, at="5", bill="B-1")

    found = gaps(line_of(), billed)

    assert sum(gap.counted for gap in found) == money(50)


def test_what_counts_is_in_whole_coins_of_the_currency():
    asked = said("ask", 1, 1, at="100.5", until=5)
    line = line_of("two_way", currency="JPY", terms=Terms(expects_send=True))

    (gap,) = gaps(line, asked)

    assert (gap.amount, gap.counted) == (money(101), money(101))


def test_a_promise_as_asked_without_an_ask_is_unknown_and_not_zero():
    promised = said("promise", None, 1)
    moved = [said("send", 10, 2), said("receive", 10, 3)]

    assert gaps(line_of(terms=Terms(expects_ask=False)), promised, *moved)[0].kind is GapKind.UNBILLED


def test_a_promise_without_quantity_keeps_what_was_promised_before():
    first = said("promise", 50, 1)
    moved = said("promise", None, 2, until=9)
    asked = said("ask", 100, 3)

    assert standing_of(line_of(), [first, moved, asked]).promise.quantity == quantity(50)


def test_a_price_follows_its_unit_where_no_quantity_is_said():
    asked = said("ask", 24, 1, at="1")
    promised = said("promise", None, 2, at="12", unit="DZN")

    assert standing_of(line_of(), [asked, promised]).promise.price == price(1)


def test_a_promise_in_another_measure_is_compared_with_nothing():
    asked = said("ask", 100, 1)
    promised = said("promise", 40, 2, unit="KGM")
    sent = said("send", 60, 3)

    found = gaps(line_of("two_way"), asked, promised, sent)

    assert ("unsent", "40") in [row[:2] for row in told(found)]
    assert "oversent" not in kinds(found)


def test_prices_of_measures_that_do_not_convert_are_not_compared():
    asked = said("ask", 10, 1, at="5")
    promised = said("promise", 3, 2, at="20", unit="KGM")

    assert "repriced" not in kinds(gaps(line_of(), asked, promised))


def test_who_sent_the_second_measure_puts_it_right():
    asked = said("ask", 10, 1)
    promised = said("promise", 3, 2, unit="KGM")

    gap = gaps(line_of(), asked, promised)[0]

    assert (gap.kind, gap.turn) == (GapKind.INCOMPARABLE, Role.GIVER)


def test_another_item_on_a_self_billed_line_is_the_turn_of_the_giver():
    asked = said("ask", 10, 1, at="5", product=PUMP)
    moved = [said("send", 10, 2), said("receive", 10, 3)]
    billed = said("bill", 10, 4, at="5", by=Role.TAKER, product=VALVE, bill="B-1")

    (gap,) = gaps(line_of("self_billed"), asked, *moved, billed)

    assert (gap.kind, gap.turn) == (GapKind.OTHER_ITEM, Role.GIVER)


def test_a_self_bill_in_another_measure_is_the_turn_of_its_biller():
    billed = said("bill", 10, 4, by=Role.TAKER, unit="KGM", bill="B-1")

    found = gaps(line_of("self_billed"), said("ask", 10, 1), billed)

    assert [gap.turn for gap in found if gap.kind is GapKind.INCOMPARABLE] == [Role.BILLER]


def test_a_giver_contradicted_about_what_it_sent_speaks_next():
    sent = said("send", 10, 1)
    denied = said("send", 8, 3, by=Role.TAKER)

    (gap,) = [gap for gap in gaps(line_of(), said("ask", 10), sent, denied) if gap.kind == "told_differently"]

    assert gap.turn is Role.GIVER


def test_only_the_sending_that_was_counted_in_is_missing_at_once():
    asked = said("ask", 20, 1)
    here = said("send", 10, 2, key="a", about="DA-1")
    on_its_way = said("send", 10, 2, key="b", about="DA-2")
    received = said("receive", 8, 3, about="DA-1")

    found = gaps(line_of(), asked, here, on_its_way, received)

    missing = [(gap.quantity // ONE, gap.state(day(3))) for gap in found if gap.kind is GapKind.MISSING]
    assert sorted(missing) == [(2, State.OPEN), (10, State.WAITING)]


def test_a_receipt_fills_the_sending_that_it_is_about():
    asked = said("ask", 20, 1)
    on_its_way = said("send", 10, 2, about="DA-1")
    here = said("send", 10, 3, about="DA-2")
    received = said("receive", 10, 4, about="DA-2")

    (missing,) = [
        gap for gap in gaps(line_of(), asked, on_its_way, here, received) if gap.kind is GapKind.MISSING
    ]

    assert (missing.quantity, missing.state(day(4))) == (quantity(10), State.WAITING)


def test_a_promise_given_after_the_deed_undoes_no_lapse():
    asked = said("ask", 10, 1, until=10)
    received = said("receive", 10, 12)
    afterwards = said("promise", 10, 13, until=20)

    before = lapses(line_of(), asked, received)
    after = lapses(line_of(), asked, received, afterwards)

    assert [(lapse.quantity, lapse.days) for lapse in before] == [(quantity(10), 2)]
    assert [(lapse.quantity, lapse.days) for lapse in after] == [(quantity(10), 2)]


def test_a_later_receipt_undoes_no_lapse_of_a_late_sending():
    promised = said("promise", 10, 1, until=5)
    sent = said("send", 10, 8)
    nothing_came = said("receive", 0, 9)

    found = lapses(line_of(), promised, sent, nothing_came)

    assert [(lapse.quantity, lapse.days) for lapse in found] == [(quantity(10), 3)]


def test_a_line_that_waits_for_an_input_takes_its_turn():
    line = line_of(terms=Terms(expects_send=True))
    unsent = gaps(line, said("ask", 10, 1, until=5))

    (gap,) = waiting_for("line", unsent, [Link("line", Relation.NEEDS, "drawing")], {"drawing"})

    assert (gap.cause.value, gap.turn) == ("input", Role.TAKER)


def test_a_packing_of_nothing_converts_nothing():
    assert converted(quantity(5), "XBX", "C62", (Packing("XBX", 0, "C62"),)) is None


def bill_of(payable="100", **more):
    document = Document(
        Kind.BILL, "B-1", day(1), currency="EUR", totals=Totals(payable=money(payable)),
        instalments=(Instalment(money(payable), day(30)),),
    )  # fmt: skip
    return Bill("b", document, **more)


def paid(amount, on):
    return Entry(f"pay-{on}", Act.PAY, Role.PAYER, amount=money(amount), on=day(on))


def test_a_bill_stands_as_of_a_day_without_later_credits():
    credit = Document(Kind.CREDIT_NOTE, "C-1", day(20), totals=Totals(payable=money(-40)))

    standing = stand_bill(bill_of(credits=(credit,)), as_of=day(10))

    assert standing.credited == 0


def test_a_bill_stands_as_of_a_day_without_later_reminders():
    reminder = Claim("r", Role.GIVER, day(20), is_reminder=True)

    standing = stand_bill(bill_of(claims=(reminder,)), as_of=day(10))

    assert standing.due == (Instalment(money(100), day(30)),)


def test_a_statement_of_account_is_held_against_the_balance_of_its_day():
    statement = Claim("s", Role.GIVER, day(20), amount=money(60))
    bill = bill_of(claims=(statement,), payments=(paid(40, 10), paid(60, 25)))

    assert bill_gaps(bill, stand_bill(bill)) == ()


def test_a_credit_note_of_its_own_paid_in_part_leaves_the_line_unknown():
    credit = bill_of("-100", payments=(paid(-20, 5),))

    assert paid_on_line([(credit, stand_bill(credit))], [money(-100)]) is None


def test_a_reminder_before_the_due_day_makes_no_lapse():
    reminder = Claim("r", Role.GIVER, day(10), is_reminder=True)
    bill = bill_of(claims=(reminder,), payments=(paid(100, 20),))

    assert bill_lapses(stand_bill(bill)) == ()


def test_a_bill_on_an_unpriced_line_is_overbilled():
    asked = said("ask", 10, 1)
    received = said("receive", 10, 2)
    billed = said("bill", 10, 3, at="5", amount="50", bill="B-1")

    found = gaps(line_of("unpriced"), asked, received, billed)

    assert ("overbilled", "10") in [row[:2] for row in told(found)]


def test_a_single_part_of_less_than_the_line_leaves_the_rest_undated():
    asked = said("ask", 100, 1, parts=(part(60, 5),))
    line = line_of(terms=Terms(expects_send=True))

    found = gaps(line, asked)

    assert [(gap.quantity // ONE, gap.state(day(9))) for gap in found] == [
        (60, State.OPEN),
        (40, State.WAITING),
    ]


def test_a_replacement_that_comes_after_the_promised_day_is_late():
    promised = said("promise", 10, 1, until=5)
    sent = said("send", 10, 3)
    lost = said("send", -2, 4, reason="lost")
    again = said("send", 2, 9)

    found = lapses(line_of("two_way"), promised, sent, lost, again)

    assert [(lapse.quantity, lapse.days) for lapse in found] == [(quantity(2), 4)]


def test_oversent_pieces_billed_all_the_same_are_counted_once():
    terms = Terms(settlement=PRESETS["prepaid"])
    asked = said("ask", 10, 1, at="5")
    moved = [said("send", 12, 2), said("receive", 12, 3)]
    billed = said("bill", 12, 4, at="5", amount="60", bill="B-1")

    found = gaps(line_of(terms=terms), asked, *moved, billed)

    assert sum(gap.counted for gap in found) == money(10)


def test_two_words_about_one_sending_are_compared_in_one_unit():
    ours = said("send", 24, 2)
    theirs = said("send", 2, 3, unit="DZN", by=Role.TAKER)

    assert standing_of(line_of(), [ours, theirs]).sent.told == 0


def test_what_is_still_asked_is_due_with_the_earliest_part():
    promised = said("promise", 24, 1, parts=(part(12, 8), part(12, 20)))
    asked = said("ask", 2, 2)
    line = line_of(terms=Terms(expects_send=True))

    unsent = [gap for gap in gaps(line, promised, asked) if gap.kind is GapKind.UNSENT]

    assert [(gap.quantity, gap.due_on) for gap in unsent] == [(quantity(2), day(8))]


def test_no_more_is_oversent_than_was_sent():
    asked = said("ask", 3, 8)
    credited = said("accept", 5, 5, about="credit")
    received = said("receive", 0, 9)

    assert "oversent" not in kinds(gaps(line_of(), asked, credited, received))


def test_a_gap_is_cut_in_whole_coins():
    asked = said("ask", 3, 1, at="3.3333")
    moved = [said("send", 3, 2), said("receive", 0, 3)]
    accepted = said("accept", 1, 4, reason="missing")

    found = gaps(line_of(), asked, *moved, accepted)

    assert [gap.amount for gap in found if gap.kind is GapKind.MISSING] == [money("3.33"), money("6.67")]


def test_a_bill_of_one_line_and_no_totals_asks_for_what_its_line_says():
    document = Document(Kind.BILL, "B-1", day(1), lines=(DocumentLine("1", amount=money(5)),))

    assert stand_bill(Bill("b", document)).payable == money(5)
