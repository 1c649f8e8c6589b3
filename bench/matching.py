"""The match in memory: lines per CPU-second of Comaker and of the package `threeway`, in one run.

Both get values that were read already: orders, receipts and bills as objects. `threeway` sums by order and
item and gives one reason a line; Comaker ties every document line, makes entries, and names every gap and
lapse of every line. Each 10-line order has two lines that came short and are billed in full and one that is
billed 5 % too dear. Lines are counted as lines of orders. The garbage collector is off for both while they
run, as the command turns it off around a match. Run: python bench/matching.py [orders].
"""

import gc
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from comaker.engines import matching
from comaker.kernel.account import account_of
from comaker.kernel.amounts import MONEY_PLACES, PRICE_PLACES, QUANTITY_PLACES, scaled
from comaker.kernel.document import Document, DocumentLine, Kind, References, Stretch, Totals
from comaker.kernel.papers import bills_of
from comaker.kernel.party import Party
from comaker.kernel.product import Product

try:
    from threeway.core import RawLine, reconcile
except ImportError:  # only the bench's own environment has the peer
    RawLine = reconcile = None

LINES = 10
ROUNDS = 3
FIRST_DAY = date(2026, 1, 5).toordinal()


def world(orders: int) -> list[dict[str, Any]]:
    """Return plain rows, one for each order line, that both sides are fed from."""
    rows = []
    for order in range(orders):
        for line in range(LINES):
            quantity = 10 + (order * 7 + line * 3) % 90
            price = Decimal(100 + (order * 13 + line * 17) % 900) / 100
            rows.append(
                {
                    "order": f"PO-{order:06d}",
                    "line": str(line + 1),
                    "item": f"ART-{(order * 31 + line * 101) % 5000:05d}",
                    "quantity": quantity,
                    "received": quantity - 3 if line in (2, 5) else quantity,
                    "price": price,
                    "billed_price": (price * Decimal("1.05")).quantize(Decimal("0.01"))
                    if line == 7
                    else price,
                    "day": FIRST_DAY + order % 250,
                }
            )
    return rows


def documents_of(rows: list[dict[str, Any]]) -> list[Document]:
    """Return an order, a receipt advice and a bill for each order, as a reader would give them."""
    documents: list[Document] = []
    for start in range(0, len(rows), LINES):
        group = rows[start : start + LINES]
        number, day = group[0]["order"], group[0]["day"]
        supplier = start // LINES % 50
        giver = Party(f"Supplier {supplier}", (f"gln:87100000{supplier:05d}",))
        taker = Party("Buyer", ("gln:8720000000017",))
        shared: dict[str, Any] = {"giver": giver, "taker": taker, "currency": "EUR"}
        asked, came, billed = [], [], []
        for row in group:
            refers = References(order=number, order_line=row["line"])
            product = Product(sellers=row["item"].lower(), name=f"Article {row['item']}")
            quantity = row["quantity"] * 10**QUANTITY_PLACES
            price = scaled(str(row["price"]), PRICE_PLACES)
            dear = scaled(str(row["billed_price"]), PRICE_PLACES)
            until = (Stretch(None, None, day + 15),)
            asked.append(
                DocumentLine(
                    row["line"],
                    refers,
                    quantity,
                    "C62",
                    price,
                    _money(row["quantity"] * row["price"]),
                    product=product,
                    stretches=until,
                )
            )
            received = row["received"] * 10**QUANTITY_PLACES
            came.append(DocumentLine(row["line"], refers, received, "C62", product=product))
            amount = _money(row["quantity"] * row["billed_price"])
            billed.append(DocumentLine(row["line"], refers, quantity, "C62", dear, amount, product=product))
        total = sum(line.amount or 0 for line in billed)
        whole = References(order=number)
        documents.append(
            Document(
                Kind.ORDER,
                number,
                day,
                signer="taker",
                refers=whole,
                lines=tuple(asked),
                meaning=f"o{number}",
                **shared,
            )
        )
        documents.append(
            Document(
                Kind.RECEIPT_ADVICE,
                f"R{number}",
                day + 10,
                signer="taker",
                refers=whole,
                lines=tuple(came),
                meaning=f"r{number}",
                **shared,
            )
        )
        documents.append(
            Document(
                Kind.BILL,
                f"B{number}",
                day + 12,
                refers=whole,
                lines=tuple(billed),
                meaning=f"b{number}",
                totals=Totals(lines=total, net=total, tax=0, gross=total, payable=total),
                **shared,
            )
        )
    return documents


def comaker(documents: list[Document]) -> dict[str, int]:
    """Tie, enter, stand and name every gap; return how many of each kind."""
    matched = matching.match(documents)
    keys = {place: matching.bill_key(d) for place, d in enumerate(documents) if d.kind is Kind.BILL}
    bills = bills_of(documents, keys, matched.bill_ties, terms={}, agreed={})
    account = account_of(documents, matched.ties, matched.lines, bills)
    found: dict[str, int] = {}
    for line in account.lines:
        for gap in line.gaps:
            found[gap.kind.value] = found.get(gap.kind.value, 0) + 1
    return found


def threeway(rows: list[Any]) -> dict[str, int]:
    """Reconcile with the peer; return how many lines of each reason."""
    orders, receipts, bills = rows
    found: dict[str, int] = {}
    for line in reconcile(orders, receipts, bills).lines:
        found[line.reason] = found.get(line.reason, 0) + 1
    return found


def rows_of_threeway(rows: list[dict[str, Any]]) -> list[Any]:
    """Return the peer's own row objects."""
    return [
        [RawLine(r["order"], r["item"], Decimal(r["quantity"]), r["price"], "C62") for r in rows],
        [RawLine(r["order"], r["item"], Decimal(r["received"]), None, "C62") for r in rows],
        [RawLine(r["order"], r["item"], Decimal(r["quantity"]), r["billed_price"], "C62") for r in rows],
    ]


def measure(
    run: Callable[[Any], dict[str, int]], given: Any, lines: int
) -> tuple[list[float], dict[str, int]]:
    """Return lines per CPU-second of each round, and what the last one found."""
    speeds, found = [], {}
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        start = time.process_time()
        found = run(given)
        speeds.append(lines / (time.process_time() - start))
        gc.enable()
    return speeds, found


def main() -> None:
    """Measure and print JSON."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rows = world(orders)
    ours, found = measure(comaker, documents_of(rows), len(rows))
    report: dict[str, Any] = {
        "bench": "matching",
        "orders": orders,
        "lines": len(rows),
        "comaker_lines_per_cpu_s": _spread(ours),
        "comaker_found": found,
        "load": os.getloadavg(),
        "python": platform.python_version(),
    }
    if reconcile is None:
        report["threeway_lines_per_cpu_s"] = "not installed; make setup-bench installs it"
    else:
        theirs, reasons = measure(threeway, rows_of_threeway(rows), len(rows))
        report["threeway_lines_per_cpu_s"] = _spread(theirs)
        report["threeway_found"] = reasons
        report["ratio_of_medians"] = round(sorted(ours)[ROUNDS // 2] / sorted(theirs)[ROUNDS // 2], 2)
    print(json.dumps(report, indent=1))


def _money(amount: Decimal) -> int:
    return scaled(str(amount.quantize(Decimal("0.01"))), MONEY_PLACES)


def _spread(speeds: list[float]) -> dict[str, int]:
    ordered = sorted(speeds)
    return {"min": int(ordered[0]), "median": int(ordered[len(ordered) // 2]), "max": int(ordered[-1])}


if __name__ == "__main__":
    main()
