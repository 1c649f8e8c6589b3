"""Lapses: promises broken in time; no later deed undoes them."""

from operator import itemgetter

from comaker.kernel.entry import GIVER
from comaker.kernel.gap import Lapse
from comaker.kernel.line import Line
from comaker.kernel.standing import Movement, Standing
from comaker.kernel.versions import Statement


def lapses_of(line: Line, standing: Standing) -> tuple[Lapse, ...]:
    """Return every lapse of a line: deeds later than promised, and promises moved to a later day."""
    _, asks, promises, sent, received, _, _, _, _, _ = standing
    deeds = received if sent is None or (received and received.quantity) else sent
    if promises and not _was_before(deeds, standing):
        first, against = promises[0], "first promise"
    elif asks:
        first, against = asks[0], "asked"
    else:
        return _by_word(standing)
    lapses = _redated(standing) if len(promises) > 1 else []
    if deeds is not None:
        days = line.terms.tolerance.days
        allowed = 0 if days is None else days.allowed_over(0)
        lapses += _late(first, deeds, allowed, against, standing.rejected)
        last = promises[-1] if promises else None
        if (
            last is not None
            and against == "first promise"
            and last.last_on != first.last_on
            and last.reason != "acted upon"
        ):
            lapses += _late(last, deeds, allowed, "promise in force", standing.rejected)
    if not lapses or not any(lapse.kind == "late" for lapse in lapses):
        lapses += _by_word(standing)
    return tuple(lapses)


def _was_before(deeds: Movement | None, standing: Standing) -> bool:
    """Tell whether the first deed came before the first promise, and what was asked is what it is held to."""
    return bool(deeds and standing.asks and deeds.entries[0].on < standing.promises[0].rank.on)


def _kept(statement: Statement, deeds: Movement, rejected: Movement | None) -> list[int]:
    """Return how much of each deed counts as keeping the promise.

    What was lost on the way, or refused and sent again, kept nothing the first time: it is taken off the
    last deed before it.
    """
    kept = [max(0, deed.quantity or 0) for deed in deeds.entries]
    gone = [(deed.on, -(deed.quantity or 0)) for deed in deeds.entries if (deed.quantity or 0) < 0]
    again = sum(kept) - sum(amount for _, amount in gone) - statement.quantity
    for entry in rejected.entries if rejected else ():
        amount = min(entry.quantity or 0, max(0, again))
        again -= amount
        gone.append((entry.on, amount))
    for on, amount in gone:
        for place in range(len(kept) - 1, -1, -1):
            if deeds.entries[place].on <= on:
                taken = min(kept[place], amount)
                kept[place] -= taken
                amount -= taken
    return kept


def _late(
    statement: Statement, deeds: Movement, allowed: int, against: str, rejected: Movement | None
) -> list[Lapse]:
    """Fill the earliest part first and count what came after its day."""
    parts_asked = statement.parts
    if len(parts_asked) == 1:
        until_on = parts_asked[0].until_on
        if until_on is None or deeds.last_on < until_on + allowed:
            return []
    parts = [(part.until_on, part.quantity) for part in parts_asked if part.until_on is not None]
    parts.sort(key=itemgetter(0))
    if not parts or deeds.last_on < parts[0][0] + allowed:
        return []
    late, days, proof = 0, 0, []
    index, room = 0, parts[0][1]
    kept = _kept(statement, deeds, rejected)
    for deed, left in zip(deeds.entries, kept, strict=True):
        while left > 0 and index < len(parts):
            taken = min(left, room)
            late_days = deed.on - parts[index][0] + 1
            if taken and late_days > allowed:
                late += taken
                days = max(days, late_days)
                proof.append(deed.key)
            left -= taken
            room -= taken
            if not room:
                index += 1
                room = parts[index][1] if index < len(parts) else 0
    return [Lapse("late", late, days, against, tuple(dict.fromkeys(proof)))] if late else []


def _redated(standing: Standing) -> list[Lapse]:
    """Count each move of a given promise to a later day that the taker had not asked for."""
    lapses: list[Lapse] = []
    latest = standing.promises[0].last_on
    for promise in standing.promises[1:]:
        day = promise.last_on
        if day is None or promise.by is not GIVER or not promise.quantity:
            continue
        asked = [ask.last_on for ask in standing.asks if ask.rank <= promise.rank]
        is_wish = bool(asked) and asked[-1] is not None and asked[-1] >= day
        if latest is not None and day > latest and not is_wish:
            lapses.append(Lapse("redated", promise.quantity, day - latest, "first promise", (promise.key,)))
        latest = day if latest is None else max(latest, day)
    return lapses


def _by_word(standing: Standing) -> tuple[Lapse, ...]:
    """Take the receiver's word that something came late where no day was ever promised."""
    received = standing.received
    late = [entry for entry in received.entries if entry.reason == "late"] if received else []
    for _, movement in standing.others:
        late += [entry for entry in movement.entries if entry.reason == "late"]
    if not late:
        return ()
    quantity = sum(entry.quantity or 0 for entry in late)
    return (Lapse("late", quantity, None, "receiver's word", tuple(entry.key for entry in late)),)
