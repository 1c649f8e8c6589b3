"""A line as each of those who may see it sees it, and as nobody else does."""

from datetime import timedelta

import pytest

from comaker.kernel.access import Asker, Job
from comaker.kernel.amounts import ONE
from comaker.kernel.entry import Act
from comaker.kernel.gap import Kind, State
from comaker.record.asked.line import line_seen, row_by_link, sides_of
from comaker.record.masters.merging import merge_parties
from comaker.record.talk import Saying, keep_talk
from comaker.record.verify import verify
from tests.record.beeswax import (
    ALFA,
    BETA,
    BETA_VAT,
    GAMMA,
    NOW,
    TODAY,
    jars,
    line_of,
    number_of,
    on,
    parties_of,
    post_papers,
    seen,
    soap,
    wax,
)
from tests.record.test_statements import read_through, said

__all__ = ["said"]


@pytest.fixture
def trade(record):
    post_papers(*wax(), *soap(), *jars())
    return line_of("PO-1047")


def asker(party, job=Job.OWNER):
    numbers = parties_of(party)
    return Asker(numbers[0], numbers, job, 1, "Somebody")


def visitor(party, *deals):
    numbers = parties_of(party)
    return Asker(numbers[0], numbers, deals=deals)


def test_both_sides_see_the_same_numbers(trade):
    alfa, beta = seen(trade, asker(ALFA)), seen(trade, asker(BETA))

    assert alfa.state == beta.state
    assert alfa.entries == beta.entries
    assert alfa.bills == beta.bills
    assert (alfa.is_giver, alfa.other) == (True, "Beta Candles")
    assert (beta.is_giver, beta.other) == (False, "Alfa Beeswax")


def test_whose_turn_it_is_looks_the_other_way_from_the_other_side(trade):
    alfa, beta = seen(trade, asker(ALFA)), seen(trade, asker(BETA))

    turns = {gap.kind: (alfa.is_mine(gap), beta.is_mine(gap)) for gap in alfa.state.gaps}

    assert turns == {
        Kind.MISSING: (True, False), Kind.REJECTED: (True, False), Kind.OVERBILLED: (True, False),
    }  # fmt: skip
    [bill] = alfa.bills
    assert [(gap.kind, alfa.is_mine(gap, bill.state)) for gap in bill.state.gaps] == [(Kind.UNPAID, False)]


def test_who_is_no_party_of_a_line_sees_it_as_little_as_one_that_is_not_there(trade):
    assert line_seen(trade, asker(GAMMA)) is None
    assert line_seen(trade + 10**6, asker(ALFA)) is None
    assert sides_of(trade, asker(GAMMA)) is None


def test_a_visitor_sees_his_deal_and_no_other(trade):
    relation = trade >> 32

    line = seen(trade, visitor(BETA, (relation, "PO-1047")))

    assert [each.paper.key for each in line.entries] == [0] * len(line.entries)
    assert line_seen(trade, visitor(BETA, (relation, "PO-1051"))) is None
    assert line_seen(trade, visitor(BETA)) is None


@pytest.mark.parametrize("job", [Job.WAREHOUSE, Job.DRIVER])
def test_who_sends_and_receives_sees_no_money_at_all(trade, job):
    line = seen(trade, asker(BETA, job))

    row = line.state.row
    assert (row.asked.price, row.promised.price, row.billed, row.paid) == (None, None, None, None)
    assert {gap.kind for gap in line.state.gaps} == {Kind.MISSING, Kind.REJECTED}
    assert {(gap.amount, gap.counted) for gap in line.state.gaps} == {(None, 0)}
    assert line.bills == ()
    assert {each.entry.act for each in line.entries} == {
        Act.ASK,
        Act.PROMISE,
        Act.SEND,
        Act.RECEIVE,
        Act.REJECT,
    }
    assert {(each.entry.price, each.entry.amount) for each in line.entries} == {(None, None)}
    assert "bill" not in {tie.paper.kind.value for tie in line.ties}


def test_papers_with_prices_are_not_handed_to_who_may_not_see_these(trade):
    line = seen(trade, asker(BETA, Job.WAREHOUSE))

    opened = {each.paper.number for each in line.entries if each.paper.key}

    assert opened == {"D-77", "G-3"}


def test_every_entry_has_its_paper_to_open(trade):
    line = seen(trade, asker(BETA))

    assert [each.paper.number for each in line.entries] == ["PO-1047", "R-1", "D-77", "G-3", "G-3", "F-9"]
    assert all(each.paper.key and each.is_counted and not each.is_taken_back for each in line.entries)


def test_an_earlier_version_stands_there_and_does_not_count(trade):
    line = seen(line_of("PO-1051"), asker(BETA))

    assert [(each.entry.quantity, each.is_counted) for each in line.entries] == [
        (24 * ONE, False), (30 * ONE, True),
    ]  # fmt: skip


def test_a_line_is_seen_as_it_stood_on_a_day(trade):
    line = seen(trade, asker(BETA), as_of=on(1, 8))

    assert line.state.row.received is None
    assert line.state.row.sent.quantity == 120 * ONE
    assert [(gap.kind, gap.state(on(1, 8))) for gap in line.state.gaps] == [(Kind.MISSING, State.WAITING)]
    assert {each.entry.act for each in line.entries} == {Act.ASK, Act.PROMISE, Act.SEND}
    assert line.other == "Alfa Beeswax"


def test_who_bears_a_link_sees_the_row_without_money(trade):
    state = row_by_link(trade)
    assert state is not None

    assert (state.line.giver.name, state.line.taker.name) == ("Alfa Beeswax", "Beta Candles")
    assert state.row.received
    assert state.row.asked
    assert (state.row.received.quantity, state.row.asked.price, state.row.billed) == (118 * ONE, None, None)
    assert row_by_link(trade + 10**6) is None


def test_what_is_said_to_both_is_seen_by_both_and_a_note_by_one_s_own(trade):
    beta = number_of(BETA)
    keep_talk(Saying(trade, beta, 1, "Bert", "Two drums are missing."), now=NOW)
    keep_talk(Saying(trade, beta, 1, "Bert", "Do not pay yet.", only_for=beta), now=NOW)

    assert [said.words for said in seen(trade, asker(BETA)).talk] == [
        "Two drums are missing.", "Do not pay yet.",
    ]  # fmt: skip
    assert [said.words for said in seen(trade, asker(ALFA)).talk] == ["Two drums are missing."]
    assert [said.words for said in seen(trade, asker(BETA, Job.DRIVER)).talk] == ["Two drums are missing."]


def test_who_asked_first_is_kept(trade):
    for minutes, name in enumerate(("Anna", "Bert")):
        saying = Saying(trade, number_of(ALFA), 1, name, asked_by=number_of(BETA))
        keep_talk(saying, now=NOW + timedelta(minutes=minutes))

    asked = seen(trade, asker(ALFA)).asked

    assert [said.name for said in asked] == ["Anna", "Bert"]
    assert asked[0].said_at < asked[1].said_at


def test_what_is_said_raises_the_number_by_which_pages_know_of_news(trade):
    before = seen(trade, asker(ALFA)).serial

    keep_talk(Saying(trade, number_of(BETA), 1, "Bert", "Hello."), now=NOW)

    assert seen(trade, asker(ALFA)).serial > before
    assert verify() == []


def test_a_party_that_was_merged_still_sees_its_lines(trade):
    merge_parties(kept=BETA_VAT, gone="NL001112223B01", now=NOW)

    assert seen(line_of("PO-9"), asker(BETA)) is not None
    assert seen(trade, asker(BETA)) is not None


def test_a_line_takes_six_statements_that_read_no_table_through(trade, said):
    person = asker(ALFA)
    said.clear()

    seen(trade, person)

    assert len(said) == 6
    assert [query for query, values in said if read_through(query, values)] == []


def test_what_is_not_paid_waits_until_it_is_due(trade):
    line = seen(trade, asker(ALFA))

    assert line.unpaid(TODAY) is State.WAITING
    assert line.unpaid(on(2, 10)) is State.OPEN
