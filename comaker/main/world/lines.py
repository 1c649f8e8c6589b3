"""What went on between the maker and IYT, order by order: from all well to everything that may differ."""

from collections.abc import Iterator

from comaker.kernel.document import Answer, Document
from comaker.main.world.cast import CANDLES, FLOATING, GLASS, LANTERN, PILLAR, TEALIGHTS, WAX
from comaker.main.world.pen import Pen, row


def papers(pen: Pen) -> Iterator[Document]:
    """Yield every paper of these orders."""
    for tell in (
        _all_well, _short_and_damaged, _not_answered, _answered_otherwise, _late_and_due_tomorrow, _too_many,
        _told_in_two_ways, _another_item, _never_asked, _to_be_billed, _silent_change,
    ):  # fmt: skip
        yield from tell(pen)


def _all_well(pen: Pen) -> Iterator[Document]:
    """An order as orders should go."""
    order = "PO-2101"
    yield pen.order(order, -52, row("1", CANDLES, 80, due=-45), row("2", TEALIGHTS, 200, due=-45))
    yield pen.answer("OA-2101", -51, order)
    yield pen.sending("DA-2101", -46, order, row("1", CANDLES, 80), row("2", TEALIGHTS, 200))
    yield pen.receipt(
        "GR-2101", -45, order, row("1", CANDLES, 80), row("2", TEALIGHTS, 200), despatch="DA-2101"
    )
    yield pen.bill("INV-2101", -44, order, row("1", CANDLES, 80), row("2", TEALIGHTS, 200))
    yield pen.payment("PAY-2101", -15, ("INV-2101", "3291.20"))


def _short_and_damaged(pen: Pen) -> Iterator[Document]:
    """120 sent, 118 came, two of these damaged, and all 120 billed."""
    order = "PO-2102"
    yield pen.order(order, -21, row("1", CANDLES, 120, due=-11))
    yield pen.answer("OA-2102", -20, order)
    yield pen.sending("DA-2102", -12, order, row("1", CANDLES, 120))
    damaged = row("1", CANDLES, 118, rejected=2_000_000, reason="damaged")
    yield pen.receipt("GR-2102", -10, order, damaged, despatch="DA-2102")
    yield pen.bill("INV-2102", -9, order, row("1", CANDLES, 120))


def _not_answered(pen: Pen) -> Iterator[Document]:
    """An order that waits for an answer, and one that came in today."""
    yield pen.order("PO-2103", -5, row("1", PILLAR, 240, due=9))
    yield pen.order("PO-2118", 0, row("1", FLOATING, 60, due=14), row("2", TEALIGHTS, 100, due=14))


def _answered_otherwise(pen: Pen) -> Iterator[Document]:
    """Less, more, dearer, later and another item than asked."""
    order = "PO-2104"
    yield pen.order(
        order, -8, row("1", PILLAR, 100, due=6), row("2", TEALIGHTS, 300, due=6),
        row("3", CANDLES, 40, due=6), row("4", FLOATING, 25, due=6), row("5", GLASS, 12, due=6),
    )  # fmt: skip
    yield pen.answer(
        "OA-2104", -7, order, row("1", PILLAR, 80, due=6), row("2", TEALIGHTS, 320, due=6),
        row("3", CANDLES, 40, price="19.20", due=6), row("4", FLOATING, 25, due=11),
        row("5", GLASS, 12, due=6, answer=Answer.CHANGED, instead=LANTERN.product),
    )  # fmt: skip


def _late_and_due_tomorrow(pen: Pen) -> Iterator[Document]:
    """One line should have left two days ago, another leaves tomorrow."""
    order = "PO-2105"
    yield pen.order(order, -14, row("1", PILLAR, 150, due=-2), row("2", CANDLES, 60, due=1))
    yield pen.answer("OA-2105", -13, order)
    yield pen.sending("DA-2105", -3, order, row("1", PILLAR, 90))
    yield pen.receipt("GR-2105", -2, order, row("1", PILLAR, 90), despatch="DA-2105")


def _too_many(pen: Pen) -> Iterator[Document]:
    """More sent than promised, and more came than was sent."""
    order = "PO-2106"
    yield pen.order(order, -16, row("1", TEALIGHTS, 400, due=-6), row("2", FLOATING, 30, due=-6))
    yield pen.answer("OA-2106", -15, order)
    yield pen.sending("DA-2106", -7, order, row("1", TEALIGHTS, 430), row("2", FLOATING, 30))
    yield pen.receipt(
        "GR-2106", -6, order, row("1", TEALIGHTS, 430), row("2", FLOATING, 33), despatch="DA-2106"
    )


def _told_in_two_ways(pen: Pen) -> Iterator[Document]:
    """What was weighed in kilos is billed in pieces; and a statement of account tells another amount."""
    order = "PO-2107"
    yield pen.order(order, -30, row("1", WAX, 250, due=-22))
    yield pen.answer("OA-2107", -29, order)
    yield pen.sending("DA-2107", -23, order, row("1", WAX, 250))
    yield pen.receipt("GR-2107", -22, order, row("1", WAX, 250), despatch="DA-2107")
    yield pen.bill("INV-2107", -20, order, row("1", WAX, 10, price="280.00", unit="C62"))
    yield pen.account("SOA-21", -4, ("INV-2107", "3478.00"))


def _another_item(pen: Pen) -> Iterator[Document]:
    """Tea lights were sent for candles; and half of a line never came."""
    order = "PO-2108"
    yield pen.order(order, -18, row("1", CANDLES, 24, due=-9), row("2", PILLAR, 60, due=-9))
    yield pen.answer("OA-2108", -17, order)
    yield pen.sending("DA-2108", -10, order, row("1", TEALIGHTS, 24), row("2", PILLAR, 60))
    yield pen.receipt("GR-2108", -9, order, row("2", PILLAR, 36), despatch="DA-2108")


def _never_asked(pen: Pen) -> Iterator[Document]:
    """Sent and billed for an order that nobody placed."""
    order = "PO-2109"
    yield pen.sending("DA-2109", -8, order, row("1", GLASS, 48))
    yield pen.bill("INV-2109", -6, order, row("1", GLASS, 48))


def _to_be_billed(pen: Pen) -> Iterator[Document]:
    """It came three weeks ago and no bill has come."""
    order = "PO-2110"
    yield pen.order(order, -33, row("1", LANTERN, 12, due=-24))
    yield pen.answer("OA-2110", -32, order)
    yield pen.sending("DA-2110", -25, order, row("1", LANTERN, 12))
    yield pen.receipt("GR-2110", -24, order, row("1", LANTERN, 12), despatch="DA-2110")


def _silent_change(pen: Pen) -> Iterator[Document]:
    """An order that was raised, promised twice, and is on its way now."""
    order = "PO-2111"
    yield pen.order(order, -12, row("1", CANDLES, 50, due=-1))
    yield pen.answer("OA-2111", -11, order)
    yield pen.answer("OA-2111B", -4, order, row("1", CANDLES, 50, due=2))
    yield pen.sending("DA-2111", -1, order, row("1", CANDLES, 50))
