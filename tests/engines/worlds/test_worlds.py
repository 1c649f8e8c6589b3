"""Worlds: the same seed gives the same papers, and the truth about them is what the papers say."""

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest

from comaker.engines import worlds
from comaker.engines.worlds import Damage, Made, Trade, World
from comaker.engines.worlds.course import LineKey, Place
from comaker.engines.worlds.made import relation
from comaker.engines.worlds.settings import Arrival, Billing, Paying, Sending, Sheet
from comaker.kernel.amounts import value
from comaker.kernel.document import Document, Kind
from comaker.kernel.gap import Kind as Gap
from comaker.kernel.line import Relation
from comaker.kernel.units import converted

SMALL = World(relations=12, orders=10)
LARGE = World(relations=90)
# One relation, one order, one line, nothing wrong.
ONE = replace(
    worlds.smooth(World(trades=((Trade.THREE_WAY, 1.0),))),
    relations=1,
    orders=1,
    lines=((1, 1.0),),
    answers=0.0,
    announced=1.0,
    rides=0.0,
    collective=0.0,
    catch_weight=0.0,
    boxed=0.0,
    advances=0.0,
    statements=0.0,
    parts=0.0,
)


@pytest.fixture(scope="module")
def small() -> Made:
    return worlds.make(SMALL, seed=4)


@pytest.fixture(scope="module")
def large() -> Made:
    return worlds.make(LARGE, seed=8)


# Whoever makes up a market has no use for what people decide in the pages.
_NOT_PLANTED = {Kind.FULFILMENT_CANCELLATION, Kind.CONCESSION, Kind.BILL_CONCESSION}


def issued(document: Document) -> int:
    assert document.issued_on is not None
    return document.issued_on


def quantity_on(made: Made, kind: Kind) -> int:
    return sum(line.quantity or 0 for paper in made.documents if paper.kind is kind for line in paper.lines)


def finished(world: World) -> tuple[Made, dict[Kind, int]]:
    """Return the first world of one order that came to its payment, and its papers per kind."""
    for seed in range(50):
        made = worlds.make(world, seed=seed)
        kinds = Counter(document.kind for document in made.documents)
        if kinds[Kind.RECEIPT_ADVICE] and kinds[Kind.BILL] and kinds[Kind.REMITTANCE]:
            return made, kinds
    raise AssertionError("no order came to its payment")


def test_the_same_seed_makes_the_same_world(small):
    again, other = worlds.make(SMALL, seed=4), worlds.make(SMALL, seed=5)

    assert again == small
    assert other.documents != small.documents


def test_a_world_made_relation_by_relation_is_the_same(small):
    places = {document.file: place for place, document in enumerate(small.documents)}
    ties: dict[Place, LineKey | None] = {}
    gaps: dict[LineKey, dict[Gap, int]] = {}
    bills: dict[int, dict[Gap, int]] = {}
    ambiguous: set[Place] = set()
    for part in worlds.stream(SMALL, seed=4):
        new = [places[document.file] for document in part.documents]
        ties |= {(new[place], line): key for (place, line), key in part.truth.ties.items()}
        gaps |= part.truth.gaps
        ambiguous |= {(new[place], line) for place, line in part.truth.ambiguous}
        bills |= {new[place]: found for place, found in part.truth.bill_gaps.items()}

    assert ties == small.truth.ties
    assert gaps == small.truth.gaps
    assert ambiguous == small.truth.ambiguous
    assert bills == small.truth.bill_gaps


def test_a_relation_does_not_depend_on_the_others():
    alone = relation(SMALL, seed=4, index=7)

    assert alone == list(worlds.stream(replace(SMALL, relations=9), seed=4))[7]


def test_every_document_line_has_one_truth(small):
    truth = small.truth
    all_lines = {
        (place, line) for place, document in enumerate(small.documents) for line in range(len(document.lines))
    }

    assert set(truth.ties) | set(truth.bill_ties) == all_lines
    assert not set(truth.ties) & set(truth.bill_ties)
    assert {place for place, key in truth.ties.items() if key is None} == set(truth.strays) | truth.advances
    assert {key for key in truth.ties.values() if key} == set(truth.numbers) | truth.frames
    assert truth.ambiguous <= truth.similar <= set(truth.damages)
    assert set(truth.gaps) | set(truth.slips) <= set(truth.numbers)


def test_papers_come_in_by_date_and_none_after_now(small):
    originals = [
        document for place, document in enumerate(small.documents) if place not in small.truth.copies
    ]

    assert all(one <= other for one, other in pairwise(small.arrives_on))
    assert all(issued(one) <= issued(other) for one, other in pairwise(originals))
    assert max(issued(document) for document in small.documents) <= small.now


def test_a_copy_says_the_same_in_other_bytes_and_no_two_papers_share_a_key(large):
    documents, copies = large.documents, large.truth.copies
    keys = Counter(document.key for place, document in enumerate(documents) if place not in copies)
    meanings = Counter(document.meaning for document in documents)

    assert copies
    assert all(documents[copy].meaning == documents[first].meaning for copy, first in copies.items())
    assert all(documents[copy].lines == documents[first].lines for copy, first in copies.items())
    assert set(keys.values()) == {1}
    assert len(meanings) == len(documents) - len(copies)
    assert len({document.digest for document in documents}) == len(documents)


def test_the_numbers_of_a_line_are_what_its_papers_say(large):
    truth, documents = large.truth, large.documents
    mirrored = {to for _, kind, to in truth.links if kind is Relation.THROUGH}
    said: dict[Kind, Counter[LineKey]] = defaultdict(Counter)
    rejected: Counter[LineKey] = Counter()
    for (place, line), key in truth.ties.items():
        document = documents[place]
        void = place in truth.bills and truth.bills[place].is_void
        if key is None or key in truth.frames or place in truth.copies or void:
            continue
        row = document.lines[line]
        kind = Kind.BILL if document.kind is Kind.CREDIT_NOTE else document.kind
        unit, packings = truth.numbers[key].unit, truth.packings.get(key, ())
        quantity = converted(row.quantity or 0, row.unit, unit, packings)
        if quantity is None:
            assert Gap.INCOMPARABLE in truth.gaps[key]
            continue
        said[kind][key] += quantity
        rejected[key] += row.rejected or 0

    for key, numbers in truth.numbers.items():
        assert said[Kind.RECEIPT_ADVICE].get(key) == numbers.received
        assert said[Kind.BILL].get(key) == numbers.billed
        assert rejected[key] == numbers.rejected
        if key not in mirrored:
            assert said[Kind.DESPATCH_ADVICE].get(key) == numbers.sent


def test_everything_that_can_go_wrong_does_so_in_a_large_world(large):
    truth = large.truth
    line_gaps = {kind for gaps in truth.gaps.values() for kind in gaps}
    bill_gaps = {kind for gaps in truth.bill_gaps.values() for kind in gaps}
    said_of_bills = {
        Gap.UNPAID,
        Gap.PAID_SHORT,
        Gap.OVERPAID,
        Gap.PAID_TWICE,
        Gap.PAID_ELSEWHERE,
        Gap.REJECTED,
    }
    said_of_bills |= {Gap.TAX_VARIANCE, Gap.DOES_NOT_ADD_UP, Gap.CHARGE_VARIANCE, Gap.TOLD_DIFFERENTLY}

    assert bill_gaps == said_of_bills
    # What nobody asked for has no line: it is among the strays.
    assert line_gaps | bill_gaps | {Gap.UNEXPECTED} == set(Gap)
    assert set(truth.damages.values()) | {Damage.WHOLE} == set(Damage)
    assert {slip.kind for slips in truth.slips.values() for slip in slips} == {"late", "redated"}
    assert {kind for _, kind, _ in truth.links} == set(Relation) - {Relation.PART, Relation.INSTEAD}
    assert {document.kind for document in large.documents} == set(Kind) - _NOT_PLANTED
    assert truth.strays
    assert truth.advances
    assert truth.packings
    assert truth.ambiguous
    assert any(key[1].endswith("#2") for key in truth.numbers)
    assert any(document.replaces for document in large.documents)
    assert any(line.second for document in large.documents for line in document.lines)


def test_about_as_many_references_are_damaged_as_the_settings_say(large):
    moving = (Kind.DESPATCH_ADVICE, Kind.BILL)
    lines = [
        (place, line)
        for place, document in enumerate(large.documents)
        if document.kind in moving and place not in large.truth.copies
        for line in range(len(document.lines))
        if large.truth.ties[(place, line)]
    ]
    damaged = Counter(large.truth.damages.get(place, Damage.WHOLE) for place in lines)

    assert damaged[Damage.WHOLE] / len(lines) == pytest.approx(0.56, abs=0.12)
    assert damaged[Damage.NO_LINE] / len(lines) == pytest.approx(0.12, abs=0.08)
    assert damaged[Damage.NONE] / len(lines) == pytest.approx(0.10, abs=0.08)


def test_orders_are_as_long_as_the_settings_say(large):
    lengths = [len(document.lines) for document in large.documents if document.kind is Kind.ORDER]

    assert sum(length <= 3 for length in lengths) / len(lengths) == pytest.approx(0.42, abs=0.08)
    assert 30 < max(lengths) <= 60


def test_in_a_smooth_world_what_is_long_past_has_no_gap_but_money_to_come():
    made = worlds.make(worlds.smooth(World(relations=40)), seed=2)
    asked_on = {key: issued(made.documents[place]) for key, (place, _) in made.truth.origins.items()}

    old = {key: gaps for key, gaps in made.truth.gaps.items() if asked_on[key] < made.now - 90}

    assert old == {}
    assert {kind for gaps in made.truth.bill_gaps.values() for kind in gaps} <= {Gap.UNPAID}
    assert set(made.truth.damages.values()) <= {Damage.BILL, Damage.BILL_ALONE}


def test_one_order_goes_from_asking_to_paying():
    made, kinds = finished(ONE)
    (numbers,) = made.truth.numbers.values()

    steps = (Kind.ORDER, Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL, Kind.REMITTANCE)
    assert kinds == dict.fromkeys(steps, 1)
    assert made.truth.gaps == {}
    assert made.truth.bill_gaps == {}
    assert numbers.asked == numbers.sent == numbers.received == numbers.billed
    assert numbers.amount == value(numbers.asked, numbers.price)


def test_short_by_hand():
    made, _ = finished(replace(ONE, sending=((Sending.FEWER, 1.0),), products=9))
    ((key, numbers),) = made.truth.numbers.items()
    asked, sent = quantity_on(made, Kind.ORDER), quantity_on(made, Kind.DESPATCH_ADVICE)

    assert numbers.sent == sent
    assert made.truth.gaps.get(key, {}) == ({Gap.UNSENT: asked - sent} if asked > sent else {})


def test_damaged_goods_that_are_billed_all_the_same_by_hand():
    made, _ = finished(replace(ONE, arrivals=((Arrival.DAMAGED, 1.0),), credits=0.0))
    ((key, gaps),) = made.truth.gaps.items()
    numbers = made.truth.numbers[key]

    assert numbers.rejected > 0
    assert gaps == {Gap.REJECTED: numbers.rejected, Gap.OVERBILLED: numbers.rejected}


def test_a_dear_bill_by_hand():
    made, _ = finished(replace(ONE, billing=((Billing.DEARER, 1.0),), credits=0.0))
    (order,) = (document for document in made.documents if document.kind is Kind.ORDER)
    (bill,) = (document for document in made.documents if document.kind is Kind.BILL)
    ((_, gaps),) = made.truth.gaps.items()

    (asked,), (billed,) = order.lines, bill.lines
    assert (billed.price or 0) > (asked.price or 0)
    assert gaps == {Gap.PRICE_VARIANCE: (billed.amount or 0) - (asked.amount or 0)}


def test_the_same_supply_billed_twice_by_hand():
    made, kinds = finished(replace(ONE, sheets=((Sheet.TWICE, 1.0),)))
    ((key, gaps),) = made.truth.gaps.items()

    assert kinds[Kind.BILL] == 2
    assert gaps == {Gap.BILLED_TWICE: made.truth.numbers[key].asked}


def test_a_bill_paid_short_by_hand():
    made, _ = finished(replace(ONE, payments=((Paying.SHORT, 1.0),)))
    ((place, gaps),) = made.truth.bill_gaps.items()
    (remittance,) = (document for document in made.documents if document.kind is Kind.REMITTANCE)

    payable, paid = made.documents[place].totals.payable, remittance.lines[0].amount
    assert gaps == {Gap.PAID_SHORT: (payable or 0) - (paid or 0)}


def test_a_line_that_stands_alone_is_never_ambiguous():
    alone = replace(
        SMALL, orders=1, lines=((1, 1.0),), references=((Damage.NONE, 1.0),), rides=0.0, returns=0.0
    )
    alike = replace(alone, orders=30, products=4, repeats=1.0, days=60)

    assert worlds.make(alone, seed=1).truth.ambiguous == set()
    truth = worlds.make(alike, seed=1).truth
    assert len(truth.ambiguous) > len(truth.damages) / 4


def test_papers_in_another_order_keep_their_truth(small):
    mixed = worlds.shuffled(small, seed=1)
    places = {document.file: place for place, document in enumerate(mixed.documents)}

    assert mixed.documents != small.documents
    assert mixed.truth.gaps == small.truth.gaps
    for (place, line), key in small.truth.ties.items():
        assert mixed.truth.ties[(places[small.documents[place].file], line)] == key
    for (place, line), bill in small.truth.bill_ties.items():
        there = mixed.truth.bill_ties[(places[small.documents[place].file], line)]
        assert mixed.documents[there] == small.documents[bill]


def test_papers_that_come_in_twice_are_copies(small):
    twice = worlds.doubled(small, seed=1, share=0.5)
    added = len(twice.documents) - len(small.documents)

    assert added > len(small.documents) / 4
    assert len(twice.truth.copies) == len(small.truth.copies) + added
    assert all(
        twice.documents[copy].meaning == twice.documents[first].meaning
        for copy, first in twice.truth.copies.items()
    )
    assert twice.truth.gaps == small.truth.gaps


def test_papers_cut_in_batches_are_all_there(small):
    batches = worlds.split(small.documents, seed=1, parts=5)

    assert len(batches) == 5
    assert tuple(document for batch in batches for document in batch) == small.documents
