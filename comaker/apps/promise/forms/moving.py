"""Moving: the forms by which somebody says what left, and what came in."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comaker.apps.promise import queries
from comaker.apps.promise.actions import REASONS, Field, Moved
from comaker.apps.promise.forms.posted import Posted
from comaker.apps.promise.forms.sheet import CHOICE, DAY, LONG, NUMBER, Sheet, SheetRow, field, is_filled
from comaker.apps.promise.forms.typed import shown, shown_day
from comaker.apps.promise.forms.view import View, much, title_of, unit_of
from comaker.kernel.amounts import QUANTITY_PLACES
from comaker.record.asked.deal import DealLine

_WHY = {
    "damaged": gettext_lazy("damaged"),
    "wrong": gettext_lazy("the wrong thing"),
    "quality": gettext_lazy("not good enough"),
    "late": gettext_lazy("too late"),
    "other": gettext_lazy("another reason"),
}


def shown_despatch(view: View, posted: Posted, errors: Mapping[Field, str]) -> Sheet:
    """Return the form of a despatch, filled in with what is still to be sent."""
    rows = []
    for place, line in enumerate(view.deal.lines):
        left = queries.to_send(line.state)
        usual = shown(left, QUANTITY_PLACES) if left and view.line in (0, line.key) else ""
        rows.append(_row(view, posted, errors, place, usual, ()))
    head = (
        field(posted, errors, "on", _("Left on"), DAY, shown_day(view.today)),
        field(posted, errors, "arrives_on", _("Arrives by"), DAY),
    )
    more = (
        field(posted, errors, "carrier", _("Carrier")),
        field(posted, errors, "unit_number", _("Number of the pallet or parcel (SSCC)")),
        field(
            posted,
            errors,
            "number",
            _("Number of the packing slip"),
            hint=_("Empty: the next one of your own."),
        ),
        field(posted, errors, "note", _("A word with it"), LONG),
    )
    is_own = view.is_giver
    about = (
        _("Say what leaves; an empty line stays, a number with − takes back what was told too much.")
        if is_own
        else _("Write down what they say they sent.")
    )
    return Sheet(_("Send"), about, _("This was sent"), tuple(rows), head, more)


def said_despatch(view: View, posted: Posted) -> tuple[dict[str, Any], list[int]]:
    """Read a despatch."""
    lines, places = _moved(view, posted, with_refused=False)
    keywords = {
        "lines": lines, "on": posted.day("on"), "arrives_on": posted.day("arrives_on"),
        "carrier": posted.text("carrier")[:200], "unit_number": posted.text("unit_number")[:60],
        "number": posted.text("number")[:60], "note": posted.text("note"),
    }  # fmt: skip
    posted.must_be_right()
    return keywords, places


def shown_receipt(view: View, posted: Posted, errors: Mapping[Field, str]) -> Sheet:
    """Return the form of a receipt, filled in with what may have come."""
    rows = []
    reasons = (("", _("why?")), *((each, _WHY[each]) for each in REASONS))
    for place, line in enumerate(view.deal.lines):
        left = queries.to_receive(line.state.row)
        usual = shown(left, QUANTITY_PLACES) if left and view.line in (0, line.key) else ""
        refused = (
            field(posted, errors, "rejected", _("Of these refused"), NUMBER, place=place, unit=unit_of(line)),
            field(posted, errors, "reason", _("Because"), CHOICE, place=place, choices=reasons),
        )
        rows.append(_row(view, posted, errors, place, usual, refused))
    head = (field(posted, errors, "on", _("Came on"), DAY, shown_day(view.today)),)
    more = (field(posted, errors, "note", _("A word with it"), LONG),)
    about = _("Count what came; 0: it did not come; empty: not said yet; with −: too much was told before.")
    return Sheet(_("Receive"), about, _("This came in"), tuple(rows), head, more)


def said_receipt(view: View, posted: Posted) -> tuple[dict[str, Any], list[int]]:
    """Read a receipt."""
    lines, places = _moved(view, posted, with_refused=True)
    keywords = {"lines": lines, "on": posted.day("on"), "note": posted.text("note")}
    posted.must_be_right()
    return keywords, places


def _row(
    view: View, posted: Posted, errors: Mapping[Field, str], place: int, usual: str, more: tuple[Any, ...]
) -> SheetRow:
    line = view.deal.lines[place]
    inputs = (
        field(posted, errors, "quantity", _("How many"), NUMBER, usual, place, unit=unit_of(line)),
        *more,
    )
    note = (field(posted, errors, "note", _("A word with it"), place=place),)
    return SheetRow(title_of(line), moved_said(line), inputs, note, line.key, line, is_filled(note))


def _moved(view: View, posted: Posted, *, with_refused: bool) -> tuple[list[Moved], list[int]]:
    lines, places = [], []
    for place, line in enumerate(view.deal.lines):
        quantity = posted.quantity("quantity", place)
        rejected = posted.quantity("rejected", place) if with_refused else None
        if quantity is None and rejected is not None:
            posted.errors[Field("quantity", place)] = _("Say how many came.")
        if quantity is not None:
            reason = posted.text("reason", place) if rejected else ""
            lines.append(Moved(line.key, quantity, rejected or 0, reason, posted.text("note", place)))
            places.append(place)
    return lines, places


def moved_said(line: DealLine) -> str:
    """Say in a few words what was promised, sent and received of a line so far."""
    row = line.state.row
    said = row.promised or row.asked
    told = []
    if said:
        words = _("promised %(much)s") if row.promised else _("asked %(much)s")
        told.append(words % {"much": much(said.quantity, line)})
    if row.sent and row.sent.quantity:
        told.append(_("sent %(much)s") % {"much": much(row.sent.quantity, line)})
    if row.received and row.received.quantity:
        told.append(_("received %(much)s") % {"much": much(row.received.quantity, line)})
    return ", ".join(told)
