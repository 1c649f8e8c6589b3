"""Terms: one side proposes, the other answers, and lines go by what counts."""

from datetime import timedelta

import pytest

from comaker.apps.agree.actions.terms import (
    Answered,
    NothingNew,
    WrongDay,
    answer,
    language_of,
    propose,
    withdraw,
)
from comaker.apps.agree.models import Proposal, State
from comaker.apps.agree.pages.words import PRESET_NAMES, facts_of, settlement_name, settlement_said
from comaker.apps.agree.queries import proposals, told_versions, waiting_by_relation
from comaker.front.models import Member
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Job
from comaker.kernel.line import DEFAULT_TERMS
from comaker.kernel.settlement import PRESETS
from comaker.record.asked.terms import directions
from comaker.record.masters.merging import merge_parties
from comaker.record.models import Terms as StoredTerms
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.apps.agree.sides import GAMMA, LATE, LATER, NOW, TODAY, TWO_WAY, between, member, order_and_bill
from tests.record.masters import ACME, BETA, BETA_GLN, JANUARY, kinds_of_gaps, lines_told, load_text


def put(asker, terms=TWO_WAY, *, other="Beta Bouw", is_given=True, from_on=JANUARY, now=NOW, **more):
    more = {"language": "", "note": ""} | more
    number = between(asker, other).id
    return propose(asker, number=number, is_given=is_given, from_on=from_on, terms=terms, now=now, **more)


def state_of(proposal):
    return Proposal.objects.get(pk=proposal.pk).state


def settlements():
    return [line["settlement"] for line in lines_told()]


@pytest.fixture
def acme(record):
    order_and_bill()
    return member("anna@acme.example", ACME)


@pytest.fixture
def beta(acme):
    return member("ben@beta.example", BETA)


def test_what_one_side_proposes_counts_once_the_other_has_agreed(acme, beta):
    proposal = put(acme, DEFAULT_TERMS)
    assert settlements() == ["two_way"]

    answer(beta, proposal=proposal.pk, is_agreed=True, why="", now=LATER)

    assert state_of(proposal) == State.AGREED
    assert settlements() == ["three_way"]
    assert verify() == []
    given, _taken = directions(reading(), acme, between(acme), today=TODAY)
    assert (given.terms, given.from_on) == (DEFAULT_TERMS, JANUARY)


def test_what_is_declined_changes_nothing_and_says_why(acme, beta):
    proposal = put(acme, DEFAULT_TERMS)

    answer(beta, proposal=proposal.pk, is_agreed=False, why="Thirty days is all we have.", now=LATER)

    told = proposals(acme, between(acme))[0]
    assert (told.proposal.state, told.proposal.answer) == (State.DECLINED, "Thirty days is all we have.")
    assert settlements() == ["two_way"]
    assert not StoredTerms.objects.exists()


def test_where_nobody_acts_for_the_other_side_one_word_counts_and_is_marked(acme):
    proposal = put(acme, DEFAULT_TERMS)

    assert state_of(proposal) == State.SAID
    assert settlements() == ["three_way"]
    given, _taken = directions(reading(), acme, between(acme), today=TODAY)
    (told,) = told_versions(acme, given, proposals(acme, between(acme)))
    assert told.asked
    assert (told.asked.proposal.pk, told.asked.is_mine, told.is_counting) == (proposal.pk, True, True)


def test_what_both_agreed_comes_back_when_what_one_says_is_taken_back(acme):
    beta = member("ben@beta.example", BETA)
    agreed = put(acme, DEFAULT_TERMS)
    answer(beta, proposal=agreed.pk, is_agreed=True, why="", now=NOW)
    Member.objects.filter(pk=beta.member).update(ended_at=NOW)
    said = put(acme, LATE, now=LATER)
    assert settlements() == ["two_way"]

    withdraw(acme, proposal=said.pk, now=LATER)

    assert settlements() == ["three_way"]


def test_who_comes_later_agrees_to_what_was_said_before(acme):
    proposal = put(acme, DEFAULT_TERMS)
    beta = member("ben@beta.example", BETA)
    assert waiting_by_relation(beta, between(beta, "Acme Pumps").numbers) == {between(acme).id: 1}

    answer(beta, proposal=proposal.pk, is_agreed=True, why="", now=LATER)

    assert state_of(proposal) == State.AGREED
    assert StoredTerms.objects.count() == 1
    assert settlements() == ["three_way"]


def test_who_comes_later_declines_what_was_said_and_lines_go_by_what_was_before(acme):
    proposal = put(acme, DEFAULT_TERMS)
    beta = member("ben@beta.example", BETA)

    answer(beta, proposal=proposal.pk, is_agreed=False, why="", now=LATER)

    assert state_of(proposal) == State.DECLINED
    assert settlements() == ["two_way"]
    given, _taken = directions(reading(), acme, between(acme), today=TODAY)
    assert given.from_on is None
    assert verify() == []


def test_what_one_side_said_makes_room_for_what_it_says_of_the_same_day(acme):
    first = put(acme, DEFAULT_TERMS)
    second = put(acme, LATE, now=LATER)
    beta = member("ben@beta.example", BETA)

    answer(beta, proposal=second.pk, is_agreed=False, why="", now=LATER)

    assert state_of(first) == State.WITHDRAWN
    # Neither does what the same side alone said before come back.
    assert settlements() == ["two_way"]


def test_who_said_something_takes_it_back(acme):
    proposal = put(acme, DEFAULT_TERMS)

    withdraw(acme, proposal=proposal.pk, now=LATER)

    assert state_of(proposal) == State.WITHDRAWN
    assert settlements() == ["two_way"]


def test_who_proposed_takes_it_back_before_it_is_answered(acme, beta):
    proposal = put(acme)

    withdraw(acme, proposal=proposal.pk, now=LATER)

    with pytest.raises(Answered):
        answer(beta, proposal=proposal.pk, is_agreed=True, why="", now=LATER)
    assert state_of(proposal) == State.WITHDRAWN


def test_nobody_answers_his_own_proposal_or_takes_back_the_other_sides(acme, beta):
    proposal = put(acme)

    with pytest.raises(NotAllowed):
        answer(acme, proposal=proposal.pk, is_agreed=True, why="", now=LATER)
    with pytest.raises(NotAllowed):
        withdraw(beta, proposal=proposal.pk, now=LATER)

    assert state_of(proposal) == State.OPEN


def test_a_proposal_against_a_proposal_declines_it(acme, beta):
    first = put(acme)

    second = put(beta, LATE, other="Acme Pumps", is_given=False, now=LATER)

    assert (state_of(first), state_of(second)) == (State.DECLINED, State.OPEN)


def test_a_second_proposal_of_one_side_takes_the_first_back(acme, beta):
    first, second = put(acme), put(acme, LATE, now=LATER)

    assert (state_of(first), state_of(second)) == (State.WITHDRAWN, State.OPEN)


def test_each_direction_has_terms_of_its_own(acme, beta):
    given, taken = put(acme, DEFAULT_TERMS), put(acme, LATE, is_given=False)

    answer(beta, proposal=taken.pk, is_agreed=True, why="", now=LATER)

    assert (state_of(given), state_of(taken)) == (State.OPEN, State.AGREED)
    assert settlements() == ["two_way"]
    ours, theirs = directions(reading(), beta, between(beta, "Acme Pumps"), today=TODAY)
    assert (ours.terms, theirs.from_on) == (LATE, None)


def test_terms_of_a_later_day_leave_earlier_lines_as_they_are(acme, beta):
    order_and_bill("PO-2", on=JANUARY + 40)
    proposal = put(acme, DEFAULT_TERMS, from_on=JANUARY + 30)

    answer(beta, proposal=proposal.pk, is_agreed=True, why="", now=LATER)

    assert settlements() == ["two_way", "three_way"]
    assert "overbilled" in kinds_of_gaps()[0]


def test_the_language_that_two_write_in_is_agreed_with_the_terms(acme, beta):
    proposal = put(acme, language="nl")
    assert language_of(acme, between(acme), is_given=True) == ""

    answer(beta, proposal=proposal.pk, is_agreed=True, why="", now=LATER)

    assert language_of(beta, between(beta, "Acme Pumps"), is_given=False) == "nl"


def test_what_counts_already_is_not_proposed_again(acme):
    put(acme, DEFAULT_TERMS)

    with pytest.raises(NothingNew):
        put(acme, DEFAULT_TERMS, from_on=JANUARY + 3)

    assert Proposal.objects.count() == 1


@pytest.mark.parametrize("day", [0, 10**7])
def test_terms_from_a_day_that_nobody_means_are_refused(acme, day):
    with pytest.raises(WrongDay):
        put(acme, from_on=day)

    assert not Proposal.objects.exists()


@pytest.mark.parametrize("job", [Job.WAREHOUSE, Job.DRIVER, Job.PLANNER, Job.READER])
def test_only_who_trades_agrees_on_terms(acme, beta, job):
    other = member("carla@acme.example", ACME, job)

    with pytest.raises(NotAllowed):
        put(other)

    assert not Proposal.objects.exists()


def test_strangers_find_neither_the_relation_nor_the_proposal(acme, beta):
    proposal = put(acme)
    stranger = member("eve@gamma.example", GAMMA)

    with pytest.raises(NotThere):
        propose(
            stranger, number=between(acme).id, is_given=True, from_on=JANUARY, terms=TWO_WAY, language="",
            note="", now=NOW,
        )  # fmt: skip
    with pytest.raises(NotThere):
        answer(stranger, proposal=proposal.pk, is_agreed=True, why="", now=NOW)
    with pytest.raises(NotThere):
        answer(stranger, proposal=10**6, is_agreed=True, why="", now=NOW)

    assert state_of(proposal) == State.OPEN


def test_terms_from_a_file_are_told_as_such(acme):
    load_text("terms", f"supplier,buyer,settlement\nAcme Pumps,{BETA_GLN},prepaid\n")

    given, _taken = directions(reading(), acme, between(acme), today=TODAY)

    (told,) = told_versions(acme, given, proposals(acme, between(acme)))
    assert (told.asked, told.version.from_on, told.is_counting) == (None, 0, True)
    assert given.terms.settlement == PRESETS["prepaid"]


def test_terms_with_a_party_that_was_merged_count_for_its_papers_too(acme):
    order_and_bill("PO-9", taker=GAMMA)
    merge_parties(kept=BETA_GLN, gone="8711111000002", now=NOW)

    proposal = put(acme, DEFAULT_TERMS)

    assert settlements() == ["three_way", "three_way"]
    assert len(between(acme).numbers) == 2
    given, _taken = directions(reading(), acme, between(acme), today=TODAY)
    (told,) = told_versions(acme, given, proposals(acme, between(acme)))
    assert told.asked
    assert told.asked.proposal.pk == proposal.pk


def test_every_settlement_is_explained():
    said = {name: settlement_said(PRESETS[name], "Acme", "Beta") for name in PRESETS}

    assert set(PRESET_NAMES) == set(PRESETS)
    assert said["three_way"] == (
        "Beta books what came in. Acme bills what was accepted, and not before it came."
    )
    assert said["two_way"] == "No receipt is booked. Acme bills what was sent, else what was promised."
    assert said["unpriced"] == "Beta books what came in. Nothing is billed or paid."
    assert len(set(said.values())) == len(said)
    mixed = PRESETS["two_way"]._replace(biller=PRESETS["self_billed"].biller)
    assert settlement_name(mixed) == "As your papers go"


def test_facts_of_terms_are_as_many_whatever_they_say():
    counts = {len(facts_of(terms, language)) for terms in (DEFAULT_TERMS, LATE) for language in ("", "nl")}

    assert counts == {14}


def test_a_proposal_long_ago_is_not_taken_for_one_of_now(acme, beta):
    proposal = put(acme, now=NOW - timedelta(days=900))

    assert waiting_by_relation(beta, [between(acme).id]) == {between(acme).id: 1}
    assert state_of(proposal) == State.OPEN
