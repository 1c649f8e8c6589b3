"""Names alone: companies that some papers name without any number, and others by their numbers."""

import random
from datetime import UTC, datetime

import pytest

from comaker.front.contract import told_json
from comaker.kernel.party import Party, party_of
from comaker.record.masters.merging import unmerge_parties
from comaker.record.post import Arrival, post
from comaker.record.queries import told
from comaker.record.rebuild import rebuild
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.record.companies import deal, everything_derived
from tests.record.papers import said_by_match, said_by_record

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ACME = ("Acme", ("gln:8712345000004", "kvk:12345678"))
MILL = ("Mill", ("gln:8710000000024", "kvk:22345678"))
OTHER_ACME = ("ACME", ("gln:8710000000031", "kvk:42345678"))
BETA = ("Beta", ("gln:8798765000008", "kvk:87654321"))
BAKERY = ("Bakery", ("gln:8720000000017", "kvk:32345678"))
OTHER_BETA = ("beta", ("gln:8720000000024", "kvk:52345678"))
WORLDS = {
    "one partner": ([ACME, MILL], [BETA]),
    "two partners": ([ACME, MILL], [BETA, BAKERY]),
    "two of one name": ([ACME, OTHER_ACME], [BETA]),
    "two of one name on either side": ([ACME, OTHER_ACME], [BETA, OTHER_BETA]),
}


def named(chance, company, bare):
    """Return a company by its name alone, or by some of its numbers and one of its names."""
    name, numbers = company
    name = chance.choice([name, name, f"{name} B.V."])
    if chance.random() < bare:
        return party_of(name)
    return Party(name, chance.choice([numbers, numbers, numbers[:1], numbers[1:]]))


@pytest.fixture(params=[(world, seed) for world in WORLDS for seed in range(12)], ids=str)
def papers(request):
    """Return the papers of a few deals in the order in which they arrive."""
    world, seed = request.param
    chance = random.Random(f"{world} {seed}")
    sellers, buyers = WORLDS[world]
    bare = chance.choice([0.2, 0.5, 0.8])
    found = []
    for number in range(chance.randint(1, 4)):
        seller, buyer = chance.choice(sellers), chance.choice(buyers)
        found += deal(
            chance, number, seller=seller, buyer=buyer, named=lambda _, company: named(chance, company, bare)
        )
    chance.shuffle(found)
    return found


def test_papers_that_come_one_by_one_say_what_a_match_says(record, papers):
    expected = said_by_match(papers)

    for paper in papers:
        post([Arrival(paper)], now=NOW)

    assert verify() == []
    assert said_by_record() == expected


def test_papers_that_come_at_once_say_what_a_match_says(record, papers):
    expected = said_by_match(papers)

    post([Arrival(paper) for paper in papers], now=NOW)

    assert verify() == []
    assert said_by_record() == expected


def test_what_is_derived_of_names_stays_when_it_is_worked_out_anew(record, papers):
    for paper in papers:
        post([Arrival(paper)], now=NOW)
    before = everything_derived()

    rebuild()

    assert everything_derived() == before


def test_papers_under_a_name_are_known_when_they_come_again(record, papers):
    for paper in papers:
        post([Arrival(paper)], now=NOW)

    again = post([Arrival(paper) for paper in reversed(papers)], now=NOW)

    assert {posted.state for posted in again} == {"repeat"}


def givers():
    return {row["giver"] for row in told_json(told(), today=739_900)["lines"]}


def papers_of(*givers):
    """Return an order from each of some givers."""
    chance = random.Random(1)
    found = []
    for number, giver in enumerate(givers):
        order, *_ = deal(chance, number, seller=giver, buyer=Party(*BETA), named=lambda _, party: party)
        found.append(Arrival(order))
    return found


def stands_for():
    return set(
        reading().select(
            "SELECT one.name, other.name FROM record_party one "
            "JOIN record_party other ON other.id = one.merged_into_id"
        )
    )


def test_a_name_alone_stands_for_its_bearer_until_another_turns_up(record):
    by_name, by_number, other = papers_of(party_of("acme"), Party(*ACME), Party(*OTHER_ACME))

    post([by_name], now=NOW)
    post([by_number], now=NOW)
    assert stands_for() == {("acme", "Acme")}
    assert givers() == {"Acme"}

    post([other], now=NOW)
    assert stands_for() == set()
    assert givers() == {"acme", "Acme", "ACME"}
    assert verify() == []


def test_what_a_person_says_of_a_name_goes_before_the_rule(record):
    by_name, by_number, again = papers_of(party_of("acme"), Party(*ACME), Party(*ACME))
    post([by_name, by_number], now=NOW)

    unmerge_parties(kept=ACME[1][0], gone="acme", now=NOW)
    post([again], now=NOW)

    assert stands_for() == set()
    assert givers() == {"acme", "Acme"}
    assert verify() == []
