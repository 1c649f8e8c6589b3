"""The room Line in a browser: both sides see one row, speak about it, and hear the person behind it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from comaker.apps.know import actions
from comaker.front.asker import asker_of, members_of
from comaker.front.models import User
from comaker.kernel.access import Job
from comaker.record.sight import beyond
from tests.browser.seeing import PHONE, sound
from tests.engines.matching.papers import despatch
from tests.engines.matching.papers import line as paper_line
from tests.record.beeswax import ALFA_VAT, BETA_VAT, BETWEEN, jars, line_of, on, post_papers, soap, wax

ALFA = {"party": "Alfa Beeswax", "identifier": ALFA_VAT}
BETA = {"party": "Beta Candles", "identifier": BETA_VAT}


@pytest.fixture
def line(site):
    post_papers(*wax(), *soap(), *jars())
    return line_of("PO-1047")


def asker(email):
    return asker_of(members_of(User.objects.get(email=email))[0])


def test_both_sides_see_the_same_row(as_person, line):
    rows = []
    for email, side in (("anna@example.com", ALFA), ("bert@example.com", BETA)):
        page = as_person(email, **side)
        page.goto(f"/line/{line}")
        expect(page.get_by_role("heading", name="Beeswax, filtered")).to_be_visible()
        rows.append(page.locator(".acts").inner_text())

    assert rows[0] == rows[1]
    assert "2 missing" in rows[0]
    assert "2 refused" in rows[0]


def test_the_page_of_a_line_shuts_nobody_out(as_person, line):
    page = as_person("bert@example.com", **BETA)
    actions.say(asker("bert@example.com"), line=line, words="Hello?", is_note=True, now=datetime.now(UTC))
    actions.note_asked(asker("bert@example.com"), line=line, words="", now=datetime.now(UTC))

    for address in (f"/line/{line}", f"/line/{line}?as_of={date(2026, 1, 9)}", f"/line/{line_of('PO-1051')}"):
        page.goto(address)
        sound(page)


def test_search_and_diagnosis_shut_nobody_out(as_person, line):
    page = as_person("bert@example.com", **BETA)
    relation = line >> 32

    for address in (
        "/search?q=PO-10", "/search?q=nothing", "/search?q=x", f"/line/{line}/why",
        f"/deals/{relation}/PO-1047/why?in=pieces", f"/relations/{relation}/why?cause=billing",
    ):  # fmt: skip
        page.goto(address)
        sound(page)


def test_what_one_side_says_comes_to_the_other_by_itself(as_person, line):
    anna = as_person("anna@example.com", **ALFA)
    anna.goto(f"/line/{line}")
    anna.get_by_label("Say something").fill("half a sen")
    bert = as_person("bert@example.com", **BETA)
    bert.goto(f"/line/{line}")

    bert.get_by_label("Say something").fill("Two drums are missing.")
    bert.get_by_role("button", name="Say it to both sides").click()

    expect(anna.locator("#said")).to_contain_text("Two drums are missing.", timeout=12_000)
    expect(anna.get_by_label("Say something")).to_have_value("half a sen")


def test_a_paper_that_comes_in_redraws_the_row(as_person, line):
    anna = as_person("anna@example.com", **ALFA)
    other = line_of("PO-1051")
    anna.goto(f"/line/{other}")
    expect(anna.locator(".acts li").nth(2)).to_have_class("untold")

    with beyond():
        post_papers(sent_jars())

    expect(anna.locator(".acts li").nth(2).locator(".many")).to_have_text("30", timeout=12_000)
    expect(anna.locator("#entries")).to_contain_text("Despatch advice D-99")


def sent_jars():
    row = paper_line(1, "jar", 30, order="PO-1051", order_line="1")
    return despatch("D-99", row, on=on(1, 14), **BETWEEN)


def test_a_note_is_for_one_s_own_people(as_person, line):
    bert = as_person("bert@example.com", **BETA)
    bert.goto(f"/line/{line}")
    bert.get_by_label("Say something").fill("Do not pay yet.")
    bert.get_by_role("button", name="Note it for us only").click()
    expect(bert.locator("#said")).to_contain_text("only you see this")

    anna = as_person("anna@example.com", **ALFA)
    anna.goto(f"/line/{line}")

    expect(anna.locator("#said")).not_to_contain_text("Do not pay yet.")


def test_that_the_customer_asked_is_one_button(as_person, line):
    anna = as_person("anna@example.com", **ALFA, scripts=False)
    anna.goto(f"/line/{line}")

    anna.get_by_role("button", name="The customer asked").click()

    expect(anna.locator("#asked")).to_contain_text("Beta Candles asked first on")
    expect(anna.locator("#asked")).to_contain_text("wrote it down")


def test_the_person_behind_an_order_says_how_it_was_without_scripts_or_account(as_person, visitor, line):
    bert = as_person("bert@example.com", **BETA)
    bert.goto(f"/line/{line}")
    bert.get_by_label("Name", exact=True).fill("Family Jansen")
    bert.get_by_role("button", name="Make a private link").click()
    link = bert.get_by_label("Link", exact=True).input_value()

    jansen = visitor(view=PHONE, scripts=False, language="nl")
    jansen.goto(link)
    jansen.locator("label", has_text="5").click()
    jansen.locator("textarea").fill("Smells lovely")
    jansen.locator("main form button").click()

    assert "€" not in jansen.locator("main").inner_text()
    bert.goto(f"/line/{line}")
    expect(bert.get_by_text("5 of 5")).to_be_visible()
    expect(bert.get_by_text("Smells lovely")).to_be_visible()


def test_a_grade_is_given_by_keyboard(as_person, visitor, line):
    as_person("bert@example.com", **BETA)
    now = datetime.now(UTC) - timedelta(minutes=1)
    secret = actions.add_originator(asker("bert@example.com"), line=line, name="Jansen", now=now)
    page = visitor()
    page.goto(f"/behind/{secret}")
    sound(page)

    page.locator("input[name=grade]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Say how it was").press("Enter")

    expect(page.get_by_text("You said: 3 of 5")).to_be_visible()


def test_search_stands_on_every_page(as_person, line):
    page = as_person("anna@example.com", **ALFA, view=PHONE)
    page.goto("/")

    page.get_by_role("searchbox", name="Find a name, postcode or number").fill("1047")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Order PO-1047 of Beta Candles: 120 kg")).to_be_visible()
    page.get_by_role("link", name="Order PO-1047 of Beta Candles: 120 kg").click()
    expect(page.get_by_role("heading", name="Beeswax, filtered")).to_be_visible()


def test_a_cause_leads_to_the_lines_behind_it(as_person, line):
    page = as_person("bert@example.com", **BETA)
    page.goto(f"/relations/{line >> 32}/why")

    page.get_by_role("link", name="the transport").click()
    page.get_by_role("link", name="PO-1047 / 1").click()

    expect(page.get_by_role("heading", name="Beeswax, filtered")).to_be_visible()


@pytest.mark.parametrize("job", [Job.WAREHOUSE, Job.DRIVER])
def test_who_may_not_see_money_sees_four_acts(as_person, line, job):
    page = as_person("wim@example.com", **BETA, job=job)
    page.goto(f"/line/{line}")

    assert page.locator(".acts .act").all_inner_texts() == ["Asked", "Promised", "Sent", "Received"]
    assert "€" not in page.locator("main").inner_text()


def test_a_line_as_it_stood_on_a_day(as_person, line):
    page = as_person("bert@example.com", **BETA)
    page.goto(f"/line/{line}")

    page.get_by_label("As it stood on").fill("2026-01-08")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_text("120 on the way")).to_be_visible()
    page.get_by_role("link", name="Back to now").click()
    expect(page.get_by_text("2 missing")).to_be_visible()
