"""Mandates: a party lets another do named acts for it, and ends that again."""

import pytest

from comaker.apps.agree.actions.mandates import LEFT_TO_OTHERS, NobodyMeant, NothingLeft, end, give
from comaker.apps.agree.pages.words import DOING_NAMES
from comaker.apps.agree.queries import mandates
from comaker.front.asker import asker_of
from comaker.front.models import Mandate, Member
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Doing, Job, may
from tests.apps.agree.sides import GAMMA, LATER, NOW, member, order_and_bill
from tests.record.masters import ACME, BETA, BETA_GLN


@pytest.fixture
def acme(record):
    order_and_bill()
    return member("anna@acme.example", ACME)


def let(acme, *doings, to="Beta Bouw", now=NOW):
    return give(acme, to=to, doings=doings or (Doing.RECEIVE,), now=now)


@pytest.mark.parametrize("name", ["Beta Bouw", "beta  bouw", BETA_GLN, f"gln:{BETA_GLN}"])
def test_who_holds_a_mandate_may_do_what_it_names(acme, name):
    beta, acme_number = member("ben@beta.example", BETA), acme.party

    given = let(acme, Doing.RECEIVE, Doing.TALK, to=name)

    holder = asker_of(Member.objects.get(pk=beta.member))
    assert given.to_id == beta.party
    assert may(holder, Doing.RECEIVE, giver=10**6, taker=acme_number)
    assert not may(holder, Doing.PAY, giver=10**6, taker=acme_number)


def test_what_was_given_and_what_is_held_is_listed(acme):
    beta = member("ben@beta.example", BETA)

    given = let(acme)

    assert [[each.pk for each in some] for some in mandates(acme)] == [[given.pk], []]
    assert [[each.pk for each in some] for some in mandates(beta)] == [[], [given.pk]]


def test_a_mandate_ends_and_counts_no_more(acme):
    beta = member("ben@beta.example", BETA)
    given = let(acme)

    end(acme, mandate=given.pk, now=LATER)

    holder = asker_of(Member.objects.get(pk=beta.member))
    assert not may(holder, Doing.RECEIVE, giver=10**6, taker=acme.party)
    with pytest.raises(NotThere):
        end(acme, mandate=given.pk, now=LATER)


def test_a_new_mandate_to_the_same_party_takes_the_place_of_the_old(acme):
    let(acme, Doing.RECEIVE)

    let(acme, Doing.TALK, now=LATER)

    (standing,) = mandates(acme)[0]
    assert standing.doings == "talk"
    assert Mandate.objects.count() == 2


@pytest.mark.parametrize("name", ["Nobody at all", "Acme Pumps", "", "0000000000000"])
def test_a_party_that_is_not_clear_gets_none(acme, name):
    with pytest.raises(NobodyMeant):
        let(acme, to=name)

    assert not Mandate.objects.exists()


def test_a_mandate_names_an_act(acme):
    with pytest.raises(NothingLeft):
        give(acme, to="Beta Bouw", doings=(), now=NOW)
    with pytest.raises(NothingLeft):
        give(acme, to="Beta Bouw", doings=(Doing.ACCEPT, Doing.MANAGE, Doing.AGREE), now=NOW)


@pytest.mark.parametrize("job", [job for job in Job if job is not Job.OWNER])
def test_only_an_owner_gives_and_ends_mandates(acme, job):
    given = let(acme)
    other = member(f"{job}@acme.example", ACME, job)

    with pytest.raises(NotAllowed):
        let(other)
    with pytest.raises(NotAllowed):
        end(other, mandate=given.pk, now=NOW)


def test_others_do_not_end_it(acme):
    given = let(acme)
    stranger = member("eve@gamma.example", GAMMA)

    with pytest.raises(NotThere):
        end(stranger, mandate=given.pk, now=NOW)

    assert mandates(acme)[0]


def test_every_act_that_may_be_left_has_a_name():
    assert set(LEFT_TO_OTHERS) == set(DOING_NAMES)
