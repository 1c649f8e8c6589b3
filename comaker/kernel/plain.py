"""Plain lines: their gaps straight from their papers, without entries and standings.

Most lines of most companies are asked, sent, received and billed once each, as one product, in one unit and
with amounts that add up. Then only quantities, prices and days are left to differ. Whatever is not plain to
see here goes the long way, which a property test holds this against.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import groupby, repeat
from typing import NamedTuple, TypeAlias

from comaker.kernel.amounts import adds_up, coin_of, value
from comaker.kernel.differences import early_gap, overbilled_gap, oversent_gap, surplus_gap, unbilled_gap
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.evidence import Evidence
from comaker.kernel.gap import Gap
from comaker.kernel.gaps import at_stake, counted
from comaker.kernel.line import Line
from comaker.kernel.rules import quantities
from comaker.kernel.shortfalls import unsent_gap
from comaker.kernel.straight import Straight, straight
from comaker.kernel.sums import Switches, let_pass, switches_of
from comaker.kernel.ties import TiedPaper, deal_of
from comaker.kernel.tolerance import EXACT
from comaker.kernel.variances import is_price_let_pass, priced

# The row of a paper that is about a line, and the paper.
Told: TypeAlias = tuple[DocumentLine, Document]


class Course(NamedTuple):
    """What the papers of a plain line say: how much, when, and at which price; None for an act not known."""

    asked: int
    sent: int | None
    received: int | None
    billed: int | None
    asked_on: int
    sent_on: int | None
    received_on: int | None
    billed_on: int | None
    price: int
    billed_price: int
    amount: int
    until_on: int | None


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
        told, others = _told_once(evidence, papers.pop(deal, ()))
        asks = told[0]
        for key in others.union(besides).intersection(asks) if others or besides else ():
            del asks[key]
        gaps += map(gaps_of, on_deal, *(map(each.get, keys) for each in told))
    return gaps


def _told_once(evidence: Evidence, papers: Iterable[TiedPaper]) -> tuple[list[dict[str, Told]], set[str]]:
    """Return per kind of paper, by key of line, what the only paper of that kind tells of the line.

    Returns:
        What is told, in the order of `_KINDS`; and the keys of lines of which other papers speak, a void
        bill or a paper as a whole does, or one kind of paper speaks twice.
    """
    documents = evidence.documents
    told: dict[Kind, dict[str, Told]] = {kind: {} for kind in _KINDS}
    others: set[str] = set()
    for place, rows, to in papers:
        document = documents[place]
        known, lines = told.get(document.kind), document.lines
        spoken = [lines[row] for row in rows if row is not None]
        if known is None or len(spoken) < len(rows) or evidence.is_void(document):
            others.update(to)
            continue
        before = len(known)
        known.update(zip(to, zip(spoken, repeat(document)), strict=False))
        if len(known) < before + len(to):
            others.update(to)
    return [*told.values()], others


_KINDS = (Kind.ORDER, Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL)


class Plain:
    """Names the gaps of plain lines, and keeps the rules for the terms that it meets."""

    def __init__(self) -> None:
        self._rules: dict[tuple[int, bool, bool, bool], Rules] = {}

    def gaps(
        self, line: Line, ask: Told | None, sending: Told | None, receipt: Told | None, bill: Told | None
    ) -> tuple[Gap, ...] | None:
        """Return the gaps of a line without a lapse; None where its papers do not plainly tell.

        Args:
            ask, sending, receipt, bill: all that is told of the line.
        """
        course = course_of(line, ask, sending, receipt, bill)
        if course is None:
            return None
        asked, sent, received, billed, _, _, _, _, price, billed_price, _, _ = course
        terms = line.terms
        key = (id(terms), sent is None, received is None, billed is None)
        rules = self._rules.get(key)
        if rules is None:
            rules = self._rules[key] = _rules_for(switches_of(terms), *key[1:])
        if (
            rules.is_content
            and price == billed_price
            and (asked == billed or billed is None)
            and (asked == received or received is None)
            and (asked == sent or sent is None)
        ):
            return ()
        return _named(line, course, rules)


def course_of(
    line: Line, ask: Told | None, sending: Told | None, receipt: Told | None, bill: Told | None
) -> Course | None:
    """Return what the papers of a line say where it is plain and nothing is late, else None."""
    if ask is None:
        return None
    asked, order = ask
    if not _is_plainly_asked(asked, line):
        return None
    until_on = asked.stretches[0].until_on if asked.stretches else None
    sent = received = billed = sent_on = received_on = billed_on = None
    price, amount = asked.price, 0
    billed_price = price
    if sending is not None:
        row, document = sending
        sent, sent_on = row.quantity, row.on or document.happened_on or document.issued_on or 0
        if not _is_plainly_moved(row, asked) or (until_on is not None and sent_on >= until_on):
            return None
    if receipt is not None:
        row, document = receipt
        received, received_on = row.quantity, row.on or document.happened_on or document.issued_on or 0
        if not _is_plainly_moved(row, asked) or (until_on is not None and received_on >= until_on):
            return None
        if row.reason or document.reason:
            return None
    if bill is not None:
        row, document = bill
        billed, billed_price, amount = row.quantity, row.price, row.amount or 0
        billed_on = document.issued_on or 0
        if not _is_plainly_billed(row, document, asked, line):
            return None
    if line.terms.expects_answer and sent is None and received is None:
        return None
    return tuple.__new__(Course, (
        asked.quantity, sent, received, billed, order.issued_on or 0, sent_on, received_on, billed_on,
        price, billed_price, amount, until_on,
    ))  # fmt: skip


def _is_plainly_asked(row: DocumentLine, line: Line) -> bool:
    """Tell whether an ask is of some pieces at a price, wholly by one day, with nothing out of the way."""
    quantity, price, amount, unit, stretches = row.quantity, row.price, row.amount, row.unit, row.stretches
    return not (
        quantity is None
        or quantity <= 0
        or price is None
        or (amount is not None and not adds_up(quantity, price, amount))
        or (unit != line.unit and line.unit)
        or row.charges
        or row.answer
        or row.instead is not None
        or line.is_frame
        or (stretches and (len(stretches) > 1 or stretches[0].quantity not in (None, quantity)))
    )


def _is_plainly_moved(row: DocumentLine, asked: DocumentLine) -> bool:
    """Tell whether a row moves, in its unit, just the product that was asked."""
    return (
        row.quantity is not None
        and row.unit == asked.unit
        and not row.rejected
        and (row.product is asked.product or row.product == asked.product)
    )


def _is_plainly_billed(row: DocumentLine, bill: Document, asked: DocumentLine, line: Line) -> bool:
    """Tell whether a row bills just the product that was asked, and adds up to its amount."""
    quantity, price, amount, currency = row.quantity, row.price, row.amount, bill.currency
    return (
        quantity is not None
        and price is not None
        and amount is not None
        and adds_up(quantity, price, amount)
        and row.unit == asked.unit
        and not row.charges
        and (row.product is asked.product or row.product == asked.product)
        and (currency == line.currency or not currency or not line.currency)
        and not bill.is_prepayment
    )


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


def _named(line: Line, course: Course, rules: Rules) -> tuple[Gap, ...] | None:
    """Name the gaps of a plain line; None where it takes the papers on the way to tell what is missing."""
    (
        asked, sent, received, billed, asked_on, sent_on, received_on, billed_on, price, billed_price, amount,
        until_on,
    ) = course  # fmt: skip
    terms, coin = line.terms, coin_of(line.currency)
    deed, deed_on = (sent, sent_on) if sent is not None else (received, received_on)
    excess = deed - asked if deed is not None and deed > asked else 0
    over, under = let_pass(terms, asked)
    found = rules.quantities((asked, sent or 0, received or 0, billed or 0, excess, over, under))
    _, _, missing, surplus, _, unsent, oversent, _, _, _, early, overbilled, unbilled, _ = found
    if missing:
        return None
    gaps: list[Gap] = []
    if surplus:
        gaps.append(surplus_gap(surplus, received_on))
    if unsent:
        gaps.append(unsent_gap(terms, unsent, asked_on, until_on))
    if oversent:
        gaps.append(oversent_gap(oversent, deed_on))
    if unbilled:
        gaps.append(unbilled_gap(terms, unbilled, sent_on if received_on is None else received_on))
    if early:
        gaps.append(early_gap(early, billed_on))
    if overbilled:
        gaps.append(overbilled_gap(overbilled, billed_on))
    if billed_price != price and billed:
        tolerance = terms.tolerance
        if not is_price_let_pass(billed_price, price, tolerance.price or EXACT):
            variance = value(billed, billed_price, coin) - value(billed, price, coin)
            gaps += priced(variance, billed, billed_on, tolerance.amount or EXACT, amount)
    if not gaps:
        return ()
    stake = at_stake(max(0, price * max(asked, sent or 0, received or 0)), amount, coin)
    return tuple(counted(gaps, stake, price, coin, is_base_promised=rules.is_base_promised))
