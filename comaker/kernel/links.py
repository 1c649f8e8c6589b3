"""Links: what the entries of one line say about the lines that it points to."""

from collections.abc import Mapping, Sequence

from comaker.kernel.amounts import ONE, share
from comaker.kernel.entry import Act, Entry
from comaker.kernel.gap import Cause, Gap, Kind
from comaker.kernel.line import Link, Relation

_CALLED_OFF: tuple[Act, ...] = (Act.SEND, Act.RECEIVE, Act.REJECT)
_CARRIED_ON: tuple[Act, ...] = (Act.SEND, Act.RECEIVE)


def linked(entries: Mapping[str, Sequence[Entry]], links: Sequence[Link]) -> dict[str, list[Entry]]:
    """Return the entries of every line with those that linked lines back, in the line's own measure.

    A call-off's movements count on its frame and a use on its consignment (`under`); a substitute's
    movements count on what it stands in for (`instead`); the sending and receipt of one leg count on the
    next (`through`) where that leg has none of its own. Kits take the whole sets of their parts (`part`).
    Each side still sees only its own leg: mirrored entries carry no price and no document of the other.
    """
    result = {line: list(own) for line, own in entries.items()}
    for link in links:
        if link.kind in (Relation.UNDER, Relation.INSTEAD):
            acts = _CALLED_OFF if link.kind is Relation.UNDER else _CARRIED_ON
            _mirror(entries.get(link.line, ()), result.setdefault(link.to, []), link, acts)
        elif link.kind is Relation.THROUGH:
            own = {entry.act for entry in entries.get(link.to, ())}
            acts = tuple(act for act in _CARRIED_ON if act not in own)
            _mirror(entries.get(link.line, ()), result.setdefault(link.to, []), link, acts)
    kits: dict[str, list[Link]] = {}
    for link in links:
        if link.kind is Relation.PART:
            kits.setdefault(link.to, []).append(link)
    for kit, parts in kits.items():
        _whole_sets(kit, parts, entries, result.setdefault(kit, []))
    return result


def waiting_for(line: str, gaps: Sequence[Gap], links: Sequence[Link], unsent: set[str]) -> tuple[Gap, ...]:
    """Turn a line's unsent gaps to the input that it waits for, where that input is itself unsent.

    Args:
        unsent: keys of the lines that have an unsent gap of their own.
    """
    inputs = [link.to for link in links if link.kind is Relation.NEEDS and link.line == line]
    is_input = any(link.kind is Relation.NEEDS and link.to == line for link in links)
    late = [key for key in inputs if key in unsent]
    result = []
    for gap in gaps:
        if gap.kind is Kind.UNSENT and is_input:
            gap = gap._replace(kind=Kind.INPUT_MISSING, cause=Cause.INPUT)
        elif gap.kind is Kind.UNSENT and late:
            gap = gap._replace(cause=Cause.INPUT, because_of=(Kind.INPUT_MISSING,), note=late[0])
        result.append(gap)
    return tuple(result)


def _mirror(source: Sequence[Entry], target: list[Entry], link: Link, acts: Sequence[Act]) -> None:
    for entry in source:
        if entry.act in acts:
            quantity = None if entry.quantity is None else share(entry.quantity, link.factor, ONE)
            key = f"{entry.key}>{link.to}"
            target.append(
                entry._replace(key=key, quantity=quantity, unit="", price=None, amount=None, charges=0)
            )


def _whole_sets(
    kit: str, parts: Sequence[Link], entries: Mapping[str, Sequence[Entry]], target: list[Entry]
) -> None:
    """Add one movement to a kit for each act of which whole sets of its parts were made."""
    own = {entry.act for entry in target}
    for act in _CARRIED_ON:
        if act in own:
            continue
        sets: list[int] = []
        last_on = 0
        for link in parts:
            moved = [entry for entry in entries.get(link.line, ()) if entry.act is act]
            total = sum(entry.quantity or 0 for entry in moved)
            sets.append(share(total, link.factor, ONE) // ONE * ONE)
            last_on = max([last_on, *(entry.on for entry in moved)])
        whole = min(sets)
        if whole > 0:
            by = next(entry.by for link in parts for entry in entries.get(link.line, ()) if entry.act is act)
            target.append(Entry(f"kit|{kit}|{act}", act, by, whole, on=last_on))
