"""Said: a gap as people say it, in the language of who reads it."""

from datetime import date

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comaker.front.sayings import say
from comaker.front.templatetags.shown import money, quantity
from comaker.front.templatetags.shown import unit as unit_said
from comaker.front.words import REASON_NAMES
from comaker.kernel.gap import Gap, Kind, State

# %(q)s is quantity and unit, %(a)s an amount, %(d)s a number of days.
_SAID = {
    Kind.UNANSWERED: gettext_lazy("%(q)s asked, no answer yet"),
    Kind.UNDERPROMISED: gettext_lazy("%(q)s less promised than asked"),
    Kind.OVERPROMISED: gettext_lazy("%(q)s more promised than asked"),
    Kind.REPRICED: gettext_lazy("Promised at another price than asked"),
    Kind.REDATED: gettext_lazy("Promised %(d)s later than asked"),
    Kind.OTHER_ITEM: gettext_lazy("%(q)s of another item"),
    Kind.UNSENT: gettext_lazy("%(q)s still to be sent"),
    Kind.OVERSENT: gettext_lazy("%(q)s more than was promised"),
    Kind.MISSING: gettext_lazy("%(q)s sent and not received"),
    Kind.SURPLUS: gettext_lazy("%(q)s received that nobody sent"),
    Kind.REJECTED: gettext_lazy("%(q)s refused at receipt"),
    Kind.TOLD_DIFFERENTLY: gettext_lazy("%(q)s told differently by the two sides"),
    Kind.INCOMPARABLE: gettext_lazy("%(q)s that cannot be compared"),
    Kind.UNEXPECTED: gettext_lazy("%(q)s that nobody asked for"),
    Kind.UNBILLED: gettext_lazy("%(q)s not billed yet"),
    Kind.BILLED_EARLY: gettext_lazy("%(q)s billed before it came"),
    Kind.OVERBILLED: gettext_lazy("%(q)s billed too much"),
    Kind.PRICE_VARIANCE: gettext_lazy("Billed dearer than agreed"),
    Kind.UNDERBILLED: gettext_lazy("Billed cheaper than agreed"),
    Kind.CHARGE_VARIANCE: gettext_lazy("Other charges or allowances than agreed"),
    Kind.TAX_VARIANCE: gettext_lazy("The wrong tax"),
    Kind.DOES_NOT_ADD_UP: gettext_lazy("The sums of the bill do not add up"),
    Kind.BILLED_TWICE: gettext_lazy("%(q)s billed twice"),
    Kind.UNPAID: gettext_lazy("To pay"),
    Kind.PAID_SHORT: gettext_lazy("Still to pay"),
    Kind.OVERPAID: gettext_lazy("Paid too much"),
    Kind.PAID_TWICE: gettext_lazy("Paid twice"),
    Kind.PAID_ELSEWHERE: gettext_lazy("Paid to another account"),
    Kind.INPUT_MISSING: gettext_lazy("%(q)s of input still to come"),
}
# What nobody need act on yet is said otherwise.
_COMING = {Kind.MISSING: gettext_lazy("%(q)s on the way")}
_OF_BILLS = {
    Kind.REJECTED: gettext_lazy("Refused by who pays"),
    Kind.TOLD_DIFFERENTLY: gettext_lazy("Told differently by the two sides"),
    Kind.OVERBILLED: gettext_lazy("Billed too much"),
    Kind.BILLED_TWICE: gettext_lazy("Billed twice"),
}
_SHORT_WORDS = {
    Kind.MISSING: gettext_lazy("what is missing"),
    Kind.REJECTED: gettext_lazy("what was refused"),
    Kind.UNSENT: gettext_lazy("what was not sent"),
    Kind.SURPLUS: gettext_lazy("what came too much"),
    Kind.OVERSENT: gettext_lazy("what was sent too much"),
    Kind.OTHER_ITEM: gettext_lazy("the other item"),
}


def gap_said(gap: Gap, unit: str, currency: str, today: int) -> str:
    """Say what a gap is, what it is worth, and how it stands on a day; not whose turn it is.

    Args:
        unit: of the line, where the gap has none of its own.
        currency: empty for who may not see money, whose gaps bear no amounts.
    """
    said = str(_pattern(gap, today)) % {"q": _quantity(gap, unit), "d": days_said(gap.days or 0)}
    said = said.strip()
    if gap.note and gap.kind in (Kind.OTHER_ITEM, Kind.REJECTED, Kind.INCOMPARABLE, Kind.DOES_NOT_ADD_UP):
        said += f" ({_noted(gap.note)})"
    if gap.amount:
        said += f", {money(gap.amount, currency)}"
    causes = [str(_SHORT_WORDS[kind]) for kind in gap.because_of if kind in _SHORT_WORDS]
    if causes:
        said = _("%(said)s, counted with %(causes)s") % {"said": said, "causes": _(" and ").join(causes)}
    return _as_it_stands(gap, said, today)


def days_said(days: int) -> str:
    """Say a number of days."""
    return ngettext("%d day", "%d days", days) % days


def day_said(day: int) -> str:
    """Say a day in full: 9 January, with the year where it is another than this."""
    told = date.fromordinal(day)
    pattern = "j F" if told.year == timezone.localdate().year else "j F Y"
    return formats.date_format(told, pattern)


def _pattern(gap: Gap, today: int) -> object:
    if gap.quantity is None:
        return _OF_BILLS.get(gap.kind, _SAID[gap.kind])
    if gap.kind in _COMING and gap.state(today) is State.WAITING:
        return _COMING[gap.kind]
    return _SAID[gap.kind]


def _quantity(gap: Gap, unit: str) -> str:
    if gap.quantity is None:
        return ""
    return f"{quantity(gap.quantity)} {unit_said(gap.unit or unit, gap.quantity)}".strip()


def _noted(note: str) -> str:
    return str(REASON_NAMES[note]) if note in REASON_NAMES else say(note)


def _as_it_stands(gap: Gap, said: str, today: int) -> str:
    state = gap.state(today)
    if state is State.CLOSED and gap.closed_on:
        return _("%(said)s; settled on %(day)s") % {"said": said, "day": day_said(gap.closed_on)}
    if state is State.ACCEPTED:
        return _("%(said)s; let pass") % {"said": said}
    if state is State.WAITING and gap.due_on:
        return _("%(said)s; due by %(day)s") % {"said": said, "day": day_said(gap.due_on)}
    if state is State.WAITING:
        return _("%(said)s; not due yet") % {"said": said}
    return said
