"""Knowing a line: talk, who asked first, the person behind the order, and pages for who may see them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comaker.apps.know import actions
from comaker.apps.know.actions import LinkEnded, NotAGrade, NothingSaid
from comaker.apps.know.diagnosis import diagnosis_of
from comaker.apps.know.finding import found_for
from comaker.apps.know.models import Originator
from comaker.apps.know.panels import knowing
from comaker.front.asker import asker_of, join
from comaker.front.models import User
from comaker.front.refusals import NotAllowed, NotThere
from comaker.front.said import day_said
from comaker.kernel.access import Job
from comaker.kernel.gap import Cause
from comaker.record.asked.why import matter_of_relation
from tests.record.beeswax import (
    ALFA,
    BETA,
    GAMMA,
    TODAY,
    jars,
    line_of,
    matter,
    number_of,
    on,
    post_papers,
    seen,
    soap,
    wax,
)

NOW = datetime(2026, 1, 20, 9, tzinfo=UTC)


@pytest.fixture
def line(record):
    post_papers(*wax(), *soap(), *jars())
    return line_of("PO-1047")


def member(name, party, job=Job.OWNER):
    user = User.objects.filter(email=f"{name}@example.com").first()
    user = user or User.objects.create_user(f"{name}@example.com", "boterham-met-kaas", name=name.title())
    return join(user, number_of(party), job, now=NOW)


def asker(name, party, job=Job.OWNER):
    return asker_of(member(name, party, job))


def visitor(**more):
    return Client(SERVER_NAME="localhost", **more)


def browser(name, party, job=Job.OWNER, **more):
    client = visitor(**more)
    client.force_login(member(name, party, job).user)
    return client


def test_what_is_said_stands_under_the_name_of_who_said_it(line):
    actions.say(asker("anna", ALFA), line=line, words="  They come\r\ntomorrow. ", is_note=False, now=NOW)

    [said] = seen(line, asker("bert", BETA)).talk
    assert (said.name, said.words, said.only_for) == ("Anna", "They come\ntomorrow.", 0)


def test_a_note_stays_with_one_s_own(line):
    actions.say(asker("anna", ALFA), line=line, words="Wait.", is_note=True, now=NOW)

    assert seen(line, asker("bert", BETA)).talk == ()
    assert len(seen(line, asker("carl", ALFA, Job.PLANNER)).talk) == 1


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 4001, "\x00"])
def test_nothing_and_too_much_are_refused(line, words):
    with pytest.raises(NothingSaid):
        actions.say(asker("anna", ALFA), line=line, words=words, is_note=False, now=NOW)

    assert seen(line, asker("anna", ALFA)).talk == ()


def test_who_only_reads_does_not_speak(line):
    with pytest.raises(NotAllowed):
        actions.say(asker("anna", ALFA, Job.READER), line=line, words="Hello", is_note=False, now=NOW)


def test_nobody_speaks_about_a_line_of_others(line):
    with pytest.raises(NotThere):
        actions.say(asker("gert", GAMMA), line=line, words="Hello", is_note=False, now=NOW)


@pytest.mark.parametrize("who, party", [("anna", ALFA), ("bert", BETA)])
def test_that_the_customer_asked_is_kept_whoever_writes_it_down(line, who, party):
    actions.note_asked(asker(who, party), line=line, words="", now=NOW)

    [asked] = seen(line, asker("anna", ALFA)).asked
    assert (asked.name, asked.asked_by) == (who.title(), number_of(BETA))


def test_the_person_behind_an_order_says_how_it_was(line):
    secret = actions.add_originator(asker("bert", BETA), line=line, name="  Family  Jansen ", now=NOW)

    actions.answer(secret, grade="4", words="Smells lovely.", now=NOW)
    actions.answer(secret, grade="5", words="Smells lovely!", now=NOW)

    [told] = knowing(seen(line, asker("bert", BETA)), asker("bert", BETA)).behind
    assert (told.name, told.grade, told.words, told.has_seen) == ("Family Jansen", 5, "Smells lovely!", True)
    [heard] = knowing(seen(line, asker("anna", ALFA)), asker("anna", ALFA)).behind
    assert (heard.name, heard.grade, heard.words) == ("", 5, "Smells lovely!")


def test_nothing_of_the_secret_is_kept(line):
    secret = actions.add_originator(asker("bert", BETA), line=line, name="Jansen", now=NOW)

    kept = Originator.objects.values_list().get()
    assert secret not in str(kept)
    assert bytes(Originator.objects.get().digest) == actions.digest(secret)


@pytest.mark.parametrize("grade", ["", "0", "6", "-1", "5.0", "²", "55555555555555", "five"])
def test_a_grade_is_one_of_five(line, grade):
    secret = actions.add_originator(asker("bert", BETA), line=line, name="Jansen", now=NOW)

    with pytest.raises(NotAGrade):
        actions.answer(secret, grade=grade, words="", now=NOW)

    assert Originator.objects.get().answered_at is None


def test_only_who_buys_adds_the_person_behind(line):
    for who in (asker("anna", ALFA), asker("wim", BETA, Job.WAREHOUSE)):
        with pytest.raises(NotAllowed):
            actions.add_originator(who, line=line, name="Jansen", now=NOW)

    assert Originator.objects.count() == 0


def test_a_link_ends_when_it_is_ended_and_in_the_end(line):
    bert = asker("bert", BETA)
    secret = actions.add_originator(bert, line=line, name="Jansen", now=NOW)
    key = Originator.objects.get().pk

    with pytest.raises(LinkEnded):
        actions.originator_of(secret, now=NOW + timedelta(days=200))
    with pytest.raises(NotThere):
        actions.end_originator(asker("anna", ALFA), line=line, originator=key, now=NOW)
    actions.end_originator(bert, line=line, originator=key, now=NOW)
    with pytest.raises(LinkEnded):
        actions.originator_of(secret, now=NOW)


def test_search_answers_as_one_would_on_the_telephone(line):
    answer = found_for(asker("anna", ALFA), "PO-1047", today=TODAY)

    said = {each.key: each.said for each in answer.lines}
    assert said[line] == (
        f"Order PO-1047 of Beta Candles: 120 kg promised for {day_said(on(1, 9))}, "
        f"118 came on {day_said(on(1, 10))}, 2 refused; you credit 4 kg, € 6.00."
    )


def test_search_tells_the_other_side_who_acts(line):
    answer = found_for(asker("bert", BETA), "PO-1047", today=TODAY)

    said = {each.key: each.said for each in answer.lines}
    assert said[line].startswith("Order PO-1047 to Alfa Beeswax: ")
    assert said[line].endswith("Alfa Beeswax credits 4 kg, € 6.00.")


def test_search_tells_of_a_bill_what_is_paid_and_who_pays(line):
    bert = asker("bert", BETA)

    waiting = found_for(bert, "F-9", today=TODAY).bills
    due = found_for(bert, "F-9", today=on(2, 10)).bills

    assert [each.said for each in waiting] == [
        f"Bill F-9 of Alfa Beeswax, € 240.00: nothing paid yet; due by {day_said(on(2, 9))}."
    ]
    assert [each.said for each in due] == [
        "Bill F-9 of Alfa Beeswax, € 240.00: nothing paid yet; you pay, € 240.00."
    ]


def test_a_line_is_found_by_the_person_behind_it(line):
    bert = asker("bert", BETA)
    actions.add_originator(bert, line=line, name="Jansen", now=NOW)

    assert [each.key for each in found_for(bert, "jans", today=TODAY).lines] == [line]
    assert found_for(asker("anna", ALFA), "jans", today=TODAY).is_empty


def test_a_diagnosis_tells_shares_of_money_pieces_and_days(line):
    bert = asker("bert", BETA)
    about = matter(matter_of_relation(line >> 32, bert, today=on(2, 10)))

    told = diagnosis_of(about, bert, cause=Cause.CONDITION, in_pieces=False, today=on(2, 10))

    rows = {row.cause: (row.amount, row.days, row.lines) for row in told.rows}
    assert rows[Cause.PAYMENT] == ("€ 240.00", "", 1)
    assert rows[Cause.TRANSPORT] == ("€ 3.00", "2", 1)
    assert sum(row.percent for row in told.rows) in range(98, 103)
    assert [each.said for each in told.behind] == ["refused: 2"]
    assert told.in_money
    assert told.lying == 5


def test_a_page_of_a_line_takes_few_statements(line):
    client = browser("anna", ALFA)
    client.get(f"/line/{line}")

    with CaptureQueriesContext(
        connection,
    ) as told:
        answer = client.get(f"/line/{line}")

    assert answer.status_code == 200
    # Six more go to the record past Django.
    assert len(told) + 6 <= 12


def test_the_pulse_tells_of_news_and_of_nothing_else(line):
    client = browser("anna", ALFA)
    relation = line >> 32
    serial = seen(line, asker("anna", ALFA)).serial

    assert client.get(f"/pulse/{relation}?serial={serial}").status_code == 204
    actions.say(asker("bert", BETA), line=line, words="Hello", is_note=False, now=NOW)
    news = client.get(f"/pulse/{relation}?serial={serial}")

    assert (news.status_code, news["HX-Trigger"]) == (200, "record-changed")
    assert f"serial={serial + 2}".encode() in news.content


@pytest.mark.parametrize(
    "address", ["/pulse/1", "/pulse/1?serial=x", "/pulse/77?serial=0", f"/pulse/{10**30}"]
)
def test_the_pulse_tells_strangers_nothing(line, address):
    client = browser("gert", GAMMA)
    if address.startswith("/pulse/1"):
        address = address.replace("/pulse/1", f"/pulse/{line >> 32}", 1)

    assert client.get(address).status_code == 204
    assert visitor().get(address).status_code == 204


def test_a_line_of_others_answers_as_one_that_is_not_there(line):
    client = browser("gert", GAMMA)
    relation = line >> 32
    theirs = [
        f"/line/{line}",
        f"/line/{line}/why",
        f"/deals/{relation}/PO-1047/why",
        f"/relations/{relation}/why",
    ]
    nowhere = [
        f"/line/{10**30}",
        "/line/5/why",
        "/deals/999/x/why",
        f"/relations/{10**30}/why",
        "/deals/1/%00/why",
    ]

    answers = [client.get(address) for address in (*theirs, *nowhere)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({_main_of(answer) for answer in answers}) == 1


def _main_of(answer):
    return answer.content.decode().partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("where", ["talk", "asked", "behind"])
def test_nobody_writes_on_a_line_of_others(line, where):
    client = browser("gert", GAMMA)

    answer = client.post(f"/line/{line}/{where}", {"words": "x", "name": "x"})

    assert answer.status_code == 404
    assert seen(line, asker("anna", ALFA)).talk == ()


def test_a_form_of_another_site_changes_nothing(line):
    client = browser("anna", ALFA, enforce_csrf_checks=True)

    assert client.post(f"/line/{line}/talk", {"words": "Hello"}).status_code == 403
    assert seen(line, asker("anna", ALFA)).talk == ()


@pytest.mark.parametrize("job", [Job.WAREHOUSE, Job.DRIVER])
def test_no_page_shows_money_to_who_may_not_see_it(line, job):
    client = browser("wim", BETA, job)
    relation = line >> 32
    addresses = [
        f"/line/{line}", f"/line/{line}?as_of=2026-01-12", f"/line/{line}/why",
        f"/deals/{relation}/PO-1047/why",
        f"/relations/{relation}/why?cause=billing", "/search?q=PO-10", "/search?q=F-9",
    ]  # fmt: skip

    for address in addresses:
        text = _main_of(client.get(address))
        assert "€" not in text
        assert "EUR" not in text
        assert "1.50" not in text
        assert "Billed" not in text


def test_a_day_that_is_none_is_a_sentence(line):
    answer = browser("anna", ALFA).get(f"/line/{line}?as_of=soon")

    assert answer.status_code == 422
    assert "is not a day" in answer.content.decode()


def test_who_is_not_signed_in_signs_in_first(line):
    for address in (f"/line/{line}", f"/line/{line}/why", "/search?q=PO"):
        assert visitor().get(address).status_code == 302


def test_the_page_of_the_person_behind_needs_no_account(line):
    secret = actions.add_originator(asker("bert", BETA), line=line, name="Jansen", now=datetime.now(UTC))

    page = visitor().get(f"/behind/{secret}").content.decode()
    thanks = (
        visitor().post(f"/behind/{secret}", {"grade": "5", "words": "Fine"}, follow=True).content.decode()
    )

    assert "€" not in page
    assert "Jansen" in page
    assert "You said: 5 of 5" in thanks
    assert visitor().get("/behind/nonsense").status_code == 404
