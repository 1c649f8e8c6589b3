"""The rooms: what stands around every page, and the pages that show several apps."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comaker.front.asker import AskerRequest, asker_in, for_members
from comaker.front.exports import CSV, EXCEL, exported
from comaker.front.refusals import NotThere
from comaker.kernel.access import Asker
from comaker.main.today import today_rows, today_shown
from comaker.record.models import Party
from comaker.record.sight import beyond


class Room(NamedTuple):
    """An entry of the menu."""

    name: str | Promise
    icon: str
    address: str
    is_here: bool


_ROOMS = (
    (_("Today"), "today", "today"),
    (_("Deals"), "deals", "deals"),
    (_("Relations"), "relation", "relations"),
    (_("Documents"), "documents", "documents"),
)


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what every page shows: the rooms, and for whom somebody acts."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    asker = getattr(request, "asker", None) or asker_in(request)
    if asker is None:
        return {}
    here = request.path
    rooms = []
    for name, icon, view in _ROOMS:
        address = reverse(view)
        is_here = here == address or (address != "/" and here.startswith(address))
        rooms.append(Room(name, icon, address, is_here))
    party_name = getattr(request, "party_name", "") or _name_of(asker)
    return {"rooms": rooms, "asker": asker, "party_name": party_name}


def _name_of(asker: Asker) -> str:
    """Return what the asker's party is called."""
    with beyond():
        return Party.objects.filter(pk=asker.party).values_list("name", flat=True).first() or ""


@for_members
def today(request: AskerRequest) -> HttpResponse:
    """Show whose turn it is."""
    return render(request, "main/today.html", today_shown(request, request.asker))


@for_members
def today_export(request: AskerRequest, kind: str) -> HttpResponse:
    """Give the list of gaps, as asked for in the address, as a file to keep."""
    if kind not in (CSV, EXCEL):
        raise NotThere
    rows = today_rows(request, request.asker)
    return exported(rows, name=gettext("differences"), kind=kind, today=timezone.localdate())
