"""What every answer carries: a strict policy on content, and the language and time zone of who asks."""

from collections.abc import Callable
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from comaker.front.models import User

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing but our own files, no script or style inside a page, nobody's frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; object-src 'none'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class Headers:
    """Says what a page may load, and keeps what is private out of shared caches."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with headers."""
        response = self._answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


class Tongue:
    """Speaks the language of a user, and shows moments in his time zone."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the user's language, where he has chosen one."""
        user = request.user
        if isinstance(user, User):
            if user.language:
                translation.activate(user.language)
                request.LANGUAGE_CODE = user.language
            if user.time_zone in _time_zones():
                timezone.activate(ZoneInfo(user.time_zone))
        response = self._answer(request)
        timezone.deactivate()
        return response


@cache
def _time_zones() -> frozenset[str]:
    """Return the names of all time zones, which are read from files once."""
    return frozenset(available_timezones())
