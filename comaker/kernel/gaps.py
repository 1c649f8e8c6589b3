"""Gaps of a line: the rules applied to its standing, with cause, amount and whose turn it is."""

from comaker.kernel.amounts import coin_of, unit_price, value
from comaker.kernel.entry import Act, Entry, Role
from comaker.kernel.gap import CAUSES, ENTITLED, Cause, Gap, Kind
from comaker.kernel.line import Line
from comaker.kernel.product import NOTHING, Product, agree, label
from comaker.kernel.rules import Quantities, Sums, quantities
from comaker.kernel.settlement import BillBase, Biller, Order, Receipt
from comaker.kernel.shortfalls import arrivals, unfilled
from comaker.kernel.standing import Movement, Standing, Statement, statement_on
from comaker.kernel.tolerance import EXACT
from comaker.kernel.variances import line_variances

# The rules in the order in which gaps on the same pieces are counted: what went before a bill first,
# so that a bill for pieces that never came is counted where they were lost.
_CARRIED_BY = {
    Kind.UNEXPECTED: (Kind.MISSING, Kind.REJECTED),
    Kind.TOLD_DIFFERENTLY: (Kind.MISSING, Kind.SURPLUS),
    Kind.OVERBILLED: (Kind.MISSING, Kind.REJECTED, Kind.UNSENT),
    Kind.BILLED_EARLY: (Kind.MISSING, Kind.REJECTED, Kind.UNSENT),
}


def gaps_of(line: Line, standing: Standing) -> tuple[Gap, ...]:
    """Name every gap of a line, in the order of the row: asked first, paid last.

    The result holds no clock: `Gap.state(today)` tells open from waiting.
    """
    sums = sums_of(line, standing)
    found = quantities(sums)
    price = _price_of(standing)
    gaps = [*_stated(line, standing, found), *_moved(line, standing, found, sums)]
    gaps += _items(line, standing, found)
    gaps += _billed(line, standing, found)
    gaps += line_variances(line, standing)
    if not gaps:
        return ()
    return tuple(_conceded(_counted(gaps, _stake(standing, price), price, coin_of(line.currency)), standing))


def sums_of(line: Line, standing: Standing) -> Sums:
    """Put a standing into the integers that the rules read."""
    ask, promise, sent, received = standing.ask, standing.promise, standing.sent, standing.received
    rejected, billed, terms = standing.rejected, standing.billed, line.terms
    settlement = terms.settlement
    agreed = promise or ask
    credited = standing.credited
    allowance = terms.tolerance.quantity or EXACT
    base = agreed.quantity if agreed else sent.quantity if sent else 0
    return Sums(
        1 if ask else 0,
        ask.quantity - credited if ask else 0,
        1 if promise else 0,
        promise.quantity - credited if promise else 0,
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
        1 if terms.expects_ask else 0,
        1 if terms.expects_send or settlement.receipt is not Receipt.NONE else 0,
        1 if settlement.receipt is not Receipt.NONE else 0,
        1 if settlement.order is Order.RECEIPT_FIRST else 0,
        1 if settlement.base is BillBase.PROMISED else 0,
        0 if settlement.biller is Biller.NOBODY else 1,
        0 if allowance is EXACT else allowance.allowed_over(base),
        0 if allowance is EXACT else allowance.allowed_under(base),
    )


def _excess(standing: Standing) -> int:
    """Return how much was given beyond the statement in force when it was given.

    A deed that was right when it was done stays right when the statement shrinks later, and one that
    was too much is mended when the statement grows.
    """
    deed = standing.sent or standing.received
    versions = standing.promises or standing.asks
    refused = standing.rejected.quantity if standing.rejected else 0
    assert deed is not None
    now = versions[-1].quantity - standing.credited + refused
    if len(versions) == 1:
        return max(0, deed.quantity - now)
    excess, total = deed.quantity, 0
    for entry in deed.entries:
        quantity = entry.quantity or 0
        total += quantity
        allowed = statement_on(versions, entry.on).quantity - standing.credited + refused
        excess = min(excess, max(0, total - allowed) + deed.quantity - total)
    return max(0, min(excess, deed.quantity - now))


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


def _price_of(standing: Standing) -> int | None:
    """Return the price that values a gap: the one in force, else the one billed."""
    agreed = standing.agreed
    if agreed is not None and agreed.price is not None:
        return agreed.price
    for entry in standing.billed.entries if standing.billed else ():
        if entry.price is not None:
            return entry.price
        if entry.quantity and entry.amount is not None:
            return unit_price(entry.amount - entry.charges, entry.quantity)
    return None


def _stated(line: Line, standing: Standing, found: Quantities) -> list[Gap]:
    """Name the gaps between what was asked and what was promised."""
    ask, promise = standing.ask, standing.promise
    if ask is None:
        return []
    if promise is None:
        if not line.terms.expects_answer or standing.sent or standing.received:
            return []
        due_on = ask.rank.on + line.terms.response_days
        return [_gap(Kind.UNANSWERED, ask.quantity, Role.GIVER, ask.rank.on, due_on=due_on)]
    gaps = []
    turn = Role.GIVER if ask.rank > promise.rank else Role.TAKER
    since = max(ask.rank.on, promise.rank.on)
    if found.underpromised:
        gaps.append(_gap(Kind.UNDERPROMISED, found.underpromised, turn, since, note=promise.reason))
    if found.overpromised:
        gaps.append(_gap(Kind.OVERPROMISED, found.overpromised, turn, since))
    if ask.price is not None and promise.price is not None and ask.price != promise.price:
        allowance = line.terms.tolerance.price or EXACT
        difference = promise.price - ask.price
        if difference > allowance.allowed_over(ask.price) or -difference > allowance.allowed_under(ask.price):
            amount = abs(value(promise.quantity, difference, coin_of(line.currency)))
            gaps.append(_gap(Kind.REPRICED, promise.quantity, turn, since, amount=amount))
    asked_on, promised_on = ask.last_on, promise.last_on
    if asked_on is not None and promised_on is not None and promise.quantity:
        days = promised_on - asked_on
        if days > (line.terms.tolerance.days or EXACT).allowed_over(0):
            gaps.append(_gap(Kind.REDATED, promise.quantity, turn, since, amount=0, days=days))
    return gaps


def _moved(line: Line, standing: Standing, found: Quantities, sums: Sums) -> list[Gap]:
    """Name the gaps between promise, sending and receipt."""
    gaps: list[Gap] = []
    sent, received, rejected = standing.sent, standing.received, standing.rejected
    if found.missing and sent is not None:
        turn = Role.TAKER if line.terms.is_risk_of_taker else Role.GIVER
        gaps += arrivals(line, sent, received, found.missing, turn)
    if found.surplus and received is not None:
        gaps.append(_gap(Kind.SURPLUS, found.surplus, Role.TAKER, received.last_on))
    if found.rejected and rejected is not None:
        note = next((entry.reason for entry in reversed(rejected.entries) if entry.reason), "")
        gaps.append(_gap(Kind.REJECTED, found.rejected, Role.GIVER, rejected.last_on, note=note))
    agreed = standing.agreed
    if found.unsent and agreed is not None and not line.is_frame:
        gaps += unfilled(line, standing, agreed, sums, found.unsent)
    if found.oversent:
        deed = sent or received
        gaps.append(_gap(Kind.OVERSENT, found.oversent, Role.TAKER, deed.last_on if deed else None))
    if found.told_differently:
        teller = sent if sums.told_send >= sums.told_receive else received
        turn = Role.TAKER if teller is sent else Role.GIVER
        gaps.append(
            _gap(Kind.TOLD_DIFFERENTLY, found.told_differently, turn, teller.last_on if teller else None)
        )
    for act, movement in standing.others:
        turn = Role.TAKER if act in (Act.RECEIVE, Act.REJECT) else Role.GIVER
        note = f"{movement.unit} does not convert to {standing.unit}"
        gaps.append(
            _gap(Kind.INCOMPARABLE, movement.quantity, turn, movement.last_on, unit=movement.unit, note=note)
        )
        if act is Act.REJECT and movement.quantity:
            gaps.append(
                _gap(Kind.REJECTED, movement.quantity, Role.GIVER, movement.last_on, unit=movement.unit)
            )
    return gaps


def _items(line: Line, standing: Standing, found: Quantities) -> list[Gap]:
    """Name what was promised, sent, received or billed as another product than asked, and what nobody asked."""
    gaps: list[Gap] = []
    ask, promise = standing.ask, standing.promise
    products = [statement.product for statement in (ask, promise) if statement and any(statement.product[:4])]
    if ask and promise and promise.quantity and agree(ask.product, promise.product) is False:
        turn = Role.GIVER if ask.rank > promise.rank else Role.TAKER
        note = f"{label(promise.product)} for {label(ask.product)}"
        since = max(ask.rank.on, promise.rank.on)
        gaps.append(_gap(Kind.OTHER_ITEM, promise.quantity, turn, since, note=note))
    for movement, turn, cause in (
        (standing.sent, Role.TAKER, Cause.CAPABILITY),
        (standing.received, Role.GIVER, Cause.TRANSPORT),
        (standing.billed, Role.TAKER, Cause.BILLING),
    ):
        others = _other_items(movement, products) if movement and products else []
        if others:
            quantity = sum(entry.quantity or 0 for entry in others)
            note = f"{label(others[-1].product)} for {label(products[0])}"
            gap = _gap(Kind.OTHER_ITEM, abs(quantity), turn, others[-1].on, note=note)
            gaps.append(gap._replace(cause=cause))
    if found.unexpected:
        last = [movement.last_on for movement in (standing.sent, standing.received, standing.billed) if movement]
        gaps.append(_gap(Kind.UNEXPECTED, found.unexpected, Role.TAKER, max(last)))
    return gaps


def _other_items(movement: Movement, products: list[Product]) -> list[Entry]:
    return [
        entry
        for entry in movement.entries
        if entry.product is not NOTHING
        and entry.product not in products
        and all(agree(product, entry.product) is False for product in products)
    ]


def _billed(line: Line, standing: Standing, found: Quantities) -> list[Gap]:
    """Name the gaps between what may be billed and what was billed."""
    gaps: list[Gap] = []
    biller = Role.TAKER if line.terms.settlement.biller is Biller.TAKER else Role.GIVER
    since = standing.billed.last_on if standing.billed else None
    if found.unbilled and not line.is_frame:
        deed = standing.received or standing.sent
        last_on = deed.last_on if deed else None
        due_on = last_on + line.terms.billing_days if last_on is not None else None
        held = due_on is None
        gap = _gap(Kind.UNBILLED, found.unbilled, biller, last_on, due_on=due_on)
        gaps.append(gap._replace(is_held=held))
    if found.billed_early:
        gap = _gap(Kind.BILLED_EARLY, found.billed_early, Role.NOBODY, since)
        gaps.append(gap._replace(is_held=True))
    if found.billed_twice:
        gaps.append(_gap(Kind.BILLED_TWICE, found.billed_twice, biller, since))
    if found.overbilled:
        gaps.append(_gap(Kind.OVERBILLED, found.overbilled, biller, since))
    return gaps


def _gap(
    kind: Kind,
    quantity: int | None,
    turn: Role,
    since_on: int | None,
    *,
    due_on: int | None = None,
    amount: int | None = None,
    unit: str = "",
    days: int | None = None,
    note: str = "",
) -> Gap:
    return Gap(
        kind, CAUSES[kind], quantity, amount, 0, turn, since_on, due_on, unit=unit, days=days, note=note
    )


def _stake(standing: Standing, price: int | None) -> int:
    """Return what is at stake on a line at most: the dearest of its acts."""
    stake = 0
    for statement in (*standing.asks, *standing.promises):
        if statement.price is not None:
            stake = max(stake, value(statement.quantity, statement.price))
    for movement in (standing.sent, standing.received):
        if movement and price is not None:
            stake = max(stake, value(movement.quantity, price))
    billed = standing.billed.entries if standing.billed else ()
    return max(stake, sum(max(0, entry.amount or 0) for entry in billed))


_UNCOUNTED = frozenset((Kind.UNANSWERED, Kind.REDATED, Kind.INCOMPARABLE))


def _counted(gaps: list[Gap], stake: int, price: int | None, coin: int) -> list[Gap]:
    """Give every gap its amount, and count each amount once: where the pieces first went astray."""
    carried: dict[Kind, int] = {}
    result, left = [], stake
    for gap in gaps:
        amount = gap.amount
        if amount is None and gap.quantity is not None and price is not None and not gap.unit:
            amount = abs(value(gap.quantity, price, coin))
        causes = tuple(kind for kind in _CARRIED_BY.get(gap.kind, ()) if carried.get(kind))
        own = amount or 0
        if causes and gap.quantity:
            already = min(gap.quantity, sum(carried[kind] for kind in causes))
            own = abs(value(gap.quantity - already, price, coin)) if price is not None else 0
        if gap.kind in _UNCOUNTED:
            own = 0
        own = min(own, left)
        left -= own
        carried[gap.kind] = carried.get(gap.kind, 0) + (gap.quantity or 0)
        result.append(gap._replace(amount=amount, counted=own, because_of=causes or gap.because_of))
    return result


def _conceded(gaps: list[Gap], standing: Standing) -> list[Gap]:
    """Mark what an entitled party conceded; what goes beyond that stays open."""
    if not standing.conceded:
        return gaps
    result: list[Gap] = []
    for gap in gaps:
        for kind, quantity, amount, by in standing.conceded:
            if kind == gap.kind and by in ENTITLED[gap.kind]:
                accepted, gap = _split(gap, quantity, amount)
                result += accepted
        if gap.quantity or gap.amount:
            result.append(gap)
    return result


def _split(gap: Gap, quantity: int, amount: int) -> tuple[list[Gap], Gap]:
    """Cut a gap into what was conceded and what is left of it."""
    size = gap.quantity or gap.amount or 0
    taken = min(size, quantity if gap.quantity else amount)
    if taken <= 0:
        return [], gap
    rest = size - taken

    def part(money: int | None, of: int) -> int | None:
        return None if money is None else money * of // size

    accepted = gap._replace(
        quantity=taken if gap.quantity else gap.quantity,
        amount=part(gap.amount, taken),
        counted=part(gap.counted, taken) or 0,
        is_accepted=True,
    )
    left = gap._replace(
        quantity=rest if gap.quantity else gap.quantity,
        amount=None if gap.amount is None else gap.amount - (accepted.amount or 0),
        counted=gap.counted - accepted.counted,
    )
    return [accepted], left


def unspoken(statement: Statement) -> bool:
    """Tell whether a statement says nothing about days."""
    return statement.last_on is None
