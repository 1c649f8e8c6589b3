"""Refuse: a file that cannot be used is kept with its bytes and the reason."""

from datetime import datetime

from comaker.kernel.told import RefusedRow
from comaker.record.papers import digest_of, keep_papers
from comaker.record.post import microseconds
from comaker.record.store import table
from comaker.record.transaction import writing

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
    digest = digest_of(body)
    with writing() as store:
        keep_papers(store, {digest: body}, now=moment)
        store.insert(_REFUSED, [(digest, row.file, row.why, row.hint, moment)])
