"""Merging: two that turned out to be one, and apart again."""

import json

import pytest

from comaker.front.contract import told_json
from comaker.kernel.amounts import MONEY_PLACES
from comaker.kernel.document import DocumentLine, Kind, References, Totals
from comaker.kernel.party import Party
from comaker.record.masters.merging import (
    NotMerged,
    merge_parties,
    merge_products,
    unmerge_parties,
    unmerge_products,
)
from comaker.record.queries import told
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.record.masters import (
    ACME_GLN,
    BETA_GLN,
    JANUARY,
    NOW,
    TODAY,
    counts,
    kinds_of_gaps,
    lines_told,
    load_text,
    paper,
    post_all,
)  # fmt: skip

OLD = Party("Acme BV", ("vat:NL001234567B01",))
FACTS = ("document", "entry", "bill", "tie", "way")


def facts():
    """Return every row that a merge must leave as it is."""
    found = {name: reading().select(f"SELECT * FROM record_{name} ORDER BY 1, 2") for name in FACTS}
    return found | {
        "line": reading().select("SELECT id, bundle, deal, number, value, state FROM record_line")
    }


def without_names():
    """Return all that is told as text, every name of the supplier the same."""
    return json.dumps(told_json(told(), today=TODAY)).replace("Acme BV", "Acme Pumps")


@pytest.fixture
def two(record):
    """Post an order to Acme under its GLN, and one under its VAT number and another name."""
    post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5),
        paper(Kind.ORDER, "PO-2", JANUARY, 20, "C62", 5, giver=OLD),
    )


def test_a_merge_of_parties_changes_nothing_but_names(two):
    before, told_before, names_before = facts(), without_names(), {line["giver"] for line in lines_told()}

    merge_parties(kept=ACME_GLN, gone="NL001234567B01", now=NOW)

    assert facts() == before
    assert without_names() == told_before
    assert names_before == {"Acme Pumps", "Acme BV"}
    assert {line["giver"] for line in lines_told()} == {"Acme Pumps"}
    assert verify() == []


@pytest.mark.parametrize("kept, gone", [(ACME_GLN, "NL001234567B01"), ("NL001234567B01", ACME_GLN)])
def test_what_comes_after_a_merge_goes_to_the_party_that_is_kept(two, kept, gone):
    merge_parties(kept=kept, gone=gone, now=NOW)

    post_all(
        paper(Kind.BILL, "F-1", JANUARY + 3, 10, "C62", 5, order="PO-1", giver=OLD),
        paper(Kind.BILL, "F-2", JANUARY + 3, 25, "C62", 5, order="PO-2"),
        paper(Kind.ORDER, "PO-3", JANUARY + 4, 1, "C62", 5, giver=OLD),
        paper(Kind.ORDER, "PO-4", JANUARY + 4, 1, "C62", 5),
    )

    store = reading()
    stands = store.select("SELECT id FROM record_party WHERE id > 0 AND merged_into_id IS NULL")
    givers = store.select(
        "SELECT DISTINCT giver FROM record_document WHERE number IN ('F-1', 'F-2', 'PO-3', 'PO-4')"
    )
    assert len(givers) == 1
    assert givers[0] in stands
    billed = {line["deal"]: (line["billed"] or {}).get("quantity") for line in lines_told()}
    assert billed == {"PO-1": "10", "PO-2": "25", "PO-3": None, "PO-4": None}
    assert verify() == []


def test_what_was_paid_after_both_sides_were_merged_stays_paid_when_more_papers_come(two):
    buyer = Party("Beta Oud", ("vat:NL007654321B01",))
    order = paper(Kind.ORDER, "PO-7", JANUARY, 20, "C62", 5, giver=OLD, taker=buyer)
    bill = paper(Kind.BILL, "F-1", JANUARY + 3, 20, "C62", 5, order="PO-7", giver=OLD, taker=buyer)
    total = 100 * 10**MONEY_PLACES
    post_all(order, bill._replace(totals=Totals(net=total, payable=total)))
    merge_parties(kept=ACME_GLN, gone="NL001234567B01", now=NOW)
    merge_parties(kept=BETA_GLN, gone="NL007654321B01", now=NOW)
    line = DocumentLine("1", References(bill="F-1"), amount=total)
    post_all(paper(Kind.REMITTANCE, "R-1", JANUARY + 9, 1, "", None)._replace(lines=(line,), signer="taker"))
    paid = [bill["paid"] for bill in told_json(told(), today=TODAY)["bills"]]

    post_all(paper(Kind.RECEIPT_ADVICE, "W-1", JANUARY + 10, 20, "C62", None, order="PO-7"))

    assert paid == ["100.00"]
    assert [bill["paid"] for bill in told_json(told(), today=TODAY)["bills"]] == paid
    assert verify() == []


def test_a_merge_that_was_an_error_is_taken_back(two):
    merge_parties(kept=ACME_GLN, gone="NL001234567B01", now=NOW)

    unmerge_parties(kept=ACME_GLN, gone="NL001234567B01", now=NOW)
    post_all(paper(Kind.ORDER, "PO-3", JANUARY + 4, 1, "C62", 5, giver=OLD))

    assert {line["deal"]: line["giver"] for line in lines_told()} == {
        "PO-1": "Acme Pumps", "PO-2": "Acme BV", "PO-3": "Acme BV",
    }  # fmt: skip
    assert verify() == []


def test_parties_that_deal_with_each_other_are_not_merged(two):
    with pytest.raises(NotMerged, match="deal with each other"):
        merge_parties(kept=ACME_GLN, gone=BETA_GLN, now=NOW)

    with pytest.raises(NotMerged, match="already"):
        merge_parties(kept=ACME_GLN, gone="Acme Pumps", now=NOW)


def test_a_merge_of_products_changes_nothing_but_names_and_can_be_taken_back(two):
    load_text("products", "sku,name\nP1,Pump\nP1-OLD,Old pump\n", of=ACME_GLN)
    before, told_before = facts(), lines_told()

    merge_products(kept="P1", gone="P1-OLD", owner=ACME_GLN, now=NOW)
    merged = counts(load_text("products", "sku,name\nP1-OLD,Pump\n", of=ACME_GLN))
    unmerge_products(kept="P1", gone="P1-OLD", owner=ACME_GLN, now=NOW)
    apart = counts(load_text("products", "sku,name\nP1-OLD,Pump\n", of=ACME_GLN))

    assert facts() == before
    assert lines_told() == told_before
    assert merged[:3] == (0, 0, 1)
    assert apart[:3] == (0, 1, 0)


def test_what_packages_hold_counts_for_both_numbers_of_a_merged_product(record):
    load_text("parties", f"name,GLN\nAcme Pumps,{ACME_GLN}\n")
    load_text("products", "sku,unit,packing unit,per packing\nP2,C62,BX,12\nP1,,,\n", of=ACME_GLN)
    post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 10, "XBX", 60),
        paper(Kind.BILL, "F-1", JANUARY + 3, 120, "C62", 5, order="PO-1"),
    )
    before = kinds_of_gaps()

    merge_products(kept="P2", gone="P1", owner=ACME_GLN, now=NOW)

    assert before == [["incomparable"]]
    assert kinds_of_gaps() == [[]]
    assert verify() == []


def test_a_later_paper_under_either_number_is_about_the_product_that_is_kept(two):
    load_text("products", "sku,name\nP1,Pump\nP1-OLD,Old pump\n", of=ACME_GLN)
    merge_products(kept="P1", gone="P1-OLD", owner=ACME_GLN, now=NOW)

    loaded = load_text("products", "sku,gtin\nP1-OLD,8712345000004\nP1,8712345000004\n", of=ACME_GLN)

    assert counts(loaded) == (0, 1, 1, [])


def test_papers_of_two_that_are_merged_are_matched_together_and_known_again(record):
    papers = (
        paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5),
        paper(Kind.RECEIPT_ADVICE, "R-1", JANUARY + 2, 10, "C62", None, order="PO-1"),
        paper(Kind.BILL, "F-1", JANUARY + 3, 10, "C62", 5, order="PO-1", giver=OLD),
    )
    post_all(*papers)

    merge_parties(kept=ACME_GLN, gone="NL001234567B01", now=NOW)

    assert [line["billed"]["quantity"] for line in lines_told()] == ["10"]
    assert {posted.state for posted in post_all(*papers)} == {"repeat"}
    assert verify() == []

    unmerge_parties(kept=ACME_GLN, gone="NL001234567B01", now=NOW)

    assert verify() == []
