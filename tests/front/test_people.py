"""People: who begins, who is invited, and who acts for whom."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from comaker.front import people
from comaker.front.asker import asker_of
from comaker.front.models import Member, User
from comaker.front.people import KnownParty, LastOwner, LinkSpent
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Job
from comaker.kernel.document import Kind
from comaker.kernel.party import party_of
from comaker.record.masters.merging import merge_parties
from comaker.record.models import Party
from tests.record.masters import ACME_GLN, JANUARY, paper, post_all

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
VAT, OTHER_VAT = "NL001234567B01", "NL007654321B01"
OTHER = party_of("Acme", (f"vat:{OTHER_VAT}",))


def user(name):
    return User.objects.create_user(f"{name}@example.com", "boterham-met-kaas")


def begin(name, *, party="Beta Bouw", identifier=VAT):
    return people.begin(user=user(name), name=party, identifier=identifier, is_person=False, now=NOW)


@pytest.fixture
def owner(record):
    return begin("anna")


def test_who_begins_owns_his_party(owner):
    asker = asker_of(owner)

    assert (asker.job, asker.party, asker.parties) == (Job.OWNER, owner.party_id, (owner.party_id,))
    assert owner.party.identifiers.get().text == f"vat:{VAT}"


def test_nobody_takes_a_party_that_others_work_for(owner):
    with pytest.raises(KnownParty):
        begin("eve", party="Not Beta", identifier="nl 0012 345 67 b01")

    assert Member.objects.count() == 1


def test_nobody_takes_a_party_that_papers_have_named(owner):
    post_all(paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5))

    with pytest.raises(KnownParty):
        begin("eve", party="Acme", identifier=ACME_GLN)


def test_the_first_of_an_installation_may_be_a_party_that_papers_have_named(record):
    post_all(paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5))

    assert begin("anna", party="Acme", identifier=ACME_GLN).party.name == "Acme Pumps"


def test_an_invitation_works_once(owner):
    secret = people.invite(asker_of(owner), job=Job.WAREHOUSE, email="", now=NOW)

    joined = people.accept(secret, user=user("bert"), now=NOW)

    assert (joined.job, joined.party_id) == (Job.WAREHOUSE, owner.party_id)
    with pytest.raises(LinkSpent):
        people.accept(secret, user=user("carla"), now=NOW)


def test_an_invitation_lasts_a_week(owner):
    secret = people.invite(asker_of(owner), job=Job.TRADER, email="", now=NOW)

    with pytest.raises(LinkSpent):
        people.accept(secret, user=user("bert"), now=NOW + timedelta(days=8))


def test_only_an_owner_invites(owner):
    secret = people.invite(asker_of(owner), job=Job.TRADER, email="", now=NOW)
    trader = people.accept(secret, user=user("bert"), now=NOW)

    with pytest.raises(NotAllowed):
        people.invite(asker_of(trader), job=Job.OWNER, email="", now=NOW)


def test_the_last_owner_stays_and_others_can_be_ended(owner):
    secret = people.invite(asker_of(owner), job=Job.READER, email="", now=NOW)
    reader = people.accept(secret, user=user("bert"), now=NOW)

    people.end(asker_of(owner), member=reader.pk, now=NOW)

    with pytest.raises(LastOwner):
        people.end(asker_of(owner), member=owner.pk, now=NOW)
    assert [member.pk for member in people.members(asker_of(owner))] == [owner.pk]


def test_nobody_ends_people_of_others(owner):
    other = begin("otto", party="Delta", identifier="")

    with pytest.raises(NotThere):
        people.end(asker_of(other), member=owner.pk, now=NOW)


def test_a_merged_party_is_known_under_all_its_numbers(record):
    acme = begin("anna", party="Acme", identifier=ACME_GLN)
    post_all(paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5, giver=OTHER))
    merge_parties(kept=OTHER_VAT, gone=ACME_GLN, now=NOW)

    asker = asker_of(acme)

    assert asker.party == Party.objects.get(identifiers__text=f"vat:{OTHER_VAT}").pk
    assert set(asker.parties) == {asker.party, acme.party_id}


def test_the_pages_lead_from_an_account_to_a_party_to_another_member(record):
    anna, bert = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    anna.force_login(user("anna"))
    bert.force_login(user("bert"))

    began = anna.post("/start", {"name": "Beta Bouw", "identifier": VAT})
    anna.post("/people/invite", {"email": "", "job": "trader"})
    shown = anna.get("/people").content.decode()
    link = shown.partition('value="http://localhost')[2].partition('"')[0]
    joined = bert.post(link)

    assert [(each.status_code, each.headers["Location"]) for each in (began, joined)] == [(302, "/")] * 2
    assert "bert@example.com" in anna.get("/people").content.decode()
    assert "/join/" not in anna.get("/people").content.decode()


def test_every_page_says_what_it_may_load_and_is_kept_nowhere(record):
    answer = Client(SERVER_NAME="localhost").get("/accounts/login/")

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_address_that_leads_nowhere_says_so_in_the_language_of_the_reader(record):
    answer = Client(SERVER_NAME="localhost").get("/nowhere", headers={"accept-language": "en"})

    assert answer.status_code == 404
    assert "There is nothing here for you." in answer.content.decode()


def test_an_account_can_be_made_by_the_first_and_by_the_invited_alone(record):
    first = Client(SERVER_NAME="localhost").get("/accounts/signup/").content.decode()
    user("anna")
    later = Client(SERVER_NAME="localhost").get("/accounts/signup/").content.decode()

    assert 'name="password1"' in first
    assert 'name="password1"' not in later
