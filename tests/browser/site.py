"""A site under test: the pages as `comaker serve` serves them, and who is known there."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from comaker.front.asker import join
from comaker.front.models import Member, User
from comaker.kernel.access import Job
from comaker.kernel.identifiers import identifiers_meant
from comaker.kernel.party import party_of
from comaker.record.masters.register import registered

ROOT = Path(__file__).parents[2]
START_SECONDS_MAX = 60
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSWORD = "boterham-met-kaas"


class Server:
    """`comaker serve` in a process of its own, on a free port of this machine.

    Args:
        database: where the record is.
        folder: where its files and its log go.
    """

    def __init__(self, database: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.log = folder / "served.log"
        around = {
            "PYTHONPATH": str(ROOT),
            "COMAKER_DATABASE": database,
            "COMAKER_STATIC": str(folder / "static"),
            "COMAKER_SECRET": settings.SECRET_KEY,
            # The record is another one for each test, so no connection outlives a request.
            "COMAKER_CONNECTION_SECONDS": "0",
        }
        command = "from comaker.main.cli import main; main()"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", command, "serve", "--port", str(port)],
                env={**os.environ, **around}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS_MAX
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.address}/accounts/login/", timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
            else:
                return
        self.stop()
        pytest.fail(f"comaker serve did not start:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        """Let it end, as Ctrl-C does."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def member(
    email: str,
    *,
    party: str = "Acme Pumps",
    identifier: str = "",
    job: Job = Job.OWNER,
    is_person: bool = False,
    language: str = "en",
) -> Member:
    """Return somebody who does a job for a party; both are made where they are not known yet.

    He has no password: he is signed in by `session_of`.
    """
    wanted = party_of(party, identifiers_meant(identifier)[:1])
    number, _ = registered(wanted, is_person=is_person, now=NOW)
    user = User.objects.filter(email=email).first()
    if user is None:
        name = email.partition("@")[0].replace(".", " ").title()
        user = User.objects.create_user(email, name=name, language=language)
    return join(user, number, job, now=NOW)


def session_of(user: User) -> str:
    """Return the key of a new session in which somebody is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
