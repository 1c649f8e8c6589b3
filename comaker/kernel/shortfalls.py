"""Shortfalls: which dated part of a line is still to be sent, and which sending is still to arrive."""

from comaker.kernel.entry import GIVER, Entry, Part, Role
from comaker.kernel.gap import Gap, Kind, gap_of
from comaker.kernel.line import Line
from comaker.kernel.rules import Sums
from comaker.kernel.standing import Movement, Standing
from comaker.kernel.versions import Statement


def unfilled(line: Line, standing: Standing, agreed: Statement, sums: Sums, quantity: int) -> list[Gap]:
    """Return the unsent gap of each part that is short, earliest due first.

    Args:
        quantity: how much is unsent in all; what was refused is a gap of its own and is left out of the
            parts that fall due first.
    """
    parts = agreed.parts
    if len(parts) == 1 and parts[0].quantity >= agreed.quantity and not standing.credited:
        return [_unsent(line, agreed, parts[0].until_on, min(quantity, agreed.quantity))]
    filled = max(sums.sent, sums.received) - sums.rejected
    short = _fill(agreed.parts, agreed.quantity - standing.credited, filled)
    carried = sum([amount for _, amount in short]) - quantity
    gaps: list[Gap] = []
    for until_on, amount in short:
        taken = min(amount, max(0, carried))
        carried -= taken
        if amount > taken:
            gaps.append(_unsent(line, agreed, until_on, amount - taken))
    return gaps


def _unsent(line: Line, agreed: Statement, until_on: int | None, quantity: int) -> Gap:
    """Name what is unsent of one part; held when no day says when it is due."""
    due_on = None if until_on is None else until_on - 1
    if due_on is None and line.terms.delivery_days is not None:
        due_on = agreed.rank.on + line.terms.delivery_days
    return gap_of(Kind.UNSENT, quantity, GIVER, agreed.rank.on, due_on=due_on, is_held=due_on is None)


def arrivals(line: Line, sent: Movement, received: Movement | None, quantity: int, turn: Role) -> list[Gap]:
    """Return the missing gaps of sendings, one for each day by which they should have arrived.

    Args:
        quantity: how much is missing in all.
    """
    parts = tuple(Part(entry.quantity or 0, entry.on, _arrival(line, entry)) for entry in sent.entries)
    told = {entry.about for entry in received.entries if entry.about} if received else set()
    counted: dict[tuple[int | None, int | None], bool] = {
        (entry.on, _arrival(line, entry)): received is not None
        and (entry.about in told or (not told and received.last_on >= entry.on))
        for entry in sent.entries
    }
    gaps: dict[int | None, Gap] = {}
    left = quantity
    arrived = received.quantity if received else 0
    for part, amount in reversed(_short_parts(parts, arrived)):
        taken = min(amount, left)
        left -= taken
        if taken <= 0:
            continue
        is_counted = counted[part.from_on, part.until_on]
        due_on = None if is_counted or part.until_on is None else part.until_on - 1
        since_on = received.last_on if is_counted and received else part.from_on
        old = gaps.get(due_on)
        total = taken + (old.quantity or 0 if old else 0)
        gaps[due_on] = gap_of(Kind.MISSING, total, turn, since_on, due_on=due_on)
    return list(gaps.values())


def _arrival(line: Line, entry: Entry) -> int:
    """Return the first day on which a sending is late."""
    for part in entry.parts:
        if part.until_on is not None:
            return part.until_on
    return entry.on + line.terms.arrival_days + 1


def _fill(parts: tuple[Part, ...], total: int, filled: int) -> list[tuple[int | None, int]]:
    """Return (first day too late, quantity short) per part, the earliest filled first."""
    planned = sum(part.quantity for part in parts)
    rest = (Part(total - planned, None, None),) if total > planned else ()
    dated = sorted(parts, key=lambda part: (part.until_on is None, part.until_on or 0))
    return [(part.until_on, short) for part, short in _short_parts((*dated, *rest), filled)]


def _short_parts(parts: tuple[Part, ...], filled: int) -> list[tuple[Part, int]]:
    short = []
    for part in parts:
        taken = max(0, min(part.quantity, filled))
        filled -= taken
        if part.quantity > taken:
            short.append((part, part.quantity - taken))
    return short
