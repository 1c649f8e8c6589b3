"""Errors: whatever goes wrong is answered as a code, a sentence and what to do, with the right status."""

import re
from http import HTTPStatus

import msgspec
from django.http import HttpResponse

from comaker.front.refusals import NotAllowed
from comaker.kernel.refusal import Refusal

as_json = msgspec.json.Encoder().encode


class ApiRefusal(Refusal):
    """A refusal of the API itself, with its status."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = ""  # where its name does not say it

    def headers(self) -> dict[str, str]:
        """Return the headers that go with it."""
        return {}


class NoToken(ApiRefusal):
    """Nobody shows a token that lets in."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__(
            "There is no token that lets you in.", hint="Send “Authorization: Bearer …” with a valid token."
        )

    def headers(self) -> dict[str, str]:
        """Say how to get in."""
        return {"WWW-Authenticate": "Bearer"}


class Nothing(ApiRefusal):
    """What was asked for is not there, or not for who asks; nobody learns which of the two."""

    status = HTTPStatus.NOT_FOUND
    code = "not_there"

    def __init__(self) -> None:
        super().__init__("There is nothing here for you.", hint="Look it up in a list.")


class WrongMethod(ApiRefusal):
    """An address is asked in a way that it does not know."""

    status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self, method: str, allowed: str) -> None:
        # What was sent may be anything; it goes back in so far as it is a word.
        word = re.sub(r"[^A-Za-z]", "", method)[:20]
        super().__init__(f"{word or 'This'} is not done here.", hint=f"Use {allowed}.")
        self.allowed = allowed

    def headers(self) -> dict[str, str]:
        """Say what is done here."""
        return {"Allow": self.allowed}


class StillRunning(ApiRefusal):
    """The same write was sent before, and is not done yet."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "The write with this Idempotency-Key is still running.", hint="Ask again in a moment."
        )


class TooLarge(ApiRefusal):
    """A body with more bytes than are read."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, most: int) -> None:
        super().__init__(f"The body has more than {most:,} bytes.", hint="Send it in parts.")


class WrongType(ApiRefusal):
    """A body of a type that is not read here."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def __init__(self, read: str) -> None:
        super().__init__("A body of this Content-Type is not read here.", hint=f"Send {read}.")


class NotUsable(ApiRefusal):
    """A value that cannot be used."""


class KeyUsed(ApiRefusal):
    """An Idempotency-Key that another write has."""

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was used for another write.", hint="Choose a new key for each write."
        )


class TooOften(ApiRefusal):
    """More requests in a short time than one token may send."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, wait_seconds: int) -> None:
        super().__init__("This token asks too often.", hint=f"Wait {wait_seconds} s.")
        self.wait_seconds = wait_seconds

    def headers(self) -> dict[str, str]:
        """Say how long to wait."""
        return {"Retry-After": str(self.wait_seconds)}


class OurMistake(ApiRefusal):
    """We made a mistake; nothing was changed."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(self) -> None:
        super().__init__(
            "Something went wrong on our side, and nothing was changed.", hint="Try once more in a minute."
        )


class Busy(ApiRefusal):
    """The record cannot be reached, or takes nothing more, for now."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("The record cannot be reached right now; nothing was changed.", hint="Try again.")

    def headers(self) -> dict[str, str]:
        """Say when to try again."""
        return {"Retry-After": "5"}


def answer(value: object, *, status: int = HTTPStatus.OK) -> HttpResponse:
    """Return a value as JSON."""
    return said(as_json(value), status=status)


def said(body: bytes, *, status: int = HTTPStatus.OK) -> HttpResponse:
    """Return bytes of JSON."""
    response = HttpResponse(body, content_type="application/json", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def refused(refusal: Refusal) -> HttpResponse:
    """Return a refusal as JSON."""
    status, headers = HTTPStatus.UNPROCESSABLE_ENTITY, {}
    # The record and the front each have words of their own for these two.
    if type(refusal).__name__ == "NotThere":
        refusal = Nothing()
    if isinstance(refusal, ApiRefusal):
        status, headers = refusal.status, refusal.headers()
    elif isinstance(refusal, NotAllowed) or type(refusal).__name__ == "NotAllowed":
        status = HTTPStatus.FORBIDDEN
    response = answer(error_of(refusal), status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def error_of(refusal: Refusal) -> dict[str, str]:
    """Return a refusal as programs read it; its code is its name, such as `not_there`."""
    return {"code": code_of(type(refusal)), "message": refusal.message, "hint": refusal.hint}


def code_of(kind: type[Refusal]) -> str:
    """Return the name of a kind of refusal as a code."""
    given: str = getattr(kind, "code", "")
    return given or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.__name__).lower()
