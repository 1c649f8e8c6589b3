"""Who asks: the bearer of a token, and nobody else."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from comaker.front.api.keys import key_of
from comaker.front.api.limits import count
from comaker.front.api.tokens import Bearer, bearer_of
from comaker.record.transaction import reading


class ByToken(HttpBearer):
    """Lets in who shows a token of a party, as often as it may ask."""

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """Return who shows the token; None lets nobody in."""
        key = "" if request.method == "GET" else key_of(request)
        bearer = bearer_of(reading(), token, key=key, now=datetime.now(UTC))
        if bearer is not None:
            count(bearer.token)
        return bearer


def bearer_in(request: HttpRequest) -> Bearer:
    """Return who asks."""
    found: Any = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Bearer)
    return found
