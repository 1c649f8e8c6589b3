"""History: the gaps that a line had and has no more."""

from collections.abc import Sequence

from comaker.kernel.entry import Entry
from comaker.kernel.gap import Gap, Kind, State
from comaker.kernel.gaps import gaps_of
from comaker.kernel.line import Line
from comaker.kernel.standing import stand


def closed_gaps(line: Line, entries: Sequence[Entry], gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Return the gaps that were open at the end of some day and that a later act closed.

    Args:
        entries: all entries of the line.
        gaps: those that it has now; a kind that is still among them is not closed.

    Returns:
        For each kind its last open gap, with `closed_on`, in the order in which they closed.
    """
    days = sorted({entry.on for entry in entries})
    now = {gap.kind for gap in gaps}
    last: dict[Kind, Gap] = {}
    closed: dict[Kind, Gap] = {}
    for day in days[:-1]:
        open_now: dict[Kind, Gap] = {}
        for gap in gaps_of(line, stand(line, entries, as_of=day)):
            if gap.state(day) is State.OPEN:
                open_now.setdefault(gap.kind, gap)
        for kind in last.keys() - open_now.keys():
            closed[kind] = last[kind]._replace(closed_on=day)
        for kind in open_now:
            closed.pop(kind, None)
        last = open_now
    for kind, gap in last.items():
        closed[kind] = gap._replace(closed_on=days[-1])
    found = [gap._replace(counted=0) for kind, gap in closed.items() if kind not in now]
    return tuple(sorted(found, key=lambda gap: (gap.closed_on or 0, gap.kind)))
