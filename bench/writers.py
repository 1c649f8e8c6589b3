"""Eight at once: how long a posting waits for its turn on SQLite.

Eight writers, threads or processes, each post papers of ten lines one after the other without a pause: an
order, then its despatch, receipt and bill. Each waits for all the others, so that the middle wait is eight
times what one posting takes. The same is done without turns, with SQLite's own waiting alone. Prints JSON:
milliseconds from asking to answer, and what one writer alone takes.
Run: python bench/writers.py [papers of each writer].
"""

import json
import multiprocessing
import os
import platform
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection, connections

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.places import on_file, use
from comaker.kernel.amounts import MONEY_PLACES, PRICE_PLACES, QUANTITY_PLACES
from comaker.kernel.document import Document, DocumentLine, Kind, References, Totals
from comaker.kernel.party import party_of
from comaker.kernel.product import Product
from comaker.record.embedded.turns import Turns
from comaker.record.post import Arrival, post

WRITERS = 8
LINES = 10
PAPERS = 80
TARGET_MS = 250
PATIENCE_SECONDS = 300
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
FIRST_ON = 739_600
COURSE = (Kind.ORDER, Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL)
Moments = list[tuple[float, float]]
MAKER = party_of("Maker", ("0088:1",))


def main() -> None:
    """Measure threads and processes, with turns and without, and print JSON."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS
    before = os.getloadavg()
    alone = measure("threads", 1, count, has_turns=True)
    results = [
        measure(kind, WRITERS, count, has_turns=has_turns)
        for has_turns in (True, False)
        for kind in ("threads", "processes")
    ]
    ours = [result for result in results if result["turns"]]
    report = {
        "bench": "writers",
        "lines_per_paper": LINES,
        "papers_per_writer": count,
        "alone": alone,
        "results": results,
        "target": {"p99_ms_max": TARGET_MS, "is_met": all(each["p99_ms"] < TARGET_MS for each in ours)},
        "load_before": before,
        "load_after": os.getloadavg(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
    }
    print(json.dumps(report, indent=1))


def measure(kind: str, writers: int, count: int, *, has_turns: bool) -> dict[str, Any]:
    """Let so many writers post on an empty record and tell how long each posting took."""
    with on_file() as place:
        for writer in range(writers):
            post([Arrival(paper(writer, -4))], now=NOW)  # the parties and the relation are known
        connection.close()
        run = with_threads if kind == "threads" else with_processes
        moments = [moment for some in run(place, writers, count, has_turns) for moment in some]
        waits = sorted(end - start for start, end in moments)
        seconds = max(end for _, end in moments) - min(start for start, _ in moments)
        connections.close_all()
    return {
        "writers": writers,
        "kind": kind,
        "turns": has_turns,
        "p50_ms": at(waits, 0.5),
        "p99_ms": at(waits, 0.99),
        "max_ms": at(waits, 1),
        "let_in_before_max": let_in_before(moments),
        "papers_per_second": round(len(waits) / seconds, 1),
    }


def at(waits: list[float], share: float) -> float:
    """Return the wait that a share of all do not exceed, in milliseconds."""
    return round(waits[min(len(waits) - 1, int(len(waits) * share))] * 1000, 1)


def let_in_before(moments: Moments) -> int:
    """Return the most postings that were answered while one waited: with fair turns one of each other writer.

    Unlike the waits this does not depend on what else the machine does.
    """
    ends = sorted(end for _, end in moments)
    return max(bisect_left(ends, end) - bisect_left(ends, start) for start, end in moments)


def with_threads(place: str, writers: int, count: int, has_turns: bool) -> list[Moments]:
    """Post from threads of this process."""
    barrier = threading.Barrier(writers)
    with turns(has_turns), ThreadPoolExecutor(writers) as pool:
        return [*pool.map(lambda writer: moments_of(writer, count, barrier), range(writers))]


def with_processes(place: str, writers: int, count: int, has_turns: bool) -> list[Moments]:
    """Post from processes of their own."""
    context = multiprocessing.get_context("spawn")
    barrier, queue = context.Barrier(writers), context.Queue()
    started = [
        context.Process(target=serve, args=(place, writer, count, has_turns, barrier, queue))
        for writer in range(writers)
    ]
    for process in started:
        process.start()
    moments = [queue.get(timeout=PATIENCE_SECONDS) for _ in started]
    for process in started:
        process.join()
    return moments


def serve(place: str, writer: int, count: int, has_turns: bool, barrier: Any, queue: Any) -> None:
    """Be one of the processes."""
    use(place)
    with turns(has_turns):
        queue.put(moments_of(writer, count, barrier))


def moments_of(writer: int, count: int, barrier: Any) -> Moments:
    """Post the papers of a writer one after the other; return of each when it was asked and answered."""
    papers = [paper(writer, place) for place in range(count)]
    connections["default"].ensure_connection()
    barrier.wait(PATIENCE_SECONDS)
    moments = []
    for each in papers:
        start = time.monotonic()
        post([Arrival(each)], now=NOW)
        moments.append((start, time.monotonic()))
    connections.close_all()
    return moments


@contextmanager
def turns(has_turns: bool) -> Iterator[None]:
    """Post with our turns, or with SQLite's own waiting alone."""
    ours = Turns.turn
    if not has_turns:
        Turns.turn = lambda _: nullcontext()  # type: ignore[assignment,method-assign,return-value]
    try:
        yield
    finally:
        Turns.turn = ours  # type: ignore[method-assign]


def paper(writer: int, place: int) -> Document:
    """Return the paper of a writer at a place in its stream."""
    kind = COURSE[place % len(COURSE)]
    deal = f"PO-{writer + 1}{place // len(COURSE) + 1:05}"
    pieces, cent, money = 10**QUANTITY_PLACES, 10 ** (PRICE_PLACES - 2), 10**MONEY_PLACES
    lines = tuple(
        DocumentLine(
            str(number),
            References() if kind is Kind.ORDER else References(order=deal, order_line=str(number)),
            quantity=(number + 1) * pieces,
            unit="C62",
            price=100 * cent,
            amount=(number + 1) * money,
            product=Product(sellers=f"p-{number}", name=f"part {number}"),
        )
        for number in range(LINES)
    )
    total = sum(line.amount or 0 for line in lines)
    return Document(
        kind,
        deal if kind is Kind.ORDER else f"{kind.value}-{deal}",
        FIRST_ON + place // len(COURSE) % 60,
        giver=MAKER,
        taker=party_of(f"Buyer {writer}", (f"0088:2{writer}",)),
        signer="taker" if kind in (Kind.ORDER, Kind.RECEIPT_ADVICE) else "giver",
        currency="EUR",
        lines=lines,
        totals=Totals(net=total, payable=total) if kind is Kind.BILL else Totals(),
    )


if __name__ == "__main__":
    main()
