"""Terms: what two parties agreed on how lines go, per direction, version by version."""

from collections.abc import Iterable
from typing import NamedTuple

from comaker.kernel.access import Asker
from comaker.kernel.document import Kind
from comaker.kernel.line import Since, Terms, terms_on
from comaker.kernel.usual import NO_HABITS, Habits, usual_terms
from comaker.record.asked.relation import Between
from comaker.record.coding import terms_from
from comaker.record.store import Store

_TERMS = """
SELECT relation_id, giver_id, from_on, version, body, recorded_at FROM record_terms
WHERE relation_id IN :ints ORDER BY from_on, version
"""
_WAYS = """
SELECT giver_id, kinds, is_self_billed, names_orders, delivery_term, papers FROM record_way
WHERE relation_id IN :ints ORDER BY papers
"""


class Version(NamedTuple):
    """Terms of one direction from a day on, as somebody said or both agreed them.

    Attributes:
        relation, giver, number: which version of which direction it is.
        from_on: the first day; 0 for always.
        terms: None where it takes back what was said from that day on.
        recorded_at: microseconds since 1970, UTC.
    """

    relation: int
    giver: int
    number: int
    from_on: int
    terms: Terms | None
    recorded_at: int


class Direction(NamedTuple):
    """The terms of one direction of a relation.

    Attributes:
        is_given: of what the asker's side gives.
        terms: in force today; `from_on` since when, None where they are read from the papers.
        versions: all of them, by their first day.
        papers: how many papers went this way; `today` the day of asking.
    """

    is_given: bool
    terms: Terms
    from_on: int | None
    versions: tuple[Version, ...]
    papers: int
    today: int

    @property
    def current(self) -> Version | None:
        """Return the version that is in force; None where the terms are read from the papers."""
        counting = counting_of(self.versions)
        return next((each for each in reversed(counting) if each.from_on == self.from_on), None)


def directions(store: Store, asker: Asker, between: Between, *, today: int) -> tuple[Direction, Direction]:
    """Return the terms of what the asker's side gives, and of what it takes."""
    versions = [
        Version(relation, giver, number, from_on, terms_from(body) if body else None, recorded_at)
        for relation, giver, from_on, number, body, recorded_at in store.select(_TERMS, list(between.numbers))
    ]
    habits, papers = _habits(store, asker, between)
    given, taken = (
        _direction(
            is_given,
            [each for each in versions if (each.giver in asker.parties) == is_given],
            usual_terms(habits[is_given]),
            papers[is_given],
            today,
        )
        for is_given in (True, False)
    )
    return given, taken


def counting_of(versions: Iterable[Version]) -> list[Version]:
    """Return the versions that count, by their first day: of one day the last, none that were taken back.

    Where the other party was merged from several, what was said last of any of them counts.
    """
    last: dict[int, Version] = {}
    for each in sorted(versions, key=lambda each: (each.recorded_at, each.number)):
        last[each.from_on] = each
    return [last[day] for day in sorted(last) if last[day].terms is not None]


def _direction(is_given: bool, versions: list[Version], usual: Terms, papers: int, today: int) -> Direction:
    counting = counting_of(versions)
    since = [Since(each.from_on, each.terms) for each in counting if each.terms is not None]
    in_force = terms_on(today, since)
    from_on = max((each.from_on for each in since if each.from_on <= today), default=None)
    return Direction(is_given, in_force or usual, from_on, tuple(versions), papers, today)


def _habits(store: Store, asker: Asker, between: Between) -> tuple[dict[bool, Habits], dict[bool, int]]:
    """Return how papers go in both directions, and how many; of several relations as the busiest does."""
    habits, papers = {True: NO_HABITS, False: NO_HABITS}, {True: 0, False: 0}
    for giver, kinds, is_self_billed, names_orders, term, count in store.select(_WAYS, list(between.numbers)):
        is_given = giver in asker.parties
        kept = frozenset(Kind(kind) for kind in kinds.split("|") if kind)
        habits[is_given] = Habits(kept, bool(is_self_billed), bool(names_orders), term)
        papers[is_given] += count
    return habits, papers
