"""Gaps and lapses: where neighbours in the row of six differ, why, and whose turn it is."""

from enum import StrEnum
from typing import NamedTuple

from comaker.kernel.entry import Role


class Cause(StrEnum):
    """What a gap points to; never a person's fault."""

    EXPECTATION = "expectation"
    CAPABILITY = "capability"
    INPUT = "input"
    TRANSPORT = "transport"
    CONDITION = "condition"
    BILLING = "billing"
    PAYMENT = "payment"
    EVIDENCE = "evidence"


class Kind(StrEnum):
    """Every kind of gap, of lines and of bills."""

    UNANSWERED = "unanswered"
    UNDERPROMISED = "underpromised"
    OVERPROMISED = "overpromised"
    REPRICED = "repriced"
    REDATED = "redated"
    OTHER_ITEM = "other_item"
    UNSENT = "unsent"
    OVERSENT = "oversent"
    MISSING = "missing"
    SURPLUS = "surplus"
    REJECTED = "rejected"
    TOLD_DIFFERENTLY = "told_differently"
    INCOMPARABLE = "incomparable"
    UNEXPECTED = "unexpected"
    UNBILLED = "unbilled"
    BILLED_EARLY = "billed_early"
    OVERBILLED = "overbilled"
    PRICE_VARIANCE = "price_variance"
    UNDERBILLED = "underbilled"
    CHARGE_VARIANCE = "charge_variance"
    TAX_VARIANCE = "tax_variance"
    DOES_NOT_ADD_UP = "does_not_add_up"
    BILLED_TWICE = "billed_twice"
    UNPAID = "unpaid"
    PAID_SHORT = "paid_short"
    OVERPAID = "overpaid"
    PAID_TWICE = "paid_twice"
    PAID_ELSEWHERE = "paid_elsewhere"
    INPUT_MISSING = "input_missing"

    __hash__ = str.__hash__


CAUSES = {
    **dict.fromkeys(
        (Kind.UNANSWERED, Kind.UNDERPROMISED, Kind.OVERPROMISED, Kind.REPRICED), Cause.EXPECTATION
    ),
    # Another item points to the act that brought it; where promise and ask differ, to the expectation.
    **dict.fromkeys((Kind.REDATED, Kind.UNEXPECTED, Kind.OTHER_ITEM), Cause.EXPECTATION),
    **dict.fromkeys((Kind.UNSENT, Kind.OVERSENT), Cause.CAPABILITY),
    **dict.fromkeys((Kind.MISSING, Kind.SURPLUS), Cause.TRANSPORT),
    Kind.REJECTED: Cause.CONDITION,
    **dict.fromkeys((Kind.TOLD_DIFFERENTLY, Kind.INCOMPARABLE), Cause.EVIDENCE),
    **dict.fromkeys((Kind.UNBILLED, Kind.BILLED_EARLY, Kind.OVERBILLED, Kind.PRICE_VARIANCE), Cause.BILLING),
    **dict.fromkeys((Kind.UNDERBILLED, Kind.CHARGE_VARIANCE, Kind.TAX_VARIANCE), Cause.BILLING),
    **dict.fromkeys((Kind.DOES_NOT_ADD_UP, Kind.BILLED_TWICE), Cause.BILLING),
    **dict.fromkeys((Kind.UNPAID, Kind.PAID_SHORT, Kind.OVERPAID, Kind.PAID_TWICE), Cause.PAYMENT),
    Kind.PAID_ELSEWHERE: Cause.PAYMENT,
    Kind.INPUT_MISSING: Cause.INPUT,
}

# Who may concede a gap: the party that loses by letting it pass.
ENTITLED = {
    **dict.fromkeys(
        (Kind.UNDERPROMISED, Kind.UNSENT, Kind.MISSING, Kind.REJECTED, Kind.REDATED), (Role.TAKER,)
    ),
    **dict.fromkeys((Kind.OVERPROMISED, Kind.UNBILLED, Kind.UNDERBILLED), (Role.GIVER,)),
    **dict.fromkeys(
        (Kind.OVERSENT, Kind.SURPLUS, Kind.UNEXPECTED, Kind.OTHER_ITEM, Kind.REPRICED), (Role.TAKER,)
    ),
    **dict.fromkeys((Kind.OVERBILLED, Kind.BILLED_EARLY, Kind.PRICE_VARIANCE), (Role.TAKER, Role.PAYER)),
    **dict.fromkeys((Kind.CHARGE_VARIANCE, Kind.TAX_VARIANCE, Kind.BILLED_TWICE), (Role.TAKER, Role.PAYER)),
    Kind.DOES_NOT_ADD_UP: (Role.TAKER, Role.PAYER),
    **dict.fromkeys((Kind.UNPAID, Kind.PAID_SHORT), (Role.GIVER, Role.PAYEE)),
    **dict.fromkeys((Kind.OVERPAID, Kind.PAID_TWICE, Kind.PAID_ELSEWHERE), (Role.TAKER, Role.PAYER)),
    **dict.fromkeys((Kind.TOLD_DIFFERENTLY, Kind.INCOMPARABLE), (Role.GIVER, Role.TAKER)),
    Kind.UNANSWERED: (Role.TAKER,),
    Kind.INPUT_MISSING: (Role.TAKER,),
}


class State(StrEnum):
    """Whether somebody must act on a gap now."""

    OPEN = "open"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class Gap(NamedTuple):
    """One difference on one line or bill.

    Attributes:
        quantity: how much of the line it touches, in the line's unit unless `unit` says another; None
            for a gap in money or time alone.
        amount: what that is worth, never negative; None where the line has no price.
        counted: the part of `amount` that no gap before it on the same pieces carries; only this is summed.
        turn: who acts next; NOBODY while it is held.
        since_on: day of the latest act that it compares.
        due_on: last day before it becomes somebody's turn; None: at once, or never while `is_held`.
        is_held: nothing can be expected of anyone yet, and no day says when.
        because_of: kinds of the gaps that carry what this one does not count.
        closed_on: for a gap that is no more, the day of the act that closed it.
        note: what differs, where numbers do not say it.
    """

    kind: Kind
    cause: Cause
    quantity: int | None = None
    amount: int | None = None
    counted: int = 0
    turn: Role = Role.NOBODY
    since_on: int | None = None
    due_on: int | None = None
    is_held: bool = False
    is_accepted: bool = False
    because_of: tuple[Kind, ...] = ()
    unit: str = ""
    days: int | None = None
    note: str = ""
    closed_on: int | None = None

    def state(self, today: int) -> State:
        """Tell whether the gap is open, waiting, accepted or closed on a day (a day number)."""
        if self.closed_on is not None and self.closed_on <= today:
            return State.CLOSED
        if self.is_accepted:
            return State.ACCEPTED
        if self.is_held or (self.due_on is not None and today <= self.due_on):
            return State.WAITING
        return State.OPEN


class Lapse(NamedTuple):
    """A promise broken in time: counted, never closed; it stays as long as the entries that prove it.

    Attributes:
        kind: `late` or `redated`.
        days: how many days late at most; None when the taker says late and no day was ever promised.
        against: `first promise`, `promise in force`, `asked`, `announced arrival` or `receiver's word`.
        proof: keys of the entries that prove it.
    """

    kind: str
    quantity: int | None
    days: int | None
    against: str
    proof: tuple[str, ...] = ()


def gap_of(
    kind: Kind,
    quantity: int | None,
    turn: Role,
    since_on: int | None,
    due_on: int | None = None,
    is_held: bool = False,
    amount: int | None = None,
    unit: str = "",
    days: int | None = None,
    note: str = "",
) -> Gap:
    """Make a gap with the cause that its kind points to; what it counts is worked out later."""
    return tuple.__new__(
        Gap,
        (kind, CAUSES[kind], quantity, amount, 0, turn, since_on, due_on, is_held, False, (), unit, days,
         note, None),
    )  # fmt: skip
