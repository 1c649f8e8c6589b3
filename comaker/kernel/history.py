"""History: the gaps that a line had and has no more."""

from collections.abc import Sequence
from itertools import pairwise

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
    seen: dict[Kind, Gap] = {}  # open at some time and not gone since
    closed: dict[Kind, Gap] = {}
    for day, following in pairwise([*days, days[-1] + 1]) if days else ():
        if day == days[-1]:
            named = gaps
        else:
            named = gaps_of(line, stand(line, [entry for entry in entries if entry.on <= day]))
        kinds = {gap.kind for gap in named}
        for kind in [kind for kind in seen if kind not in kinds]:
            closed[kind] = seen.pop(kind)._replace(closed_on=day)
        for gap in named:
            # Time alone opens a gap too: it is looked at on the eve of the next act.
            if gap.state(following - 1) is State.OPEN:
                seen[gap.kind] = gap
    found = [gap._replace(counted=0) for kind, gap in closed.items() if kind not in now]
    return tuple(sorted(found, key=lambda gap: (gap.closed_on or 0, gap.kind)))
