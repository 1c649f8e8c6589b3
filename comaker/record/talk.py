"""Talk: words about a line, kept in the order of its relation so that both sides see them as they come."""

from datetime import datetime
from typing import NamedTuple

from comaker.record.coding import as_text
from comaker.record.post import microseconds
from comaker.record.posting.words import SERIALS, relation_of
from comaker.record.store import Store, table
from comaker.record.transaction import transact

WORDS, ASKED = "words", "asked"

_TALK = table(
    "talk",
    "id bigint, relation bigint, line bigint, kind text, party bigint, member bigint, name text, words text, "
    "only_for bigint, asked_by bigint, said_at bigint",
)
_EVENT = table("event", "id bigint, kind text, body text, recorded_at bigint")
# At once the lock of the relation and its next number.
_NEXT = "UPDATE record_relation SET serial = serial + 1 WHERE id = ? RETURNING serial"


class Saying(NamedTuple):
    """What somebody says about a line.

    Attributes:
        party: for whom he speaks; `member` his number there, 0 for a visitor.
        only_for: the party whose own people alone may see it; 0 for both.
        asked_by: the party that asked where the line stands; 0 where nobody did.
    """

    line: int
    party: int
    member: int
    name: str
    words: str = ""
    only_for: int = 0
    asked_by: int = 0


def keep_talk(saying: Saying, *, now: datetime) -> int:
    """Keep what somebody says; return its key.

    Workers are told of what both sides see; a note stays with those who may read it.

    Args:
        now: when it was said, with a time zone.
    """
    moment = microseconds(now)
    return transact(lambda store: _keep(store, saying, moment))


def _keep(store: Store, saying: Saying, moment: int) -> int:
    relation = relation_of(saying.line)
    key = _next_key(store, relation)
    kind = ASKED if saying.asked_by else WORDS
    store.insert(
        _TALK,
        [
            (
                key, relation, saying.line, kind, saying.party, saying.member, saying.name, saying.words,
                saying.only_for, saying.asked_by, moment,
            )
        ],
    )  # fmt: skip
    if not saying.only_for:
        body = as_text({"documents": [], "changed": [str(saying.line)]})
        store.insert(_EVENT, [(_next_key(store, relation), "talk", body, moment)])
    return key


def _next_key(store: Store, relation: int) -> int:
    return (relation << SERIALS) + int(store.select(_NEXT, relation)[0][0])
