"""The pages of web hooks: where changes are told to, what is on its way, and what was given up."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from comaker.front.asker import AskerRequest, for_members
from comaker.front.hooks import keeping
from comaker.front.hooks.addresses import URL_MAX
from comaker.front.hooks.signing import written
from comaker.front.hooks.states import DEAD, SENT, WAITING
from comaker.front.sayings import say
from comaker.kernel.refusal import Refusal
from comaker.record.transaction import transact

_AT_ONCE = 50
_LAST = 2**63 - 1


class HookForm(forms.Form):
    """A new web hook."""

    url = forms.URLField(
        label=gettext_lazy("Where should changes be told?"),
        help_text=gettext_lazy("A program of yours that is reached by HTTPS."),
        max_length=URL_MAX,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://example.com/comaker"}),
    )


@for_members
def hooks_page(request: AskerRequest) -> HttpResponse:
    """Show the web hooks of the party, and make one; its secret is on the page that answers."""
    asker = request.asker
    form, secret = HookForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            url = keeping.checked(form.cleaned_data["url"])
            hook = transact(lambda store: keeping.add(store, asker, url=url, now=datetime.now(UTC)))
            form, secret = HookForm(), written(hook.secret)
        except Refusal as refusal:
            form.add_error("url", f"{say(refusal.message)} {say(refusal.hint)}")
    return render(
        request,
        "front/hooks.html",
        {"hooks": keeping.hooks_of(asker), "form": form, "secret": secret},
        status=422 if form.errors else 200,
    )


@for_members
def hook_page(request: AskerRequest, hook: int) -> HttpResponse:
    """Show a web hook and the deliveries to it, the newest first."""
    state = request.GET.get("state", "")
    state = state if state in (WAITING, SENT, DEAD) else ""
    before = request.GET.get("before", "")
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else _LAST
    seen = keeping.hook_of(request.asker, hook)
    found = keeping.deliveries_of(request.asker, hook, before=last, limit=_AT_ONCE, state=state or None)
    return render(
        request,
        "front/hook.html",
        {
            "hook": seen,
            "deliveries": found,
            "state": state,
            "older": found[-1].id if len(found) == _AT_ONCE else None,
        },
    )


@require_POST
@for_members
def rest_hook(request: AskerRequest, hook: int) -> HttpResponse:
    """Let the deliveries of a hook rest, or go on after a rest."""
    is_resting = request.POST.get("rest") == "yes"
    transact(
        lambda store: keeping.change(
            store, request.asker, hook, url=None, is_resting=is_resting, now=datetime.now(UTC)
        )
    )
    said = _("Nothing is sent until you go on; what changes is kept.") if is_resting else _("It goes on.")
    messages.success(request, said)
    return redirect("hook", hook)


@require_POST
@for_members
def end_hook(request: AskerRequest, hook: int) -> HttpResponse:
    """End a hook."""
    transact(lambda store: keeping.end(store, request.asker, hook, now=datetime.now(UTC)))
    messages.success(request, _("It is told nothing any more."))
    return redirect("hooks")


@require_POST
@for_members
def send_again(request: AskerRequest, hook: int, delivery: int | None = None) -> HttpResponse:
    """Send a delivery again, or all that were given up."""
    count = transact(lambda store: keeping.send_again(store, request.asker, hook, delivery))
    messages.success(
        request, ngettext("%d delivery is sent again.", "%d deliveries are sent again.", count) % count
    )
    return redirect("hook", hook)


@require_POST
@for_members
def skip(request: AskerRequest, hook: int, delivery: int) -> HttpResponse:
    """Leave a delivery out, so that those behind it go on."""
    transact(lambda store: keeping.skip(store, request.asker, hook, delivery, now=datetime.now(UTC)))
    messages.success(request, _("It is left out; those behind it go on."))
    return redirect("hook", hook)
