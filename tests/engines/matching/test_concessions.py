"""Concessions are put on the line or bill that they name, and on no other."""

from itertools import permutations

import pytest

from comaker.engines.matching import match
from comaker.kernel.document import Kind, References
from tests.engines.matching.papers import bill, despatch, line, order, paper, where

PUMPS = order("PO-1", line(1, "pump", 10, 5), line(2, "seal", 3, 2))


def conceded(**names):
    return paper(Kind.CONCESSION, "C-1", line(1, quantity=2, reason="missing", **names), signer="taker")


def test_a_concession_belongs_to_the_line_that_it_names():
    matched = match([PUMPS, conceded(order="PO-1", order_line="2")])

    assert where(matched, 1, 0) == ("PO-1", "2")


def test_a_concession_means_the_named_one_of_two_lines_alike():
    twins = order("PO-2", line(1, "pump", 10, 5), line(2, "pump", 10, 5))

    matched = match([twins, conceded(order="PO-2", order_line="2")])

    assert where(matched, 1, 0) == ("PO-2", "2")


def test_a_concession_finds_the_line_of_a_despatch_without_an_order():
    sent = despatch("D-1", line(1, "pump", 10), line(2, "seal", 3))

    matched = match([sent, conceded(despatch="D-1", despatch_line="2")])

    assert matched.ties[-1].rule == "despatch line"
    assert matched.ties[-1].to == matched.ties[1].to


@pytest.mark.parametrize(
    "names", [{}, {"order": "PO-9", "order_line": "1"}, {"order": "PO-1", "order_line": "7"}]
)
def test_a_concession_that_names_no_line_is_put_on_none(names):
    matched = match([PUMPS, conceded(**names)])

    assert where(matched, 1, 0) is None
    assert [(loose.document, loose.candidates) for loose in matched.loose] == [(1, ())]
    assert set(matched.lines) == {tie.to for tie in matched.ties if tie.document == 0}


def test_it_does_not_matter_when_a_concession_comes():
    papers = [PUMPS, despatch("D-1", line(1, "pump", 10, order="PO-1", order_line="1"))]
    papers.append(conceded(order="PO-1", order_line="1"))

    for some in permutations(papers):
        matched = match(some)
        assert where(matched, some.index(papers[2]), 0) == ("PO-1", "1")


def test_a_concession_on_a_bill_belongs_to_the_bill_that_it_names():
    let_pass = paper(
        Kind.BILL_CONCESSION, "C-2", line(1, amount=-5, reason="paid_short", bill="B-1"), refers=References()
    )

    matched = match([PUMPS, bill("B-1", line(1, "pump", 10, 5, order="PO-1", order_line="1")), let_pass])

    assert [(tie.document, tie.line, tie.rule) for tie in matched.bill_ties] == [(2, 0, "bill number")]
    assert not matched.loose
