"""The room Relation: whom we deal with, and everything between us and one of them."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comaker.apps.agree.actions import links
from comaker.apps.agree.actions.acquaint import acquaint
from comaker.apps.agree.pages.links import InviteForm, LinkForm
from comaker.apps.agree.pages.ways import input_shown, way_shown
from comaker.apps.agree.queries import proposals, waiting_by_relation
from comaker.front.asker import AskerRequest, for_members
from comaker.front.exports import CSV, EXCEL, Value, decimal, exported
from comaker.front.outsiders import people_of, waiting
from comaker.front.refusals import NotThere
from comaker.front.words import JOB_NAMES
from comaker.kernel.access import Asker, Doing, Job, Seeing, may, sees
from comaker.kernel.amounts import MONEY_PLACES
from comaker.kernel.names import folded
from comaker.record.asked import exchanged
from comaker.record.asked import relation as asked
from comaker.record.asked.relation import Between, Sums
from comaker.record.asked.terms import directions
from comaker.record.store import Store
from comaker.record.transaction import reading

_PER_PAGE = 25
_PAPERS_MAX = 15
_INPUTS_MAX = 30
_DEALS_MAX = 40
SORTS = {
    "": gettext_lazy("what you have to do"),
    "they": gettext_lazy("what they have to do"),
    "name": gettext_lazy("name"),
}


class AddForm(forms.Form):
    """Somebody with whom the party begins to deal."""

    name = forms.CharField(label=gettext_lazy("What are they called?"), max_length=200)
    identifier = forms.CharField(
        label=gettext_lazy("VAT number, GLN or chamber of commerce number"),
        help_text=gettext_lazy("By this their documents know them. Leave it empty if you do not know it."),
        max_length=80,
        required=False,
    )
    is_person = forms.BooleanField(label=gettext_lazy("This is a person or a household"), required=False)


class Listed(NamedTuple):
    """A relation in the list, with what is open both ways, and how many proposals wait for an answer."""

    between: Between
    mine: Sums
    theirs: Sums
    proposals: int


@for_members
def list_page(request: AskerRequest) -> HttpResponse:
    """Show whom the party deals with, and what is open both ways."""
    asker, store = request.asker, reading()
    query, sort = request.GET.get("q", "").strip(), request.GET.get("sort", "")
    every = asked.relations(store, asker)
    found = [each for each in every if each.papers or each.other] if not query else _named(every, query)
    listed = _listed(store, asker, found)
    page = _page(sorted(listed, key=_order(sort)), request)
    context = {
        "page": page, "query": query, "sort": sort, "sorts": SORTS.items(), "total": len(every),
        "may_add": may(asker, Doing.INVITE), "form": AddForm(), "with_money": sees(asker, Seeing.MONEY),
    }  # fmt: skip
    return render(request, "agree/relations.html", context)


@for_members
def export_page(request: AskerRequest, kind: str) -> HttpResponse:
    """Give the relations, as asked for in the address, as a file to keep."""
    if kind not in (CSV, EXCEL):
        raise NotThere
    asker, store = request.asker, reading()
    every = asked.relations(store, asker)
    query = request.GET.get("q", "").strip()
    listed = _listed(store, asker, _named(every, query) if query else every)
    rows: list[list[Value]] = [
        [_("Name"), _("You have to do"), _("They have to do"), _("Currency"), _("Yours"), _("Theirs")]
    ]
    for row in sorted(listed, key=_order(request.GET.get("sort", ""))):
        mine, theirs = dict(row.mine.amounts), dict(row.theirs.amounts)
        for at, currency in enumerate(sorted({*mine, *theirs}) or [""]):
            counts: list[Value] = [row.mine.gaps, row.theirs.gaps] if not at else [None, None]
            sums = [decimal(each.get(currency), MONEY_PLACES) for each in (mine, theirs)]
            rows.append([row.between.name, *counts, currency, *sums])
    return exported(rows, name=_("relations"), kind=kind, today=timezone.localdate())


@require_POST
@for_members
def add(request: AskerRequest) -> HttpResponse:
    """Begin to deal with somebody."""
    form = AddForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("relations")
    number = acquaint(request.asker, now=timezone.now(), **form.cleaned_data)
    return redirect("relation", number)


@for_members
def relation_page(request: AskerRequest, number: int) -> HttpResponse:
    """Show the two parties, what is open, the terms, who may look in, and what went on."""
    return render(request, "agree/relation.html", _everything(request, request.asker, number))


def _everything(request: HttpRequest, asker: Asker, number: int) -> dict[str, Any]:
    store, now = reading(), timezone.now()
    today = timezone.localdate().toordinal()
    between = asked.relation(store, asker, number)
    if between is None:
        raise NotThere
    proposed = proposals(asker, between)
    kinds = asked.open_kinds(store, asker, between, today=today)
    people = people_of(between.others) if between.other else []
    may_invite = may(asker, Doing.INVITE) and bool(between.other)
    return {
        "between": between,
        "today": today,
        "own": asked.side(store, asker.parties),
        "theirs": asked.side(store, between.others),
        "ways": [
            way_shown(asker, between, direction, proposed, kinds)
            for direction in directions(store, asker, between, today=today)
        ],
        "people": [(str(each.user), JOB_NAMES[Job(each.job)]) for each in people]
        if sees(asker, Seeing.MEMBERS)
        else [],
        "has_people": bool(people),
        "papers": exchanged.papers(store, asker, between, most=_PAPERS_MAX),
        "inputs": [
            input_shown(each, today) for each in exchanged.inputs(store, asker, between, most=_INPUTS_MAX)
        ],
        "may_agree": may(asker, Doing.AGREE) and bool(between.other),
        "may_invite": may_invite,
        "invitations": waiting(asker, party=between.other, now=now) if may_invite else [],
        "links": links.links(asker, between, now=now) if may_invite else [],
        "invite_form": InviteForm(),
        "link_form": LinkForm(),
        "deals": exchanged.deals(store, asker, between, most=_DEALS_MAX) if may_invite else [],
        "fresh": request.session.pop("fresh_link", None),
        "with_money": sees(asker, Seeing.MONEY),
    }


def _named(every: list[Between], query: str) -> list[Between]:
    wanted = folded(query)
    return [each for each in every if wanted in folded(each.name)]


def _listed(store: Store, asker: Asker, found: list[Between]) -> list[Listed]:
    today = timezone.localdate().toordinal()
    sums = asked.open_sums(store, asker, found, today=today)
    waits = waiting_by_relation(asker, [number for each in found for number in each.numbers])
    return [
        Listed(each, *sums[each.id], sum(waits.get(number, 0) for number in each.numbers)) for each in found
    ]


def _order(sort: str) -> Any:
    if sort == "name":
        return lambda each: folded(each.between.name)
    side = "theirs" if sort == "they" else "mine"
    return lambda each: (
        -each.proposals if side == "mine" else 0,
        -getattr(each, side).gaps,
        folded(each.between.name),
    )


def _page(rows: list[Listed], request: HttpRequest) -> Page[Listed]:
    return Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
