"""Documents on pages: who sees which, what of them, how they are found, and what is kept as a file."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest

from comaker.front.exports import harmless
from comaker.kernel.access import Job
from comaker.kernel.document import Kind
from comaker.kernel.party import Party
from comaker.record.models import Document, Hand, Identifier
from comaker.record.post import Arrival, post
from tests.apps.exchange.files import BAKERY, MILL, OTHER
from tests.apps.exchange.test_bring import said
from tests.engines.matching import papers

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SIDES = {
    "giver": Party(MILL[0], (f"vat:{MILL[1]}",)),
    "taker": Party(BAKERY[0], (f"vat:{BAKERY[1]}",)),
}
ELSEWHERE = {**SIDES, "taker": Party(OTHER[0], (f"vat:{OTHER[1]}",))}


def keep(*documents):
    """Post documents, each with bytes of its own; return their keys."""
    arrivals = [Arrival(each, f"<{each.number}>".encode()) for each in documents]
    return [posted.document for posted in post(arrivals, now=NOW)]


def order(number, *lines, **more):
    return papers.order(
        number, *(lines or (papers.line(1, "flour", 10, 2, name="Flour"),)), **{**SIDES, **more}
    )


def receipt(number, *lines, **more):
    return papers.receipt(number, *lines, **{**SIDES, **more})


def bill(number, *lines, **more):
    return papers.bill(number, *lines, **{**SIDES, **more})


LINE = papers.line(1, "flour", 10, 2, name="Flour", order="PO-1", order_line="1", amount=20)


def numbers(client, query=""):
    """Return the numbers of the documents that a list shows, in its order."""
    text = client.get(f"/documents{query}").content.decode()
    rows = text.partition("<tbody")[2].partition("</tbody>")[0]
    return [row.partition('">')[2].partition("</a>")[0].split()[-1] for row in rows.split("<a href")[1:]]


def test_each_sees_the_papers_of_his_own_relations(come):
    keep(order("PO-1"), order("PO-2", **ELSEWHERE))

    assert numbers(come()) == ["PO-1"]
    assert set(numbers(come("otto@example.com", party=MILL))) == {"PO-1", "PO-2"}
    assert numbers(come("piet@example.com", party=OTHER)) == ["PO-2"]


def test_a_paper_of_others_is_not_there(come):
    _, theirs = keep(order("PO-1"), order("PO-2", **ELSEWHERE))
    client = come()

    for address in (
        f"/documents/{theirs}",
        f"/documents/{theirs}/file",
        "/documents/1",
        f"/documents/{2**70}",
    ):
        assert client.get(address).status_code == 404


def test_the_list_is_asked_for_in_the_address(come):
    keep(
        order("PO-2", on=739_010),
        order("PO-1", on=739_020),
        bill("F-1", LINE, on=739_030),
        receipt("R-1", papers.line(1, "sugar", 3), on=739_005),
    )
    client = come()

    assert numbers(client, "?sort=number") == ["F-1", "PO-1", "PO-2", "R-1"]
    assert numbers(client, "?sort=-issued") == ["F-1", "PO-1", "PO-2", "R-1"]
    assert numbers(client, "?kind=bill") == ["F-1"]
    assert numbers(client, "?state=loose") == ["R-1"]
    assert set(numbers(client, "?text=po%201")) == {"PO-1", "F-1"}
    assert len(numbers(client, "?text=mIlL")) == 4
    assert numbers(client, "?text=nothing") == []
    mill = Identifier.objects.get(text=f"vat:{MILL[1]}").party_id
    assert len(numbers(client, f"?other={mill}")) == 4
    assert numbers(client, f"?other={mill + 100}") == []


@pytest.mark.parametrize(
    "query",
    [
        "?kind=nonsense", "?state='", "?other=x", "?other=99999999999999999999", "?sort=value",
        "?after=-1", "?after=9999999999999999999999", "?text=%00%25_!\\'\";--", "?text=" + "x" * 5000,
        "?text=🧇", "?sort=--number",
    ],
)  # fmt: skip
def test_what_an_address_says_amiss_does_no_harm(come, query):
    keep(order("PO-1"))

    assert come().get(f"/documents{query}").status_code == 200


def test_a_long_list_is_turned_page_by_page(come):
    keep(*(order(f"PO-{number:03}", on=739_000 + number % 7) for number in range(120)))
    client = come()

    for sort in ("number", "-number", "issued", "-issued", "recorded", "-recorded"):
        seen, after = [], ""
        while True:
            text = client.get(f"/documents?sort={sort}{after}").content.decode()
            seen += numbers(client, f"?sort={sort}{after}")
            following = text.partition('rel="next" href="')[2].partition('"')[0]
            if not following:
                break
            after = f"&after={following.rpartition('after=')[2]}"
        assert len(seen) == len(set(seen)) == 120


def test_a_paper_shows_what_became_of_each_line(come):
    _, key = keep(
        order("PO-1"),
        receipt("R-1", papers.line(1, "flour", 8, order="PO-1", order_line="1"), papers.line(2, "sugar", 3)),
    )

    text = said(come().get(f"/documents/{key}"))

    assert "Mill gives, you take" in text
    assert "PO-1 / 1 nearly certain Same order and line" in text
    assert "loose" in text
    assert "Tie 1 loose line" in text


def test_prices_are_not_for_the_warehouse(come):
    ordered, billed, received = keep(
        order("PO-1"),
        bill("F-1", LINE),
        receipt("R-1", papers.line(1, "flour", 8, order="PO-1", order_line="1")),
    )
    wim = come("wim@example.com", job=Job.WAREHOUSE)

    text = said(wim.get(f"/documents/{ordered}"))
    assert "Flour" in text
    assert "2.00" not in text
    assert "€" not in text
    assert wim.get(f"/documents/{ordered}/file").status_code == 404
    assert wim.get(f"/documents/{billed}").status_code == 404
    assert wim.get(f"/documents/{billed}/file").status_code == 404
    assert wim.get(f"/documents/{received}/file").content == b"<R-1>"
    assert set(numbers(wim)) == {"PO-1", "R-1"}
    assert "€ 2.00" in said(come().get(f"/documents/{ordered}"))


def test_papers_are_not_for_drivers(come):
    [key] = keep(order("PO-1"))
    driver = come(job=Job.DRIVER)

    for address, status in (
        ("/documents", 403),
        ("/documents/refused", 403),
        (f"/documents/{key}", 404),
        (f"/documents/{key}/file", 404),
        ("/documents/export.csv", 403),
    ):
        assert driver.get(address).status_code == status


def test_a_held_paper_stands_beside_what_it_contradicts(come):
    first, held = keep(order("PO-1"), order("PO-1", papers.line(1, "flour", 12, 2, name="Flour")))
    client = come()

    text = said(client.get(f"/documents/{held}"))

    assert "Held: one with this number is there already, and says something else." in text
    assert "line 1 differs 10 pieces, Flour, flour, at € 2.00 12 pieces, Flour" in text
    assert "Another one with this number came in" in said(client.get(f"/documents/{first}"))
    assert numbers(client, "?state=held") == ["PO-1"]


def test_who_looked_at_a_held_paper_lets_the_first_stand_and_may_think_again(come):
    _, held = keep(order("PO-1"), order("PO-1", papers.line(1, "flour", 12, 2)))
    client = come()

    client.post(f"/documents/{held}/first")
    assert numbers(client, "?state=held") == []
    assert "Held; the first one stands." in said(client.get(f"/documents/{held}"))

    client.post(f"/documents/{held}/first", {"back": "1"})
    assert numbers(client, "?state=held") == ["PO-1"]
    assert Hand.objects.filter(ended_at=None).count() == 0


def test_a_reader_decides_nothing(come):
    first, held = keep(order("PO-1"), order("PO-1", papers.line(1, "flour", 12, 2)))
    reader = come(job=Job.READER)

    assert "Let the first one stand" not in said(reader.get(f"/documents/{held}"))
    assert reader.post(f"/documents/{held}/first").status_code == 403
    assert reader.post(f"/documents/{first}/first").status_code in (403, 404)


def test_a_paper_of_many_lines_is_shown_in_portions(come):
    lines = [papers.line(number, f"a{number}", 1) for number in range(1, 451)]
    [key] = keep(order("PO-1", *lines))
    client = come()

    assert "from 1 to 200" in said(client.get(f"/documents/{key}"))
    assert "from 401 to 450" in said(client.get(f"/documents/{key}?from=401"))
    assert client.get(f"/documents/{key}?from=9999").status_code == 200


def test_a_list_is_kept_as_csv_without_formulas(come):
    keep(order("=1+2"), order("PO-2"), order("-3", giver=Party("@SUM(A1)", ("id:7",))))

    answer = come().get("/documents/export.csv?sort=number")

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="documents ')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Document", "Number"]
    assert {row[1] for row in rows[1:]} == {"'=1+2", "PO-2", "'-3"}
    assert "'@SUM(A1)" in {row[3] for row in rows[1:]}


def test_a_list_is_kept_as_excel_with_texts_alone(come):
    keep(order("=1+2"), bill("F-1", LINE))

    answer = come().get("/documents/export.xlsx?kind=order")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows())
    assert [row[1].value for row in rows] == ["Number", "'=1+2"]
    assert {cell.data_type for row in rows for cell in row} == {"s"}


def test_a_list_is_kept_in_no_other_form(come):
    assert come().get("/documents/export.exe").status_code == 404


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\uff1d1"])
def test_no_spreadsheet_takes_a_text_for_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"a{cell}") == f"a{cell}"


def test_what_papers_say_is_shown_as_text(come):
    nasty = '"><script>alert(1)</script>'
    [key] = keep(order("PO-1", papers.line(nasty, "flour", 1, name=nasty, note=nasty), note=nasty))

    text = come().get(f"/documents/{key}").content.decode()

    assert "<script>alert" not in text
    assert Document.objects.get().kind == Kind.ORDER
