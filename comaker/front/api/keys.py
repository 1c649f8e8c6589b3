"""Keys: the Idempotency-Key by which a program knows a write again."""

import re

from django.http import HttpRequest

from comaker.front.api.errors import NotUsable

HEADER = "Idempotency-Key"
KEY_MAX = 200
_WRITTEN = re.compile(f"[!-~]{{0,{KEY_MAX}}}")


def key_of(request: HttpRequest) -> str:
    """Return the key that a program gives to a write; empty where it gives none.

    Raises:
        NotUsable: it is too long, or has other than plain characters.
    """
    key = request.headers.get(HEADER, "")
    if not _WRITTEN.fullmatch(key):
        raise NotUsable(
            f"{HEADER}: up to {KEY_MAX} plain characters without spaces.",
            hint="A UUID for each write is a good choice.",
        )
    return key
