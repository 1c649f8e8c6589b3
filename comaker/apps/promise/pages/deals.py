"""The list of deals, and one deal with its lines, bills and papers."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comaker.apps.promise import actions
from comaker.apps.promise.forms.view import title_of
from comaker.apps.promise.pages.words import DIRECTIONS, SORTS, STATES
from comaker.apps.promise.panels import action_of
from comaker.apps.promise.queries import choices_of, gaps_on, whose
from comaker.front.asker import AskerRequest, for_members
from comaker.front.exports import CSV, EXCEL, Value, decimal, exported
from comaker.front.pulse import serial_for
from comaker.front.refusals import NotThere
from comaker.front.said import gap_said
from comaker.front.telling import line_told
from comaker.kernel.access import Asker, Doing, Seeing, may, sees
from comaker.kernel.amounts import MONEY_PLACES, PRICE_PLACES, QUANTITY_PLACES
from comaker.kernel.gap import Gap, State
from comaker.record.asked import deals as asked
from comaker.record.asked.deal import Deal, DealBill, DealLine, DealPaper, deal_seen
from comaker.record.asked.deals import DealRow, Direction, Page, Sort, Wanted
from comaker.record.asked.deals import State as Standing
from comaker.record.transaction import reading

_EXPORTED_MAX = 20_000
_LINES_SHOWN = 3


class LineShown(NamedTuple):
    """A line of a deal as it stands on a page."""

    key: int
    line: DealLine
    title: str
    told: str
    whose: str


class BillShown(NamedTuple):
    """A bill of a deal as it stands on a page."""

    bill: DealBill
    whose: str
    said: tuple[str, ...]


class PaperShown(NamedTuple):
    """A paper of a deal, with the files that were read to make it."""

    paper: DealPaper
    enclosed: tuple[Any, ...]
    is_ours: bool = False


class RowShown(NamedTuple):
    """A deal as it stands in the list."""

    row: DealRow
    address: str
    lines: tuple[tuple[DealLine, str], ...]
    more: int
    whose: str
    open_amount: int
    currency: str


@require_GET
@for_members
def list_page(request: AskerRequest) -> HttpResponse:
    """Show the deals of the party, as asked for in the address."""
    asker, store = request.asker, reading()
    today = timezone.localdate().toordinal()
    wanted = wanted_in(request)
    page = asked.deals(store, asker, wanted=wanted, today=today)
    around = {
        "rows": [_row_shown(row, asker, today) for row in page.rows],
        "after": page.after,
        "chosen": wanted,
        "is_filtered": wanted._replace(after="", sort=Sort.NEWEST) != Wanted(),
        "states": STATES.items(),
        "sorts": SORTS.items(),
        "directions": DIRECTIONS.items(),
        "partners": asked.partners_of(store, asker, most=500),
        "has_money": sees(asker, Seeing.MONEY),
        "may_ask": may(asker, Doing.ASK),
        "today": today,
    }
    return render(request, "promise/deals.html", around)


@require_GET
@for_members
def deal_page(request: AskerRequest, relation: int, deal: str) -> HttpResponse:
    """Show a deal: its lines drawn, what can be said now, its bills and its papers."""
    asker, today = request.asker, timezone.localdate().toordinal()
    giver, after = number_in(request, "giver"), number_in(request, "after")
    found = deal_seen(reading(), asker, relation=relation, number=deal, giver=giver, after=after)
    if found is None:
        raise NotThere
    is_giver = asker.is_one_of(found.giver)
    choices = choices_of(found, asker, found.lines, found.bills, today)
    enclosed = actions.enclosures(asker, [paper.key for paper in found.papers])
    around = {
        "deal": found,
        "is_giver": is_giver,
        "other": found.taker_name if is_giver else found.giver_name,
        "lines": [_line_shown(each, found, asker, today) for each in found.lines],
        "bills": [_bill_shown(each, asker, found, today) for each in found.bills],
        "papers": [PaperShown(each, tuple(enclosed.get(each.key, ()))) for each in found.papers],
        "own": [action_of(found, each) for each in choices if each.is_own],
        "noted": [action_of(found, each) for each in choices if not each.is_own],
        "serial": serial_for(request, relation) or 0,
        "others": [f"{address_of(relation, deal)}?giver={each}" for each in found.others],
        "has_money": sees(asker, Seeing.MONEY),
        "today": today,
    }
    return render(request, "promise/deal.html", around)


@require_GET
@for_members
def export_page(request: AskerRequest, kind: str) -> HttpResponse:
    """Give the deals that are asked for in the address, line by line, as a file to keep."""
    if kind not in (CSV, EXCEL):
        raise NotThere
    asker = request.asker
    headings: list[Value] = [
        _("Order"), _("Other party"), _("Direction"), _("Line"), _("What"), _("Unit"), _("Asked"),
        _("Promised"), _("Sent"), _("Received"), _("Refused"), _("Open"),
    ]  # fmt: skip
    if sees(asker, Seeing.MONEY):
        headings += [_("Price each"), _("Billed"), _("Paid"), _("Currency")]
    rows = [headings, *_exported(request, asker)]
    return exported(rows, name=_("deals"), kind=kind, today=timezone.localdate())


def address_of(relation: int, deal: str) -> str:
    """Return where a deal is shown."""
    return f"/deals/{relation}/{quote(deal, safe='')}"


def number_in(request: HttpRequest, name: str) -> int:
    """Return a number in an address; 0 for anything else."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def wanted_in(request: HttpRequest) -> Wanted:
    """Return which deals an address asks for; what it says amiss counts as not said."""
    asked_for = request.GET
    state, sort, way = (asked_for.get(name, "") for name in ("state", "sort", "way"))
    return Wanted(
        " ".join(asked_for.get("q", "").replace("\0", "").split())[:100],
        Standing(state) if state in set(Standing) else Standing.ANY,
        number_in(request, "party"),
        Direction(way) if way in set(Direction) else Direction.ANY,
        Sort(sort) if sort in set(Sort) else Sort.NEWEST,
        asked_for.get("after", "")[:200],
    )


def _row_shown(row: DealRow, asker: Asker, today: int) -> RowShown:
    address = reverse("line", args=[row.lines[0].key])
    if row.number:
        way = f"?giver={row.giver}" if row.is_two_way else ""
        address = f"{address_of(row.relation, row.number)}{way}"
    gaps = gaps_on(row.lines, row.bills)
    turns = whose(row.lines, row.bills, is_giver=row.is_giver, today=today)
    currency = next((each.state.line.currency for each in row.lines if each.state.line.currency), "")
    worth = sum(gap.counted for gap in gaps if gap.state(today) is State.OPEN)
    shown = tuple((each, title_of(each)) for each in row.lines[:_LINES_SHOWN])
    return RowShown(row, address, shown, max(0, row.size - len(shown)), turns, worth, currency)


def _line_shown(line: DealLine, deal: Deal, asker: Asker, today: int) -> LineShown:
    is_giver = asker.is_one_of(deal.giver)
    gaps = [gap for gap in line.state.gaps if gap.state(today) is State.OPEN]
    turn = whose([line], (), is_giver=is_giver, today=today)
    other = deal.taker_name if is_giver else deal.giver_name
    worst = max(gaps, key=_worth, default=None)
    told = line_told(
        line.state, other=other, is_giver=is_giver, today=today, next_gap=worst, is_mine=turn == "mine"
    )
    # The order is named above all of its lines.
    return LineShown(line.key, line, title_of(line), told.partition(": ")[2] or told, turn)


def _bill_shown(bill: DealBill, asker: Asker, deal: Deal, today: int) -> BillShown:
    said = tuple(
        gap_said(gap, "", bill.state.currency, today)
        for gap in bill.state.gaps
        if gap.state(today) in (State.OPEN, State.WAITING)
    )
    return BillShown(bill, whose((), [bill], is_giver=asker.is_one_of(deal.giver), today=today), said)


def _worth(gap: Gap) -> tuple[int, int, int]:
    return gap.counted, gap.amount or 0, gap.quantity or 0


def _exported(request: HttpRequest, asker: Asker) -> Iterator[list[Value]]:
    """Yield the lines of the deals, page by page."""
    wanted, store = wanted_in(request)._replace(after="", most=200), reading()
    today, count = timezone.localdate().toordinal(), 0
    with_money = sees(asker, Seeing.MONEY)
    page = Page((), "-")
    while page.after and count < _EXPORTED_MAX:
        page = asked.deals(store, asker, wanted=wanted, today=today)
        for row in page.rows:
            for line in row.lines:
                count += 1
                yield _exported_line(row, line, today, with_money=with_money)
        wanted = wanted._replace(after=page.after)


def _exported_line(row: DealRow, line: DealLine, today: int, *, with_money: bool) -> list[Value]:
    state = line.state
    told = state.row
    numbers = [
        told.asked and told.asked.quantity, told.promised and told.promised.quantity,
        told.sent and told.sent.quantity, told.received and told.received.quantity,
        told.received and told.received.rejected,
    ]  # fmt: skip
    gaps = [gap for gap in state.gaps if gap.state(today) is State.OPEN]
    cells: list[Value] = [
        row.number, row.party_name, _("you give") if row.is_giver else _("you take"), state.line.number,
        title_of(line), told.unit or state.line.unit,
        *(decimal(number, QUANTITY_PLACES) for number in numbers),
        "; ".join(gap_said(gap, told.unit, state.line.currency, today) for gap in gaps),
    ]  # fmt: skip
    if with_money:
        cost = told.promised.price if told.promised and told.promised.price is not None else None
        cost = told.asked.price if cost is None and told.asked else cost
        cells += [
            decimal(cost, PRICE_PLACES), decimal(told.billed and told.billed.amount, MONEY_PLACES),
            decimal(told.paid, MONEY_PLACES), state.line.currency,
        ]  # fmt: skip
    return cells
