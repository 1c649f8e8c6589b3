"""Sums: how many gaps stand in each list of turns, and what they count, up to so many and no further."""

import json
from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.gap import Kind
from comaker.record.asked.leads import BY_DAY, SIDES, STRETCHES, Asked, Span, Whose, days_of, narrowed
from comaker.record.asked.turns import Wanted, span_of
from comaker.record.store import Store

# Of each kind, on each side, with a day or without.
COUNTED_MAX = 1000
_PARTNERS_MAX = 12

# The sums of one stretch of one kind as JSON: relation (0 where it is not told), currency, count, counted.
_PART = """(SELECT CAST({list}({row}(relation, currency, many, counted)) AS text) FROM (
    SELECT {of} AS relation, currency, count(*) AS many, CAST(sum(counted) AS bigint) AS counted
    FROM (SELECT owner, currency, counted FROM record_gap WHERE {where} LIMIT ?) looked
    GROUP BY {grouped}
) summed)"""
_SQLITE = {"list": "json_group_array", "row": "json_array"}
_POSTGRES = {"list": "json_agg", "row": "json_build_array"}
_KINDS = "SELECT each.value, {parts} FROM json_each(?) each"
_KINDS_IN_POSTGRES = "SELECT each.value, {parts} FROM unnest(?::text[]) each(value)"


class Sum(NamedTuple):
    """How many gaps there are, and what they count.

    Attributes:
        is_capped: there may be more than were looked at.
    """

    many: int = 0
    money: tuple[tuple[str, int], ...] = ()
    is_capped: bool = False

    def plus(self, many: int, currency: str, counted: int, *, is_capped: bool) -> "Sum":
        """Return the sum with some more."""
        money = dict(self.money)
        if counted:
            money[currency] = money.get(currency, 0) + counted
        return Sum(self.many + many, tuple(sorted(money.items())), self.is_capped or is_capped)


NONE = Sum()


class Sums(NamedTuple):
    """What stands in one list.

    Attributes:
        kinds: of each kind, most money first.
        partners: by number of relation, for the list that is shown; those that have most.
    """

    whole: Sum
    kinds: dict[Kind, Sum]
    partners: dict[int, Sum]

    @property
    def many(self) -> dict[Kind, bool]:
        """Return the kinds that there are, and of which of them there are very many."""
        return {kind: each.is_capped for kind, each in self.kinds.items()}


def sums(
    store: Store,
    asker: Asker,
    *,
    shown: Whose,
    today: int,
    days: int = 14,
    without: frozenset[str] = frozenset(),
) -> dict[Whose, Sums]:
    """Return what stands in each list; who sees no money gets no amounts.

    Args:
        shown: the list of which other parties are told too.
        without: names of gaps that do not count in the lists.
    """
    found = {whose: Sums(NONE, {}, {}) for whose in Whose}
    span = span_of(store, asker, Wanted(without=without), today=today, days=days)
    if span is None or not span.kinds:
        return found
    lists = [whose for whose in Whose for _ in SIDES[whose] for _ in STRETCHES[whose]]
    parts = [
        _part(store, side, stretch, span, is_shown=whose is shown)
        for whose in Whose
        for side in SIDES[whose]
        for stretch in STRETCHES[whose]
    ]
    query = _KINDS_IN_POSTGRES if store.is_postgres else _KINDS
    values = [value for part in parts for value in part.values]
    kinds = sorted(kind.value for kind in span.kinds)
    rows = store.select(query.format(parts=", ".join(part.text for part in parts)), *values, kinds)
    has_money = sees(asker, Seeing.MONEY)
    for kind, *told in rows:
        for whose, part in zip(lists, told, strict=True):
            if part:
                found[whose] = _with(found[whose], Kind(kind), part, has_money=has_money)
    return {whose: _best_first(each) for whose, each in found.items()}


def _part(store: Store, side: str, stretch: str, span: Span, *, is_shown: bool) -> Asked:
    asked = Asked(f"{side} IN :ints AND kind = each.value AND {BY_DAY.format(side)}", list(span.parties))
    narrowed(asked.and_(stretch, *days_of(stretch, span)), span)
    grouped = ("owner >> 32", "owner >> 32, currency") if is_shown else ("0", "currency")
    words = {"of": grouped[0], "grouped": grouped[1], "where": asked.text}
    return Asked(
        _PART.format(**words, **(_POSTGRES if store.is_postgres else _SQLITE)), *asked.values, COUNTED_MAX
    )


def _with(found: Sums, kind: Kind, told: str, *, has_money: bool) -> Sums:
    """Add one stretch of a kind to a list."""
    rows: list[tuple[int, str, int, int]] = json.loads(told)
    is_capped = sum(row[2] for row in rows) >= COUNTED_MAX
    for relation, currency, many, counted in rows:
        more = (many, currency, counted if has_money else 0)
        found.kinds[kind] = found.kinds.get(kind, NONE).plus(*more, is_capped=is_capped)
        if relation:
            found.partners[relation] = found.partners.get(relation, NONE).plus(*more, is_capped=is_capped)
        found = found._replace(whole=found.whole.plus(*more, is_capped=is_capped))
    return found


def _best_first(found: Sums) -> Sums:
    """Put what most money is in first, and leave out other parties of which there is little."""
    kinds = sorted(found.kinds.items(), key=_worth)
    partners = sorted(found.partners.items(), key=_worth)[:_PARTNERS_MAX]
    return found._replace(kinds=dict(kinds), partners=dict(partners))


def _worth(told: tuple[Kind | int, Sum]) -> tuple[int, int, str]:
    return -sum(amount for _, amount in told[1].money), -told[1].many, str(told[0])
