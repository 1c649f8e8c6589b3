"""Versions: the statements of a line in the order in which their senders meant them."""

from typing import NamedTuple

from comaker.kernel.amounts import ONE
from comaker.kernel.entry import GIVER, REST, Entry, Part, Rank, Role
from comaker.kernel.product import Product
from comaker.kernel.units import Packing, converted


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


def statement_on(versions: tuple[Statement, ...], on: int) -> Statement:
    """Return the version in force on a day; the first one for days before it was said."""
    if len(versions) == 1:
        return versions[0]
    for version in reversed(versions):
        if version.rank.on <= on:
            return version
    return versions[0]


def versions_of(
    entries: list[Entry] | None,
    authority: Role,
    asks: tuple[Statement, ...],
    unit: str,
    packings: tuple[Packing, ...],
) -> tuple[Statement, ...]:
    """Rank statements and fill in what each leaves unsaid from whichever was said last before it."""
    if not entries:
        return ()
    if len(entries) == 1 and not asks and entries[0].quantity is not None:
        entry = entries[0]
        return (_version(entry, entry.rank or Rank(entry.on), None, unit, packings),)
    own = [entry for entry in entries if entry.by is authority] or entries
    versions: list[Statement] = []
    if len(own) > 1:
        own.sort(key=_rank_of)
    for entry in own:
        before = versions[-1] if versions else None
        rank = entry.rank or Rank(entry.on)
        asked = _latest(asks, rank)
        if asked is not None and (before is None or asked.rank > before.rank):
            before = asked
        if before is None and asks:
            before = asks[0]
        if before is None and entry.quantity is None and authority is GIVER:
            continue  # “as you asked”, and nobody knows yet what that was
        versions.append(_version(entry, rank, before, unit, packings))
    return tuple(versions)


def _rank_of(entry: Entry) -> tuple[Rank, str]:
    return entry.rank or Rank(entry.on), entry.key


def _latest(asks: tuple[Statement, ...], rank: Rank) -> Statement | None:
    """Return the ask in force when something of a rank was said; None when nothing was asked by then."""
    for ask in reversed(asks):
        if ask.rank <= rank:
            return ask
    return None


def _version(
    entry: Entry, rank: Rank, before: Statement | None, unit: str, packings: tuple[Packing, ...]
) -> Statement:
    quantity, price, own_unit = entry.quantity, entry.price, ""
    if quantity is not None and entry.unit and entry.unit != unit:
        in_line_unit = converted(quantity, entry.unit, unit, packings)
        if in_line_unit is None:
            own_unit = entry.unit
        elif in_line_unit != quantity:
            price = None if price is None else repriced(price, quantity, in_line_unit)
            quantity = in_line_unit
    elif price is not None and entry.unit and entry.unit != unit:
        one = converted(ONE, entry.unit, unit, packings)
        price = None if one is None else repriced(price, ONE, one)
    parts, product = entry.parts, entry.product
    if before is not None:
        price = before.price if price is None else price
        if quantity is None:
            quantity = before.quantity
        parts = parts or _rescaled(before.parts, before.quantity, quantity)
        product = product if any(product[:4]) else before.product
    quantity = quantity or 0
    parts = _filled_in(parts, quantity, entry, unit, packings)
    return tuple.__new__(Statement, (
        quantity, price, parts, product, rank, entry.by, entry.key, entry.amount, entry.charges, own_unit,
        entry.reason,
    ))  # fmt: skip


def _filled_in(
    parts: tuple[Part, ...], quantity: int, entry: Entry, unit: str, packings: tuple[Packing, ...]
) -> tuple[Part, ...]:
    """Return parts in the line's unit, with the rest given to the part that stands for it."""
    if not parts:
        return (Part(quantity, None, None),)
    if len(parts) == 1:
        share, from_on, until_on = parts[0]
        if share in (REST, entry.quantity):
            return (tuple.__new__(Part, (quantity, from_on, until_on)),)
    if parts is entry.parts and entry.unit and entry.unit != unit:
        parts = tuple(
            part
            if part.quantity == REST
            else part._replace(quantity=converted(part.quantity, entry.unit, unit, packings) or part.quantity)
            for part in parts
        )
    said = sum(part.quantity for part in parts if part.quantity != REST)
    if said < quantity and all(part.quantity != REST for part in parts):
        return (*parts, Part(quantity - said, None, None))
    return tuple(
        part._replace(quantity=max(0, quantity - said)) if part.quantity == REST else part for part in parts
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


def repriced(price: int, quantity: int, converted_quantity: int) -> int:
    """Return the price of one line unit when the price was for the entry's own unit."""
    if not converted_quantity:
        return price
    return (price * quantity * 2 // converted_quantity + 1) // 2


def acted_upon(
    ask: Statement, promises: tuple[Statement, ...], quantity: int, last: Entry
) -> tuple[Statement, ...]:
    """Let a giver who did exactly what the newest ask says have promised it.

    Orders are changed and the change is carried out without a word; holding the giver to the older
    promise would call a line short that both sides see as done.

    Args:
        quantity: what the giver sent, or billed where no sending is known; `last` its last entry.
    """
    if quantity != ask.quantity or ask.quantity == promises[-1].quantity:
        return promises
    rank = max(ask.rank, Rank(last.on, document=last.document))
    return (*promises, ask._replace(rank=rank, by=GIVER, key=last.key, reason="acted upon"))
