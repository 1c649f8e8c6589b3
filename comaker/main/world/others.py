"""What went on with the museum, the carrier and the household, and what IYT gives the maker."""

from collections.abc import Iterator

from comaker.kernel.document import Document
from comaker.main.world.cast import (
    ARTWORK,
    CARRIER,
    DOCK,
    DRAWING,
    DRUM,
    ENGRAVED,
    HOUSEHOLD,
    IYT,
    LANTERN,
    MAKER,
    MUSEUM,
    PILLAR,
    RIDE,
    USED_LANTERN,
)  # fmt: skip
from comaker.main.world.pen import Pen, row


def papers(today: int) -> Iterator[Document]:
    """Yield every paper of these."""
    for tell in (_from_iyt, _museum, _carrier, _household):
        yield from tell(today)


def _from_iyt(today: int) -> Iterator[Document]:
    """Empty drums come back and are paid for; artwork for labels, and a free dock, are still to come."""
    pen = Pen(today, IYT, MAKER)
    yield pen.order("BACK-301", -34, row("1", DRUM, 60, due=-27))
    yield pen.sending("RET-301", -28, "BACK-301", row("1", DRUM, 60))
    yield pen.receipt("IN-301", -27, "BACK-301", row("1", DRUM, 56), despatch="RET-301")
    yield pen.bill("SB-301", -26, "BACK-301", row("1", DRUM, 56))._replace(
        signer="taker", root="SelfBilledInvoice"
    )
    yield pen.order("BACK-302", -6, row("1", DRUM, 80, due=1))
    forward = pen.the_other_way()
    yield forward.order("PO-2140", -10, row("1", PILLAR, 500, due=12))
    yield forward.answer("OA-2140", -9, "PO-2140")
    yield pen.order("ASK-41", -9, row("1", ARTWORK, 1, due=-1), row("2", DOCK, 1, due=11), contract="PO-2140")


def _museum(today: int) -> Iterator[Document]:
    """Engraved lanterns wait for a drawing; others were billed before they came."""
    pen = Pen(today, MAKER, MUSEUM)
    yield pen.order("MZ-77", -20, row("1", ENGRAVED, 40, due=-1))
    yield pen.answer("OA-MZ77", -19, "MZ-77")
    yield pen.the_other_way().order("ASK-12", -19, row("1", DRAWING, 1, due=-6), contract="MZ-77")
    yield pen.order("MZ-78", -9, row("1", LANTERN, 25, due=3), row("2", PILLAR, 75, due=3))
    yield pen.answer("OA-MZ78", -8, "MZ-78")
    yield pen.bill("INV-MZ78", -6, "MZ-78", row("1", LANTERN, 25), row("2", PILLAR, 75))
    yield pen.order("MZ-70", -40, row("1", LANTERN, 10, due=-30))
    yield pen.answer("OA-MZ70", -39, "MZ-70")
    yield pen.sending("DA-MZ70", -31, "MZ-70", row("1", LANTERN, 10))
    yield pen.receipt("GR-MZ70", -30, "MZ-70", row("1", LANTERN, 10), despatch="DA-MZ70")
    yield pen.bill("INV-MZ70", -29, "MZ-70", row("1", LANTERN, 10))
    yield pen.payment("PAY-MZ70", -3, ("INV-MZ70", "774.40"))


def _carrier(today: int) -> Iterator[Document]:
    """Rides: one done and billed, one that the carrier bills for two, one tomorrow."""
    pen = Pen(today, CARRIER, MAKER)
    yield pen.order("RIDE-11", -12, row("1", RIDE, 1, due=-10))
    yield pen.receipt("DONE-11", -10, "RIDE-11", row("1", RIDE, 1))
    yield pen.bill("NW-511", -7, "RIDE-11", row("1", RIDE, 1), due=14)
    yield pen.order("RIDE-12", -8, row("1", RIDE, 1, due=-6))
    yield pen.receipt("DONE-12", -6, "RIDE-12", row("1", RIDE, 1))
    yield pen.bill("NW-512", -5, "RIDE-12", row("1", RIDE, 2), due=14)
    yield pen.order("RIDE-13", -1, row("1", RIDE, 1, due=1))
    yield pen.answer("OK-13", -1, "RIDE-13")


def _household(today: int) -> Iterator[Document]:
    """Two lanterns bought and paid in advance; three old ones sold back, one of them later."""
    pen = Pen(today, MAKER, HOUSEHOLD)
    yield pen.order("WEB-9001", -15, row("1", LANTERN, 2, due=-5))
    yield pen.bill("WEB-INV-9001", -15, "WEB-9001", row("1", LANTERN, 2), due=0)
    yield pen.payment("IDEAL-9001", -15, ("WEB-INV-9001", "154.88"))
    yield pen.sending("PARCEL-9001", -7, "WEB-9001", row("1", LANTERN, 2))
    yield pen.receipt("HOME-9001", -5, "WEB-9001", row("1", LANTERN, 2), despatch="PARCEL-9001")
    back = pen.the_other_way()
    yield back.order("BUYBACK-55", -6, row("1", USED_LANTERN, 3, due=2))
    yield back.answer("YES-55", -5, "BUYBACK-55")
    yield back.sending("DROP-55", -2, "BUYBACK-55", row("1", USED_LANTERN, 2))
