"""Pages of work on gaps: what a form or an address says is done, or refused in a sentence."""

import re

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comaker.apps.resolve.models import Acceptance, Aside, Assignment, Preference, Reminder
from comaker.apps.resolve.panels import actions_of
from comaker.front.asker import asker_of
from comaker.kernel.access import Job
from comaker.kernel.gap import Kind
from comaker.record.asked.owned import owned_by_key
from comaker.record.transaction import reading
from tests.apps.resolve.work import bill_of, line_of, named, stands

PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOST = "2 pieces sent and not received"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def signed_in(person):
    """Return a maker of clients in which somebody is signed in."""

    def come(name="anna", **more):
        client = Client()
        client.force_login(person(name, **more).user, backend=BACKEND)
        return client

    with override_settings(STORAGES=PLAIN, ALLOWED_HOSTS=["testserver"]):
        yield come


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def cards(response):
    """Return what the cards of Today say."""
    return re.findall(r"<h3><a [^>]*>([^<]+)</a>", response.content.decode())


def tomorrow():
    return timezone.localdate().fromordinal(timezone.localdate().toordinal() + 1).isoformat()


# The room.


def test_today_shows_whose_turn_it_is(signed_in):
    response = signed_in().get("/")

    assert response.status_code == 200
    assert "To pay bill F-PO-1" in words(response)
    assert LOST in words(signed_in().get("/?show=theirs"))
    assert "€ 10.00" in words(signed_in().get("/?show=theirs"))


def test_who_sees_no_money_sees_none_on_today(signed_in):
    client = signed_in("wim", job=Job.WAREHOUSE)
    for address in ("/", "/?show=theirs", "/?show=coming", "/?show=theirs&order=money&least=1"):
        assert "€" not in words(client.get(address))


def test_the_gap_that_is_put_aside_is_found_again(signed_in):
    client = signed_in()
    client.post("/gaps/aside", {"gap": [named()], "until": tomorrow(), "reason": "Waits for a count"})

    assert "PO-1/1" in words(client.get("/?show=theirs&aside=1"))
    assert "Waits for a count" in words(client.get("/?show=theirs&aside=1"))
    assert cards(client.get("/?show=theirs")).count(LOST) == 1


def test_what_somebody_looks_at_is_asked_for(signed_in, person):
    client, anna = signed_in(), person("anna")
    client.post("/gaps/assign", {"gap": [named()], "to": str(anna.pk)})

    assert "you look at it" in words(client.get("/?show=theirs&who=me"))
    assert "PO-2" not in words(client.get("/?show=theirs&who=me"))
    assert cards(client.get("/?show=theirs&who=nobody")).count(LOST) == 1


ASKED = st.dictionaries(
    st.sampled_from(
        ["show", "order", "kind", "cause", "with", "who", "aside", "q", "least", "after", "undo"]
    ),
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                *("mine", "theirs", "coming", "age", "missing", "payment", "1", "-1", "9" * 30, "9" * 18),
                *("me", "nobody", "1.2.3", "0.0.0", "9.9", "1,50", "aside-1", "assign-1-2"),
            ]
        ),
        st.integers().map(str),
    ),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
@given(asked=ASKED)
def test_nothing_that_stands_in_an_address_breaks_today(asked, signed_in):
    assert signed_in().get("/", asked).status_code == 200


# What is done.


def test_letting_a_gap_pass_by_its_page(signed_in, person):
    client = signed_in()
    page = client.get(f"/gaps/{line_of()}?accept=missing")
    assert "Let it pass" in words(page)

    response = client.post(
        f"/gaps/{line_of()}/accept", {"kind": "missing", "why": "By telephone"}, follow=True
    )

    assert "It stands in the record for both sides." in words(response)
    assert stands(person("anna"), line_of())[0] == ("missing", 2, "accepted")
    assert "“By telephone”" in words(response)
    client.post(f"/gaps/accepted/{Acceptance.objects.get().pk}/back")
    assert stands(person("anna"), line_of())[0] == ("missing", 2, "open")


def test_the_second_word_is_given_on_today(signed_in, person):
    bert, anna = signed_in("bert", job=Job.TRADER, most=1), signed_in("anna")

    told = bert.post(f"/gaps/{line_of()}/accept", {"kind": "missing"}, follow=True)

    assert "It waits for the word of a second person." in words(told)
    assert "You would let it pass" in words(bert.get("/"))
    assert "Bert would let it pass" in words(anna.get("/"))
    number = Acceptance.objects.get().pk
    refused = bert.post(f"/gaps/waiting/{number}/confirm")
    assert (refused.status_code, "You gave the first word yourself." in words(refused)) == (422, True)
    anna.post(f"/gaps/waiting/{number}/confirm")
    assert stands(person("anna"), line_of())[0] == ("missing", 2, "accepted")


def test_many_are_put_aside_at_once_and_brought_back(signed_in):
    client = signed_in()
    gaps = [f"{line_of()}-missing+overbilled", named(deal="PO-2")]
    assert "Waits" not in words(client.get("/gaps/aside", {"gap": gaps}))

    response = client.post(
        "/gaps/aside", {"gap": gaps, "until": tomorrow(), "reason": "Later", "next": "/?show=theirs"}
    )

    assert response.status_code == 302
    assert Aside.objects.filter(ended_at__isnull=True).count() == 3
    page = client.get(response["Location"])
    assert "Put aside; it comes back by itself." in words(page)
    [undo] = re.findall(r'name="undo" value="([^"]+)"', page.content.decode())
    client.post("/gaps/undo", {"undo": undo})
    assert not Aside.objects.filter(ended_at__isnull=True).exists()


def test_a_form_that_is_not_right_is_shown_again_with_what_is_wrong(signed_in):
    response = signed_in().post("/gaps/aside", {"gap": [named()], "until": "31-31-2026", "reason": ""})

    assert response.status_code == 422
    assert "Enter a valid date." in words(response)
    assert not Aside.objects.exists()


def test_reminding_says_what_became_of_it(signed_in):
    client = signed_in()

    first = client.post("/gaps/remind", {"gap": [named(), named(Kind.SURPLUS)]}, follow=True)
    again = client.post("/gaps/remind", {"gap": [named()]}, follow=True)

    assert "Reminded of 1 thing." in words(first)
    assert "1 thing is not their turn" in words(first)
    assert "Nobody of Acme Pumps is here yet to read it." in words(first)
    assert "They were reminded of 1 thing in the last 3 days already." in words(again)
    assert Reminder.objects.count() == 1


def test_nothing_chosen_is_said(signed_in):
    for page in ("assign", "aside", "remind"):
        response = signed_in().get(f"/gaps/{page}")
        assert (response.status_code, "Nothing is chosen." in words(response)) == (422, True)


@pytest.mark.parametrize("away", ["https://example.com/", "//example.com", "javascript:alert(1)", "/" * 3000])
def test_nobody_is_led_away_from_here(signed_in, away):
    response = signed_in().post("/gaps/assign", {"gap": [named()], "to": "", "next": away})

    assert (response.status_code, response["Location"]) == (302, "/")


def test_how_often_somebody_gets_mail_is_kept(signed_in):
    client = signed_in()

    client.post("/gaps/mail", {"pace": "daily"})

    assert Preference.objects.get().pace == "daily"
    assert client.post("/gaps/mail", {"pace": "hourly"}).status_code == 200
    assert Preference.objects.get().pace == "daily"


@pytest.mark.parametrize(
    "address", ["/gaps/1", "/gaps/99999999999999999999", "/gaps/waiting/1/confirm", "/gaps/accepted/1/back"]
)
def test_what_is_not_there_is_not_found(signed_in, address):
    client = signed_in()

    assert (client.post if "/" in address[6:] else client.get)(address).status_code == 404


def test_the_other_side_finds_nothing_of_others(signed_in, person):
    client = signed_in("wim", of="acme", job=Job.WAREHOUSE)

    assert client.get(f"/gaps/{bill_of()}").status_code == 404
    assert client.get(f"/gaps/{line_of()}").status_code == 200
    assert client.post(f"/gaps/{line_of()}/accept", {"kind": "missing"}).status_code == 403
    assert client.post(f"/gaps/{line_of()}/accept", {"kind": "nonsense"}).status_code == 404


# What the room Line shows.


def done_on(member, owner):
    asker = asker_of(member)
    owned, _names = owned_by_key(reading(), asker, [owner])
    actions = actions_of(owned[owner], asker) if owner in owned else []
    return [(action.name, action.address) for action in actions]


def test_who_loses_by_it_may_let_it_pass_and_remind(person):
    told = dict(done_on(person("anna"), line_of()))

    assert list(told) == ["Let something pass", "Remind Acme Pumps", "Assign", "Put it aside"]
    name = f"{line_of()}-missing%2Boverbilled"
    assert told["Remind Acme Pumps"] == f"/gaps/remind?gap={name}&next=%2Fline%2F{line_of()}"


def test_who_acts_next_sorts_out_who_looks_at_it(person):
    assert [name for name, _ in done_on(person("piet", of="acme"), line_of())] == [
        "Assign", "Put it aside",
    ]  # fmt: skip


def test_a_bill_is_let_go_by_who_is_paid(person):
    told = dict(done_on(person("piet", of="acme"), bill_of()))

    assert told["Let it pass"] == f"/gaps/{bill_of()}?accept=unpaid#accept"
    assert done_on(person("wim", of="acme", job=Job.WAREHOUSE), bill_of()) == []


def test_who_may_do_nothing_is_offered_nothing(person):
    assert done_on(person("rik", job=Job.READER), line_of()) == []
    assert done_on(person("anna"), 17) == []


def test_every_address_that_is_offered_leads_somewhere(signed_in, person):
    client = signed_in()
    for owner in (line_of(), bill_of()):
        for _, address in done_on(person("anna"), owner):
            assert client.get(address).status_code == 200
    assert not Assignment.objects.exists()
