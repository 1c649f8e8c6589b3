"""Rights: who may say what on a deal, and in whose name.

What is somebody's own act he says in his own name. What the other side did, he may note down where the other
side does not: then it is his word, which stands in until the other side speaks for itself.
"""

from django.utils.translation import gettext as _

from comaker.front.refusals import NotAllowed
from comaker.kernel.access import SIDE, Asker, Doing, may
from comaker.kernel.entry import Role


def voice(asker: Asker, doing: Doing, *, giver: int, taker: int) -> str:
    """Return who signs what an asker says: "giver" or "taker".

    Args:
        giver, taker: numbers of the parties.

    Raises:
        NotAllowed: he may not say it.
    """
    if may(asker, doing, giver=giver, taker=taker):
        side = SIDE.get(doing)
        if side is not None:
            return side.value
        return own_side(asker, giver=giver, taker=taker)
    if may_note(asker, doing, giver=giver, taker=taker):
        return own_side(asker, giver=giver, taker=taker)
    raise NotAllowed(
        _("You may not do this here."), hint=_("Ask somebody of your party who may, or the other side.")
    )


def may_note(asker: Asker, doing: Doing, *, giver: int, taker: int) -> bool:
    """Tell whether an asker may note down what the other side did."""
    is_of_it = asker.is_one_of(giver, taker) and not asker.is_visitor
    return is_of_it and may(asker, doing) and may(asker, Doing.BRING, giver=giver, taker=taker)


def may_say(asker: Asker, doing: Doing, *, giver: int, taker: int) -> bool:
    """Tell whether an asker may say it, in his own name or as what the other side did."""
    return may(asker, doing, giver=giver, taker=taker) or may_note(asker, doing, giver=giver, taker=taker)


def is_own(asker: Asker, doing: Doing, *, giver: int, taker: int) -> bool:
    """Tell whether it is the asker's own act."""
    return may(asker, doing, giver=giver, taker=taker)


def own_side(asker: Asker, *, giver: int, taker: int) -> str:
    """Return whether an asker's party, or one that he acts for, is "giver" or "taker"."""
    if asker.is_one_of(giver):
        return Role.GIVER.value
    if asker.is_one_of(taker):
        return Role.TAKER.value
    return Role.GIVER.value if any(mandate.of == giver for mandate in asker.mandates) else Role.TAKER.value
