"""Papers: the bytes in which documents came, kept once each."""

from collections.abc import Mapping
from hashlib import sha256
from zlib import compress

from comaker.record.store import Store, table

_PAPER = table("paper", "digest bytea, body bytea, size integer, received_at bigint", "(digest) DO NOTHING")


def digest_of(body: bytes) -> bytes:
    """Return under what some bytes are kept; nothing where there are none."""
    return sha256(body).digest() if body else b""


def keep_papers(store: Store, bodies: Mapping[bytes, bytes], *, now: int) -> None:
    """Keep bytes, those that are kept already excepted.

    Args:
        bodies: by their digests; empty ones are left out.
    """
    rows = [(digest, compress(body, 1), len(body), now) for digest, body in bodies.items() if body]
    store.insert(_PAPER, rows)
