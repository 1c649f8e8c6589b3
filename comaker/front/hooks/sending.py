"""Sending: one delivery to one receiver, with little patience and no trust.

A receiver may be slow, send without end, point elsewhere or speak nonsense: redirects are not followed, the
whole takes no longer than `SECONDS_MAX`, and of an answer nothing is read but its beginning.
"""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from threading import Timer
from typing import NamedTuple

from comaker import __version__
from comaker.front.hooks.addresses import NoAddress, Place, address_of, place_of
from comaker.front.hooks.signing import headers_of

SECONDS_MAX = 15.0
_CONNECT_SECONDS = 5.0
_ANSWER_BYTES = 4096
_AGENT = f"Comaker/{__version__}"
_TLS = ssl.create_default_context()


class Parcel(NamedTuple):
    """A delivery to be sent; `number` tells it from all others, the same each time."""

    number: str
    url: str
    secret: bytes
    body: bytes


class Outcome(NamedTuple):
    """What became of a delivery.

    Attributes:
        status: of the answer; None where there was none.
        why: a sentence for people; empty when it was taken.
        wait_seconds: how long the receiver asks to be left alone, 0 where it does not.
    """

    status: int | None
    why: str = ""
    wait_seconds: int = 0

    @property
    def is_taken(self) -> bool:
        """Tell whether the receiver has it."""
        return not self.why

    @property
    def is_gone(self) -> bool:
        """Tell whether the receiver says that it is there no more."""
        return self.status == 410


def send(parcel: Parcel, *, seconds: float = SECONDS_MAX) -> Outcome:
    """Send a delivery; what goes wrong comes back as a sentence.

    Args:
        seconds: how long it may take in all.
    """
    until = time.monotonic() + seconds
    try:
        place = place_of(parcel.url)
        address = address_of(place)
        if time.monotonic() >= until:
            return Outcome(None, "Looking up its name took too long.")
        return _send(parcel, place, address, until)
    except NoAddress as refusal:
        return Outcome(None, refusal.message)
    except TimeoutError:
        return Outcome(None, "The receiver did not answer in time.")
    except ssl.SSLError as error:
        return Outcome(None, f"Its certificate or encryption is not right: {error.reason or 'unknown'}.")
    except (OSError, HTTPException, ValueError):
        late = time.monotonic() >= until
        why = "The receiver did not answer in time." if late else "The receiver could not be reached."
        return Outcome(None, why)


def _send(parcel: Parcel, place: Place, address: str, until: float) -> Outcome:
    connection = HTTPConnection(place.host, place.port)
    with _line_to(place, address, until) as line:
        connection.sock = line
        headers = {
            "Host": place.name,
            "User-Agent": _AGENT,
            "Content-Type": "application/json",
            "Connection": "close",
            **headers_of(parcel.secret, number=parcel.number, moment=int(time.time()), body=parcel.body),
        }
        connection.request("POST", place.path, body=parcel.body, headers=headers)
        answer = connection.getresponse()
        if time.monotonic() >= until:
            raise TimeoutError  # the line was cut before the answer's head was whole
        status, wait = answer.status, _seconds(answer.headers.get("Retry-After", ""))
        with suppress(OSError, HTTPException):
            answer.read(_ANSWER_BYTES)
    if 200 <= status < 300:
        return Outcome(status)
    if 300 <= status < 400:
        return Outcome(status, "The receiver points elsewhere, and nobody follows.")
    return Outcome(status, f"The receiver answered {status}.", wait)


@contextmanager
def _line_to(place: Place, address: str, until: float) -> Iterator[socket.socket]:
    """Open a line to an address, which is cut when the time is over."""
    left = until - time.monotonic()
    line = socket.create_connection((address, place.port), timeout=min(_CONNECT_SECONDS, left))
    # Encryption takes the line over, so it is cut by another end of it.
    spare = line.dup()
    cut = Timer(max(0.0, until - time.monotonic()), _cut, [spare])
    cut.daemon = True
    cut.start()
    try:
        line.settimeout(SECONDS_MAX)
        if place.is_https:
            line = _TLS.wrap_socket(line, server_hostname=place.host)
        yield line
    finally:
        cut.cancel()
        line.close()
        spare.close()


def _cut(line: socket.socket) -> None:
    # A byte now and then keeps any patience alive that counts from the last one.
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _seconds(text: str) -> int:
    return min(int(text), 86_400) if text.isascii() and text.isdigit() and len(text) < 8 else 0
