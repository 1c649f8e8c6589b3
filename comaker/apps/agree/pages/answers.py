"""What a visitor can answer on each line of his deal: the forms, with what is most likely meant filled in."""

import secrets
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy

from comaker.apps.agree.actions.visits import may_let_pass
from comaker.front.rows import TalkShown, talk_shown
from comaker.front.showing import GapShown, gaps_shown
from comaker.kernel.access import Asker, Doing, may
from comaker.kernel.amounts import QUANTITY_PLACES, plain, scaled
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.gap import State
from comaker.kernel.product import label
from comaker.record.asked.deal import Deal
from comaker.record.asked.seen import LineSeen

REASON_NAMES = {
    "damaged": gettext_lazy("damaged"),
    "wrong": gettext_lazy("another thing than asked"),
    "quality": gettext_lazy("not good enough"),
    "late": gettext_lazy("too late"),
    "other": gettext_lazy("another reason"),
}


class _Quantity(forms.DecimalField):
    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(
            label=label, min_value=0, max_value=10**9, decimal_places=QUANTITY_PLACES, localize=True,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}), **more,
        )  # fmt: skip


class _Act(forms.Form):
    once = forms.RegexField(r"^[\w-]{6,24}$", widget=forms.HiddenInput)


def _words(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}), **more,
    )  # fmt: skip


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class PromiseForm(_Act):
    """What the visitor's side promises."""

    quantity = _Quantity(gettext_lazy("You promise"))
    last_on = _day(gettext_lazy("At the latest on"), required=False)
    words = _words()


class SendForm(_Act):
    """What left the visitor's side."""

    quantity = _Quantity(gettext_lazy("You sent"))
    on = _day(gettext_lazy("On"))
    words = _words()


class ReceiveForm(_Act):
    """What came in at the visitor's side."""

    quantity = _Quantity(gettext_lazy("Came in"))
    rejected = _Quantity(gettext_lazy("Of these refused"), required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=[("", "–"), *REASON_NAMES.items()], required=False
    )
    on = _day(gettext_lazy("On"))
    words = _words()


class SayForm(_Act):
    """What the visitor says."""

    words = forms.CharField(
        label=gettext_lazy("Say something"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )


class PassForm(_Act):
    """A difference that the visitor lets pass."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in GapKind])


class LineShown(NamedTuple):
    """A line on the page, with the forms that are the visitor's to send.

    Attributes:
        gaps: with the key of the form that lets each pass; empty where that is not his.
        once: the key of the form by which he says something.
        first: what is most to be answered: promise, send or receive; empty where nothing is.
    """

    seen: LineSeen
    name: str
    gaps: list[tuple[GapShown, str]]
    talk: list[TalkShown]
    once: str
    first: str
    promise: PromiseForm | None
    send: SendForm | None
    receive: ReceiveForm | None


def values_of(told: dict[str, Any]) -> dict[str, Any]:
    """Return what was filled in as actions take it."""
    values: dict[str, Any] = {}
    for name, value in told.items():
        if name in ("quantity", "rejected"):
            values[name] = scaled(f"{value or 0:f}", QUANTITY_PLACES)
        elif name in ("on", "last_on"):
            values[name] = None if value is None else value.toordinal()
        elif name == "kind":
            values[name] = GapKind(value)
        else:
            values[name] = value
    return values


def line_shown(asker: Asker, deal: Deal, seen: LineSeen, today: int) -> LineShown:
    state, sides = seen.state, {"giver": deal.giver, "taker": deal.taker}
    gaps = [each for each in gaps_shown(seen, today) if each.state is not State.CLOSED]
    return LineShown(
        seen,
        label(state.row.product) or label(state.line.product),
        [
            (each, _key() if each.state is State.OPEN and may_let_pass(asker, deal, each.gap) else "")
            for each in gaps
        ],
        talk_shown(seen, asker),
        _key(),
        _first(seen, asker, sides),
        _promise(seen, today) if may(asker, Doing.PROMISE, **sides) else None,
        _send(seen, today) if may(asker, Doing.SEND, **sides) else None,
        _receive(seen, today) if may(asker, Doing.RECEIVE, **sides) else None,
    )


def _key() -> str:
    """Return the key of a form, by which it counts once however often it is sent."""
    return secrets.token_urlsafe(9)


def _first(seen: LineSeen, asker: Asker, sides: dict[str, int]) -> str:
    row = seen.state.row
    said = row.promised or row.asked
    sent = row.sent.quantity or 0 if row.sent else 0
    came = row.received.quantity or 0 if row.received else 0
    if may(asker, Doing.RECEIVE, **sides):
        return "receive" if sent > came else ""
    if not may(asker, Doing.PROMISE, **sides) or said is None or came >= said.quantity:
        return ""
    return "promise" if row.promised is None else "send" if sent < said.quantity else ""


def _promise(seen: LineSeen, today: int) -> PromiseForm:
    said = seen.state.row.promised or seen.state.row.asked
    untils = [part.until_on for part in said.parts if part.until_on is not None] if said else []
    last_on = max(untils) - 1 if untils and max(untils) > today else None
    told = _told(quantity=said.quantity if said else None, last_on=last_on)
    return PromiseForm(initial=told, auto_id=f"promise-{seen.key}-%s")


def _send(seen: LineSeen, today: int) -> SendForm:
    row = seen.state.row
    said = row.promised or row.asked
    sent = row.sent.quantity or 0 if row.sent else 0
    left = max(0, said.quantity - sent) if said else None
    return SendForm(initial=_told(quantity=left or None, on=today), auto_id=f"send-{seen.key}-%s")


def _receive(seen: LineSeen, today: int) -> ReceiveForm:
    row = seen.state.row
    came = row.received.quantity or 0 if row.received else 0
    said = row.promised or row.asked
    expected = row.sent.quantity if row.sent else said.quantity if said else None
    left = max(0, expected - came) if expected is not None else None
    return ReceiveForm(initial=_told(quantity=left or None, on=today), auto_id=f"receive-{seen.key}-%s")


def _told(**told: int | None) -> dict[str, Any]:
    """Return what a form shows before anything is filled in."""
    initial: dict[str, Any] = {"once": _key()}
    for name, value in told.items():
        if value is not None:
            is_day = name in ("on", "last_on")
            initial[name] = date.fromordinal(value) if is_day else Decimal(plain(value, QUANTITY_PLACES))
    return initial
