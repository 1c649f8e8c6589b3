"""Papers in a browser: dropped, found, opened, and their loose lines tied by keyboard, hand and touch."""

import re

import pytest
from playwright.sync_api import expect

from comaker.record.models import Document, Hand
from tests.apps.exchange.files import BAKERY
from tests.apps.exchange.files import order as order_file
from tests.apps.exchange.test_documents import keep, order, receipt
from tests.browser.seeing import PHONE, sound
from tests.engines.matching import papers
from tests.record.test_hands import line_of, tied_to

TWO = (papers.line(1, "flour", 10, 2, name="Flour"), papers.line(2, "sugar", 5, 3, name="Sugar"))
WHO = {"party": BAKERY[0], "identifier": BAKERY[1]}


def paper(name, body):
    return {"name": name, "mimeType": "application/xml", "buffer": body}


@pytest.fixture
def anna(as_person):
    return as_person("anna@example.com", **WHO)


def loose():
    """Post two orders alike, and a receipt of two lines that may be of either; return the receipt."""
    lines = (papers.line(1, "flour", 8, name="Flour"), papers.line(2, "sugar", 5, name="Sugar"))
    return keep(order("PO-1", *TWO), order("PO-2", *TWO), receipt("R-1", *lines))[-1]


def test_papers_are_brought_and_each_says_what_became_of_it(anna):
    anna.goto("/documents")

    anna.get_by_label("Drop papers here").set_input_files(
        [
            paper("one.xml", order_file("PO-1")),
            paper("two.xml", order_file("PO-2")),
            paper("odd.pdf", b"%PDF"),
        ]
    )

    results = anna.get_by_role("list").filter(has_text="odd.pdf")
    expect(results.get_by_role("listitem")).to_have_count(3)
    expect(results).to_contain_text("1 line of its own.")
    expect(results).to_contain_text("The file is a PDF, not XML.")
    expect(anna.get_by_role("heading", name="What became of them")).to_be_focused()
    assert Document.objects.count() == 2
    sound(anna)


def test_a_file_that_is_too_large_is_not_even_sent(anna):
    anna.goto("/documents")
    anna.evaluate("document.getElementById('drop').dataset.bytes = '10'")

    anna.get_by_label("Drop papers here").set_input_files([paper("large.xml", order_file())])

    expect(anna.get_by_text("The file is larger than 50 MB.")).to_be_visible()
    assert Document.objects.count() == 0


def test_papers_are_dropped_on_the_page(anna):
    anna.goto("/documents")

    anna.evaluate(
        """(body) => {
            const data = new DataTransfer();
            data.items.add(new File([body], "dropped.xml"));
            window.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, cancelable: true }));
            window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
        }""",
        order_file("PO-9").decode(),
    )

    expect(anna.get_by_role("link", name="Order PO-9")).to_be_visible()


def test_papers_are_brought_without_scripts(as_person):
    page = as_person("anna@example.com", **WHO, scripts=False)
    page.goto("/documents")

    page.get_by_label("Drop papers here").set_input_files(
        [paper("one.xml", order_file("PO-1")), paper("two.xml", b"")]
    )
    page.get_by_role("button", name="Bring them in").click()

    expect(page.get_by_role("heading", name="What became of them")).to_be_visible()
    expect(page.get_by_role("link", name="Order PO-1")).to_be_visible()
    expect(page.get_by_text("The file is empty.")).to_be_visible()


def test_every_page_of_papers_shuts_nobody_out(anna):
    received = loose()
    _, held = keep(order("PO-7"), order("PO-7", papers.line(1, "flour", 12, 2, name="Flour")))
    for address in (
        "/documents",
        "/documents?state=held",
        "/documents?text=nothing",
        "/documents/refused",
        f"/documents/{received}",
        f"/documents/{held}",
        "/match",
        f"/match?at={received}.0&stay=1",
    ):
        anna.goto(address)
        sound(anna)


def test_a_paper_is_found_and_opened(anna):
    loose()
    anna.goto("/documents")

    anna.get_by_label("Number or party").fill("po 2")
    anna.get_by_role("button", name="Show").click()
    anna.get_by_role("link", name="Order PO-2").click()

    expect(anna.get_by_role("heading", name="Order PO-2")).to_be_visible()
    with anna.expect_download() as given:
        anna.get_by_role("link", name="Download").click()
    assert given.value.suggested_filename == "order PO-2.xml"


def test_loose_lines_are_tied_by_keys(anna):
    received = loose()
    anna.goto("/match")
    expect(anna.get_by_text("2 left")).to_be_visible()

    anna.keyboard.press("n")
    expect(anna.get_by_role("heading", name="Sugar")).to_be_focused()
    anna.keyboard.press("0")
    expect(anna.get_by_text("It belongs to nothing here.")).to_be_visible()
    anna.keyboard.press("z")
    expect(anna.get_by_role("heading", name="Sugar")).to_be_focused()
    anna.keyboard.press("s")
    expect(anna.get_by_label("Order or product")).to_be_focused()
    anna.keyboard.type("PO-2")
    anna.keyboard.press("Enter")
    expect(anna).to_have_url(re.compile("text=PO-2"))
    expect(anna.get_by_role("button", name="PO-2 / 2 Sugar")).to_be_focused()
    anna.keyboard.press("1")
    expect(anna.get_by_text("Tied to PO-2 / 2.")).to_be_visible()

    assert tied_to(received, 1) == ("PO-2", "2", "by hand")
    assert Hand.objects.filter(kind="nothing", ended_at=None).count() == 0


def test_keys_rest_where_somebody_writes_and_when_they_are_switched_off(anna):
    received = loose()
    anna.goto("/match")

    anna.get_by_label("Order or product").fill("1")
    anna.keyboard.press("1")
    anna.keyboard.press("Escape")
    anna.keyboard.press("?")
    anna.get_by_label("Use keys").uncheck()
    anna.get_by_role("heading", name="Loose lines").click()
    anna.keyboard.press("1")
    anna.keyboard.press("0")

    assert tied_to(received, 0) is None
    assert Hand.objects.count() == 0


def test_the_other_lines_follow_at_a_touch(as_person):
    received = loose()
    page = as_person("anna@example.com", **WHO, view=PHONE)
    page.goto(f"/match?paper={received}")

    page.get_by_role("button", name="PO-2 / 1 Flour").click()
    expect(page.get_by_text("Tied to PO-2 / 1.")).to_be_visible()
    likewise = page.get_by_role("button", name="And the other line of this paper likewise")
    if likewise.count():
        likewise.click()
    expect(page.get_by_role("heading", name="Nothing is loose")).to_be_visible()

    assert tied_to(received, 1)[:2] == ("PO-2", "2")


def test_loose_lines_are_tied_without_scripts(as_person):
    received = loose()
    page = as_person("anna@example.com", **WHO, scripts=False)
    page.goto(f"/documents/{received}")

    page.get_by_role("link", name="Tie by hand 1").click()
    page.get_by_role("button", name="PO-1 / 1 Flour").click()
    expect(page).to_have_url(re.compile(f"/documents/{received}"))
    expect(page.get_by_text("Tied to PO-1 / 1.")).to_be_visible()
    assert tied_to(received) == ("PO-1", "1", "by hand")

    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert tied_to(received) is None
    assert line_of("PO-1")
