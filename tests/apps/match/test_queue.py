"""The queue of loose lines: what it shows, what is said in it, and that what was said is taken back."""

import pytest

from comaker.engines.matching import (
    by_hand,
    compare,
    days,
    hands,
    leftover,
    likeness,
    names,
    quantities,
    rows,
    words,
)
from comaker.front.overheard import REASONS, WHY_LOOSE
from comaker.front.sayings import say
from comaker.kernel.access import Job
from comaker.kernel.document import Kind
from comaker.record.models import Hand
from tests.apps.exchange.files import MILL, OTHER
from tests.apps.exchange.test_bring import said
from tests.apps.exchange.test_documents import ELSEWHERE, SIDES, keep, order, receipt
from tests.engines.matching import papers
from tests.record.soundness import findings
from tests.record.test_hands import line_of, tied_to

TWO = (papers.line(1, "flour", 10, 2, name="Flour"), papers.line(2, "sugar", 5, 3, name="Sugar"))


@pytest.fixture
def loose(record):
    """Post two orders alike, and a receipt of two lines that may be of either; return the receipt."""
    lines = (papers.line(1, "flour", 8, name="Flour"), papers.line(2, "sugar", 5, name="Sugar"))
    return keep(order("PO-1", *TWO), order("PO-2", *TWO), receipt("R-1", *lines))[-1]


def test_a_loose_line_stands_beside_what_it_may_belong_to(come, loose):
    text = said(come().get("/match"))

    assert "2 left · 1 more on this paper" in text
    assert "line 1 Flour" in text
    assert "PO-1 / 1 Flour" in text
    assert "PO-2 / 1 Flour" in text
    assert "These are too close to choose between" in text
    assert "agreed 10 pieces differs" in text


def test_who_chooses_ties_and_the_next_line_comes(come, loose):
    client = come()

    answer = client.post("/match/choose", {"at": f"{loose}.0", "to": line_of("PO-2")}, follow=True)

    assert answer.redirect_chain[-1][0] == f"/match?after={loose}.0"
    text = said(answer)
    assert tied_to(loose) == ("PO-2", "1", "by hand")
    assert "Tied to PO-2 / 1." in text
    assert findings() == []


def test_a_part_is_answered_with_the_next_part_and_its_address(come, loose):
    answer = come().post("/match/nothing", {"at": f"{loose}.0"}, headers={"HX-Request": "true"}, follow=True)

    assert "<html" not in answer.content.decode()
    assert answer.headers["HX-Push-Url"] == f"/match?at={loose}.1"


def test_the_other_lines_of_the_paper_follow_likewise(come, record):
    lines = [papers.line(number, f"a{number}", 8, name=f"Thing {number}") for number in range(1, 9)]
    asked = [papers.line(number, f"a{number}", 10, 2, name=f"Thing {number}") for number in range(1, 9)]
    *_, key = keep(order("PO-1", *asked), order("PO-2", *asked), receipt("R-1", *lines))
    client = come()
    first = client.post("/match/choose", {"at": f"{key}.0", "to": line_of("PO-2")}, follow=True)
    many = said(first).partition("And the ")[2].split()[0]

    answer = client.post(
        "/match/likewise", {"paper": key, "to": line_of("PO-2"), "at": f"{key}.1"}, follow=True
    )

    assert int(many) >= 1
    assert [tied_to(key, place)[:2] for place in range(8)] == [("PO-2", str(place + 1)) for place in range(8)]
    assert "Nothing is loose" in said(answer)
    client.post("/match/back", follow=True)
    assert tied_to(key, 0) == ("PO-2", "1", "by hand")
    assert Hand.objects.filter(kind="back").count() == int(many)


def test_what_was_said_last_is_taken_back_first(come, loose):
    client = come()
    client.post("/match/choose", {"at": f"{loose}.0", "to": line_of("PO-2")})
    client.post("/match/nothing", {"at": f"{loose}.1"})

    answer = client.post("/match/back", follow=True)

    assert answer.redirect_chain[-1][0] == f"/match?at={loose}.1"
    assert [hand.kind for hand in Hand.objects.filter(ended_at=None)] == ["tied"]
    client.post("/match/back")
    assert tied_to(loose) is None
    assert client.post("/match/back", follow=True).status_code == 200


def test_a_named_saying_is_taken_back_from_the_page_of_its_paper(come, loose):
    client = come()
    client.post("/match/nothing", {"at": f"{loose}.0"})
    hand = Hand.objects.get()

    answer = client.post("/match/back", {"hand": hand.pk, "next": f"/documents/{loose}"})
    elsewhere = client.post("/match/back", {"hand": hand.pk, "next": "https://evil.example/"})

    assert answer.headers["Location"] == f"/documents/{loose}"
    assert elsewhere.headers["Location"].startswith("/match")


def test_who_comes_from_a_paper_goes_back_to_it(come, loose):
    client = come()

    shown = client.get(f"/match?at={loose}.0&stay=1")
    answer = client.post("/match/choose", {"at": f"{loose}.0", "to": line_of("PO-2"), "stay": "1"})

    assert "hx-post" not in shown.content.decode()
    assert answer.headers["Location"] == f"/documents/{loose}?from=1#line-0"


def test_a_tied_line_is_tied_elsewhere_or_untied(come, record):
    key = keep(order("PO-1", *TWO), receipt("R-1", papers.line(1, "flour", 8, order="PO-1", order_line="1")))[
        -1
    ]
    client = come()

    text = said(client.get(f"/match?at={key}.0&stay=1"))
    assert "tied PO-1 / 1" in text
    assert "PO-1 / 2 Sugar" in text
    client.post("/match/untie", {"at": f"{key}.0"})
    assert tied_to(key) is None
    client.post("/match/choose", {"at": f"{key}.0", "to": line_of("PO-1", "2")})
    assert tied_to(key) == ("PO-1", "2", "by hand")


def test_another_line_is_looked_for(come, loose):
    keep(order("XY-77", papers.line(1, "rye", 4, name="Rye flour, whole")))
    client = come()

    for text, there in (("XY-77", True), ("xy", True), ("whole", True), ("rye", True), ("nothing", False)):
        shown = said(client.get("/match", {"at": f"{loose}.0", "text": text}))
        assert ("XY-77 / 1" in shown) == there


def test_nobody_finds_lines_of_others(come, loose):
    keep(order("SECRET-1", **ELSEWHERE))

    assert "SECRET-1 / 1" not in said(come().get("/match", {"at": f"{loose}.0", "text": "SECRET"}))
    assert "SECRET-1 / 1" not in said(
        come("otto@example.com", party=MILL).get("/match", {"at": f"{loose}.0", "text": "SECRET"})
    )


def test_a_payment_is_put_to_a_bill(come, record):
    line = papers.line(1, "flour", 10, 2, order="PO-1", order_line="1", amount=20)
    _, billed, paid = keep(
        order("PO-1"),
        papers.bill("F-1", line, **SIDES),
        papers.paper(Kind.REMITTANCE, "P-1", on=739_030, **SIDES),
    )
    client = come()
    text = said(client.get(f"/match?paper={paid}"))
    assert "The paper as a whole" in text
    assert "F-1" in text
    key = (
        client.get(f"/match?paper={paid}")
        .content.decode()
        .partition('name="to" value="')[2]
        .partition('"')[0]
    )

    client.post("/match/choose", {"at": f"{paid}.-1", "to": key})

    assert f"/documents/{billed}" in client.get(f"/documents/{paid}").content.decode()
    assert findings() == []


def test_nothing_of_money_is_in_the_queue_of_the_warehouse(come, record):
    *_, paid = keep(
        order("PO-1", *TWO), order("PO-2", *TWO), papers.paper(Kind.REMITTANCE, "P-1", on=739_030, **SIDES),
        receipt("R-1", papers.line(1, "flour", 8, 2, name="Flour"), papers.line(2, "sugar", 5, name="Sugar")),
    )  # fmt: skip
    wim = come("wim@example.com", job=Job.WAREHOUSE)

    text = said(wim.get("/match"))

    assert "2 left" in text
    assert "€" not in text
    assert "price" not in text
    assert paid


def test_an_empty_queue_says_so(come):
    assert "Nothing is loose" in said(come().get("/match"))


@pytest.mark.parametrize("job", [Job.READER, Job.DRIVER])
def test_who_may_not_tie_sees_no_queue(come, loose, job):
    client = come(job=job)

    assert client.get("/match").status_code == 403
    assert client.post("/match/choose", {"at": f"{loose}.0", "to": line_of("PO-2")}).status_code in (403, 404)
    assert Hand.objects.count() == 0


def test_others_tie_nothing_here(come, loose):
    piet = come("piet@example.com", party=OTHER)

    assert piet.get(f"/match?at={loose}.0").status_code == 404
    for address in ("choose", "nothing", "untie"):
        answer = piet.post(f"/match/{address}", {"at": f"{loose}.0", "to": line_of("PO-2")})
        assert answer.status_code == 404
    assert Hand.objects.count() == 0


@pytest.mark.parametrize(
    "at", ["", "x", "1", "1.", ".1", "1.x", "9" * 30 + ".0", "1." + "9" * 30, "0.0", "-1.-1"]
)
def test_a_line_that_is_not_there_is_refused(come, loose, at):
    client = come()

    assert client.get("/match", {"at": at}).status_code in (200, 404)
    assert client.post("/match/choose", {"at": at, "to": line_of("PO-2")}).status_code == 404
    assert client.post("/match/choose", {"at": f"{loose}.0", "to": at or "x"}).status_code in (404, 422)
    assert Hand.objects.count() == 0


@pytest.mark.parametrize("address", ["choose", "likewise", "nothing", "untie", "back"])
def test_nothing_is_said_by_following_a_link(come, loose, address):
    assert come().get(f"/match/{address}").status_code == 405


def test_every_reason_of_the_matcher_can_be_said_in_other_words():
    said_by_matcher = {
        value
        for module in (by_hand, compare, days, hands, leftover, likeness, names, quantities, rows)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and " " in value and name not in vars(words)
    }
    known = {text.replace("%%", "%") for text in (*REASONS, *WHY_LOOSE)}

    assert said_by_matcher - known == set()


@pytest.mark.parametrize(
    "text, in_words",
    [
        ("bill F-1 is not among the papers", "bill F-1 is not among the papers"),
        ("price within 2 %", "price within 2 %"),
        ("these are too close to choose between; compared with the nearest only; 3 more have this in common",)
        * 2,
        ("something that nobody has ever said", "something that nobody has ever said"),
    ],
)
def test_what_the_matcher_says_is_said_with_its_values(text, in_words):
    assert say(text) == in_words
