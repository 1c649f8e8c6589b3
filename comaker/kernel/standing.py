"""Standings: what the entries of a line add up to, act by act."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.kernel.conceding import Conceded, conceded_by
from comaker.kernel.entry import (
    ACCEPT,
    ASK,
    BILL,
    GIVER,
    PROMISE,
    RECEIVE,
    REJECT,
    SEND,
    TAKER,
    Act,
    Entry,
    Role,
    in_force,
)
from comaker.kernel.line import Line
from comaker.kernel.settlement import Biller
from comaker.kernel.units import Packing, converted
from comaker.kernel.versions import Statement, acted_upon, repriced, versions_of

# Whose word counts for each act; another's stands in until this one speaks. The biller of a line
# follows from its settlement.
AUTHORITY = {
    ASK: TAKER,
    PROMISE: GIVER,
    SEND: GIVER,
    RECEIVE: TAKER,
    REJECT: TAKER,
}


class Movement(NamedTuple):
    """What the movements of one act add up to.

    Attributes:
        quantity: in `unit`, the line's own unless it does not convert.
        told: by how much another party's word differs from the authority's, never negative.
        spoken: for an act that is told differently, who spoke last about it and on which day.
        entries: those that count, in the order in which they happened, quantities converted.
    """

    quantity: int
    last_on: int
    unit: str
    told: int
    entries: tuple[Entry, ...]
    spoken: tuple[int, Role] | None = None


class Standing(NamedTuple):
    """Where a line stands; an act without entries is None, which is not zero.

    Attributes:
        asks, promises: every version, the one in force last.
        others: movements in units that do not convert to the line's, by act.
        credited: quantity conceded for credit, by which asked and promised are both less.
        conceded: what parties let pass, per kind of gap.
    """

    unit: str
    asks: tuple[Statement, ...] = ()
    promises: tuple[Statement, ...] = ()
    sent: Movement | None = None
    received: Movement | None = None
    rejected: Movement | None = None
    billed: Movement | None = None
    others: tuple[tuple[Act, Movement], ...] = ()
    credited: int = 0
    conceded: tuple[Conceded, ...] = ()

    @property
    def ask(self) -> Statement | None:
        """Return the ask in force."""
        return self.asks[-1] if self.asks else None

    @property
    def promise(self) -> Statement | None:
        """Return the promise in force."""
        return self.promises[-1] if self.promises else None

    @property
    def agreed(self) -> Statement | None:
        """Return the promise in force, else the ask in force, of those told in the line's unit."""
        for versions in (self.promises, self.asks):
            if versions and not versions[-1].unit:
                return versions[-1]
        return None


def stand(
    line: Line, entries: Sequence[Entry], *, as_of: int | None = None, known_at: int | None = None
) -> Standing:
    """Add up the entries of a line, in whatever order they come.

    Args:
        as_of: the day whose standing is asked; None takes everything that happened.
        known_at: the moment up to which recorded entries are known; None takes all.
    """
    if as_of is None and known_at is None:
        standing = stand_plainly(line, entries)
        if standing is not None:
            return standing
    acts: dict[Act, list[Entry]] = {}
    for entry in in_force(entries, as_of=as_of, known_at=known_at):
        if entry.act in acts:
            acts[entry.act].append(entry)
        else:
            acts[entry.act] = [entry]
    unit = line.unit or _unit_of(acts)
    packings = line.packings
    biller = TAKER if line.terms.settlement.biller is _BILLS_ITSELF else GIVER
    said = acts.get
    asks = versions_of(said(ASK), TAKER, (), unit, packings)
    promises = versions_of(said(PROMISE), GIVER, asks, unit, packings)
    others: list[tuple[Act, Movement]] = []
    sent = _movement(SEND, said(SEND), GIVER, unit, packings, others)
    received = _movement(RECEIVE, said(RECEIVE), TAKER, unit, packings, others)
    rejected = _movement(REJECT, said(REJECT), TAKER, unit, packings, others)
    billed = _movement(BILL, said(BILL), biller, unit, packings, others)
    deed = sent or (billed if biller is GIVER else None)
    if deed and promises and asks and asks[-1].rank > promises[-1].rank:
        promises = acted_upon(asks[-1], promises, deed.quantity, deed.entries[-1])
    credited, conceded = _conceded(acts[ACCEPT]) if ACCEPT in acts else (0, ())
    return Standing(unit, asks, promises, sent, received, rejected, billed, tuple(others), credited, conceded)


_BILLS_ITSELF = Biller.TAKER


def stand_plainly(line: Line, entries: Sequence[Entry]) -> Standing | None:
    """Return where a line stands on which every act was said once, in the line's unit, and nothing promised.

    That is how most lines go; None where this one goes otherwise.
    """
    unit = line.unit
    asks: tuple[Statement, ...] = ()
    sent = received = rejected = billed = None
    for entry in entries:
        act = entry.act
        if not unit or entry.unit != unit or entry.reverses:
            return None
        if act is ASK and not asks:
            asks = versions_of([entry], TAKER, (), unit, line.packings)
            continue
        movement = tuple.__new__(Movement, (entry.quantity or 0, entry.on, unit, 0, (entry,), None))
        if act is RECEIVE and received is None:
            received = movement
        elif act is BILL and billed is None:
            billed = movement
        elif act is SEND and sent is None:
            sent = movement
        elif act is REJECT and rejected is None:
            rejected = movement
        else:
            return None
    return tuple.__new__(Standing, (unit, asks, (), sent, received, rejected, billed, (), 0, ()))


def _unit_of(acts: dict[Act, list[Entry]]) -> str:
    """Return the unit of the earliest act that names one; of several the first by name, in any order."""
    for act in _IN_ORDER:
        if act in acts:
            units = {entry.unit for entry in acts[act] if entry.unit}
            if units:
                return min(units)
    return ""


_IN_ORDER = tuple(Act)


def _movement(
    act: Act,
    entries: list[Entry] | None,
    authority: Role,
    unit: str,
    packings: tuple[Packing, ...],
    others: list[tuple[Act, Movement]],
) -> Movement | None:
    """Add up one act: the authority's word, else the word of the one who claims most; never both.

    What is told in a unit that does not convert to the line's goes to `others`.
    """
    if entries is None:
        return None
    if len(entries) == 1:
        entry = entries[0]
        if entry.unit == unit:
            return tuple.__new__(Movement, (entry.quantity or 0, entry.on, unit, 0, (entry,), None))
    else:
        entries.sort(key=_moment_of)
    alike: list[Entry] = []
    unlike: list[Entry] = []
    for entry in entries:
        if not entry.unit or entry.unit == unit or entry.quantity is None:
            alike.append(entry)
            continue
        in_line_unit = converted(entry.quantity, entry.unit, unit, packings)
        if in_line_unit is None:
            unlike.append(entry)
        elif in_line_unit == entry.quantity:
            alike.append(entry)
        else:
            price = None if entry.price is None else repriced(entry.price, entry.quantity, in_line_unit)
            alike.append(entry._replace(quantity=in_line_unit, unit=unit, price=price))
    if unlike:
        others.append((act, _heard(unlike, authority, unlike[0].unit)))
    return _heard(alike, authority, unit) if alike else None


def _heard(entries: list[Entry], authority: Role, unit: str) -> Movement:
    """Add up the voice that counts; of another, keep by how much it tells it differently."""
    counted, told, spoken = entries, 0, None
    if any(entry.by is not authority for entry in entries):
        voices: dict[Role, list[Entry]] = {}
        for entry in entries:
            voices.setdefault(entry.by, []).append(entry)
        loudest = max(sorted(voices), key=lambda role: _total(voices[role]))
        counted = voices.get(authority) or voices[loudest]
        told = max(abs(_total(counted) - _total(voice)) for voice in voices.values())
        if told:
            last = max(entries, key=_moment_of)
            spoken = (last.on, last.by)
    return Movement(_total(counted), counted[-1].on, unit, told, tuple(counted), spoken)


def _moment_of(entry: Entry) -> tuple[int, str]:
    return entry.on, entry.key


def _total(entries: list[Entry]) -> int:
    return sum(entry.quantity or 0 for entry in entries)


def _conceded(entries: Sequence[Entry]) -> tuple[int, tuple[Conceded, ...]]:
    """Return the quantity conceded for credit, and what was accepted of each kind of gap."""
    credited = sum(entry.quantity or 0 for entry in entries if entry.about == "credit")
    return credited, conceded_by(entries)
