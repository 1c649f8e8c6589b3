"""The pages of a diagnosis: what went wrong on a line, in a deal or between two parties, and why."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comaker.apps.know.diagnosis import diagnosis_of
from comaker.front.asker import AskerRequest, for_members
from comaker.front.refusals import NotThere
from comaker.kernel.gap import Cause
from comaker.record.asked.why import Matter, matter_of_deal, matter_of_line, matter_of_relation


@require_GET
@for_members
def why_line(request: AskerRequest, key: int) -> HttpResponse:
    """Show what went wrong on one line."""
    matter = matter_of_line(key, request.asker, today=_today())
    title = _("Why this line went as it did")
    return _show(request, matter, title, back=f"/line/{key}")


@require_GET
@for_members
def why_deal(request: AskerRequest, relation: int, deal: str) -> HttpResponse:
    """Show what went wrong in one deal."""
    matter = matter_of_deal(relation, deal, request.asker, today=_today())
    title = _("Why %(deal)s went as it did") % {"deal": deal}
    return _show(request, matter, title)


@require_GET
@for_members
def why_relation(request: AskerRequest, relation: int) -> HttpResponse:
    """Show what went wrong between two parties."""
    matter = matter_of_relation(relation, request.asker, today=_today())
    title = _("What went wrong with %(who)s, and why") % {"who": matter.other if matter else ""}
    return _show(request, matter, title)


def _show(request: AskerRequest, matter: Matter | None, title: str, *, back: str = "") -> HttpResponse:
    if matter is None:
        raise NotThere
    wanted = request.GET.get("cause", "")
    cause = Cause(wanted) if wanted in {each.value for each in Cause} else None
    in_pieces = request.GET.get("in") == "pieces"
    diagnosis = diagnosis_of(matter, request.asker, cause=cause, in_pieces=in_pieces, today=_today())
    context: dict[str, Any] = {"matter": matter, "title": title, "back": back, "diagnosis": diagnosis}
    return render(request, "know/why.html", context)


def _today() -> int:
    return timezone.localdate().toordinal()
