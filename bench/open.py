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
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 – after the set-up
from django.db import connection, connections  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
from orders import LINES, SHAPES, Shape, bill, order  # type: ignore[import-not-found]  # noqa: E402

from comaker.kernel.document import Document  # noqa: E402
from comaker.main.settings import database  # noqa: E402
from comaker.record.look import look  # noqa: E402
from comaker.record.post import Arrival, post  # noqa: E402

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
                with tempfile.TemporaryDirectory() as folder:
                    use(f"{folder}/open.sqlite3")
                    results.append(measure("sqlite", name, SHAPES[name], size))
                    connection.close()
            if server and only != "sqlite":
                results.append(on_server(server, name, size))
    report: dict[str, Any] = {
        "bench": "open",
        "bills": BILLS,
        "lines_per_bill": LINES,
        "results": results,
        "load": os.getloadavg(),
        "python": platform.python_version(),
    }
    print(json.dumps(report, indent=1))


def use(place: str) -> None:
    """Let Django's connection be to another database from now on."""
    connections["default"].close()
    connections.settings["default"] = connections.configure_settings({"default": database(place)})["default"]
    del connections["default"]


def on_server(server: str, name: str, size: int) -> dict[str, Any]:
    """Measure in a database of its own, dropped afterwards."""
    own = f"comaker_open_{os.getpid()}"
    use(server)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {own}")
        cursor.execute(f"CREATE DATABASE {own}")
    try:
        use(f"{server.rpartition('/')[0]}/{own}")
        return measure("postgresql", name, SHAPES[name], size)
    finally:
        use(server)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {own} WITH (FORCE)")


def measure(vendor: str, name: str, shape: Shape, size: int) -> dict[str, Any]:
    """Fill a record and look up bills in it."""
    call_command("migrate", verbosity=0)
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
    rng.shuffle(asked)
    spent, waited, found = [], [], {"found": 0, "in part": 0, "wrong": 0, "among candidates": 0}
    for turn, paper in enumerate(asked):
        vague = bill(rng, paper, f"B{turn}")
        backend = backend_seconds()
        cpu, wall = time.process_time(), time.perf_counter()
        matched, documents = look(vague)
        waited.append(time.perf_counter() - wall)
        spent.append(time.process_time() - cpu + backend_seconds() - backend)
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


def backend_seconds() -> float:
    """Return the CPU time of the server's process that serves us, where it runs on this machine."""
    if connection.vendor != "postgresql":
        return 0.0
    process = connection.connection.info.backend_pid
    place = Path(f"/proc/{process}/schedstat")
    return int(place.read_text(encoding="ascii").split()[0]) / 1e9 if place.exists() else 0.0


if __name__ == "__main__":
    main()
