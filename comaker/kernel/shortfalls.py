"""Shortfalls: which dated part of a line is still to be sent, and which sending is still to arrive."""

from comaker.kernel.entry import GIVER, Entry, Part, Role
from comaker.kernel.gap import Gap, Kind, gap_of
from comaker.kernel.line import Line, Terms
from comaker.kernel.rules import Sums
from comaker.kernel.standing import Movement, Standing
from comaker.kernel.versions import Statement


def unfilled(line: Line, standing: Standing, agreed: Statement, sums: Sums, quantity: int) -> list[Gap]:
    """Return the unsent gap of each part that is short, earliest due first.

    Args:
        quantity: how much is unsent in all; what was refused is a gap of its own and is left out of the
            parts that fall due first.
    """
    parts, total = agreed.parts, agreed.quantity
    ask = standing.ask
    if ask is not None and not ask.unit and ask.quantity < total:
        # What is promised and no longer asked is not due.
        total = ask.quantity
    total = max(0, total - standing.credited)
    if len(parts) == 1 and parts[0].quantity >= total:
        quantity = min(quantity, total)
        return [unsent_gap(line.terms, quantity, agreed.rank.on, parts[0].until_on)]
    filled = max(sums.sent, sums.received) - sums.rejected
    short = _fill(parts, total, filled)
    carried = sum([amount for _, amount in short]) - quantity
    gaps: list[Gap] = []
    for until_on, amount in short:
        taken = min(amount, max(0, carried))
        carried -= taken
        if amount > taken:
            gaps.append(unsent_gap(line.terms, amount - taken, agreed.rank.on, until_on))
    return gaps


def unsent_gap(terms: Terms, quantity: int, agreed_on: int, until_on: int | None) -> Gap:
    """Name what is unsent of one part; held when no day says when it is due."""
    due_on = None if until_on is None else until_on - 1
    if due_on is None and terms.delivery_days is not None:
        due_on = agreed_on + terms.delivery_days
    return gap_of(_UNSENT, quantity, GIVER, agreed_on, due_on, due_on is None)


_UNSENT = Kind.UNSENT


def arrivals(line: Line, sent: Movement, received: Movement | None, quantity: int, turn: Role) -> list[Gap]:
    """Return the missing gaps of sendings, one for each day by which they should have arrived.

    Args:
        quantity: how much is missing in all.
    """
    told = {entry.about for entry in received.entries if entry.about} if received else set()
    open_sendings = _still_open(sent, received)
    unexplained = quantity - sum(amount for _, amount in open_sendings)
    if unexplained > 0:
        # Receipts that were corrected downwards open what their sendings had closed.
        open_sendings.insert(0, (sent.entries[0], unexplained))
    gaps: dict[int | None, Gap] = {}
    left = quantity
    for entry, amount in reversed(open_sendings):
        taken = min(amount, left)
        left -= taken
        if taken <= 0:
            continue
        is_told = entry.about in told or (not told and received is not None and received.last_on >= entry.on)
        due_on = None if is_told else _arrival(line, entry) - 1
        since_on = received.last_on if is_told and received else entry.on
        old = gaps.get(due_on)
        total = taken + (old.quantity or 0 if old else 0)
        gaps[due_on] = gap_of(Kind.MISSING, total, turn, since_on, due_on=due_on)
    return list(gaps.values())


def _still_open(sent: Movement, received: Movement | None) -> list[tuple[Entry, int]]:
    """Return how much of each sending was not received: receipts fill the one they name, then the earliest.

    A negative sending, such as a conceded loss, fills like a receipt.
    """
    left = [max(0, entry.quantity or 0) for entry in sent.entries]
    loose = -sum(min(0, entry.quantity or 0) for entry in sent.entries)
    for receipt in received.entries if received else ():
        amount = receipt.quantity or 0
        for place, entry in enumerate(sent.entries):
            if receipt.about and entry.about == receipt.about and amount > 0:
                taken = min(left[place], amount)
                left[place] -= taken
                amount -= taken
        loose += amount
    for place in range(len(left)):
        taken = max(0, min(left[place], loose))
        left[place] -= taken
        loose -= taken
    return [(entry, amount) for entry, amount in zip(sent.entries, left, strict=True) if amount]


def _arrival(line: Line, entry: Entry) -> int:
    """Return the first day on which a sending is late."""
    for part in entry.parts:
        if part.until_on is not None:
            return part.until_on
    return entry.on + line.terms.arrival_days + 1


def _fill(parts: tuple[Part, ...], total: int, filled: int) -> list[tuple[int | None, int]]:
    """Return (first day too late, quantity short) per part, the earliest filled first."""
    short: list[tuple[int | None, int]] = []
    left = total
    for part in sorted(parts, key=lambda part: (part.until_on is None, part.until_on or 0)):
        quantity = min(part.quantity, left)
        left -= quantity
        taken = max(0, min(quantity, filled))
        filled -= taken
        if quantity > taken:
            short.append((part.until_on, quantity - taken))
    return [*short, (None, left - max(0, min(left, filled)))] if left > max(0, filled) else short
