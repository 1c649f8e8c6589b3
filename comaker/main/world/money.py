"""What went on between the maker and IYT in money: bills that differ and payments that do."""

from collections.abc import Iterator

from comaker.kernel.document import Document
from comaker.main.world.cast import CANDLES, FACTOR, FLOATING, LANTERN, PILLAR, TEALIGHTS
from comaker.main.world.pen import Pen, Row, row


def papers(pen: Pen) -> Iterator[Document]:
    """Yield every paper of these orders."""
    for tell in (_prices, _the_bill_itself, _twice, _payments, _credited):
        yield from tell(pen)


def _delivered(pen: Pen, order: str, day: int, *rows: Row) -> Iterator[Document]:
    """Yield the papers of an order of which all came as asked."""
    number = order.rpartition("-")[2]
    bare = [each._replace(due=None) for each in rows]
    yield pen.order(order, day, *(each._replace(due=day + 8) for each in rows))
    yield pen.answer(f"OA-{number}", day + 1, order)
    yield pen.sending(f"DA-{number}", day + 7, order, *bare)
    yield pen.receipt(f"GR-{number}", day + 8, order, *bare, despatch=f"DA-{number}")


def _prices(pen: Pen) -> Iterator[Document]:
    """One line billed dearer than agreed, one cheaper, one more than came."""
    rows = (row("1", PILLAR, 80), row("2", TEALIGHTS, 150), row("3", LANTERN, 6))
    yield from _delivered(pen, "PO-2120", -26, *rows)
    yield pen.bill(
        "INV-2120", -15, "PO-2120", row("1", PILLAR, 80, price="10.40"),
        row("2", TEALIGHTS, 150, price="5.80"), row("3", LANTERN, 7),
    )  # fmt: skip


def _the_bill_itself(pen: Pen) -> Iterator[Document]:
    """Freight that was not agreed, tax at another rate, and sums that do not add up."""
    yield from _delivered(pen, "PO-2121", -25, row("1", CANDLES, 30))
    yield pen.bill("INV-2121", -14, "PO-2121", row("1", CANDLES, 30), charge="45.00")
    yield from _delivered(pen, "PO-2122", -24, row("1", FLOATING, 50))
    right = pen.bill("INV-2122", -13, "PO-2122", row("1", FLOATING, 50))
    taxes = tuple(each._replace(tax=each.tax + 370_000) for each in right.taxes)
    totals = right.totals._replace(
        tax=(right.totals.tax or 0) + 370_000, gross=(right.totals.gross or 0) + 370_000,
        payable=(right.totals.payable or 0) + 370_000,
    )  # fmt: skip
    yield replace_totals(right, totals, taxes)
    yield from _delivered(pen, "PO-2123", -23, row("1", PILLAR, 40))
    right = pen.bill("INV-2123", -12, "PO-2123", row("1", PILLAR, 40))
    wrong = right.totals._replace(payable=(right.totals.payable or 0) + 500_000)
    yield replace_totals(right, wrong, right.taxes)


def replace_totals(bill: Document, totals: object, taxes: object) -> Document:
    """Return a bill that states other sums and taxes about itself."""
    payable = totals.payable  # type: ignore[attr-defined]
    instalments = tuple(each._replace(amount=payable) for each in bill.instalments)
    return bill._replace(totals=totals, taxes=taxes, instalments=instalments)  # type: ignore[arg-type]


def _twice(pen: Pen) -> Iterator[Document]:
    """The same delivery billed under two numbers."""
    yield from _delivered(pen, "PO-2124", -28, row("1", TEALIGHTS, 90))
    yield pen.bill("INV-2124", -18, "PO-2124", row("1", TEALIGHTS, 90))
    yield pen.bill("INV-2131", -5, "PO-2124", row("1", TEALIGHTS, 90))


def _payments(pen: Pen) -> Iterator[Document]:
    """Not paid, paid short, too much, twice, and to another account."""
    for place, number in enumerate(("2125", "2126", "2127", "2128", "2129")):
        yield from _delivered(pen, f"PO-{number}", -60 + place, row("1", CANDLES, 20 + place))
        yield pen.bill(f"INV-{number}", -50 + place, f"PO-{number}", row("1", CANDLES, 20 + place))
    yield pen.payment("PAY-2126", -16, ("INV-2126", "420.00"))
    yield pen.payment("PAY-2127", -15, ("INV-2127", "512.47"))
    yield pen.payment("PAY-2128", -15, ("INV-2128", "514.85"))
    yield pen.payment("PAY-2128B", -8, ("INV-2128", "514.85"))
    yield pen.payment("PAY-2129", -14, ("INV-2129", "537.24"), to=FACTOR)


def _credited(pen: Pen) -> Iterator[Document]:
    """What was missing was credited and let pass, and the rest paid: nothing is open any more."""
    order = "PO-2130"
    yield pen.order(order, -48, row("1", FLOATING, 40, due=-40))
    yield pen.answer("OA-2130", -47, order)
    yield pen.sending("DA-2130", -41, order, row("1", FLOATING, 40))
    yield pen.receipt("GR-2130", -40, order, row("1", FLOATING, 37), despatch="DA-2130")
    yield pen.bill("INV-2130", -39, order, row("1", FLOATING, 40))
    yield pen.credit("CN-2130", -36, "INV-2130", row("1", FLOATING, 3))
    yield pen.concession("LET-2130", -35, order, row("1", FLOATING, 3, reason="missing"))
    yield pen.payment("PAY-2130", -10, ("INV-2130", "331.29"))
