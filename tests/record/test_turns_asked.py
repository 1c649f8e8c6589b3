"""Turns: whose turn it is, as pages tell it, held against all gaps looked through one by one."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from comaker.engines.worlds import World, make
from comaker.kernel.access import NOBODY, Asker, Job
from comaker.kernel.document import Kind as Paper
from comaker.kernel.gap import Cause, Kind, State
from comaker.record.asked.leads import leads
from comaker.record.asked.owned import MONEY_KINDS, owned_by_key
from comaker.record.asked.sums import COUNTED_MAX, sums
from comaker.record.asked.turns import Order, Wanted, Whose, name_of, span_of, turns, turns_on
from comaker.record.masters.merging import merge_parties
from comaker.record.models import Gap, Identifier, Line, Party
from comaker.record.post import Arrival, post
from comaker.record.sight import known_as
from comaker.record.transaction import reading
from tests.record.masters import ACME_GLN, BETA_GLN, JANUARY, paper, post_all

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAYS = 14


def asker_of(party, job=Job.OWNER, **more):
    return Asker(party, known_as(party), job, 1, **more)


def number_of(gln):
    return Identifier.objects.get(text=f"gln:{gln}").party_id


@pytest.fixture
def market(record):
    """Post a made-up market; return its busiest party and a day on which much is open, and some is not."""
    documents = list(make(replace(World(), relations=8, orders=6), seed=7).documents)
    random.Random(7).shuffle(documents)
    post([Arrival(document) for document in documents], now=NOW)
    rows = list(Gap.objects.filter(closed_on=None, is_held=False, is_accepted=False))
    busiest = Counter(row.party for row in rows if row.party).most_common(1)[0][0]
    dues = [row.due_on for row in rows if row.due_on is not None and busiest in (row.party, row.other)]
    return busiest, max(dues, key=lambda day: (sum(day <= due <= day + DAYS for due in dues), day))


def walked(asker, **asked):
    """Return the cards of all pages, in order."""
    found: list[Any] = []
    after = None
    while True:
        page = turns(reading(), asker, after=after, **asked)
        assert len(page.cards) <= asked.get("limit", 25)
        found += page.cards
        after = page.after
        if after is None:
            return found


def looked_through(asker, *, whose, today, order=Order.AGE, wanted=None):
    """Say what `walked` should find, from every line and bill there is: their keys in order."""
    wanted = wanted or Wanted()
    keys = [*Line.objects.values_list("pk", flat=True), *Gap.objects.values_list("owner", flat=True)]
    owned, _ = owned_by_key(reading(), asker, keys)
    cards = []
    for one in owned.values():
        here = []
        for turn in turns_on(asker, one, today):
            gap = turn.gap
            if whose is Whose.COMING:
                due_on = gap.due_on
                is_here = turn.state is State.WAITING and due_on is not None and not gap.is_held
                is_here = is_here and due_on <= today + DAYS
            else:
                is_here = turn.state is State.OPEN and turn.whose is whose
            is_here = is_here and (not wanted.kinds or gap.kind in wanted.kinds)
            is_here = is_here and wanted.cause in (None, gap.cause)
            is_here = is_here and wanted.relation in (0, one.relation) and gap.counted >= wanted.least
            is_here = is_here and name_of(one.key, gap.kind) not in wanted.without
            if wanted.only is not None:
                is_here = is_here and name_of(one.key, gap.kind) in wanted.only
            if is_here:
                age = (gap.since_on or 0) if gap.due_on is None else gap.due_on
                by_money = order is Order.MONEY and whose is not Whose.COMING
                here.append((-gap.counted, -one.key) if by_money else (age, gap.since_on or 0, one.key))
        if here:
            cards.append((min(here), one.key))
    return [key for _, key in sorted(cards)]


def keys(cards):
    return [card.owned.key for card in cards]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("whose", Whose)
def test_pages_show_every_line_once_in_order(market, whose, order):
    party, today = market
    asker = asker_of(party)
    expected = looked_through(asker, whose=whose, today=today, order=order)
    told = sums(reading(), asker, shown=whose, today=today)[whose]

    for many in (None, told.many, dict.fromkeys(Kind, True)):
        cards = walked(asker, whose=whose, today=today, order=order, limit=3, many=many)
        assert keys(cards) == expected
    assert len(expected) > 4


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("whose", [Whose.MINE, Whose.THEIRS])
def test_what_is_asked_for_is_shown_and_nothing_else(market, whose, order):
    party, today = market
    asker = asker_of(party)
    everything = walked(asker, whose=whose, today=today)
    some = everything[::2]
    kinds = Counter(turn.gap.kind for card in everything for turn in card.turns)
    names = frozenset(name_of(card.owned.key, turn.gap.kind) for card in some for turn in card.turns)
    amounts = sorted(turn.gap.counted for card in everything for turn in card.turns)
    wishes = [
        *(Wanted(kinds=(kind,)) for kind in kinds),
        *(Wanted(cause=cause) for cause in Cause),
        *(Wanted(relation=relation) for relation in {card.owned.relation for card in everything}),
        Wanted(least=amounts[len(amounts) // 2]),
        Wanted(only=names),
        Wanted(without=names),
        Wanted(kinds=(*kinds,), without=names, least=1),
        Wanted(only=frozenset()),
    ]

    for wanted in wishes:
        expected = looked_through(asker, whose=whose, today=today, order=order, wanted=wanted)
        for many in (None, dict.fromkeys(Kind, True)):
            cards = walked(asker, whose=whose, today=today, order=order, wanted=wanted, limit=4, many=many)
            assert keys(cards) == expected, wanted


def test_a_card_has_all_gaps_of_its_line_that_stand_in_its_list(market):
    party, today = market
    asker = asker_of(party)

    cards = walked(asker, whose=Whose.THEIRS, today=today)

    for card in cards:
        open_now = [
            turn.gap
            for turn in turns_on(asker, card.owned, today)
            if turn.state is State.OPEN and turn.whose is Whose.THEIRS
        ]
        assert Counter(turn.gap for turn in card.turns) == Counter(open_now)
    assert any(len(card.turns) > 1 for card in cards)


def test_the_sums_are_those_of_the_lists(market):
    party, today = market
    asker = asker_of(party)

    for whose in Whose:
        told = sums(reading(), asker, shown=whose, today=today)
        cards = walked(asker, whose=whose, today=today)
        gaps = [turn.gap for card in cards for turn in card.turns]
        assert told[whose].whole.many == len(gaps)
        assert sum(amount for _, amount in told[whose].whole.money) == sum(gap.counted for gap in gaps)
        assert {kind: each.many for kind, each in told[whose].kinds.items()} == Counter(
            gap.kind for gap in gaps
        )
        partners = Counter(card.owned.relation for card in cards for _ in card.turns)
        assert {relation: each.many for relation, each in told[whose].partners.items()} == partners
        others = set(Whose) - {whose}
        assert all(not told[other].partners for other in others)


def test_what_is_put_aside_counts_nowhere(market):
    party, today = market
    asker = asker_of(party)
    card, *others = walked(asker, whose=Whose.MINE, today=today)
    names = frozenset(name_of(card.owned.key, turn.gap.kind) for turn in card.turns)

    left = sums(reading(), asker, shown=Whose.MINE, today=today, without=names)[Whose.MINE]

    assert left.whole.many == sum(len(each.turns) for each in others)


def test_the_names_of_other_parties_come_with_the_page(market):
    party, today = market
    asker = asker_of(party)
    cards = walked(asker, whose=Whose.THEIRS, today=today)
    relations = {card.owned.relation: card.owned.partner for card in cards}

    page = turns(reading(), asker, whose=Whose.THEIRS, today=today, limit=1, naming=relations)

    assert page.partners == relations


# Who asks.


def test_who_sees_no_money_sees_no_amount_no_bill_and_nothing_in_their_order(market):
    party, today = market
    driver = asker_of(party, Job.DRIVER)

    for whose in Whose:
        by_money = walked(driver, whose=whose, today=today, order=Order.MONEY, limit=3)
        cards = walked(driver, whose=whose, today=today, wanted=Wanted(least=10**9))
        assert keys(by_money) == keys(cards) == looked_through(driver, whose=whose, today=today)
        told = sums(reading(), driver, shown=whose, today=today)[whose]
        assert told.whole.money == ()
        assert told.whole.many == sum(len(card.turns) for card in cards)
        for card in cards:
            assert (card.owned.is_bill, card.owned.currency, card.counted) == (False, "", 0)
            assert {turn.gap.amount for turn in card.turns} == {None}
            assert not {turn.gap.kind for turn in card.turns} & MONEY_KINDS


def test_nobody_and_strangers_see_nothing(market):
    _, today = market
    stranger = Party.objects.create(name="Stranger").pk

    for asker in (NOBODY, asker_of(stranger)):
        assert walked(asker, whose=Whose.MINE, today=today) == []
        assert sums(reading(), asker, shown=Whose.MINE, today=today)[Whose.THEIRS].whole.many == 0


def test_both_sides_see_one_gap_from_their_own_side(market):
    party, today = market
    card = walked(asker_of(party), whose=Whose.THEIRS, today=today)[0]
    other = asker_of(card.owned.partner_id)

    mine = {each.owned.key: each for each in walked(other, whose=Whose.MINE, today=today)}

    assert mine[card.owned.key].owned.state == card.owned.state
    assert mine[card.owned.key].owned.partner_id == party


def test_a_visitor_by_private_link_sees_the_lines_of_his_deals_alone(market):
    party, today = market
    lines = [
        card for card in walked(asker_of(party), whose=Whose.MINE, today=today) if not card.owned.is_bill
    ]
    one = lines[0].owned
    visitor = Asker(party, known_as(party), deals=((one.relation, one.deal),))

    cards = walked(visitor, whose=Whose.MINE, today=today)

    assert keys(cards) == [card.owned.key for card in lines if card.owned.deal == one.deal]


def test_a_party_that_stands_for_another_sees_the_turns_of_both(record):
    post_all(
        paper(Paper.ORDER, "PO-1", JANUARY, 10, "C62", 5),
        paper(Paper.DESPATCH_ADVICE, "D-1", JANUARY, 8, "C62", None),
    )
    acme = number_of(ACME_GLN)
    late = Party.objects.create(name="Acme of old")
    Identifier.objects.create(text="gln:8799999999991", party=late)

    merge_parties(kept="8799999999991", gone=ACME_GLN, now=NOW)

    merged = Asker(late.pk, known_as(late.pk), Job.OWNER, 1)
    assert known_as(late.pk) == (late.pk, acme)
    for whose in Whose:
        alone = Asker(acme, (acme,), Job.OWNER, 1)
        assert keys(walked(merged, whose=whose, today=JANUARY + 90)) == keys(
            walked(alone, whose=whose, today=JANUARY + 90)
        )


# What is typed.


@pytest.fixture
def deals(record):
    """Post two orders that were not sent in full."""
    for number, at in (("PO-17", JANUARY), ("PO-18", JANUARY + 1)):
        post_all(
            paper(Paper.ORDER, number, at, 10, "C62", 5),
            paper(Paper.RECEIPT_ADVICE, f"R-{number}", at + 5, 8, "C62", None, order=number),
            paper(Paper.BILL, f"F-{number}", at + 6, 10, "C62", 5, order=number),
        )
    return asker_of(number_of(BETA_GLN)), JANUARY + 90


def found(deals, text, whose=Whose.THEIRS):
    asker, today = deals
    page = turns(reading(), asker, whose=whose, today=today, wanted=Wanted(text=text))
    return [card.owned.deal for card in page.cards]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("PO-17", ["PO-17"]), (" po-18 ", ["PO-18"]), ("p1", ["PO-17", "PO-18"]), ("P 1", ["PO-17", "PO-18"]),
        ("acme", ["PO-17", "PO-18"]), ("ump", ["PO-17", "PO-18"]), ("o-1", ["PO-17", "PO-18"]),
        ("%", []), ("_", []), ("!", []), ("seal", []), ("'; --", []), ("\\", []),
    ],
)  # fmt: skip
def test_words_find_numbers_then_names_then_parts_of_names(deals, text, expected):
    assert found(deals, text) == expected


@pytest.mark.parametrize("text, expected", [("F-PO-18", ["F-PO-18"]), ("f-po", ["F-PO-17", "F-PO-18"])])
def test_words_find_bills_by_their_number(deals, text, expected):
    assert found(deals, text, Whose.MINE) == expected


# How it is asked.


def test_a_page_is_two_statements_and_the_sums_one(market, monkeypatch):
    party, today = market
    asker, store = asker_of(party), reading()
    asked: list[Any] = []
    select = store.select

    def noted(*some):
        asked.append(some)
        return select(*some)

    monkeypatch.setattr(store, "select", noted)

    told = sums(store, asker, shown=Whose.MINE, today=today)
    turns(store, asker, whose=Whose.MINE, today=today, many=told[Whose.MINE].many)

    assert len(asked) == 3


@pytest.mark.parametrize("is_many", [False, True])
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("whose", Whose)
def test_a_list_goes_through_its_index(market, whose, order, is_many, monkeypatch):
    party, today = market
    asker, store = asker_of(party), reading()
    many = dict.fromkeys((Kind.UNPAID, Kind.UNSENT), is_many)
    span = span_of(store, asker, Wanted(), today=today, days=DAYS, many=many)
    asked: list[Any] = []

    def noted(*some):
        asked.append(some)
        return []

    monkeypatch.setattr(store, "select", noted)

    assert span is not None
    leads(store, whose, order, span, limit=25)

    monkeypatch.undo()
    [(query, *values)] = asked
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    plan = "\n".join(str(row) for row in store.select(explain + query, *values))
    assert "Seq Scan" not in plan
    assert "SCAN record_gap" not in plan
    side = {Whose.MINE: ["party"], Whose.THEIRS: ["other"], Whose.COMING: ["party", "other"]}[whose]
    by_money = order is Order.MONEY and is_many and whose is not Whose.COMING
    for name in side:
        assert (f"gap_{name}_money" in plan) is by_money
        assert f"gap_{name}" in plan


def test_very_many_are_counted_up_to_so_many(deals):
    asker, today = deals
    [row, *_] = Gap.objects.filter(party=number_of(ACME_GLN), kind="overbilled")
    columns = {
        field.attname: getattr(row, field.attname) for field in Gap._meta.concrete_fields if field.column
    }
    Gap.objects.bulk_create(
        Gap(**{**columns, "owner": row.owner + at, "ordinal": 9}) for at in range(1, COUNTED_MAX + 5)
    )

    told = sums(reading(), asker, shown=Whose.THEIRS, today=today)[Whose.THEIRS]

    assert told.many[Kind.OVERBILLED]
    assert told.kinds[Kind.OVERBILLED].many >= COUNTED_MAX
    assert told.whole.is_capped
