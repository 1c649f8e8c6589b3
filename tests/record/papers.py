"""Comparing what a match says with what the record says."""

import json
from collections import Counter

from comaker.apps.match.actions import match
from comaker.front.contract import told_json
from comaker.record.queries import told

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
