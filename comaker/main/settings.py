"""Settings of Django: safe by default, changed through the environment.

COMAKER_SECRET signs sessions and links. Without it a new secret is drawn at each start, which is safe
but signs everybody out; a server that stays sets its own. COMAKER_DATABASE names the file of the record, or
a PostgreSQL server as `postgresql://user:password@host:port/name`. COMAKER_HOSTS are the names under which
the pages are reached, COMAKER_HTTPS=1 says that they are reached by HTTPS alone, COMAKER_DEBUG=1 shows errors
in full. COMAKER_MAIL sends mail by `smtp://user:password@host:port` (`smtps://` for TLS from the start);
without it mails are printed. COMAKER_ADDRESS is where mails say that the pages are. COMAKER_STATIC is a
folder for the files that pages need. COMAKER_API_RATE is how often a token may ask in a minute (6000; 0 for
no limit). COMAKER_HOOKS_PRIVATE=1 lets web hooks go by HTTP and into the network of this server.
COMAKER_CONNECTION_SECONDS is how long a connection to the database serves.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from comaker.kernel.refusal import Refusal

SECRET_KEY = os.environ.get("COMAKER_SECRET") or secrets.token_urlsafe(50)
DEBUG = os.environ.get("COMAKER_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("COMAKER_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
IS_HTTPS = os.environ.get("COMAKER_HTTPS") == "1"

FOLDER = Path(__file__).parent
APPS = ["agree", "exchange", "know", "match", "promise", "resolve"]
INSTALLED_APPS: list[str] = [
    "comaker.record",
    "comaker.front",
    *(f"comaker.apps.{name}" for name in APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # the list of passkeys is written with it
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE: list[str] = [
    "django.middleware.security.SecurityMiddleware",
    "comaker.front.api.door.Door",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "comaker.front.headers.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "comaker.front.headers.Tongue",
    "comaker.front.refusals.Refusals",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "comaker.main.urls"
WSGI_APPLICATION = "comaker.main.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Ours stand before those of the libraries.
        "DIRS": [FOLDER.parent / "front" / "templates", FOLDER / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comaker.main.rooms.around",
            ],
            "builtins": ["comaker.front.templatetags.shown", "django.templatetags.i18n"],
        },
    }
]


_PLANNING = (
    "-c plan_cache_mode=force_generic_plan -c jit=off "
    "-c enable_seqscan=off -c enable_mergejoin=off -c enable_hashjoin=off"
)
# A connection, with the statements that are planned on it, serves many requests.
_CONNECTION_SECONDS = int(os.environ.get("COMAKER_CONNECTION_SECONDS", "600"))


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
    # What serves pages sees nothing of the record until somebody asks; see comaker.record.sight.
    scope = "" if os.environ.get("COMAKER_SERVES") == "1" else " -c comaker.scope=record"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": _CONNECTION_SECONDS,
        # Each statement is planned once, for an index: the record asks the same ones over and over, and what
        # is planned while a table is small serves when it is large.
        "OPTIONS": {
            "prepare_threshold": 2,
            "server_side_binding": True,
            "options": _PLANNING + scope,
            **asked,
        },
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(os.environ.get("COMAKER_DATABASE") or "comaker.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
LOCALE_PATHS = [FOLDER / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("COMAKER_STATIC") or Path.home() / ".cache" / "comaker" / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "comaker.front.statics.Statics"},
}

AUTH_USER_MODEL = "front.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
    )
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = str
ACCOUNT_ADAPTER = "comaker.front.accounts.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Comaker"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"


def provider() -> dict[str, Any]:
    """Return the OpenID Connect provider that the environment names; none where it names none.

    COMAKER_OIDC is its address, COMAKER_OIDC_CLIENT and COMAKER_OIDC_SECRET are what it knows us by, and
    COMAKER_OIDC_NAME is what people call it.
    """
    address = os.environ.get("COMAKER_OIDC", "")
    if not address:
        return {}
    app = {
        "provider_id": "company",
        "name": os.environ.get("COMAKER_OIDC_NAME", "your organisation"),
        "client_id": os.environ.get("COMAKER_OIDC_CLIENT", ""),
        "secret": os.environ.get("COMAKER_OIDC_SECRET", ""),
        "settings": {"server_url": address},
    }
    return {"openid_connect": {"APPS": [app]}}


SOCIALACCOUNT_PROVIDERS = provider()

SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-comaker" if IS_HTTPS else "comaker"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "comaker.front.refusals.stale_form"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 50 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
# Web hooks may go by HTTP, and into the network of this server, only where that is asked for, as in tests.
HOOKS_PRIVATE = os.environ.get("COMAKER_HOOKS_PRIVATE") == "1"


def mail(address: str) -> dict[str, Any]:
    """Return Django's settings of a mail server; mails are printed where there is none."""
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(address)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }


globals().update(mail(os.environ.get("COMAKER_MAIL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("COMAKER_MAIL_FROM", "comaker@localhost")
SITE_ADDRESS = os.environ.get("COMAKER_ADDRESS", "http://localhost:8000").rstrip("/")
