"""Writing: what every small write is: a form in, one transaction, and an answer that is kept for its key."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse

from comaker.engines import forms
from comaker.front.api.bearer import bearer_in
from comaker.front.api.errors import NotUsable, WrongType, as_json, said
from comaker.front.api.once import Keep, once
from comaker.front.api.tokens import Bearer
from comaker.kernel.access import Doing
from comaker.record.post import microseconds
from comaker.record.store import Store
from comaker.record.transaction import transact

JSON = "application/json"

T = TypeVar("T")


def kind_of(content_type: str) -> str:
    """Return the type that a header names, without what else it says."""
    return content_type.partition(";")[0].strip().lower()


def form_in(request: HttpRequest, decoder: msgspec.json.Decoder[T]) -> T:
    """Return what a program sends.

    Raises:
        WrongType: it is not JSON by its Content-Type.
        Refusal: it is broken, or a value in it cannot be used.
    """
    if kind_of(request.headers.get("Content-Type", "")) != JSON:
        raise WrongType(JSON)
    try:
        return decoder.decode(request.body)
    except msgspec.ValidationError as error:
        raise forms.unusable(error) from None
    except (ValueError, RecursionError) as error:
        raise NotUsable(f"The JSON is broken: {error}.", hint="Check how it was written.") from None


def write_once(
    request: HttpRequest, doing: Doing, status: int, work: Callable[[Store, Bearer, datetime], object]
) -> HttpResponse:
    """Do a small write in one transaction, once.

    Args:
        doing: what the bearer must be let do.
        work: does it, and returns what is answered; None for an answer without a body.
    """
    bearer = bearer_in(request)
    bearer.must(doing)
    now = datetime.now(UTC)

    def write(keep: Keep) -> HttpResponse:
        def run(store: Store) -> bytes:
            told = work(store, bearer, now)
            body = b"" if told is None else as_json(told)
            keep(store, status, body, microseconds(now))
            return body

        return said(transact(run), status=status)

    return once(request, bearer, write)
