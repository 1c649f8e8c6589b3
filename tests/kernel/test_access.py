"""Access: who may do and see what."""

import pytest

from comaker.kernel.access import MAY, SEES, Asker, Doing, Job, Mandate, Seeing, may, may_accept, sees
from comaker.kernel.gap import Kind

BUYER, SUPPLIER, CARRIER, STRANGER = 1, 2, 3, 4
LINE = {"giver": SUPPLIER, "taker": BUYER}


def asker(party, job=Job.TRADER, **more):
    return Asker(party, (party,), job, 7, **more)


def test_every_doing_and_every_sight_has_its_row():
    assert MAY.keys() == set(Doing)
    assert SEES.keys() == set(Seeing)


def test_an_owner_may_do_and_see_everything_of_his_side():
    assert all(Job.OWNER in jobs for jobs in (*MAY.values(), *SEES.values()))


@pytest.mark.parametrize(
    "doing, by",
    [(Doing.ASK, BUYER), (Doing.PROMISE, SUPPLIER), (Doing.SEND, SUPPLIER), (Doing.RECEIVE, BUYER)],
)
def test_an_act_is_of_one_side(doing, by):
    other = BUYER + SUPPLIER - by

    assert may(asker(by), doing, **LINE)
    assert not may(asker(other), doing, **LINE)


@pytest.mark.parametrize("doing", [each for each in Doing if each not in (Doing.MANAGE, Doing.INVITE)])
def test_a_stranger_may_do_nothing_on_a_line(doing):
    assert not may(asker(STRANGER, Job.OWNER), doing, **LINE)


def test_a_reader_changes_nothing():
    assert not any(may(asker(BUYER, Job.READER), doing, **LINE) for doing in Doing)


def test_a_carrier_receives_for_the_buyer_by_mandate_and_does_nothing_else():
    mandate = Mandate(BUYER, frozenset((Doing.RECEIVE,)))
    driver = asker(CARRIER, Job.DRIVER, mandates=(mandate,))

    assert [doing for doing in Doing if may(driver, doing, **LINE)] == [Doing.RECEIVE]


def test_a_mandate_gives_nobody_more_than_his_job():
    mandate = Mandate(BUYER, frozenset((Doing.ASK,)))

    assert not may(asker(CARRIER, Job.DRIVER, mandates=(mandate,)), Doing.ASK, **LINE)


def test_the_warehouse_and_the_driver_see_no_money():
    seeing = {job for job in Job if sees(asker(BUYER, job), Seeing.MONEY)}

    assert seeing == set(Job) - {Job.WAREHOUSE, Job.DRIVER}


def test_a_visitor_sees_no_notes_and_manages_nothing():
    visitor = Asker(BUYER, (BUYER,), deals=((1, "PO-1"),))

    assert not sees(visitor, Seeing.NOTES)
    assert not may(visitor, Doing.MANAGE)
    assert may(visitor, Doing.RECEIVE, **LINE)


def test_who_loses_by_a_gap_may_let_it_pass_up_to_his_amount():
    trader = asker(BUYER, accept_max=100)

    assert may_accept(trader, Kind.MISSING, 100, **LINE)
    assert not may_accept(trader, Kind.MISSING, 101, **LINE)
    assert not may_accept(asker(SUPPLIER), Kind.MISSING, 1, **LINE)
    assert may_accept(asker(SUPPLIER), Kind.UNBILLED, 1, **LINE)


def test_a_party_that_was_merged_is_still_its_side():
    merged = Asker(BUYER, (BUYER, 9), Job.TRADER, 7)

    assert may(merged, Doing.RECEIVE, giver=SUPPLIER, taker=9)
