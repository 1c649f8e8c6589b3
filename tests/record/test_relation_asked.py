"""A relation as one side sees it: whom it deals with, what is open both ways, papers, inputs and terms."""

import pytest

from comaker.kernel.access import NOBODY, Asker, Job
from comaker.kernel.amounts import MONEY_PLACES
from comaker.kernel.document import Kind, References
from comaker.kernel.party import Party
from comaker.record.asked.exchanged import deals, inputs, papers
from comaker.record.asked.relation import Sums, open_kinds, open_sums, relation, relations, side
from comaker.record.asked.terms import directions
from comaker.record.masters.merging import merge_parties
from comaker.record.rebuild import rebuild
from comaker.record.sight import known_as
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.record.masters import (
    ACME,
    BETA,
    BETA_GLN,
    JANUARY,
    NOW,
    PARTIES,
    load_text,
    paper,
    post_all,
)

GAMMA = Party("Gamma Glas", ("gln:8711111000002",))
EURO = 10**MONEY_PLACES
TODAY = JANUARY + 200


def asker_of(name, job=Job.OWNER):
    rows = reading().select(
        "SELECT coalesce(merged_into_id, id) FROM record_party WHERE name = ? ORDER BY id", name
    )
    parties = known_as(rows[0][0])
    return Asker(parties[0], parties, job, 1, "Anna")


@pytest.fixture
def dealt(record):
    """Let Acme give Beta ten and bill eleven, take five from it that never came, and deal with Gamma."""
    post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5),
        paper(Kind.DESPATCH_ADVICE, "D-1", JANUARY + 3, 10, "C62", None, order="PO-1"),
        paper(Kind.RECEIPT_ADVICE, "R-1", JANUARY + 4, 8, "C62", None, order="PO-1"),
        paper(Kind.BILL, "B-1", JANUARY + 5, 8, "C62", 6, order="PO-1"),
        paper(Kind.ORDER, "PO-1", JANUARY + 1, 5, "C62", 2, giver=BETA, taker=ACME),
        paper(Kind.BILL, "B-9", JANUARY + 5, 6, "C62", 2, order="PO-1", giver=BETA, taker=ACME),
        paper(Kind.ORDER, "PO-2", JANUARY, 3, "C62", 1, taker=GAMMA),
    )


def only(asker, name):
    return next(each for each in relations(reading(), asker) if each.name == name)


def test_each_side_finds_the_other_and_nobody_else(dealt):
    found = {name: [each.name for each in relations(reading(), asker_of(name))] for name in NAMES}

    assert found == {
        "Acme Pumps": ["Beta Bouw", "Gamma Glas"], "Beta Bouw": ["Acme Pumps"], "Gamma Glas": ["Acme Pumps"],
    }  # fmt: skip


NAMES = ("Acme Pumps", "Beta Bouw", "Gamma Glas")


def test_a_stranger_and_a_visitor_find_nothing(dealt):
    acme = asker_of("Acme Pumps")
    number = only(acme, "Beta Bouw").id
    visitor = Asker(acme.party, acme.parties, deals=((number, "PO-1"),))

    assert relation(reading(), asker_of("Gamma Glas"), number) is None
    assert relations(reading(), visitor) == []
    assert relations(reading(), NOBODY) == []


def test_what_is_open_is_summed_for_both_sides_alike(dealt):
    acme, beta = asker_of("Acme Pumps"), asker_of("Beta Bouw")
    ours, theirs = only(acme, "Beta Bouw"), only(beta, "Acme Pumps")

    mine = open_sums(reading(), acme, [ours], today=TODAY)[ours.id]
    other = open_sums(reading(), beta, [theirs], today=TODAY)[theirs.id]

    # Two pieces are missing (10.00), eight were billed 1.00 too dear, and 12.00 is to be paid to Beta, which
    # billed one too many of 2.00 and has 48.00 to pay.
    assert mine == (Sums(3, (("EUR", 30 * EURO),)), Sums(2, (("EUR", 50 * EURO),)))
    assert other == mine[::-1]


def test_what_is_open_is_told_by_kind_and_direction(dealt):
    acme = asker_of("Acme Pumps")

    kinds = open_kinds(reading(), acme, only(acme, "Beta Bouw"), today=TODAY)

    told = {(each.is_given, each.kind, each.is_mine, each.is_now): each.sums for each in kinds}
    assert told == {
        (True, "missing", True, True): Sums(1, (("EUR", 10 * EURO),)),
        (True, "price_variance", True, True): Sums(1, (("EUR", 8 * EURO),)),
        (True, "unpaid", False, True): Sums(1, (("EUR", 48 * EURO),)),
        (False, "overbilled", False, True): Sums(1, (("EUR", 2 * EURO),)),
        (False, "unpaid", True, True): Sums(1, (("EUR", 12 * EURO),)),
    }


def test_what_is_not_due_yet_is_told_apart(dealt):
    acme = asker_of("Acme Pumps")
    between = only(acme, "Beta Bouw")

    kinds = open_kinds(reading(), acme, between, today=JANUARY + 6)

    later = [(each.kind, each.is_now) for each in kinds if not each.is_now]
    sums = open_sums(reading(), acme, [between], today=JANUARY + 6)[between.id]
    assert sum(one.gaps for one in sums) == sum(each.sums.gaps for each in kinds if each.is_now)
    assert all(is_now is False for _kind, is_now in later)


def test_who_may_not_see_money_counts_without_it(dealt):
    asker = asker_of("Acme Pumps", Job.WAREHOUSE)
    between = only(asker, "Beta Bouw")

    sums = open_sums(reading(), asker, [between], today=TODAY)[between.id]
    kinds = open_kinds(reading(), asker, between, today=TODAY)

    assert sums == (Sums(1), Sums(0))
    assert {each.kind for each in kinds} == {"missing"}
    assert all(each.sums.amounts == () for each in kinds)


def test_papers_are_told_newest_first_with_who_said_them(dealt):
    acme = asker_of("Acme Pumps")

    told = papers(reading(), acme, only(acme, "Beta Bouw"), most=3)

    assert [(each.kind, each.number, each.is_mine, each.is_given, each.deal) for each in told] == [
        (Kind.BILL, "B-9", False, False, "PO-1"),
        (Kind.ORDER, "PO-1", True, False, "PO-1"),
        (Kind.BILL, "B-1", True, True, "PO-1"),
    ]
    assert papers(reading(), asker_of("Acme Pumps", Job.DRIVER), only(acme, "Beta Bouw"), most=3) == []


def test_a_deal_is_told_once_with_its_direction(dealt):
    acme = asker_of("Acme Pumps")

    assert deals(reading(), acme, only(acme, "Gamma Glas"), most=9) == [("PO-2", True)]
    assert [deal for deal, _ in deals(reading(), acme, only(acme, "Beta Bouw"), most=9)] == ["PO-1"]


def test_an_input_is_told_with_what_waits_for_it(record):
    ask = paper(Kind.ORDER, "ASK-1", JANUARY + 1, 1, "C62", 0, giver=BETA, taker=ACME)
    work = paper(Kind.ORDER, "PO-7", JANUARY, 10, "C62", 5)
    for each in (ask._replace(refers=References(contract="PO-7")), work):
        post_all(each)
    acme = asker_of("Acme Pumps")

    (told,) = inputs(reading(), acme, only(acme, "Beta Bouw"), most=9)

    assert (told.is_given, told.state.line.deal) == (False, "ASK-1")
    assert [name for _key, name in told.waiting] == ["PO-7 / 1"]
    assert verify() == []
    rebuild()
    assert verify() == []


def test_a_party_that_was_merged_is_one_relation_with_the_papers_of_both(dealt):
    post_all(paper(Kind.ORDER, "PO-8", JANUARY, 1, "C62", 5, taker=Party("Beta B.V.", ("kvk:12345678",))))
    merge_parties(kept=BETA_GLN, gone="12345678", now=NOW)
    acme = asker_of("Acme Pumps")

    between = only(acme, "Beta Bouw")

    assert len(between.numbers) == 2
    assert between.papers == 7
    assert relation(reading(), acme, between.numbers[1]) == between
    assert {deal for deal, _ in deals(reading(), acme, between, most=9)} == {"PO-1", "PO-8"}


def test_a_side_tells_its_numbers_and_sites(record):
    load_text("parties", PARTIES)
    load_text("sites", f"party,site,street,city\n{BETA_GLN},Noord,Kade 1,Amsterdam\n")
    post_all(paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5))
    acme = asker_of("Acme Pumps")

    told = side(reading(), only(acme, "Beta Bouw").others)

    assert f"gln:{BETA_GLN}" in told.identifiers
    assert [(place.name, place.address) for place in told.places] == [("Noord", "Kade 1, Amsterdam")]


def test_terms_of_both_directions_are_told_as_of_a_day(dealt):
    load_text("terms", "supplier,buyer,from,payment days\nAcme Pumps,Beta Bouw,2025-06-01,60\n")
    acme = asker_of("Acme Pumps")
    between = only(acme, "Beta Bouw")

    given, taken = directions(reading(), acme, between, today=TODAY)
    before, _ = directions(reading(), acme, between, today=JANUARY)

    assert (given.terms.payment_days, given.from_on, given.papers) == (60, JANUARY + 151, 4)
    assert (before.terms.payment_days, before.from_on) == (30, None)
    assert (taken.from_on, taken.papers) == (None, 2)
