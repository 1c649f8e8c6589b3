"""Every page there is, opened: it shuts nobody out, fits on the narrowest phone, and loads little."""

import gzip
import re
from datetime import UTC, datetime

import pytest
from django.urls import get_resolver
from playwright.sync_api import expect

from comaker.apps.know.models import Originator
from comaker.front.models import Member, Visit
from comaker.kernel.gap import Kind
from comaker.main.world.filling import make_world
from comaker.record.models import Bill, Gap, Line, Relation
from tests.browser.seeing import DESK_DARK, NARROW, axe, fits, see
from tests.browser.site import session_of

# Where nothing is to be seen: what is done there is done by a form on another page, or it is a file.
DONE_ELSEWHERE = {
    "pulse", "say", "note_asked", "add_originator", "end_originator", "export_deals", "export_today",
    "export_relations", "beside", "deal_act",
    "relation_add", "terms_answer", "terms_withdraw", "relation_invite", "relation_invitation_end",
    "relation_link", "relation_link_end", "visit_open", "visit_act", "mandate_end", "accept_gap",
    "confirm_acceptance", "decline_acceptance", "take_back", "undo_work", "invite", "own", "end_member",
    "choose_party", "revoke_token", "rest_hook", "end_hook", "hook_again", "delivery_again", "skip_delivery",
    "language", "bring", "export_documents", "refused_file", "refused_again", "refused_us", "document_file",
    "keep_first", "match_choose", "match_likewise", "match_nothing", "match_untie", "match_back",
}  # fmt: skip
# Seen by other tests, on a record in which there is such a thing.
SEEN_ELSEWHERE = {"hook", "design", "behind", "join", "visit", "start"}
FIRST_LOAD_MAX = 100_000


@pytest.fixture
def world(site):
    now = datetime.now(UTC)
    return make_world(today=now.astimezone().date(), now=now)


@pytest.fixture
def page(world, visitor):
    return visitor(session=session_of(Member.objects.get(user__email="anna@consortial.example").user))


def addresses():
    """Return an address of each page, by its name."""
    line = Line.objects.get(deal="PO-2108", number="1")
    bill = Bill.objects.get(number="INV-2121")
    gap = Gap.objects.filter(owner=line.pk, kind=Kind.MISSING.value).exists() and f"{line.pk}-missing"
    relation = line.relation_id
    return {
        "today": ["/", "/?show=theirs", "/?show=coming", "/?q=nothing+like+this"],
        "line": [f"/line/{line.pk}", f"/line/{line.pk}?as_of=2026-01-01"],
        "search": ["/search?q=candle", "/search?q=nothing"],
        "why_line": [f"/line/{line.pk}/why"],
        "why_deal": [f"/deals/{relation}/PO-2108/why"],
        "why_relation": [f"/relations/{relation}/why"],
        "deals": ["/deals", "/deals?state=mine", "/deals?q=nothing"],
        "deal_new": ["/deals/new", "/deals/new?way=trade_in"],
        "deal": [f"/deals/{relation}/PO-2108"],
        "relations": ["/relations", "/relations?q=nobody"],
        "relation": [f"/relations/{each.pk}" for each in Relation.objects.all()[:3]],
        "terms": [f"/relations/{relation}/terms/given"],
        "mandates": ["/mandates"],
        "gap": [f"/gaps/{bill.pk}", f"/gaps/{line.pk}"],
        "assign_gaps": [f"/gaps/assign?gap={gap}"],
        "put_gaps_aside": [f"/gaps/aside?gap={gap}"],
        "remind_gaps": [f"/gaps/remind?gap={line.pk}-other_item"],
        "gaps_mail": ["/gaps/mail"],
        "people": ["/people"],
        "tokens": ["/people/tokens"],
        "hooks": ["/people/hooks"],
        "documents": ["/documents", "/documents?state=held"],
        "refused": ["/documents/refused"],
        "document": [f"/documents/{key}" for key in documents_of(line)],
        "match": ["/match"],
    }


def documents_of(line):
    from comaker.record.models import Document  # noqa: PLC0415 - the name of another thing here

    return Document.objects.filter(number__in=["PO-2108", "INV-2121"]).values_list("pk", flat=True)


def names():
    """Return the names of our own pages."""
    found = set()

    def walk(patterns):
        for each in patterns:
            if hasattr(each, "url_patterns"):
                if "accounts/" not in str(each.pattern) and "api/" not in str(each.pattern):
                    walk(each.url_patterns)
            else:
                found.add(each.name)

    walk(get_resolver().url_patterns)
    return found - {None}


def test_every_page_is_looked_at(world):
    assert names() - DONE_ELSEWHERE - SEEN_ELSEWHERE == set(addresses())


def test_every_page_shuts_nobody_out_and_fits(page):
    for places in addresses().values():
        for place in places:
            answer = page.goto(place)
            assert answer.status == 200, place
            for view in (NARROW, DESK_DARK):
                see(page, view)
                fits(page)
                axe(page)
            assert page.get_by_role("heading", level=1).count() == 1, place


@pytest.mark.parametrize(
    "place",
    ["login/", "signup/", "password/reset/", "email/", "password/change/", "2fa/", "2fa/totp/activate/",
     "2fa/webauthn/", "2fa/webauthn/add/", "reauthenticate/"],
)  # fmt: skip
def test_every_page_of_accounts_shuts_nobody_out(page, visitor, place):
    shown = visitor() if place in ("login/", "signup/", "password/reset/") else page

    shown.goto(f"/accounts/{place}")

    for view in (NARROW, DESK_DARK):
        see(shown, view)
        fits(shown)
        axe(shown)


def test_the_pages_of_who_comes_by_a_link_shut_nobody_out(world, visitor):
    page = visitor()
    page.goto(world.link)

    expect(page).to_have_url(re.compile("/visits/"))
    assert Visit.objects.count() == 1
    assert Originator.objects.count() >= 0
    for view in (NARROW, DESK_DARK):
        see(page, view)
        fits(page)
        axe(page)


def test_the_first_page_loads_little_and_nothing_from_elsewhere(page, site):
    sizes, others = {}, []

    def told(response):
        if not response.url.startswith(site):
            others.append(response.url)
        elif response.ok:
            body = response.body()
            is_packed = response.headers.get("content-encoding")
            sizes[response.url] = len(body) if not is_packed else len(gzip.compress(body))

    page.on("response", told)
    page.goto("/")
    page.wait_for_load_state("networkidle")

    assert others == []
    assert sum(sizes.values()) < FIRST_LOAD_MAX, sizes
