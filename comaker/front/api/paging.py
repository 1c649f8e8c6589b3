"""Pages of a list: so many rows, and where the next ones begin."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from ninja import Schema
from pydantic import ConfigDict, Field

from comaker.front.api.errors import NotUsable

LIMIT, LIMIT_MAX = 100, 500
_CURSOR_MAX = 300

S = TypeVar("S")
T = TypeVar("T")

# What a place in a list is made of.
At = Annotated[int, msgspec.Meta(ge=-1, le=2**63 - 1)]
Anywhere = Annotated[int, msgspec.Meta(ge=-(2**62), le=2**62)]
Word = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Asked(Schema):
    """What every list may be asked."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[
        str,
        Field(
            max_length=_CURSOR_MAX,
            pattern=r"^[A-Za-z0-9_-]*$",
            description="`next` of the page before; left out, the first page.",
        ),
    ] = ""
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX, description="How many at most.")] = LIMIT


def cursor(*place: int | str) -> str:
    """Return a place in a list as text."""
    return urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def place_of(text: str, kind: type[T], start: S) -> T | S:
    """Return the place that a cursor names.

    Args:
        kind: what a place in this list is, such as tuple[At]; `start` is before the first.

    Raises:
        NotUsable: it is no cursor of this list.
    """
    if not text:
        return start
    try:
        return msgspec.json.decode(urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=kind)
    except (binascii.Error, ValueError):
        raise NotUsable(
            "after: this is no place in this list.", hint="Give `next` of the page before."
        ) from None


def page(rows: Sequence[T], limit: int, place: Callable[[T], str], shown: Sequence[Any]) -> dict[str, Any]:
    """Return a page of a list.

    Args:
        rows: up to `limit`; fewer are the last.
        place: where a row stands, as a cursor; `shown` the rows as they are answered.
    """
    return {"items": shown, "next": place(rows[-1]) if len(rows) == limit else None}
