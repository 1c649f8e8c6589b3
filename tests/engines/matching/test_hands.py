"""Ties by hand: what a person has said stands, and everything else is decided around it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comaker.engines.matching import Hand, match, put_together
from comaker.engines.worlds import World
from comaker.engines.worlds.made import relation
from comaker.kernel.document import Kind
from tests.engines.matching.papers import bill, despatch, line, order, paper, receipt, where

WORLD = World(relations=3, orders=4, products=40, lines=((2, 0.5), (4, 0.5)), twin_lines=0.05)
ABOUT_LINES = (
    Kind.ORDER_RESPONSE,
    Kind.DESPATCH_ADVICE,
    Kind.RECEIPT_ADVICE,
    Kind.BILL,
    Kind.CREDIT_NOTE,
)


def key_of(matched, document, place):
    """Return the key of the line to which a document line is tied, and the rule."""
    found = [tie for tie in matched.ties if (tie.document, tie.line) == (document, place)]
    assert len(found) < 2
    return (found[0].to, found[0].rule) if found else None


def test_a_loose_line_is_tied_to_the_line_that_a_person_has_chosen():
    documents = [
        order("PO-1", line(1, "A", 10)),
        order("PO-2", line(1, "A", 10)),
        bill("F-1", line(1, "A", 10)),
    ]
    assert [loose.document for loose in match(documents).loose] == [2]

    matched = match(documents, hands=[Hand(2, 0, (1, 0), reasons=("Ann put it here",))])

    assert where(matched, 2, 0) == ("PO-2", "1")
    assert matched.ties[-1][3:] == ("by hand", 1000, ("Ann put it here",))
    assert matched.loose == []


def test_what_is_put_by_hand_is_no_longer_open_for_others():
    documents = [
        order("PO-1", line(1, "A", 10)),
        order("PO-2", line(1, "A", 10)),
        despatch("D-1", line(1, "A", 10)),
        despatch("D-2", line(1, "A", 10)),
    ]
    assert len(match(documents).loose) == 2

    matched = match(documents, hands=[Hand(3, 0, (0, 0))])

    assert where(matched, 3, 0) == ("PO-1", "1")
    assert where(matched, 2, 0) == ("PO-2", "1")
    assert matched.loose == []


def test_a_person_is_believed_rather_than_a_reference():
    documents = [
        order("PO-1", line(1, "A", 10), line(2, "B", 5)),
        receipt(
            "R-1",
            line(1, "A", 10, order="PO-1", order_line="1"),
            line(2, "B", 5, order="PO-1", order_line="2"),
        ),
    ]

    matched = match(documents, hands=[Hand(1, 0, (0, 1))])

    assert where(matched, 1, 0) == ("PO-1", "2")
    assert where(matched, 1, 1) == ("PO-1", "2")
    assert [tie.rule for tie in matched.ties if tie.document == 1] == ["by hand", "order line"]


def test_a_line_that_belongs_to_nothing_is_neither_tied_nor_loose():
    documents = [order("PO-1", line(1, "A", 10)), bill("F-1", line(1, "A", 10, order="PO-1", order_line="1"))]

    matched = match(documents, hands=[Hand(1, 0)])

    assert key_of(matched, 1, 0) is None
    assert matched.loose == []


def test_a_line_that_is_taken_away_waits_with_its_candidates():
    documents = [order("PO-1", line(1, "A", 10)), bill("F-1", line(1, "A", 10, order="PO-1", order_line="1"))]

    matched = match(documents, hands=[Hand(1, 0, is_loose=True)])

    assert key_of(matched, 1, 0) is None
    [loose] = matched.loose
    assert loose.why == "a person is to say where it belongs"
    assert [matched.lines[candidate.to].number for candidate in loose.candidates] == ["1"]


def test_two_papers_without_an_order_stay_together_whatever_comes_later():
    early = [despatch("D-1", line(1, "A", 7)), receipt("R-1", line(1, "Q", 7))]
    together = [Hand(1, 0, (0, 0))]
    alone = match(early, hands=together)
    assert key_of(alone, 0, 0)[0] == key_of(alone, 1, 0)[0]

    # Two orders come that the despatch advice might be of, and none that it is of for certain.
    later = [*early, order("PO-1", line(1, "A", 7)), order("PO-2", line(1, "A", 7))]
    matched = match(later, hands=together)

    assert key_of(matched, 0, 0)[0] == key_of(matched, 1, 0)[0]
    assert key_of(matched, 1, 0)[1] == "by hand"


def test_a_paper_follows_the_one_with_which_it_was_put():
    documents = [
        despatch("D-1", line(1, "A", 7, order="PO-1", order_line="1")),
        receipt("R-1", line(1, "Q", 7)),
        order("PO-1", line(1, "A", 7)),
    ]

    matched = match(documents, hands=[Hand(1, 0, (0, 0))])

    assert where(matched, 1, 0) == ("PO-1", "1")
    assert len(matched.lines) == 1


def test_an_answer_to_a_whole_order_is_put_to_that_order():
    documents = [
        order("PO-1", line(1, "A", 10), line(2, "B", 5)),
        paper(
            Kind.ORDER_RESPONSE,
            "RE-1",
            refers=paper(Kind.ORDER, "X").refers._replace(order="PO-7"),
            on=739_001,
        ),
    ]

    matched = match(documents, hands=[Hand(1, None, (0, None))])

    tied = [(matched.lines[tie.to].number, tie.rule) for tie in matched.ties if tie.document == 1]
    assert tied == [("1", "by hand"), ("2", "by hand")]


def test_a_payment_that_names_no_bill_is_put_to_one():
    documents = [
        order("PO-1", line(1, "A", 10, 2)),
        bill("F-1", line(1, "A", 10, 2, order="PO-1", order_line="1", amount=20)),
        paper(Kind.REMITTANCE, "P-1", on=739_020),
    ]
    assert [loose.why for loose in match(documents).loose] == ["it names no bill"]

    matched = match(documents, hands=[Hand(2, None, (1, None))])

    assert [(tie.document, tie.rule) for tie in matched.bill_ties] == [(2, "by hand")]
    assert matched.loose == []


def sides_of(document):
    return document.giver.key, document.taker.key


def drawn(seed):
    """Return the documents of a relation in a made-up world, with what a person might say of some."""
    chance = random.Random(seed)
    # Some papers come twice; which of the two is matched is chance.
    documents = list(
        {each.meaning: each for each in relation(WORLD, seed=seed, index=seed % 3).documents}.values()
    )
    before = match(documents)
    stands = sorted((tie.document, tie.line) for tie in before.ties if tie.line is not None)
    loose = [(each.document, each.line) for each in before.loose if each.line is not None]
    places = [each for each in sorted([*stands, *loose]) if documents[each[0]].kind in ABOUT_LINES]
    hands = []
    for index, place in chance.sample(places, min(len(places), 4)):
        near = [each for each in stands if sides_of(documents[each[0]]) == sides_of(documents[index])]
        to = chance.choice(near or [(index, place)])
        kind = chance.random()
        if kind < 0.7 and to != (index, place):
            hands.append(Hand(index, place, to))
        elif kind < 0.85:
            hands.append(Hand(index, place))
        else:
            hands.append(Hand(index, place, is_loose=True))
    said = {(hand.document, hand.line) for hand in hands}
    # Nothing is put with what a person has put somewhere himself: the record sees to that.
    return documents, [hand for hand in hands if hand.to not in said]


@pytest.mark.parametrize("seed", range(25))
def test_what_a_person_has_said_holds_in_whatever_order_papers_come(seed):
    documents, hands = drawn(seed)
    matched = match(documents, hands=hands)

    places = list(range(len(documents)))
    random.Random(seed + 1).shuffle(places)
    at = {place: turn for turn, place in enumerate(places)}
    shuffled = match(
        [documents[place] for place in places],
        hands=[
            hand._replace(document=at[hand.document], to=hand.to and (at[hand.to[0]], hand.to[1]))
            for hand in hands
        ],
    )

    for hand in hands:
        found = key_of(matched, hand.document, hand.line)
        is_loose = any((each.document, each.line) == (hand.document, hand.line) for each in matched.loose)
        if hand.to is None:
            assert found is None
            assert is_loose == hand.is_loose
        else:
            assert not is_loose
            assert found == (key_of(matched, *hand.to)[0], "by hand")
    ties = {(tie.document, tie.line, tie.to, tie.rule) for tie in matched.ties}
    again = {(places[tie.document], tie.line, tie.to, tie.rule) for tie in shuffled.ties}
    assert again == ties
    loose = {(each.document, each.line) for each in matched.loose}
    assert {(places[each.document], each.line) for each in shuffled.loose} == loose


@given(seed=st.integers(0, 10_000))
def test_every_line_is_in_the_account_once_and_adds_up(seed):
    documents, hands = drawn(seed)

    found = put_together(documents, hands=hands)

    tied = [(tie.document, tie.line, tie.to) for tie in found.matched.ties]
    assert len(tied) == len(set(tied))
    assert {tie.to for tie in found.matched.ties} == set(found.lines)
