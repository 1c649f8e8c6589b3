"""The JSON of match is a contract: its keys, its shapes, and the line that DESIGN.md gives as an example."""

import json

import pytest

from tests.apps.match import papers
from tests.apps.match.conftest import NOW

# What DESIGN.md promises, and after the bar what comes besides.
LINE = {
    "deal", "line", "giver", "taker", "product", "unit", "currency", "settlement",
    "asked", "promised", "sent", "received", "billed", "paid", "gaps", "lapses",
} | {"ties"}  # fmt: skip
GAP = {
    "kind",
    "cause",
    "quantity",
    "amount",
    "counted",
    "turn",
    "party",
    "state",
    "since",
    "due",
    "because_of",
}
GAP_MORE = {"unit", "days", "note", "closed"}
LAPSE = {"kind", "quantity", "days", "against"}
BILL = {"number", "biller", "payer", "currency", "net", "tax", "payable", "instalments", "paid", "gaps"} | {
    "kind", "issued", "prepaid", "credited", "credits", "is_void", "lapses",
}  # fmt: skip
ACTS = {
    "asked": {"quantity", "price", "parts"},
    "promised": {"quantity", "price", "parts"},
    "sent": {"quantity", "last_on"},
    "received": {"quantity", "rejected", "last_on"},
    "billed": {"quantity", "amount"},
    "paid": {"amount"},
}
ACT_MORE = {"unit", "second"}
TIE = {"document", "line", "rule", "score", "why"}
BOTH = ("missing", "rejected")
LOOSE = {"document", "line", "act", "why", "candidates"}
CANDIDATE = {"deal", "line", "score", "why"}


@pytest.fixture
def told(run):
    """Return what a match of paths tells on a day."""
    return lambda *paths, now=NOW: json.loads(run("match", *paths, "--json", "--now", now).stdout)


def test_the_line_of_the_design_comes_out_to_the_letter(told, folder):
    (line,) = told(folder(*papers.of_the_design()))["lines"]

    line.pop("ties")
    assert line == {
        "deal": "PO-1047",
        "line": "1",
        "giver": "Bee Works",
        "taker": "Candle Co",
        "product": "beeswax",
        "unit": "KGM",
        "currency": "EUR",
        "settlement": "three_way",
        "asked": {
            "quantity": "120",
            "price": "1.50",
            "parts": [{"quantity": "120", "from": None, "until": "2026-01-09"}],
        },
        "promised": {
            "quantity": "120",
            "price": "1.50",
            "parts": [{"quantity": "120", "from": None, "until": "2026-01-09"}],
        },
        "sent": {"quantity": "120", "last_on": "2026-01-08"},
        "received": {"quantity": "118", "rejected": "2", "last_on": "2026-01-10"},
        "billed": {"quantity": "120", "amount": "180.00"},
        "paid": {"amount": "0.00"},
        "gaps": [
            gap("missing", "transport", "2", "3.00", "3.00", "giver", "2026-01-10"),
            gap("rejected", "condition", "2", "3.00", "3.00", "giver", "2026-01-10", note="damaged"),
            gap("overbilled", "billing", "4", "6.00", "0.00", "biller", "2026-01-12", BOTH),
        ],
        "lapses": [{"kind": "late", "quantity": "118", "days": 1, "against": "first promise"}],
    }  # fmt: skip


def gap(kind, cause, quantity, amount, counted, turn, since, because_of=(), **more):
    worth = {"quantity": quantity, "amount": amount, "counted": counted}
    told = {"turn": turn, "party": "Bee Works", "state": "open", "since": since, "due": None}
    return {"kind": kind, "cause": cause, **worth, **told, "because_of": [*because_of], **more}


def test_the_bill_of_the_design_comes_out_to_the_letter(told, folder):
    (bill,) = told(folder(*papers.of_the_design()))["bills"]

    assert bill == {
        "number": "B-1",
        "kind": "bill",
        "biller": "Bee Works",
        "payer": "Candle Co",
        "issued": "2026-01-12",
        "currency": "EUR",
        "net": "180.00",
        "tax": "37.80",
        "payable": "217.80",
        "prepaid": None,
        "instalments": [{"amount": "217.80", "due": "2026-02-09"}],
        "credited": "0.00",
        "credits": None,
        "paid": "0.00",
        "is_void": False,
        "gaps": [
            {
                "kind": "unpaid",
                "cause": "payment",
                "quantity": None,
                "amount": "217.80",
                "counted": "217.80",
                "turn": "payer",
                "party": "Candle Co",
                "state": "waiting",
                "since": "2026-01-12",
                "due": "2026-02-09",
                "because_of": [],
            }
        ],
        "lapses": [],
    }


def test_an_act_without_an_entry_is_null(told, folder):
    (line,) = told(folder(papers.order()))["lines"]

    assert {act: line[act] for act in ("promised", "sent", "received", "billed", "paid")} == dict.fromkeys(
        ("promised", "sent", "received", "billed", "paid")
    )


def test_a_gap_that_was_closed_is_told_with_its_day(told, own):
    lines = told(own, now="2026-03-20")["lines"]

    closed = [gap for line in lines for gap in line["gaps"] if gap["state"] == "closed"]

    assert [(gap["kind"], gap["closed"], gap["counted"]) for gap in closed] == [
        ("overbilled", "2026-03-20", "0.00")
    ]


@pytest.mark.parametrize("name", ["own", "demo"])
def test_lines_have_exactly_the_keys_of_the_contract(told, request, name):
    lines = told(request.getfixturevalue(name))["lines"]

    assert lines
    for line in lines:
        assert line.keys() == LINE
        assert [lapse.keys() for lapse in line["lapses"]] == [LAPSE] * len(line["lapses"])
        assert [tie.keys() for tie in line["ties"]] == [TIE] * len(line["ties"])
        for act, keys in ACTS.items():
            assert line[act] is None or keys <= line[act].keys() <= keys | ACT_MORE
        for statement in filter(None, (line["asked"], line["promised"])):
            assert [part.keys() for part in statement["parts"]] == [{"quantity", "from", "until"}] * len(
                statement["parts"]
            )
        for found in line["gaps"]:
            assert GAP <= found.keys() <= GAP | GAP_MORE


@pytest.mark.parametrize("name", ["own", "demo"])
def test_bills_have_exactly_the_keys_of_the_contract(told, request, name):
    bills = told(request.getfixturevalue(name))["bills"]

    assert bills
    for bill in bills:
        assert bill.keys() == BILL
        assert [part.keys() for part in bill["instalments"]] == [{"amount", "due"}] * len(bill["instalments"])
        for found in bill["gaps"]:
            assert GAP <= found.keys() <= GAP | GAP_MORE


def test_what_waits_for_a_person_has_exactly_the_keys_of_the_contract(told, folder):
    loose = papers.bill("B-7", order="", many="118", net="177.00", tax="37.17", gross="214.17")
    place = folder(
        papers.order(), papers.order("PO-1048"), papers.payment(bill="B-404"), loose, papers.bill("B-7"), b"<"
    )  # fmt: skip

    found = told(place)

    assert [row.keys() for row in found["refused"]] == [{"file", "why", "hint"}]
    assert [row.keys() for row in found["held"]] == [{"document", "why"}]
    assert [row.keys() for row in found["loose"]] == [LOOSE] * 2
    assert [one.keys() for row in found["loose"] for one in row["candidates"]] == [CANDIDATE] * 2


@pytest.mark.parametrize("name", ["own", "demo"])
def test_amounts_are_text_and_only_days_are_numbers(told, request, name):
    def numbers(value, at=""):
        if isinstance(value, dict):
            return [found for key, each in value.items() for found in numbers(each, key)]
        if isinstance(value, list):
            return [found for each in value for found in numbers(each, at)]
        return [(at, value)] if isinstance(value, int | float) and not isinstance(value, bool) else []

    assert {at for at, _ in numbers(told(request.getfixturevalue(name)))} <= {"days"}


def test_what_counts_is_never_more_than_what_a_gap_is_worth(told, own, demo):
    found = [gap for place in (own, demo) for line in told(place)["lines"] for gap in line["gaps"]]

    assert found
    assert [gap for gap in found if float(gap["counted"]) > float(gap["amount"] or 0)] == []
