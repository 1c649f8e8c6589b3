"""The page behind a private link: one deal, on any phone, without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from comaker.apps.agree.actions import visits as actions
from comaker.apps.agree.models import Proposal, State
from comaker.apps.agree.pages.answers import (
    PassForm,
    PromiseForm,
    ReceiveForm,
    SayForm,
    SendForm,
    line_shown,
    values_of,
)
from comaker.front.models import Visit
from comaker.front.refusals import NotThere
from comaker.kernel.access import Asker
from comaker.record.asked.visit import deals_visited
from comaker.record.sight import beyond, seeing
from comaker.record.transaction import reading

P = ParamSpec("P")

_SESSION = "visits"  # the numbers of the links that this browser has opened
_KEPT_MAX = 20
_YEAR_SECONDS = 365 * 86_400


class VisitRequest(HttpRequest):
    """A request of who came by a private link."""

    visit: Visit
    asker: Asker


@require_GET
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Let who has a link see its deal, for as long as his browser keeps him."""
    visit = actions.visit_of(secret, now=timezone.now())
    actions.visitor_of(visit.pk, now=timezone.now())
    known = [number for number in request.session.get(_SESSION, []) if number != visit.pk]
    request.session[_SESSION] = [*known, visit.pk][-_KEPT_MAX:]
    response = redirect("visit", visit.pk)
    language = _language(visit)
    if language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=_YEAR_SECONDS, samesite="Lax",
            secure=settings.IS_HTTPS,
        )  # fmt: skip
    return response


def for_visitors(
    page: Callable[Concatenate[VisitRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, int, P], HttpResponse]:
    """Let a page be asked for by who has opened the link of a visit in this browser."""

    @wraps(page)
    def asked(request: HttpRequest, visit: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if visit not in request.session.get(_SESSION, []):
            raise actions.LinkEnded
        found, asker = actions.visitor_of(visit, now=timezone.now())
        request.visit, request.asker = found, asker  # type: ignore[attr-defined]
        with seeing(asker):
            return page(request, *args, **kwargs)  # type: ignore[arg-type]

    return asked  # type: ignore[return-value]


@require_GET
@for_visitors
def page(request: VisitRequest) -> HttpResponse:
    """Show a deal, line by line, and let the visitor answer for his side."""
    visit, asker = request.visit, request.asker
    today = timezone.localdate().toordinal()
    store = reading()
    found = [
        each
        for relation, number in asker.deals
        for each in deals_visited(store, asker, relation=relation, number=number)
    ]
    if not found:
        raise NotThere
    shown = [
        (each.deal, [line_shown(asker, each.deal, line, today) for line in each.lines], each.bills)
        for each in found
    ]
    return render(request, "agree/visit.html", {"visit": visit, "deals": shown, "today": today})


@require_POST
@for_visitors
def act(request: VisitRequest, line: int, doing: str) -> HttpResponse:
    """Do what the visitor filled in on a line."""
    if doing not in _FORMS:
        raise NotThere
    form_of, do, told = _FORMS[doing]
    form = form_of(request.POST)
    if not form.is_valid():
        for name, errors in form.errors.items():
            label_of = form.fields[name].label or name
            messages.error(request, f"{label_of}: {' '.join(str(error) for error in errors)}")
    else:
        once = form.cleaned_data.pop("once")
        do(actions.Act(request.asker, line, once, timezone.now()), **values_of(form.cleaned_data))
        messages.success(request, told)
    return redirect(f"/visits/{request.visit.pk}#line-{line}")


_FORMS: dict[str, tuple[type[forms.Form], Callable[..., None], Any]] = {
    "promise": (PromiseForm, actions.promise, gettext_lazy("Your promise stands; they see it.")),
    "send": (SendForm, actions.send, gettext_lazy("What you sent stands; they see it.")),
    "receive": (ReceiveForm, actions.receive, gettext_lazy("What came in stands; they see it.")),
    "pass": (PassForm, actions.let_pass, gettext_lazy("You let it pass; they see it.")),
    "say": (SayForm, actions.say, gettext_lazy("Said.")),
}


def _language(visit: Visit) -> str:
    """Return the language that the two agreed to write in."""
    with beyond():
        counting = Proposal.objects.filter(
            relation=visit.relation_id, state__in=[State.AGREED.value, State.SAID.value]
        )
        return counting.order_by("-proposed_at").values_list("language", flat=True).first() or ""
