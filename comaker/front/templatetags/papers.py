"""Papers: documents, what they are tied by and how sure, as people say it."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from comaker.front.sayings import say
from comaker.front.words import PAPER_NAMES
from comaker.kernel.document import Answer, Document, Kind
from comaker.kernel.product import Product, label

register = template.Library()

_ANSWERS = {
    Answer.RECEIVED: pgettext_lazy("answer", "received"),
    Answer.ACCEPTED: pgettext_lazy("answer", "accepted"),
    Answer.CHANGED: pgettext_lazy("answer", "accepted with changes"),
    Answer.ADDED: pgettext_lazy("answer", "added"),
    Answer.REJECTED: pgettext_lazy("answer", "rejected"),
    Answer.DISPUTED: pgettext_lazy("answer", "disputed"),
    Answer.CANCELLED: pgettext_lazy("answer", "cancelled"),
    Answer.UNDER_QUERY: pgettext_lazy("answer", "under query"),
    Answer.PAID: pgettext_lazy("answer", "paid"),
}


@register.filter
def saying(text: str) -> str:
    """Say what an engine says, as the beginning of a sentence."""
    said = say(text)
    return f"{said[:1].upper()}{said[1:]}"


@register.filter
def paper_kind(kind: str) -> str:
    """Say what kind of document it is."""
    return str(PAPER_NAMES[Kind(kind)])


@register.filter
def paper(document: Document) -> str:
    """Say which document it is: its kind and number."""
    return f"{PAPER_NAMES[document.kind]} {document.number}".strip()


@register.filter
def answer(said: str) -> str:
    """Say what a response says."""
    return str(_ANSWERS.get(Answer(said), said))


@register.filter
def product(value: Product | None) -> str:
    """Say what a product is called."""
    return "" if value is None else label(value)


@register.filter
def sureness(score: int) -> str:
    """Say how sure a score in thousandths makes."""
    for least, words in ((990, _("nearly certain")), (900, _("very likely")), (600, _("likely"))):
        if score >= least:
            return words
    return _("possible") if score >= 250 else _("unlikely")


@register.filter
def fitness(score: int) -> str:
    """Say how well two fit by their score, where a person chooses among several."""
    for least, words in (
        (990, _("fits very well")),
        (900, _("fits well")),
        (600, _("fits fairly")),
        (250, _("fits a little")),
    ):
        if score >= least:
            return words
    return _("hardly fits")
