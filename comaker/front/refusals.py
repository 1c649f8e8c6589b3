"""Refusals on pages: a sentence that says what is wrong and what to do, with the right status."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comaker.kernel.refusal import Refusal


class NotThere(Refusal):
    """What was asked for is not there, or not for who asks; nobody learns which of the two."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing here for you."), hint=_("Look for it from Today or Deals."))


class NotAllowed(Refusal):
    """Somebody sees what he may not change."""


_STATUS = {
    "NotThere": HTTPStatus.NOT_FOUND,
    "LinkEnded": HTTPStatus.NOT_FOUND,
    "NotAllowed": HTTPStatus.FORBIDDEN,
}


class Refusals:
    """Turns a refusal into a page."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show a refusal; anything else is our mistake and rises."""
        return refused(request, error) if isinstance(error, Refusal) else None


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Show a refusal as a page, or inside one where only a part was asked for."""
    status = _STATUS.get(type(refusal).__name__, HTTPStatus.UNPROCESSABLE_ENTITY)
    page = "front/refused_part.html" if request.headers.get("HX-Request") else "front/refused.html"
    return render(request, page, {"refusal": refusal}, status=status)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was opened too long ago, or elsewhere."""
    refusal = Refusal(
        _("This form was opened too long ago, so nothing was changed."),
        hint=_("Open the page again and send it once more."),
    )
    return render(request, "front/refused.html", {"refusal": refusal}, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that an address leads nowhere."""
    return refused(request, NotThere())


def broken(request: HttpRequest) -> HttpResponse:
    """Say that we made a mistake; nothing was changed."""
    refusal = Refusal(
        _("Something went wrong on our side, and nothing was changed."), hint=_("Try once more in a minute.")
    )
    return render(request, "front/refused.html", {"refusal": refusal}, status=500)
