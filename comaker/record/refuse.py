"""Refuse: a file that cannot be used is kept with its bytes and the reason."""

from datetime import datetime

from comaker.kernel.told import RefusedRow
from comaker.record.papers import digest_of, keep_papers
from comaker.record.post import microseconds
from comaker.record.store import table
from comaker.record.transaction import writing

_REFUSED = table(
    "refused",
    "digest bytea, file text, why text, hint text, received_at bigint, party bigint",
    "(party, digest, file) DO NOTHING",
)

_KEPT = "SELECT id FROM record_refused WHERE party = ? AND digest = ? AND file = ?"


def refuse(body: bytes, row: RefusedRow, *, now: datetime, party: int = 0) -> int:
    """Keep what cannot be used; the same file again is kept once. Return its number.

    Args:
        body: its bytes; empty where it could not even be read.
        party: whose it is, by number; 0 for the operator's.
    """
    moment = microseconds(now)
    digest = digest_of(body)
    with writing() as store:
        keep_papers(store, {digest: body}, now=moment)
        store.insert(_REFUSED, [(digest, row.file, row.why, row.hint, moment, party)])
        return int(store.select(_KEPT, party, digest, row.file)[0][0])


def forget_refused(number: int) -> None:
    """Let go of what was refused and has been read since; its bytes stay with its document."""
    with writing() as store:
        store.execute("DELETE FROM record_refused WHERE id = ?", number)
