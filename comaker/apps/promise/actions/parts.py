"""Parts: so much by then, as people type it and as documents tell it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comaker.apps.promise.actions.words import Field, Part
from comaker.kernel.document import Stretch


def stretches_of(parts: Sequence[Part], whole: int) -> tuple[Stretch, ...]:
    """Return parts as a document tells them; one without any day says nothing."""
    found = [
        Stretch(part.quantity, part.from_on, None if part.last_on is None else part.last_on + 1)
        for part in parts
    ]
    if len(found) == 1:
        found = [found[0]._replace(quantity=whole if found[0].quantity is None else found[0].quantity)]
    return tuple(each for each in found if each.from_on is not None or each.until_on is not None)


def check_parts(parts: Sequence[Part], whole: int, place: int, errors: dict[Field, str]) -> None:
    """Add what is wrong with the parts of a line to the errors."""
    known = [part.quantity for part in parts if part.quantity is not None]
    if sum(known) > whole:
        errors[Field("parts", place)] = _("The parts are more than the whole.")
    if any(quantity <= 0 for quantity in known):
        errors[Field("parts", place)] = _("A part is more than nothing.")
    for part in parts:
        if part.from_on is not None and part.last_on is not None and part.last_on < part.from_on:
            errors[Field("parts", place)] = _("The last day comes before the first.")
