"""The terms of one direction: proposed on a form, agreed, declined or taken back."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comaker.apps.agree.actions import terms as actions
from comaker.apps.agree.models import State
from comaker.apps.agree.pages.words import (
    DELIVERY_TERMS,
    LANGUAGE_NAMES,
    PRESET_NAMES,
    TAX_NAMES,
    settlement_name,
    settlement_said,
)
from comaker.apps.agree.queries import name_of, proposals
from comaker.front.asker import AskerRequest, for_members
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Doing, may
from comaker.kernel.amounts import MONEY_PLACES, PERCENT_PLACES, plain, scaled
from comaker.kernel.line import Terms
from comaker.kernel.settlement import PRESETS
from comaker.kernel.settlement import name_of as preset_of
from comaker.kernel.tolerance import Allowance, Tolerance
from comaker.record.asked.relation import Between, relation
from comaker.record.asked.terms import Direction, directions
from comaker.record.transaction import reading

_DAYS_MAX = 3650
_AS_IT_IS = "as it is"
_GIVEN, _TAKEN = _WAYS = ("given", "taken")


class _Percent(forms.DecimalField):
    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(
            label=label, min_value=0, max_value=1000, decimal_places=PERCENT_PLACES, required=False,
            localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}), **more,
        )  # fmt: skip


class _Days(forms.IntegerField):
    def __init__(self, label: Any, **more: Any) -> None:
        more.setdefault("required", True)
        super().__init__(label=label, min_value=0, max_value=_DAYS_MAX, **more)


class TermsForm(forms.Form):
    """Terms of one direction, from a day on."""

    settlement = forms.ChoiceField(label=gettext_lazy("How it is settled"), widget=forms.RadioSelect)
    quantity_over = _Percent(gettext_lazy("More, %"))
    quantity_under = _Percent(gettext_lazy("Less, %"))
    price_over = _Percent(gettext_lazy("Dearer, %"))
    price_under = _Percent(gettext_lazy("Cheaper, %"))
    amount = forms.DecimalField(
        label=gettext_lazy("In money"), min_value=0, max_value=10**9, decimal_places=MONEY_PLACES,
        required=False, localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}),
    )  # fmt: skip
    days = _Days(gettext_lazy("Days late"), required=False)
    expects_ask = forms.BooleanField(label=gettext_lazy("an order"), required=False)
    expects_answer = forms.BooleanField(label=gettext_lazy("an answer to it"), required=False)
    expects_send = forms.BooleanField(label=gettext_lazy("word of what was sent"), required=False)
    response_days = _Days(gettext_lazy("Days for an answer"))
    delivery_days = _Days(
        gettext_lazy("Days for delivery"),
        help_text=gettext_lazy("Where the order names no day; empty: never due by itself."),
        required=False,
    )
    arrival_days = _Days(gettext_lazy("Days on the way"))
    billing_days = _Days(gettext_lazy("Days for the bill"))
    payment_days = _Days(gettext_lazy("Days for payment"))
    delivery_term = forms.ChoiceField(
        label=gettext_lazy("Delivery"),
        choices=[("", gettext_lazy("not agreed: who gives bears the risk")), *DELIVERY_TERMS],
        required=False,
    )
    tax = forms.ChoiceField(label=gettext_lazy("Tax"), choices=list(TAX_NAMES.items()))
    language = forms.ChoiceField(
        label=gettext_lazy("You write to each other in"),
        choices=[("", LANGUAGE_NAMES[""]), *settings.LANGUAGES],
        required=False,
    )
    from_on = forms.DateField(
        label=gettext_lazy("From which day"),
        help_text=gettext_lazy("Lines ordered from this day on go by it, those that are there already too."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=gettext_lazy("Why"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, before: Terms, names: tuple[str, str], **kwargs: Any) -> None:
        """Show terms as they are.

        Args:
            before: the terms of which the form shows all that it can.
            names: of giver and taker.
        """
        super().__init__(*args, **kwargs)
        self.before, self._names = before, names
        choices: list[tuple[str, object]] = [(name, PRESET_NAMES[name]) for name in PRESETS]
        if preset_of(before.settlement) not in PRESETS:
            choices.insert(0, (_AS_IT_IS, settlement_name(before.settlement)))
        self.fields["settlement"].choices = choices  # type: ignore[attr-defined]
        # A term of before 2020 that papers still name stays what it is.
        term = before.delivery_term
        if term and term not in dict(DELIVERY_TERMS):
            self.fields["delivery_term"].choices += [(term, term)]  # type: ignore[attr-defined]

    def presets(self) -> list[tuple[Any, str]]:
        """Return the choices of settlement, each with what it comes to."""
        found = []
        for choice in self["settlement"]:
            name = str(choice.data["value"])
            settled = PRESETS.get(name, self.before.settlement)
            found.append((choice, settlement_said(settled, *self._names)))
        return found

    def tolerances(self) -> list[forms.BoundField]:
        """Return the fields of what may differ."""
        return self._fields("quantity_over quantity_under price_over price_under amount days")

    def expectations(self) -> list[forms.BoundField]:
        """Return the fields of what is expected beforehand."""
        return self._fields("expects_ask expects_answer expects_send")

    def times(self) -> list[forms.BoundField]:
        """Return the fields of how long things may take."""
        return self._fields("response_days delivery_days arrival_days billing_days payment_days")

    def others(self) -> list[forms.BoundField]:
        """Return the fields of delivery, tax and language."""
        return self._fields("delivery_term tax language")

    def proposal(self) -> list[forms.BoundField]:
        """Return the fields of the proposal itself."""
        return self._fields("from_on note")

    def _fields(self, names: str) -> list[forms.BoundField]:
        return [self[name] for name in names.split()]

    def terms(self) -> Terms:
        """Return the terms as they were filled in; what the form does not show stays as it was."""
        told, before = self.cleaned_data, self.before
        amount, days = told["amount"], told["days"]
        tolerance = Tolerance(
            quantity=self._allowance("quantity", before.tolerance.quantity),
            price=self._allowance("price", before.tolerance.price),
            amount=_of_money(amount, before.tolerance.amount),
            days=None if days is None else Allowance(over=days),
        )
        settlement = PRESETS.get(told["settlement"], before.settlement)
        plain_terms = {name: told[name] for name in _PLAIN}
        return before._replace(settlement=settlement, tolerance=tolerance, **plain_terms)

    def _allowance(self, name: str, before: Allowance | None) -> Allowance | None:
        over, under = (_of_percent(self.cleaned_data[f"{name}_{way}"]) for way in ("over", "under"))
        fresh = (before or Allowance())._replace(over_percent=over, under_percent=under)
        return None if fresh == Allowance() else fresh


_PLAIN = (
    "expects_ask", "expects_answer", "expects_send", "response_days", "arrival_days", "billing_days",
    "payment_days", "delivery_days", "delivery_term", "tax",
)  # fmt: skip


@for_members
def propose(request: AskerRequest, number: int, way: str) -> HttpResponse:
    """Let somebody propose terms of one direction."""
    asker = request.asker
    between, direction = _direction(request, number, way)
    if not may(asker, Doing.AGREE) or not between.other:
        raise NotAllowed(
            _("You do not agree on terms here."), hint=_("Ask an owner or a trader of your party.")
        )
    waits = _waiting(request, between, is_given=direction.is_given)
    shown = waits.terms if waits else direction.terms
    language = (
        waits.proposal.language if waits else actions.language_of(asker, between, is_given=direction.is_given)
    )
    own = name_of(asker.party)
    names = (own, between.name) if direction.is_given else (between.name, own)
    form = TermsForm(
        request.POST or None,
        before=shown,
        names=names,
        initial=_initial(shown, language, is_first=direction.from_on is None),
    )
    if request.method == "POST" and form.is_valid():
        proposal = actions.propose(
            asker, number=number, is_given=direction.is_given, terms=form.terms(), now=timezone.now(),
            from_on=form.cleaned_data["from_on"].toordinal(), language=form.cleaned_data["language"],
            note=form.cleaned_data["note"],
        )  # fmt: skip
        is_said = proposal.state == State.SAID
        messages.success(
            request,
            _("These terms count now, as you say; %(party)s agrees once somebody acts for them.")
            % {"party": between.name}
            if is_said
            else _("%(party)s has your proposal.") % {"party": between.name},
        )
        return redirect("relation", number)
    return render(
        request,
        "agree/terms.html",
        {"form": form, "between": between, "is_given": direction.is_given, "waits": waits},
    )


@require_POST
@for_members
def answer(request: AskerRequest, number: int, proposal: int) -> HttpResponse:
    """Agree to terms, or decline them."""
    is_agreed = request.POST.get("answer") == "agree"
    why = request.POST.get("why", "")[:1000].strip()
    actions.answer(request.asker, proposal=proposal, is_agreed=is_agreed, why=why, now=timezone.now())
    messages.success(request, _("Agreed.") if is_agreed else _("Declined; they see why."))
    return redirect("relation", number)


@require_POST
@for_members
def withdraw(request: AskerRequest, number: int, proposal: int) -> HttpResponse:
    """Take a proposal back."""
    actions.withdraw(request.asker, proposal=proposal, now=timezone.now())
    messages.success(request, _("Taken back."))
    return redirect("relation", number)


def _direction(request: AskerRequest, number: int, way: str) -> tuple[Between, Direction]:
    store = reading()
    between = relation(store, request.asker, number)
    if between is None or way not in _WAYS:
        raise NotThere
    today = timezone.localdate().toordinal()
    given, taken = directions(store, request.asker, between, today=today)
    return between, given if way == _GIVEN else taken


def _waiting(request: AskerRequest, between: Between, *, is_given: bool) -> Any:
    return next(
        (
            each
            for each in proposals(request.asker, between)
            if each.proposal.state == State.OPEN and each.is_given == is_given
        ),
        None,
    )


def _initial(terms: Terms, language: str, *, is_first: bool) -> dict[str, object]:
    """Return what the form shows of terms before anything is changed; the first begin today."""
    name = preset_of(terms.settlement)
    quantity, price, amount, days = (each or Allowance() for each in terms.tolerance)
    return {name: getattr(terms, name) for name in _PLAIN} | {
        "settlement": name if name in PRESETS else _AS_IT_IS,
        "quantity_over": _percent(quantity.over_percent),
        "quantity_under": _percent(quantity.under_percent),
        "price_over": _percent(price.over_percent),
        "price_under": _percent(price.under_percent),
        "amount": None if amount.over is None else Decimal(plain(amount.over, MONEY_PLACES)),
        "days": days.over,
        "language": language,
        "from_on": date.fromordinal(timezone.localdate().toordinal() + (not is_first)),
    }


def _percent(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(plain(value, PERCENT_PLACES))


def _of_percent(value: Decimal | None) -> int | None:
    return None if value is None else scaled(f"{value:f}", PERCENT_PLACES)


def _of_money(value: Decimal | None, before: Allowance | None) -> Allowance | None:
    fresh = (before or Allowance())._replace(
        over=None if value is None else scaled(f"{value:f}", MONEY_PLACES),
        under=None if value is None else scaled(f"{value:f}", MONEY_PLACES),
    )
    return None if fresh == Allowance() else fresh
