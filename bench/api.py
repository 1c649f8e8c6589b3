"""API: what writing a ten-line order and reading a line cost, beside an empty request and the bare database.

Programs ask through the whole of Django, with a token: an order as a JSON form and as UBL, each new, with
an Idempotency-Key; lines by chance; an endpoint that does nothing but let the token in. The bare database
writes as many rows in one transaction, and reads one by its key. The four are asked in turns, so that all of
them meet the same machine. CPU time is that of this process and of the server's process for its connection.
Prints one JSON object; status 1 where a write or a read costs more than it may.

    python bench/api.py [--asked 400] [--postgres postgresql://…]
"""

import argparse
import gc
import json
import os
import platform
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("COMAKER_API_RATE", "0")

import msgspec
from django.db import connection, transaction
from django.test import Client

from bench.flowing.papers import deal, papers_of
from bench.places import Clock, on_file, on_server  # sets Django up, before what needs it
from comaker.engines import formats
from comaker.engines.forms import form_of
from comaker.front.api import granting
from comaker.front.api.tokens import SCOPES
from comaker.kernel.access import Job
from comaker.main.api import api
from comaker.record.models import Identifier, Line
from comaker.record.post import Arrival, post

SUPPLIERS, ORDERS = 10, 300  # that are there before
WRITE_MS_MAX, READ_MS_MAX = 6.0, 4.5
NOW = datetime.now(UTC)
_ROWS = 21  # one document, ten lines, ten entries
_BODY = b"x" * 300  # about what such a row holds


@api.get("/nothing", include_in_schema=False)
def nothing(request: Any) -> dict[str, str]:
    """Do nothing, for who has a token."""
    return {}


def main() -> None:
    """Measure each database and print JSON."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--asked", type=int, default=400, help="how often each is asked")
    words.add_argument("--postgres", default=os.environ.get("COMAKER_TEST_POSTGRES", ""))
    words.add_argument("--database", default="", choices=["", "sqlite", "postgresql"])
    chosen = words.parse_args()
    results = {}
    if chosen.database != "postgresql":
        with on_file():
            results["sqlite"] = measure(chosen.asked)
    if chosen.postgres and chosen.database != "sqlite":
        with on_server(chosen.postgres):
            results["postgresql"] = measure(chosen.asked)
    around = {"load": os.getloadavg(), "python": platform.python_version()}
    limits = {"write_cpu_ms_max": WRITE_MS_MAX, "read_cpu_ms_max": READ_MS_MAX}
    print(json.dumps({"bench": "api", "asked": chosen.asked, **limits, **results, **around}, indent=1))
    sys.exit(
        any(
            told["write_form"]["median"] > WRITE_MS_MAX or told["read_line"]["median"] > READ_MS_MAX
            for told in results.values()
        )
    )


def measure(asked: int) -> dict[str, Any]:
    """Fill a record a little, and ask in turns."""
    contents = [body for order in range(ORDERS) for body in papers_of(deal(order, relations=SUPPLIERS))]
    for first in range(0, len(contents), 60):
        post([Arrival(formats.read(body), body) for body in contents[first : first + 60]], now=NOW)
    buyer = Identifier.objects.get(text="vat:NL809876543B01").party_id
    _number, secret = granting.make(
        party=buyer, name="ERP", job=Job.OWNER, scopes=SCOPES, days=None, made_by=None, now=NOW
    )
    client = Client(SERVER_NAME="localhost")
    shown = {"authorization": f"Bearer {secret}"}
    keys = list(Line.objects.exclude(key="").values_list("id", flat=True))
    chance = random.Random(1)
    orders = [papers_of(deal(ORDERS + at, relations=SUPPLIERS))[0] for at in range(2 * asked + 4)]
    forms = [msgspec.json.encode(form_of(formats.read(body))) for body in orders[::2]]
    papers = orders[1::2]
    _make_bare()

    def post_one(kind: str, body: bytes, key: str) -> int:
        headers = {**shown, "idempotency-key": key}
        return int(client.post("/api/v1/documents", body, content_type=kind, headers=headers).status_code)

    deeds: dict[str, tuple[int, Callable[[int], int]]] = {
        "write_form": (201, lambda at: post_one("application/json", forms[at], f"form-{at}")),
        "write_ubl": (201, lambda at: post_one("application/xml", papers[at], f"ubl-{at}")),
        "read_line": (
            200,
            lambda at: client.get(f"/api/v1/lines/{chance.choice(keys)}", headers=shown).status_code,
        ),
        "nothing": (200, lambda at: client.get("/api/v1/nothing", headers=shown).status_code),
        "bare_write": (_ROWS, _write_bare),
        "bare_read": (1, lambda at: _read_bare(chance.randrange(_ROWS))),
    }
    return {name: spread(times) for name, times in in_turns(deeds, asked).items()}


def in_turns(deeds: dict[str, tuple[int, Callable[[int], int]]], asked: int) -> dict[str, list[float]]:
    """Do each deed again and again, one after the other; return CPU seconds."""
    clock = Clock()
    told: dict[str, list[float]] = {name: [] for name in deeds}
    gc.collect()
    for at in range(asked + 2):
        for name, (wanted, deed) in deeds.items():
            own, theirs = clock.own(), clock.server()
            answer = deed(at)
            took = clock.own() - own + clock.server() - theirs
            assert answer == wanted, (name, at, answer)
            if at >= 2:  # the first ones are for warming up
                told[name].append(took)
    return told


def _make_bare() -> None:
    kind = "bytea" if connection.vendor == "postgresql" else "blob"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare (id bigint PRIMARY KEY, deal text, body {kind})")


def _write_bare(at: int) -> int:
    rows = [(at * _ROWS + row, f"PO-{at}", _BODY) for row in range(_ROWS)]
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s)", rows)
    return len(rows)


def _read_bare(key: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deal, body FROM bare WHERE id = %s", [key])
        return len(cursor.fetchall())


def spread(times: list[float]) -> dict[str, float]:
    """Return the middle, and what nine in ten stay within, in milliseconds."""
    return {"median": round(median(times) * 1000, 2), "p90": round(quantiles(times, n=10)[8] * 1000, 2)}


if __name__ == "__main__":
    main()
