"""Conceding: the entries by which an entitled party lets a gap pass, with its remedy."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from comaker.kernel.entry import Act, Entry, Role
from comaker.kernel.gap import ENTITLED, Gap, Kind
from comaker.kernel.refusal import Refusal

# Kind of gap, quantity and amount that were conceded, and by whom.
Conceded: TypeAlias = tuple[str, int, int, Role]

# These are measured in money though they touch a quantity.
_IN_MONEY = frozenset((Kind.PRICE_VARIANCE, Kind.UNDERBILLED, Kind.CHARGE_VARIANCE, Kind.REPRICED))


class NotEntitled(Refusal):
    """A party concedes what is not its own to concede."""


class NothingToReplace(Refusal):
    """A replacement is offered for a gap that sending again does not mend by conceding."""


def concede(
    gap: Gap, *, by: Role, key: str, on: int, at: int, remedy: str = "", quantity: int | None = None
) -> tuple[Entry, ...]:
    """Return the entries that accept a gap, or a part of it.

    Args:
        remedy: "replace" lets a conceded loss be sent again (a negative send, reason `lost`), "credit"
            lowers what is promised, "" lets the difference stand as it is.
        quantity: how much is conceded; None concedes the whole gap.

    Raises:
        NotEntitled: the party is not the one who loses by this gap.
        NothingToReplace: only what was lost on the way is conceded for replacement.
    """
    if by not in ENTITLED[gap.kind] and not (remedy and by is Role.GIVER):
        entitled = " or ".join(role.value for role in ENTITLED[gap.kind])
        raise NotEntitled(
            f"The {by.value} cannot concede {gap.kind.value.replace('_', ' ')}.",
            hint=f"Ask the {entitled} to accept it.",
        )
    if remedy == "replace" and gap.kind is not Kind.MISSING:
        raise NothingToReplace(
            f"A gap {gap.kind.value.replace('_', ' ')} is not conceded for replacement.",
            hint="Send the goods again: what is sent closes the gap. Or concede it for credit.",
        )
    size = gap.quantity or 0
    taken = size if quantity is None else min(quantity, size)
    amount = gap.amount if gap.amount is None or not size else gap.amount * taken // size
    entries: list[Entry] = []
    if gap.kind is Kind.MISSING and remedy:
        entries.append(Entry(f"{key}/lost", Act.SEND, Role.GIVER, -taken, on=on, at=at, reason="lost"))
    about = "credit" if remedy == "credit" else ""
    reason = "" if remedy else gap.kind.value
    if remedy != "replace":
        entries.append(
            Entry(
                f"{key}/accept",
                Act.ACCEPT,
                by,
                taken,
                amount=amount,
                on=on,
                at=at,
                about=about,
                reason=reason,
            )
        )
    return tuple(entries)


def conceded_by(entries: Iterable[Entry]) -> tuple[Conceded, ...]:
    """Add up what was conceded, per kind of gap and party; what was taken back counts against it."""
    sums: dict[tuple[str, Role], list[int]] = {}
    for entry in entries:
        if entry.reason:
            total = sums.setdefault((entry.reason, entry.by), [0, 0])
            total[0] += entry.quantity or 0
            total[1] += entry.amount or 0
    return tuple(
        sorted(
            (kind, max(0, quantity), max(0, amount), by)
            for (kind, by), (quantity, amount) in sums.items()
            if quantity > 0 or amount > 0
        )
    )


def is_in_money(gap: Gap) -> bool:
    """Tell whether a gap is conceded by its amount rather than its quantity."""
    return gap.kind in _IN_MONEY or not gap.quantity


def mark_conceded(gaps: Sequence[Gap], conceded: Sequence[Conceded], coin: int) -> list[Gap]:
    """Mark what an entitled party conceded, each concession once; what goes beyond it stays open.

    Args:
        coin: the smallest amount of the currency.
    """
    left = [[quantity, amount] for _, quantity, amount, _ in conceded]
    result: list[Gap] = []
    for gap in gaps:
        for place, (kind, _, _, by) in enumerate(conceded):
            if kind == gap.kind and by in ENTITLED[gap.kind] and (gap.quantity or gap.amount):
                measure = 1 if is_in_money(gap) else 0
                accepted, gap = _split(gap, left[place][measure], coin, in_money=bool(measure))
                left[place][measure] -= sum(
                    (part.amount if measure else part.quantity) or 0 for part in accepted
                )
                result += accepted
        if gap.quantity or gap.amount:
            result.append(gap)
    return result


def _split(gap: Gap, conceded: int, coin: int, *, in_money: bool) -> tuple[list[Gap], Gap]:
    """Cut a gap into what was conceded and what is left of it, its money in whole coins."""
    size = (gap.amount if in_money else gap.quantity) or 0
    taken = min(size, conceded)
    if taken <= 0:
        return [], gap
    amount = gap.amount if taken == size or gap.amount is None else gap.amount * taken // size // coin * coin
    counted = gap.counted if taken == size else min(gap.counted, gap.counted * taken // size // coin * coin)
    quantity = gap.quantity if in_money else taken
    accepted = gap._replace(quantity=quantity, amount=amount, counted=counted, is_accepted=True)
    if taken == size:
        return [accepted], gap._replace(quantity=0, amount=0, counted=0)
    left = gap._replace(
        quantity=gap.quantity if in_money else size - taken,
        amount=None if gap.amount is None else gap.amount - (amount or 0),
        counted=gap.counted - counted,
    )
    return [accepted], left
