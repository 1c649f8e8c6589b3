"""Settings of Django: safe by default, changed through the environment.

COMAKER_SECRET signs sessions and links. Without it a new secret is drawn at each start, which is safe
but signs everybody out; a server that stays sets its own. COMAKER_DATABASE names the file of the record,
COMAKER_HOSTS the names under which the pages are reached, COMAKER_DEBUG=1 shows errors in full.
"""

import os
import secrets

SECRET_KEY = os.environ.get("COMAKER_SECRET") or secrets.token_urlsafe(50)
DEBUG = os.environ.get("COMAKER_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("COMAKER_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("COMAKER_DATABASE", "comaker.sqlite3"),
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
