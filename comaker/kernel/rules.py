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
        compares_arrival: what is sent should arrive; not so for stock that is only told when it is used.
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
    compares_arrival: Number = 1


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
    over, under, sent, received, billed = line.over, line.under, line.sent, line.received, line.billed
    has_agreed = larger(line.has_promise, line.has_ask)
    has_deed = larger(line.has_send, line.has_receipt)
    agreed = when(line.has_promise, line.promised, line.asked)
    delivered = larger(sent, received)
    # What is promised and no longer asked is not due: it is overpromised until the giver lets it go.
    due = when(line.has_ask, smaller(agreed, line.asked), agreed)
    short = when(has_agreed, larger(0, due - delivered + line.rejected), 0)
    rejected = when(has_agreed, smaller(line.rejected, short), line.rejected)
    unsent = short - rejected
    difference = when(smaller(line.has_ask, line.has_promise), line.asked - line.promised, 0)
    missing, surplus = _transport(line, agreed, has_agreed, arithmetic)
    base = _bill_base(line, agreed, has_agreed, arithmetic)
    early, twice, overbilled = _overbilling(line, base, agreed - delivered, arithmetic)
    unbilled = when(larger(has_deed, line.is_base_promised), line.is_billed_line, 0)
    unasked = smaller(line.expects_ask, 1 - line.has_ask)
    return Quantities(
        underpromised=when(difference > under, difference, 0),
        overpromised=when(0 - difference > over, 0 - difference, 0),
        missing=missing,
        surplus=surplus,
        rejected=rejected,
        unsent=when(larger(has_deed, line.expects_send), when(unsent > under, unsent, 0), 0),
        oversent=when(line.excess > over, line.excess, 0),
        told_differently=larger(line.told_send, line.told_receive),
        unexpected=when(unasked, larger(delivered, billed), 0),
        billed_twice=twice,
        billed_early=early,
        overbilled=overbilled,
        unbilled=when(unbilled, when(base - billed > under, base - billed, 0), 0),
        base=base,
    )


def _transport(
    line: Sums, agreed: Number, has_agreed: Number, arithmetic: Arithmetic
) -> tuple[Number, Number]:
    """Return what is missing and what came too much between sending and receipt."""
    larger, smaller, when = arithmetic
    lost = line.sent - line.received
    # Two differences that are each let pass may add up to one that is not.
    short = when(has_agreed, agreed - line.received, lost)
    allowed = when(short > line.under, 0, line.under)
    has_sent = smaller(line.has_send, line.compares_arrival)
    may_miss = smaller(has_sent, larger(line.has_receipt, line.expects_receipt))
    missing = when(may_miss, when(lost > allowed, lost, 0), 0)
    found = when(0 - lost > line.over, 0 - lost, 0)
    return missing, when(smaller(has_sent, line.has_receipt), found, 0)


def _bill_base(line: Sums, agreed: Number, has_agreed: Number, arithmetic: Arithmetic) -> Number:
    """Return what may be billed; what was billed itself, where no other act is known.

    What was accepted; before any receipt nothing where receipts come first, else what was sent, else what
    was agreed. Where the base is the promise it is that, whatever arrived. Nothing on a line that nobody
    bills.
    """
    _, smaller, when = arithmetic
    nearest = when(line.has_send, line.sent - line.rejected, when(has_agreed, agreed, line.billed))
    barred = smaller(line.expects_receipt, line.is_receipt_first)
    accepted = when(line.has_receipt, line.received - line.rejected, when(barred, 0, nearest))
    base = when(line.is_base_promised, when(has_agreed, agreed, nearest), accepted)
    return when(line.is_billed_line, base, 0)


def _overbilling(
    line: Sums, base: Number, to_come: Number, arithmetic: Arithmetic
) -> tuple[Number, Number, Number]:
    """Return what was billed early, billed twice and overbilled.

    Where a bill may come first, what it bills of goods still to come is early, and so is all of it while
    no receipt is known.
    """
    larger, smaller, when = arithmetic
    beyond = when(line.billed - base > line.over, line.billed - base, 0)
    beyond = when(line.has_bill, larger(0, beyond), 0)
    twice = smaller(beyond, line.repeated)
    may_be_early = smaller(line.expects_receipt, 1 - line.is_receipt_first)
    coming = when(may_be_early, smaller(beyond - twice, larger(0, to_come)), 0)
    is_unreceived = smaller(may_be_early, smaller(line.has_bill, 1 - line.has_receipt))
    unreceived = when(is_unreceived, larger(0, smaller(line.billed, base)), 0)
    unreceived = when(line.is_base_promised, 0, unreceived)
    return coming + unreceived, twice, beyond - twice - coming
