"""Leads: which gaps stand in a list of turns, found by indexes in the order in which they are shown.

Of each kind the gaps for which no day is waited, and those whose day has passed, are two stretches of one
index, each in its order; a list is all of these, merged. By money, kinds of which there are very many are
read from an index of their own. Nothing but keys is read here.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from comaker.kernel.gap import Cause, Kind
from comaker.record.asked.meant import joined, pattern_of
from comaker.record.posting.words import keys_of
from comaker.record.store import Store

Many = Mapping[Kind, bool]


class Whose(StrEnum):
    """Whose turn it is, or will be."""

    MINE = "mine"
    THEIRS = "theirs"
    COMING = "coming"


class Order(StrEnum):
    """What comes first: what has waited longest, or what most money is in."""

    AGE = "age"
    MONEY = "money"


class Lead(NamedTuple):
    """A gap in its list.

    Attributes:
        age: the day since which it is somebody's turn, or the last day before it is.
        has_words: what was looked for stands in a name of its line or bill.
    """

    owner: int
    kind: str
    counted: int
    age: int
    since_on: int
    has_words: bool = True


class Place(NamedTuple):
    """The place after which a list goes on; by age `first` and `second` are days, by money an amount."""

    first: int
    second: int
    owner: int


class Span(NamedTuple):
    """Which gaps are looked through.

    Attributes:
        parties: numbers of the asker's party.
        today: a day number; `days` how many days ahead something is coming.
        kinds: those to look in, and of which of them there are too many to be sorted.
        relations: only these; None for all. `owners` only on these lines and bills; None for all.
        named: only these, as `owner-kind`; None for all. `without` all but these.
        least: at least so much counted, money.
        causes: only these; None for all. `is_lines_alone` leaves bills out.
    """

    parties: Sequence[int]
    today: int
    days: int
    kinds: Many
    relations: Sequence[int] | None = None
    owners: Sequence[int] | None = None
    named: Collection[str] | None = None
    without: Collection[str] = ()
    least: int = 0
    causes: Collection[Cause] | None = None
    is_lines_alone: bool = False

    @property
    def is_narrow(self) -> bool:
        """Tell whether lines and bills are given, so that they lead the way."""
        return self.owners is not None or self.named is not None


SIDES = {Whose.MINE: ("party",), Whose.THEIRS: ("other",), Whose.COMING: ("party", "other")}
# The conditions of the indexes, as they stand there.
_STANDS = "closed_on IS NULL AND NOT is_accepted AND NOT is_held"
BY_DAY, _BY_COUNTED = f"{_STANDS} AND {{0}} >= 1", f"{_STANDS} AND {{0}} > 0 AND counted >= 0"
AT_ONCE, DUE, SOON = "due_on IS NULL", "due_on < ?", "due_on >= ? AND due_on <= ?"
STRETCHES = {Whose.MINE: (AT_ONCE, DUE), Whose.THEIRS: (AT_ONCE, DUE), Whose.COMING: (SOON,)}
_LAST = 2**63 - 1
_BY_MONEY, _BY_AGE = "counted DESC, owner DESC, kind", "age, since_on, owner, kind"
_COLUMNS = "owner, kind, counted, coalesce(due_on, since_on) AS age, since_on"
# Whether a name or number on the line or bill of a lead has the words.
_WORDS = """(EXISTS (SELECT 1 FROM record_line line WHERE line.id = lead.owner AND (
    line.name LIKE ? ESCAPE '!' OR lower(line.deal) LIKE ? ESCAPE '!' OR line.sellers LIKE ? ESCAPE '!'
    OR line.buyers LIKE ? ESCAPE '!' OR line.standard LIKE ? ESCAPE '!'))
OR EXISTS (
    SELECT 1 FROM record_bill bill WHERE bill.id = lead.owner AND lower(bill.number) LIKE ? ESCAPE '!'))"""

_LOOKED = f"""
WITH looked AS MATERIALIZED ({{looked}})
SELECT * FROM (SELECT lead.*, TRUE FROM looked lead WHERE {_WORDS} ORDER BY {{tail}} LIMIT ?) found
UNION ALL
SELECT * FROM (SELECT lead.*, FALSE FROM looked lead ORDER BY {{tail}} LIMIT 1 OFFSET ?) ended
"""  # noqa: S608 – words of ours


class Asked:
    """A query with its values, put together clause by clause."""

    def __init__(self, text: str, *values: Any) -> None:
        self.text = text
        self.values = list(values)

    def and_(self, text: str, *values: Any) -> "Asked":
        """Add a condition."""
        self.text += f" AND {text}"
        self.values += values
        return self


def leads(
    store: Store,
    whose: Whose,
    order: Order,
    span: Span,
    *,
    after: Place | None = None,
    limit: int,
    words: str = "",
    most: int = 0,
) -> list[Lead]:
    """Return the first gaps of a list that follow a place.

    Args:
        words: what to look for in the names of their lines: at most so many that have it are returned, and
            the last one that was looked at, without it, where `limit` were.
    """
    by_money = order is Order.MONEY and whose is not Whose.COMING
    parts = [
        part
        for side in SIDES[whose]
        for party in span.parties
        for part in _parts(side, party, whose, span, after, by_money=by_money)
    ]
    if not parts:
        return []
    tail = _BY_MONEY if by_money else _BY_AGE
    text = f"{joined([part.text + ' LIMIT ?' for part in parts])} ORDER BY {tail} LIMIT ?"
    values = [value for part in parts for value in (*part.values, limit)]
    values.append(limit)
    if words:
        text = _LOOKED.format(looked=text, tail=tail)
        values += [pattern_of(words)] * _WORDS.count("?") + [most, limit - 1]
    return [Lead(*row) for row in store.select(text, *values)]


def days_of(stretch: str, span: Span) -> tuple[int, ...]:
    """Return the days between which a stretch lies."""
    return {AT_ONCE: (), DUE: (span.today,), SOON: (span.today, span.today + span.days)}[stretch]


def narrowed(asked: Asked, span: Span) -> Asked:
    """Add what is asked for."""
    if span.named is not None:
        owners = sorted({int(name.partition("-")[0]) for name in span.named})
        asked.and_("owner IN :ints", owners).and_("(owner || '-' || kind) IN :texts", sorted(span.named))
    if span.owners is not None:
        asked.and_("owner IN :ints", list(span.owners))
    if span.without:
        owners = sorted({int(name.partition("-")[0]) for name in span.without})
        asked.and_(
            "(NOT (owner IN :ints) OR NOT ((owner || '-' || kind) IN :texts))", owners, sorted(span.without)
        )
    if span.relations is not None and len(span.relations) == 1:
        asked.and_("owner BETWEEN ? AND ?", *keys_of(span.relations[0]))
    elif span.relations is not None:
        asked.and_("(owner >> 32) IN :ints", list(span.relations))
    if span.least:
        asked.and_("counted >= ?", span.least)
    if span.causes is not None:
        asked.and_("cause IN :texts", sorted(cause.value for cause in span.causes))
    if span.is_lines_alone:
        asked.and_("NOT is_bill")
    return asked


def _parts(
    side: str, party: int, whose: Whose, span: Span, after: Place | None, *, by_money: bool
) -> list[Asked]:
    """Return a query for each part of a party's list that stands in its order somewhere."""
    if span.is_narrow:
        return [_of_owners(side, party, whose, span, after, by_money=by_money)]
    large = [kind for kind, is_many in span.kinds.items() if is_many] if by_money else []
    parts = [_of_large(side, party, large, span, after)] if large else []
    for kind in span.kinds.keys() - large if by_money else span.kinds:
        for stretch in STRETCHES[whose]:
            asked = Asked(f"{side} = ? AND kind = ? AND {BY_DAY.format(side)}", party, kind.value)
            narrowed(asked.and_(stretch, *days_of(stretch, span)), span)
            if by_money:
                parts.append(_ordered(_after_money(asked, after), "counted DESC, owner DESC"))
            else:
                parts.append(_ordered(_after_day(asked, stretch, after), "due_on, since_on, owner"))
    return parts


def _of_large(side: str, party: int, kinds: Sequence[Kind], span: Span, after: Place | None) -> Asked:
    """Return a query by the index of money."""
    asked = Asked(f"{side} = ? AND {_BY_COUNTED.format(side)}", party)
    asked.and_("(due_on IS NULL OR due_on < ?)", span.today)
    asked.and_("kind IN :texts", sorted(kind.value for kind in kinds))
    return _ordered(_after_money(narrowed(asked, span), after), "counted DESC, owner DESC")


def _of_owners(
    side: str, party: int, whose: Whose, span: Span, after: Place | None, *, by_money: bool
) -> Asked:
    """Return a query by the keys of lines and bills."""
    asked = Asked(f"{side} = ? AND {_STANDS}", party)
    if whose is Whose.COMING:
        asked.and_(SOON, *days_of(SOON, span))
    else:
        asked.and_("(due_on IS NULL OR due_on < ?)", span.today)
    asked.and_("kind IN :texts", sorted(kind.value for kind in span.kinds))
    narrowed(asked, span)
    if by_money:
        return _ordered(_after_money(asked, after), _BY_MONEY)
    if after is not None:
        asked.and_("(coalesce(due_on, since_on), since_on, owner) > (?, ?, ?)", *after)
    return _ordered(asked, _BY_AGE)


def _ordered(asked: Asked, tail: str) -> Asked:
    text = f"SELECT {_COLUMNS} FROM record_gap WHERE {asked.text} ORDER BY {tail}"  # noqa: S608 – words of ours
    return Asked(text, *asked.values)


def _after_money(asked: Asked, after: Place | None) -> Asked:
    return asked if after is None else asked.and_("(counted, owner) < (?, ?)", after.first, after.owner)


def _after_day(asked: Asked, stretch: str, after: Place | None) -> Asked:
    """Go on after a place; a gap for which no day is waited stands at the day since when it is."""
    if after is None:
        return asked
    age, since_on, owner = after
    if stretch != AT_ONCE:
        return asked.and_("(due_on, since_on, owner) > (?, ?, ?)", age, since_on, owner)
    if since_on != age:
        owner = 0 if since_on < age else _LAST
    return asked.and_("(since_on, owner) > (?, ?)", age, owner)
