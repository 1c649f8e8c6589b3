"""Standings: what the entries of a line add up to, act by act."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.kernel.entry import Act, Entry, Part, Rank, Role, in_force
from comaker.kernel.line import Line
from comaker.kernel.product import Product
from comaker.kernel.settlement import Biller
from comaker.kernel.units import Packing, converted

# Whose word counts for each act; another's stands in until this one speaks. The biller of a line
# follows from its settlement.
AUTHORITY = {
    Act.ASK: Role.TAKER,
    Act.PROMISE: Role.GIVER,
    Act.SEND: Role.GIVER,
    Act.RECEIVE: Role.TAKER,
    Act.REJECT: Role.TAKER,
}


class Statement(NamedTuple):
    """One version of an ask or a promise, with what it leaves unsaid filled in from what was said before."""

    quantity: int
    price: int | None
    parts: tuple[Part, ...]
    product: Product
    rank: Rank
    by: Role
    key: str
    amount: int | None = None
    charges: int = 0
    unit: str = ""
    reason: str = ""

    @property
    def last_on(self) -> int | None:
        """Return the last day of its last part, None when a part has none."""
        days = [part.until_on for part in self.parts]
        return max(day for day in days if day is not None) - 1 if days and None not in days else None


class Movement(NamedTuple):
    """What the movements of one act add up to.

    Attributes:
        quantity: in `unit`, the line's own unless it does not convert.
        told: by how much another party's word differs from the authority's, never negative.
        entries: those that count, in the order in which they happened, quantities converted.
    """

    quantity: int
    last_on: int
    unit: str
    told: int
    entries: tuple[Entry, ...]


class Standing(NamedTuple):
    """Where a line stands; an act without entries is None, which is not zero.

    Attributes:
        asks, promises: every version, the one in force last.
        others: movements in units that do not convert to the line's, by act.
        credited: quantity conceded for credit, by which asked and promised are both less.
        conceded: kind of gap to (quantity, amount) conceded by an entitled party.
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
    conceded: tuple[tuple[str, int, int, Role], ...] = ()

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
        """Return the promise in force, else the ask in force."""
        return self.promises[-1] if self.promises else self.asks[-1] if self.asks else None


def stand(
    line: Line, entries: Sequence[Entry], *, as_of: int | None = None, known_at: int | None = None
) -> Standing:
    """Add up the entries of a line, in whatever order they come.

    Args:
        as_of: the day whose standing is asked; None takes everything that happened.
        known_at: the moment up to which recorded entries are known; None takes all.
    """
    acts: dict[Act, list[Entry]] = {}
    for entry in in_force(entries, as_of=as_of, known_at=known_at):
        acts.setdefault(entry.act, []).append(entry)
    unit = line.unit or _unit_of(acts)
    biller = Role.TAKER if line.terms.settlement.biller is Biller.TAKER else Role.GIVER
    asks = _versions(acts.get(Act.ASK), Role.TAKER, (), unit, line.packings)
    promises = _versions(acts.get(Act.PROMISE), Role.GIVER, asks, unit, line.packings)
    others: list[tuple[Act, Movement]] = []
    moved: dict[Act, Movement] = {}
    for act, authority in _MOVED:
        if act in acts:
            alike, unlike = _movement(acts[act], authority or biller, unit, line.packings)
            if alike:
                moved[act] = alike
            if unlike:
                others.append((act, unlike))
    sent, billed = moved.get(Act.SEND), moved.get(Act.BILL)
    if promises and asks and asks[-1].rank > promises[-1].rank:
        promises = _acted_upon(asks[-1], promises, sent or (billed if biller is Role.GIVER else None))
    credited, conceded = _conceded(acts.get(Act.ACCEPT, ()))
    return Standing(
        unit, asks, promises, sent, moved.get(Act.RECEIVE), moved.get(Act.REJECT), billed, tuple(others),
        credited, conceded,
    )  # fmt: skip


_MOVED = (
    (Act.SEND, Role.GIVER),
    (Act.RECEIVE, Role.TAKER),
    (Act.REJECT, Role.TAKER),
    (Act.BILL, None),
)


def statement_on(versions: tuple[Statement, ...], on: int) -> Statement:
    """Return the version in force on a day; the first one for days before it was said."""
    for version in reversed(versions):
        if version.rank.on <= on:
            return version
    return versions[0]


def _unit_of(acts: dict[Act, list[Entry]]) -> str:
    """Return the unit of the earliest act that names one; of several, the smallest name, whatever came first."""
    for act in Act:
        units = [entry.unit for entry in acts.get(act, ()) if entry.unit]
        if units:
            return min(units)
    return ""


def _versions(
    entries: list[Entry] | None,
    authority: Role,
    asks: tuple[Statement, ...],
    unit: str,
    packings: tuple[Packing, ...],
) -> tuple[Statement, ...]:
    """Rank statements and fill in what each leaves unsaid from whichever was said last before it."""
    if not entries:
        return ()
    own = [entry for entry in entries if entry.by is authority] or entries
    versions: list[Statement] = []
    if len(own) > 1:
        own.sort(key=_rank_of)
    for entry in own:
        before = versions[-1] if versions else None
        rank = entry.rank or Rank(entry.on)
        if asks:
            asked = _latest(asks, rank)
            if before is None or asked.rank > before.rank:
                before = asked
        versions.append(_version(entry, rank, before, unit, packings))
    return tuple(versions)


def _rank_of(entry: Entry) -> tuple[Rank, str]:
    return entry.rank or Rank(entry.on), entry.key


def _latest(asks: tuple[Statement, ...], rank: Rank) -> Statement:
    for ask in reversed(asks):
        if ask.rank <= rank:
            return ask
    return asks[0]


def _version(
    entry: Entry, rank: Rank, before: Statement | None, unit: str, packings: tuple[Packing, ...]
) -> Statement:
    quantity, price, own_unit = entry.quantity, entry.price, ""
    if quantity is not None and entry.unit and entry.unit != unit:
        in_line_unit = converted(quantity, entry.unit, unit, packings)
        if in_line_unit is None:
            own_unit = entry.unit
        elif in_line_unit != quantity:
            price = None if price is None else _repriced(price, quantity, in_line_unit)
            quantity = in_line_unit
    amount, charges, product = entry.amount, entry.charges, entry.product
    parts = entry.parts
    if parts and quantity != entry.quantity:
        parts = tuple(
            part._replace(quantity=converted(part.quantity, entry.unit, unit, packings)) for part in parts
        )
    if before is not None:
        price = before.price if price is None else price
        if quantity is None:
            quantity = before.quantity
        parts = parts or _rescaled(before.parts, before.quantity, quantity)
        product = product if any(product[:4]) else before.product
    quantity = quantity or 0
    if not parts:
        parts = (Part(quantity, None, None),)
    return Statement(
        quantity, price, parts, product, rank, entry.by, entry.key, amount, charges, own_unit, entry.reason
    )


def _rescaled(parts: tuple[Part, ...], old: int, new: int) -> tuple[Part, ...]:
    """Keep the days of parts for another quantity: the last part takes the difference."""
    if old == new or not parts:
        return parts
    kept: list[Part] = []
    left = new
    for part in parts[:-1]:
        quantity = min(part.quantity, left)
        kept.append(part._replace(quantity=quantity))
        left -= quantity
    kept.append(parts[-1]._replace(quantity=left))
    return tuple(kept)


def _repriced(price: int, quantity: int, converted_quantity: int) -> int:
    """Return the price of one line unit when the price was for the entry's own unit."""
    if not converted_quantity:
        return price
    return (price * quantity * 2 // converted_quantity + 1) // 2


def _acted_upon(
    ask: Statement, promises: tuple[Statement, ...], deed: Movement | None
) -> tuple[Statement, ...]:
    """Let a giver who did exactly what the newest ask says have promised it.

    Orders are changed and the change is carried out without a word; holding the giver to the older
    promise would call a line short that both sides see as done.
    """
    if deed is None or deed.quantity != ask.quantity or ask.quantity == promises[-1].quantity:
        return promises
    rank = Rank(max(deed.last_on, ask.rank.on), document=deed.entries[-1].document)
    acted = ask._replace(rank=max(rank, ask.rank), by=Role.GIVER, key=deed.entries[-1].key, reason="acted upon")
    return (*promises, acted)


def _movement(
    entries: list[Entry], authority: Role, unit: str, packings: tuple[Packing, ...]
) -> tuple[Movement | None, Movement | None]:
    """Add up one act: the authority's word, else the word of the one who claims most; never both.

    Returns what adds up in the line's unit, and what is told in a unit that does not convert to it.
    """
    if len(entries) > 1:
        entries.sort(key=_moment_of)
    counted, told = entries, 0
    if any(entry.by is not authority for entry in entries):
        voices: dict[Role, list[Entry]] = {}
        for entry in entries:
            voices.setdefault(entry.by, []).append(entry)
        counted = voices.pop(authority, None) or max(voices.values(), key=_total)
        told = max((abs(_total(counted) - _total(voice)) for voice in voices.values()), default=0)
    alike: list[Entry] = []
    unlike: list[Entry] = []
    for entry in counted:
        if not entry.unit or entry.unit == unit or entry.quantity is None:
            alike.append(entry)
            continue
        in_line_unit = converted(entry.quantity, entry.unit, unit, packings)
        if in_line_unit is None:
            unlike.append(entry)
        elif in_line_unit == entry.quantity:
            alike.append(entry)
        else:
            price = None if entry.price is None else _repriced(entry.price, entry.quantity, in_line_unit)
            alike.append(entry._replace(quantity=in_line_unit, unit=unit, price=price))
    return _summed(alike, unit, told), _summed(unlike, unlike[0].unit, 0) if unlike else None


def _summed(entries: list[Entry], unit: str, told: int) -> Movement | None:
    return Movement(_total(entries), entries[-1].on, unit, told, tuple(entries)) if entries else None


def _moment_of(entry: Entry) -> tuple[int, str]:
    return entry.on, entry.key


def _total(entries: list[Entry]) -> int:
    return sum(entry.quantity or 0 for entry in entries)


def _conceded(
    entries: Sequence[Entry],
) -> tuple[int, tuple[tuple[str, int, int, Role], ...]]:
    """Return the quantity conceded for credit, and per accepted entry (kind, quantity, amount, by whom)."""
    credited = sum(entry.quantity or 0 for entry in entries if entry.about == "credit")
    kinds = tuple(
        (entry.reason, entry.quantity or 0, entry.amount or 0, entry.by) for entry in entries if entry.reason
    )
    return credited, kinds
