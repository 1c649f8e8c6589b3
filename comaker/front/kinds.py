"""Kinds: what each gap is called in a list."""

from django.utils.translation import gettext_lazy

from comaker.kernel.gap import Kind

KIND_NAMES = {
    Kind.UNANSWERED: gettext_lazy("not answered"),
    Kind.UNDERPROMISED: gettext_lazy("less promised than asked"),
    Kind.OVERPROMISED: gettext_lazy("more promised than asked"),
    Kind.REPRICED: gettext_lazy("promised at another price"),
    Kind.REDATED: gettext_lazy("promised later than asked"),
    Kind.OTHER_ITEM: gettext_lazy("another item"),
    Kind.UNSENT: gettext_lazy("not sent"),
    Kind.OVERSENT: gettext_lazy("sent too much"),
    Kind.MISSING: gettext_lazy("missing"),
    Kind.SURPLUS: gettext_lazy("came too much"),
    Kind.REJECTED: gettext_lazy("refused"),
    Kind.TOLD_DIFFERENTLY: gettext_lazy("told differently"),
    Kind.INCOMPARABLE: gettext_lazy("cannot be compared"),
    Kind.UNEXPECTED: gettext_lazy("never asked"),
    Kind.UNBILLED: gettext_lazy("not billed"),
    Kind.BILLED_EARLY: gettext_lazy("billed before it came"),
    Kind.OVERBILLED: gettext_lazy("billed too much"),
    Kind.PRICE_VARIANCE: gettext_lazy("billed too dear"),
    Kind.UNDERBILLED: gettext_lazy("billed too cheap"),
    Kind.CHARGE_VARIANCE: gettext_lazy("other charges"),
    Kind.TAX_VARIANCE: gettext_lazy("another tax"),
    Kind.DOES_NOT_ADD_UP: gettext_lazy("sums do not add up"),
    Kind.BILLED_TWICE: gettext_lazy("billed twice"),
    Kind.UNPAID: gettext_lazy("not paid"),
    Kind.PAID_SHORT: gettext_lazy("paid short"),
    Kind.OVERPAID: gettext_lazy("paid too much"),
    Kind.PAID_TWICE: gettext_lazy("paid twice"),
    Kind.PAID_ELSEWHERE: gettext_lazy("paid to another account"),
    Kind.INPUT_MISSING: gettext_lazy("input missing"),
}
