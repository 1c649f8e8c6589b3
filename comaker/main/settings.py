"""Settings of Django: safe by default, changed through the environment.

COMAKER_SECRET signs sessions and links. Without it a new secret is drawn at each start, which is safe
but signs everybody out; a server that stays sets its own. COMAKER_DATABASE names the file of the record, or
a PostgreSQL server as `postgresql://user:password@host:port/name`. COMAKER_HOSTS are the names under which
the pages are reached, COMAKER_DEBUG=1 shows errors in full.
"""

import os
import secrets
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from comaker.kernel.refusal import Refusal

SECRET_KEY = os.environ.get("COMAKER_SECRET") or secrets.token_urlsafe(50)
DEBUG = os.environ.get("COMAKER_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("COMAKER_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS: list[str] = ["comaker.record"]
MIDDLEWARE: list[str] = []


_PLANNING = (
    "-c plan_cache_mode=force_generic_plan -c jit=off "
    "-c enable_seqscan=off -c enable_mergejoin=off -c enable_hashjoin=off"
)


_NO_ADDRESS = Refusal(
    "COMAKER_DATABASE is neither a file nor the address of a PostgreSQL database.",
    hint="Write postgresql://user:password@host:port/name, with / and # in a password as %2F and %23.",
)
_ASKED_OF_SERVERS = frozenset(
    ("connect_timeout", "sslcert", "sslcrl", "sslkey", "sslmode", "sslrootcert", "target_session_attrs")
)


def database(place: str) -> dict[str, Any]:
    """Return Django's settings of a database.

    Args:
        place: the name of a file, or the address of a PostgreSQL server.
    """
    if "://" not in place:
        options = {"transaction_mode": "IMMEDIATE"}
        return {"ENGINE": "comaker.record.embedded", "NAME": place, "OPTIONS": options}
    try:
        parts = urlsplit(place)
        port, asked = parts.port, dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError:  # it may show a part of a password
        raise _NO_ADDRESS from None
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/") or parts.fragment:
        raise _NO_ADDRESS
    if asked.keys() - _ASKED_OF_SERVERS:
        raise Refusal(
            f"COMAKER_DATABASE asks the server for {', '.join(sorted(asked.keys() - _ASKED_OF_SERVERS))}.",
            hint=f"It can be asked for {', '.join(sorted(_ASKED_OF_SERVERS))}.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        # Each statement is planned once, for an index: the record asks the same ones over and over, and what
        # is planned while a table is small serves when it is large.
        "OPTIONS": {"prepare_threshold": 2, "server_side_binding": True, "options": _PLANNING, **asked},
    }


DATABASES = {"default": database(os.environ.get("COMAKER_DATABASE") or "comaker.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
