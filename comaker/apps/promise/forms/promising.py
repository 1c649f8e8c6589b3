"""Promising: the form by which an order is answered, line by line."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from comaker.apps.promise import queries
from comaker.apps.promise.actions import Field, Promised
from comaker.apps.promise.forms.posted import PARTS, Posted
from comaker.apps.promise.forms.sheet import DAY, LONG, NUMBER, TEXT, Input, Sheet, SheetRow, field, is_filled
from comaker.apps.promise.forms.typed import shown, shown_day
from comaker.apps.promise.forms.view import View, much, title_of, unit_of
from comaker.front.templatetags.shown import day, price
from comaker.kernel.amounts import PRICE_PLACES, QUANTITY_PLACES
from comaker.record.asked.deal import DealLine


def shown_answer(view: View, posted: Posted, errors: Mapping[Field, str]) -> Sheet:
    """Return the form of an answer, filled in as it was asked."""
    rows = tuple(_row(view, posted, errors, place) for place in range(len(view.deal.lines)))
    more = (
        field(posted, errors, "sales_order", _("Your own number of this order")),
        field(posted, errors, "note", _("A word with it"), LONG),
    )
    if view.is_giver:
        about = _("Promise what you will do; 0 refuses a line, an empty line says nothing yet.")
    else:
        about = _("Write down what they promised you; an empty line says nothing yet.")
    return Sheet(
        _("Answer"), about, _("Promise this") if view.is_giver else _("They promised this"), rows, more=more
    )


def said_answer(view: View, posted: Posted) -> tuple[dict[str, Any], list[int]]:
    """Read an answer; a line without a quantity is not answered."""
    lines, places = [], []
    for place, line in enumerate(view.deal.lines):
        quantity = posted.quantity("quantity", place)
        cost = posted.price("price", place) if view.has_money else queries.price_of(line.state.row)
        parts = posted.parts(place)
        if quantity is not None:
            lines.append(Promised(line.key, quantity, cost, parts, posted.text("note", place)))
            places.append(place)
    posted.must_be_right()
    keywords = {"lines": lines, "note": posted.text("note"), "sales_order": posted.text("sales_order")[:60]}
    return keywords, places


def _row(view: View, posted: Posted, errors: Mapping[Field, str], place: int) -> SheetRow:
    line = view.deal.lines[place]

    def one(name: str, label: str, kind: str = TEXT, usual: str = "", **rest: object) -> Input:
        return field(posted, errors, name, label, kind, usual, place, **rest)

    row = line.state.row
    said = row.promised or row.asked
    ends = said.parts[-1].until_on if said and len(said.parts) == 1 else None
    inputs = [
        one(
            "quantity",
            _("How many"),
            NUMBER,
            shown(said.quantity if said else None, QUANTITY_PLACES),
            unit=unit_of(line),
        )
    ]
    if view.has_money:
        usual = shown(queries.price_of(row), PRICE_PLACES, least=2)
        inputs.append(one("price", _("Price each"), NUMBER, usual, unit=view.currency))
    inputs += [
        one("from", _("Not before"), DAY),
        one("until", _("By"), DAY, shown_day(None if ends is None else ends - 1)),
    ]
    more = [one("note", _("Why, or a word with it"))]
    for number in range(1, PARTS + 1):
        more += [
            one(f"part{number}", _("Part %(number)d") % {"number": number}, NUMBER, unit=unit_of(line)),
            one(f"part{number}until", _("by"), DAY),
        ]
    return SheetRow(
        title_of(line), asked_said(line), tuple(inputs), tuple(more), line.key, line, is_filled(more)
    )


def asked_said(line: DealLine) -> str:
    """Say in a few words what is asked of a line."""
    asked = line.state.row.asked
    if asked is None:
        return _("never asked")
    told = [_("asked %(much)s") % {"much": much(asked.quantity, line)}]
    if asked.price is not None:
        told.append(_("at %(price)s") % {"price": price(asked.price, line.state.line.currency)})
    ends = [part.until_on for part in asked.parts if part.until_on is not None]
    if ends:
        told.append(_("by %(day)s") % {"day": day(max(ends) - 1)})
    return " ".join(told)
