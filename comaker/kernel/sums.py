"""Sums: a standing put into the integers that the rules read."""

from typing import NamedTuple

from comaker.kernel.entry import RECEIVE, SEND
from comaker.kernel.line import Line, Terms
from comaker.kernel.rules import Sums
from comaker.kernel.settlement import BillBase, Biller, Order, Receipt
from comaker.kernel.standing import Movement, Standing
from comaker.kernel.tolerance import EXACT
from comaker.kernel.versions import statement_on

_NO_RECEIPT, _USE, _PROMISED, _NOBODY = Receipt.NONE, Receipt.USE, BillBase.PROMISED, Biller.NOBODY
_RECEIPT_FIRST = Order.RECEIPT_FIRST


class Switches(NamedTuple):
    """Those of the sums that follow from the terms alone."""

    expects_ask: int
    expects_send: int
    expects_receipt: int
    is_receipt_first: int
    is_base_promised: int
    is_billed_line: int
    compares_arrival: int


def sums_of(line: Line, standing: Standing) -> Sums:
    """Put a standing into the integers that the rules read."""
    _, asks, promises, sent, received, rejected, billed, others, credited, _ = standing
    terms = line.terms
    (
        expects_ask, expects_send, expects_receipt, is_receipt_first, is_base_promised, is_billed_line,
        compares_arrival,
    ) = switches_of(terms)  # fmt: skip
    # A statement in a unit that does not convert is shown, and compared with nothing.
    ask = asks[-1] if asks and not asks[-1].unit else None
    promise = promises[-1] if promises and not promises[-1].unit else None
    agreed = promise or ask
    if others:
        unlike = {act for act, _ in others}
        expects_send = 0 if SEND in unlike else expects_send
        expects_receipt = 0 if RECEIVE in unlike else expects_receipt
    over, under = let_pass(terms, agreed.quantity if agreed else sent.quantity if sent else 0)
    return tuple.__new__(Sums, (
        1 if ask else 0,
        _less(ask.quantity, credited) if ask else 0,
        1 if promise else 0,
        _less(promise.quantity, credited) if promise else 0,
        1 if sent else 0,
        sent.quantity if sent else 0,
        1 if received else 0,
        received.quantity if received else 0,
        rejected.quantity if rejected else 0,
        1 if billed else 0,
        billed.quantity if billed else 0,
        _repeated(billed) if billed and len(billed.entries) > 1 else 0,
        _excess(standing) if agreed and (sent or received) else 0,
        sent.told if sent else 0,
        received.told if received else 0,
        expects_ask,
        expects_send,
        expects_receipt,
        is_receipt_first,
        is_base_promised,
        is_billed_line,
        over,
        under,
        compares_arrival,
    ))  # fmt: skip


def switches_of(terms: Terms) -> Switches:
    """Return what terms expect and how they settle."""
    settlement = terms.settlement
    expects_receipt = 0 if settlement.receipt is _NO_RECEIPT else 1
    return tuple.__new__(Switches, (
        1 if terms.expects_ask else 0,
        1 if expects_receipt or terms.expects_send else 0,
        expects_receipt,
        1 if settlement.order is _RECEIPT_FIRST else 0,
        1 if settlement.base is _PROMISED else 0,
        0 if settlement.biller is _NOBODY else 1,
        0 if settlement.receipt is _USE else 1,
    ))  # fmt: skip


def let_pass(terms: Terms, base: int) -> tuple[int, int]:
    """Return how much over and under a quantity the terms let pass."""
    allowance = terms.tolerance.quantity
    if allowance is None or allowance is EXACT:
        return 0, 0
    return allowance.allowed_over(base), allowance.allowed_under(base)


def _less(quantity: int, credited: int) -> int:
    """Return what is left of a quantity after what was conceded for credit."""
    return quantity - credited if quantity > credited else 0


def _excess(standing: Standing) -> int:
    """Return how much was given beyond the statement in force when it was given.

    A deed that was right when it was done stays right when the statement shrinks later, and one that
    was too much is mended when the statement grows.
    """
    deed = standing.sent or standing.received
    assert deed is not None
    versions = standing.promises or standing.asks
    if len(versions) > 1 or versions[0].unit:
        versions = tuple(version for version in versions if not version.unit)
        versions = versions or tuple(version for version in standing.asks if not version.unit)
    given, refused, credited = deed.quantity, standing.rejected, standing.credited
    taken_back = refused.quantity if refused else 0
    now = _less(versions[-1].quantity, credited) + taken_back
    excess, total = given - now, 0
    if len(versions) > 1:
        excess = min(excess, given)
        for entry in deed.entries:
            quantity = entry.quantity or 0
            total += quantity
            allowed = _less(statement_on(versions, entry.on).quantity, credited) + taken_back
            excess = min(excess, max(0, total - allowed) + given - total)
    return excess if excess > 0 else 0


def _repeated(billed: Movement) -> int:
    """Return the quantity of bill lines that repeat another bill's line exactly, net of credits."""
    seen: dict[tuple[int, int | None, int | None], str] = {}
    repeated = 0
    for entry in billed.entries:
        if not entry.quantity:
            continue
        if entry.quantity < 0:
            repeated = max(0, repeated + entry.quantity) if repeated else 0
            continue
        same = (entry.quantity, entry.price, entry.amount)
        if seen.setdefault(same, entry.bill) != entry.bill:
            repeated += entry.quantity
    return repeated
