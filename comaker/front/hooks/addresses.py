"""Addresses: where a delivery may go, so that nobody sends us into a network that is not his.

A name is looked up each time, every address behind it must be public, and the connection is made to the very
address that was looked at: a name that points elsewhere a moment later leads nowhere.
"""

import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from comaker.kernel.refusal import Refusal

URL_MAX = 2000
_WRITTEN = re.compile(r"[!-~]+")
# Addresses that hold another one inside, by which a private one would pass for public.
_CARRIERS = tuple(ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
# Kept for protocols between machines; older releases of Python take some of them for public.
_PROTOCOLS = tuple(ip_network(each) for each in ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"))
_HTTPS = "https"


class NoAddress(Refusal):
    """An address to which nothing is delivered."""


class Place(NamedTuple):
    """Where a delivery goes."""

    is_https: bool
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """Return the host as its server knows it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_https else 80) else f"{host}:{self.port}"


def place_of(url: str) -> Place:
    """Return the place that a URL names.

    Raises:
        NoAddress: it is no place on the web that is reached by HTTPS.
    """
    if len(url) > URL_MAX or not _WRITTEN.fullmatch(url):
        raise NoAddress(
            f"A URL has up to {URL_MAX} plain characters.", hint="Write it like https://example.com/hook."
        )
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError:  # UnicodeError is one
        raise NoAddress("This is no URL.", hint="Write it like https://example.com/hook.") from None
    schemes = {_HTTPS, "http"} if _may_be_private() else {_HTTPS}
    if parts.scheme not in schemes or not host:
        raise NoAddress(
            "Deliveries go by HTTPS alone.", hint="Give a URL that begins with https:// and names a host."
        )
    if parts.username is not None or parts.password is not None:
        raise NoAddress(
            "A URL with a name or password in it is not used.",
            hint="Check the signature of a delivery instead.",
        )
    is_https = parts.scheme == _HTTPS
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Place(is_https, host, port or (443 if is_https else 80), path)


def address_of(place: Place) -> str:
    """Return the address to connect to.

    Raises:
        NoAddress: there is none, or one behind the name is not public.
    """
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except OSError:
        raise NoAddress(f"Nobody knows where {place.host} is.", hint="Check the name.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not _may_be_private():
        must_be_public(addresses)
    return addresses[0]


def must_be_public(addresses: Iterable[str]) -> None:
    """Refuse addresses inside a machine, a house or a cloud's own network.

    Raises:
        NoAddress: one of them is not public.
    """
    for text in addresses:
        if not _is_public(ip_address(text.partition("%")[0])):
            raise NoAddress(
                "This address is not public, so nothing is delivered there.",
                hint="Give one that everybody can reach.",
            )


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(address.ipv4_mapped)
        if any(address in carrier for carrier in _CARRIERS):
            return False
    elif any(address in protocol for protocol in _PROTOCOLS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _may_be_private() -> bool:
    """Tell whether this installation delivers to its own network, as tests do."""
    return bool(settings.HOOKS_PRIVATE)
