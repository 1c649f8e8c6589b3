"""Sentences: gaps and lapses as people say them, and a line's whole story in one."""

from comaker.front.contract import day, party_name, party_of
from comaker.kernel.amounts import plain_money, plain_quantity
from comaker.kernel.entry import Role
from comaker.kernel.gap import Gap, Kind, Lapse, State
from comaker.kernel.line import Line
from comaker.kernel.party import Party

# {q} is quantity and unit, {a} the amount with its currency.
_SAID = {
    Kind.UNANSWERED: "{q} asked, no answer yet",
    Kind.UNDERPROMISED: "{q} less promised than asked",
    Kind.OVERPROMISED: "{q} more promised than asked",
    Kind.REPRICED: "promised at another price, {a} apart",
    Kind.REDATED: "promised {d} later than asked",
    Kind.OTHER_ITEM: "{q} of another item",
    Kind.UNSENT: "{q} still to be sent",
    Kind.OVERSENT: "{q} more than was promised",
    Kind.MISSING: "{q} sent and not received",
    Kind.SURPLUS: "{q} received that nobody sent",
    Kind.REJECTED: "{q} refused at receipt",
    Kind.TOLD_DIFFERENTLY: "told {q} differently by the two sides",
    Kind.INCOMPARABLE: "{q} cannot be compared",
    Kind.UNEXPECTED: "{q} that nobody asked for",
    Kind.UNBILLED: "{q} not billed yet",
    Kind.BILLED_EARLY: "{q} billed before the receipt",
    Kind.OVERBILLED: "{q} billed too many",
    Kind.PRICE_VARIANCE: "billed {a} too dear",
    Kind.UNDERBILLED: "billed {a} below the price",
    Kind.CHARGE_VARIANCE: "charges or allowances {a} off",
    Kind.TAX_VARIANCE: "tax {a} off",
    Kind.DOES_NOT_ADD_UP: "sums {a} off",
    Kind.BILLED_TWICE: "{q} billed twice",
    Kind.UNPAID: "{a} to pay",
    Kind.PAID_SHORT: "{a} still to pay",
    Kind.OVERPAID: "{a} paid too much",
    Kind.PAID_TWICE: "{a} paid twice",
    Kind.PAID_ELSEWHERE: "{a} paid elsewhere",
    Kind.INPUT_MISSING: "{q} of input still to come",
}
_OF_BILLS = {
    Kind.REJECTED: "refused by the payer, {a}",
    Kind.TOLD_DIFFERENTLY: "told {a} differently by the two sides",
}


def gap_sentence(
    gap: Gap, line: Line, *, unit: str, currency: str, today: int, biller: Party | None = None
) -> str:
    """Say what a gap is, what it is worth, and whose turn it is."""
    of = gap.unit or unit
    quantity = "" if gap.quantity is None else f"{plain_quantity(gap.quantity)} {of}".strip()
    amount = "" if gap.amount is None else f"{currency} {plain_money(gap.amount)}".strip()
    pattern = _OF_BILLS.get(gap.kind, _SAID[gap.kind]) if gap.quantity is None else _SAID[gap.kind]
    said = pattern.format(q=quantity, a=amount, d=_days(gap.days))
    if gap.note and gap.kind in (Kind.OTHER_ITEM, Kind.REJECTED, Kind.INCOMPARABLE, Kind.DOES_NOT_ADD_UP):
        said += f" ({gap.note})"
    if gap.because_of and gap.kind in (Kind.OVERBILLED, Kind.BILLED_EARLY):
        said += ", since " + " and ".join(kind.value.replace("_", " ") for kind in gap.because_of)
    state = gap.state(today)
    if state is State.CLOSED:
        return f"{said}; closed on {day(gap.closed_on)}"
    if state is State.ACCEPTED:
        return f"{said}; accepted"
    who = party_name(party_of(gap.turn, line, biller=biller))
    if state is State.WAITING:
        return f"{said}; waiting until {day(gap.due_on)}" if gap.due_on else f"{said}; waiting"
    return f"{said}; {who or _NAMES[gap.turn]} acts next"


def lapse_sentence(lapse: Lapse, *, unit: str) -> str:
    """Say how a promise was broken in time."""
    quantity = (
        "" if lapse.quantity is None else f"{plain_quantity(lapse.quantity)} {unit} ".replace("  ", " ")
    )
    if lapse.kind == "redated":
        return f"{quantity}promised again, {_days(lapse.days)} later"
    if lapse.days is None:
        return f"{quantity}late, says the receiver"
    return f"{quantity}{_days(lapse.days)} late against the {lapse.against}".replace(
        "against the asked", "against the day asked"
    )


_NAMES = {Role.CARRIER: "the carrier", Role.BANK: "the bank", Role.NOBODY: "nobody"}
_NAMES |= {role: f"the {role.value}" for role in Role if role not in _NAMES}


def _days(days: int | None) -> str:
    return "1 day" if days == 1 else f"{days} days"
