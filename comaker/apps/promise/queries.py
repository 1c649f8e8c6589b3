"""What is left to do on a line or a bill, and what an asker can say of it now."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from comaker.apps.promise.actions import DOINGS, OF_MONEY, Act, NotPossible, biller_of, is_own, may_say
from comaker.kernel.access import Asker, Doing, Seeing, may, sees
from comaker.kernel.gap import Gap, Kind, State
from comaker.kernel.row import BillState, LineState, Row
from comaker.kernel.settlement import BillBase, Receipt
from comaker.record.asked.deal import Deal, DealBill, DealLine
from comaker.record.asked.seen import biller_of as biller_of_line
from comaker.record.asked.seen import turn_is_mine

_TO_REPLACE = (Kind.MISSING, Kind.REJECTED)
_TO_CREDIT = (Kind.OVERBILLED, Kind.BILLED_TWICE, Kind.BILLED_EARLY)
# What closes a gap, said by whose turn it is.
CLOSES: dict[Kind, Act] = {
    **dict.fromkeys((Kind.UNANSWERED, Kind.UNDERPROMISED, Kind.REPRICED, Kind.REDATED), Act.ANSWER),
    **dict.fromkeys((Kind.UNSENT, Kind.MISSING, Kind.REJECTED, Kind.INPUT_MISSING), Act.SEND),
    **dict.fromkeys((Kind.UNBILLED, Kind.UNDERBILLED), Act.BILL),
    **dict.fromkeys(
        (
            Kind.OVERBILLED,
            Kind.PRICE_VARIANCE,
            Kind.BILLED_TWICE,
            Kind.BILLED_EARLY,
            Kind.CHARGE_VARIANCE,
            Kind.TAX_VARIANCE,
            Kind.DOES_NOT_ADD_UP,
        ),
        Act.CREDIT,
    ),
    **dict.fromkeys((Kind.UNPAID, Kind.PAID_SHORT, Kind.OVERPAID, Kind.PAID_TWICE), Act.PAY),
    **dict.fromkeys((Kind.SURPLUS, Kind.OVERSENT, Kind.UNEXPECTED), Act.CHANGE),
}


# What closes it as well, where something of it is billed.
_ALSO = {Kind.MISSING: Act.CREDIT, Kind.REJECTED: Act.CREDIT}
_TO_KEEP = frozenset((Kind.SURPLUS, Kind.OVERSENT, Kind.UNEXPECTED))


class Choice(NamedTuple):
    """Something that can be said now.

    Attributes:
        is_own: it is the asker's own act; otherwise he writes down what the other side did.
        is_wanted: it closes an open gap, or it is what comes in the ordinary course.
        is_next: it is what one would say next.
        is_keeping: it orders what came unasked after all.
    """

    act: Act
    is_own: bool
    is_wanted: bool = False
    is_next: bool = False
    is_keeping: bool = False


def choices_of(
    deal: Deal, asker: Asker, lines: Sequence[DealLine], bills: Sequence[DealBill], today: int
) -> list[Choice]:
    """Return what an asker can say of some lines and bills of a deal, what is next before the rest."""
    gaps = [gap for gap in gaps_on(lines, bills) if gap.state(today) is State.OPEN and gap.kind in CLOSES]
    # What weighs most comes first; what another gap carries weighs nothing.
    gaps.sort(key=lambda gap: (-gap.counted, -(gap.amount or 0)))
    wanted = list(dict.fromkeys(CLOSES[gap.kind] for gap in gaps))
    wanted += [_ALSO[gap.kind] for gap in gaps if gap.kind in _ALSO and _ALSO[gap.kind] not in wanted]
    if Act.CREDIT in wanted:
        wanted.append(Act.DISPUTE)  # by the other side
    is_keeping = any(gap.kind in _TO_KEEP for gap in gaps)
    found = []
    for act, doing in DOINGS.items():
        if not may_say(asker, doing, giver=deal.giver, taker=deal.taker):
            continue
        if act in OF_MONEY and not sees(asker, Seeing.MONEY):
            continue
        if not _has_sense(act, deal, lines, bills):
            continue
        own = _is_own(act, doing, deal, asker)
        is_wanted = act in wanted or _is_due(act, lines, bills)
        found.append(Choice(act, own, is_wanted, is_keeping=is_keeping and act is Act.CHANGE))
    places = {act: at for at, act in enumerate(wanted)}
    found.sort(key=lambda each: (not each.is_own, not each.is_wanted, places.get(each.act, len(places))))
    if found and found[0].is_own and found[0].is_wanted:
        found[0] = found[0]._replace(is_next=True)
    return found


def whose(lines: Sequence[DealLine], bills: Sequence[DealBill], *, is_giver: bool, today: int) -> str:
    """Tell how lines and bills stand for one side: "mine", "theirs", "coming" or "settled".

    Args:
        is_giver: that side gives.
    """
    states = [(gap, biller_of_line(line.state.line)) for line in lines for gap in line.state.gaps]
    states += [(gap, bill.state.biller) for bill in bills for gap in bill.state.gaps]
    turns = {
        turn_is_mine(gap.turn, biller, is_giver=is_giver)
        for gap, biller in states
        if gap.state(today) is State.OPEN
    }
    if True in turns:
        return "mine"
    if False in turns:
        return "theirs"
    return "coming" if any(gap.state(today) is State.WAITING for gap, _biller in states) else "settled"


def gaps_on(lines: Iterable[DealLine], bills: Iterable[DealBill]) -> list[Gap]:
    """Return the gaps of some lines and bills."""
    return [gap for line in lines for gap in line.state.gaps] + [
        gap for bill in bills for gap in bill.state.gaps
    ]


def price_of(row: Row) -> int | None:
    """Return the price that counts: as promised, else as asked."""
    if row.promised and row.promised.price is not None:
        return row.promised.price
    return row.asked.price if row.asked else None


def to_send(state: LineState) -> int:
    """Return how much is still to be sent; where all of it was, what is to be replaced."""
    row = state.row
    left = _agreed(row) - _moved(row.sent, row)
    return max(0, left) or sum(gap.quantity or 0 for gap in state.gaps if gap.kind in _TO_REPLACE)


def to_receive(row: Row) -> int:
    """Return how much may be on its way."""
    sent = _agreed(row) if row.sent is None else _moved(row.sent, row)
    return max(0, sent - _moved(row.received, row))


def to_bill(state: LineState) -> int:
    """Return how much may be billed that was not yet."""
    row, settlement = state.row, state.line.terms.settlement
    if settlement.base is BillBase.PROMISED:
        base = _agreed(row)
    elif settlement.receipt is Receipt.NONE or row.received is None:
        base = _moved(row.sent, row) if row.sent else _agreed(row)
    else:
        base = _moved(row.received, row) - row.received.rejected
    # What is billed in another unit may be all of it.
    is_apart = row.billed is not None and row.billed.unit not in ("", row.unit)
    return 0 if is_apart else max(0, base - _moved(row.billed, row))


def to_credit(state: LineState) -> int:
    """Return how much was billed that should not have been."""
    found = [gap.quantity or 0 for gap in state.gaps if gap.kind in _TO_CREDIT]
    return max(found, default=0)


def to_take_off(state: LineState) -> int:
    """Return how much money was billed over the price."""
    return sum(gap.amount or 0 for gap in state.gaps if gap.kind is Kind.PRICE_VARIANCE)


def to_pay(state: BillState) -> int:
    """Return what is still to pay of a bill; less than nothing for what is to be paid back."""
    return state.payable - state.credited - state.paid


def _is_own(act: Act, doing: Doing, deal: Deal, asker: Asker) -> bool:
    if doing is Doing.BILL:
        side = deal.giver if biller_of(deal) == "giver" else deal.taker
        return asker.is_one_of(side) and may(asker, doing, giver=deal.giver, taker=deal.taker)
    return is_own(asker, doing, giver=deal.giver, taker=deal.taker)


def _has_sense(act: Act, deal: Deal, lines: Sequence[DealLine], bills: Sequence[DealBill]) -> bool:
    """Tell whether there is anything that could be said by an act."""
    rows = [line.state.row for line in lines]
    if act in (Act.ANSWER, Act.CHANGE, Act.CANCEL):
        return any(row.asked and row.asked.quantity for row in rows)
    if act in (Act.SEND, Act.RECEIVE):
        return bool(rows)
    if act is Act.PAY:
        return bool(bills)
    try:
        biller_of(deal)
    except NotPossible:
        return False
    if act is Act.BILL:
        return bool(rows)
    return any(each.state.payable > 0 for each in bills)


def _is_due(act: Act, lines: Sequence[DealLine], bills: Sequence[DealBill]) -> bool:
    """Tell whether an act is what comes next in the ordinary course, though nobody is late yet."""
    states = [line.state for line in lines]
    if act is Act.ANSWER:
        return any(not (state.row.promised or state.row.sent or state.row.received) for state in states)
    if act is Act.SEND:
        return any(to_send(state) for state in states)
    if act is Act.RECEIVE:
        return any(state.row.sent and to_receive(state.row) for state in states)
    if act is Act.BILL:
        return any(to_bill(state) and (state.row.sent or state.row.received) for state in states)
    return act is Act.PAY and any(to_pay(each.state) for each in bills)


def _agreed(row: Row) -> int:
    said = row.promised or row.asked
    return said.quantity if said else 0


def _moved(moved: object, row: Row) -> int:
    """Return how much moved, in the unit of the line; nothing where it is in another one."""
    quantity, unit = getattr(moved, "quantity", None), getattr(moved, "unit", "")
    return quantity or 0 if unit in ("", row.unit) else 0
