"""What a person sees of a match: the row of six, the gaps in sentences, and whose turn it is."""

import re

import pytest

from tests.apps.match import papers
from tests.apps.match.conftest import NOW

ACTS = ["asked", "promised", "sent", "received", "billed", "paid"]


def words(output):
    return " ".join(output.split())


@pytest.fixture
def shown(run, folder):
    """Return what a match of documents shows in a terminal of so many columns."""
    return lambda *documents, columns=100: (
        run("match", folder(*documents), "--now", NOW, columns=columns).stdout
    )


@pytest.mark.parametrize("columns", [80, 120])
def test_the_row_of_six_stands_in_one_row_with_what_each_act_says(shown, columns):
    shown_rows = shown(*papers.of_the_design(), columns=columns).splitlines()

    (heading,) = [row for row in shown_rows if row.split() == ["line", "what", *ACTS]]
    told = shown_rows[shown_rows.index(heading) + 2 :][:2]
    assert re.split(" {2,}", told[0].strip()) == [
        "1", "beeswax", "120 KGM", "120 KGM", "120 KGM", "118 KGM", "120 KGM", "0.00",
    ]  # fmt: skip
    assert re.split(" {2,}", told[1].strip()) == ["@ 1.50", "@ 1.50", "−2 refused", "EUR 180.00"]


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", ["own", "demo"])
def test_nothing_is_wider_than_the_terminal_and_no_act_is_cut_off(run, request, name, columns):
    rows = run("match", request.getfixturevalue(name), "--now", NOW, columns=columns).stdout.splitlines()

    assert [row for row in rows if len(row) > columns] == []
    headings = [row.split()[2:] for row in rows if row.split()[:2] == ["line", "what"]]
    assert headings
    assert headings == [ACTS] * len(headings)


@pytest.mark.parametrize("columns", [80, 120])
def test_every_gap_is_a_sentence_that_says_whose_turn_it_is(shown, columns):
    told = words(shown(*papers.of_the_design(), columns=columns))

    for sentence in (
        "Deal PO-1047 Bee Works gives, Candle Co takes",
        "▶ 2 KGM sent and not received; Bee Works acts next",
        "▶ 2 KGM refused at receipt (damaged); Bee Works acts next",
        "▶ 4 KGM billed too many, since missing and rejected; Bee Works acts next",
        "○ 118 KGM 1 day late against the first promise",
        "◷ EUR 217.80 to pay; waiting until 2026-02-09",
        "▶ Bee Works: 3 open, EUR 6.00",
    ):
        assert sentence in told


def test_where_nothing_is_open_it_says_so(shown):
    assert "Nothing is open: everybody has done what was agreed." in shown(*papers.as_agreed())


def test_what_waits_for_a_person_is_shown_with_its_sentence(shown):
    other_bill = papers.bill(net="170.00")

    told = words(
        shown(papers.order(), papers.payment(bill="B-404"), b"", papers.bill(), other_bill, columns=200)
    )

    for sentence in (
        "Loose: which line do these belong to?",
        "bill B-404 is not among the papers",
        "Held: look at these",
        "Refused",
        "The file is empty. Ask the sender to send the document again.",
    ):
        assert sentence in told


def test_a_bill_is_shown_with_what_is_due_and_paid(shown):
    assert "B-1 bill Bee Works EUR 217.80 217.80 2026-02-09" in words(shown(*papers.as_agreed()))


def test_no_page_says_fault(run, own, demo):
    for place in (own, demo):
        assert "fault" not in run("match", place, "--now", NOW).stdout.lower()


def test_one_day_is_a_day(run, own):
    assert "1 days" not in run("match", own, "--now", NOW).stdout


def test_the_amounts_of_a_line_bear_the_currency_of_its_bill(run, own):
    turns = re.findall(r"open, (\S+) ", run("match", own, "--now", "2026-04-20").stdout)

    assert turns == ["EUR"] * len(turns)


def test_a_self_billed_bill_is_summed_up_as_the_turn_of_the_taker(run, folder):
    own_bill = papers.bill(gross="218.80").replace(b"Invoice ", b"SelfBilledInvoice ", 1)
    own_bill = own_bill.replace(b":Invoice-2", b":SelfBilledInvoice-2").replace(
        b"</Invoice>", b"</SelfBilledInvoice>"
    )

    told = words(run("match", folder(*papers.as_agreed()[:-2], own_bill), "--now", NOW).stdout)

    assert "B-1 ▶ sums EUR 1.00 off (net and tax do not give gross); Candle Co acts next" in told
    assert "▶ Candle Co: 1 open, EUR 1.00" in told
