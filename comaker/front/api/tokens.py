"""Tokens: how programs are let in, for which party, in which job, and for what of it."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from comaker.front.refusals import NotAllowed
from comaker.kernel.access import Asker, Doing, Job, Mandate, may
from comaker.record.post import microseconds
from comaker.record.store import Row, Store
from comaker.record.transaction import transact

READ = "read"
SCOPES = (READ, *(doing.value for doing in Doing))

# Who it is, what this write was answered before, all numbers that his party is known under, and who lets it
# act for them: in one statement, since every request begins with it.
_BEARER = """
WITH known AS (
    SELECT token.id, token.name, token.job, token.scopes, token.used_on, token.made_by_id,
        {parties} AS party
    FROM front_token token {join}
    WHERE token.digest = ? AND token.revoked_at IS NULL AND (token.expires_at IS NULL OR token.expires_at > ?)
)
SELECT 0, {party}, known.id, name, job, scopes, used_on, made_by_id, asked, status, body
FROM known LEFT JOIN front_answer answer ON answer.party = {party} AND answer.key = ?
UNION ALL
SELECT 1, merged, 0, '', '', '', 0, 0, NULL, 0, NULL FROM {merged}
UNION ALL
SELECT 2, mandate.of_id, 0, '', '', mandate.doings, 0, 0, NULL, 0, NULL
FROM known JOIN front_mandate mandate ON mandate.to_id = {party} WHERE mandate.ended_at IS NULL
"""
_IN_SQLITE = _BEARER.format(
    parties="coalesce(party.merged_into_id, party.id)",
    join="JOIN record_party party ON party.id = token.party_id",
    party="known.party",
    merged="""
        (SELECT gone.id AS merged FROM known JOIN record_party gone ON gone.merged_into_id = known.party) one
    """,
)
# PostgreSQL shows no parties before it is known who asks.
_IN_POSTGRES = _BEARER.format(
    parties="record_known_as(token.party_id)",
    join="",
    party="known.party[1]",
    merged="(SELECT unnest(known.party[2:]) AS merged FROM known) one",
)
_USED = "UPDATE front_token SET used_on = ? WHERE id = ?"


class Answered(NamedTuple):
    """What a write was answered: the hash of what was asked, and the deflated body of the answer."""

    asked: bytes
    status: int
    body: bytes


class Bearer(NamedTuple):
    """A program that asks: for whom it does, and what it is let do of what its job may.

    Attributes:
        token: the number of its token.
        answered: what the write with the key that it gives was answered before.
    """

    asker: Asker
    scopes: frozenset[str]
    token: int
    answered: Answered | None = None

    def may(self, doing: Doing, *, giver: int = 0, taker: int = 0) -> bool:
        """Tell whether it may do something, as `kernel.access.may` does for its job."""
        return doing.value in self.scopes and may(self.asker, doing, giver=giver, taker=taker)

    def must_read(self) -> None:
        """Refuse where the token is for writing alone."""
        if READ not in self.scopes:
            raise NotAllowed("This token may not read.", hint="Use one with the scope read.")

    def must(self, doing: Doing) -> None:
        """Refuse where the token is not for something, or its job may not do it."""
        if not self.may(doing):
            raise NotAllowed(
                f"This token may not {doing.value.replace('_', ' ')}.",
                hint="Use one with that scope, for a job that may.",
            )


def bearer_of(store: Store, secret: str, *, key: str = "", now: datetime) -> Bearer | None:
    """Return who shows a secret; None for one that is unknown, expired or revoked.

    Args:
        key: the Idempotency-Key of a write.
    """
    query = _IN_POSTGRES if store.is_postgres else _IN_SQLITE
    rows = store.select(query, digest_of(secret), microseconds(now), key)
    if not rows:
        return None
    of_kind: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
    for row in rows:
        of_kind[row[0]].append(row)
    ((_, party, token, name, job, scopes, used_on, made_by, asked, status, body),) = of_kind[0]
    mandates = tuple([Mandate(row[1], _doings(row[5])) for row in of_kind[2]])
    today = now.date().toordinal()
    if used_on != today:
        transact(lambda writer: writer.execute(_USED, today, token))
    merged = [row[1] for row in of_kind[1]]
    asker = Asker(party, (party, *merged), Job(job), made_by or 0, name, mandates)
    answered = None if asked is None else Answered(bytes(asked), status, bytes(body))
    return Bearer(asker, frozenset(scopes.split("|")), token, answered)


def _doings(names: str) -> frozenset[Doing]:
    return frozenset(Doing(doing) for doing in names.split("|") if doing)


def digest_of(secret: str) -> bytes:
    """Return under what a secret is kept."""
    return sha256(secret.encode("utf-8", "replace")).digest()
