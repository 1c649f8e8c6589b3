"""The example chains of real documents: every stage and every finding comes out."""

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from comaker.apps.match.actions import match
from comaker.front.contract import told_json
from comaker.front.files import read_file
from comaker.kernel.amounts import plain_money, plain_price, plain_quantity
from comaker.kernel.entry import Act, Entry
from comaker.kernel.told import RefusedRow
from tests.chains.findings import FINDINGS, FURTHER, KINDS, Seen

SHARED = Path(os.environ.get("COMAKER_SHARED") or Path(__file__).parents[3] / "shared")
TODAY = date(2026, 11, 21).toordinal()
# Papers that the reader refuses with a sentence: they come before anything is asked.
REFUSED = {"RequestForQuotation", "Quotation"}
ACTS = {
    "Order": Act.ASK,
    "OrderChange": Act.ASK,
    "OrderResponse": Act.PROMISE,
    "DespatchAdvice": Act.SEND,
    "ReceiptAdvice": Act.RECEIVE,
    "Invoice": Act.BILL,
    "CreditNote": Act.BILL,
}
ACTS_QUANTITY = {
    Act.ASK: "Quantity",
    Act.PROMISE: "Quantity",
    Act.SEND: "DeliveredQuantity",
    Act.RECEIVE: "ReceivedQuantity",
    Act.BILL: "InvoicedQuantity",
}


def chains(shared: Path) -> list[Path]:
    folder = shared / "data" / "documents" / "chains"
    return sorted(path.parent for path in folder.glob("*/expected.json"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "chain" in metafunc.fixturenames:
        found = chains(SHARED)
        metafunc.parametrize("chain", found or [None], ids=lambda path: path.name if path else "none")


@pytest.fixture
def expected(chain: Path | None) -> dict[str, Any]:
    if chain is None:
        pytest.skip("skipped: no shared data")
    told: dict[str, Any] = json.loads((chain / "expected.json").read_text())
    return told


@pytest.fixture
def steps(chain: Path, expected: dict[str, Any]) -> list[Seen]:
    """Return what is known after each document of the chain."""
    documents, refused, seen = [], [], []
    for name in expected["sequence"]:
        got = read_file(chain / name)
        if isinstance(got, RefusedRow):
            refused.append(got)
            continue
        documents.append(got)
        result = match(documents, refused=refused)
        seen.append(Seen(told_json(result.told(), today=TODAY), result.account.lines))
    return seen


def test_every_finding_of_a_chain_is_named(expected, steps):
    unnamed = [
        f"{finding['code']}@{finding['line']}: {FINDINGS[finding['code']].ours}"
        for finding in expected["findings"]
        if not FINDINGS[finding["code"]].check(steps, finding)
    ]

    assert unnamed == []


def test_every_further_gap_of_a_chain_is_explained(chain, expected, steps):
    named = {kind for finding in expected["findings"] for kind in KINDS.get(finding["code"], ())}
    last = steps[-1].json

    found = {gap["kind"] for told in (*last["lines"], *last["bills"]) for gap in told["gaps"]}

    assert found - named == FURTHER.get(chain.name, {}).keys() - named


def test_every_line_of_every_paper_stands_as_an_entry(expected, steps):
    entries = [entry for account in steps[-1].lines for entry in account.entries]
    papers = [told for told in expected["documents"] if told["file"] in expected["sequence"]]
    for paper in papers:
        if paper["type"] not in ACTS:
            continue
        act = ACTS[paper["type"]]
        sign = -1 if paper["type"] == "CreditNote" else 1
        for line in paper["lines"]:
            told = line.get("quantities", {})
            size, _ = told.get(ACTS_QUANTITY[act]) or told.get("CreditedQuantity", (None, None))
            if size is None:
                continue
            said = (paper["id"], line["id"], act, sign * Decimal(size))
            (entry,) = [entry for entry in entries if _said(entry) == said]
            if "price" in line:
                each = Decimal(line["price"]) / Decimal(line.get("base_quantity", 1))
                assert Decimal(plain_price(entry.price)) == each
            if "line_amount" in line:
                assert Decimal(plain_money(entry.amount)) == sign * Decimal(line["line_amount"])


def test_papers_that_are_not_read_are_refused_with_a_sentence(chain, expected):
    for told in expected["documents"]:
        got = read_file(chain / told["file"])
        assert isinstance(got, RefusedRow) == (told["type"] in REFUSED)
        if isinstance(got, RefusedRow):
            assert told["type"] in got.why
            assert got.hint


def test_quantities_and_amounts_end_as_the_chain_says(expected, steps):
    outcome, last = expected["outcome"], steps[-1].json
    by_number = {told["line"]: told for told in last["lines"]}
    for number, size in outcome.get("promised", {}).items():
        assert _size(by_number[number]["promised"]) == Decimal(size)
    for number, size in outcome.get("ordered", {}).items():
        assert _size(by_number[number]["asked"]) == Decimal(size)
    invoiced = outcome.get("invoiced")
    if isinstance(invoiced, dict):
        assert {number: _size(by_number[number]["billed"]) for number in invoiced} == {
            number: Decimal(size) for number, size in invoiced.items()
        }
    if "invoiced_payable" in outcome:
        bills = [bill for bill in last["bills"] if bill["kind"] == "bill"]
        assert [Decimal(bill["payable"]) for bill in bills] == [Decimal(outcome["invoiced_payable"])]
    if "currency" in outcome:
        assert {told["currency"] for told in (*last["lines"], *last["bills"])} <= {outcome["currency"], ""}


def test_the_agreed_amount_is_what_the_chain_says(expected, steps):
    outcome, last = expected["outcome"], steps[-1].json
    agreed = outcome.get("agreed_ex_vat", outcome.get("open_amount_ex_vat"))
    if agreed is None:
        pytest.skip("this chain states no agreed amount")

    promised = [told["promised"] for told in last["lines"]]

    assert sum(_size(each) * Decimal(each["price"]) for each in promised) == Decimal(agreed)


def _size(act: dict[str, Any] | None) -> Decimal:
    return Decimal(act["quantity"]) if act else Decimal(-1)


def _said(entry: Entry) -> tuple[str, str, Act, Decimal | None]:
    size = None if entry.quantity is None else Decimal(plain_quantity(entry.quantity))
    return entry.document, entry.document_line, entry.act, size
