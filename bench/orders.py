"""Finding the order of a bill that names none, among all open lines in memory.

A book is filled with orders of ten lines; then bills of ten lines come in without any reference, each the
bill of one of the orders, with one line in ten billed at another price and one in ten in part. Each bill is
matched in a call of its own. Prints JSON: CPU time per bill, and how many bills were wholly found, in part,
or wrongly. Run: python bench/orders.py [open lines…].
"""

import gc
import json
import os
import platform
import resource
import sys
import time
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from comaker.engines.matching import Book, match
from comaker.kernel.amounts import PRICE_PLACES, QUANTITY_PLACES
from comaker.kernel.document import Document, DocumentLine, Kind, Stretch
from comaker.kernel.party import Party
from comaker.kernel.product import Product

LINES = 10
BILLS = 200
ONE = 10**QUANTITY_PLACES
CENT = 10 ** (PRICE_PLACES - 2)
FIRST_DAY = 739_000
BATCH = 20_000


class Shape(NamedTuple):
    """How the open lines are spread.

    Attributes:
        relations: pairs of parties among which they are divided.
        products: in the catalogue of each seller.
        numbered: whether the papers bear product numbers; else the names alone tell the products apart.
    """

    relations: int
    products: int
    numbered: bool = True


SHAPES = {
    "100 relations": Shape(100, 5_000),
    "one relation": Shape(1, 20_000),
    "one relation, few products": Shape(1, 500),
    "names without numbers": Shape(100, 5_000, numbered=False),
}


def main() -> None:
    """Measure every shape at every size and print JSON."""
    sizes = [int(each) for each in sys.argv[1:]] or [10_000, 1_000_000]
    results = [measure(name, shape, size) for size in sizes for name, shape in SHAPES.items()]
    report: dict[str, Any] = {
        "bench": "orders",
        "bills": BILLS,
        "lines_per_bill": LINES,
        "results": results,
        "load": os.getloadavg(),
        "python": platform.python_version(),
    }
    print(json.dumps(report, indent=1))


def measure(name: str, shape: Shape, size: int) -> dict[str, Any]:
    """Fill a book and find the orders of some bills in it."""
    rng = Random(size)
    book, asked = Book(), []
    gc.collect()
    gc.disable()
    start = time.process_time()
    count = size // LINES
    chosen = set(rng.sample(range(count), min(BILLS, count)))
    for first in range(0, count, BATCH):
        orders = [order(rng, shape, number, count) for number in range(first, min(first + BATCH, count))]
        asked += [paper for number, paper in enumerate(orders, start=first) if number in chosen]
        match(orders, book=book)
    filled = time.process_time() - start
    # The first paper without a reference makes the index of its relation.
    start = time.process_time()
    for relation in range(shape.relations):
        match([bill(rng, order(rng, shape, relation, count), f"W{relation}")], book=book)
    indexed = time.process_time() - start
    times, found = [], {"found": 0, "in part": 0, "wrong": 0}
    rng.shuffle(asked)
    for turn, paper in enumerate(asked):
        vague = bill(rng, paper, f"B{turn}")
        start = time.process_time()
        matched = match([vague], book=book)
        times.append(time.process_time() - start)
        deals = [matched.lines[tie.to].deal for tie in matched.ties]
        if any(deal != paper.number for deal in deals):
            found["wrong"] += 1
        else:
            found["found" if len(deals) == len(vague.lines) else "in part"] += 1
    gc.enable()
    times.sort()
    return {
        "shape": name,
        "open_lines": size,
        "ms_per_bill": {
            "min": round(times[0] * 1000, 2),
            "median": round(times[len(times) // 2] * 1000, 2),
            "max": round(times[-1] * 1000, 2),
        },
        "bills": found,
        "fill_s": round(filled, 1),
        "index_s": round(indexed, 1),
        "memory_mb": memory_mb(),
    }


def memory_mb() -> int:
    """Return the memory in use, where the system tells it, else the most that ever was."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text(encoding="ascii").split()[1]) * resource.getpagesize() // 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def order(rng: Random, shape: Shape, number: int, count: int) -> Document:
    """Return one of the orders of a year: ten lines of different products."""
    relation, on = number % shape.relations, FIRST_DAY + number * 365 // count
    lines = []
    for place, item in enumerate(rng.sample(range(shape.products), LINES), start=1):
        quantity = rng.choice((1, 2, 5, 10, 12, 20, 24, 50, 100, 144)) * ONE
        price = (95 + item * 37 % 20_000) * CENT
        stretch = (Stretch(quantity, None, on + 15),)
        lines.append(
            DocumentLine(
                str(place),
                quantity=quantity,
                unit="C62",
                price=price,
                product=product(shape, item),
                stretches=stretch,
            )
        )
    return Document(
        Kind.ORDER, f"PO-{number:07d}", on, giver=party("S", relation), taker=party("B", 0), signer="taker",
        root="Order", currency="EUR", lines=tuple(lines), meaning=f"order {number}",
    )  # fmt: skip


def bill(rng: Random, asked: Document, number: str) -> Document:
    """Return the bill of an order, three weeks later, without a word of which order it is."""
    lines = []
    for place, line in enumerate(rng.sample(asked.lines, len(asked.lines)), start=1):
        price = (line.price or 0) * (105 if rng.random() < 0.1 else 100) // 100
        quantity = line.quantity or 0
        if rng.random() < 0.1 and quantity > ONE:
            quantity = quantity // (2 * ONE) * ONE
        lines.append(
            DocumentLine(str(place), quantity=quantity, unit="C62", price=price, product=line.product)
        )
    return asked._replace(
        kind=Kind.BILL, number=number, issued_on=(asked.issued_on or 0) + 21, signer="giver", root="Invoice",
        lines=tuple(lines), meaning=f"bill {number}",
    )  # fmt: skip


def product(shape: Shape, item: int) -> Product:
    """Return a product of the catalogue as both parties name it."""
    name = f"{_WHAT[item % len(_WHAT)]} {_OF[item // 7 % len(_OF)]} {item}"
    if not shape.numbered:
        return Product(name=name)
    return Product(sellers=f"a-{item:05d}", standard=f"87{item:010d}", name=name)


def party(role: str, number: int) -> Party:
    """Return one of the sellers or buyers."""
    return Party(f"{role} {number}", (f"gln:87{role == 'S':d}{number:010d}",))


_WHAT = ("Pump", "Valve", "Seal", "Hose", "Filter", "Bearing", "Gasket", "Bolt", "Nut", "Sensor", "Cable")
_OF = ("brass", "steel", "rubber", "DN40", "DN50", "8 mm", "10 mm", "small", "large")


if __name__ == "__main__":
    main()
