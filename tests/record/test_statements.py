"""Statements of a posting: as many for a thousand lines as for ten, and none that reads a table through."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from comaker.engines.worlds import World, make
from comaker.kernel.amounts import MONEY_PLACES, PRICE_PLACES, QUANTITY_PLACES
from comaker.kernel.document import Document, DocumentLine, Kind, References, Totals
from comaker.kernel.party import Party
from comaker.kernel.product import Product
from comaker.record.post import Arrival, post
from comaker.record.store import Store

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY = 739_600


class Heard:
    """A cursor that keeps what it was given."""

    said: list[tuple[str, object]] = []

    def __init__(self, cursor):
        self._cursor = cursor

    def __getattr__(self, name):
        return getattr(self._cursor, name)

    def execute(self, query, values=()):
        self.said.append((query, values))
        return self._cursor.execute(query, values)

    def executemany(self, query, rows):
        self.said.append((query, rows[0]))
        return self._cursor.executemany(query, rows)


@pytest.fixture
def said(monkeypatch):
    """Return the list of what the record says to its database from now on."""
    begin = Store.__init__

    def begin_heard(store):
        begin(store)
        store.cursor = Heard(store.cursor)

    monkeypatch.setattr(Store, "__init__", begin_heard)
    monkeypatch.setattr(Heard, "said", [])
    return Heard.said


def papers(number, lines):
    """Return an order, its receipt with a line short, and its bill with a line too dear."""
    giver, taker = Party("Mill", ("gln:8710000000024",)), Party("Bakery", ("gln:8720000000017",))
    asked, came, billed = [], [], []
    for line in range(1, lines + 1):
        refers = References(order=f"PO-{number}", order_line=str(line))
        quantity, price = (10 + line) * 10**QUANTITY_PLACES, 2 * 10**PRICE_PLACES
        amount = (10 + line) * 2 * 10**MONEY_PLACES
        product = Product(sellers=f"a{line}", name=f"Article {line}")
        asked.append(DocumentLine(str(line), refers, quantity, "C62", price, amount, product=product))
        received = quantity - 10**QUANTITY_PLACES if line == 2 else quantity
        came.append(DocumentLine(str(line), refers, received, "C62", product=product))
        dear = 3 if line == 3 else 2
        billed.append(
            DocumentLine(
                str(line), refers, quantity, "C62", dear * 10**PRICE_PLACES,
                (10 + line) * dear * 10**MONEY_PLACES, product=product,
            )
        )  # fmt: skip
    total = sum(line.amount or 0 for line in billed)
    shared: Any = {
        "giver": giver,
        "taker": taker,
        "currency": "EUR",
        "refers": References(order=f"PO-{number}"),
    }
    return [
        Document(
            Kind.ORDER, f"PO-{number}", DAY, signer="taker", lines=tuple(asked),
            meaning=f"o{number}", **shared,
        ),
        Document(
            Kind.RECEIPT_ADVICE, f"R-{number}", DAY + 3, signer="taker", lines=tuple(came),
            meaning=f"r{number}", **shared,
        ),
        Document(
            Kind.BILL, f"B-{number}", DAY + 5, lines=tuple(billed), meaning=f"b{number}",
            totals=Totals(lines=total, net=total, tax=0, gross=total, payable=total), **shared,
        ),
    ]  # fmt: skip


def come(document):
    [posted] = post([Arrival(document, document.number.encode())], now=NOW)
    assert posted.state == "taken"


def test_a_posting_says_as_much_for_a_thousand_lines_as_for_ten(record, said):
    for document in papers(1, 10):  # the first between the two, who are new
        come(document)

    counts: dict[Kind, list[list[str]]] = {}
    for number, lines in ((2, 10), (3, 1000)):
        for document in papers(number, lines):
            said.clear()
            come(document)
            counts.setdefault(document.kind, []).append([query for query, _ in said])

    for of_ten, of_thousand in counts.values():
        assert of_thousand == of_ten
    assert max(len(of_ten) for of_ten, _ in counts.values()) <= 28


def test_no_statement_of_a_posting_reads_a_table_through(record, said):
    documents = list(make(replace(World(), relations=12, orders=14), seed=3).documents)
    one_by_one = documents[-60:]
    post([Arrival(document) for document in documents[:-60]], now=NOW)

    said.clear()
    for document in one_by_one:
        post([Arrival(document)], now=NOW)
    for document in papers(1, 10):
        come(document)

    # For a new party SQLite plans to look for rows that wait for it; there are never any.
    asked = {query: values for query, values in reversed(said) if "INTO record_party" not in query}
    reading = {query: through for query, values in asked.items() if (through := read_through(query, values))}
    assert reading == {}


def read_through(query, values):
    """Return the tables of the record that a statement reads from the first row to the last."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            rows = cursor.cursor.connection.execute(f"EXPLAIN QUERY PLAN {query}", values).fetchall()
        return [row[3] for row in rows if row[3].startswith("SCAN ") and not _is_a_list(row[3])]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {query}", values)
        told = cursor.fetchone()[0]
    plan = json.loads(told) if isinstance(told, str) else told
    return list(_through(plan[0]["Plan"]))


def _is_a_list(step):
    """Tell whether SQLite goes through values of ours, or rows that it has just found."""
    return any(word in step for word in ("json_each", "VIRTUAL TABLE", "CONSTANT ROW", "(subquery"))


def _through(step):
    if step["Node Type"] == "Seq Scan":
        yield step["Relation Name"]
    if step["Node Type"].startswith("Index") and "Index Cond" not in step:
        yield f"all of {step['Index Name']}"
    for inner in step.get("Plans", ()):
        yield from _through(inner)
