"""Identity: companies that papers name by one number here and by another there, and by both in between."""

import random
from datetime import UTC, datetime

import pytest

from comaker.kernel.document import Kind
from comaker.kernel.party import Party
from comaker.record.post import Arrival, post
from comaker.record.rebuild import rebuild
from comaker.record.verify import verify
from tests.record.companies import deal, everything_derived
from tests.record.papers import said_by_match, said_by_record

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SELLERS = [("Acme", ("gln:8712345000004", "kvk:12345678")), ("Mill", ("gln:8710000000024", "kvk:22345678"))]
BUYERS = [("Beta", ("gln:8798765000008", "kvk:87654321")), ("Bakery", ("gln:8720000000017", "kvk:32345678"))]


def named(chance, company, kind):
    """Return a company by one of its numbers or by both; an order names it by both."""
    name, (one, other) = company
    return Party(
        name, (one, other) if kind is Kind.ORDER else chance.choice([(one,), (other,), (one, other)])
    )


@pytest.fixture(params=range(20))
def papers(request):
    """Return the papers of a few deals in the order in which they arrive."""
    chance = random.Random(request.param)
    found = []
    for number in range(chance.randint(1, 3)):
        seller, buyer = chance.choice(SELLERS), chance.choice(BUYERS)
        found += deal(
            chance,
            number,
            seller=seller,
            buyer=buyer,
            named=lambda kind, company: named(chance, company, kind),
        )
    chance.shuffle(found)
    return found


def test_whatever_numbers_name_them_the_record_says_what_a_match_says(record, papers):
    expected = said_by_match(papers)

    for paper in papers:
        post([Arrival(paper)], now=NOW)

    assert verify() == []
    assert said_by_record() == expected


def test_what_is_derived_stays_when_it_is_worked_out_anew(record, papers):
    for paper in papers:
        post([Arrival(paper)], now=NOW)
    before = everything_derived()

    rebuild()

    assert everything_derived() == before
    assert verify() == []


def test_papers_that_come_again_are_known_under_every_number(record, papers):
    for paper in papers:
        post([Arrival(paper)], now=NOW)

    again = post([Arrival(paper) for paper in papers], now=NOW)

    assert {posted.state for posted in again} == {"repeat"}
