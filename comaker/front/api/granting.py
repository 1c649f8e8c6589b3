"""Granting: tokens made, looked through and revoked, by owners of a party and by who runs the server."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from comaker.front.api.tokens import SCOPES, digest_of
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Doing, Job, may
from comaker.kernel.refusal import Refusal
from comaker.record.post import microseconds
from comaker.record.store import Store
from comaker.record.transaction import reading, transact

NAME_MAX = 100
TOKENS_MAX = 50
_SIGN = "comaker_"
_SHOWN = len(_SIGN) + 4

_ADD = """
INSERT INTO front_token
    (party_id, name, job, scopes, digest, prefix, made_by_id, made_at, expires_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
"""
_COLUMNS = """
SELECT token.id, token.name, token.prefix, token.party_id, party.name, token.job, token.scopes, token.made_at,
    token.expires_at, token.revoked_at, token.used_on
FROM front_token token JOIN record_party party ON party.id = token.party_id
"""
_ALL = f"{_COLUMNS} ORDER BY token.id DESC"
_OF_PARTY = f"{_COLUMNS} WHERE token.party_id IN :ints ORDER BY token.id DESC"
_LIVE = """
SELECT count(*) FROM front_token
WHERE party_id = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)
"""
_REVOKE = "UPDATE front_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL"


class NoScope(Refusal):
    """A token for nothing at all, or for something that there is not."""


class TooManyTokens(Refusal):
    """More tokens than one party has use for."""


class NoSuchToken(Refusal):
    """No token has the number that an operator names."""


class SeenToken(NamedTuple):
    """A token; `prefix` are the first signs of its secret. Moments are microseconds since 1970, UTC.

    Attributes:
        used_on: the last day on which it was used, as a day number.
    """

    id: int
    name: str
    prefix: str
    party: int
    party_name: str
    job: Job
    scopes: tuple[str, ...]
    made_at: int
    expires_at: int | None
    revoked_at: int | None
    used_on: int | None

    def is_live(self, now: datetime) -> bool:
        """Tell whether it lets somebody in."""
        is_over = self.expires_at is not None and self.expires_at <= microseconds(now)
        return self.revoked_at is None and not is_over


def make(
    *,
    party: int,
    name: str,
    job: Job,
    scopes: Iterable[str],
    days: int | None,
    made_by: int | None,
    now: datetime,
) -> tuple[int, str]:
    """Make a token; return its number and its secret, which is kept nowhere.

    Args:
        days: for how long it lets in; None for always.
        made_by: number of the member who makes it; None for an operator.

    Raises:
        NoScope: it would be for nothing, or for something that there is not.
        TooManyTokens: the party has as many as it may.
    """
    wanted = _wanted(scopes)
    secret = f"{_SIGN}{secrets.token_urlsafe(32)}"
    called = " ".join(name.split())[:NAME_MAX]
    moment = microseconds(now)
    expires = None if days is None else microseconds(now + timedelta(days=days))

    def work(store: Store) -> int:
        if store.select(_LIVE, party, moment)[0][0] >= TOKENS_MAX:
            raise TooManyTokens(
                _("There are %(most)s tokens already, which is the most.") % {"most": TOKENS_MAX},
                hint=_("Revoke one that is no longer used."),
            )
        values = (party, called, job.value, "|".join(wanted), digest_of(secret), secret[:_SHOWN], made_by)
        return int(store.select(_ADD, *values, moment, expires)[0][0])

    return transact(work), secret


def grant(
    asker: Asker, *, name: str, job: Job, scopes: Iterable[str], days: int | None, now: datetime
) -> tuple[int, str]:
    """Let an owner make a token for his party; return its number and its secret."""
    must_manage(asker)
    return make(
        party=asker.party, name=name, job=job, scopes=scopes, days=days, made_by=asker.member or None, now=now
    )


def tokens_of(asker: Asker) -> list[SeenToken]:
    """Return the tokens of a party, the newest first; owners alone see them."""
    must_manage(asker)
    return _seen(reading().select(_OF_PARTY, list(asker.parties)))


def all_tokens() -> list[SeenToken]:
    """Return all tokens of the server, the newest first, for who runs it."""
    return _seen(reading().select(_ALL))


def revoke(token: int, *, now: datetime, asker: Asker | None = None) -> None:
    """Let a token no longer let anybody in, from this moment on.

    Args:
        asker: the owner who does it; None for who runs the server.

    Raises:
        NotThere: the party has no such token.
        NoSuchToken: the server has none.
    """
    held = all_tokens() if asker is None else tokens_of(asker)
    if token not in {each.id for each in held}:
        if asker is not None:
            raise NotThere
        raise NoSuchToken(f"There is no token {token}.", hint="`comaker token list` shows them.")
    transact(lambda store: store.execute(_REVOKE, microseconds(now), token))


def must_manage(asker: Asker) -> None:
    """Refuse who may not manage the party's tokens and web hooks."""
    if not may(asker, Doing.MANAGE):
        raise NotAllowed(_("Only an owner does this."), hint=_("Ask an owner of your party."))


def _wanted(scopes: Iterable[str]) -> list[str]:
    wanted = sorted(set(scopes))
    unknown = ", ".join(scope for scope in wanted if scope not in SCOPES)
    if unknown or not wanted:
        raise NoScope(
            _("There is no scope %(what)s.") % {"what": unknown}
            if unknown
            else _("A token is for something."),
            hint=_("Choose from: %(scopes)s.") % {"scopes": ", ".join(SCOPES)},
        )
    return wanted


def _seen(rows: Sequence[Sequence[object]]) -> list[SeenToken]:
    found = []
    for row in rows:
        token = SeenToken(*row)  # type: ignore[arg-type]
        found.append(token._replace(job=Job(token.job), scopes=tuple(str(token.scopes).split("|"))))
    return found
