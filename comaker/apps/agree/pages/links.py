"""The links of a relation: somebody of the other side is invited, or gets a private link to one deal."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comaker.apps.agree.actions import links
from comaker.apps.agree.actions.terms import language_of
from comaker.apps.agree.queries import name_of
from comaker.front.asker import AskerRequest, for_members
from comaker.front.outsiders import take_back
from comaker.front.refusals import NotThere
from comaker.kernel.access import Asker
from comaker.record.asked.relation import Between, relation
from comaker.record.transaction import reading


class InviteForm(forms.Form):
    """Somebody who begins to act for the other side."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Leave it empty to copy the link and send it yourself."),
        required=False,
    )


class LinkForm(forms.Form):
    """A private link to one deal."""

    deal = forms.CharField(
        label=gettext_lazy("Number of the deal"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "deals", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Who will use it?"),
        help_text=gettext_lazy("What they do is signed with this name."),
        max_length=120,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Leave it empty to copy the link and send it yourself."),
        required=False,
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days that it works"), min_value=1, max_value=links.DAYS_MAX, initial=30
    )


@require_POST
@for_members
def invite(request: AskerRequest, number: int) -> HttpResponse:
    """Make a link by which somebody of the other side joins."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _again(request, form, number)
    asker, to, now = request.asker, form.cleaned_data["email"], timezone.now()
    between = _between(asker, number)
    secret = links.invite(asker, number=number, email=to, now=now)
    link = request.build_absolute_uri(f"/join/{secret}")
    words = {"party": name_of(asker.party), "who": asker.name, "other": between.name, "link": link}

    def write() -> tuple[str, str]:
        return _("%(party)s invites you to Comaker") % words, _(
            "%(who)s of %(party)s invites you to act for %(other)s in Comaker. There you both see the same "
            "of every order: what was asked, promised, sent, received, billed and paid.\n\n"
            "This link works once, for thirty days:\n%(link)s\n"
        ) % words

    return _shown(request, between, link, to, write, _("It works once, for thirty days."))


@require_POST
@for_members
def give(request: AskerRequest, number: int) -> HttpResponse:
    """Make a private link to one deal."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _again(request, form, number)
    asker, told, now = request.asker, form.cleaned_data, timezone.now()
    between = _between(asker, number)
    visit, secret = links.give_link(
        asker, number=number, deal=told["deal"], name=told["name"], days=told["days"], now=now
    )
    link = request.build_absolute_uri(f"/visit/{secret}")
    words = {
        "party": name_of(asker.party), "who": asker.name, "name": visit.name, "deal": visit.deal,
        "link": link, "days": told["days"],
    }  # fmt: skip

    def write() -> tuple[str, str]:
        return _("Order %(deal)s with %(party)s") % words, _(
            "Hello %(name)s,\n\n%(who)s of %(party)s shows you order %(deal)s: what was asked, promised, "
            "sent and received. You can answer there without an account.\n\n"
            "The link is yours alone and works for %(days)d days:\n%(link)s\n"
        ) % words

    return _shown(
        request, between, link, told["email"], write, _("Whoever has it sees this deal and answers for them.")
    )


@require_POST
@for_members
def end(request: AskerRequest, number: int, visit: int) -> HttpResponse:
    """End a private link."""
    ended = links.end_link(request.asker, visit=visit, now=timezone.now())
    messages.success(request, _("The link of %(name)s no longer works.") % {"name": ended.name})
    return redirect("relation", number)


@require_POST
@for_members
def end_invitation(request: AskerRequest, number: int, invitation: int) -> HttpResponse:
    """End a link by which somebody of the other side could join."""
    if not take_back(request.asker, invitation=invitation, now=timezone.now()):
        raise NotThere
    messages.success(request, _("That link no longer works."))
    return redirect("relation", number)


def _between(asker: Asker, number: int) -> Between:
    found = relation(reading(), asker, number)
    if found is None:
        raise NotThere
    return found


def _again(request: HttpRequest, form: forms.Form, number: int) -> HttpResponse:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {' '.join(str(error) for error in errors)}")
    return redirect("relation", number)


def _shown(
    request: AskerRequest,
    between: Between,
    link: str,
    to: str,
    write: Callable[[], tuple[str, str]],
    about: str,
) -> HttpResponse:
    """Show a fresh link once; mail it where an address is given."""
    request.session["fresh_link"] = {"link": link, "about": about, "mailed": to}
    if to:
        language = language_of(request.asker, between, is_given=True)
        try:
            links.mail(to=to, language=language, write=write)
        except links.NotMailed as refusal:
            request.session["fresh_link"]["mailed"] = ""
            messages.error(request, f"{refusal.message} {refusal.hint}")
    return redirect("relation", between.id)
