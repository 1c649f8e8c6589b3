"""Refuse: a file that cannot be used is kept with its bytes and the reason."""

from datetime import datetime
from hashlib import sha256
from zlib import compress

from comaker.kernel.told import RefusedRow
from comaker.record.post import microseconds
from comaker.record.store import table
from comaker.record.transaction import writing

_PAPER = table("paper", "digest bytea, body bytea, size integer, received_at bigint", "(digest) DO NOTHING")
_REFUSED = table(
    "refused",
    "digest bytea, file text, why text, hint text, received_at bigint",
    "(digest, file) DO NOTHING",
)


def refuse(body: bytes, row: RefusedRow, *, now: datetime) -> None:
    """Keep what cannot be used; the same file again is kept once.

    Args:
        body: its bytes; empty where it could not even be read.
    """
    moment = microseconds(now)
    digest = sha256(body).digest() if body else b""
    with writing() as store:
        if body:
            store.insert(_PAPER, [(digest, compress(body, 1), len(body), moment)])
        store.insert(_REFUSED, [(digest, row.file, row.why, row.hint, moment)])
