"""The flow: orders, receipt advices and bills of ten lines, from their bytes to where every line stands.

Each document comes as UBL in XML, is read, and is posted in a transaction of its own that is on the disk
before it is acknowledged: on SQLite with WAL and synchronous=FULL, on PostgreSQL with its own settings.
Prints one JSON object: lines of orders per CPU-second, statements per line and per document, and where the
time goes. The CPU time is that of this process, and on PostgreSQL that of the server's process for
our connection too; left out are what the server does in the background (its WAL writer, checkpoints and
vacuum) and what the kernel writes later.

    python bench/flow.py [--orders 300] [--relations 1,200] [--stored 1000000] [--tryton 10] [--postgres postgresql://…]

PostgreSQL is measured where --postgres or COMAKER_TEST_POSTGRES names one; the databases that the run makes
there are dropped at its end. Beside it, the ERP Tryton takes the same flow on the same databases, where
`make setup-tryton` has set it up: see bench/flowing/tryton.py for what it is given.
"""

import argparse
import gc
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.flowing.counting import counting
from bench.flowing.filling import fill
from bench.flowing.papers import LINES, deal, papers_of
from bench.places import Clock, beside, on_file, on_server
from comaker.engines.formats import read
from comaker.record.post import Arrival, post

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
PAPERS = 3
ROOT = Path(__file__).parents[1]
TRYTON = ROOT / ".cache" / "tryton" / "bin" / "python"


def contents(orders: int, relations: int, *, first: int) -> Iterator[bytes]:
    """Yield the documents of some orders, each order followed by its receipt and its bill."""
    for order in range(first, first + orders):
        yield from papers_of(deal(order, relations=relations))


def come(content: bytes) -> None:
    """Let a document come in."""
    document = read(content)
    [posted] = post([Arrival(document, content)], now=NOW)
    assert posted.state == "taken", posted


def measure(orders: int, relations: int, stored: int) -> dict[str, Any]:
    """Post documents one at a time into a record of so many lines; return the figures."""
    # Every relation has had its first papers before, as in life.
    known = max(relations, 20)
    for content in contents(known, relations, first=1):
        come(content)
    known += 1
    filled = fill(stored) if stored else {}
    if filled:  # what was just written is not yet near the processor
        for content in contents(20, relations, first=known):
            come(content)
        known += 20
    arriving = list(contents(orders, relations, first=known))
    clock = Clock()
    gc.collect()
    reading = 0.0
    wall, own, server = time.perf_counter(), clock.own(), clock.server()
    for content in arriving:
        start = time.process_time()
        document = read(content)
        reading += time.process_time() - start
        post([Arrival(document, content)], now=NOW)
    own, server, wall = clock.own() - own, clock.server() - server, time.perf_counter() - wall
    with counting() as counter:
        for content in contents(20, relations, first=known + orders):
            come(content)
    each = 1000 / (orders * PAPERS)
    counted = 20 * PAPERS
    return {
        **({"stored": filled} if filled else {}),
        "lines": orders * LINES,
        "lines_per_cpu_s": round(orders * LINES / (own + server)),
        "cpu_ms_per_document": {
            "read": round(reading * each, 3),
            "post": round((own - reading) * each, 3),
            "server": round(server * each, 3),
        },
        "wall_s": round(wall, 2),
        "commits": orders * PAPERS,
        "statements_per_document": round(counter.statements / counted, 2),
        "statements_per_line": round(counter.statements / (20 * LINES), 2),
        "rows_per_document": round(counter.rows / counted, 2),
    }


def tryton(place: str, orders: int) -> dict[str, Any]:
    """Let Tryton take the flow in a new database; return its figures."""
    script = Path(__file__).parent / "flowing" / "tryton.py"
    run = subprocess.run(
        [str(TRYTON), str(script), place, str(orders)], check=True, stdout=subprocess.PIPE, cwd=ROOT
    )
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


def compare(report: dict[str, Any], orders: int, postgres: str) -> None:
    """Add Tryton's figures, and how many times as many lines Comaker takes per CPU-second."""
    if not TRYTON.exists():
        report["tryton"] = "not set up; make setup-tryton does it"
        return
    with tempfile.TemporaryDirectory(prefix="comaker-flow-") as folder:
        report["sqlite, tryton"] = tryton(f"sqlite://{folder}/flow", orders)
    if postgres:
        with beside(postgres) as place:
            report["postgresql, tryton"] = tryton(place, orders)
    for name in ("sqlite", "postgresql"):
        ours = [
            figures["lines_per_cpu_s"]
            for key, figures in report.items()
            if key.startswith(f"{name}, ") and "relation" in key
        ]
        if ours and f"{name}, tryton" in report:
            theirs = report[f"{name}, tryton"]["lines_per_cpu_s"]
            report[f"{name}, least ratio"] = round(min(ours) / theirs, 1)


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--relations", default="1,200", help="how many suppliers the buyer has")
    parser.add_argument(
        "--tryton", type=int, default=10, help="how many orders Tryton takes; 0 leaves it out"
    )
    parser.add_argument("--stored", type=int, default=0, help="how many lines are in the record before")
    parser.add_argument("--only", default="", help="sqlite or postgresql")
    parser.add_argument("--postgres", default=os.environ.get("COMAKER_TEST_POSTGRES", ""))
    given = parser.parse_args()
    places: dict[str, Callable[[], AbstractContextManager[str]]] = {"sqlite": on_file}
    if given.postgres:
        places["postgresql"] = lambda: on_server(given.postgres)
    report: dict[str, Any] = {"bench": "flow", "orders": given.orders, "python": platform.python_version()}
    for name, place in places.items():
        if given.only not in ("", name):
            continue
        for relations in map(int, given.relations.split(",")):
            with place():
                figures = measure(given.orders, relations, given.stored)
            report[f"{name}, {relations} relation{'s' * (relations > 1)}"] = figures
    if not given.postgres:
        report["postgresql"] = "not measured: neither --postgres nor COMAKER_TEST_POSTGRES names one"
    if given.tryton:
        compare(report, given.tryton, given.postgres)
    print(json.dumps({**report, "load": os.getloadavg(), "processors": os.cpu_count()}, indent=1))


if __name__ == "__main__":
    main()
