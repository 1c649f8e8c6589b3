"""Search: what begins as somebody says, of what he may see, and never by reading a table through."""

from datetime import date

import pytest

from comaker.kernel.access import Asker, Job
from comaker.record.asked.search import found
from comaker.record.masters.loading import Kind as Sheet
from comaker.record.masters.loading import load
from tests.record.beeswax import (
    ALFA,
    ALFA_VAT,
    BETA,
    BETA_VAT,
    GAMMA,
    NOW,
    jars,
    line_of,
    parties_of,
    post_papers,
    soap,
    wax,
)
from tests.record.test_statements import read_through, said

__all__ = ["said"]

SITES = f"""party,site,postcode,city
{BETA_VAT},Candle works,4811 AB,Breda
{ALFA_VAT},Hives,6511 XY,Nijmegen
"""
ITEMS = f"""owner,product,serial number,holder,since
{ALFA_VAT},bw1,SN-4471,{BETA_VAT},2026-01-10
"""


@pytest.fixture
def trade(record):
    post_papers(*wax(), *soap(), *jars())


def asker(party, job=Job.OWNER):
    numbers = parties_of(party)
    return Asker(numbers[0], numbers, job, 1, "Somebody")


def lines(party, text, **more):
    return [
        (each.state.line.deal, each.state.line.number) for each in found(asker(party), text, **more).lines
    ]


@pytest.mark.parametrize("text", ["PO-1047", "po-1047", "PO 1047", "1047", "0001047", "PO-104"])
def test_an_order_is_found_as_people_retype_it(trade, text):
    assert set(lines(BETA, text)) == {("PO-1047", "1"), ("PO-1047", "2")}


@pytest.mark.parametrize("text", ["D-77", "d77", "G-3", "F-9"])
def test_a_line_is_found_by_the_number_of_any_of_its_papers(trade, text):
    assert set(lines(ALFA, text)) >= {("PO-1047", "1"), ("PO-1047", "2")}


def test_just_that_number_comes_before_what_begins_so(trade):
    answers = found(asker(BETA), "PO-1047").lines

    assert [each.is_exact for each in answers] == [True, True]


def test_an_open_line_is_found_by_its_product(trade):
    assert lines(ALFA, "bw1") == [("PO-9", "1"), ("PO-1047", "1")]
    assert lines(BETA, "beeswax, f") == [("PO-1047", "1")]
    assert lines(BETA, "Glass") == [("PO-1051", "1")]


def test_a_bill_is_found_by_its_number_and_leads_to_a_line(trade):
    [bill] = found(asker(BETA), "F-").bills

    assert (bill.state.number, bill.line, bill.is_giver) == ("F-9", line_of("PO-1047"), False)
    assert bill.state.giver.name == "Alfa Beeswax"


def test_whom_one_deals_with_is_found_by_name_with_the_newest_lines(trade):
    answer = found(asker(ALFA), "candles")

    assert [party.name for party in answer.parties] == ["Beta Candles"]
    assert {each.state.line.deal for each in answer.lines} == {"PO-1047", "PO-1051"}


@pytest.mark.parametrize("text", ["4811", "4811AB", "4811 ab"])
def test_whom_one_deals_with_is_found_by_postcode(trade, text):
    load(kind=Sheet.SITES, content=SITES.encode(), now=NOW)

    assert [party.name for party in found(asker(ALFA), text).parties] == ["Beta Candles"]


def test_one_s_own_name_and_postcode_find_nobody(trade):
    load(kind=Sheet.SITES, content=SITES.encode(), now=NOW)

    assert found(asker(ALFA), "alfa").parties == found(asker(ALFA), "6511").parties == ()


def test_a_single_item_is_found_by_its_serial_number(trade):
    load(kind=Sheet.PRODUCTS, content=b"sku,name\nbw1,Beeswax", now=NOW, of=ALFA_VAT)
    assert load(kind=Sheet.ITEMS, content=ITEMS.encode(), now=NOW).refused == ()

    [item] = found(asker(BETA), "SN-44").items

    assert (item.number, item.holder) == ("SN-4471", "Beta Candles")
    assert item.since_on == date(2026, 1, 10).toordinal()
    assert found(asker(GAMMA), "SN-44").items == ()


@pytest.mark.parametrize("text", ["PO-1047", "1047", "D-77", "F-9", "Alfa", "beeswax", "jar", "PO-10"])
def test_nobody_finds_what_is_not_his(trade, text):
    answer = found(asker(GAMMA), text)

    assert {each.state.line.deal for each in answer.lines} <= {"PO-9"}
    assert answer.bills == ()
    assert all(party.name == "Alfa Beeswax" for party in answer.parties)


def test_who_may_not_see_money_finds_lines_without_it_and_no_bills(trade):
    answer = found(asker(BETA, Job.WAREHOUSE), "F-9")

    assert answer.bills == ()
    assert all(each.state.row.billed is None for each in answer.lines)


def test_a_visitor_searches_nothing(trade):
    numbers = parties_of(BETA)

    assert found(Asker(numbers[0], numbers, deals=((1, "PO-1047"),)), "PO-1047").lines == ()


@pytest.mark.parametrize("text", ["", "x", "%", "_%", "!!", "'; --", "\x00\x00", "é" * 100, "�" * 3])
def test_whatever_is_typed_is_answered(trade, text):
    assert found(asker(BETA), text).bills == ()


def test_lines_that_are_meant_otherwise_come_too(trade):
    assert lines(BETA, "Jansen", more=[line_of("PO-1051")]) == [("PO-1051", "1")]


@pytest.mark.parametrize("text", ["PO-10", "1047", "candles", "4811", "SN-4471"])
def test_no_search_reads_lines_bills_or_papers_through(trade, text, said):
    person = asker(ALFA)
    said.clear()

    found(person, text)

    large = (
        "record_line",
        "record_bill",
        "record_mention",
        "record_tie",
        "record_item ",
        "SCAN line",
        "SCAN bill",
    )
    through = [step for query, values in said for step in read_through(query, values)]
    assert [step for step in through if any(name in step for name in large)] == []
