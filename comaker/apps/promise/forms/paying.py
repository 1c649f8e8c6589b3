"""Paying: the form by which somebody says what was paid of bills."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from comaker.apps.promise import queries
from comaker.apps.promise.actions import Field, NotPossible, Paid
from comaker.apps.promise.forms.posted import Posted
from comaker.apps.promise.forms.sheet import DAY, LONG, NUMBER, Sheet, SheetRow, field
from comaker.apps.promise.forms.typed import shown, shown_day
from comaker.apps.promise.forms.view import View
from comaker.front.templatetags.shown import day, money
from comaker.kernel.amounts import MONEY_PLACES
from comaker.record.asked.deal import DealBill


def shown_payment(view: View, posted: Posted, errors: Mapping[Field, str]) -> Sheet:
    """Return the form of a payment, filled in with what is still to pay."""
    if not view.deal.bills:
        raise NotPossible(_("There is no bill on this deal yet."), hint=_("A payment is said of a bill."))
    rows = []
    for place, bill in enumerate(view.deal.bills):
        left = queries.to_pay(bill.state)
        is_wanted = left and view.bill in (0, bill.key) and bill.state.credits is None
        usual = shown(left, MONEY_PLACES, least=2) if is_wanted else ""
        amount = field(posted, errors, "amount", _("Paid"), NUMBER, usual, place, unit=bill.state.currency)
        title = _("Bill %(number)s") % {"number": bill.state.number}
        rows.append(SheetRow(title, _how(bill), (amount,), key=bill.key))
    head = (field(posted, errors, "on", _("Paid on"), DAY, shown_day(view.today)),)
    more = (field(posted, errors, "note", _("A word with it"), LONG),)
    about = _("Comaker pays nothing itself: say what was paid. An amount with − went back.")
    return Sheet(_("Pay"), about, _("This was paid"), tuple(rows), head, more)


def said_payment(view: View, posted: Posted) -> tuple[dict[str, Any], list[int]]:
    """Read a payment."""
    paid, places = [], []
    for place, bill in enumerate(view.deal.bills):
        amount = posted.money("amount", place)
        if amount:
            paid.append(Paid(bill.key, amount))
            places.append(place)
    keywords = {"paid": paid, "on": posted.day("on"), "note": posted.text("note")}
    posted.must_be_right()
    return keywords, places


def _how(bill: DealBill) -> str:
    state = bill.state
    told = [_("%(amount)s to pay") % {"amount": money(state.payable, state.currency)}]
    if state.credited:
        told.append(_("%(amount)s credited") % {"amount": money(state.credited, state.currency)})
    if state.paid:
        told.append(_("%(amount)s paid") % {"amount": money(state.paid, state.currency)})
    due = [part.due_on for part in state.due if part.due_on]
    if due:
        told.append(_("to be paid by %(day)s") % {"day": day(max(due))})
    return ", ".join(told)
