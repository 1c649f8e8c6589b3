"""Words: terms as people say them, what became of a proposal, and acts that are left to others."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comaker.apps.agree.models import State
from comaker.front.templatetags.shown import money, number, quantity
from comaker.kernel.access import Doing
from comaker.kernel.amounts import PERCENT_PLACES
from comaker.kernel.line import Terms
from comaker.kernel.settlement import PRESETS, BillBase, Biller, Order, Receipt, Settlement, name_of
from comaker.kernel.tolerance import Allowance


class Fact(NamedTuple):
    """One of the terms: what it is about, and what is agreed."""

    about: str
    said: str


PRESET_NAMES: dict[str, str | Promise] = {
    "three_way": gettext_lazy("Order, receipt and bill"),
    "three_way_early_bill": gettext_lazy("Order, receipt and bill, the bill may come first"),
    "two_way": gettext_lazy("Order and bill, no receipts"),
    "consignment": gettext_lazy("Billed on use"),
    "service": gettext_lazy("A service, confirmed by who takes it"),
    "prepaid": gettext_lazy("Paid in advance"),
    "self_billed": gettext_lazy("The bill is made out by who takes"),
    "unpriced": gettext_lazy("Nothing is billed"),
}
# %(giver)s and %(taker)s are the names of the two.
_RECEIPTS = {
    Receipt.NONE: gettext_lazy("No receipt is booked."),
    Receipt.GOODS: gettext_lazy("%(taker)s books what came in."),
    Receipt.SERVICE_ENTRY: gettext_lazy("%(taker)s confirms what was done."),
    Receipt.USE: gettext_lazy("%(taker)s reports what was used."),
}
_BASES = {
    BillBase.PROMISED: gettext_lazy("what was promised"),
    BillBase.ACCEPTED: gettext_lazy("what was accepted"),
    BillBase.USED: gettext_lazy("what was used"),
}
_BILLERS = {
    Biller.GIVER: gettext_lazy("%(giver)s bills %(base)s"),
    Biller.TAKER: gettext_lazy("%(taker)s makes out the bill for %(base)s"),
}
_ORDERS = {
    Order.RECEIPT_FIRST: gettext_lazy("and not before it came."),
    Order.BILL_FIRST: gettext_lazy("perhaps before it came: such a bill waits for the receipt."),
    Order.PAYMENT_FIRST: gettext_lazy("and is paid before anything is sent."),
}
TAX_NAMES = {
    "standard": gettext_lazy("with tax"),
    "reverse": gettext_lazy("tax reversed to who takes"),
    "margin": gettext_lazy("margin scheme, no tax on the bill"),
    "exempt": gettext_lazy("exempt from tax"),
}
DELIVERY_TERMS = (
    ("EXW", gettext_lazy("EXW: fetched at the giver’s door")),
    ("FCA", gettext_lazy("FCA: handed to the taker’s carrier")),
    ("FAS", gettext_lazy("FAS: alongside the ship")),
    ("FOB", gettext_lazy("FOB: on board")),
    ("CFR", gettext_lazy("CFR: freight paid by sea, risk on board")),
    ("CIF", gettext_lazy("CIF: freight and insurance paid by sea, risk on board")),
    ("CPT", gettext_lazy("CPT: carriage paid, risk at the carrier")),
    ("CIP", gettext_lazy("CIP: carriage and insurance paid, risk at the carrier")),
    ("DAP", gettext_lazy("DAP: brought to the taker’s door")),
    ("DPU", gettext_lazy("DPU: brought and unloaded")),
    ("DDP", gettext_lazy("DDP: brought, duties paid")),
)
STATE_NAMES = {
    State.OPEN: gettext_lazy("waits for an answer"),
    State.SAID: gettext_lazy("said by one side"),
    State.AGREED: gettext_lazy("agreed"),
    State.DECLINED: gettext_lazy("declined"),
    State.WITHDRAWN: gettext_lazy("taken back"),
}
DOING_NAMES = {
    Doing.ASK: gettext_lazy("ask and order"),
    Doing.PROMISE: gettext_lazy("promise"),
    Doing.SEND: gettext_lazy("say what was sent"),
    Doing.RECEIVE: gettext_lazy("receive"),
    Doing.BILL: gettext_lazy("bill"),
    Doing.PAY: gettext_lazy("say what was paid"),
    Doing.TIE: gettext_lazy("put papers to lines"),
    Doing.TALK: gettext_lazy("talk"),
    Doing.BRING: gettext_lazy("bring papers"),
}
LANGUAGE_NAMES = {"": gettext_lazy("as each likes"), "en": "English", "nl": "Nederlands"}


def settlement_name(settlement: Settlement) -> str:
    """Return what to call a settlement."""
    name = name_of(settlement)
    return str(PRESET_NAMES[name]) if name in PRESETS else _("As your papers go")


def settlement_said(settlement: Settlement, giver: str, taker: str) -> str:
    """Say what the four switches of a settlement come to between two by their names."""
    names = {"giver": giver, "taker": taker}
    receipt = str(_RECEIPTS[settlement.receipt]) % names
    if settlement.biller is Biller.NOBODY:
        nothing = _("Nothing is billed or paid.")
        return f"{receipt} {nothing}"
    base: object = _BASES[settlement.base]
    if settlement.receipt is Receipt.NONE and settlement.base is BillBase.ACCEPTED:
        base = _("what was sent, else what was promised")
    bill = str(_BILLERS[settlement.biller]) % {**names, "base": base}
    if settlement.receipt is Receipt.NONE and settlement.order is Order.RECEIPT_FIRST:
        return f"{receipt} {bill}."
    return f"{receipt} {bill}, {_ORDERS[settlement.order]}"


def facts_of(terms: Terms, language: str, currency: str = "") -> list[Fact]:
    """Say terms fact by fact."""
    tolerance, term = terms.tolerance, terms.delivery_term
    delivery = str(dict(DELIVERY_TERMS).get(term, term)) or _("not agreed: who gives bears the risk")
    within = _("the day that is promised") if terms.delivery_days is None else _days(terms.delivery_days)
    expected = [
        str(name)
        for name, is_expected in (
            (_("an order"), terms.expects_ask),
            (_("an answer to it"), terms.expects_answer),
            (_("word of what was sent"), terms.expects_send),
        )
        if is_expected
    ]
    return [
        Fact(_("Settled by"), settlement_name(terms.settlement)),
        Fact(_("Expected"), ", ".join(expected) or _("nothing beforehand")),
        Fact(_("Quantity may differ"), _allowed(tolerance.quantity, quantity)),
        Fact(_("Price may differ"), _allowed(tolerance.price, lambda each: money(each // 10**4, currency))),
        Fact(_("Amount may differ"), _allowed(tolerance.amount, lambda each: money(each, currency))),
        Fact(_("May come later"), _days(tolerance.days.over or 0) if tolerance.days else _("not a day")),
        Fact(_("Answer within"), _days(terms.response_days)),
        Fact(_("Delivered within"), within),
        Fact(_("On the way at most"), _days(terms.arrival_days)),
        Fact(_("Billed within"), _days(terms.billing_days)),
        Fact(_("Paid within"), _days(terms.payment_days)),
        Fact(_("Delivery"), delivery),
        Fact(_("Tax"), str(TAX_NAMES.get(terms.tax, terms.tax))),
        Fact(_("You write to each other in"), str(LANGUAGE_NAMES.get(language, language))),
    ]  # fmt: skip


def changes_between(before: list[Fact], after: list[Fact]) -> list[tuple[str, str, str]]:
    """Return the facts that differ: what about, what it was, and what it is to be."""
    return [
        (old.about, old.said, new.said)
        for old, new in zip(before, after, strict=True)
        if old.said != new.said
    ]


def percent(value: int | None) -> str:
    """Write a percentage; nothing where there is none."""
    return "" if value is None else f"{number(value, PERCENT_PLACES)} %"


def _allowed(allowance: Allowance | None, written: object) -> str:
    if allowance is None or not any(
        (allowance.over, allowance.over_percent, allowance.under, allowance.under_percent)
    ):
        return _("not at all")
    more = _one(allowance.over, allowance.over_percent, allowance.is_both_needed, written)
    less = _one(allowance.under, allowance.under_percent, allowance.is_both_needed, written)
    if more == less:
        return _("%(much)s either way") % {"much": more}
    told = [
        _("%(much)s more") % {"much": more} if more else "",
        _("%(much)s less") % {"much": less} if less else "",
    ]
    return ", ".join(part for part in told if part)


def _one(absolute: int | None, relative: int | None, is_both_needed: bool, written: object) -> str:
    assert callable(written)
    parts = [str(written(absolute)) if absolute else "", percent(relative) if relative else ""]
    told = [part for part in parts if part]
    return (_(" and ") if is_both_needed else _(" or ")).join(told)


def _days(days: int) -> str:
    return ngettext("%d day", "%d days", days) % days
