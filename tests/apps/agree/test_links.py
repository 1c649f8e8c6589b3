"""Links: somebody of the other side joins, or sees one deal without an account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings
from django.utils.translation import get_language

from comaker.apps.agree.actions import links
from comaker.apps.agree.actions.links import NoSuchDeal, end_link, give_link, invite
from comaker.apps.agree.actions.visits import LinkEnded, visit_of, visitor_of
from comaker.front import people
from comaker.front.models import Invitation, Member, User, Visit
from comaker.front.outsiders import HasPeople, HasStrangers, TooManyLinks, take_back, waiting
from comaker.front.people import LinkSpent
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Job
from tests.apps.agree.sides import GAMMA, LATER, NOW, between, browser, member, order_and_bill
from tests.record.masters import ACME, BETA


@pytest.fixture
def acme(record):
    order_and_bill()
    return member("anna@acme.example", ACME)


def asked_in(acme, email=""):
    return invite(acme, number=between(acme).id, email=email, now=NOW)


def shown(acme, deal="PO-1", *, days=30):
    return give_link(acme, number=between(acme).id, deal=deal, name="Carla Prins", days=days, now=NOW)


def user(name):
    return User.objects.create_user(f"{name}@example.com", "boterham-met-kaas")


def test_who_is_invited_owns_the_other_side(acme):
    secret = asked_in(acme)

    joined = people.accept(secret, user=user("ben"), now=LATER)

    assert (joined.job, joined.party_id) == (Job.OWNER, between(acme).other)
    assert not waiting(acme, party=between(acme).other, now=LATER)


def test_nobody_is_invited_to_a_party_that_has_people(acme):
    member("ben@beta.example", BETA)

    with pytest.raises(HasPeople):
        asked_in(acme)

    assert not Invitation.objects.exists()


def test_a_link_lets_nobody_in_once_others_act_for_that_side(acme):
    first, second = asked_in(acme), asked_in(acme)
    people.accept(first, user=user("ben"), now=LATER)

    with pytest.raises(HasPeople):
        people.accept(second, user=user("eve"), now=LATER)

    assert Member.objects.filter(party=between(acme).other).count() == 1


def test_nobody_opens_papers_of_others_by_an_invitation(acme):
    secret = asked_in(acme)
    order_and_bill("PO-7", giver=GAMMA, taker=BETA)

    with pytest.raises(HasStrangers):
        asked_in(acme)
    with pytest.raises(HasStrangers):
        people.accept(secret, user=user("eve"), now=LATER)

    assert not Member.objects.filter(party=between(acme).other).exists()


def test_an_invitation_that_was_ended_lets_nobody_in(acme):
    secret = asked_in(acme)
    (invitation,) = waiting(acme, party=between(acme).other, now=NOW)

    assert take_back(acme, invitation=invitation.pk, now=NOW)

    with pytest.raises(LinkSpent):
        people.accept(secret, user=user("ben"), now=LATER)
    assert not take_back(acme, invitation=invitation.pk, now=NOW)


def test_so_many_invitations_are_enough(acme):
    for _ in range(10):
        asked_in(acme)

    with pytest.raises(TooManyLinks):
        asked_in(acme)


@pytest.mark.parametrize("job", [Job.WAREHOUSE, Job.DRIVER, Job.PLANNER, Job.READER])
def test_only_who_trades_lets_others_in(acme, job):
    other = member(f"{job}@acme.example", ACME, job)

    with pytest.raises(NotAllowed):
        asked_in(other)
    with pytest.raises(NotAllowed):
        shown(other)

    assert not Invitation.objects.exists()
    assert not Visit.objects.exists()


def test_strangers_let_nobody_in(acme):
    stranger = member("eve@gamma.example", GAMMA)

    with pytest.raises(NotThere):
        invite(stranger, number=between(acme).id, email="", now=NOW)
    with pytest.raises(NotThere):
        give_link(stranger, number=between(acme).id, deal="PO-1", name="Eve", days=1, now=NOW)


def test_a_private_link_leads_to_one_deal_for_the_other_side(acme):
    visit, secret = shown(acme)

    found, asker = visitor_of(visit_of(secret, now=NOW).pk, now=NOW)

    assert found.pk == visit.pk
    assert (asker.party, asker.job, asker.name) == (between(acme).other, None, "Carla Prins")
    assert asker.deals == ((between(acme).id, "PO-1"),)


def test_a_private_link_is_to_a_deal_that_is_there(acme):
    with pytest.raises(NoSuchDeal):
        shown(acme, "PO-9")

    assert not Visit.objects.exists()


@pytest.mark.parametrize("days", [30, 90])
def test_a_private_link_ends_by_itself(acme, days):
    _visit, secret = shown(acme, days=days)
    assert visit_of(secret, now=NOW + timedelta(days=days) - timedelta(minutes=1)).deal == "PO-1"

    with pytest.raises(LinkEnded):
        visit_of(secret, now=NOW + timedelta(days=days))


def test_who_gave_a_link_ends_it(acme):
    visit, secret = shown(acme)
    assert [each.pk for each in links.links(acme, between(acme), now=NOW)] == [visit.pk]

    end_link(acme, visit=visit.pk, now=LATER)

    with pytest.raises(LinkEnded):
        visit_of(secret, now=LATER)
    with pytest.raises(LinkEnded):
        visitor_of(visit.pk, now=LATER)
    assert links.links(acme, between(acme), now=LATER) == []
    with pytest.raises(NotThere):
        end_link(acme, visit=visit.pk, now=LATER)


def test_others_do_not_end_it(acme):
    visit, _secret = shown(acme)
    stranger = member("eve@gamma.example", GAMMA)

    with pytest.raises(NotThere):
        end_link(stranger, visit=visit.pk, now=NOW)

    assert visitor_of(visit.pk, now=NOW)


def test_a_private_link_ends_when_the_other_side_has_people(acme):
    visit, _secret = shown(acme)
    member("ben@beta.example", BETA)

    with pytest.raises(LinkEnded):
        visitor_of(visit.pk, now=LATER)
    with pytest.raises(HasPeople):
        shown(acme)


def test_an_address_that_is_guessed_leads_nowhere(acme):
    visit, _secret = shown(acme)
    client = browser()

    answers = [client.get(f"/visits/{visit.pk}"), client.get("/visit/guessed"), client.get("/visits/999")]

    assert {answer.status_code for answer in answers} == {404}


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_links_are_mailed_in_the_language_that_two_agreed(acme):
    mail.outbox = []

    links.mail(to="ben@beta.example", language="nl", write=lambda: (get_language() + "\nCc: eve", "Tekst"))

    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["ben@beta.example"], "nl Cc: eve", "Tekst")


@override_settings(EMAIL_BACKEND="tests.apps.agree.refusing.EmailBackend")
def test_a_mail_that_cannot_be_sent_says_so(acme):
    with pytest.raises(links.NotMailed, match=r"ben@beta\.example"):
        links.mail(to="ben@beta.example", language="", write=lambda: ("Subject", "Text"))
