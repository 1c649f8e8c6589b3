"""Turns: whose turn it is on what stands open, page by page.

A line or bill with several gaps stands in its list once, at the first of them. A page costs the same for a
hundred open gaps and for a hundred thousand, since it goes on after a place in an index.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.gap import CAUSES, Cause, Gap, Kind, State
from comaker.record.asked.leads import Lead, Many, Order, Place, Span, Whose, leads
from comaker.record.asked.meant import Meant, meant_by
from comaker.record.asked.owned import MONEY_KINDS, OF_SEVERAL_CAUSES, Owned, owned_by_key
from comaker.record.posting.words import NOBODY_ID
from comaker.record.store import Store

__all__ = ["Card", "Order", "Place", "Turn", "Turns", "Wanted", "Whose", "name_of", "turns", "turns_on"]

# Several gaps of one line are one card; so many rows are read to fill a page with cards.
_ROWS_PER_CARD = 3
# Of what is looked for by words in names, so many gaps are looked through for one page.
LOOKED_THROUGH_MAX = 2000

_OF_DEAL = "SELECT id FROM record_line WHERE relation_id = ? AND deal = ? AND key <> ''"


class Wanted(NamedTuple):
    """What is asked for of a list; everything where nothing is said.

    Attributes:
        relation: number of one relation; 0 for all.
        text: a number of an order, bill or product, a name of the other side, or words in what it is.
        least: at least so much counted, money.
        only: names of gaps (`name_of`), and no others; `without` all but these.
    """

    kinds: tuple[Kind, ...] = ()
    cause: Cause | None = None
    relation: int = 0
    text: str = ""
    least: int = 0
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()


ANYTHING = Wanted()


class Turn(NamedTuple):
    """A gap of a card: whose turn it is, seen from who asks."""

    gap: Gap
    whose: Whose
    state: State


class Card(NamedTuple):
    """A line or bill in a list, with the gaps by which it stands there; the first one leads."""

    owned: Owned
    turns: tuple[Turn, ...]

    @property
    def counted(self) -> int:
        """Return the money that is counted on it."""
        return sum(turn.gap.counted for turn in self.turns)


class Turns(NamedTuple):
    """A page of a list.

    Attributes:
        after: the place where it goes on, None at its end.
        partners: what the other parties of some relations are called; `beside` the further lines and bills.
    """

    cards: tuple[Card, ...]
    after: Place | None = None
    partners: Mapping[int, str] = MappingProxyType({})
    beside: Mapping[int, Owned] = MappingProxyType({})


def name_of(owner: int, kind: str) -> str:
    """Return what a gap is called wherever people work on it: its place among others may change."""
    return f"{owner}-{kind}"


def turns(
    store: Store,
    asker: Asker,
    *,
    whose: Whose,
    today: int,
    wanted: Wanted = ANYTHING,
    order: Order = Order.AGE,
    after: Place | None = None,
    limit: int = 25,
    days: int = 14,
    many: Many | None = None,
    naming: Iterable[int] = (),
    beside: Iterable[int] = (),
) -> Turns:
    """Return a page of whose turn it is.

    Args:
        today: the day on which open is told from waiting.
        order: what comes first; what is coming always stands by its day, and who sees no money sees
            nothing in the order of it.
        days: how far ahead something is coming.
        many: the kinds that stand in the list, and of which of them there are very many, as `sums` tells;
            without it all kinds are looked for.
        naming: numbers of relations whose other parties are to be named too.
        beside: keys of further lines and bills to be told.
    """
    if not sees(asker, Seeing.MONEY):
        order = Order.AGE
    span = span_of(store, asker, wanted, today=today, days=days, many=many)
    if span is None:
        return Turns(())
    meant = meant_by(store, asker, wanted.text)
    span = _narrowed(span, meant)
    most = limit * _ROWS_PER_CARD
    rows = LOOKED_THROUGH_MAX if meant.words else most + 1
    found = leads(store, whose, order, span, after=after, limit=rows, words=meant.words, most=most + 1)
    named = [lead for lead in found if lead.has_words]
    besides = frozenset(beside)
    wished = {lead.owner for lead in named[:most]} | besides
    owned, partners = owned_by_key(store, asker, wished, naming=naming)
    others = {key: one for key, one in owned.items() if key in besides}
    cards = _Cards(asker, owned, whose, order, span)
    last = cards.fill(named[:most], limit)
    if cards.is_full:
        return Turns(tuple(cards.found), last, partners, others)
    if len(found) > len(named):  # nothing has the words among the last ones that were looked at
        last = _place(found[-1], whose, order)
    is_end = len(named) <= most and len(found) == len(named)
    return Turns(tuple(cards.found), None if is_end else last, partners, others)


class _Cards:
    """The cards of a page, in the order in which their leads come."""

    def __init__(self, asker: Asker, owned: dict[int, Owned], whose: Whose, order: Order, span: Span) -> None:
        self._asker = asker
        self._owned = owned
        self._whose = whose
        self._order = order
        self._by_money = order is Order.MONEY and whose is not Whose.COMING
        self._span = span
        self._seen: set[int] = set()
        self.found: list[Card] = []
        self.is_full = False

    def fill(self, named: Sequence[Lead], limit: int) -> Place | None:
        """Find the cards of some leads, until there are so many; return the place of the last lead taken."""
        last = None
        for lead in named:
            card = self.of(lead)
            if card is not None and len(self.found) == limit:
                self.is_full = True
                return last
            if card is not None:
                self.found.append(card)
            last = _place(lead, self._whose, self._order)
        return last

    def of(self, lead: Lead) -> Card | None:
        """Return the card of a gap; None where its line or bill has one, on this page or on one before it."""
        one = self._owned.get(lead.owner)
        if one is None or lead.owner in self._seen:
            return None
        turns = turns_on(self._asker, one, self._span.today)
        here = [turn for turn in turns if self._is_here(one, turn)]
        asked = [turn for turn in here if self._is_asked(one, turn)]
        if not asked:
            return None
        first = min(asked, key=self._key)
        if self._key(first) < self._lead_key(lead):
            return None
        self._seen.add(lead.owner)
        return Card(one, (first, *(turn for turn in here if turn is not first)))

    def _is_here(self, one: Owned, turn: Turn) -> bool:
        """Tell whether a gap stands in the list, asked for or not."""
        if name_of(one.key, turn.gap.kind) in self._span.without:
            return False
        if self._whose is not Whose.COMING:
            return turn.state is State.OPEN and turn.whose is self._whose
        due_on = turn.gap.due_on
        return (
            due_on is not None
            and not turn.gap.is_held
            and turn.state is State.WAITING
            and (self._span.today <= due_on <= self._span.today + self._span.days)
        )

    def _is_asked(self, one: Owned, turn: Turn) -> bool:
        span, kind = self._span, turn.gap.kind
        name = name_of(one.key, kind)
        return (
            kind in span.kinds
            and (span.causes is None or turn.gap.cause in span.causes)
            and (span.named is None or name in span.named)
            and turn.gap.counted >= span.least
        )

    def _key(self, turn: Turn) -> tuple[int, int]:
        gap = turn.gap
        since_on = gap.since_on or 0
        if self._by_money:
            return -gap.counted, 0
        return (since_on if gap.due_on is None else gap.due_on), since_on

    def _lead_key(self, lead: Lead) -> tuple[int, int]:
        return (-lead.counted, 0) if self._by_money else (lead.age, lead.since_on)


def turns_on(asker: Asker, one: Owned, today: int) -> list[Turn]:
    """Return the gaps of a line or bill with whose turn each is; those that are nobody's are left out."""
    found = []
    for gap, party in zip(one.gaps, one.turns, strict=True):
        if party == NOBODY_ID:
            continue
        whose = Whose.MINE if asker.is_one_of(party) else Whose.THEIRS
        found.append(Turn(gap, whose, gap.state(today)))
    return found


def span_of(
    store: Store, asker: Asker, wanted: Wanted, *, today: int, days: int, many: Many | None = None
) -> Span | None:
    """Return which gaps an asker may look through for what he wants; None where there are none for him."""
    if not asker.parties:
        return None
    has_money = sees(asker, Seeing.MONEY)
    kinds = {
        kind: is_many
        for kind, is_many in (dict.fromkeys(Kind, False) if many is None else many).items()
        if (not wanted.kinds or kind in wanted.kinds)
        and (wanted.cause is None or CAUSES[kind] is wanted.cause or kind in OF_SEVERAL_CAUSES)
        and (has_money or kind not in MONEY_KINDS)
    }
    return Span(
        asker.parties,
        today,
        days,
        kinds,
        [wanted.relation] if wanted.relation else None,
        _lines_of_deals(store, asker) if asker.is_visitor else None,
        wanted.only,
        wanted.without,
        wanted.least if has_money else 0,
        causes=_causes(wanted, has_money=has_money),
        is_lines_alone=asker.is_visitor or not has_money,
    )


def _narrowed(span: Span, meant: Meant) -> Span:
    """Return the span within what the text that was looked for means by itself."""
    if meant.owners and span.owners is None:
        return span._replace(owners=meant.owners)
    if meant.relations:
        return span._replace(relations=meant.relations)
    return span


def _causes(wanted: Wanted, *, has_money: bool) -> list[Cause] | None:
    """Return the causes that are asked for and may be seen; None for all."""
    if wanted.cause is None and has_money:
        return None
    asked = Cause if wanted.cause is None else (wanted.cause,)
    return [cause for cause in asked if has_money or cause not in (Cause.BILLING, Cause.PAYMENT)]


def _lines_of_deals(store: Store, asker: Asker) -> list[int]:
    """Return the lines that a visitor by private link sees."""
    return [row[0] for relation, deal in asker.deals for row in store.select(_OF_DEAL, relation, deal)]


def _place(lead: Lead, whose: Whose, order: Order) -> Place:
    if order is Order.MONEY and whose is not Whose.COMING:
        return Place(lead.counted, 0, lead.owner)
    return Place(lead.age, lead.since_on, lead.owner)
