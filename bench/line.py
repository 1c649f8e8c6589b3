"""Line: what the page of a line costs at a million lines, and what is asked beside it.

One buyer orders from ten suppliers; of each order two lines come short and one is billed too dear. Pages are
asked for through the whole of Django, signed in as the buyer: lines by chance, their diagnosis, searches by
number and by name, and the pulse that every open page asks for. The CPU time is that of this process and of
the server's process for its connection. Prints one JSON object.

    python bench/line.py [--lines 1000000] [--postgres postgresql://…]
"""

import argparse
import gc
import json
import os
import platform
import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.flowing.filling import fill
from bench.flowing.papers import deal, papers_of
from bench.places import Clock, on_file, on_server  # sets Django up, before what needs it
from comaker.engines import formats
from comaker.front.asker import join
from comaker.front.models import User
from comaker.kernel.access import Job
from comaker.record.models import Identifier
from comaker.record.post import Arrival, post
from comaker.record.store import Store
from comaker.record.transaction import reading

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SUPPLIERS, ORDERS = 10, 200  # made one by one, then copied
ASKED = 40
QUERIES_MAX, CPU_MS_MAX = 12, 40


def main() -> None:
    """Measure each database and print JSON; status 1 where a page of a line costs more than it may."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--lines", type=int, default=1_000_000)
    words.add_argument("--postgres", default=os.environ.get("COMAKER_TEST_POSTGRES", ""))
    words.add_argument("--database", default="", choices=["", "sqlite", "postgresql"])
    chosen = words.parse_args()
    results = {}
    if chosen.database != "postgresql":
        with on_file():
            results["sqlite"] = measure(chosen.lines)
    if chosen.postgres and chosen.database != "sqlite":
        with on_server(chosen.postgres):
            results["postgresql"] = measure(chosen.lines)
    around = {"load": os.getloadavg(), "python": platform.python_version()}
    report = {"bench": "line", "asked": ASKED, **results, **around}
    print(json.dumps(report, indent=1))
    pages = [result["pages"]["line"] for result in results.values()]
    is_dear = any(page["statements"] > QUERIES_MAX or page["cpu_ms"]["median"] > CPU_MS_MAX for page in pages)
    sys.exit(is_dear)


def measure(lines: int) -> dict[str, Any]:
    """Fill a record and ask for pages of it."""
    contents = [body for order in range(ORDERS) for body in papers_of(deal(order, relations=SUPPLIERS))]
    for first in range(0, len(contents), 60):
        post([Arrival(formats.read(body), body) for body in contents[first : first + 60]], now=NOW)
    filled = fill(lines)
    buyer = Identifier.objects.get(text="vat:NL809876543B01").party_id
    user = User.objects.create_user("buyer@example.com", "boterham-met-kaas")
    join(user, buyer, Job.OWNER, now=NOW)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    rng = random.Random(1)
    keys = by_chance(rng)
    deals: dict[int, str] = dict(reading().select("SELECT id, deal FROM record_line WHERE id IN :ints", keys))
    relations = [key >> 32 for key in keys]
    pages: dict[str, Callable[[int], str]] = {
        "line": lambda at: f"/line/{keys[at]}",
        "line_as_of": lambda at: f"/line/{keys[at]}?as_of=2026-03-01",
        "line_why": lambda at: f"/line/{keys[at]}/why",
        "relation_why": lambda at: f"/relations/{relations[at]}/why",
        "pulse": lambda at: f"/pulse/{relations[at]}?serial=0",
        "search_order": lambda at: f"/search?q={deals[keys[at]]}",
        "search_number": lambda at: f"/search?q={int(deals[keys[at]].partition('-')[2].partition('.')[0])}",
        "search_name": lambda at: f"/search?q=supplier {at % SUPPLIERS}",
        "search_bill": lambda at: f"/search?q=B{deals[keys[at]]}",
    }
    told = {
        name: ask(client, address, 5 if name == "relation_why" else ASKED) for name, address in pages.items()
    }
    return {"filled": filled, "pages": told}


def by_chance(rng: random.Random) -> list[int]:
    """Return lines from anywhere in the record."""
    store = reading()
    first, last = store.select("SELECT min(id), max(id) FROM record_relation")[0]
    keys: list[int] = []
    while len(keys) < ASKED:
        relation = rng.randint(first, last)
        most = store.select("SELECT serial FROM record_relation WHERE id = ?", relation)[0][0]
        at = (relation << 32) + rng.randint(1, most)
        query = "SELECT id FROM record_line WHERE id BETWEEN ? AND ? AND key <> '' ORDER BY id LIMIT 1"
        keys += [row[0] for row in store.select(query, at, (relation + 1 << 32) - 1)]
    return keys


def ask(client: Client, address: Callable[[int], str], times: int) -> dict[str, Any]:
    """Ask for a page again and again; return its statements, CPU and wall time."""
    client.get(address(0))
    statements = counted(client, address(1))
    clock = Clock()
    gc.collect()
    cpu, server, wall = [], [], []
    for at in range(times):
        own, theirs, start = clock.own(), clock.server(), time.perf_counter()
        answer = client.get(address(at))
        cpu.append(clock.own() - own + clock.server() - theirs)
        server.append(clock.server() - theirs)
        wall.append(time.perf_counter() - start)
        assert answer.status_code == 200, (address(at), answer.status_code)
    return {
        "statements": statements,
        "cpu_ms": spread(cpu),
        "of_server_ms": spread(server),
        "wall_ms": spread(wall),
    }


def counted(client: Client, address: str) -> int:
    """Return how many statements a page takes, those that go to the record past Django among them."""
    run = Store._run
    past = 0

    def heard(store: Store, query: str, values: Iterable[Any]) -> None:
        nonlocal past
        past += 1
        run(store, query, values)

    Store._run = heard  # type: ignore[method-assign, assignment]
    try:
        with CaptureQueriesContext(connection) as told:
            client.get(address)
    finally:
        Store._run = run  # type: ignore[method-assign]
    return len(told) + past


def spread(times: list[float]) -> dict[str, float]:
    """Return the middle and the most, in milliseconds."""
    return {"median": round(median(times) * 1000, 2), "max": round(max(times) * 1000, 2)}


if __name__ == "__main__":
    main()
