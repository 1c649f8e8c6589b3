"""A small trade in beeswax, as its papers tell it: some is missing, refused, billed too dear, and unpaid."""

from datetime import UTC, date, datetime

from comaker.kernel.document import Instalment, Kind, References, Totals
from comaker.kernel.party import Party
from comaker.record.asked.line import line_seen
from comaker.record.models import Identifier
from comaker.record.post import Arrival, post
from comaker.record.sight import known_as
from comaker.record.transaction import reading
from tests.engines.matching.papers import bill, despatch, line, order, paper, receipt

ALFA_VAT, BETA_VAT = "NL001234567B01", "NL007654321B01"
ALFA = Party("Alfa Beeswax", (f"vat:{ALFA_VAT}",))
BETA = Party("Beta Candles", (f"vat:{BETA_VAT}",))
GAMMA = Party("Gamma Soap", ("vat:NL001112223B01",))
BETWEEN = {"giver": ALFA, "taker": BETA}
NOW = datetime(2026, 1, 20, 9, tzinfo=UTC)


def on(month, number):
    """Return a day of 2026."""
    return date(2026, month, number).toordinal()


TODAY = on(1, 20)
_OF_WAX = {"order": "PO-1047", "order_line": "1", "unit": "KGM"}
_OF_WICKS = {"order": "PO-1047", "order_line": "2"}


def wax():
    """Return the papers of order PO-1047: wax that did not all come well, and wicks that are too dear."""
    return [
        order(
            "PO-1047",
            line(1, "bw1", 120, 1.5, name="Beeswax, filtered", unit="KGM", due=on(1, 9)),
            line(2, "wk7", 500, 0.1, name="Wicks 7 cm", due=on(1, 9)),
            on=on(1, 1), **BETWEEN,
        ),
        paper(
            Kind.ORDER_RESPONSE, "R-1", line(1, "bw1", 120, 1.5, due=on(1, 9), **_OF_WAX),
            line(2, "wk7", 500, 0.1, due=on(1, 9), **_OF_WICKS),
            on=on(1, 2), refers=References(order="PO-1047"), **BETWEEN,
        ),
        despatch(
            "D-77", line(1, "bw1", 120, **_OF_WAX), line(2, "wk7", 500, **_OF_WICKS), on=on(1, 8), **BETWEEN
        ),
        receipt(
            "G-3", line(1, "bw1", 118, rejected=2_000_000, reason="damaged", **_OF_WAX),
            line(2, "wk7", 500, **_OF_WICKS), on=on(1, 10), **BETWEEN,
        ),
        bill(
            "F-9", line(1, "bw1", 120, 1.5, amount=180, **_OF_WAX),
            line(2, "wk7", 500, 0.12, amount=60, **_OF_WICKS),
            on=on(1, 12), totals=Totals(lines=2_400_000, net=2_400_000, payable=2_400_000),
            instalments=(Instalment(2_400_000, on(2, 9)),), **BETWEEN,
        ),
    ]  # fmt: skip


def soap():
    """Return an order of another buyer from the same seller."""
    return [
        order("PO-9", line(1, "bw1", 5, 2, unit="KGM", due=on(1, 9)), on=on(1, 3), giver=ALFA, taker=GAMMA)
    ]


def jars():
    """Return an order that was changed before it was answered."""
    return [
        order("PO-1051", line(1, "jar", 24, 12, name="Glass jar", due=on(1, 15)), on=on(1, 4), **BETWEEN),
        paper(
            Kind.ORDER_CHANGE, "PO-1051",
            line(1, "jar", 30, 12, order="PO-1051", order_line="1", due=on(1, 16)),
            on=on(1, 5), version=1, refers=References(order="PO-1051"), **BETWEEN,
        ),
    ]  # fmt: skip


def post_papers(*papers, now=NOW):
    """Post papers, each with bytes of its own."""
    bodies = [f"<{each.root}>{each.number}</{each.root}>".encode() for each in papers]
    arrivals = [Arrival(each, body) for each, body in zip(papers, bodies, strict=True)]
    return post(arrivals, now=now)


def number_of(party):
    """Return the number of a party in the record."""
    return Identifier.objects.get(text=party.identifiers[0]).party_id


def parties_of(party):
    """Return all numbers of a party."""
    return known_as(number_of(party))


def line_of(deal, number="1"):
    """Return the key of a line."""
    rows = reading().select(
        "SELECT id FROM record_line WHERE deal = ? AND number = ? AND key <> ''", deal, number
    )
    return rows[0][0]


def seen(key, asker, **more):
    """Return a line that an asker may see."""
    found = line_seen(key, asker, **more)
    assert found is not None
    return found


def matter(found):
    """Return what a diagnosis is about, which is there."""
    assert found is not None
    return found
