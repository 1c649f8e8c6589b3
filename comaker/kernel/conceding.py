"""Conceding: the entries by which an entitled party lets a gap pass, with its remedy."""

from comaker.kernel.entry import Act, Entry, Role
from comaker.kernel.gap import ENTITLED, Gap, Kind
from comaker.kernel.refusal import Refusal


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
