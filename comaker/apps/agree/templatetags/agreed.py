"""Agreed: identifiers, papers and proposals as pages say them."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comaker.apps.agree.models import State
from comaker.apps.agree.pages.words import STATE_NAMES
from comaker.apps.agree.queries import Asked
from comaker.front.words import PAPER_NAMES
from comaker.kernel.document import Kind

register = template.Library()

_SCHEMES = {
    "gln": "GLN",
    "vat": gettext_lazy("VAT number"),
    "kvk": "KvK",
    "duns": "DUNS",
    "siren": "SIREN",
    "siret": "SIRET",
}


@register.filter
def paper(kind: Kind) -> str:
    """Say what a paper is."""
    return str(PAPER_NAMES.get(kind, kind.value))


@register.filter
def identifier(text: str) -> tuple[str, str]:
    """Return what kind of number an identifier is, and the number; a name that stands in for one too."""
    scheme, _colon, number = text.partition(":")
    if scheme == "name":
        return _("Name"), number
    return str(_SCHEMES.get(scheme, scheme.upper())), number


@register.filter
def proposal_state(asked: Asked) -> str:
    """Say what became of a proposal."""
    return str(STATE_NAMES[State(asked.proposal.state)])
