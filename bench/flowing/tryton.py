"""The same flow in the ERP Tryton: purchase, receipt and supplier's invoice of ten lines.

Run by `bench/flow.py` with the Python of Tryton's own environment, which `make setup-tryton` makes. Tryton is
driven in its own process, through its models, without a client: what a client adds is left out. It reads no
paper; the order is given as values, everything is received and billed as ordered, and each of the three
steps that answer to a paper is committed, the order in two: written, then confirmed.

    .cache/tryton/bin/python bench/flowing/tryton.py sqlite:///… | postgresql://host/name [orders]

The database must be new, and is left behind.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

LINES = 10
MODULES = ("party", "product", "company", "currency", "account", "account_invoice", "stock", "purchase")
PRODUCTS = 100
SUPPLIERS = 10
WARM_UP = 3
TODAY = datetime.now(UTC).date()


class Tryton:
    """An open database of Tryton, with a company, its accounts, products and suppliers.

    Args:
        place: the address of the database, as Tryton names it.
    """

    def __init__(self, place: str) -> None:
        head, _, name = place.rpartition("/")
        os.environ["DB_NAME"] = self.name = name
        os.environ["TRYTOND_DATABASE_URI"] = "sqlite://" if head.startswith("sqlite:") else f"{head}/"
        if head.startswith("sqlite:"):
            os.environ["TRYTOND_DATABASE__PATH"] = head.removeprefix("sqlite://")
        from trytond.tests import tools  # noqa: PLC0415 – reads the environment when it is imported

        self.user = 1
        self._set_up(tools)
        from trytond.pool import Pool  # noqa: PLC0415 – likewise

        self.pool = Pool(name)
        self.context: dict[str, Any] = self.run(self._preferences)

    def _preferences(self) -> dict[str, Any]:
        context: dict[str, Any] = self.pool.get("res.user").get_preferences(context_only=True)
        return context

    def _set_up(self, tools: Any) -> None:
        from proteus import Model  # noqa: PLC0415 – reads the environment when it is imported
        from trytond.modules.account.tests import tools as accounting  # noqa: PLC0415
        from trytond.modules.account_invoice.tests import tools as invoicing  # noqa: PLC0415
        from trytond.modules.company.tests import tools as companies  # noqa: PLC0415

        tools.activate_modules(list(MODULES), companies.create_company, accounting.create_chart)
        year = invoicing.set_fiscalyear_invoice_sequences(accounting.create_fiscalyear(today=TODAY))
        year.click("create_period")
        accounts = accounting.get_accounts()
        tax = accounting.create_tax(Decimal(".21"))
        tax.save()
        term = invoicing.create_payment_term()
        term.save()
        category = Model.get("product.category")(name="Goods", accounting=True)
        category.account_expense, category.account_revenue = accounts["expense"], accounts["revenue"]
        category.supplier_taxes.append(tax)
        category.save()
        [unit] = Model.get("product.uom").find([("name", "=", "Unit")])
        for number in range(PRODUCTS):
            template = Model.get("product.template")(name=f"Article {number}", default_uom=unit)
            template.type, template.purchasable, template.list_price = "goods", True, Decimal(10)
            template.account_category = category
            template.save()
        for number in range(SUPPLIERS):
            Model.get("party.party")(name=f"Supplier {number}", supplier_payment_term=term).save()

    def run(self, step: Callable[[], Any]) -> Any:
        """Run a step in its own transaction, again when it asks for a lock, as Tryton's own server does."""
        from trytond.transaction import Transaction, TransactionError  # noqa: PLC0415
        from trytond.worker import run_task  # noqa: PLC0415

        extras: dict[str, Any] = {}
        while True:
            with Transaction().start(
                self.name, self.user, context=dict(getattr(self, "context", {})), **extras
            ) as transaction:
                try:
                    result = step()
                except TransactionError as error:
                    transaction.rollback()
                    error.fix(extras)
                    continue
                transaction.commit()
            while transaction.tasks:
                run_task(self.name, transaction.tasks.pop())
            return result


class Flow:
    """Orders that are received and billed."""

    def __init__(self, tryton: Tryton) -> None:
        self.tryton = tryton
        get = tryton.pool.get
        self.purchases, self.lines = get("purchase.purchase"), get("purchase.line")
        self.shipments, self.invoices = get("stock.shipment.in"), get("account.invoice")
        self.moves = get("stock.move")
        self.products: list[int] = tryton.run(lambda: [each.id for each in get("product.product").search([])])
        self.suppliers: list[int] = tryton.run(
            lambda: [each.id for each in get("party.party").search([("name", "like", "Supplier %")])]
        )

    def order(self, number: int) -> int:
        """Write an order down and confirm it; return its number in the database."""

        def write() -> int:
            purchase = self.purchases(party=self.suppliers[number % SUPPLIERS])
            purchase.purchase_date = TODAY
            purchase.on_change_party()
            purchase.invoice_method = "fulfillment"
            lines = []
            for line in range(LINES):
                one = self.lines(purchase=purchase, type="line", product=self._product(number, line))
                one.on_change_product()
                one.quantity = float(10 + (number * 7 + line * 3) % 90)
                one.unit_price = Decimal(100 + (number * 13 + line * 17) % 900) / 100
                lines.append(one)
            purchase.lines = lines
            purchase.save()
            return int(purchase.id)

        def confirm() -> None:
            purchase = self.purchases(written)
            self.purchases.quote([purchase])
            self.purchases.confirm([purchase])

        written: int = self.tryton.run(write)
        self.tryton.run(confirm)
        return written

    def receive(self, written: int) -> None:
        """Receive everything that was ordered."""

        def step() -> None:
            purchase = self.purchases(written)
            shipment = self.shipments(supplier=purchase.party)
            shipment.on_change_supplier()
            shipment.warehouse = purchase.warehouse
            shipment.on_change_warehouse()
            shipment.incoming_moves = [move for move in purchase.moves if move.state == "draft"]
            shipment.save()
            self.shipments.receive([shipment])
            self.shipments.do([shipment])

        self.tryton.run(step)

    def bill(self, written: int) -> None:
        """Post the supplier's invoice."""

        def step() -> None:
            invoices = [each for each in self.purchases(written).invoices if each.state == "draft"]
            for invoice in invoices:
                invoice.invoice_date = TODAY
            self.invoices.save(invoices)
            self.invoices.post(invoices)

        self.tryton.run(step)

    def done(self, written: int) -> tuple[str, str]:
        """Return how an order stands: its shipments and its invoices."""

        def look() -> tuple[str, str]:
            purchase = self.purchases(written)
            return purchase.shipment_state, purchase.invoice_state

        states: tuple[str, str] = self.tryton.run(look)
        return states

    def all(self, number: int) -> None:
        """Let an order go its whole way."""
        written = self.order(number)
        self.receive(written)
        self.bill(written)
        assert self.done(written) == ("received", "awaiting payment"), self.done(written)

    def _product(self, number: int, line: int) -> int:
        return self.products[(number * 31 + line * 7) % len(self.products)]


def server_seconds(tryton: Tryton) -> float:
    """Return the CPU seconds of the server's processes for our connections, 0 on SQLite."""
    from trytond.transaction import Transaction  # noqa: PLC0415 – reads the environment

    def ask() -> list[int]:
        cursor = Transaction().connection.cursor()
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [row[0] for row in cursor.fetchall()]

    if os.environ["TRYTOND_DATABASE_URI"].startswith("sqlite:"):
        return 0.0
    ticks = 0
    for pid in tryton.run(ask):
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists():
            fields = stat.read_text().rpartition(") ")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def counted(work: Callable[[], None]) -> tuple[int, int]:
    """Return how many statements were sent during some work, and how many commits came of it."""
    from trytond import backend  # noqa: PLC0415 – reads the environment
    from trytond.transaction import Transaction  # noqa: PLC0415

    statements = commits = 0
    if backend.name == "sqlite":
        import sqlite3  # noqa: PLC0415

        cursors: Any = sqlite3.Cursor
    else:
        import psycopg  # noqa: PLC0415

        cursors = psycopg.Cursor

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal statements, commits
        if event == "c_call" and getattr(argument, "__name__", "") == "execute":
            statements += isinstance(getattr(argument, "__self__", None), cursors)
        elif event == "call" and frame.f_code is Transaction.commit.__code__:
            commits += 1
        elif event == "call" and backend.name != "sqlite" and frame.f_code is cursors.execute.__code__:
            statements += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return statements, commits


def main() -> None:
    """Measure and print JSON."""
    place, orders = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20
    tryton = Tryton(place)
    flow = Flow(tryton)
    for number in range(WARM_UP):
        flow.all(number)
    gc.collect()
    wall, own, server = time.perf_counter(), time.process_time(), server_seconds(tryton)
    for number in range(WARM_UP, WARM_UP + orders):
        flow.all(number)
    own, wall = time.process_time() - own, time.perf_counter() - wall
    server = server_seconds(tryton) - server
    statements, commits = counted(lambda: flow.all(WARM_UP + orders))
    figures = {
        "lines": orders * LINES,
        "lines_per_cpu_s": round(orders * LINES / (own + server), 2),
        "cpu_ms_per_order": {"own": round(own * 1000 / orders), "server": round(server * 1000 / orders)},
        "wall_s": round(wall, 2),
        "commits_per_order": commits,
        "statements_per_line": round(statements / LINES, 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
