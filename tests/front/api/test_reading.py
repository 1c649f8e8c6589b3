"""Reading by the API: lists page by page, lines as they stood, and no money for who may not see it."""

import json

import pytest

from comaker.front.contract import told_json
from comaker.kernel.access import Job
from comaker.main.reactions import work
from comaker.record.queries import told
from tests.front.api.programs import BETA, GAMMA, bill, line, order, program_of, receipt

LISTS = ("/lines", "/bills", "/gaps", "/deals", "/relations", "/loose", "/held", "/documents", "/events")


@pytest.fixture
def traded(acme, beta):
    """Let Beta buy from Acme and from Gamma: short deliveries, bills, and a paper that fits nothing."""
    beta.bring(
        *[order(f"PO-{number}", line("1"), line("2", "7", "3.00")) for number in range(1, 6)],
        order("G-1", giver=GAMMA),
        *[receipt(f"R-{number}", "8", f"PO-{number}") for number in range(1, 4)],
        bill(),
        {**receipt("R-9", "3"), "refers": {}, "lines": [line("9", "3", None)]},
        order("PO-5", line("1", "11")),
    )
    return beta


@pytest.mark.parametrize("path", LISTS[:-1])
def test_a_list_page_by_page_is_the_whole_list(traded, path):
    whole = traded.get(path, limit=500).told["items"]

    paged = traded.all(path, limit=1)

    assert paged == whole
    assert whole


def test_lists_are_cut_to_what_is_asked(traded):
    relations = {each["key"]: each for each in traded.get("/relations").told["items"]}
    of_gamma = next(key for key, each in relations.items() if "Gamma Groep" in json.dumps(each))
    gamma = next(each for each in relations[of_gamma]["parties"] if each["name"] == "Gamma Groep")

    assert [each["deal"] for each in traded.get("/lines", relation=of_gamma).told["items"]] == ["G-1"]
    assert [each["deal"] for each in traded.get("/lines", party=gamma["key"]).told["items"]] == ["G-1"]
    assert [each["line"] for each in traded.get("/lines", deal="PO-2").told["items"]] == ["1", "2"]
    assert [each["line"] for each in traded.get("/lines", deal="PO-2", line="2").told["items"]] == ["2"]
    assert traded.get("/lines", relation="999").told["items"] == []
    assert traded.get("/lines", party="999").told["items"] == []
    assert [each["number"] for each in traded.get("/bills", number="F-1").told["items"]] == ["F-1"]
    assert traded.get("/bills", number="F-2").told["items"] == []


@pytest.mark.parametrize(
    "path, asked",
    [
        ("/lines", {"colour": "red"}),
        ("/lines", {"limit": "0"}),
        ("/lines", {"limit": "501"}),
        ("/lines", {"after": "nonsense"}),
        ("/lines", {"after": "W10"}),
        ("/lines", {"relation": "x"}),
        ("/lines", {"deal": "\0"}),
        ("/gaps", {"whose": "his"}),
        ("/gaps", {"kind": "lost"}),
        ("/me", {"x": "1"}),
        ("/lines/1", {"as_of": "2026-02-30"}),
        ("/lines/1", {"known_at": "2026-02-01T00:00"}),
    ],
)
def test_a_question_that_nobody_understands_is_refused(beta, path, asked):
    refused = beta.get(path, **asked)

    assert (refused.status, refused.code) == (422, "not_usable")
    assert refused.told["message"]
    assert refused.told["hint"]


@pytest.mark.parametrize(
    "path",
    ["/lines/1", "/bills/1", "/documents/1", "/documents/1/file", "/hooks/1", "/lines/9223372036854775808",
     "/lines/9999999999999999999", "/nothing", "/lines/1/", ""],
)  # fmt: skip
def test_what_is_not_there_is_not_there(beta, path):
    answer = beta.get(path)

    assert (answer.status, answer.code) == (404, "not_there")


def test_an_address_says_what_may_be_done_there(beta):
    answer = beta.send("DELETE", "/lines")

    assert (answer.status, answer.code, answer.headers["Allow"]) == (405, "wrong_method", "GET")


def test_a_line_tells_its_entries_and_where_it_stood(beta):
    [key] = beta.bring(order()).told["lines"]
    paper = beta.bring(receipt()).told["document"]

    now = beta.get(f"/lines/{key}").told
    before = beta.get(f"/lines/{key}", as_of="2026-01-17").told
    unknown = beta.get(f"/lines/{key}", known_at="2020-01-01T00:00:00Z").told

    assert [each["act"] for each in now["entries"]] == ["ask", "receive"]
    assert now["entries"][1]["document_key"] == paper
    assert (before["received"], [each["act"] for each in before["entries"]]) == (None, ["ask"])
    assert (unknown["asked"], unknown["entries"]) == (None, [])


def test_the_api_tells_what_the_command_tells(traded):
    known = told_json(told(), today=740_000, with_keys=True)

    for name, path in (("lines", "/lines"), ("bills", "/bills")):
        rows = traded.all(path, **({"ties": True} if name == "lines" else {}))
        assert [
            {key: row[key] for key in said} for row, said in zip(rows, known[name], strict=True)
        ] == known[name]
    assert [row["why"] for row in traded.all("/held")] == [row["why"] for row in known["held"]]
    loose = traded.all("/loose")
    assert [(row["document"], row["why"]) for row in loose] == [
        (row["document"], row["why"]) for row in known["loose"]
    ]


def test_gaps_are_told_by_whose_turn_it_is(acme, traded):
    mine, theirs = (
        {(each["deal"], each["line"], each["bill"], each["kind"]) for each in one.all("/gaps", whose=whose)}
        for one, whose in ((acme, "mine"), (traded, "theirs"))
    )

    assert ("PO-1", "1", "", "unsent") in mine
    assert {each for each in theirs if each[0] != "G-1"} == mine
    money = [each["counted"] for each in traded.all("/gaps", whose="theirs", order="money")]
    assert float(money[0]) == max(float(each) for each in money)
    assert {each["kind"] for each in traded.all("/gaps", whose="theirs", kind="unsent")} == {"unsent"}


def test_who_sees_no_prices_is_told_none(traded):
    packing = program_of(BETA, job=Job.WAREHOUSE)
    prices = ("5.00", "3.00", "50.00", "EUR")

    key = next(each["key"] for each in traded.get("/documents").told["items"] if each["kind"] == "bill")
    line_key = traded.get("/lines").told["items"][0]["key"]
    answers = [
        packing.get(path)
        for path in ("/lines?limit=500", f"/lines/{line_key}", "/gaps?whose=theirs", "/gaps", "/deals",
                     "/held", f"/documents/{key}", "/documents", "/loose", "/relations")
    ]  # fmt: skip

    assert [each.status for each in answers] == [200] * len(answers)
    said = b"".join(each.body for each in answers).decode()
    assert [price for price in prices if f'"{price}"' in said] == []
    row = packing.get(f"/lines/{line_key}").told
    assert (row["asked"]["price"], row["billed"], row["paid"], row["currency"]) == (None, None, None, "")
    assert {gap["counted"] for gap in row["gaps"]} == {None}
    assert [packing.get(path).code for path in ("/bills", "/bills/1", f"/documents/{key}/file")] == [
        "not_allowed"
    ] * 3
    assert packing.get("/me").told["sees"] == ["documents", "talk", "notes", "members"]


def test_a_driver_opens_no_papers(traded):
    driver = program_of(BETA, job=Job.DRIVER)
    key = traded.get("/documents").told["items"][0]["key"]

    paths = ("/documents", f"/documents/{key}", f"/documents/{key}/file", "/loose", "/held", "/refused")
    assert {driver.get(path).code for path in paths} == {"not_allowed"}
    assert driver.get("/lines").status == 200


def test_loose_lines_are_tied_by_hand(traded):
    row = next(
        each for each in traded.get("/loose").told["items"] if each["document"] == "receipt advice R-9"
    )
    key = traded.get("/lines", deal="PO-4", line="1").told["items"][0]["key"]
    address = f"/loose/{row['document_key']}/{row['place']}/tie"

    said = traded.post(address, {"to": key}, key="t")

    assert said.status == 200
    assert len(said.told["said"]) == 1
    assert traded.get(f"/lines/{key}").told["received"]["quantity"] == "3"
    assert traded.post(address, {"to": key}, key="t").body == said.body
    assert traded.post(address, {"to": "1"}).status in (404, 422)
    assert traded.post("/loose/1/0/tie", {"to": key}).status == 404
    assert traded.post(address, {"to": None}).status == 200
    assert traded.get(f"/lines/{key}").told["received"] is None


def test_nobody_ties_what_is_others(traded, gamma):
    row = next(
        each for each in traded.get("/loose").told["items"] if each["document"] == "receipt advice R-9"
    )
    key = traded.get("/lines", deal="PO-4", line="1").told["items"][0]["key"]

    assert gamma.post(f"/loose/{row['document_key']}/{row['place']}/tie", {"to": key}).status == 404
    assert program_of(BETA, scopes=["read"]).post("/loose/1/0/tie", {"to": key}).code == "not_allowed"


def test_the_feed_goes_on_where_it_was_left(acme, beta, gamma):
    beta.bring(order(), receipt())
    assert beta.get("/events").told["items"] == []
    work(once=True)
    first = beta.get("/events", limit=1).told
    rest = beta.get("/events", after=first["next"]).told
    beta.bring(bill())
    work(once=True)
    later = beta.get("/events", after=rest["next"]).told

    events = [*first["items"], *rest["items"], *later["items"]]
    assert [len(each["documents"]) for each in events] == [1, 1, 1]
    assert all(each["lines"] == events[0]["lines"] for each in events)
    assert [len(each["bills"]) for each in events] == [0, 0, 1]
    assert beta.get("/events", after=later["next"]).told == {"items": [], "next": later["next"]}
    assert [each["event"] for each in acme.get("/events").told["items"]] == [each["event"] for each in events]
    assert gamma.get("/events").told["items"] == []
