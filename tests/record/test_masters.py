"""Master data: stored once, loaded from files, and taken into account in everything that is worked out."""

import json

import pytest

from comaker.engines.sheets import Finding, HeadingsMissing
from comaker.kernel.document import Kind
from comaker.kernel.party import Party
from comaker.record.rebuild import refresh
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.record.masters import (
    ACME_GLN,
    BETA_GLN,
    JANUARY,
    MARCH,
    PARTIES,
    counts,
    kinds_of_gaps,
    lines_told,
    load_text,
    paper,
    post_all,
)  # fmt: skip


def test_parties_are_loaded_once_and_the_same_file_again_changes_nothing(record):
    first = load_text("parties", PARTIES)
    again = load_text("parties", PARTIES)

    assert counts(first) == (2, 0, 0, [])
    assert counts(again) == (0, 0, 2, [])


def test_a_paper_finds_the_party_that_a_file_has_loaded(record):
    load_text("parties", PARTIES)

    post_all(paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5))

    assert reading().select("SELECT count(*) FROM record_party WHERE id > 0")[0][0] == 2


def test_a_party_known_by_its_name_alone_gets_its_numbers_from_a_file(record):
    by_name = Party("Acme Pumps", ("name:acme pumps",))
    post_all(paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5, giver=by_name))

    loaded = load_text("parties", PARTIES)

    assert counts(loaded) == (0, 1, 1, [])


def test_numbers_of_two_parties_in_one_row_are_refused(record):
    load_text("parties", f"name,GLN,VAT\nAcme Pumps,{ACME_GLN},\nOther,,NL001234567B01\n")

    loaded = load_text("parties", f"name,GLN,VAT\nAcme Pumps,{ACME_GLN},NL001234567B01\n")

    assert loaded.added == loaded.changed == 0
    assert loaded.refused == (
        Finding(
            "row 2",
            "These numbers belong to different parties: “Acme Pumps”, “Other”. "
            "If these are one: comaker merge parties A B.",
        ),
    )


def test_terms_that_are_loaded_restate_what_was_posted_before(record):
    post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 100, "C62", 5),
        paper(Kind.BILL, "F-1", JANUARY + 3, 103, "C62", 5, order="PO-1"),
    )
    before = kinds_of_gaps()

    loaded = load_text(
        "terms", f"Leverancier;Klant;Afwikkeling;Overlevering %\n{ACME_GLN};Beta Bouw;two way;5\n"
    )

    assert before == [["overbilled"]]
    assert counts(loaded)[:3] == (1, 0, 0)
    assert loaded.restated >= 1
    assert kinds_of_gaps() == [[]]
    assert verify() == []


def test_a_line_stands_under_the_terms_of_the_day_of_its_order(record):
    post_all(paper(Kind.ORDER, "PO-0", JANUARY, 1, "C62", 5))
    head = "supplier,buyer,from,settlement\n"
    load_text(
        "terms", f"{head}{ACME_GLN},{BETA_GLN},2025-01-01,two way\n{ACME_GLN},{BETA_GLN},1-3-2025,prepaid"
    )

    post_all(
        paper(Kind.ORDER, "PO-A", JANUARY - 1, 10, "C62", 5),
        paper(Kind.ORDER, "PO-B", MARCH - 1, 10, "C62", 5),
        paper(Kind.ORDER, "PO-C", MARCH, 10, "C62", 5),
        paper(Kind.BILL, "F-B", MARCH + 9, 10, "C62", 5, order="PO-B"),
    )

    settlements = {line["deal"]: line["settlement"] for line in lines_told()}
    # Before the first day that any terms are for, the papers tell how they go.
    assert settlements == {"PO-0": "two_way", "PO-A": "two_way", "PO-B": "two_way", "PO-C": "prepaid"}
    assert verify() == []


def test_terms_again_add_no_version_and_a_change_adds_one(record):
    load_text("parties", PARTIES)
    head = "supplier,buyer,payment days\n"

    outcomes = [
        counts(load_text("terms", f"{head}{ACME_GLN},{BETA_GLN},{days}\n")) for days in (30, 30, 45, 45, 30)
    ]

    assert outcomes == [(1, 0, 0, []), (0, 0, 1, []), (0, 1, 0, []), (0, 0, 1, []), (0, 1, 0, [])]
    assert reading().select("SELECT version FROM record_terms ORDER BY version") == [(1,), (2,), (3,)]


def test_a_packing_takes_effect_on_the_lines_that_it_concerns(record):
    post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 10, "XBX", 60),
        paper(Kind.BILL, "F-1", JANUARY + 3, 120, "C62", 5, order="PO-1"),
    )
    before = kinds_of_gaps()

    loaded = load_text(
        "products",
        "artikelnummer;omschrijving;eenheid;verpakking;inhoud\nP1;Pump;stuk;doos;12\n",
        of=ACME_GLN,
    )
    again = load_text(
        "products",
        "artikelnummer;omschrijving;eenheid;verpakking;inhoud\nP1;Pump;stuk;doos;12\n",
        of=ACME_GLN,
    )

    assert before == [["incomparable"]]
    assert counts(loaded) == (1, 0, 0, [])
    assert loaded.restated >= 1
    assert counts(again) == (0, 0, 1, [])
    assert again.restated == 0
    assert kinds_of_gaps() == [[]]
    assert verify() == []


def test_a_packing_that_is_known_counts_when_papers_come(record):
    load_text("parties", PARTIES)
    load_text("products", "sku,unit,packing unit,per packing\nP1,C62,BX,12\n", of=ACME_GLN)

    post_all(paper(Kind.ORDER, "PO-1", JANUARY, 10, "XBX", 60))
    post_all(paper(Kind.BILL, "F-1", JANUARY + 3, 118, "C62", 5, order="PO-1"))

    assert json.dumps(lines_told()).count("incomparable") == 0
    assert verify() == []


def test_a_changed_packing_restates_its_lines(record):
    load_text("parties", PARTIES)
    head = "sku,unit,packing unit,per packing\n"
    load_text("products", f"{head}P1,C62,BX,12\n", of=ACME_GLN)
    post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 10, "XBX", 60),
        paper(Kind.BILL, "F-1", JANUARY + 3, 120, "C62", 5, order="PO-1"),
    )

    loaded = load_text("products", f"{head}P1,C62,BX,10\n", of=ACME_GLN)

    assert counts(loaded) == (0, 1, 0, [])
    assert "overbilled" in kinds_of_gaps()[0]
    assert verify() == []


@pytest.mark.parametrize(
    "kind, text",
    [
        ("terms", "a,b\n1,2\n"),
        ("products", "\n"),
        ("parties", "x\n"),
        ("terms", "supplier,payment days\nA,3\n"),
    ],
)
def test_a_file_without_the_headings_is_refused_and_nothing_is_stored(record, kind, text):
    with pytest.raises(HeadingsMissing):
        load_text(kind, text)

    assert reading().select("SELECT count(*) FROM record_party")[0][0] == 1


def test_a_large_relation_is_restated_by_the_worker(record, monkeypatch):
    monkeypatch.setattr("comaker.record.posting.sitting.WHOLE_MAX", 1)
    post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 10, "XBX", 60),
        paper(Kind.BILL, "F-1", JANUARY + 3, 120, "C62", 5, order="PO-1"),
    )

    loaded = load_text("products", "sku,unit,packing unit,per packing\nP1,C62,BX,12\n", of=ACME_GLN)
    before = kinds_of_gaps()
    done = refresh()

    assert loaded.restated == 0
    assert before == [["incomparable"]]
    assert done >= 1
    assert kinds_of_gaps() == [[]]
    assert verify() == []
