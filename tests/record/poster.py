"""A poster: a process that posts a made-up stream one document at a time, and can be killed at any moment.

Run: python -m tests.record.poster SEED, with COMAKER_DATABASE. Each line that comes in is the place of the
document to start with. It forks a child, which writes what it does, one line each: its number (`pid`), `post`
before it posts a document, `kept` with the answer after it, `lost` when the database was not there, `done` at
the end. Once the child is gone the line `gone` follows. The child stays a zombie until the next command, so
that its number is nobody else's.
"""

import os
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def stream(seed):
    """Return the documents to post."""
    from comaker.engines.worlds import World, make  # noqa: PLC0415 – after the set-up

    return make(replace(World(), relations=12, orders=3), seed=seed).documents


def arrival(document):
    """Return a document with bytes that it may have come in."""
    from comaker.record.coding import encode  # noqa: PLC0415
    from comaker.record.post import Arrival  # noqa: PLC0415

    return Arrival(document, encode(document))


def say(*words):
    """Write a line at once and whole."""
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


def post_from(first, documents):
    """Post the documents from a place on."""
    from django.db.utils import InterfaceError, OperationalError  # noqa: PLC0415

    from comaker.record.post import post  # noqa: PLC0415

    for place in range(first, len(documents)):
        answer = None
        while answer is None:
            say("post", place)
            try:
                [answer] = post([arrival(documents[place])], now=NOW)
            except (InterfaceError, OperationalError):
                say("lost", place)
                time.sleep(0.02)
        say("kept", place, answer.document, answer.state)
    say("done")


def main():
    """Fork a child for every line that comes in."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
    django.setup()
    from comaker.record import post as _  # noqa: F401, PLC0415 – loaded once, for all children

    documents = stream(int(sys.argv[1]))
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say("pid", os.getpid())
            post_from(int(line), documents)
            os._exit(0)
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        say("gone")


if __name__ == "__main__":
    main()
