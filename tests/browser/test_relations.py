"""The room Relation, terms, mandates and the private link, as people use them on both sides."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from comaker.front.models import Member
from comaker.main.world.filling import make_world
from tests.browser.seeing import DESK, NARROW, NARROW_DARK, PHONE, axe, fits, see, sound
from tests.browser.site import session_of


@pytest.fixture
def world(site):
    """Fill the record with the demo's world; return its doors."""
    now = datetime.now(UTC)
    return make_world(today=now.astimezone().date(), now=now)


@pytest.fixture
def page_of(world, visitor):
    """Return a maker of pages on which one of the world's people is signed in."""

    def come(email, **more):
        return visitor(session=session_of(Member.objects.get(user__email=email).user), **more)

    return come


def go_to(page, name):
    page.goto("/relations")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_a_maker_finds_whom_it_deals_with_and_what_is_open(page_of):
    page = page_of("anna@consortial.example")

    page.goto("/relations")
    expect(page.get_by_role("listitem").filter(has_text="IYT Corporation")).to_contain_text("things to do")
    sound(page)
    page.get_by_role("searchbox", name="Name", exact=True).fill("museum")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("link", name="Museum Zuid")).to_be_visible()
    expect(page.get_by_role("link", name="IYT Corporation")).to_have_count(0)
    page.get_by_role("searchbox", name="Name", exact=True).fill("nobody of that name")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Nobody is called so")).to_be_visible()


def test_both_sides_see_the_same_relation_from_their_own(page_of):
    maker, customer = page_of("anna@consortial.example"), page_of("ben@iyt.example")

    go_to(maker, "IYT Corporation")
    go_to(customer, "Consortial")

    ours = maker.get_by_role("region", name="You give, they take").locator(".rel-turns").first
    theirs = customer.get_by_role("region", name="They give, you take").locator(".rel-turns").last
    for side, badge in ((ours, "You"), (theirs, "They")):
        expect(side.locator(".badge")).to_contain_text(badge)
    assert ours.locator(".rel-sum strong").inner_text() == theirs.locator(".rel-sum strong").inner_text()
    expect(maker.get_by_text("label artwork, ready to print")).to_be_visible()
    sound(maker)


def test_terms_are_proposed_agreed_and_read_by_both(page_of):
    maker, customer = page_of("anna@consortial.example"), page_of("ben@iyt.example")
    go_to(maker, "IYT Corporation")
    given = maker.get_by_role("region", name="You give, they take")
    expect(given.get_by_text("45 days", exact=True)).to_be_visible()

    given.get_by_role("button", name="Agree").click()

    expect(maker.get_by_role("status")).to_contain_text("Agreed.")
    expect(given.get_by_text("IYT Corporation proposes")).to_have_count(0)
    given.get_by_text("2 versions").click()
    expect(given.get_by_text("Our bank pays on the fifteenth")).to_be_visible()
    go_to(customer, "Consortial")
    expect(
        customer.get_by_role("region", name="They give, you take").get_by_text("2 versions")
    ).to_be_visible()


def test_a_change_is_proposed_on_a_form_and_declined_with_a_reason(page_of):
    maker, customer = page_of("anna@consortial.example"), page_of("ben@iyt.example")
    go_to(maker, "IYT Corporation")
    maker.get_by_role("link", name=re.compile("Propose a change.*they give")).click()
    expect(maker.get_by_role("heading", name="Terms of what IYT Corporation gives you")).to_be_visible()
    sound(maker)
    maker.get_by_role("radio", name="Order and bill, no receipts").check()
    maker.get_by_label("Days for payment").fill("14")
    maker.get_by_label("Why").fill("Drums come back by the hundred now.")
    maker.get_by_role("button", name="Propose", exact=True).click()
    expect(maker.get_by_role("status")).to_contain_text("has your proposal")

    go_to(customer, "Consortial")
    given = customer.get_by_role("region", name="You give, they take")
    proposal = given.locator(".rel-proposal")
    expect(proposal).to_contain_text("Drums come back by the hundred now.")
    sound(customer)
    proposal.get_by_text("Decline").first.click()
    proposal.get_by_label("Why? They read it.").fill("We count every drum.")
    proposal.get_by_role("button", name="Decline").click()

    expect(customer.get_by_role("status")).to_contain_text("Declined")
    expect(proposal).to_have_count(0)


def test_what_is_filled_in_wrong_is_said_beside_it_and_nothing_is_lost(page_of):
    page = page_of("anna@consortial.example")
    go_to(page, "Museum Zuid")
    page.get_by_role("link", name=re.compile("Propose a change.*you give")).click()
    page.get_by_label("Dearer, %").fill("a lot")
    page.get_by_label("Why").fill("Wax is dear.")
    page.get_by_role("button", name="Propose", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Something is not right yet")
    expect(page.get_by_label("Why")).to_have_value("Wax is dear.")
    expect(page.get_by_text("Enter a number.")).to_be_visible()
    sound(page)


def test_somebody_of_the_other_side_is_invited_and_begins_there(page_of, visitor):
    page = page_of("anna@consortial.example")
    go_to(page, "Museum Zuid")
    page.get_by_text("Invite somebody to act for them").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link").input_value()
    sound(page)
    expect(page.get_by_text("Links that work")).to_be_visible()

    other = visitor(view=PHONE)
    other.goto(link)
    expect(other.get_by_role("heading", name="Join Museum Zuid")).to_be_visible()
    other.get_by_role("link", name="Make an account").click()
    other.get_by_label("Email").fill("carla@museum.example")
    other.get_by_label("Password").fill("boterham-met-kaas")
    other.get_by_role("button", name="Sign Up").click()
    other.get_by_role("button", name="Join").click()

    other.goto("/relations")
    expect(other.get_by_role("link", name="Consortial")).to_be_visible()
    expect(other.get_by_role("listitem").filter(has_text="Consortial")).to_contain_text("terms to answer")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_answers_on_a_phone_without_an_account(world, page_of, visitor, scripts):
    page = visitor(view=PHONE, scripts=scripts)

    page.goto(world.link)
    expect(page).to_have_url(re.compile(r"/visits/\d+$"))
    expect(page.get_by_role("heading", name="Order MZ-77")).to_be_visible()
    if scripts:
        sound(page)
    drawing = page.locator("section", has_text="approved drawing of the engraving")
    drawing.get_by_text("Say what was sent").click()
    drawing.get_by_role("button", name="This was sent").click()
    expect(page.get_by_role("status")).to_contain_text("What you sent stands; they see it.")
    drawing.get_by_text("Talk").click()
    drawing.get_by_label("Say something").fill("Here it is.")
    drawing.get_by_role("button", name="Say it").click()

    expect(drawing.get_by_text("Here it is.")).to_be_visible()
    expect(drawing.get_by_text("Carla Prins, Museum Zuid")).to_be_visible()
    maker = page_of("anna@consortial.example")
    go_to(maker, "Museum Zuid")
    expect(maker.locator(".rel-lately .rel-theirs").first).to_contain_text("Despatch advice")


def test_a_link_that_was_ended_says_so(world, page_of, visitor):
    maker = page_of("anna@consortial.example")
    page = visitor()
    page.goto(world.link)
    go_to(maker, "Museum Zuid")
    maker.get_by_role("button", name="End Carla Prins, MZ-77").click()
    expect(maker.get_by_role("status")).to_contain_text("The link of Carla Prins no longer works.")

    page.reload()

    expect(page.get_by_role("heading", name="This link does not work any more.")).to_be_visible()
    sound(page)


def test_a_private_link_is_made_for_another_deal(page_of, visitor):
    maker = page_of("anna@consortial.example")
    go_to(maker, "Familie De Wit")
    maker.get_by_text("Show one deal without an account").click()
    maker.get_by_label("Number of the deal").fill("BUYBACK-55")
    maker.get_by_label("Who will use it?").fill("Joke de Wit")
    maker.locator("form", has=maker.get_by_label("Number of the deal")).get_by_role("button").click()
    link = maker.get_by_label("Link").input_value()

    page = visitor(view=PHONE)
    page.goto(link)

    expect(page.get_by_role("heading", name="Order BUYBACK-55")).to_be_visible()
    expect(page.get_by_role("button", name="This was sent")).to_be_visible()
    expect(page.get_by_text("used storm lantern")).to_be_visible()


def test_an_owner_lets_a_carrier_act_and_ends_it(page_of):
    page = page_of("anna@consortial.example")
    page.goto("/mandates")
    page.get_by_label("Which party?").fill("Noordweg Transport")
    page.get_by_label("receive").check()
    sound(page)
    page.get_by_role("button", name="Let them").click()

    expect(page.get_by_role("status")).to_contain_text("Noordweg Transport may act for you now.")
    sound(page)
    page.get_by_role("button", name="End Noordweg Transport").click()
    expect(page.get_by_text("Nobody but your own people.")).to_be_visible()


def test_who_sees_no_money_sees_the_relation_without_it(page_of):
    page = page_of("wout@consortial.example", language="nl")

    page.goto("/relations")
    for view in (NARROW, NARROW_DARK, DESK):
        see(page, view)
        fits(page)
        axe(page)
    page.get_by_role("link", name="IYT Corporation").click()

    expect(page.locator("main")).not_to_contain_text("€")
    expect(page.get_by_role("button", name="Agree")).to_have_count(0)


def test_somebody_who_deals_with_nobody_yet_begins_with_a_party(as_person):
    page = as_person("anna@example.com", party="Beta Bouw")
    page.goto("/relations")
    expect(page.get_by_role("heading", name="You deal with nobody here yet")).to_be_visible()
    sound(page)

    page.get_by_label("What are they called?").fill("Gamma Glas")
    page.get_by_label("VAT number").fill("NL004495445B01")
    page.get_by_role("button", name="Begin").click()

    expect(page.get_by_role("heading", name="Gamma Glas", level=1)).to_be_visible()
    expect(page.get_by_text("NL004495445B01")).to_be_visible()
    sound(page)
    page.get_by_role("link", name=re.compile("Propose terms.*you give")).click()
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_text("said by you alone")).to_be_visible()
