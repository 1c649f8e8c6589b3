"""Tokens: who shows one acts for its party, as far as its job and its scopes go."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from comaker.front.api.errors import TooOften
from comaker.front.api.granting import NoScope, make, revoke, tokens_of
from comaker.front.api.limits import Rate
from comaker.front.models import Mandate, Member, Token, User
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Job
from comaker.record.masters.merging import merge_parties, unmerge_parties
from tests.front.api.programs import ACME, BETA, GAMMA, NOW, Program, number_of, order, program_of

NO_TOKEN = b'"code":"no_token"'


def asker(party, job=Job.OWNER):
    number = number_of(party)
    return Asker(number, (number,), job, 0)


def test_a_program_learns_whom_it_acts_for(beta):
    me = beta.get("/me").told

    assert (me["party"]["name"], me["job"]) == ("Beta Bouw", "owner")
    assert me["party"]["identifiers"] == ["gln:8798765000008"]
    assert me["sees"] == ["money", "documents", "talk", "notes", "members"]


def test_the_secret_is_kept_nowhere(record):
    _, secret = make(
        party=number_of(BETA), name="ERP", job=Job.TRADER, scopes=["read"], days=None, made_by=None, now=NOW
    )

    kept = Token.objects.get()
    assert secret.startswith(kept.prefix)
    assert len(kept.prefix) < 16
    assert secret.encode() not in bytes(kept.digest)
    assert secret not in repr(kept.__dict__)


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer \u00ff", "x" * 9999]
)
def test_nobody_comes_in_without_one(nobody, said):
    answer = Client(HTTP_HOST="localhost").get("/api/v1/me", headers={"Authorization": said} if said else {})

    assert answer.status_code == 401
    assert NO_TOKEN in answer.content
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_that_was_revoked_or_has_expired_is_as_one_that_never_was(beta):
    unknown = Program("comaker_nobody").get("/me")
    old = program_of(BETA, days=1, now=datetime.now(UTC) - timedelta(days=2)).get("/me")
    revoke(Token.objects.earliest("pk").pk, asker=asker(BETA), now=datetime.now(UTC))
    gone = beta.get("/me")

    assert unknown.status == 401
    assert (old.status, old.body) == (unknown.status, unknown.body)
    assert (gone.status, gone.body) == (unknown.status, unknown.body)


def test_a_session_of_a_browser_lets_no_program_in(beta):
    client = Client(HTTP_HOST="localhost")
    client.cookies["comaker"] = "whatever"

    assert client.get("/api/v1/me").status_code == 401


def test_owners_alone_see_make_and_revoke_tokens(record):
    program_of(ACME)
    mine = tokens_of(asker(ACME))

    with pytest.raises(NotAllowed):
        tokens_of(asker(ACME, Job.TRADER))
    with pytest.raises(NotThere):
        revoke(mine[0].id, asker=asker(BETA), now=NOW)
    assert [each.name for each in mine] == ["Acme Pumps's ERP"]
    assert tokens_of(asker(BETA)) == []


def test_a_token_is_for_something_that_there_is(record):
    for scopes in ([], ["everything"], ["read", "write"]):
        with pytest.raises(NoScope):
            make(
                party=number_of(BETA),
                name="x",
                job=Job.OWNER,
                scopes=scopes,
                days=None,
                made_by=None,
                now=NOW,
            )
    assert Token.objects.count() == 0


def test_the_last_day_of_use_is_kept(beta):
    beta.get("/me")

    assert Token.objects.get().used_on == datetime.now(UTC).toordinal()


def test_a_party_that_stands_for_another_sees_what_is_the_others(beta, gamma):
    beta.bring(order())
    assert gamma.get("/lines").told["items"] == []

    merge_parties(kept=GAMMA["identifiers"][0], gone=BETA["identifiers"][0], now=NOW)

    assert len(gamma.get("/lines").told["items"]) == 1
    assert beta.get("/me").told["party"]["name"] == "Gamma Groep"
    assert len(beta.get("/lines").told["items"]) == 1
    unmerge_parties(kept=GAMMA["identifiers"][0], gone=BETA["identifiers"][0], now=NOW)
    assert gamma.get("/lines").told["items"] == []


def test_who_has_a_mandate_brings_papers_for_who_gave_it(acme, gamma):
    user = User.objects.create_user("anna@example.com", "boterham-met-kaas")
    member = Member.objects.create(user=user, party_id=number_of(BETA), job="owner", joined_at=NOW)
    assert gamma.bring(order()).code == "not_yours"

    Mandate.objects.create(
        of_id=number_of(BETA), to_id=number_of(GAMMA), doings="ask", given_by=member, given_at=NOW
    )

    assert gamma.bring(order()).told["state"] == "taken"
    assert gamma.bring({**order("R-1"), "kind": "receipt advice"}).code == "not_yours"


def test_who_asks_too_often_is_told_when_to_come_back():
    rate = Rate(60)
    for _ in range(60):
        rate.count(1, now=100.0)

    with pytest.raises(TooOften) as refused:
        rate.count(1, now=100.0)
    rate.count(2, now=100.0)
    rate.count(1, now=101.5)

    assert refused.value.headers() == {"Retry-After": "1"}


def test_asking_too_often_is_answered_with_when_to_come_back(beta, monkeypatch):
    monkeypatch.setattr("comaker.front.api.limits.RATE", Rate(2))

    statuses = [beta.get("/me") for _ in range(3)]

    assert [each.status for each in statuses] == [200, 200, 429]
    assert statuses[-1].code == "too_often"
    assert int(statuses[-1].headers["Retry-After"]) > 0
