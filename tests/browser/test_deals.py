"""Deals in a browser: begun with one side only, dealt with by two, traded in, in two languages."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from comaker.kernel.access import Job
from tests.browser.pdf import pdf
from tests.browser.seeing import PHONE, sound
from tests.browser.test_people import begin, sign_up

SHEET = b"Product,Quantity,Unit,Price,Delivery date\nBeeswax,120,kg,1.50,%s\nWicks,400,pieces,0.05,%s\n"
SOON = date.today() + timedelta(days=7)  # noqa: DTZ011 - as the page, which asks for no time zone here
BUYER = {"party": "Candle Co", "identifier": "8712345000004"}
SELLER = {"party": "Bee Works", "identifier": "8712345000011"}


def row(page, name):
    """Return the part of a form that is about a line."""
    return page.get_by_role("group", name=name, exact=True)


def fill(part, **values):
    """Fill in fields by their labels, in which a space is written as _."""
    for label, value in values.items():
        part.get_by_label(label.replace("_", " "), exact=True).fill(value)


def stands(page, number):
    """Wait until something that was sent stands under a number."""
    expect(page.get_by_role("status")).to_contain_text(number)


def say(page, name):
    """Press a button under “What you can do now”."""
    page.get_by_role("region", name="What you can do now").get_by_role("link", name=name, exact=True).click()


def note(page, other, name):
    """Write down what the other side did."""
    page.get_by_text(f"Write down what {other} did").click()
    say(page, name)


def new_deal(page, other, way="I order something"):
    page.goto("/deals")
    page.get_by_role("link", name="A new deal").first.click()
    page.get_by_role("link", name=way).click()
    page.get_by_label(re.compile("^(From|Who).*[?]$")).select_option(other)


def to_somebody_new(page, name):
    """Name somebody with whom nothing was done yet; the part of the form for it is open."""
    page.get_by_label("What are they called?").fill(name)


# Useful with one side only: from an empty installation to the first gap.


def test_a_spreadsheet_leads_from_nothing_to_the_first_gap(visitor):
    page = visitor()
    sign_up(page, "anna@example.com")
    begin(page, "Candle Co")
    page.get_by_role("link", name="Write a deal").click()

    day = SOON.isoformat().encode()
    page.get_by_label("Or choose a file").set_input_files(
        {"name": "order.csv", "mimeType": "text/csv", "buffer": SHEET % (day, day)}
    )
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("status").last).to_contain_text("2 lines were read.")
    expect(row(page, "Line 1").get_by_label("What", exact=True)).to_have_value("Beeswax")
    to_somebody_new(page, "Bee Works")
    page.get_by_role("button", name="Ask for this").click()
    stands(page, "PO-")

    note(page, "Bee Works", "They promised")
    fill(row(page, "Beeswax"), How_many="100")
    page.get_by_role("button", name="They promised this").click()

    stands(page, "OR-")
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("20 kg less promised than asked")


def test_pasted_lines_lead_from_nothing_to_the_first_gap(visitor):
    page = visitor(view=PHONE)
    sign_up(page, "anna@example.com")
    begin(page, "Candle Co")
    page.get_by_role("link", name="Write a deal").click()

    page.get_by_label("Paste them here").fill("120 kg beeswax @ 1,50\n400 wicks @ 0.05\nsome honey perhaps")
    page.get_by_role("button", name="Read these lines").click()
    expect(row(page, "Line 2").get_by_label("How many")).to_have_value("400")
    to_somebody_new(page, "Bee Works")
    page.get_by_role("button", name="Ask for this").click()
    stands(page, "PO-")
    note(page, "Bee Works", "They sent")
    page.get_by_role("button", name="This was sent").click()
    stands(page, "DA-")
    say(page, "Receive")
    fill(row(page, "beeswax"), How_many="118")
    page.get_by_role("button", name="This came in").click()

    stands(page, "RA-")
    expect(page.get_by_role("listitem").filter(has_text="beeswax").first).to_contain_text("118")
    page.goto("/?show=theirs")
    expect(page.get_by_role("main")).to_contain_text("2 kg sent and not received")


def test_a_pdf_beside_a_form_leads_from_nothing_to_the_first_gap(visitor):
    page = visitor()
    sign_up(page, "anna@example.com")
    begin(page, "Candle Co")
    page.get_by_role("link", name="Write a deal").click()
    page.get_by_label("Or choose a file").set_input_files(
        {
            "name": "our order.pdf",
            "mimeType": "application/pdf",
            "buffer": pdf("Order 77", "10 lamps at 8.00"),
        }
    )
    page.get_by_role("button", name="Open it").click()

    expect(page.locator("iframe[title='our order.pdf']")).to_be_visible()
    to_somebody_new(page, "Lamp Ltd")
    fill(row(page, "Line 1"), What="lamp", How_many="10", Price_each="8.00")
    page.get_by_role("button", name="Ask for this").click()
    stands(page, "PO-")
    expect(page.get_by_role("link", name="our order.pdf")).to_be_visible()
    note(page, "Lamp Ltd", "They billed")
    fill(
        page.get_by_role("main"),
        Number_of_the_bill="2026-118",
        Made_out_on=SOON.replace(year=2025).isoformat(),
    )
    fill(row(page, "lamp"), How_many="12")
    page.get_by_role("button", name="Keep this bill").click()

    stands(page, "2026-118")
    page.goto("/?show=theirs")
    expect(page.get_by_role("main")).to_contain_text("2 pieces billed too much")


# Two people, each of whom sees the other's act without reloading.


@pytest.fixture
def two(as_person):
    """Return the pages of a buyer and a seller who know each other."""
    buyer, seller = as_person("carla@example.com", **BUYER), as_person("bram@example.com", **SELLER)
    buyer.goto("/relations")
    fill(buyer.get_by_role("main"), **{"What_are_they_called?": "Bee Works"})
    buyer.get_by_label("VAT number, GLN or chamber of commerce number").fill(SELLER["identifier"])
    buyer.get_by_role("button", name="Begin").click()
    expect(buyer.get_by_role("heading", name="Bee Works", level=1)).to_be_visible()
    return buyer, seller


def see_in_deal(page, text):
    """Wait until a deal shows something, without opening it anew."""
    expect(page.locator("#deal")).to_contain_text(text, timeout=20_000)


def test_two_people_deal_from_the_order_to_the_last_cent(two):
    buyer, seller = two

    new_deal(buyer, "Bee Works")
    fill(row(buyer, "Line 1"), What="beeswax", How_many="100", Price_each="1.50", There_by=SOON.isoformat())
    row(buyer, "Line 1").get_by_label("Unit").select_option("KGM")
    buyer.get_by_role("button", name="Ask for this").click()
    stands(buyer, "PO-")

    seller.goto("/deals")
    seller.get_by_role("link", name=re.compile("^PO-")).click()
    say(seller, "Answer")
    fill(row(seller, "beeswax"), How_many="90")
    seller.get_by_role("button", name="Promise this").click()
    see_in_deal(buyer, "90 kg promised")

    say(buyer, "Change the order")
    fill(row(buyer, "beeswax"), How_many="90")
    buyer.get_by_role("button", name="Ask it like this").click()
    stands(buyer, "-C1")
    see_in_deal(seller, "Order change")

    say(seller, "Send")
    seller.get_by_role("button", name="This was sent").click()
    see_in_deal(buyer, "Despatch advice")

    say(buyer, "Receive")
    fill(row(buyer, "beeswax"), How_many="85")
    buyer.get_by_role("button", name="This came in").click()
    see_in_deal(seller, "Receipt advice")
    see_in_deal(seller, "you send or credit 5 kg")

    say(seller, "Bill")
    fill(row(seller, "beeswax"), **{"How_many": "90", "Tax_%": "21"})
    row(seller, "beeswax").get_by_label("Tax %").press("Tab")
    expect(seller.locator("#totals")).to_contain_text("€ 163.35")
    seller.get_by_role("button", name="Make it out").click()
    stands(seller, "INV-")
    see_in_deal(buyer, "€ 163.35")

    say(seller, "Credit")
    fill(row(seller, "beeswax"), How_many="5")
    seller.get_by_role("button", name="Credit this").click()
    stands(seller, "CN-")
    see_in_deal(buyer, "Credit note")

    say(buyer, "Pay")
    expect(buyer.get_by_label("Paid", exact=True).first).to_have_value("154.27")
    buyer.get_by_role("button", name="This was paid").click()
    stands(buyer, "PAY-")
    see_in_deal(seller, "Remittance advice")
    seller.goto("/")
    expect(seller.get_by_role("main")).to_contain_text("5 kg sent and not received")


def test_a_trade_in_runs_the_other_way(as_person):
    shop = as_person("carla@example.com", **BUYER)

    shop.goto("/deals/new?way=trade_in")
    to_somebody_new(shop, "Mira de Wit")
    shop.get_by_label("This is a person or a household").check()
    fill(row(shop, "Line 1"), What="used phone", How_many="1", Price_each="180")
    shop.get_by_role("button", name="Ask for this").click()
    stands(shop, "PO-")
    say(shop, "Receive")
    fill(row(shop, "used phone"), How_many="1")
    shop.get_by_role("button", name="This came in").click()
    stands(shop, "RA-")
    say(shop, "Bill")
    fill(row(shop, "used phone"), Price_each="150")
    shop.get_by_role("button", name="Make it out").click()

    stands(shop, "SB-")
    shop.get_by_role("link", name="used phone").click()
    expect(shop.get_by_role("main")).to_contain_text("€ 30.00")
    expect(shop.locator(".badge.you").first).to_be_visible()


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(as_person):
    page = as_person("carla@example.com", **BUYER)

    page.goto("/deals/new")
    fill(row(page, "Line 1"), What="beeswax", How_many="a lot", Price_each="1.50")
    page.get_by_role("button", name="Ask for this").click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing was kept yet")
    expect(row(page, "Line 1")).to_contain_text("“a lot” is not a number.")
    expect(page.get_by_label("What are they called?")).to_have_attribute("aria-invalid", "true")
    expect(row(page, "Line 1").get_by_label("Price each")).to_have_value("1.50")
    page.goto("/deals")
    expect(page.get_by_role("heading", name="There is no deal yet")).to_be_visible()


def test_all_of_it_works_without_scripts_and_in_dutch(as_person):
    page = as_person("carla@example.com", language="nl", scripts=False, **BUYER)

    page.goto("/deals/new")
    page.get_by_label("Plak ze hier").fill("10 kg bijenwas voor 1,50")
    page.get_by_role("button", name="Lees deze regels").click()
    page.get_by_label("Hoe heten ze?").fill("Imkerij Zoet")
    page.get_by_role("button", name="Vraag dit").click()

    expect(page.get_by_role("status")).to_contain_text("staat")
    expect(page.get_by_role("link", name="bijenwas")).to_be_visible()


def test_who_sees_no_money_books_without_prices(two, as_person):
    buyer, _seller = two
    new_deal(buyer, "Bee Works")
    fill(row(buyer, "Line 1"), What="beeswax", How_many="100", Price_each="1.50")
    buyer.get_by_role("button", name="Ask for this").click()
    stands(buyer, "PO-")
    address = buyer.url

    wim = as_person("wim@example.com", job=Job.WAREHOUSE, **BUYER)
    wim.goto(address)

    expect(wim.get_by_role("main")).not_to_contain_text("1.50")
    expect(wim.get_by_role("link", name="Pay", exact=True)).to_have_count(0)
    say(wim, "Receive")
    fill(row(wim, "beeswax"), How_many="99")
    wim.get_by_role("button", name="This came in").click()
    stands(wim, "RA-")
    see_in_deal(buyer, "99 came")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_page_of_deals_shuts_nobody_out(two, as_person, language):
    buyer, _seller = two
    new_deal(buyer, "Bee Works")
    fill(row(buyer, "Line 1"), What="beeswax", How_many="100", Price_each="1.50", There_by=SOON.isoformat())
    buyer.get_by_role("button", name="Ask for this").click()
    stands(buyer, "PO-")
    address = buyer.url.partition("?")[0]
    page = as_person("carla2@example.com", language=language, **BUYER)

    for place in ("/deals", "/deals?q=nothing", "/deals/new", "/deals/new?way=input", address):
        page.goto(place)
        sound(page)
    for act in ("answer", "change", "cancel", "send", "receive", "bill"):
        page.goto(f"{address}/say/{act}")
        sound(page)
