"""The forms of what is said of a deal: filled in beforehand, checked, and sent."""

import secrets
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comaker.apps.promise import actions
from comaker.apps.promise.actions import DOINGS, OF_MONEY, Act, Field, Occasion, Unusable
from comaker.apps.promise.forms.acts import ACTS
from comaker.apps.promise.forms.posted import Posted
from comaker.apps.promise.forms.view import View
from comaker.apps.promise.pages.beside import Beside, beside_in
from comaker.apps.promise.pages.deals import address_of, number_in
from comaker.apps.promise.pages.words import DONE
from comaker.apps.promise.panels import address_of_act, deal_of
from comaker.front.asker import AskerRequest, for_members
from comaker.front.refusals import NotAllowed, NotThere
from comaker.front.uploads import measuring
from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.refusal import Refusal
from comaker.record.asked.deal import Deal, deal_seen
from comaker.record.transaction import reading

_TAX = "tax_percent"  # in the session: what was typed last


@require_GET
@for_members
def say_page(request: AskerRequest, key: int, act: str) -> HttpResponse:
    """Lead to the form of an act about a line or a bill; to the line or bill itself where it is not his."""
    asker = request.asker
    deal, bill = deal_of(reading(), asker, key)
    if deal is None or act not in set(Act) or not _may_say(asker, deal, Act(act)):
        return redirect("gap" if bill or deal is None else "line", key)
    from_here = {"bill": bill} if bill else {"line": key}
    return redirect(address_of_act(deal, Act(act), from_here))


@measuring
@for_members
def act_page(request: AskerRequest, relation: int, deal: str, act: str) -> HttpResponse:
    """Show the form of an act; or say it, and show the deal."""
    if act not in set(Act):
        raise NotThere
    wanted = Act(act)
    view = _view(request, relation, deal)
    _must_say(view, wanted)
    posted = Posted(request.POST.dict())
    beside = beside_in(request)
    if request.method != "POST" or "look" in request.POST or "beside" in request.POST:
        return _shown(request, view, wanted, posted, {}, beside)
    way = ACTS[wanted]
    places: list[int] = []
    try:
        keywords, places = way.read(view, posted)
        occasion = Occasion(request.asker, timezone.now(), posted.text("form"), beside.digest)
        at = {"relation": relation, "deal": deal, "giver": view.deal.giver}
        done = way.do(occasion, **at, **keywords)
    except Unusable as error:
        return _shown(request, view, wanted, posted, _placed(error, places), beside, error)
    except (NotAllowed, NotThere):
        raise
    except Refusal as error:
        return _shown(request, view, wanted, posted, {}, beside, error)
    if posted.text("tax-0"):
        request.session[_TAX] = posted.text("tax-0")[:10]
    messages.success(request, DONE[wanted] % {"number": done.number})
    line = number_in(request, "line")
    if line and any(each.key == line for each in view.deal.lines):
        return redirect("line", line)
    return redirect(f"{address_of(relation, deal)}?giver={view.deal.giver}")


def _view(request: AskerRequest, relation: int, deal: str) -> View:
    found = deal_seen(
        reading(), request.asker, relation=relation, number=deal, giver=number_in(request, "giver")
    )
    if found is None or request.asker.is_visitor:
        raise NotThere
    today = timezone.localdate().toordinal()
    tax, bill, line = request.session.get(_TAX, ""), number_in(request, "bill"), number_in(request, "line")
    return View(found, request.asker, today, tax, bill, line)


def _must_say(view: View, act: Act) -> None:
    if not _may_say(view.asker, view.deal, act):
        raise NotAllowed(_("You may not do this here."), hint=_("Ask somebody of your party who may."))


def _may_say(asker: Asker, deal: Deal, act: Act) -> bool:
    is_hidden = act in OF_MONEY and not sees(asker, Seeing.MONEY)
    return not is_hidden and actions.may_say(asker, DOINGS[act], giver=deal.giver, taker=deal.taker)


def _placed(error: Unusable, places: list[int]) -> dict[Field, str]:
    """Return errors at the places where the values stand in the form."""
    return {
        Field(field.name, places[field.place] if 0 <= field.place < len(places) else field.place): said
        for field, said in error.errors.items()
    }


def _shown(
    request: AskerRequest,
    view: View,
    act: Act,
    posted: Posted,
    errors: dict[Field, str],
    beside: Beside,
    refusal: Refusal | None = None,
) -> HttpResponse:
    sheet = ACTS[act].show(view, posted, errors)
    named = {each.name for row in sheet.rows for each in (*row.inputs, *row.more)}
    named |= {each.name for each in (*sheet.head, *sheet.more)}
    loose = [said for field, said in errors.items() if _name(field) not in named]
    around = {
        "act": act, "sheet": sheet, "view": view, "beside": beside, "refusal": refusal, "loose": loose,
        "form": posted.text("form") or secrets.token_urlsafe(16),
        "back": f"{address_of(view.deal.relation, view.deal.number)}?giver={view.deal.giver}",
        "has_more": any(each.value or each.error for each in sheet.more),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "promise/act.html", around, status=status)


def _name(field: Field) -> str:
    return field.name if field.place < 0 else f"{field.name}-{field.place}"
