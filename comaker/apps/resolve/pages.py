"""The pages of work on gaps: one gap with all that can be done, and what is done to many at once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from comaker.apps.resolve import actions
from comaker.apps.resolve.models import REMIND_DAYS, Pace
from comaker.apps.resolve.panels import gap_panel, works_in
from comaker.apps.resolve.queries import colleagues, pace_of
from comaker.front.asker import AskerRequest, for_members
from comaker.front.models import User
from comaker.front.panels import panels_of
from comaker.front.refusals import NotThere
from comaker.front.said import gap_said
from comaker.kernel.access import Seeing, sees
from comaker.kernel.gap import Kind
from comaker.kernel.refusal import Refusal

_WEEK = 7


class NothingChosen(Refusal):
    """Something should be done, and nothing is chosen."""


class AssignForm(forms.Form):
    """Who looks at gaps from now on."""

    to = forms.ChoiceField(label=gettext_lazy("Who looks at it?"), required=False)


class AsideForm(forms.Form):
    """Until when gaps are put aside, and why."""

    until = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=gettext_lazy("Why can it wait?"), max_length=500,
        help_text=gettext_lazy("Your colleagues read it; the other side does not."),
    )  # fmt: skip


class RemindForm(forms.Form):
    """Words that go with a reminder."""

    words = forms.CharField(
        label=gettext_lazy("A few words of your own"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("They read it with the reminder. You may leave it empty."),
    )  # fmt: skip


class PaceForm(forms.Form):
    """How often somebody wants mail."""

    pace = forms.ChoiceField(
        label=gettext_lazy("When something waits for you"),
        widget=forms.RadioSelect,
        choices=[
            (Pace.AT_ONCE.value, gettext_lazy("Mail me at once")),
            (Pace.DAILY.value, gettext_lazy("Mail me once a day, in the morning")),
            (Pace.NEVER.value, gettext_lazy("Do not mail me")),
        ],
    )


@for_members
def gap_page(request: AskerRequest, owner: int) -> HttpResponse:
    """Show a line or bill with its gaps, and all that can be done about them."""
    shown = gap_panel(request.asker, owner, today=_today(), chosen=request.GET.get("accept", ""))
    if shown is None:
        raise NotThere
    return render(
        request,
        "resolve/gap.html",
        {
            "shown": shown,
            "today": _today(),
            "has_money": sees(request.asker, Seeing.MONEY),
            "panels": panels_of(shown.owned, request.asker, but="resolve"),
        },
    )


@require_POST
@for_members
def accept(request: AskerRequest, owner: int) -> HttpResponse:
    """Let a gap pass."""
    kind = request.POST.get("kind", "")
    if kind not in [each.value for each in Kind]:
        raise NotThere
    row = actions.accept(
        request.asker, owner=owner, kind=Kind(kind), why=request.POST.get("why", ""), today=_today(),
        now=timezone.now(),
    )  # fmt: skip
    if row.posted_at:
        messages.success(request, _("You let it pass. It stands in the record for both sides."))
    else:
        messages.success(
            request,
            _("This is more than you may let pass alone. It waits for the word of a second person."),
        )
    return redirect("gap", owner)


@require_POST
@for_members
def confirm(request: AskerRequest, number: int) -> HttpResponse:
    """Give the second word."""
    actions.confirm(request.asker, number, today=_today(), now=timezone.now())
    messages.success(request, _("You both let it pass. It stands in the record for both sides."))
    return redirect(_next(request))


@require_POST
@for_members
def decline(request: AskerRequest, number: int) -> HttpResponse:
    """Do not give the second word, or take the first one back."""
    actions.decline(request.asker, number, now=timezone.now())
    messages.success(request, _("It is not let pass, and stays open."))
    return redirect(_next(request))


@require_POST
@for_members
def take_back(request: AskerRequest, number: int) -> HttpResponse:
    """Take back what was let pass."""
    actions.take_back(request.asker, number, now=timezone.now())
    messages.success(request, _("It is taken back, and open again."))
    return redirect(_next(request))


@for_members
def assign_gaps(request: AskerRequest) -> HttpResponse:
    """Let somebody of the party look at gaps."""
    asker = request.asker
    form = AssignForm(request.POST or None, initial={"to": str(asker.member)})
    people = [(str(member.pk), str(member.user)) for member in colleagues(asker)]
    form.fields["to"].choices = [*people, ("", _("Nobody"))]  # type: ignore[attr-defined]

    def done(names: Sequence[str]) -> str:
        to = form.cleaned_data["to"]
        made = actions.assign(asker, names, to=int(to) if to else None, today=_today(), now=timezone.now())
        if not made:
            messages.success(request, _("Nobody looks at it any more."))
        return f"assign-{'-'.join(map(str, made))}" if made else ""

    return _about(request, form, done, _("Say who looks at it"), _("Assign"))


@for_members
def put_gaps_aside(request: AskerRequest) -> HttpResponse:
    """Put gaps aside until a day."""
    today = _today()
    form = AsideForm(request.POST or None, initial={"until": date.fromordinal(today + _WEEK)})
    form.fields["until"].widget.attrs["min"] = date.fromordinal(today + 1).isoformat()

    def done(names: Sequence[str]) -> str:
        told = form.cleaned_data
        made = actions.put_aside(
            request.asker, names, until_on=told["until"].toordinal(), reason=told["reason"], today=today,
            now=timezone.now(),
        )  # fmt: skip
        return f"aside-{'-'.join(map(str, made))}" if made else ""

    return _about(request, form, done, _("Put it aside"), _("Put aside"))


@for_members
def remind_gaps(request: AskerRequest) -> HttpResponse:
    """Remind other parties of gaps."""
    form = RemindForm(request.POST or None)

    def done(names: Sequence[str]) -> str:
        told = actions.remind(
            request.asker, names, words=form.cleaned_data["words"], today=_today(), now=timezone.now()
        )
        for sentence in _said(told):
            messages.success(request, sentence)
        return ""

    return _about(request, form, done, _("Remind them"), _("Remind"))


@require_POST
@for_members
def undo(request: AskerRequest) -> HttpResponse:
    """Undo what was just done."""
    assignments, asides = works_in(request.POST.get("undo", ""))
    if actions.undo(request.asker, assignments=assignments, asides=asides, now=timezone.now()):
        messages.success(request, _("Undone."))
    return redirect(_next(request))


@for_members
def mail(request: AskerRequest) -> HttpResponse:
    """Let somebody choose how often he gets mail."""
    assert isinstance(request.user, User)
    form = PaceForm(request.POST or None, initial={"pace": pace_of(request.user).value})
    if request.method == "POST" and form.is_valid():
        actions.choose_pace(request.user, Pace(form.cleaned_data["pace"]))
        messages.success(request, _("Kept."))
        return redirect("gaps_mail")
    return render(request, "resolve/mail.html", {"form": form})


def _about(
    request: AskerRequest, form: forms.Form, done: Callable[[Sequence[str]], str], title: str, verb: str
) -> HttpResponse:
    """Ask what is to be done about the gaps that are chosen, or do it and go back.

    Args:
        done: does it, and returns what undoes it.
    """
    told = request.POST if request.method == "POST" else request.GET
    names = actions.names_in(told.getlist("gap"))
    if not names:
        raise NothingChosen(
            _("Nothing is chosen."), hint=_("Tick what you mean on Today, and try once more.")
        )
    back = _next(request)
    if request.method == "POST" and form.is_valid():
        undo = done(names)
        mark = "&" if "?" in back else "?"
        return redirect(f"{back}{mark}{urlencode({'undo': undo})}" if undo else back)
    found = actions.chosen(request.asker, names, today=_today())
    if not found:
        raise NotThere
    today = _today()
    said = [(one, gap_said(one.gaps[0], one.owned.unit, one.owned.currency, today)) for one in found]
    shown: dict[str, Any] = {
        "chosen": said, "form": form, "title": title, "verb": verb, "next": back, "today": today
    }  # fmt: skip
    return render(request, "resolve/about.html", shown, status=422 if form.errors else 200)


def _said(told: actions.Reminded) -> list[str]:
    """Say what became of reminders."""
    counted = {"made": told.made, "soon": told.too_soon, "others": told.not_theirs}
    made = ngettext("Reminded of %(made)d thing.", "Reminded of %(made)d things.", told.made)
    soon = ngettext(
        "They were reminded of %(soon)d thing in the last %(days)d days already.",
        "They were reminded of %(soon)d things in the last %(days)d days already.",
        told.too_soon,
    )
    others = ngettext(
        "%(others)d thing is not their turn, so nothing was sent about it.",
        "%(others)d things are not their turn, so nothing was sent about them.",
        told.not_theirs,
    )
    unreached = _("Nobody of %(party)s is here yet to read it. Invite them on the page of your relation.")
    said = ((told.made, made), (told.too_soon, soon), (told.not_theirs, others))
    found = [sentence % {**counted, "days": REMIND_DAYS} for many, sentence in said if many]
    return found + [unreached % {"party": name} for name in told.unreached]


def _next(request: HttpRequest) -> str:
    """Return where to go afterwards: an address of ours that the form or link tells."""
    told = request.POST.get("next") or request.GET.get("next") or "/"
    return told if url_has_allowed_host_and_scheme(told, None) and len(told) < 2000 else "/"


def _today() -> int:
    return timezone.localdate().toordinal()
