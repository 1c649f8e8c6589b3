"""The form of a new deal: typed, pasted, read from a list, or copied from a paper beside it."""

import secrets
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comaker.apps.promise import actions
from comaker.apps.promise.actions import Field, Occasion, Unusable, Way
from comaker.apps.promise.forms import order as forms
from comaker.apps.promise.forms.posted import Posted
from comaker.apps.promise.pages.beside import Beside, beside_in, enclosed_in, is_sheet
from comaker.apps.promise.pages.deals import address_of, number_in
from comaker.engines.sheets import AskRow, Read, read_asks
from comaker.front.asker import AskerRequest, for_members
from comaker.front.refusals import NotAllowed
from comaker.front.uploads import measuring
from comaker.kernel.access import Doing, may
from comaker.kernel.refusal import Refusal
from comaker.record.asked.deals import partners_of
from comaker.record.transaction import reading

_BLANK = 3
_FINDINGS_MAX = 20


@measuring
@for_members
def new_page(request: AskerRequest) -> HttpResponse:
    """Show the form of a new deal; read a list into it, show a paper beside it, or send it."""
    if not may(request.asker, Doing.ASK):
        raise NotAllowed(_("You make no deals here."), hint=_("Ask somebody of your party who does."))
    texts: dict[str, str] = request.POST.dict() if request.method == "POST" else {}
    way = forms.way_in(texts.get("way") or request.GET.get("way", ""))
    if request.method != "POST":
        return _shown(request, way, Posted({}), {}, Beside())
    for step, read in (("paste", _pasted), ("beside", _listed)):
        if step in texts and (step != "beside" or is_sheet(request)):
            return _with_lines(request, way, texts, read)
    beside = beside_in(request)
    if "send" in texts:
        return _sent(request, way, Posted(texts), beside)
    if "more" in texts:
        texts["rows"] = str(forms.rows_in(Posted(texts)) + _BLANK)
    return _shown(request, way, Posted(texts), {}, beside)


def _with_lines(request: AskerRequest, way: Way, texts: dict[str, str], read: Any) -> HttpResponse:
    """Show the form with lines that were read from what was pasted, or from a list."""
    posted = Posted(texts)
    try:
        found: Read[AskRow] = read(request)
    except Refusal as error:
        return _shown(request, way, posted, {}, beside_in_posted(request), error)
    after = max(forms.filled_rows(posted), default=-1) + 1
    texts |= forms.texts_of((row for _place, row in found.rows), after=after)
    texts["rows"] = str(after + len(found.rows))
    texts["pasted"] = ""
    beside = beside_in_posted(request)
    more = {"findings": found.findings[:_FINDINGS_MAX], "unused": found.unused}
    if found.rows:
        more["read"] = ngettext("%d line was read.", "%d lines were read.", len(found.rows)) % len(found.rows)
    elif not found.findings:
        more["read"] = _("There is no line in it.")
    return _shown(request, way, Posted(texts), {}, beside, more=more)


def beside_in_posted(request: AskerRequest) -> Beside:
    """Return the paper that stands beside the form already."""
    return enclosed_in(request, request.POST.get("enclosed", ""))


def _pasted(request: AskerRequest) -> Read[AskRow]:
    return read_asks(request.POST.get("pasted", "").encode())


def _listed(request: AskerRequest) -> Read[AskRow]:
    file = request.FILES.get("paper")
    assert file is not None  # it is what makes this a list
    return read_asks(file.read())


def _sent(request: AskerRequest, way: Way, posted: Posted, beside: Beside) -> HttpResponse:
    places: list[int] = []
    try:
        order, places = forms.said_order(posted, way)
        occasion = Occasion(request.asker, timezone.now(), posted.text("form"), beside.digest)
        done = actions.ask(occasion, order=order)
    except Unusable as error:
        errors = {
            Field(field.name, places[field.place] if 0 <= field.place < len(places) else field.place): said
            for field, said in error.errors.items()
        }
        return _shown(request, way, posted, errors, beside, error)
    except NotAllowed:
        raise
    except Refusal as error:
        return _shown(request, way, posted, {}, beside, error)
    messages.success(request, _("Order %(number)s stands; both sides see it.") % {"number": done.number})
    return redirect(f"{address_of(done.relation, done.deal)}?giver={done.giver}")


def _shown(
    request: AskerRequest,
    way: Way,
    posted: Posted,
    errors: dict[Field, str],
    beside: Beside,
    refusal: Refusal | None = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    partners = [each for each in partners_of(reading(), request.asker) if each.name]
    form = forms.shown_order(posted, errors, way, partners, other=number_in(request, "with"))
    around = {
        "form": form, "ways": forms.WAYS.items(), "beside": beside, "refusal": refusal,
        "key": posted.text("form") or secrets.token_urlsafe(16), "rows": len(form.rows),
        "pasted": posted.text("pasted"), "note": errors.get(Field("lines"), ""), **(more or {}),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "promise/order.html", around, status=status)
