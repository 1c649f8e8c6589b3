"""Papers of one line and files of master data, for the tests of master data and merging."""

from datetime import UTC, datetime

from comaker.front.contract import told_json
from comaker.kernel.amounts import MONEY_PLACES, ONE, PRICE_PLACES
from comaker.kernel.document import Document, DocumentLine, Kind, References
from comaker.kernel.party import Party
from comaker.kernel.product import Product
from comaker.record.masters import loading
from comaker.record.masters.loading import load
from comaker.record.post import Arrival, post
from comaker.record.queries import told

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
TODAY = 739_900
JANUARY, MARCH = 739_252, 739_311  # 2025-01-01 and 2025-03-01
ACME_GLN, BETA_GLN = "8712345000004", "8798765000008"
ACME = Party("Acme Pumps", (f"gln:{ACME_GLN}",))
BETA = Party("Beta Bouw", (f"gln:{BETA_GLN}",))
PARTIES = f"name,GLN\nAcme Pumps,{ACME_GLN}\nBeta Bouw,{BETA_GLN}\n"
PUMP = Product(sellers="p1", name="Pump")


def load_text(kind, text, **more):
    return load(kind=loading.Kind(kind), content=text.encode(), now=NOW, **more)


def counts(loaded):
    return (loaded.added, loaded.changed, loaded.same, [finding.why for finding in loaded.refused])


def paper(kind, number, on, quantity, unit, price, *, order="", giver=ACME, taker=BETA, product=PUMP):
    """Return a paper of one line."""
    line = DocumentLine(
        "1",
        References(order=order, order_line="1" if order else ""),
        quantity=quantity * ONE,
        unit=unit,
        price=None if price is None else price * 10**PRICE_PLACES,
        amount=None if price is None else quantity * price * 10**MONEY_PLACES,
        product=product,
    )
    signer = "taker" if kind in (Kind.ORDER, Kind.RECEIPT_ADVICE) else "giver"
    return Document(
        kind, number, on, giver=giver, taker=taker, signer=signer, currency="EUR",
        refers=References(order=order), lines=(line,),
    )  # fmt: skip


def post_all(*papers):
    return post([Arrival(each) for each in papers], now=NOW)


def lines_told():
    return told_json(told(), today=TODAY, with_ties=False)["lines"]


def kinds_of_gaps():
    return [sorted(gap["kind"] for gap in line["gaps"]) for line in lines_told()]
