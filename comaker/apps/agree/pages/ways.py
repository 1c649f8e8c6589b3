"""What the page of a relation shows of each direction: what is open in it, its terms, and its inputs."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.apps.agree.actions.terms import language_of
from comaker.apps.agree.models import State
from comaker.apps.agree.pages.words import Fact, changes_between, facts_of, settlement_said
from comaker.apps.agree.queries import Asked, Told, name_of, told_versions
from comaker.front.kinds import KIND_NAMES
from comaker.kernel import gap as gaps
from comaker.kernel.access import Asker
from comaker.kernel.gap import Kind
from comaker.kernel.product import label
from comaker.record.asked.exchanged import Input
from comaker.record.asked.relation import Between, OpenKind, Sums
from comaker.record.asked.terms import Direction

_KINDS_MAX = 4


class OpenRow(NamedTuple):
    """Gaps of one kind in one direction."""

    name: str
    open: OpenKind


class Turns(NamedTuple):
    """What one side has to act on in one direction, or what is to come: all of it, the dearest, the rest."""

    sums: Sums
    most: Sequence[OpenRow]
    rest: Sequence[OpenRow]


class InputRow(NamedTuple):
    """Something that one side needs from the other; `until` is the last day for it."""

    key: int
    is_given: bool
    name: str
    until: int | None
    waiting: tuple[tuple[int, str], ...]
    is_late: bool
    is_there: bool


class Way(NamedTuple):
    """One direction on the page: what is open in it, and on which terms it goes.

    Attributes:
        slug: what its addresses call it.
        asked: a proposal that waits, with its changes; `told` the version that counts, `coming` the next.
    """

    slug: str
    is_given: bool
    mine: Turns
    theirs: Turns
    later: Turns
    said: str
    facts: Sequence[Fact]
    direction: Direction
    asked: Asked | None
    changes: Sequence[tuple[str, str, str]]
    told: Told | None
    coming: Told | None
    versions: Sequence[tuple[Told, Sequence[tuple[str, str, str]]]]


def way_shown(
    asker: Asker, between: Between, direction: Direction, proposed: list[Asked], kinds: list[OpenKind]
) -> Way:
    language = language_of(asker, between, is_given=direction.is_given)
    facts = facts_of(direction.terms, language)
    waits = next(
        (
            each
            for each in proposed
            if each.is_given == direction.is_given
            and (
                each.proposal.state == State.OPEN or (each.proposal.state == State.SAID and not each.is_mine)
            )
        ),
        None,
    )
    told = told_versions(asker, direction, proposed)
    own = [each for each in kinds if each.is_given == direction.is_given]
    current = direction.current
    sides = name_of(asker.party), between.name
    names = sides if direction.is_given else sides[::-1]
    changes = changes_between(facts, facts_of(waits.terms, waits.proposal.language)) if waits else []
    return Way(
        "given" if direction.is_given else "taken",
        direction.is_given,
        _turns([each for each in own if each.is_now and each.is_mine]),
        _turns([each for each in own if each.is_now and not each.is_mine]),
        _turns([each for each in own if not each.is_now]),
        settlement_said(direction.terms.settlement, *names),
        facts,
        direction,
        waits,
        changes,
        next((each for each in told if each.version is current), None),
        next(
            (each for each in reversed(told) if each.is_counting and each.version.from_on > direction.today),
            None,
        ),
        _with_changes(told),
    )


def _turns(kinds: list[OpenKind]) -> Turns:
    amounts: dict[str, int] = {}
    for each in kinds:
        for currency, amount in each.sums.amounts:
            amounts[currency] = amounts.get(currency, 0) + amount
    rows = [OpenRow(str(KIND_NAMES[Kind(each.kind)]), each) for each in kinds]
    most = rows if len(rows) <= _KINDS_MAX + 1 else rows[:_KINDS_MAX]
    sums = Sums(sum(each.sums.gaps for each in kinds), tuple(amounts.items()))
    return Turns(sums, most, rows[len(most) :])


Changed = list[tuple[Told, list[tuple[str, str, str]]]]


def _with_changes(told: list[Told]) -> Changed:
    """Return versions with what each changes against the one that began before it; the first nothing."""
    found: Changed = []
    for place, each in enumerate(told):
        before = next((other for other in told[place + 1 :] if other.is_counting), None)
        found.append((each, changes_between(_facts(before), _facts(each)) if before else []))
    return found


def _facts(told: Told) -> list[Fact]:
    assert told.version.terms is not None
    return facts_of(told.version.terms, told.asked.proposal.language if told.asked else "")


def input_shown(told: Input, today: int) -> InputRow:
    state = told.state
    said = state.row.promised or state.row.asked
    untils = [part.until_on for part in said.parts if part.until_on is not None] if said else []
    late = [gap for gap in state.gaps if gap.kind in (Kind.INPUT_MISSING, Kind.UNSENT)]
    return InputRow(
        told.id,
        told.is_given,
        label(state.row.product) or label(state.line.product) or state.line.number,
        max(untils) - 1 if untils else None,
        told.waiting,
        is_late=any(gap.state(today) is gaps.State.OPEN for gap in late),
        is_there=bool(state.row.sent or state.row.received) and not late,
    )
