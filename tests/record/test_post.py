"""Posting: what is posted stands in the record as a match of the same papers says it."""

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from comaker.apps.match.actions import match
from comaker.engines.worlds import World, make
from comaker.front.contract import told_json
from comaker.record.post import Arrival, post
from comaker.record.queries import told

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
TODAY = 739_900


def in_any_order(result):
    """Return the rows of each part as texts, how often each stands there."""
    for row in result["lines"]:
        row["ties"].sort(key=json.dumps)
    return {part: Counter(json.dumps(row, sort_keys=True) for row in rows) for part, rows in result.items()}


def said_by_match(documents):
    return in_any_order(told_json(match(documents).told(), today=TODAY))


def said_by_record():
    return in_any_order(told_json(told(), today=TODAY))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("at_once", [1, 13, 10_000])
def test_the_record_says_what_a_match_says(record, seed, at_once):
    documents = list(make(replace(World(), relations=6, orders=4), seed=seed).documents)
    random.Random(seed).shuffle(documents)
    expected = said_by_match(documents)

    for start in range(0, len(documents), at_once):
        post([Arrival(document) for document in documents[start : start + at_once]], now=NOW)

    assert said_by_record() == expected
