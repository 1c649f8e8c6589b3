"""Why: what went wrong by its cause, summed once, for those who may know."""

import pytest

from comaker.kernel.access import Asker, Job
from comaker.kernel.gap import Cause, Kind, State
from comaker.record.asked import why
from comaker.record.asked.why import behind, matter_of_deal, matter_of_line, matter_of_relation, shares_of
from tests.record.beeswax import (
    ALFA,
    BETA,
    GAMMA,
    TODAY,
    jars,
    line_of,
    matter,
    on,
    parties_of,
    post_papers,
    soap,
    wax,
)

EUROS = 10_000


@pytest.fixture
def trade(record):
    post_papers(*wax(), *soap(), *jars())
    return line_of("PO-1047")


def asker(party, job=Job.OWNER):
    numbers = parties_of(party)
    return Asker(numbers[0], numbers, job, 1, "Somebody")


def told(about, person, *, today=TODAY):
    return {share.cause: (share.counted, share.lines) for share in shares_of(about, person, today=today)}


def test_a_line_went_wrong_where_its_pieces_went_astray(trade):
    person = asker(BETA)
    found = matter(matter_of_line(trade, person, today=TODAY))

    assert told(found, person) == {
        Cause.TRANSPORT: (3 * EUROS, 1), Cause.CONDITION: (3 * EUROS, 1), Cause.BILLING: (0, 1),
    }  # fmt: skip
    assert (found.other, found.is_giver, len(found.lines)) == ("Alfa Beeswax", False, 1)


def test_a_deal_is_all_its_lines_and_bills(trade):
    person = asker(ALFA)
    found = matter(matter_of_deal(trade >> 32, "PO-1047", person, today=on(2, 10)))

    assert len(found.lines) == 2
    assert set(found.unpaid.values()) == {State.OPEN}
    assert told(found, person, today=on(2, 10)) == {
        Cause.TRANSPORT: (3 * EUROS, 1), Cause.CONDITION: (3 * EUROS, 1), Cause.BILLING: (10 * EUROS, 2),
        Cause.PAYMENT: (240 * EUROS, 1),
    }  # fmt: skip


def test_what_is_not_due_yet_has_not_gone_wrong(trade):
    person = asker(ALFA)

    found = matter(matter_of_deal(trade >> 32, "PO-1047", person, today=TODAY))
    assert Cause.PAYMENT not in told(found, person)


def test_a_relation_is_everything_between_two(trade):
    person = asker(BETA)
    found = matter(matter_of_relation(trade >> 32, person, today=TODAY))

    assert {state.line.deal for _, state in found.lines} == {"PO-1047", "PO-1051"}
    assert told(found, person)[Cause.CAPABILITY] == (360 * EUROS, 1)


def test_the_lines_behind_a_share_add_up_to_it(trade):
    person = asker(BETA)
    found = matter(matter_of_relation(trade >> 32, person, today=TODAY))

    for cause, (counted, lines) in told(found, person).items():
        gaps = behind(found, person, cause=cause, today=TODAY)
        assert sum(each.counted for each in gaps) == counted
        assert len({each.line or each.name for each in gaps}) == lines


def test_a_gap_leads_to_its_line(trade):
    person = asker(BETA)
    found = matter(matter_of_line(trade, person, today=TODAY))

    [gap] = behind(found, person, cause=Cause.TRANSPORT, today=TODAY)

    assert (gap.line, gap.name, gap.kind, gap.counted) == (trade, "PO-1047 / 1", Kind.MISSING, 3 * EUROS)


def test_strangers_learn_nothing(trade):
    person = asker(GAMMA)

    assert matter_of_line(trade, person, today=TODAY) is None
    assert matter_of_deal(trade >> 32, "PO-1047", person, today=TODAY) is None
    assert matter_of_relation(trade >> 32, person, today=TODAY) is None
    assert matter_of_relation(99, person, today=TODAY) is None


def test_a_visitor_learns_of_his_deal_alone(trade):
    numbers = parties_of(BETA)
    person = Asker(numbers[0], numbers, deals=((trade >> 32, "PO-1047"),))

    assert matter_of_deal(trade >> 32, "PO-1047", person, today=TODAY) is not None
    assert matter_of_deal(trade >> 32, "PO-1051", person, today=TODAY) is None
    assert matter_of_relation(trade >> 32, person, today=TODAY) is None


def test_who_may_not_see_money_learns_what_went_wrong_without_it(trade):
    person = asker(BETA, Job.WAREHOUSE)
    found = matter(matter_of_line(trade, person, today=TODAY))

    assert told(found, person) == {Cause.TRANSPORT: (0, 1), Cause.CONDITION: (0, 1)}
    assert behind(found, person, cause=Cause.BILLING, today=TODAY) == []


def test_of_a_large_relation_the_newest_lines_are_looked_at(trade, monkeypatch):
    monkeypatch.setattr(why, "LINES_MAX", 2)
    person = asker(BETA)

    found = matter(matter_of_relation(trade >> 32, person, today=TODAY))

    assert (len(found.lines), found.is_all) == (2, False)
    assert line_of("PO-1051") in dict(found.lines)
    assert Cause.TRANSPORT not in told(found, person)
