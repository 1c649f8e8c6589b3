"""Posting: what is posted stands in the record as a match of the same papers says it."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from comaker.engines.worlds import World, make
from comaker.record.post import Arrival, post
from comaker.record.rebuild import rebuild
from comaker.record.transaction import reading
from comaker.record.verify import verify
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
