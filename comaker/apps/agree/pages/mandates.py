"""Mandates: who may act for the party, and for whom it may act."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comaker.apps.agree import queries
from comaker.apps.agree.actions import mandates as actions
from comaker.apps.agree.pages.words import DOING_NAMES
from comaker.front.asker import AskerRequest, for_members
from comaker.front.models import Mandate
from comaker.kernel.access import Doing, may
from comaker.record.asked.relation import relations
from comaker.record.transaction import reading


class MandateForm(forms.Form):
    """What another party may do."""

    to = forms.CharField(
        label=gettext_lazy("Which party?"),
        help_text=gettext_lazy("Its name as you know it here, or its VAT number or GLN."),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "parties", "autocomplete": "off"}),
    )
    doings = forms.MultipleChoiceField(
        label=gettext_lazy("What may they do for you?"),
        choices=[(doing.value, DOING_NAMES[doing]) for doing in actions.LEFT_TO_OTHERS],
        widget=forms.CheckboxSelectMultiple,
    )


@for_members
def page(request: AskerRequest) -> HttpResponse:
    """Show the mandates given and held; let an owner give one."""
    asker = request.asker
    form = MandateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = actions.give(
            asker, to=form.cleaned_data["to"], now=timezone.now(),
            doings=[Doing(name) for name in form.cleaned_data["doings"]],
        )  # fmt: skip
        messages.success(
            request, _("%(party)s may act for you now.") % {"party": queries.name_of(given.to_id)}
        )
        return redirect("mandates")
    given_by_us, held = queries.mandates(asker)
    context = {
        "given": [(each, each.to.name, _said(each)) for each in given_by_us],
        "held": [(each, each.of.name, _said(each)) for each in held],
        "may_manage": may(asker, Doing.MANAGE),
        "form": form,
        "names": [each.name for each in relations(reading(), asker) if each.name],
    }
    return render(request, "agree/mandates.html", context)


@require_POST
@for_members
def end(request: AskerRequest, mandate: int) -> HttpResponse:
    """End a mandate."""
    actions.end(request.asker, mandate=mandate, now=timezone.now())
    messages.success(request, _("They no longer act for you."))
    return redirect("mandates")


def _said(mandate: Mandate) -> str:
    doings = [Doing(name) for name in mandate.doings.split("|") if name]
    return ", ".join(str(DOING_NAMES[doing]) for doing in doings if doing in DOING_NAMES)
