"""Finding what a bill without reference belongs to, among all open lines of a stored record.

A record is filled with orders of ten lines; then bills of ten lines come in without any reference, each the
bill of one of the orders, with one line in ten billed at another price and one in ten in part. Each is
looked up as a person or a posting would, from its parties to its candidates, and nothing is kept of it.
Prints JSON: CPU and wall time per bill on SQLite and on PostgreSQL, and how many orders were found.
Run: python bench/open.py [open lines…] [--postgres URL] [--shape NAME] [--database NAME].
A million lines take some minutes to fill.
"""

import gc
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from django.db import connection

from bench.orders import LINES, SHAPES, Shape, bill, order
from bench.places import Clock, on_file, on_server
from comaker.kernel.document import Document
from comaker.record.look import look
from comaker.record.post import Arrival, post

BILLS = 100
BATCH = 2_000
NOW = datetime(2026, 3, 1, tzinfo=UTC)
TRIED = ("one relation", "one relation, few products", "100 relations")


def main() -> None:
    """Measure each shape at each size on each database and print JSON."""
    words = sys.argv[1:]
    server = words[words.index("--postgres") + 1] if "--postgres" in words else ""
    server = server or os.environ.get("COMAKER_TEST_POSTGRES", "")
    sizes = [int(word) for word in words if word.isdigit()] or [10_000]
    shapes = [words[words.index("--shape") + 1]] if "--shape" in words else list(TRIED)
    only = words[words.index("--database") + 1] if "--database" in words else ""
    results = []
    for size in sizes:
        for name in shapes:
            if only != "postgresql":
                with on_file():
                    results.append(measure("sqlite", name, SHAPES[name], size))
            if server and only != "sqlite":
                with on_server(server):
                    results.append(measure("postgresql", name, SHAPES[name], size))
    report: dict[str, Any] = {
        "bench": "open",
        "bills": BILLS,
        "lines_per_bill": LINES,
        "results": results,
        "load": os.getloadavg(),
        "python": platform.python_version(),
    }
    print(json.dumps(report, indent=1))


def measure(vendor: str, name: str, shape: Shape, size: int) -> dict[str, Any]:
    """Fill a record and look up bills in it."""
    rng = Random(size)
    count = size // LINES
    chosen = set(rng.sample(range(count), min(BILLS, count)))
    asked: list[Document] = []
    start = time.time()
    gc.collect()
    gc.disable()
    for first in range(0, count, BATCH):
        orders = [order(rng, shape, number, count) for number in range(first, min(first + BATCH, count))]
        asked += [paper for number, paper in enumerate(orders, start=first) if number in chosen]
        post([Arrival(paper) for paper in orders], now=NOW)
    gc.enable()
    filled = time.time() - start
    if vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    look(bill(rng, asked[0], "W"))
    clock = Clock()
    gc.collect()
    gc.freeze()  # what the filling left behind is no work of a look
    rng.shuffle(asked)
    spent, waited, found = [], [], {"found": 0, "in part": 0, "wrong": 0, "among candidates": 0}
    for turn, paper in enumerate(asked):
        vague = bill(rng, paper, f"B{turn}")
        cpu, wall = clock.own() + clock.server(), time.perf_counter()
        matched, documents = look(vague)
        waited.append(time.perf_counter() - wall)
        spent.append(clock.own() + clock.server() - cpu)
        own = len(documents) - 1
        deals = [matched.lines[tie.to].deal for tie in matched.ties if tie.document == own]
        near = {
            matched.lines[each.to].deal
            for loose in matched.loose
            if loose.document == own
            for each in loose.candidates
            if each.to in matched.lines
        }
        if any(deal != paper.number for deal in deals):
            found["wrong"] += 1
        elif deals:
            found["found" if len(deals) == len(vague.lines) else "in part"] += 1
        elif paper.number in near:
            found["among candidates"] += 1
    return {
        "database": vendor,
        "shape": name,
        "open_lines": size,
        "cpu_ms_per_bill": spread(spent),
        "wall_ms_per_bill": spread(waited),
        "bills": found,
        "fill_s": round(filled, 1),
    }


def spread(times: list[float]) -> dict[str, float]:
    """Return the least, the middle and the most, in milliseconds."""
    times.sort()
    middle = times[len(times) // 2]
    return {
        "min": round(times[0] * 1000, 2),
        "median": round(middle * 1000, 2),
        "max": round(times[-1] * 1000, 2),
    }


if __name__ == "__main__":
    main()
