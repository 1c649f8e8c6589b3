"""Asking: the forms by which an order is changed, or withdrawn as a whole."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from comaker.apps.promise.actions import Asked, Field
from comaker.apps.promise.forms.posted import Posted
from comaker.apps.promise.forms.promising import asked_said
from comaker.apps.promise.forms.sheet import (
    CHOICE,
    DAY,
    LONG,
    NUMBER,
    Input,
    Sheet,
    SheetRow,
    field,
    is_filled,
)
from comaker.apps.promise.forms.typed import shown, shown_day
from comaker.apps.promise.forms.units import unit_choices
from comaker.apps.promise.forms.view import View, title_of, unit_of
from comaker.kernel.amounts import PRICE_PLACES, QUANTITY_PLACES
from comaker.record.asked.deal import DealLine

_NEW = 2  # lines that can be added at once


def shown_change(view: View, posted: Posted, errors: Mapping[Field, str]) -> Sheet:
    """Return the form of a change, filled in as it is asked now."""
    known = len(view.deal.lines)
    rows = [_known(view, posted, errors, place) for place in range(known)]
    rows += [_new(view, posted, errors, place) for place in range(known, known + _NEW)]
    more = (field(posted, errors, "note", _("Why, or a word with it"), LONG),)
    about = _("Change what is asked; 0 withdraws a line. What stays as it was is left alone.")
    return Sheet(_("Change"), about, _("Ask it like this"), tuple(rows), more=more)


def said_change(view: View, posted: Posted) -> tuple[dict[str, Any], list[int]]:
    """Read a change: the lines that differ from what is asked now, and new ones."""
    lines, places = [], []
    known = len(view.deal.lines)
    for place, line in enumerate(view.deal.lines):
        changed = _changed(view, posted, line, place)
        if changed is not None:
            lines.append(changed)
            places.append(place)
    for place in range(known, known + _NEW):
        name, quantity = posted.text("name", place), posted.quantity("quantity", place)
        if name or quantity:
            cost = posted.price("price", place) if view.has_money else None
            unit = posted.unit("unit", place)
            lines.append(Asked(name[:200], quantity or 0, unit, cost, posted.parts(place)))
            places.append(place)
    posted.must_be_right()
    return {"lines": lines, "note": posted.text("note")}, places


def shown_cancel(view: View, posted: Posted, errors: Mapping[Field, str]) -> Sheet:
    """Return the form by which an order is withdrawn."""
    about = _("All that did not come yet is no longer asked. What came, was billed and paid stays as it is.")
    head = (field(posted, errors, "note", _("Why"), LONG),)
    return Sheet(_("Withdraw"), about, _("Withdraw the order"), (), head)


def said_cancel(view: View, posted: Posted) -> tuple[dict[str, Any], list[int]]:
    """Read a withdrawal."""
    return {"note": posted.text("note")}, []


def _known(view: View, posted: Posted, errors: Mapping[Field, str], place: int) -> SheetRow:
    line = view.deal.lines[place]

    def one(name: str, label: str, kind: str, usual: str = "", unit: str = "") -> Input:
        return field(posted, errors, name, label, kind, usual, place, unit=unit)

    quantity, price, ends = _usual(line)
    inputs = [one("quantity", _("How many"), NUMBER, quantity, unit_of(line))]
    if view.has_money:
        inputs.append(one("price", _("Price each"), NUMBER, price, view.currency))
    inputs.append(one("until", _("There by"), DAY, ends))
    return SheetRow(title_of(line), asked_said(line), tuple(inputs), (), line.key, line)


def _new(view: View, posted: Posted, errors: Mapping[Field, str], place: int) -> SheetRow:
    def one(name: str, label: str, kind: str = "text", **rest: object) -> Input:
        return field(posted, errors, name, label, kind, place=place, **rest)  # type: ignore[arg-type]

    inputs = [
        one("name", _("What")),
        one("quantity", _("How many"), NUMBER),
        one("unit", _("Unit"), CHOICE, usual="C62", choices=unit_choices(posted.raw("unit", "C62", place))),
    ]
    if view.has_money:
        inputs.append(one("price", _("Price each"), NUMBER, unit=view.currency))
    inputs.append(one("until", _("There by"), DAY))
    return SheetRow(_("Another line"), "", tuple(inputs), has_more=is_filled(inputs))


def _changed(view: View, posted: Posted, line: DealLine, place: int) -> Asked | None:
    """Return what is asked of a line now; None where nothing was changed."""
    usual = dict(zip(("quantity", "price", "until"), _usual(line), strict=True))
    texts = {name: posted.text(name, place) for name in usual}
    if not view.has_money:
        texts["price"] = usual["price"]
    if texts == usual:
        return None
    quantity, asked = posted.quantity("quantity", place), line.state.row.asked
    price = posted.price("price", place) if view.has_money else asked.price if asked else None
    if quantity is None and Field("quantity", place) not in posted.errors:
        posted.errors[Field("quantity", place)] = _("Say how many; 0 withdraws the line.")
    product, unit = line.state.row.product, line.state.row.unit or line.state.line.unit
    return Asked(
        product.name, quantity or 0, unit, price, posted.parts(place),
        product.sellers, product.buyers, product.standard, product.serial, key=line.key,
    )  # fmt: skip


def _usual(line: DealLine) -> tuple[str, str, str]:
    """Return quantity, price and last day of a line as they stand in the form."""
    asked = line.state.row.asked
    ends = asked.parts[-1].until_on if asked and asked.parts else None
    return (
        shown(asked.quantity if asked else None, QUANTITY_PLACES),
        shown(asked.price if asked else None, PRICE_PLACES, least=2),
        shown_day(None if ends is None else ends - 1),
    )
