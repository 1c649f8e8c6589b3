"""The room Line: one line as both sides see it, with everything that stands around it."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comaker.apps.know.panels import knowing
from comaker.front.asker import AskerRequest, for_members
from comaker.front.panels import panels_of
from comaker.front.pulse import serial_for
from comaker.front.refusals import NotThere
from comaker.front.rows import entries_shown, links_shown, talk_shown, ties_shown
from comaker.front.showing import YOU, gaps_shown, next_of, turns_of
from comaker.front.telling import lapse_said, line_told
from comaker.kernel.access import Seeing, sees
from comaker.kernel.product import label
from comaker.kernel.refusal import Refusal
from comaker.record.asked.line import line_seen
from comaker.record.asked.owned import owned_line
from comaker.record.asked.seen import LineSeen


class NotADay(Refusal):
    """A day is wanted and something else is written."""


@require_GET
@for_members
def line_page(request: AskerRequest, key: int) -> HttpResponse:
    """Show a line: the row of six, what differs, its entries with their papers, and the talk about it."""
    asker = request.asker
    as_of = _day(request.GET.get("as_of", ""))
    seen = line_seen(key, asker, as_of=as_of)
    if seen is None:
        raise NotThere
    line = seen.state.line
    # The frame of the page need not ask for it.
    request.party_name = line.giver.name if seen.is_giver else line.taker.name  # type: ignore[attr-defined]
    context = shown(seen, timezone.localdate().toordinal() if as_of is None else as_of)
    context |= {
        "has_money": sees(asker, Seeing.MONEY),
        "sees_notes": sees(asker, Seeing.NOTES),
        "as_of": as_of,
        "knowing": knowing(seen, asker),
        "panels": panels_of(owned_line(asker, seen), asker, bills=seen.bills),
        "entries": entries_shown(seen),
        "ties": ties_shown(seen),
        "links": links_shown(seen),
        "talk": talk_shown(seen, asker),
        "fresh": request.session.pop("fresh_link", "") if "fresh_link" in request.session else "",
    }
    return render(request, "main/line.html", context)


def shown(seen: LineSeen, today: int) -> dict[str, Any]:
    """Return what the page of a line shows on a day."""
    line, row = seen.state.line, seen.state.row
    gaps = gaps_shown(seen, today)
    first = next_of(gaps)
    told = line_told(
        seen.state,
        other=seen.other,
        is_giver=seen.is_giver,
        today=today,
        is_mine=first is not None and first.turn == YOU,
        next_gap=first and first.gap,
        in_all=sum(each.gap.counted for each in gaps if first and each.turn == first.turn and not each.bill),
    )
    return {
        "line": seen,
        "state": seen.state,
        "product": label(row.product) or label(line.product),
        "told": told,
        "today": today,
        "unpaid": seen.unpaid(today),
        "gaps": gaps,
        "turns": turns_of(gaps),
        "lapses": [lapse_said(lapse, row.unit) for lapse in seen.state.lapses],
        "deal_address": _if_there(f"/deals/{seen.relation}/{quote(line.deal, safe='')}") if line.deal else "",
        "relation_address": _if_there(f"/relations/{seen.relation}"),
    }


@require_GET
def pulse(request: HttpRequest, relation: int) -> HttpResponse:
    """Tell a page whether anything is new between two parties since a serial number: 204 when nothing is."""
    known = request.GET.get("serial", "")
    serial = serial_for(request, relation)
    if serial is None or known == str(serial):
        return HttpResponse(status=204)
    response = render(request, "main/pulse.html", {"relation": relation, "serial": serial})
    response["HX-Trigger"] = "record-changed"
    return response


def _if_there(address: str) -> str:
    """Return the address of another room, empty while there is no such room."""
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address


def _day(text: str) -> int | None:
    """Read a day as forms send it.

    Raises:
        NotADay: it is none.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise NotADay(
            _("“%(text)s” is not a day.") % {"text": text[:40]}, hint=_("Write it like 2026-01-09.")
        ) from None
