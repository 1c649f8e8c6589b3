"""Plain lines have the gaps that the long way by entries and standings finds, whatever their papers say."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from comaker.kernel.account import account_of
from comaker.kernel.amounts import ONE, value
from comaker.kernel.bill import Bill
from comaker.kernel.document import Charge, Document, DocumentLine, Kind, Stretch
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.gaps import gaps_of
from comaker.kernel.lapses import lapses_of
from comaker.kernel.standing import stand
from tests.kernel import chance
from tests.kernel.words import PUMP, VALVE, day, price

LATE = 10**9
KINDS = (Kind.ORDER, Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL)
DAYS = {Kind.ORDER: 1, Kind.DESPATCH_ADVICE: 6, Kind.RECEIPT_ADVICE: 8, Kind.BILL: 9}


class Tie:
    """One document line on a line."""

    def __init__(self, document, line, to):
        self.document, self.line, self.to = document, line, to


def any_deal(choose):
    """Return the papers of one order, most of them plain, with their ties, lines and bills."""
    common = chance.any_line(choose)
    lines = {f"line {number}": common._replace(key=f"line {number}") for number in range(choose((1, 2, 3)))}
    papers: list[Document] = []
    ties: list[Tie] = []
    for kind in (*KINDS, choose((Kind.BILL, Kind.RECEIPT_ADVICE, None, None, None, None, None))):
        told = [key for key in lines if choose((1, 1, 1, 1, 1, 0))]
        if kind is None or not told or (kind is Kind.DESPATCH_ADVICE and choose((0, 1))):
            continue
        ties += [Tie(len(papers), place, key) for place, key in enumerate(told)]
        on = day(DAYS[kind] + choose((0, 0, 0, 4)))
        currency = choose((common.currency,) * 20 + ("USD", ""))
        signer = "taker" if kind in (Kind.ORDER, Kind.RECEIPT_ADVICE) else "giver"
        papers.append(
            Document(kind, f"{kind.value} {len(papers)}", on, signer=signer, currency=currency,
                     lines=tuple(any_row(choose, kind) for _ in told), is_prepayment=not choose(range(40)))
        )  # fmt: skip
    bills = [Bill(paper.number, paper, is_void=not choose(range(40)))
             for paper in papers if paper.kind is Kind.BILL]  # fmt: skip
    return papers, ties, lines, bills


def any_row(choose, kind):
    """Return a row of about ten pieces at about five; one in a few has something out of the way."""
    size = choose((10, 10, 10, 10, 10, 7, 9, 12, 13)) * ONE
    cost = price(choose(("5", "5", "5", "4.9", "5.2", "7"))) if kind in (Kind.ORDER, Kind.BILL) else None
    row = DocumentLine(
        "1", quantity=size, unit="C62", price=cost, amount=None if cost is None else value(size, cost),
        product=PUMP,
        stretches=choose(((), (Stretch(None, None, day(10)),), (Stretch(size, None, day(20)),)))
        if kind is Kind.ORDER else (),
    )  # fmt: skip
    odd = {
        **{"quantity": None, "unit": choose(("DZN", "", "KGM")), "price": None, "amount": choose((None, 7))},
        **{"product": VALVE, "instead": VALVE, "rejected": 2 * ONE, "reason": choose(("late", "damaged"))},
        **{"on": day(choose((5, 30))), "charges": (Charge(50_000),)},
        "stretches": (Stretch(4 * ONE, None, day(5)), Stretch(None, None, day(9))),
    }
    name = choose((*odd, *[None] * 40))
    return row._replace(**{name: odd[name]}) if name else row


def check(deal):
    """Hold every line of a deal against the long way; return the kinds of gap of those without a lapse."""
    papers, ties, lines, bills = deal
    found = set()
    for account in account_of(papers, ties, lines, bills).lines:
        # As of a day that never comes, the long way is taken.
        standing = stand(account.line, account.entries, as_of=LATE)
        assert account.standing == standing
        assert account.gaps == gaps_of(account.line, standing), (account.line.terms, papers)
        assert account.lapses == lapses_of(account.line, standing)
        found |= {gap.kind for gap in account.gaps}
    return found


@settings(max_examples=300)
@given(st.data())
def test_the_lines_of_a_deal_have_the_gaps_that_their_entries_come_to(data):
    check(any_deal(lambda row: data.draw(st.sampled_from(row))))


def test_thousands_of_deals_have_the_gaps_that_their_entries_come_to():
    choose = Random(10).choice

    found = set().union(*(check(any_deal(choose)) for _ in range(3_000)))

    assert found >= {
        *(GapKind.UNSENT, GapKind.OVERSENT, GapKind.MISSING, GapKind.SURPLUS),
        *(GapKind.UNBILLED, GapKind.BILLED_EARLY, GapKind.OVERBILLED),
        *(GapKind.PRICE_VARIANCE, GapKind.UNDERBILLED),
    }
