"""Gaps of a line: where neighbours in its row differ, valued once, with cause and turn."""

from comaker.kernel.amounts import coin_of, unit_price, value
from comaker.kernel.conceding import mark_conceded
from comaker.kernel.differences import billed, items, moved, stated
from comaker.kernel.gap import Gap, Kind
from comaker.kernel.line import Line
from comaker.kernel.standing import Standing
from comaker.kernel.straight import quantities_of
from comaker.kernel.sums import sums_of
from comaker.kernel.variances import line_variances

# Which gaps carry the pieces of a later one: a bill for pieces that never came is counted where they were
# lost, another item once and not at every step.
_CARRIED_BY = {
    Kind.OTHER_ITEM: (Kind.OTHER_ITEM,),
    Kind.UNEXPECTED: (Kind.MISSING, Kind.REJECTED, Kind.OTHER_ITEM),
    Kind.TOLD_DIFFERENTLY: (Kind.MISSING, Kind.SURPLUS),
    Kind.OVERBILLED: (Kind.MISSING, Kind.REJECTED, Kind.UNSENT),
    Kind.BILLED_EARLY: (Kind.MISSING, Kind.REJECTED, Kind.UNSENT),
}
# Where the promise itself is billed, pieces beyond it that are sent and billed are one difference.
_CARRIED_BY_PROMISE = {**_CARRIED_BY, Kind.OVERBILLED: (*_CARRIED_BY[Kind.OVERBILLED], Kind.OVERSENT)}
_OF_BILLS = (Kind.OVERBILLED, Kind.BILLED_EARLY)

# A frame is never due itself: its call-offs carry what is short, late or billed.
_OF_FRAMES = frozenset(
    (
        *(Kind.UNANSWERED, Kind.UNDERPROMISED, Kind.OVERPROMISED, Kind.REPRICED, Kind.REDATED),
        *(Kind.OVERSENT, Kind.OTHER_ITEM, Kind.DOES_NOT_ADD_UP),
    )
)


def gaps_of(line: Line, standing: Standing) -> tuple[Gap, ...]:
    """Name every gap of a line, in the order of the row: asked first, paid last.

    The result holds no clock: `Gap.state(today)` tells open from waiting.
    """
    sums = sums_of(line, standing)
    found = quantities_of(sums)
    gaps = stated(line, standing, found)
    gaps += moved(line, standing, found, sums)
    gaps += items(line, standing, found)
    gaps += billed(line, standing, found)
    gaps += line_variances(line, standing)
    if line.is_frame:
        gaps = [gap for gap in gaps if gap.kind in _OF_FRAMES]
    if not gaps:
        return ()
    price, coin = _price_of(standing), coin_of(line.currency)
    once = counted(gaps, _stake(standing, price, coin), price, coin, bool(sums.is_base_promised))
    return tuple(mark_conceded(once, standing.conceded, coin) if standing.conceded else once)


def _price_of(standing: Standing) -> int | None:
    """Return the price that values a gap: the one in force, else the one billed."""
    agreed = standing.agreed
    if agreed is not None:
        price = agreed.price
        if price is not None:
            return price
    for entry in standing.billed.entries if standing.billed else ():
        if entry.price is not None:
            return entry.price
        if entry.quantity and entry.amount is not None:
            return unit_price(entry.amount - entry.charges, entry.quantity)
    return None


def _stake(standing: Standing, price: int | None, coin: int) -> int:
    """Return what is at stake on a line at most: the dearest of its acts, in whole coins."""
    _, asks, promises, sent, received, _, movement, _, _, _ = standing
    dearest = billed = 0
    for statement in asks + promises if promises else asks:
        if statement.price is not None and statement.quantity * statement.price > dearest:
            dearest = statement.quantity * statement.price
    if price is not None:
        if sent and sent.quantity * price > dearest:
            dearest = sent.quantity * price
        if received and received.quantity * price > dearest:
            dearest = received.quantity * price
    for entry in movement.entries if movement else ():
        amount = entry.amount
        if amount is None and entry.quantity and price is not None:
            amount = value(entry.quantity, entry.price or price, coin)
        if amount and amount > 0:
            billed += amount
    return at_stake(dearest, billed, coin)


def at_stake(dearest: int, billed: int, coin: int) -> int:
    """Return the dearer of a quantity times its price, in whole coins, and of what was billed."""
    stake = value(dearest, 1, coin)
    return stake if stake > billed else billed


_OTHER_ITEM = Kind.OTHER_ITEM
_UNCOUNTED = frozenset((Kind.UNANSWERED, Kind.REDATED, Kind.INCOMPARABLE))


def counted(gaps: list[Gap], stake: int, price: int | None, coin: int, is_base_promised: bool) -> list[Gap]:
    """Give every gap its amount, and count each amount once: where the pieces first went astray.

    Args:
        stake: what all gaps together may count at most.
        price: what one piece is worth; None when nobody said.
        is_base_promised: the bill is held against the promise, whatever arrived.
    """
    carried_by = _CARRIED_BY_PROMISE if is_base_promised else _CARRIED_BY
    carried: dict[Kind, int] = {}
    spent = 0  # of what carries bills, the pieces that an earlier gap of the bill took
    left = stake
    result = []
    for gap in gaps:
        kind, cause, quantity, amount, _, turn, since_on, due_on, is_held, _, causes, unit, days, note, _ = (
            gap
        )
        if amount is None and quantity is not None and price is not None and not unit:
            amount = abs(value(quantity, price, coin))
        own = amount or 0
        if carried and quantity and kind in carried_by:
            carriers = [carrier for carrier in carried_by[kind] if carried.get(carrier)]
            if carriers:
                is_of_bill = kind in _OF_BILLS
                room = sum([carried[carrier] for carrier in carriers]) - (spent if is_of_bill else 0)
                already = min(quantity, room) if room > 0 else 0
                spent += already if is_of_bill else 0
                if already:
                    causes = tuple([carrier for carrier in carriers if carrier is not kind])
                own = 0
                if price is not None and already != quantity:
                    own = abs(value(quantity - already, price, coin))
        if kind in _UNCOUNTED:
            own = 0
        elif own > left:
            own = left
        left -= own
        if quantity:
            before = carried.get(kind, 0)
            carried[kind] = max(before, quantity) if kind is _OTHER_ITEM else before + quantity
        result.append(
            tuple.__new__(
                Gap,
                (kind, cause, quantity, amount, own, turn, since_on, due_on, is_held, False, causes, unit,
                 days, note, None),
            )
        )  # fmt: skip
    return result
