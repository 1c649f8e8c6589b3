"""Chosen: the gaps that somebody wants to do something about, as they stand now and as he may see them."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Doing, may
from comaker.kernel.gap import Gap, Kind, State
from comaker.kernel.refusal import Refusal
from comaker.record.asked.owned import Owned, owned_by_key
from comaker.record.asked.turns import Whose, name_of, turns_on
from comaker.record.transaction import reading

CHOSEN_MAX = 500

_KINDS = frozenset(kind.value for kind in Kind)
# The key of a line or bill, and one kind of gap on it or several.
_NAME = re.compile(r"(\d{1,19})-([a-z_]{1,30}(?:\+[a-z_]{1,30}){0,28})")


class TooMany(Refusal):
    """More is chosen than is done at once."""


class Chosen(NamedTuple):
    """All gaps of one kind on a line or bill that are open or waiting.

    Attributes:
        whose: turn it is.
        is_open: somebody must act on one of them now.
    """

    owned: Owned
    kind: Kind
    gaps: tuple[Gap, ...]
    whose: Whose
    is_open: bool

    @property
    def name(self) -> str:
        """Return what they are called."""
        return name_of(self.owned.key, self.kind)


def names_in(texts: Iterable[str]) -> list[str]:
    """Return the names of the gaps that an address or a form tells; what is no such name is left out."""
    found: dict[str, None] = {}
    for text in texts:
        told = _NAME.fullmatch(text)
        if told and int(told[1]) < 2**63:
            for kind in told[2].split("+"):
                if kind in _KINDS:
                    found[name_of(int(told[1]), kind)] = None
    return list(found)


def chosen(
    asker: Asker, names: Sequence[str], *, today: int, doing: Doing | None = Doing.SORT_OUT
) -> list[Chosen]:
    """Return the gaps of some names that are still there, in the order of the names.

    Args:
        doing: what he wants to do about them; None to see them alone.

    Raises:
        TooMany: more than CHOSEN_MAX are named.
        NotAllowed: the asker sees one of them and may not do this.
    """
    if len(names) > CHOSEN_MAX:
        raise TooMany(
            _("%(many)d are chosen, and at most %(most)d are done at once.")
            % {"many": len(names), "most": CHOSEN_MAX},
            hint=_("Choose some of them."),
        )
    owners = [int(name.partition("-")[0]) for name in names]
    owned, _partners = owned_by_key(reading(), asker, owners)
    found = []
    for name, owner in zip(names, owners, strict=True):
        one = owned.get(owner)
        if one is None:
            continue
        if doing is not None and not may(asker, doing, giver=one.giver, taker=one.taker):
            raise NotAllowed(
                _("Your work here does not let you do this."), hint=_("Ask an owner of your party.")
            )
        same = _of_kind(asker, one, Kind(name.partition("-")[2]), today)
        if same is not None:
            found.append(same)
    return found


def one_chosen(asker: Asker, owner: int, kind: Kind, *, today: int, doing: Doing) -> Chosen:
    """Return the gaps of one kind on a line or bill.

    Raises:
        NotThere: there are none for the asker.
    """
    found = chosen(asker, [name_of(owner, kind)], today=today, doing=doing)
    if not found:
        raise NotThere
    return found[0]


def _of_kind(asker: Asker, one: Owned, kind: Kind, today: int) -> Chosen | None:
    same = [
        turn
        for turn in turns_on(asker, one, today)
        if turn.gap.kind is kind and turn.state in (State.OPEN, State.WAITING)
    ]
    if not same:
        return None
    is_open = any(turn.state is State.OPEN for turn in same)
    return Chosen(one, kind, tuple(turn.gap for turn in same), same[0].whose, is_open)
