"""Plain lines: their gaps straight from their papers, without entries and standings.

Most lines of most companies are asked, sent, received and billed once each, as one product, in one unit and
with amounts that add up. Then only quantities, prices and days are left to differ. Whatever is not plain to
see here goes the long way, which a property test holds this against.
"""

from collections.abc import Collection, Mapping
from functools import cache
from itertools import groupby
from typing import NamedTuple

from comaker.kernel.amounts import MONEY_PER_PRODUCT, coin_of, value
from comaker.kernel.beside import columns_of
from comaker.kernel.differences import early_gap, overbilled_gap, oversent_gap, surplus_gap, unbilled_gap
from comaker.kernel.document import Document, DocumentLine, day_of
from comaker.kernel.evidence import Evidence
from comaker.kernel.gap import Gap
from comaker.kernel.gaps import at_stake, counted
from comaker.kernel.line import Line, Terms
from comaker.kernel.rules import quantities
from comaker.kernel.shortfalls import unsent_gap
from comaker.kernel.straight import Straight, straight
from comaker.kernel.sums import Switches, let_pass, switches_of
from comaker.kernel.ties import deal_of
from comaker.kernel.tolerance import EXACT
from comaker.kernel.variances import is_price_let_pass, priced


class Rules(NamedTuple):
    """The rules for plain lines under the same terms, of which the same acts are known.

    Attributes:
        quantities: of (asked, sent, received, billed, excess, over, under).
        is_content: nothing is in a gap where all quantities are the same.
    """

    quantities: Straight
    is_content: bool
    is_base_promised: bool


def plain_gaps(
    evidence: Evidence, lines: Mapping[str, Line], besides: Collection[str]
) -> list[tuple[Gap, ...] | None]:
    """Return the gaps of each plain line without a lapse, None for the others, in the order of the lines.

    Deal by deal, since what its papers say of a deal stays near the processor while it is looked at. Of a
    deal whose lines stand apart only the first ones are looked at here.

    Args:
        besides: keys of lines that go the long way in any case.
    """
    gaps_of = Plain().gaps
    papers = evidence.papers.copy()
    gaps: list[tuple[Gap, ...] | None] = []
    for deal, group in groupby(lines.values(), deal_of):
        on_deal = [*group]
        keys = [line.key for line in on_deal]
        columns = columns_of(evidence, papers.pop(deal, ()), keys)
        gaps += map(gaps_of, on_deal, *[each for column in columns for each in column])
    if besides:
        gaps = [None if key in besides else named for key, named in zip(lines, gaps, strict=True)]
    return gaps


class Plain:
    """Names the gaps of plain lines, and keeps the rules for the terms that it meets."""

    def __init__(self) -> None:
        self._rules: dict[tuple[int, bool, bool, bool], Rules | None] = {}

    def gaps(
        self,
        line: Line,
        asked: DocumentLine | None,
        order: Document,
        sent: DocumentLine | None,
        despatch: Document,
        received: DocumentLine | None,
        receipt: Document,
        billed: DocumentLine | None,
        bill: Document,
    ) -> tuple[Gap, ...] | None:
        """Return the gaps of a line without a lapse; None where its rows do not plainly tell them.

        Args:
            order, despatch, receipt, bill: the papers of the rows before them.
        """
        if asked is None or not _is_plainly_asked(asked, line):
            return None
        if sent is not None and not _is_plainly_moved(sent, despatch, asked):
            return None
        if received is not None and (
            received.rejected
            or received.reason
            or receipt.reason
            or not _is_plainly_moved(received, receipt, asked)
        ):
            return None
        if billed is not None and not _is_plainly_billed(billed, bill, asked, line):
            return None
        terms = line.terms
        key = (id(terms), sent is None, received is None, billed is None)
        try:
            rules = self._rules[key]
        except KeyError:
            rules = self._rules[key] = _rules_under(terms, *key[1:])
        if rules is None:
            return None
        quantity = asked.quantity
        if (
            rules.is_content
            and (billed is None or (billed.quantity == quantity and billed.price == asked.price))
            and (received is None or received.quantity == quantity)
            and (sent is None or sent.quantity == quantity)
        ):
            return ()
        return _named(line, rules, asked, order, sent, despatch, received, receipt, billed, bill)


def _is_plainly_asked(row: DocumentLine, line: Line) -> bool:
    """Tell whether an ask is of some pieces at a price, wholly by one day, with nothing out of the way."""
    quantity, price, amount, stretches = row.quantity, row.price, row.amount, row.stretches
    return bool(
        quantity is not None
        and quantity > 0
        and price  # what costs nothing needs no bill
        and (amount is None or quantity * price == amount * MONEY_PER_PRODUCT)
        and (row.unit == line.unit or not line.unit)
        and not row.charges
        and not row.answer
        and row.instead is None
        and not line.is_frame
        and (not stretches or (len(stretches) == 1 and stretches[0].quantity in (None, quantity)))
    )


def _is_plainly_moved(row: DocumentLine, paper: Document, asked: DocumentLine) -> bool:
    """Tell whether a row moves, in time and in its unit, just the product that was asked."""
    if row.quantity is None or row.unit != asked.unit:
        return False
    if asked.stretches:
        until_on = asked.stretches[0].until_on
        if until_on is not None and day_of(row, paper) >= until_on:
            return False
    return row.product is asked.product or row.product == asked.product


def _is_plainly_billed(row: DocumentLine, bill: Document, asked: DocumentLine, line: Line) -> bool:
    """Tell whether a row bills just the product that was asked, and adds up to its amount."""
    quantity, price, amount, currency = row.quantity, row.price, row.amount, bill.currency
    return (
        quantity is not None
        and price is not None
        and amount is not None
        and quantity * price == amount * MONEY_PER_PRODUCT
        and row.unit == asked.unit
        and not row.charges
        and (row.product is asked.product or row.product == asked.product)
        and (currency == line.currency or not currency or not line.currency)
        and not bill.is_prepayment
    )


def _rules_under(terms: Terms, is_unsent: bool, is_unreceived: bool, is_unbilled: bool) -> Rules | None:
    """Return the rules for plain lines; None where the terms let more than quantities and prices differ."""
    awaits_answer = terms.expects_answer and is_unsent and is_unreceived
    if awaits_answer or (terms.tolerance.days or EXACT).allowed_over(0) < 0:
        return None
    return _rules_for(switches_of(terms), is_unsent, is_unreceived, is_unbilled)


@cache
def _rules_for(switches: Switches, is_unsent: bool, is_unreceived: bool, is_unbilled: bool) -> Rules:
    """Write the rules out for plain lines of which certain acts are not known."""
    known = {
        **{"has_ask": 1, "has_promise": 0, "promised": 0, "rejected": 0, "repeated": 0},
        **{"told_send": 0, "told_receive": 0, "has_send": 1 - is_unsent},
        **{"has_receipt": 1 - is_unreceived, "has_bill": 1 - is_unbilled},
        **switches._asdict(),
    }
    written = straight(quantities, known)
    even = written((1, 1 - is_unsent, 1 - is_unreceived, 1 - is_unbilled, 0, 0, 0))
    return Rules(written, not any(even[:-1]), bool(switches.is_base_promised))


def _named(
    line: Line,
    rules: Rules,
    asked: DocumentLine,
    order: Document,
    sent: DocumentLine | None,
    despatch: Document,
    received: DocumentLine | None,
    receipt: Document,
    billed: DocumentLine | None,
    bill: Document,
) -> tuple[Gap, ...] | None:
    """Name the gaps of a plain line; None where it takes the papers on the way to tell what is missing."""
    terms, coin = line.terms, coin_of(line.currency)
    quantity, price = asked.quantity or 0, asked.price or 0
    came = goods = size = amount = 0
    sent_on = received_on = billed_on = None
    if sent is not None:
        goods, sent_on = sent.quantity or 0, day_of(sent, despatch)
    if received is not None:
        came, received_on = received.quantity or 0, day_of(received, receipt)
    if billed is not None:
        size, amount, billed_on = billed.quantity or 0, billed.amount or 0, bill.issued_on or 0
    deed = came if sent is None else goods
    excess = deed - quantity if deed > quantity else 0
    over, under = let_pass(terms, quantity)
    found = rules.quantities((quantity, goods, came, size, excess, over, under))
    _, _, missing, surplus, _, unsent, oversent, _, _, _, early, overbilled, unbilled, _ = found
    if missing:
        return None
    gaps: list[Gap] = []
    if surplus:
        gaps.append(surplus_gap(surplus, received_on))
    if unsent:
        until_on = asked.stretches[0].until_on if asked.stretches else None
        gaps.append(unsent_gap(terms, unsent, order.issued_on or 0, until_on))
    if oversent:
        gaps.append(oversent_gap(oversent, received_on if sent is None else sent_on))
    if unbilled:
        gaps.append(unbilled_gap(terms, unbilled, sent_on if received is None else received_on))
    if early:
        gaps.append(early_gap(early, billed_on))
    if overbilled:
        gaps.append(overbilled_gap(overbilled, billed_on))
    if billed is not None and billed.price != price:
        gaps += _priced(terms, billed, price, billed_on, coin)
    dearest = price * max(quantity, goods, came)
    stake = at_stake(dearest if dearest > 0 else 0, amount, coin)
    return tuple(counted(gaps, stake, price, coin, rules.is_base_promised))


def _priced(terms: Terms, billed: DocumentLine, price: int, on: int | None, coin: int) -> list[Gap]:
    """Name what was billed too dear or too cheap."""
    quantity, its_price, amount = billed.quantity or 0, billed.price or 0, billed.amount or 0
    tolerance = terms.tolerance
    if not quantity or is_price_let_pass(its_price, price, tolerance.price or EXACT):
        return []
    variance = value(quantity, its_price, coin) - value(quantity, price, coin)
    return priced(variance, quantity, on, tolerance.amount or EXACT, amount) if variance else []
