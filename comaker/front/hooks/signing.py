"""Signing: how a receiver knows that a delivery is ours and as we sent it (standardwebhooks.com)."""

import secrets
from base64 import b64decode, b64encode
from hashlib import sha256
from hmac import compare_digest, digest

_SIGN = "whsec_"
_VERSION = "v1"
_BYTES = 32


def new_secret() -> bytes:
    """Return what deliveries of a new hook are signed with."""
    return secrets.token_bytes(_BYTES)


def written(secret: bytes) -> str:
    """Return a secret as its receiver is told it."""
    return _SIGN + b64encode(secret).decode()


def secret_of(text: str) -> bytes:
    """Return the secret that a receiver was told."""
    return b64decode(text.removeprefix(_SIGN))


def headers_of(secret: bytes, *, number: str, moment: int, body: bytes) -> dict[str, str]:
    """Return the headers of a delivery.

    Args:
        number: what tells it from all others, the same each time it is sent.
        moment: when it is sent, in seconds since 1970.
    """
    return {
        "webhook-id": number,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"{_VERSION},{_signature(secret, number, str(moment), body)}",
    }


def is_ours(secret: bytes, headers: dict[str, str], body: bytes) -> bool:
    """Tell whether a delivery was signed with a secret; what a receiver does, but for the age of it."""
    expected = _signature(secret, headers["webhook-id"], headers["webhook-timestamp"], body)
    told = [each.partition(",") for each in headers["webhook-signature"].split()]
    return any(version == _VERSION and compare_digest(signature, expected) for version, _, signature in told)


def _signature(secret: bytes, number: str, moment: str, body: bytes) -> str:
    return b64encode(digest(secret, b".".join((number.encode(), moment.encode(), body)), sha256)).decode()
