"""To do: what a gap is called in a list, and the one thing that whoever acts next would do about it."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from comaker.kernel.gap import Kind

# A few words each, for filters and for chips.
KIND_NAMES: dict[Kind, str | Promise] = {
    Kind.UNANSWERED: pgettext_lazy("gap", "Not answered"),
    Kind.UNDERPROMISED: pgettext_lazy("gap", "Less promised"),
    Kind.OVERPROMISED: pgettext_lazy("gap", "More promised"),
    Kind.REPRICED: pgettext_lazy("gap", "Promised at another price"),
    Kind.REDATED: pgettext_lazy("gap", "Promised later"),
    Kind.OTHER_ITEM: pgettext_lazy("gap", "Another item"),
    Kind.UNSENT: pgettext_lazy("gap", "To be sent"),
    Kind.OVERSENT: pgettext_lazy("gap", "Sent too much"),
    Kind.MISSING: pgettext_lazy("gap", "Missing"),
    Kind.SURPLUS: pgettext_lazy("gap", "Came too much"),
    Kind.REJECTED: pgettext_lazy("gap", "Refused"),
    Kind.TOLD_DIFFERENTLY: pgettext_lazy("gap", "Told differently"),
    Kind.INCOMPARABLE: pgettext_lazy("gap", "Cannot be compared"),
    Kind.UNEXPECTED: pgettext_lazy("gap", "Never asked"),
    Kind.UNBILLED: pgettext_lazy("gap", "To be billed"),
    Kind.BILLED_EARLY: pgettext_lazy("gap", "Billed before it came"),
    Kind.OVERBILLED: pgettext_lazy("gap", "Billed too much"),
    Kind.PRICE_VARIANCE: pgettext_lazy("gap", "Billed dearer"),
    Kind.UNDERBILLED: pgettext_lazy("gap", "Billed cheaper"),
    Kind.CHARGE_VARIANCE: pgettext_lazy("gap", "Other charges"),
    Kind.TAX_VARIANCE: pgettext_lazy("gap", "Other tax"),
    Kind.DOES_NOT_ADD_UP: pgettext_lazy("gap", "Sums that are off"),
    Kind.BILLED_TWICE: pgettext_lazy("gap", "Billed twice"),
    Kind.UNPAID: pgettext_lazy("gap", "To be paid"),
    Kind.PAID_SHORT: pgettext_lazy("gap", "Paid too little"),
    Kind.OVERPAID: pgettext_lazy("gap", "Paid too much"),
    Kind.PAID_TWICE: pgettext_lazy("gap", "Paid twice"),
    Kind.PAID_ELSEWHERE: pgettext_lazy("gap", "Paid elsewhere"),
    Kind.INPUT_MISSING: pgettext_lazy("gap", "Input to come"),
}

LOOK: str | Promise = pgettext_lazy("verb", "Look at it")
REMIND: str | Promise = pgettext_lazy("verb", "Remind")
_ANSWER = pgettext_lazy("verb", "Answer")
_SEND = pgettext_lazy("verb", "Send")
_BILL = pgettext_lazy("verb", "Bill")
_CREDIT = pgettext_lazy("verb", "Credit")
_PAY = pgettext_lazy("verb", "Pay")
_PAY_BACK = pgettext_lazy("verb", "Pay back")
_KEEP = pgettext_lazy("verb", "Keep or return")

_VERBS: dict[Kind, str | Promise] = {
    **dict.fromkeys(
        (Kind.UNANSWERED, Kind.UNDERPROMISED, Kind.OVERPROMISED, Kind.REPRICED, Kind.REDATED), _ANSWER
    ),
    **dict.fromkeys((Kind.UNSENT, Kind.INPUT_MISSING), _SEND),
    Kind.MISSING: pgettext_lazy("verb", "Send or credit"),
    Kind.REJECTED: pgettext_lazy("verb", "Replace or credit"),
    **dict.fromkeys((Kind.SURPLUS, Kind.OVERSENT), _KEEP),
    Kind.TOLD_DIFFERENTLY: pgettext_lazy("verb", "Compare"),
    Kind.UNBILLED: _BILL,
    Kind.UNDERBILLED: pgettext_lazy("verb", "Bill the difference"),
    **dict.fromkeys((Kind.OVERBILLED, Kind.PRICE_VARIANCE, Kind.CHARGE_VARIANCE, Kind.BILLED_TWICE), _CREDIT),
    **dict.fromkeys(
        (Kind.TAX_VARIANCE, Kind.DOES_NOT_ADD_UP, Kind.BILLED_EARLY), pgettext_lazy("verb", "Correct")
    ),
    **dict.fromkeys((Kind.UNPAID, Kind.PAID_SHORT, Kind.PAID_ELSEWHERE), _PAY),
    **dict.fromkeys((Kind.OVERPAID, Kind.PAID_TWICE), _PAY_BACK),
}


def verb_of(kind: Kind) -> str | Promise:
    """Return what whoever acts next would do about a gap, as it stands on a button."""
    return _VERBS.get(kind, LOOK)
