"""Disputing: the form by which credit is asked for."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from comaker.apps.promise.actions import Field, NotPossible
from comaker.apps.promise.forms.billing import credited_bills
from comaker.apps.promise.forms.posted import Posted
from comaker.apps.promise.forms.sheet import CHOICE, LONG, Sheet, field
from comaker.apps.promise.forms.view import View
from comaker.front.said import gap_said
from comaker.front.templatetags.shown import money
from comaker.kernel.gap import Cause, Gap, State


def shown_dispute(view: View, posted: Posted, errors: Mapping[Field, str]) -> Sheet:
    """Return the form, filled in with what differs."""
    bills = credited_bills(view)
    if not bills:
        raise NotPossible(_("There is no bill on this deal yet."))
    chosen = next((each for each in bills if each.key == view.bill), bills[-1])
    choices = tuple(
        (str(each.key), f"{each.state.number} · {money(each.state.payable, each.state.currency)}")
        for each in bills
    )
    wrong = [
        gap_said(gap, each.state.row.unit, view.currency, view.today)
        for each in view.deal.lines
        for gap in each.state.gaps
        if _is_billed_wrong(gap, view.today)
    ]
    wrong += [
        gap_said(gap, "", chosen.state.currency, view.today)
        for gap in chosen.state.gaps
        if _is_billed_wrong(gap, view.today)
    ]
    head = (
        field(posted, errors, "bill", _("Of which bill"), CHOICE, str(chosen.key), choices=choices),
        field(posted, errors, "note", _("What is not right"), LONG, "\n".join(wrong), is_needed=True),
    )
    about = _("They see it at once, and it stays open until they credit it or say why not.")
    return Sheet(_("Ask for credit"), about, _("Ask for credit"), (), head)


def said_dispute(view: View, posted: Posted) -> tuple[dict[str, Any], list[int]]:
    """Read what is asked."""
    text = posted.text("bill")
    bill = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    return {"bill": bill, "note": posted.text("note")}, []


def _is_billed_wrong(gap: Gap, today: int) -> bool:
    return gap.cause is Cause.BILLING and gap.state(today) is State.OPEN
