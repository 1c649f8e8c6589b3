"""Today: what the page of whose turn it is costs at a million lines, with a hundred thousand open gaps.

One buyer orders from forty suppliers. Of his orders some were promised in part, some came in excess, some
are billed and not paid: a gap in ten lines is his. As many are his suppliers', and bills fall due. The page
is asked for in its shapes through the whole of Django, signed in, and the CPU time is that of this process
and of the server's process for its connection. Prints one JSON object.

    python bench/today.py [--lines 1000000] [--postgres postgresql://…]
"""

import argparse
import json
import os
import platform
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.flowing.counting import counting
from bench.flowing.filling import fill
from bench.places import Clock, on_file, on_server

from django.conf import settings  # isort: skip – after the set-up
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comaker.apps.resolve.models import Aside, Assignment
from comaker.front.asker import join
from comaker.front.models import User
from comaker.kernel.access import Job
from comaker.kernel.amounts import MONEY_PLACES, PRICE_PLACES, QUANTITY_PLACES
from comaker.kernel.document import Document, DocumentLine, Instalment, Kind, References, Stretch, Totals
from comaker.kernel.party import party_of
from comaker.kernel.product import Product
from comaker.record.models import Gap, Identifier
from comaker.record.post import Arrival, post

LINES = 10
SUPPLIERS = 40
ORDERS = 400  # made one by one, then copied
NOW = datetime.now(UTC)
TODAY = NOW.date().toordinal()
BUYER = party_of("Bakery", ("gln:8720000000017",))
ASKED = 30
QUERIES_MAX, CPU_MS_MAX = 12, 40
PIECE, CENT, MONEY = 10**QUANTITY_PLACES, 10 ** (PRICE_PLACES - 2), 10**MONEY_PLACES


def papers(order: int) -> list[Document]:
    """Return the papers of an order; its number says how it goes."""
    fate, on = order % 5, TODAY - 60 + order % 20
    deal = f"PO-{order:06}"

    def paper(kind: Kind, quantities: list[int], *, days: int, **more: Any) -> Document:
        lines = tuple(_line(kind, deal, order, at, many) for at, many in enumerate(quantities, start=1))
        number = deal if kind is Kind.ORDER else f"{kind.value[:1].upper()}{deal}"
        signer = "taker" if kind in (Kind.ORDER, Kind.RECEIPT_ADVICE) else "giver"
        giver = party_of(f"Supplier {order % SUPPLIERS}", (f"gln:871{order % SUPPLIERS:010}",))
        return Document(
            kind, number, on + days, giver=giver, taker=BUYER, signer=signer, currency="EUR", lines=lines,
            **more,
        )  # fmt: skip

    asked = [10 + (order + at) % 90 for at in range(LINES)]
    found = [paper(Kind.ORDER, asked, days=0)]
    if fate == 0:  # less is promised of two lines: the buyer's turn
        return [
            *found,
            paper(
                Kind.ORDER_RESPONSE, [many - (2 if at < 2 else 0) for at, many in enumerate(asked)], days=1
            ),
        ]
    if fate == 1:  # too much of two lines came: the buyer's turn; too little of one: the supplier's
        came = [many + (2 if at < 2 else -1 if at == 2 else 0) for at, many in enumerate(asked)]
        return [*found, paper(Kind.DESPATCH_ADVICE, asked, days=8), paper(Kind.RECEIPT_ADVICE, came, days=10)]
    if fate == 3:  # nothing is sent yet
        return found
    total = sum(many * (100 + order * 7 % 900) for many in asked) * MONEY // 100
    due_on = on + 22 if fate == 2 else TODAY + 1 + order % 12
    bill = paper(
        Kind.BILL, asked, days=12, totals=Totals(net=total, payable=total),
        instalments=(Instalment(total, due_on),),
    )  # fmt: skip
    return [*found, paper(Kind.RECEIPT_ADVICE, asked, days=10), bill]


def _line(kind: Kind, deal: str, order: int, at: int, many: int) -> DocumentLine:
    price = (100 + order * 7 % 900) * CENT
    return DocumentLine(
        str(at),
        References() if kind is Kind.ORDER else References(order=deal, order_line=str(at)),
        quantity=many * PIECE,
        unit="C62",
        price=price,
        amount=many * (100 + order * 7 % 900) * MONEY // 100,
        product=Product(sellers=f"art-{(order * 31 + at * 101) % 5000}", name=f"Article {order * at % 5000}"),
        stretches=(Stretch(many * PIECE, None, TODAY - 20),) if kind is Kind.ORDER else (),
    )


def fill_record(lines: int) -> dict[str, Any]:
    """Post the orders, and copy them until there are so many lines."""
    for order in range(ORDERS):
        post([Arrival(paper) for paper in papers(order)], now=NOW)
    return fill(lines)


def measure(lines: int) -> dict[str, Any]:
    """Fill the record, and ask for the pages."""
    settings.ALLOWED_HOSTS = ["testserver"]
    filled = fill_record(lines)
    client, party = signed_in()
    own = "SELECT count(*) FROM record_gap WHERE party = %s AND closed_on IS NULL AND NOT is_held"
    with connection.cursor() as cursor:
        cursor.execute(f"{own} AND NOT is_accepted AND (due_on IS NULL OR due_on < %s)", [party, TODAY])
        open_gaps = cursor.fetchone()[0]
    clock = Clock()
    pages = {name: ask(client, clock, address) for name, address in addresses(client, party).items()}
    return {"stored": filled, "open_gaps": open_gaps, "pages": pages}


def signed_in() -> tuple[Client, int]:
    """Return a client in which a trader of the buyer is signed in, and the number of the buyer."""
    party = Identifier.objects.get(text=BUYER.key).party_id
    user = User.objects.create_user("buyer@example.com", name="Buyer")
    member = join(user, party, Job.TRADER, now=NOW)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    for number, gap in enumerate(Gap.objects.filter(party=party, closed_on=None)[:40]):
        work: dict[str, Any] = {
            "party_id": party,
            "owner": gap.owner,
            "kind": gap.kind,
            "by": member,
            "at": NOW,
        }
        if number % 2:
            Assignment.objects.create(**work, to=member)
        else:
            Aside.objects.create(**work, until_on=TODAY + 30, reason="later")
    return client, party


def addresses(client: Client, party: int) -> dict[str, str]:
    """Return the pages that are asked for, the second one of a list by the link on its first."""
    relation = Gap.objects.filter(party=party, kind="unpaid").values_list("relation", flat=True)[0]
    found = {
        "you": "/",
        "you, longest waiting": "/?order=age",
        "they": "/?show=theirs",
        "they, longest waiting": "/?show=theirs&order=age",
        "coming": "/?show=coming",
        "one kind": "/?kind=surplus",
        "one party": f"/?with={relation}",
        "one cause": "/?cause=transport",
        "at least": "/?least=500&order=age",
        "put aside": "/?aside=1",
        "looked at by me": "/?who=me",
        "order number": "/?q=PO-000007",
        "name of a party": "/?q=supplier 7",
        "words in names": "/?q=article 12",
        "words that nothing has": "/?q=zzzz",
    }
    for name, address in (("you, page 2", "/"), ("they, page 2", "/?show=theirs")):
        more = re.search(r'rel="next" href="([^"]+)"', client.get(address).content.decode())
        assert more is not None
        found[name] = "/" + more[1].replace("&amp;", "&")
    return found


def ask(client: Client, clock: Clock, address: str) -> dict[str, Any]:
    """Ask for a page many times; return what it takes in the middle, and how many statements it sends."""
    for _ in range(5):
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    own, server, wall = [], [], []
    for _ in range(ASKED):
        before = time.perf_counter(), clock.own(), clock.server()
        client.get(address)
        wall.append(time.perf_counter() - before[0])
        own.append(clock.own() - before[1])
        server.append(clock.server() - before[2])
    with counting() as counter, CaptureQueriesContext(connection) as captured:
        client.get(address)
    cpu = [1000 * (mine + its) for mine, its in zip(own, server, strict=True)]
    return {
        "cpu_ms": round(median(cpu), 1),
        "cpu_ms_worst": round(max(cpu), 1),
        "of_it_server_ms": round(1000 * median(server), 1),
        "wall_ms": round(1000 * median(wall), 1),
        "queries": counter.statements + len(captured),
        "kilobytes": round(len(response.content) / 1000),
        "cards": response.content.count(b"data-step>"),
    }


def main() -> None:
    """Measure on each database and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--postgres", default=os.environ.get("COMAKER_TEST_POSTGRES", ""))
    asked = parser.parse_args()
    call_command("collectstatic", interactive=False, verbosity=0)
    report: dict[str, Any] = {
        "bench": "today",
        "load_before": os.getloadavg(),
        "python": platform.python_version(),
    }
    with on_file():
        report["sqlite"] = measure(asked.lines)
    if asked.postgres:
        with on_server(asked.postgres):
            report["postgresql"] = measure(asked.lines)
    pages = [
        page for name in ("sqlite", "postgresql") if name in report for page in report[name]["pages"].values()
    ]
    report["target"] = {
        "queries_max": QUERIES_MAX,
        "cpu_ms_max": CPU_MS_MAX,
        "is_met": all(page["queries"] <= QUERIES_MAX and page["cpu_ms"] <= CPU_MS_MAX for page in pages),
    }
    report["load_after"] = os.getloadavg()
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
