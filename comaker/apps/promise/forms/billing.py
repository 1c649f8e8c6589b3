"""Billing: the forms by which a bill is made out or noted down, and by which a part of one is taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from comaker.apps.promise import queries
from comaker.apps.promise.actions import Billed, Extra, Field, NotPossible, Unusable, biller_of, sums_of
from comaker.apps.promise.forms.moving import moved_said
from comaker.apps.promise.forms.posted import Posted
from comaker.apps.promise.forms.sheet import CHOICE, DAY, LONG, NUMBER, Input, Sheet, SheetRow, field
from comaker.apps.promise.forms.typed import shown, shown_day
from comaker.apps.promise.forms.view import View, title_of, unit_of
from comaker.front.templatetags.shown import money
from comaker.kernel.amounts import MONEY_PLACES, PRICE_PLACES, QUANTITY_PLACES
from comaker.record.asked.deal import DealBill


def shown_bill(view: View, posted: Posted, errors: Mapping[Field, str]) -> Sheet:
    """Return the form of a bill, filled in with what may be billed."""
    rows = []
    for place, line in enumerate(view.deal.lines):
        left = queries.to_bill(line.state)
        usual = shown(left, QUANTITY_PLACES) if left and view.line in (0, line.key) else ""
        rows.append(
            _row(
                view,
                posted,
                errors,
                place,
                usual,
                shown(queries.price_of(line.state.row), PRICE_PLACES, least=2),
            )
        )
    is_ours = _is_ours(view)
    number = field(
        posted, errors, "number", _("Number of the bill"), is_needed=not is_ours,
        hint=_("Empty: the next one of your own.") if is_ours else _("As it stands on their bill."),
    )  # fmt: skip
    dates = (
        field(posted, errors, "issued", _("Made out on"), DAY, shown_day(view.today)),
        field(posted, errors, "due", _("To be paid by"), DAY, hint=_("Empty: as agreed.")),
    )
    extras = (
        field(posted, errors, "extra", _("Charge, or an allowance with −"), NUMBER, unit=view.currency),
        field(posted, errors, "extra_why", _("For what")),
        field(posted, errors, "extra_tax", _("Tax on it %"), NUMBER),
    )
    note = (field(posted, errors, "note", _("A word with it"), LONG),)
    about = _("You make out this bill.") if is_ours else _("Write down the bill that you were sent.")
    title, verb = _("Bill"), _("Make it out") if is_ours else _("Keep this bill")
    return Sheet(
        title,
        about,
        verb,
        tuple(rows),
        (number, *dates),
        (*extras, *note),
        _total(view, posted, rows, said_bill),
    )


def said_bill(view: View, posted: Posted) -> tuple[dict[str, Any], list[int]]:
    """Read a bill; a line without a quantity is not on it."""
    lines, places = _billed(view, posted)
    amount = posted.money("extra")
    extras = (
        [Extra(amount, posted.text("extra_why")[:200], posted.percent("extra_tax") or 0)] if amount else []
    )
    keywords = {
        "lines": lines, "extras": extras, "number": posted.text("number")[:60],
        "issued_on": posted.day("issued"), "due_on": posted.day("due"), "note": posted.text("note"),
    }  # fmt: skip
    posted.must_be_right()
    return keywords, places


def shown_credit(view: View, posted: Posted, errors: Mapping[Field, str]) -> Sheet:
    """Return the form of a credit note, filled in with what was billed too much."""
    bills = credited_bills(view)
    if not bills:
        raise NotPossible(_("There is no bill on this deal of which something could be taken back."))
    chosen = view.bill if view.bill in {each.key for each in bills} else bills[-1].key
    choices = tuple(
        (str(each.key), f"{each.state.number} · {money(each.state.payable, each.state.currency)}")
        for each in bills
    )
    head = [field(posted, errors, "bill", _("Of which bill"), CHOICE, str(chosen), choices=choices)]
    if not _is_ours(view):
        head.append(field(posted, errors, "number", _("Number of their credit note"), is_needed=True))
    rows = []
    for place, line in enumerate(view.deal.lines):
        left = queries.to_credit(line.state) if view.line in (0, line.key) else 0
        off = queries.to_take_off(line.state) if view.line in (0, line.key) and not left else 0
        price = shown(queries.price_of(line.state.row), PRICE_PLACES, least=2)
        quantity = shown(left, QUANTITY_PLACES) if left else ""
        rows.append(
            _row(
                view,
                posted,
                errors,
                place,
                quantity,
                price,
                off=shown(off, MONEY_PLACES, least=2) if off else "",
            )
        )
    more = (field(posted, errors, "note", _("Why, or a word with it"), LONG),)
    about = _("Say what is taken back: so many, or an amount alone where the price was too high.")
    return Sheet(
        _("Credit"),
        about,
        _("Credit this"),
        tuple(rows),
        tuple(head),
        more,
        _total(view, posted, rows, said_credit),
    )


def said_credit(view: View, posted: Posted) -> tuple[dict[str, Any], list[int]]:
    """Read a credit note."""
    lines, places = _billed(view, posted)
    text = posted.text("bill")
    keywords = {
        "bill": int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0,
        "lines": lines, "number": posted.text("number")[:60], "note": posted.text("note"),
    }  # fmt: skip
    posted.must_be_right()
    return keywords, places


def credited_bills(view: View) -> list[DealBill]:
    """Return the bills of which something can be taken back."""
    return [each for each in view.deal.bills if each.state.payable > 0 and not each.state.is_void]


def _is_ours(view: View) -> bool:
    """Tell whether the asker's side makes out the bills of this deal.

    Raises:
        NotPossible: nobody does.
    """
    return (biller_of(view.deal) == "giver") == view.is_giver


def _row(
    view: View,
    posted: Posted,
    errors: Mapping[Field, str],
    place: int,
    quantity: str,
    price: str,
    *,
    off: str = "",
) -> SheetRow:
    line = view.deal.lines[place]

    def one(name: str, label: str | Promise, usual: str, unit: str = "") -> Input:
        return field(posted, errors, name, label, NUMBER, usual, place, unit=unit)

    inputs = (
        one("quantity", _("How many"), quantity, unit_of(line)),
        one("price", _("Price each"), price, view.currency),
        one("tax", _("Tax %"), view.tax_percent),
    )
    more = (one("amount", _("Or an amount without tax"), off, view.currency),)
    return SheetRow(
        title_of(line), moved_said(line), inputs, more, line.key, line, bool(more[0].value or more[0].error)
    )


def _billed(view: View, posted: Posted) -> tuple[list[Billed], list[int]]:
    lines, places = [], []
    for place, line in enumerate(view.deal.lines):
        quantity, amount = posted.quantity("quantity", place), posted.money("amount", place)
        cost, tax = posted.price("price", place), posted.percent("tax", place) or 0
        if quantity or amount is not None:
            lines.append(Billed(line.key, quantity, cost, amount, tax))
            places.append(place)
    return lines, places


def _total(
    view: View, posted: Posted, rows: Sequence[SheetRow], read: Any
) -> tuple[tuple[str | Promise, str], ...]:
    """Return what the form comes to as it stands, where all of it can be read."""
    texts = {each.name: each.value for row in rows for each in (*row.inputs, *row.more)}
    others = {name: posted.text(name) for name in ("extra", "extra_why", "extra_tax")}
    try:
        keywords, _places = read(view, Posted(texts | others))
        totals = sums_of(view.deal, keywords["lines"], keywords.get("extras", ())).totals
    except Unusable:
        return ()
    return (
        (_("Without tax"), money(totals.net, view.currency)),
        (_("Tax"), money(totals.tax, view.currency)),
        (_("To be paid back") if read is said_credit else _("To pay"), money(totals.payable, view.currency)),
    )
