"""Beginning: an account, a party, who else works there, languages, and pages that are not there."""

import re

import pytest
from playwright.sync_api import expect

from comaker.kernel.access import Job
from tests.browser.seeing import PHONE, sound
from tests.browser.site import PASSWORD


def sign_up(page, email):
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign Up").click()


def begin(page, name, identifier=""):
    page.get_by_label("What is it called?").fill(name)
    page.get_by_label("VAT number").fill(identifier)
    page.get_by_role("button", name="Begin").click()


def test_somebody_makes_an_account_and_begins_with_a_party(visitor):
    page = visitor()

    sign_up(page, "anna@example.com")
    begin(page, "Beta Bouw", "NL001234567B01")

    expect(page).to_have_url(re.compile("/$"))
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Beta Bouw")).to_be_visible()


def test_who_has_an_account_signs_out_and_in_again(visitor):
    page = visitor()
    sign_up(page, "anna@example.com")
    begin(page, "Beta Bouw")

    page.get_by_role("button", name="Sign out").click()
    page.goto("/people")
    page.get_by_label("Email").fill("anna@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()

    expect(page).to_have_url(re.compile("/people$"))
    expect(page.get_by_role("heading", name="Beta Bouw")).to_be_visible()


def test_all_of_it_works_without_scripts(visitor):
    page = visitor(scripts=False)

    sign_up(page, "anna@example.com")
    begin(page, "Beta Bouw")

    expect(page.get_by_role("link", name="Beta Bouw")).to_be_visible()


def test_a_colleague_joins_by_the_link_that_was_made_for_him(as_person, visitor):
    owner = as_person("anna@example.com", party="Beta Bouw")
    owner.goto("/people")
    owner.get_by_text("Invite somebody").click()
    owner.get_by_label("What will they do?").select_option("warehouse")
    owner.get_by_role("button", name="Make a link").click()
    link = owner.get_by_label("Link").input_value()

    page = visitor(view=PHONE)
    page.goto(link)
    expect(page.get_by_role("heading", name="Join Beta Bouw")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Email").fill("bram@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign Up").click()
    page.get_by_role("button", name="Join").click()

    expect(page.get_by_role("link", name="Beta Bouw")).to_be_visible()
    owner.goto("/people")
    expect(owner.get_by_role("button", name="End bram@example.com")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="This link was used before")).to_be_visible()


def test_an_owner_lets_somebody_no_longer_act(as_person):
    as_person("bram@example.com", party="Beta Bouw", job=Job.DRIVER)
    owner = as_person("anna@example.com", party="Beta Bouw")

    owner.goto("/people")
    owner.get_by_role("button", name="End Bram").click()

    expect(owner.get_by_role("status")).to_contain_text("They no longer act for you.")
    expect(owner.get_by_text("bram@example.com")).to_have_count(0)


def test_pages_are_in_the_language_that_is_chosen(as_person):
    page = as_person("anna@example.com")

    page.goto("/people")
    page.get_by_role("button", name="Nederlands").click()

    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("who", ["somebody", "nobody"])
def test_an_address_that_leads_nowhere_says_so(who, as_person, visitor):
    page = as_person("anna@example.com") if who == "somebody" else visitor()

    answer = page.goto("/nothing/of/the/kind")

    assert answer.status == 404
    expect(page.get_by_role("heading", name="There is nothing here for you.")).to_be_visible()
    sound(page)


@pytest.mark.parametrize("place", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_a_page_for_who_is_not_signed_in_shuts_nobody_out(place, visitor):
    page = visitor()

    page.goto(place)

    sound(page)


@pytest.mark.parametrize("place", ["/", "/people", "/accounts/2fa/", "/accounts/email/"])
def test_a_page_for_members_shuts_nobody_out(place, as_person):
    page = as_person("anna@example.com")

    page.goto(place)

    sound(page)


def test_the_beginning_shuts_nobody_out(visitor):
    page = visitor()

    sign_up(page, "anna@example.com")

    expect(page.get_by_role("heading", name="For whom do you work here?")).to_be_visible()
    sound(page)
