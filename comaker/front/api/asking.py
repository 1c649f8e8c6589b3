"""Asking: what every operation that reads begins with."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Schema
from pydantic import Field

from comaker.front.api.bearer import bearer_in
from comaker.front.api.errors import Nothing, NotUsable
from comaker.front.api.tokens import Bearer
from comaker.front.refusals import NotAllowed
from comaker.kernel.access import Seeing, sees
from comaker.record.sight import seeing

# What a bigint holds.
_KEY_MAX = 2**63 - 1
_KEY = r"^[0-9]{1,19}$"

KeyInPath = Annotated[str, Path(pattern=_KEY, description="A key of the record.")]
KeyAsked = Annotated[str, Field(pattern=_KEY)]
WordAsked = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


def begin(request: HttpRequest, asked: Schema | None = None) -> Bearer:
    """Return who reads, and show him what he may see; what nobody knows to ask is refused.

    Raises:
        NotAllowed: the token may not read.
        NotUsable: a question is not known here.
    """
    refuse_unknown(request, asked)
    bearer = bearer_in(request)
    bearer.must_read()
    request.sight.enter_context(seeing(bearer.asker))  # type: ignore[attr-defined]
    return bearer


def refuse_unknown(request: HttpRequest, asked: Schema | None = None) -> None:
    """Refuse what nobody knows to ask here.

    Raises:
        NotUsable: with the name of it.
    """
    known = type(asked).model_fields.keys() if asked is not None else ()
    unknown = sorted(request.GET.keys() - known)
    if unknown:
        raise NotUsable(
            f"{unknown[0][:40]}: nobody knows to ask this here.",
            hint=f"What may be asked: {', '.join(known) or 'nothing'}.",
        )


def number_of(key: str) -> int:
    """Return a key of the record as a number.

    Raises:
        Nothing: no key is so large.
    """
    number = int(key)
    if number > _KEY_MAX:
        raise Nothing
    return number


def must_see(bearer: Bearer, what: Seeing) -> None:
    """Refuse who does not see a part of what its party sees."""
    if not sees(bearer.asker, what):
        raise NotAllowed(f"This token sees no {what.value}.", hint="Use one for a job that does.")


def today() -> int:
    """Return the day number of today, where this server is."""
    return timezone.localdate().toordinal()
