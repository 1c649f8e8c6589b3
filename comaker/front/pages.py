"""The pages of who uses Comaker: beginning, people of a party, languages, and the design language."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comaker.front import people
from comaker.front.accounts import INVITED
from comaker.front.asker import AskerRequest, choose, for_members, members_of
from comaker.front.models import User
from comaker.front.words import JOB_NAMES
from comaker.kernel.access import Doing, Job, may

_YEAR = timedelta(days=365)


class PartyForm(forms.Form):
    """A party that begins to use Comaker."""

    name = forms.CharField(label=gettext_lazy("What is it called?"), max_length=200)
    identifier = forms.CharField(
        label=gettext_lazy("VAT number, GLN or chamber of commerce number"),
        help_text=gettext_lazy("By this your documents know you. Leave it empty if you have none."),
        max_length=80,
        required=False,
    )
    is_person = forms.BooleanField(label=gettext_lazy("This is a person or a household"), required=False)


class InviteForm(forms.Form):
    """Somebody who should do a job for the party."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    job = forms.ChoiceField(label=gettext_lazy("What will they do?"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["job"].choices = [(job.value, JOB_NAMES[job]) for job in Job]  # type: ignore[attr-defined]


class OwnForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a user says of himself."""

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]
        labels = {
            "name": gettext_lazy("Your name"),
            "language": gettext_lazy("Language"),
            "time_zone": gettext_lazy("Time zone"),
        }
        widgets = {
            "name": forms.TextInput,
            "language": forms.Select(
                choices=[("", gettext_lazy("As the browser says")), *settings.LANGUAGES]
            ),
            "time_zone": forms.TextInput(attrs={"placeholder": settings.TIME_ZONE}),
        }


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Let somebody who belongs to no party yet begin with one."""
    assert isinstance(request.user, User)
    form = PartyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = people.begin(user=request.user, now=timezone.now(), **form.cleaned_data)
        choose(request, member)
        return redirect("/")
    return render(request, "front/start.html", {"form": form})


@for_members
def people_page(request: AskerRequest) -> HttpResponse:
    """Show who does what for the party, and what the user may change."""
    asker = request.asker
    assert isinstance(request.user, User)
    return render(
        request,
        "front/people.html",
        {
            "members": people.members(asker),
            "invitations": people.open_invitations(asker, now=timezone.now()),
            "may_manage": may(asker, Doing.MANAGE),
            "form": InviteForm(),
            "own": OwnForm(instance=request.user),
            "others": people.other_parties(request.user, but=asker.member),
            "fresh": request.session.pop("fresh_link", ""),
        },
    )


@require_POST
@for_members
def invite(request: AskerRequest) -> HttpResponse:
    """Make a link by which somebody joins the party."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("people")
    secret = people.invite(
        request.asker, job=Job(form.cleaned_data["job"]), email=form.cleaned_data["email"], now=timezone.now()
    )
    request.session["fresh_link"] = request.build_absolute_uri(f"/join/{secret}")
    return redirect("people")


@require_POST
@for_members
def end_member(request: AskerRequest, member: int) -> HttpResponse:
    """Let somebody no longer act for the party."""
    people.end(request.asker, member=member, now=timezone.now())
    messages.success(request, _("They no longer act for you."))
    return redirect("people")


def join_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the bearer of an invitation join the party."""
    invitation = people.invitation_of(secret, now=timezone.now())
    if request.method == "POST" and request.user.is_authenticated:
        assert isinstance(request.user, User)
        member = people.accept(secret, user=request.user, now=timezone.now())
        choose(request, member)
        return redirect("/")
    request.session[INVITED] = True
    return render(
        request,
        "front/join.html",
        {"invitation": invitation, "job": JOB_NAMES[Job(invitation.job)], "secret": secret},
    )


@require_POST
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Keep what a user says of himself."""
    assert isinstance(request.user, User)
    form = OwnForm(request.POST, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("people")


@require_POST
@login_required
def choose_party(request: HttpRequest, member: int) -> HttpResponse:
    """Let somebody act for another of his parties."""
    assert isinstance(request.user, User)
    wanted = next((held for held in members_of(request.user) if held.pk == member), None)
    if wanted is None:
        raise Http404
    choose(request, wanted)
    return redirect("/")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show pages in another language from now on."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if is_ours else "/")
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=_YEAR, samesite="Lax", secure=settings.IS_HTTPS
        )
        if isinstance(request.user, User):
            request.user.language = wanted
            request.user.save(update_fields=["language"])
    return response


def design(request: HttpRequest) -> HttpResponse:
    """Show every part of the design language, in debug alone."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "front/design.html", {"today": timezone.localdate().toordinal()})
