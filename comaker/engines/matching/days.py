"""Days: how the day of a paper fits what is known of a line: when it was asked, due, sent and received."""

from comaker.engines.matching.facts import BILLED, NO_DAY, RECEIVED, SENT, AsOf, Facts
from comaker.kernel.document import Kind

FOLLOWED = "it came within days after"
FOLLOWED_LATER = "it came within a week after"
ELSEWHEN = "it came on other days"
AT_ONCE = "within days"
NEAR = "days near"
FAIR = "days fit"
LATE = "long after"
AGES = "very long after"
SOON = "long before it is due"
JUST_BEFORE = "just before it went or came"
EARLY = "before it came"
AHEAD = "before it was sent"
BEFORE = "before it was asked"
NO_DAYS = "no days to compare"

_AT_ONCE_DAYS = 3
_NEAR_DAYS = 10
_FAIR_DAYS = 45
_LATE_DAYS = 120
_UNDATED_DAYS = 21
# Goods leave some days before they are due, since they travel.
_TRAVEL_DAYS = 7


def days_level(kind: Kind, on: int | None, facts: Facts, then: AsOf) -> str:
    """Return how the day of a paper fits a line as it stood on that day."""
    if on is None:
        return NO_DAYS
    if on < facts.asked_on:
        return BEFORE
    if kind is Kind.DESPATCH_ADVICE:
        arrived = _arrived(on, facts)
        if arrived:
            return arrived
    since = _since(kind, then)
    if since != NO_DAY:
        return _after(on - since)
    if facts.moves:
        if kind is Kind.RECEIPT_ADVICE and any(move.what == SENT for move in facts.moves):
            return AHEAD
        if kind in (Kind.BILL, Kind.CREDIT_NOTE):
            later = [move.on for move in facts.moves if move.what != BILLED]
            if later:
                return JUST_BEFORE if min(later) - on <= _AT_ONCE_DAYS else EARLY
    if facts.due_on == NO_DAY:
        return NO_DAYS if facts.asked_on == NO_DAY else _after_asking(on - facts.asked_on)
    ahead = facts.due_on - on
    if ahead > _NEAR_DAYS:
        return SOON if kind is not Kind.BILL else FAIR
    return AT_ONCE if 0 <= ahead <= _TRAVEL_DAYS else _after(abs(ahead))


def _since(kind: Kind, then: AsOf) -> int:
    """Return the day of the act that a paper of this kind follows; NO_DAY when there was none."""
    if kind is Kind.BILL or kind is Kind.CREDIT_NOTE:
        return then.received_on if then.received_on != NO_DAY else then.sent_on
    if kind is Kind.RECEIPT_ADVICE:
        return max(then.sent_on, then.received_on)
    return then.sent_on


def _arrived(on: int, facts: Facts) -> str:
    """Tell from receipts of what no known paper sent whether a despatch of a day may have sent it."""
    sent = sum(move.quantity for move in facts.moves if move.what == SENT)
    came = [(move.on, move.quantity) for move in facts.moves if move.what == RECEIVED and move.quantity]
    if sum(quantity for _, quantity in came) <= sent:
        return ""
    after = min((day - on for day, _ in came if day >= on), default=_FAIR_DAYS)
    if after <= _AT_ONCE_DAYS:
        return FOLLOWED
    return FOLLOWED_LATER if after <= _TRAVEL_DAYS else ELSEWHEN


def _after_asking(days: int) -> str:
    """Return how likely a paper comes so many days after an order that names no day: not the next one."""
    if days > _FAIR_DAYS:
        return LATE
    return NEAR if _AT_ONCE_DAYS <= days <= _UNDATED_DAYS else FAIR


def _after(days: int) -> str:
    if days <= _AT_ONCE_DAYS:
        return AT_ONCE
    if days <= _FAIR_DAYS:
        return NEAR if days <= _NEAR_DAYS else FAIR
    return LATE if days <= _LATE_DAYS else AGES
