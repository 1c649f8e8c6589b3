"""The pages of this app: finding, talking, and what the person behind an order sees."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comaker.apps.know import actions
from comaker.apps.know.finding import found_for
from comaker.front.asker import AskerRequest, for_members
from comaker.kernel.access import Seeing, sees
from comaker.kernel.product import label
from comaker.record.asked.line import row_by_link
from comaker.record.sight import beyond

QUERY_MAX = 100


@require_POST
@for_members
def say(request: AskerRequest, key: int) -> HttpResponse:
    """Say something about a line, to both sides or to one's own people."""
    actions.say(
        request.asker,
        line=key,
        words=request.POST.get("words", ""),
        is_note=request.POST.get("note") == "1",
        now=timezone.now(),
    )
    return redirect(f"/line/{key}#talk")


@require_POST
@for_members
def note_asked(request: AskerRequest, key: int) -> HttpResponse:
    """Keep that the customer asked where a line stands."""
    words = request.POST.get("words", "")
    actions.note_asked(request.asker, line=key, words=words, now=timezone.now())
    messages.success(request, _("Kept, with the moment."))
    return redirect(f"/line/{key}")


@require_POST
@for_members
def add_originator(request: AskerRequest, key: int) -> HttpResponse:
    """Add the person behind a line, and make his link."""
    secret = actions.add_originator(
        request.asker, line=key, name=request.POST.get("name", ""), now=timezone.now()
    )
    request.session["fresh_link"] = request.build_absolute_uri(f"/behind/{secret}")
    return redirect(f"/line/{key}#behind-title")


@require_POST
@for_members
def end_originator(request: AskerRequest, key: int, originator: int) -> HttpResponse:
    """Let the link of a person show nothing any more."""
    actions.end_originator(request.asker, line=key, originator=originator, now=timezone.now())
    messages.success(request, _("The link shows nothing any more."))
    return redirect(f"/line/{key}")


def behind(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a row to the person whom it is for, and ask how it was."""
    with beyond():
        now = timezone.now()
        if request.method == "POST":
            grade, words = request.POST.get("grade", ""), request.POST.get("words", "")
            actions.answer(secret, grade=grade, words=words, now=now)
            messages.success(request, _("Thank you. Both sides read what you said."))
            return redirect("behind", secret)
        originator = actions.originator_of(secret, now=now)
        state = row_by_link(originator.line)
    if state is None:
        raise actions.LinkEnded
    context = {
        "originator": originator,
        "state": state,
        "product": label(state.row.product) or label(state.line.product),
        "today": timezone.localdate().toordinal(),
        "grades": actions.GRADE_NAMES,
    }
    return render(request, "know/behind.html", context)


@require_GET
@for_members
def search_page(request: AskerRequest) -> HttpResponse:
    """Answer a name, a postcode or any number in readable sentences."""
    wanted = " ".join(request.GET.get("q", "").split())[:QUERY_MAX]
    today = timezone.localdate().toordinal()
    found = found_for(request.asker, wanted, today=today)
    context = {
        "wanted": wanted,
        "found": found,
        "today": today,
        "sees_money": sees(request.asker, Seeing.MONEY),
    }
    return render(request, "know/search.html", context)
