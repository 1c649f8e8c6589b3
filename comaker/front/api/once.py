"""Once: a write that a program sends again gets the answer that it got the first time, and does nothing more.

The answer is kept in the transaction of the write itself: killed at any moment, either both are there or
neither. Of two at once in one process the second is told that the first still runs; in two processes it waits
for the first and gets its answer.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from threading import Lock
from zlib import compress, decompress

from django.db.utils import IntegrityError
from django.http import HttpRequest, HttpResponse

from comaker.front.api.errors import KeyUsed, StillRunning, said
from comaker.front.api.keys import key_of
from comaker.front.api.tokens import Answered, Bearer
from comaker.record.store import Store, Table
from comaker.record.transaction import reading

_ANSWER = Table(
    "front_answer",
    (
        ("party", "bigint"), ("key", "text"), ("asked", "bytea"), ("status", "smallint"), ("body", "bytea"),
        ("answered_at", "bigint"),
    ),
)  # fmt: skip
_FIND = "SELECT asked, status, body FROM front_answer WHERE party = ? AND key = ?"

Keep = Callable[[Store, int, bytes, int], None]

_RUNNING: set[tuple[int, str]] = set()
_LOCK = Lock()


def once(
    request: HttpRequest,
    bearer: Bearer,
    write: Callable[[Keep], HttpResponse],
    *,
    parts: Sequence[bytes] | None = None,
) -> HttpResponse:
    """Do a write, or answer as it was answered before.

    Args:
        parts: what the body says, where its bytes are written otherwise each time.
        write: does it, and calls what it is given in its own transaction with the store, the status and body
            of its answer, and the moment in microseconds; nothing is kept of one that is refused.

    Raises:
        KeyUsed: the key belongs to another write.
        StillRunning: the same one is not done yet.
    """
    key = key_of(request)
    if not key:
        return write(_keep_nothing)
    party = bearer.asker.party
    asked = _asked(request, parts)
    if bearer.answered is not None:
        return _again(bearer.answered, asked)
    with _alone(party, key):

        def keep(store: Store, status: int, body: bytes, now: int) -> None:
            store.insert(_ANSWER, [(party, key, asked, status, compress(body, 1), now)])

        try:
            return write(keep)
        except IntegrityError:
            # Another process was first with this key, and all that was done here is undone.
            rows = reading().select(_FIND, party, key)
            if not rows:
                raise
            first, status, body = rows[0]
            return _again(Answered(bytes(first), status, bytes(body)), asked)


def _keep_nothing(store: Store, status: int, body: bytes, now: int) -> None:
    """Keep nothing of a write without a key."""


@contextmanager
def _alone(party: int, key: str) -> Iterator[None]:
    with _LOCK:
        if (party, key) in _RUNNING:
            raise StillRunning
        _RUNNING.add((party, key))
    try:
        yield
    finally:
        with _LOCK:
            _RUNNING.discard((party, key))


def _again(answered: Answered, asked: bytes) -> HttpResponse:
    if answered.asked != asked:
        raise KeyUsed
    return said(decompress(answered.body), status=answered.status)


def _asked(request: HttpRequest, parts: Sequence[bytes] | None) -> bytes:
    """Return the hash of what is asked: which operation, with which type of body, and what it says."""
    kind = request.headers.get("Content-Type", "").partition(";")[0]
    asked = f"{request.method} {request.path_info}?{request.META.get('QUERY_STRING', '')} {kind}"
    hashed = sha256(asked.encode("utf-8", "replace"))
    for part in (request.body,) if parts is None else parts:
        hashed.update(b"\n%d\n" % len(part))
        hashed.update(part)
    return hashed.digest()
