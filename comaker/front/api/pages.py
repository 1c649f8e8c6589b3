"""The page of tokens: what programs show to act for the party."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comaker.front.api.granting import NAME_MAX, grant, revoke, tokens_of
from comaker.front.api.tokens import READ, SCOPES
from comaker.front.asker import AskerRequest, for_members
from comaker.front.words import JOB_NAMES, SCOPE_NAMES
from comaker.kernel.access import Doing, Job

_USUAL = (READ, Doing.BRING.value)
_DAYS = [
    ("90", gettext_lazy("three months")),
    ("365", gettext_lazy("a year")),
    ("", gettext_lazy("until it is revoked")),
]


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        label=gettext_lazy("Which program is it for?"),
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("ERP, web shop, scale …")}),
    )
    job = forms.ChoiceField(
        label=gettext_lazy("It may do and see at most what this job may"), initial=Job.TRADER.value
    )
    days = forms.ChoiceField(label=gettext_lazy("It lets in"), choices=_DAYS, initial="365", required=False)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It is for"),
        choices=[(scope, SCOPE_NAMES[scope]) for scope in SCOPES],
        initial=_USUAL,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one: a token is for something.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["job"].choices = [(job.value, JOB_NAMES[job]) for job in Job]  # type: ignore[attr-defined]


@for_members
def tokens_page(request: AskerRequest) -> HttpResponse:
    """Show the tokens of the party, and make one; its secret is on the page that answers, nowhere else."""
    form = TokenForm(request.POST or None)
    now, secret = datetime.now(UTC), ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        _number, secret = grant(
            request.asker,
            name=said["name"],
            job=Job(said["job"]),
            scopes=said["scopes"],
            days=int(said["days"]) if said["days"] else None,
            now=now,
        )
        form = TokenForm()
    held = tokens_of(request.asker)
    return render(
        request,
        "front/tokens.html",
        {
            "live": [token for token in held if token.is_live(now)],
            "over": [token for token in held if not token.is_live(now)],
            "today": now.date().toordinal(),
            "form": form,
            "usual": _USUAL,
            "secret": secret,
            "api": request.build_absolute_uri("/api/v1/"),
        },
        status=422 if form.errors else 200,
    )


@require_POST
@for_members
def revoke_token(request: AskerRequest, token: int) -> HttpResponse:
    """Let a token no longer let anybody in."""
    revoke(token, asker=request.asker, now=datetime.now(UTC))
    messages.success(request, _("It lets nobody in any more."))
    return redirect("tokens")
