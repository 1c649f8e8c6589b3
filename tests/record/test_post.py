"""Posting: what is posted stands in the record as a match of the same papers says it."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from comaker.engines.worlds import World, make
from comaker.kernel.document import Kind
from comaker.record.post import Arrival, post
from comaker.record.queries import told
from comaker.record.rebuild import rebuild
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.record.masters import JANUARY, paper, post_all
from tests.record.papers import said_by_match, said_by_record

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("at_once", [1, 13, 10_000])
def test_the_record_says_what_a_match_says(record, seed, at_once):
    documents = list(make(replace(World(), relations=6, orders=4), seed=seed).documents)
    random.Random(seed).shuffle(documents)
    expected = said_by_match(documents)

    for start in range(0, len(documents), at_once):
        post([Arrival(document) for document in documents[start : start + at_once]], now=NOW)

    assert said_by_record() == expected


def everything_derived():
    store = reading()
    queries = (
        "SELECT id, state, key, is_open FROM record_line ORDER BY id",
        "SELECT id, state, key FROM record_bill ORDER BY id",
        "SELECT * FROM record_gap ORDER BY owner, ordinal",
        "SELECT * FROM record_lapse ORDER BY owner, ordinal",
    )
    return [
        [tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in rows]
        for rows in map(store.select, queries)
    ]


@pytest.mark.parametrize("seed", [3, 4])
def test_what_is_derived_is_the_same_to_the_byte_when_it_is_worked_out_anew(record, seed):
    documents = list(make(replace(World(), relations=6, orders=4), seed=seed).documents)
    random.Random(seed).shuffle(documents)
    for start in range(0, len(documents), 7):
        post([Arrival(document) for document in documents[start : start + 7]], now=NOW)
    before = everything_derived()
    assert verify() == []

    rebuild()

    after = everything_derived()
    pairs = [pair for one, other in zip(before, after, strict=True) for pair in zip(one, other, strict=True)]
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    assert verify() == []


def test_a_debit_note_with_the_number_of_an_invoice_is_a_bill_of_its_own(record):
    bill = paper(Kind.BILL, "F-1", JANUARY + 3, 10, "C62", 5, order="PO-1")._replace(root="Invoice")

    posted = post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5),
        bill,
        bill._replace(root="DebitNote", issued_on=JANUARY + 4),
    )

    assert [each.state for each in posted] == ["taken"] * 3
    assert len(told().bills) == 2
    assert verify() == []


def test_an_order_without_lines_is_kept(record):
    order = paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5)

    posted = post_all(order._replace(lines=()))

    assert [each.state for each in posted] == ["taken"]
    assert verify() == []
