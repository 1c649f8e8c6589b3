"""Truth: what every document line is about and which gaps were planted, worked out from the courses.

The gaps follow the rules of the kernel line by line, in a slow and obvious way, from the numbers that
were noted while the papers were written. This module is the kernel's twin: it shares no code with it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from comaker.engines.worlds.course import Course, LineKey, Place
from comaker.engines.worlds.settings import Damage
from comaker.kernel.amounts import value
from comaker.kernel.gap import Kind
from comaker.kernel.line import Relation, Terms
from comaker.kernel.settlement import BillBase, Biller, Order, Receipt
from comaker.kernel.units import Packing


class Numbers(NamedTuple):
    """Where a line stands, in its own unit; None: nothing is known of that act."""

    asked: int
    promised: int | None
    sent: int | None
    received: int | None
    rejected: int
    billed: int | None
    amount: int | None  # billed, without charges
    price: int  # in force
    unit: str


class Slip(NamedTuple):
    """A lapse: how much, and how many days at most."""

    kind: str  # late or redated
    quantity: int
    days: int


class BillTruth(NamedTuple):
    """What a bill or credit note asks, and what was paid on it to whom it is owed."""

    number: str
    payable: int
    paid: int
    due_on: int
    is_replaced: bool


@dataclass(slots=True)
class Truth:
    """What is truly so. Documents are named by their place, lines by order number and line number.

    Attributes:
        ties: the line that each line of an order, answer, despatch, receipt, bill or credit note is
            about; None where it is about nothing that was asked. A line number that an order bears
            twice gets `#2` the second time.
        bill_ties: the bill that each line of a remittance, reminder or statement is about.
        origins: the document line that first asked each line.
        damages: what became of the references, for lines where they are not whole.
        similar, ambiguous: see `rivals`.
        strays: quantity of lines that nobody asked for.
        advances: lines of advance payments, which belong to a bill and to no line.
        copies: documents that are another one sent again, and which.
        numbers: where each line stands.
        gaps: per line the quantity of each gap (in the line's unit), or its money for `repriced`,
            `price_variance`, `underbilled` and `charge_variance`, or its days for `redated`.
        bill_gaps: per bill the money of each gap; below zero where it is in the payer's favour.
        slips: the lapses of each line.
        frames: blanket lines, which have no gaps.
        packings: what the packages of a line's product hold.
        links: lines that point to lines; one unit each.
    """

    ties: dict[Place, LineKey | None] = field(default_factory=dict)
    bill_ties: dict[Place, int] = field(default_factory=dict)
    origins: dict[LineKey, Place] = field(default_factory=dict)
    damages: dict[Place, Damage] = field(default_factory=dict)
    similar: set[Place] = field(default_factory=set)
    ambiguous: set[Place] = field(default_factory=set)
    strays: dict[Place, int] = field(default_factory=dict)
    advances: set[Place] = field(default_factory=set)
    copies: dict[int, int] = field(default_factory=dict)
    numbers: dict[LineKey, Numbers] = field(default_factory=dict)
    gaps: dict[LineKey, dict[Kind, int]] = field(default_factory=dict)
    bills: dict[int, BillTruth] = field(default_factory=dict)
    bill_gaps: dict[int, dict[Kind, int]] = field(default_factory=dict)
    slips: dict[LineKey, tuple[Slip, ...]] = field(default_factory=dict)
    frames: set[LineKey] = field(default_factory=set)
    packings: dict[LineKey, tuple[Packing, ...]] = field(default_factory=dict)
    links: list[tuple[LineKey, Relation, LineKey]] = field(default_factory=list)


def numbers_of(course: Course, replaced: set[int], unit: str) -> Numbers:
    """Add up what happened to a line; bills that were replaced do not count."""
    bills = [claim for claim in course.bills if claim.bill not in replaced]
    return Numbers(
        asked=course.ask.quantity,
        promised=course.promises[-1].quantity if course.promises else None,
        sent=sum(move.quantity for move in course.sends) if course.sends else None,
        received=sum(move.quantity for move in course.receipts) if course.receipts else None,
        rejected=sum(move.rejected for move in course.receipts),
        billed=sum(claim.quantity for claim in bills) if bills else None,
        amount=sum(claim.amount for claim in bills) if bills else None,
        price=course.agreed.price,
        unit=unit,
    )


def gaps_of(course: Course, numbers: Numbers, replaced: set[int]) -> dict[Kind, int]:
    """Return the gaps of a line that its numbers leave, those of nought left out."""
    terms = course.deal.pair.terms
    gaps = _spoken(course, numbers, terms)
    gaps |= _moved(course, numbers, terms)
    gaps |= _billed(course, numbers, terms, replaced)
    other = _other_item(course, replaced)
    if other:
        gaps[Kind.OTHER_ITEM] = other
    return {kind: size for kind, size in gaps.items() if size}


def slips_of(course: Course) -> tuple[Slip, ...]:
    """Return the lapses of a line: promises that were moved, and what came or left too late."""
    slips = []
    until = [said.until_on for said in course.promises if said.until_on]
    if len(until) > 1 and until[-1] > until[0]:
        slips.append(Slip("redated", course.agreed.quantity, until[-1] - until[0]))
    due = course.agreed.until_on
    moves = course.receipts or course.sends
    late = [move for move in moves if due and move.on >= due and move.quantity]
    if due and late:
        days = max(move.on for move in late) - (due - 1)
        slips.append(Slip("late", sum(move.quantity for move in late), days))
    return tuple(slips)


def _spoken(course: Course, numbers: Numbers, terms: Terms) -> dict[Kind, int]:
    asked, promised = numbers.asked, numbers.promised
    if promised is None:
        return {Kind.UNANSWERED: asked} if terms.expects_answer else {}
    ask, promise = course.asks[-1], course.promises[-1]
    gaps = {Kind.UNDERPROMISED: max(0, asked - promised), Kind.OVERPROMISED: max(0, promised - asked)}
    if promise.price != ask.price:
        gaps[Kind.REPRICED] = abs(value(promised, promise.price) - value(promised, ask.price))
    if promised and promise.until_on and ask.until_on and promise.until_on > ask.until_on:
        gaps[Kind.REDATED] = promise.until_on - ask.until_on
    return gaps


def _moved(course: Course, numbers: Numbers, terms: Terms) -> dict[Kind, int]:
    sent, received, rejected = numbers.sent, numbers.received, numbers.rejected
    agreed = numbers.asked if numbers.promised is None else numbers.promised
    kept = max(sent or 0, received or 0) - rejected
    short = max(0, agreed - kept)
    refused = min(rejected, short)
    gaps = {Kind.REJECTED: refused, Kind.UNSENT: 0, Kind.OVERSENT: 0, Kind.MISSING: 0, Kind.SURPLUS: 0}
    expects_receipt = terms.settlement.receipt is not Receipt.NONE
    is_moving = sent is not None or received is not None
    if is_moving or expects_receipt or terms.expects_send:
        gaps[Kind.UNSENT] = short - refused
    gone = sent if sent is not None else received
    if gone is not None:
        gaps[Kind.OVERSENT] = max(0, gone - rejected - agreed)
    # What lies on consignment is not missing: its receipts tell what was used.
    is_consigned = terms.settlement.receipt is Receipt.USE
    if sent is not None and (received is not None or expects_receipt) and not is_consigned:
        gaps[Kind.MISSING] = max(0, sent - (received or 0))
        gaps[Kind.SURPLUS] = max(0, received - sent) if received is not None else 0
    allowance = terms.tolerance.quantity
    if allowance is not None:
        if gaps[Kind.UNSENT] <= allowance.allowed_under(agreed):
            gaps[Kind.UNSENT] = 0
        if gaps[Kind.OVERSENT] <= allowance.allowed_over(agreed):
            gaps[Kind.OVERSENT] = 0
    return gaps


def bill_base(numbers: Numbers, terms: Terms) -> int:
    """Return how much of a line may be billed."""
    settlement = terms.settlement
    agreed = numbers.asked if numbers.promised is None else numbers.promised
    if settlement.base is BillBase.PROMISED:
        return agreed
    if numbers.received is not None:
        return numbers.received - numbers.rejected
    if settlement.base is BillBase.USED:
        return 0
    if settlement.receipt is not Receipt.NONE and settlement.order is Order.RECEIPT_FIRST:
        return 0
    return agreed if numbers.sent is None else numbers.sent - numbers.rejected


def _billed(course: Course, numbers: Numbers, terms: Terms, replaced: set[int]) -> dict[Kind, int]:
    if terms.settlement.biller is Biller.NOBODY:
        return {}
    base, billed = bill_base(numbers, terms), numbers.billed or 0
    claims = [claim for claim in course.bills if claim.bill not in replaced]
    over = max(0, billed - base)
    twice = min(over, _repeated(course, replaced))
    over -= twice
    early = 0
    if terms.settlement.order is Order.BILL_FIRST:
        if numbers.received is None:
            early = min(billed, base)
        else:
            early = min(over, _still_to_come(numbers))
            over -= early
    is_delivered = bool(numbers.received or numbers.sent)
    gaps = {
        Kind.BILLED_TWICE: twice,
        Kind.BILLED_EARLY: early,
        Kind.OVERBILLED: over,
        Kind.UNBILLED: max(0, base - billed) if is_delivered else 0,
        Kind.CHARGE_VARIANCE: sum(claim.charges for claim in claims),
    }
    difference = sum(claim.amount - value(claim.quantity, numbers.price) for claim in claims)
    gaps[Kind.PRICE_VARIANCE if difference > 0 else Kind.UNDERBILLED] = abs(difference)
    return gaps


def _still_to_come(numbers: Numbers) -> int:
    agreed = numbers.asked if numbers.promised is None else numbers.promised
    return max(0, max(agreed, numbers.sent or 0) - (numbers.received or 0))


def _repeated(course: Course, replaced: set[int]) -> int:
    """Return the quantity of bill lines that repeat a line of an earlier bill exactly."""
    total = 0
    seen: list[tuple[int, int, int]] = []
    for claim in course.bills:
        if claim.bill in replaced or claim.quantity <= 0:
            continue
        if any(
            quantity == claim.quantity and price == claim.price and bill != claim.bill
            for bill, quantity, price in seen
        ):
            total += claim.quantity
        seen.append((claim.bill, claim.quantity, claim.price))
    return total


def _other_item(course: Course, replaced: set[int]) -> int:
    """Return the largest quantity that one act says of an item that was not asked."""
    asked = course.ask.ware
    acts = [
        sum(said.quantity for said in course.promises[-1:] if said.ware is not asked),
        sum(move.quantity for move in course.sends if move.ware is not asked),
        sum(move.quantity for move in course.receipts if move.ware is not asked),
        sum(
            claim.quantity for claim in course.bills if claim.ware is not asked and claim.bill not in replaced
        ),
    ]
    return max(acts)
