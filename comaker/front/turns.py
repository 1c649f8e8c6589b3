"""Turns: what whoever acts next does about a gap, said to him or said of him."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy

from comaker.front.templatetags.shown import money, quantity, unit
from comaker.kernel.gap import Cause, Gap, Kind


class _Turn(NamedTuple):
    """What whoever acts next does about a gap: said to him, and said of him."""

    you: object
    they: object


# %(q)s is quantity and unit, %(who)s a party.
_ACTS = {
    Kind.UNANSWERED: _Turn(gettext_lazy("you answer"), gettext_lazy("%(who)s answers")),
    Kind.UNSENT: _Turn(gettext_lazy("you send %(q)s"), gettext_lazy("%(who)s sends %(q)s")),
    Kind.INPUT_MISSING: _Turn(gettext_lazy("you give %(q)s"), gettext_lazy("%(who)s gives %(q)s")),
    Kind.MISSING: _Turn(
        gettext_lazy("you send or credit %(q)s"), gettext_lazy("%(who)s sends or credits %(q)s")
    ),
    Kind.REJECTED: _Turn(
        gettext_lazy("you replace or credit %(q)s"), gettext_lazy("%(who)s replaces or credits %(q)s")
    ),
    Kind.SURPLUS: _Turn(
        gettext_lazy("you keep or return %(q)s"), gettext_lazy("%(who)s keeps or returns %(q)s")
    ),
    Kind.OVERSENT: _Turn(
        gettext_lazy("you keep or return %(q)s"), gettext_lazy("%(who)s keeps or returns %(q)s")
    ),
    Kind.UNBILLED: _Turn(gettext_lazy("you bill %(q)s"), gettext_lazy("%(who)s bills %(q)s")),
    Kind.OVERBILLED: _Turn(gettext_lazy("you credit %(q)s"), gettext_lazy("%(who)s credits %(q)s")),
    Kind.BILLED_TWICE: _Turn(gettext_lazy("you credit %(q)s"), gettext_lazy("%(who)s credits %(q)s")),
    Kind.PRICE_VARIANCE: _Turn(
        gettext_lazy("you credit the difference"), gettext_lazy("%(who)s credits the difference")
    ),
    Kind.UNDERPROMISED: _Turn(
        gettext_lazy("you agree or ask again"), gettext_lazy("%(who)s agrees or asks again")
    ),
    Kind.OVERPROMISED: _Turn(
        gettext_lazy("you agree or ask again"), gettext_lazy("%(who)s agrees or asks again")
    ),
    Kind.REPRICED: _Turn(gettext_lazy("you agree or answer"), gettext_lazy("%(who)s agrees or answers")),
    Kind.REDATED: _Turn(gettext_lazy("you agree or answer"), gettext_lazy("%(who)s agrees or answers")),
    Kind.UNEXPECTED: _Turn(
        gettext_lazy("you order it after all or refuse it"),
        gettext_lazy("%(who)s orders it after all or refuses it"),
    ),
    Kind.OTHER_ITEM: _Turn(
        gettext_lazy("you take what came instead or send it back"),
        gettext_lazy("%(who)s takes what came instead or sends it back"),
    ),
    Kind.INCOMPARABLE: _Turn(
        gettext_lazy("you say %(q)s in the unit of the order"),
        gettext_lazy("%(who)s says %(q)s in the unit of the order"),
    ),
    Kind.TOLD_DIFFERENTLY: _Turn(
        gettext_lazy("you say what you counted"), gettext_lazy("%(who)s says what they counted")
    ),
    Kind.UNDERBILLED: _Turn(
        gettext_lazy("you bill the difference"), gettext_lazy("%(who)s bills the difference")
    ),
    Kind.CHARGE_VARIANCE: _Turn(
        gettext_lazy("you correct the bill"), gettext_lazy("%(who)s corrects the bill")
    ),
    Kind.TAX_VARIANCE: _Turn(gettext_lazy("you correct the bill"), gettext_lazy("%(who)s corrects the bill")),
    Kind.DOES_NOT_ADD_UP: _Turn(
        gettext_lazy("you correct the bill"), gettext_lazy("%(who)s corrects the bill")
    ),
    Kind.UNPAID: _Turn(gettext_lazy("you pay"), gettext_lazy("%(who)s pays")),
    Kind.PAID_SHORT: _Turn(gettext_lazy("you pay the rest"), gettext_lazy("%(who)s pays the rest")),
    Kind.OVERPAID: _Turn(gettext_lazy("you pay back"), gettext_lazy("%(who)s pays back")),
    Kind.PAID_TWICE: _Turn(gettext_lazy("you pay back"), gettext_lazy("%(who)s pays back")),
}
_ANY_ACT = _Turn(gettext_lazy("it is your turn"), gettext_lazy("it is the turn of %(who)s"))


def turn_told(gap: Gap, line_unit: str, currency: str, *, who: str) -> str:
    """Say what is to be done about a gap.

    Args:
        who: whose turn it is; empty for who listens.
    """
    # Who owes an input does not send what waits for it.
    is_held_up = gap.kind is Kind.UNSENT and gap.cause is Cause.INPUT
    act = _ANY_ACT if is_held_up else _ACTS.get(gap.kind, _ANY_ACT)
    words = {"q": many(gap.quantity, gap.unit or line_unit), "who": who}
    said = str(act.they if who else act.you) % words
    worth = gap.counted or gap.amount
    return f"{said}, {money(worth, currency)}" if worth and currency else said


def many(number: int | None, line_unit: str) -> str:
    """Say a quantity with its unit; nothing where there is none."""
    return "" if number is None else f"{quantity(number)} {unit(line_unit, number)}".strip()
