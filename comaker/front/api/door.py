"""The door of the API: it goes past what only pages need, and answers in JSON whatever happens.

Sessions, forms, messages and languages mean nothing to a program, and cost a fifth of a millisecond each
request. Who shows no token is nobody here, whatever a browser sends along.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFilesSent
from django.core.signals import got_request_exception
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.urls import Resolver404, resolve

from comaker.front.api.errors import Busy, Nothing, NotUsable, OurMistake, TooLarge, WrongMethod, refused
from comaker.front.api.limits import BODY_MAX
from comaker.kernel.refusal import Refusal

PREFIX = "/api/"
_LOG = logging.getLogger("django.request")


class Door:
    """Lets what is asked of the API straight through to it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if not request.path_info.startswith(PREFIX):
            return self._answer(request)
        try:
            return _asked(request)
        except Refusal as refusal:
            return refused(refusal)
        except (RequestDataTooBig, TooManyFilesSent):
            return refused(TooLarge(BODY_MAX))
        except (InterfaceError, OperationalError) as error:
            _LOG.error("The record cannot be reached: %s", error)
            return refused(Busy())
        except Exception:  # noqa: BLE001 – told in the log
            # Nothing that we did wrong leaves here but as a sentence; the log has the rest.
            _LOG.exception("Internal mistake: %s", request.path)
            got_request_exception.send(sender=type(self), request=request)
            return refused(OurMistake())


def _asked(request: HttpRequest) -> HttpResponse:
    try:
        request.get_host()
    except DisallowedHost:
        raise NotUsable("This server goes by another name.", hint="Ask it by the name that it has.") from None
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > BODY_MAX:
        raise TooLarge(BODY_MAX)
    try:
        found = resolve(request.path_info)
    except Resolver404:
        raise Nothing from None
    request.resolver_match = found
    try:
        # The record is read through the driver itself, whose errors become Django's here. Whoever reads
        # opens what he may see; it is closed when he is answered.
        with ExitStack() as sight, connection.wrap_database_errors:
            request.sight = sight  # type: ignore[attr-defined]
            response: HttpResponse = found.func(request, *found.args, **found.kwargs)
    except UnreadablePostError:
        raise NotUsable("The body was cut off.", hint="Send it again.") from None
    if response.status_code == WrongMethod.status and "Allow" in response.headers:
        raise WrongMethod(request.method or "", response.headers["Allow"])
    return response
