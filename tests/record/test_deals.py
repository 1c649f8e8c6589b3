"""Deals in a list: whatever is asked, every page together show each deal that fits, once, in order."""

from datetime import UTC, datetime
from typing import Any

import pytest

from comaker.engines import worlds
from comaker.kernel.access import Asker, Job
from comaker.kernel.gap import State as GapState
from comaker.kernel.names import folded
from comaker.record.asked.deal import bills_of, deal_seen
from comaker.record.asked.deals import Direction, Sort, State, Wanted, deals, partners_of
from comaker.record.models import Gap, Identifier, Line
from comaker.record.post import Arrival, post
from comaker.record.transaction import reading

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WORLD = worlds.World(relations=11, orders=5)


@pytest.fixture
def us(record):
    made = worlds.make(WORLD, seed=3)
    post([Arrival(document) for document in made.documents], now=NOW)
    party = Identifier.objects.get(text="0088:8700000000000").party_id
    return Asker(party, (party,), Job.OWNER), made.now


def every(asker, today, *, most=7, **wanted):
    """Return the rows of all pages."""
    found: list[Any] = []
    after = ""
    while True:
        page = deals(reading(), asker, wanted=Wanted(**wanted, after=after, most=most), today=today)
        assert len(page.rows) <= most
        found += page.rows
        after = page.after
        if not after:
            return found


def key(row):
    return (row.relation, row.number, row.giver) if row.number else row.lines[0].key


def expected(asker):
    """Return the lines of each deal of a party."""
    found: dict[Any, Any] = {}
    for line in Line.objects.exclude(key="").filter(
        relation_id__in=[p.relation for p in partners_of(reading(), asker)]
    ):
        name = (line.relation_id, line.deal, line.giver) if line.deal else line.pk
        found.setdefault(name, []).append(line)
    return found


@pytest.mark.parametrize("sort", list(Sort))
def test_every_deal_stands_on_one_page_once_in_order(us, sort):
    asker, today = us

    rows = every(asker, today, sort=sort)

    keys = [key(row) for row in rows]
    assert len(keys) == len(set(keys))
    assert set(keys) == set(expected(asker))
    days = [row.asked_on for row in rows]
    if sort is Sort.NEWEST:
        assert days == sorted(days, reverse=True)
    elif sort is Sort.OLDEST:
        assert days == sorted(days)
    elif sort is Sort.PARTY:
        names = [folded(row.party_name) for row in rows]
        assert names == sorted(names)


@pytest.mark.parametrize("state", [each for each in State if each])
def test_a_deal_is_found_by_how_it_stands(us, state):
    asker, today = us

    found = {key(row) for row in every(asker, today, state=state, most=50)}

    assert found == {name for name, lines in expected(asker).items() if state in states(lines, asker, today)}
    assert found


def states(lines, asker, today):
    keys = [line.pk for line in lines]
    bills = [bill.key for bill in bills_of(reading(), keys)]
    gaps = Gap.objects.filter(owner__in=[*keys, *bills], closed_on__isnull=True, is_accepted=False)
    is_open = [gap for gap in gaps if not gap.is_held and (gap.due_on is None or gap.due_on < today)]
    found = set()
    if any(gap.party in asker.parties for gap in is_open):
        found.add(State.MINE)
    if any(gap.party and gap.party not in asker.parties for gap in is_open):
        found.add(State.THEIRS)
    if not is_open:
        found.add(State.COMING if gaps else State.SETTLED)
    return found


@pytest.mark.parametrize("direction", [Direction.GIVE, Direction.TAKE])
def test_a_deal_is_found_by_its_direction(us, direction):
    asker, today = us

    rows = every(asker, today, direction=direction, most=50)

    assert {row.is_giver for row in rows} == {direction is Direction.GIVE}


def test_a_deal_is_found_by_the_other_party(us):
    asker, today = us
    partner = partners_of(reading(), asker)[2]

    by_number = every(asker, today, party=partner.party)
    by_name = every(asker, today, words=partner.name.upper())

    assert by_number
    assert {row.party for row in by_number} == {partner.party}
    assert {key(row) for row in by_number} <= {key(row) for row in by_name}


def test_a_deal_is_found_by_its_number_its_product_and_its_bill(us):
    asker, today = us
    row = next(row for row in every(asker, today) if row.bills and row.lines[0].state.line.product.sellers)
    line = row.lines[0].state.line

    for words in (
        row.number.lower(),
        line.product.name[2:9],
        line.product.sellers,
        row.bills[0].state.number,
    ):
        assert key(row) in {key(each) for each in every(asker, today, words=words, most=50)}, words
    assert every(asker, today, words="no%such_thing\\") == []


def test_nobody_finds_the_deals_of_others(us):
    asker, today = us
    partner = partners_of(reading(), asker)[0]
    other = Asker(partner.party, (partner.party,), Job.OWNER)
    stranger = Asker(999, (999,), Job.OWNER)

    theirs = every(other, today)
    ours = every(asker, today, party=partner.party)

    assert {key(row) for row in theirs} >= {key(row) for row in ours}
    assert {row.relation for row in theirs} == {each.relation for each in partners_of(reading(), other)}
    assert every(stranger, today) == []
    row = ours[0]
    assert deal_seen(reading(), stranger, relation=row.relation, number=row.number) is None


def test_who_sees_no_money_finds_no_deal_by_it(us):
    asker, today = us
    packer = asker._replace(job=Job.WAREHOUSE)

    rows = every(packer, today, state=State.MINE, most=50)

    assert rows
    assert all(row.bills == () for row in rows)
    assert all(
        any(gap.state(today) is GapState.OPEN for line in row.lines for gap in line.state.gaps)
        for row in rows
    )
    assert all(line.state.line.currency == "" for row in rows for line in row.lines)


def test_a_place_that_is_none_begins_anew(us):
    asker, today = us
    first = deals(reading(), asker, wanted=Wanted(), today=today)

    for after in ("x", "1~", "~", "9" * 30 + "~1", "1~x~y", "\uff11~\uff12"):
        assert deals(reading(), asker, wanted=Wanted(after=after), today=today) == first
