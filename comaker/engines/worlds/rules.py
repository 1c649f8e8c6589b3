"""Rules: the gaps of one line and of one bill, from the numbers that were noted while papers were written.

They say what the kernel's rules say, in a slow and obvious way and without their code: this is its twin.
"""

from typing import NamedTuple

from comaker.engines.worlds.course import Claimed, Course, Moved, Said
from comaker.kernel.amounts import value
from comaker.kernel.gap import Kind
from comaker.kernel.line import Terms
from comaker.kernel.settlement import BillBase, Biller, Order, Receipt


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

    @property
    def agreed(self) -> int:
        """Return what was promised, or asked when nothing was."""
        return self.asked if self.promised is None else self.promised

    @property
    def delivered(self) -> int:
        """Return the larger of what was sent and what came in."""
        return max(self.sent or 0, self.received or 0)


class Slip(NamedTuple):
    """A lapse: how much, how many days at most, and against what."""

    kind: str  # late or redated
    quantity: int
    days: int
    against: str


def promise_of(course: Course) -> Said | None:
    """Return the promise in force; who carries a change out to the piece without a word has promised it."""
    if not course.promises:
        return None
    ask, promise = course.asks[-1], course.promises[-1]
    if ask.on <= promise.on or ask.quantity == promise.quantity:
        return promise
    done: list[Moved] | list[Claimed] = course.sends
    if not course.sends and course.deal.pair.terms.settlement.biller is not Biller.TAKER:
        done = course.bills
    return ask if done and sum(deed.quantity for deed in done) == ask.quantity else promise


def numbers_of(course: Course, unit: str) -> Numbers:
    """Add up what happened to a line."""
    promise = promise_of(course)
    bills = course.bills
    return Numbers(
        course.asks[-1].quantity,
        promise.quantity if promise else None,
        sum(move.quantity for move in course.sends) if course.sends else None,
        sum(move.quantity for move in course.receipts) if course.receipts else None,
        sum(move.rejected for move in course.receipts),
        sum(claim.quantity for claim in bills) if bills else None,
        sum(claim.amount for claim in bills) if bills else None,
        (promise or course.asks[-1]).price,
        unit,
    )


def gaps_of(course: Course, numbers: Numbers) -> dict[Kind, int]:
    """Return the gaps of a line that its numbers leave, those of nought left out."""
    terms = course.deal.pair.terms
    over = under = 0
    if terms.tolerance.quantity is not None:
        over = terms.tolerance.quantity.allowed_over(numbers.agreed)
        under = terms.tolerance.quantity.allowed_under(numbers.agreed)
    gaps = _spoken(course, numbers, terms, over, under)
    gaps |= _moved(numbers, terms, over, under)
    if terms.settlement.biller is not Biller.NOBODY:
        gaps |= _billed(course, numbers, terms, over, under)
        gaps |= _priced(course, numbers)
    if course.is_input and Kind.UNSENT in gaps:
        gaps[Kind.INPUT_MISSING] = gaps.pop(Kind.UNSENT)
    gaps[Kind.INCOMPARABLE] = course.unlike
    other = _other_item(course)
    if other:
        gaps[Kind.OTHER_ITEM] = other
    return {kind: size for kind, size in gaps.items() if size}


def slips_of(course: Course) -> tuple[Slip, ...]:
    """Return the lapses of a line: promises that were moved, and what came (or left) too late."""
    first = course.promises[0] if course.promises else course.asks[0]
    deeds = sorted(course.receipts or course.sends, key=lambda deed: deed.on)
    late = _late(first, deeds, "first promise" if course.promises else "asked")
    last = course.promises[-1] if course.promises else None
    if last and last.until_on != first.until_on and promise_of(course) is last:
        late += _late(last, deeds, "promise in force")
    return (*_redated(course), *late)


def _late(said: Said, deeds: list[Moved], against: str) -> tuple[Slip, ...]:
    late, days = 0, 0
    # Refused pieces that were sent again kept nothing the first time.
    again = sum(deed.quantity for deed in deeds) - said.quantity
    left = []
    for deed in deeds:
        refused = min(deed.rejected, max(0, again))
        again -= refused
        left.append(deed.quantity - refused)
    for quantity, until_on in said.parts:
        for place, deed in enumerate(deeds):
            taken = min(quantity, left[place])
            quantity -= taken
            left[place] -= taken
            if until_on and taken and deed.on >= until_on:
                late += taken
                days = max(days, deed.on - until_on + 1)
    return (Slip("late", late, days, against),) if late else ()


def _redated(course: Course) -> tuple[Slip, ...]:
    slips = []
    latest = course.promises[0].until_on if course.promises else None
    for said in course.promises[1:]:
        wished = [ask.until_on for ask in course.asks if ask.on <= said.on][-1]
        if not said.until_on or not latest or not said.quantity:
            continue
        if said.until_on > latest and not (wished and wished >= said.until_on):
            slips.append(Slip("redated", said.quantity, said.until_on - latest, "first promise"))
        latest = max(latest, said.until_on)
    return tuple(slips)


def _spoken(course: Course, numbers: Numbers, terms: Terms, over: int, under: int) -> dict[Kind, int]:
    asked, promised = numbers.asked, numbers.promised
    ask, promise = course.asks[-1], promise_of(course)
    if promised is None or promise is None:
        is_silent = terms.expects_answer and not course.sends and not course.receipts
        return {Kind.UNANSWERED: asked} if is_silent else {}
    gaps = {}
    if asked - promised > under:
        gaps[Kind.UNDERPROMISED] = asked - promised
    if promised - asked > over:
        gaps[Kind.OVERPROMISED] = promised - asked
    if promise.price != ask.price:
        gaps[Kind.REPRICED] = abs(value(promised, promise.price - ask.price))
    if promised and asked and promise.until_on and ask.until_on and promise.until_on > ask.until_on:
        gaps[Kind.REDATED] = promise.until_on - ask.until_on
    return gaps


def _moved(numbers: Numbers, terms: Terms, over: int, under: int) -> dict[Kind, int]:
    sent, received, rejected = numbers.sent, numbers.received, numbers.rejected
    expects_receipt = terms.settlement.receipt is not Receipt.NONE
    # What is promised and no longer asked need not be sent.
    due = min(numbers.agreed, numbers.asked)
    short = max(0, due - (numbers.delivered - rejected))
    refused = min(rejected, short)
    gaps = {Kind.REJECTED: refused}
    is_moving = sent is not None or received is not None
    if (is_moving or expects_receipt or terms.expects_send) and short - refused > under:
        gaps[Kind.UNSENT] = short - refused
    gone = sent if sent is not None else received
    if gone is not None and gone - rejected - numbers.agreed > over:
        gaps[Kind.OVERSENT] = gone - rejected - numbers.agreed
    # What lies on consignment is not missing: its receipts tell what was used.
    if sent is None or terms.settlement.receipt is Receipt.USE:
        return gaps
    lost = sent - (received or 0)
    # A loss is let pass only where what came in is near enough to what was agreed as well.
    allowed = 0 if numbers.agreed - (received or 0) > under else under
    if (received is not None or expects_receipt) and lost > allowed:
        gaps[Kind.MISSING] = lost
    if received is not None and -lost > over:
        gaps[Kind.SURPLUS] = -lost
    return gaps


def bill_base(numbers: Numbers, terms: Terms) -> int:
    """Return how much of a line may be billed."""
    settlement = terms.settlement
    if settlement.base is BillBase.PROMISED:
        return numbers.agreed
    if numbers.received is not None:
        return numbers.received - numbers.rejected
    if settlement.receipt is not Receipt.NONE and settlement.order is Order.RECEIPT_FIRST:
        return 0
    return numbers.agreed if numbers.sent is None else numbers.sent - numbers.rejected


def _billed(course: Course, numbers: Numbers, terms: Terms, over: int, under: int) -> dict[Kind, int]:
    settlement = terms.settlement
    base, billed = bill_base(numbers, terms), numbers.billed or 0
    is_delivered = numbers.sent is not None or numbers.received is not None
    gaps = {}
    if (is_delivered or settlement.base is BillBase.PROMISED) and base - billed > under and not course.unlike:
        gaps[Kind.UNBILLED] = base - billed
    if numbers.billed is None:
        return gaps
    beyond = billed - base if billed - base > over else 0
    gaps[Kind.BILLED_TWICE] = min(max(0, beyond), _repeated(course))
    beyond = max(0, beyond - gaps[Kind.BILLED_TWICE])
    early = 0
    if settlement.receipt is not Receipt.NONE and settlement.order is not Order.RECEIPT_FIRST:
        early = min(beyond, max(0, numbers.agreed - numbers.delivered))
        beyond -= early
        if numbers.received is None and settlement.base is not BillBase.PROMISED:
            early += max(0, min(billed, base))
    gaps[Kind.BILLED_EARLY] = early
    gaps[Kind.OVERBILLED] = beyond
    return gaps


def _priced(course: Course, numbers: Numbers) -> dict[Kind, int]:
    difference = sum(claim.amount - value(claim.quantity, numbers.price) for claim in course.bills)
    gaps = {Kind.CHARGE_VARIANCE: sum(claim.charges for claim in course.bills)}
    gaps[Kind.PRICE_VARIANCE if difference > 0 else Kind.UNDERBILLED] = abs(difference)
    return gaps


def _repeated(course: Course) -> int:
    """Return the quantity of bill lines that repeat another bill's line exactly, net of later credits."""
    total = 0
    # Of one day the credits stand first.
    claims = sorted(course.bills, key=lambda claim: (claim.on, claim.quantity > 0))
    for place, claim in enumerate(claims):
        if claim.quantity <= 0:
            total = max(0, total + claim.quantity)
            continue
        same = [
            earlier
            for earlier in claims[:place]
            if (earlier.quantity, earlier.told_price, earlier.amount + earlier.charges)
            == (claim.quantity, claim.told_price, claim.amount + claim.charges)
        ]
        if same and same[0].bill != claim.bill:
            total += claim.quantity
    return total


def _other_item(course: Course) -> int:
    """Return the largest quantity that one act says of an item that was neither asked nor promised."""
    asked = course.ask.ware
    promise = promise_of(course)
    agreed = (asked, promise.ware) if promise else (asked,)
    return max(
        promise.quantity if promise and promise.ware is not asked else 0,
        sum(move.quantity for move in course.sends if move.ware not in agreed),
        sum(move.quantity for move in course.receipts if move.ware not in agreed),
        sum(claim.quantity for claim in course.bills if claim.ware not in agreed),
    )


def money_gaps(
    payable: int, credited: int, paid: list[int], elsewhere: int, told: list[int]
) -> dict[Kind, int]:
    """Return what is wrong with the payment of a bill that stands.

    Args:
        payable: what it states; `credited` what credit notes took back.
        paid: each payment on it; what is settled with a credit note is below zero.
        elsewhere: paid to another than the payee.
        told: what statements of account say of it.
    """
    gaps = {Kind.PAID_ELSEWHERE: elsewhere}
    if payable < 0:
        # A bill below zero is owed the other way about.
        payable, paid = -payable, [-amount for amount in paid]
    balance = payable - credited - sum(paid) - elsewhere
    if balance < 0:
        repeated = [amount for place, amount in enumerate(paid) if amount in paid[:place]]
        gaps[Kind.PAID_TWICE] = twice = min(-balance, sum(repeated))
        gaps[Kind.OVERPAID] = -balance - twice
    else:
        gaps[Kind.PAID_SHORT if sum(paid) + elsewhere > 0 else Kind.UNPAID] = balance
    gaps[Kind.TOLD_DIFFERENTLY] = sum(min(abs(one - payable), abs(one - balance)) for one in told)
    return {kind: amount for kind, amount in gaps.items() if amount}
