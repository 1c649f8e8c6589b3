"""Links: what the entries of one line say about the lines that it points to."""

from collections.abc import Mapping, Sequence

from comaker.kernel.amounts import ONE, share
from comaker.kernel.entry import Act, Entry, Role, in_force
from comaker.kernel.gap import Cause, Gap, Kind
from comaker.kernel.line import Line, Link, Relation
from comaker.kernel.standing import AUTHORITY

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


def waiting_for(
    line: str,
    gaps: Sequence[Gap],
    links: Sequence[Link],
    unsent: set[str],
    lines: Mapping[str, Line] | None = None,
) -> tuple[Gap, ...]:
    """Turn a line's unsent gaps to the input that it waits for, where that input is itself unsent.

    Args:
        unsent: keys of the lines that have an unsent gap of their own.
        lines: by key, to see whose input it is; without them it is taken to be the taker's.
    """
    inputs = [link.to for link in links if link.kind is Relation.NEEDS and link.line == line]
    is_input = any(link.kind is Relation.NEEDS and link.to == line for link in links)
    late = [key for key in inputs if key in unsent]
    result = []
    for gap in gaps:
        if gap.kind is Kind.UNSENT and is_input:
            gap = gap._replace(kind=Kind.INPUT_MISSING, cause=Cause.INPUT)
        elif gap.kind is Kind.UNSENT and late:
            turn = Role.TAKER
            if lines and lines[late[0]].giver != lines[line].taker:
                # An input from its own side or from a third party is the giver's to see to.
                turn = Role.GIVER
            gap = gap._replace(cause=Cause.INPUT, turn=turn, because_of=(Kind.INPUT_MISSING,))
        result.append(gap)
    return tuple(result)


def _mirror(source: Sequence[Entry], target: list[Entry], link: Link, acts: Sequence[Act]) -> None:
    """Add the movements of one line to the line it points to, with what takes them back."""
    for entry in source:
        if entry.act in acts:
            quantity = None if entry.quantity is None else share(entry.quantity, link.factor, ONE)
            target.append(
                entry._replace(
                    key=f"{entry.key}>{link.to}",
                    quantity=quantity,
                    # With a factor the quantity is in the other line's own unit.
                    unit=entry.unit if link.factor == ONE else "",
                    price=None,
                    amount=None,
                    charges=0,
                    reverses=f"{entry.reverses}>{link.to}" if entry.reverses else "",
                )
            )


def _whole_sets(
    kit: str, parts: Sequence[Link], entries: Mapping[str, Sequence[Entry]], target: list[Entry]
) -> None:
    """Add to a kit, day by day, the whole sets that its parts made; its own movements count instead."""
    own = {entry.act for entry in target}
    for act in _CARRIED_ON:
        if act in own:
            continue
        moved = [(link, _heard(act, entries.get(link.line, ()))) for link in parts]
        made = 0
        for day in sorted({entry.on for _, told in moved for entry in told}):
            known = [(link, [entry for entry in told if entry.on <= day]) for link, told in moved]
            whole = min(_sets(sum(entry.quantity or 0 for entry in told), link) for link, told in known)
            if whole != made:
                at = max(entry.at for _, told in known for entry in told)
                key = f"kit|{kit}|{act}|{day}"
                target.append(Entry(key, act, AUTHORITY[act], whole - made, on=day, at=at))
                made = whole


def _heard(act: Act, entries: Sequence[Entry]) -> list[Entry]:
    """Return the movements of one act that count: the authority's, else the other's."""
    told = [entry for entry in in_force(entries) if entry.act is act]
    return [entry for entry in told if entry.by is AUTHORITY[act]] or told


def _sets(quantity: int, link: Link) -> int:
    """Return how many whole sets a quantity of a part makes; a factor of a third is as near as it gets."""
    slack = abs(quantity) // ONE + 1
    return (share(quantity, link.factor, ONE) + slack) // ONE * ONE
