"""The rules: which quantities of a line are in a gap, from a handful of integers.

Each rule only adds, subtracts, compares and takes the larger or smaller, so the same function runs on
plain numbers for one line and, handed columns and their arithmetic, becomes SQL for a year of lines.
Unknown acts come in as 0 with their `has_` flag at 0; nothing here is None.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

# A plain int, or the column expression of a translator that overloads + - and >.
Number = Any


class Arithmetic(NamedTuple):
    """The three operations that Python writes as calls and SQL as expressions."""

    larger: Callable[[Number, Number], Number]
    smaller: Callable[[Number, Number], Number]
    when: Callable[[Number, Number, Number], Number]


def _choose(condition: Number, then: Number, otherwise: Number) -> Number:
    return then if condition else otherwise


PLAIN = Arithmetic(max, min, _choose)


class Sums(NamedTuple):
    """What the entries of one line add up to, in the line's unit (QUANTITY scale); flags are 0 or 1.

    Attributes:
        asked, promised: the statements in force, less what was conceded for credit.
        sent, received, rejected, billed: movements that add up; `received` includes `rejected`.
        repeated: billed quantity that repeats an earlier bill exactly, net of credits.
        excess: sent (else received) and not refused beyond the statement in force when it happened.
        told_send, told_receive: by how much another party's word differs from the authority's.
        expects_ask, expects_send, expects_receipt: what the terms expect.
        is_receipt_first: a bill before the receipt is not allowed; otherwise it is held.
        is_base_promised: the bill base is what was promised, whatever arrived.
        is_billed_line: somebody bills this line (settlement biller is not nobody).
        over, under: quantity let pass by tolerance.
    """

    has_ask: Number = 0
    asked: Number = 0
    has_promise: Number = 0
    promised: Number = 0
    has_send: Number = 0
    sent: Number = 0
    has_receipt: Number = 0
    received: Number = 0
    rejected: Number = 0
    has_bill: Number = 0
    billed: Number = 0
    repeated: Number = 0
    excess: Number = 0
    told_send: Number = 0
    told_receive: Number = 0
    expects_ask: Number = 0
    expects_send: Number = 0
    expects_receipt: Number = 0
    is_receipt_first: Number = 0
    is_base_promised: Number = 0
    is_billed_line: Number = 1
    over: Number = 0
    under: Number = 0


class Quantities(NamedTuple):
    """How much of the line is in each kind of gap; 0 where there is none. `base` is what may be billed."""

    underpromised: Number
    overpromised: Number
    missing: Number
    surplus: Number
    rejected: Number
    unsent: Number
    oversent: Number
    told_differently: Number
    unexpected: Number
    billed_twice: Number
    billed_early: Number
    overbilled: Number
    unbilled: Number
    base: Number


def quantities(line: Sums, arithmetic: Arithmetic = PLAIN) -> Quantities:
    """Work out every quantity gap of a line from its sums."""
    larger, smaller, when = arithmetic
    over, under = line.over, line.under
    agreed = when(line.has_promise, line.promised, when(line.has_ask, line.asked, 0))
    has_agreed = when(line.has_promise, 1, line.has_ask)
    delivered = larger(line.sent, line.received)
    # What is promised and no longer asked is not due: it is overpromised until the giver lets it go.
    due = when(line.has_ask, smaller(agreed, line.asked), agreed)
    short = when(has_agreed, larger(0, due - delivered + line.rejected), 0)
    rejected = when(has_agreed, smaller(line.rejected, short), line.rejected)
    has_deed = when(line.has_send, 1, line.has_receipt)
    missing, surplus = _transport(line, agreed, has_agreed, arithmetic)
    base = _bill_base(line, agreed, has_agreed, arithmetic)
    early, twice, overbilled, unbilled = _billing(line, base, agreed, delivered, arithmetic)
    both_stated = when(line.has_ask, line.has_promise, 0)
    difference = when(both_stated, line.asked - line.promised, 0)
    return Quantities(
        underpromised=_beyond(difference, under, when),
        overpromised=_beyond(0 - difference, over, when),
        missing=missing,
        surplus=surplus,
        rejected=rejected,
        unsent=when(when(has_deed, 1, line.expects_send), _beyond(short - rejected, under, when), 0),
        oversent=_beyond(line.excess, over, when),
        told_differently=larger(line.told_send, line.told_receive),
        unexpected=when(
            line.expects_ask, when(line.has_ask, 0, larger(delivered, when(line.has_bill, line.billed, 0))), 0
        ),
        billed_twice=twice,
        billed_early=early,
        overbilled=overbilled,
        unbilled=when(has_deed, unbilled, when(line.is_base_promised, unbilled, 0)),
        base=base,
    )


def _transport(
    line: Sums, agreed: Number, has_agreed: Number, arithmetic: Arithmetic
) -> tuple[Number, Number]:
    """Return what is missing and what came too much between sending and receipt."""
    larger, _, when = arithmetic
    lost = line.sent - line.received
    # Two differences that are each let pass may add up to one that is not.
    short = when(has_agreed, agreed - line.received, lost)
    found = _beyond(larger(lost, 0), when(short > line.under, 0, line.under), when)
    missing = when(line.has_send, when(when(line.has_receipt, 1, line.expects_receipt), found, 0), 0)
    surplus = when(line.has_send, when(line.has_receipt, _beyond(0 - lost, line.over, when), 0), 0)
    return missing, surplus


def _bill_base(line: Sums, agreed: Number, has_agreed: Number, arithmetic: Arithmetic) -> Number:
    """Return what may be billed; what was billed itself, where no other act is known."""
    _, _, when = arithmetic
    nearest = when(line.has_send, line.sent - line.rejected, when(has_agreed, agreed, line.billed))
    barred = when(line.expects_receipt, line.is_receipt_first, 0)
    accepted = when(line.has_receipt, line.received - line.rejected, when(barred, 0, nearest))
    return when(line.is_base_promised, when(has_agreed, agreed, nearest), accepted)


def _billing(
    line: Sums, base: Number, agreed: Number, delivered: Number, arithmetic: Arithmetic
) -> tuple[Number, Number, Number, Number]:
    """Return billed early, billed twice, overbilled and unbilled."""
    larger, smaller, when = arithmetic
    beyond = larger(0, _beyond(line.billed - base, line.over, when))
    twice = smaller(beyond, line.repeated)
    may_be_early = when(line.expects_receipt, when(line.is_receipt_first, 0, 1), 0)
    to_come = when(may_be_early, smaller(beyond - twice, larger(0, agreed - delivered)), 0)
    unreceived = smaller(larger(line.billed, 0), larger(base, 0))
    unreceived = when(may_be_early, when(line.has_receipt, 0, unreceived), 0)
    overbilled = beyond - twice - to_come
    unbilled = _beyond(base - line.billed, line.under, when)
    has_bill, bills = line.has_bill, line.is_billed_line
    return (
        when(has_bill, to_come + unreceived, 0),
        when(has_bill, twice, 0),
        when(has_bill, overbilled, 0),
        when(bills, unbilled, 0),
    )


def _beyond(difference: Number, allowed: Number, when: Callable[[Number, Number, Number], Number]) -> Number:
    """Return a difference that is more than what is let pass, whole; otherwise 0."""
    return when(difference > allowed, difference, 0)
