"""Killing: whatever is killed and whenever, what was acknowledged is there and nothing is there by half.

One stream of documents goes on through up to 50 kills, so that each finds a larger record. `COMAKER_KILLS`
says how many kills in all; `make torture` asks for many.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

from comaker.record.coding import document_from
from comaker.record.post import post
from comaker.record.posting.words import HELD, REPEAT, TAKEN
from comaker.record.transaction import reading
from tests.record.cluster import Cluster
from tests.record.conftest import on_server, use
from tests.record.papers import said_by_match, said_by_record
from tests.record.poster import NOW, arrival, stream
from tests.record.soundness import findings

KILLS = int(os.environ.get("COMAKER_KILLS", "50"))
# A round of the stream takes so many kills; then it starts anew on an empty record.
ROUND = 50
POSTED_MAX = 6  # acknowledged before the kill, at most
PAUSE_MAX = 0.06  # seconds after that, about as long as a posting takes
ROOT = Path(__file__).parents[2]


class Poster:
    """Posts a stream in a process of its own, and remembers what was acknowledged."""

    def __init__(self, place, seed):
        self.documents = stream(seed)
        self.acknowledged: dict[int, tuple[int, str]] = {}
        self.seen: Counter[str] = Counter()
        self._last: list[str] = []
        self._nursery: Any = subprocess.Popen(
            [sys.executable, "-m", "tests.record.poster", str(seed)],
            cwd=ROOT,
            env={**os.environ, "COMAKER_DATABASE": place},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def is_done(self):
        return len(self.acknowledged) == len(self.documents)

    def start(self):
        """Go on with the first document that is not acknowledged."""
        self._nursery.stdin.write(f"{len(self.acknowledged)}\n")
        self._nursery.stdin.flush()
        self.child = int(self.hear("pid")[1])

    def hear(self, *words):
        """Read on to one of some words; what is acknowledged on the way is noted."""
        while True:
            line = self._nursery.stdout.readline().split()
            assert line, "the poster is gone"
            if line[0] == "kept":
                place, key, state = int(line[1]), int(line[2]), line[3]
                assert state in (TAKEN, REPEAT, HELD)
                self.acknowledged[place] = (key, state)
            if line[0] == "post":
                self.seen["posted"] += 1
            self.seen[line[0]] += 1
            self._last.append(line[0])
            if line[0] in words:
                return line

    def post_some(self, count):
        """Let so many documents be acknowledged; tell whether the stream goes on."""
        return all(self.hear("kept", "done")[0] == "kept" for _ in range(count)) and not self.is_done

    def kill(self):
        """Kill the process and read what it still said."""
        os.kill(self.child, signal.SIGKILL)
        self._last = self._last[-1:]
        self.hear("gone")
        words = [word for word in self._last if word != "gone"]
        self.seen["inside"] += bool(words) and words[-1] == "post"

    def finish(self):
        """Let the rest be posted."""
        self.start()
        self.hear("done")
        self.hear("gone")
        assert self.is_done

    def close(self):
        """End the process."""
        if self._nursery.poll() is None:
            self._nursery.stdin.close()
            self._nursery.kill()
        self._nursery.wait()
        self._nursery.stdout.close()


def look(poster):
    """Assert that all that was acknowledged is there, wholly, and that nothing else is but the next."""
    if connection.vendor == "postgresql":
        # The server may still be about the last wish of a client that is gone.
        while reading().select(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ):
            time.sleep(0.005)
    stored = {number for (number,) in reading().select("SELECT id FROM record_document")}
    known = {key for key, _ in poster.acknowledged.values()}
    assert known <= stored
    assert len(stored - known) <= 1
    poster.seen["stored, not acknowledged"] += len(stored - known)
    assert findings() == []

    places = sorted(poster.acknowledged)
    again = post([arrival(poster.documents[place]) for place in places], now=NOW)

    assert [answer.document for answer in again] == [poster.acknowledged[place][0] for place in places]
    assert {answer.state for answer in again} <= {REPEAT, HELD}


def stored_documents():
    rows = reading().select("SELECT value FROM record_document ORDER BY recorded_at, id")
    return [document_from(value) for (value,) in rows]


def kill_often(place, seed, kills, strike):
    """Post a stream and kill so often; return what was seen."""
    rng = random.Random(seed)
    poster = Poster(place, seed)
    try:
        while poster.seen["kills"] < kills and not poster.is_done:
            poster.start()
            goes_on = poster.post_some(rng.randrange(POSTED_MAX))
            pause = rng.random() * PAUSE_MAX
            if not goes_on:
                poster.hear("gone")
                break
            time.sleep(pause)
            strike(poster)
            poster.seen["kills"] += 1
            look(poster)
            if poster.seen["kills"] % 10 == 0:
                assert said_by_record() == said_by_match(stored_documents())
        if not poster.is_done:
            poster.finish()
        look(poster)
        again = [post([arrival(document)], now=NOW)[0].document for document in poster.documents]
        assert again == [poster.acknowledged[place][0] for place in range(len(poster.documents))]
        assert said_by_record() == said_by_match(poster.documents)
    finally:
        poster.close()
    tell(poster.seen)
    return poster.seen


def tell(seen):
    """Add what was seen to the file that COMAKER_TOLD names, for people."""
    if "COMAKER_TOLD" in os.environ:
        with Path(os.environ["COMAKER_TOLD"]).open("a") as told:
            told.write(json.dumps({"database": connection.vendor, **seen}) + "\n")


def rounds(kills):
    """Return a seed and a number of kills for each stream."""
    return [(seed, min(ROUND, kills - ROUND * seed)) for seed in range(-(-kills // ROUND))]


@pytest.mark.parametrize("seed, kills", rounds(KILLS))
def test_nothing_acknowledged_is_lost_when_who_posts_is_killed(record, seed, kills):
    seen = kill_often(record, seed, kills, Poster.kill)

    assert seen["inside"] > 0


@pytest.fixture(scope="module")
def cluster():
    """Return a server of our own with the empty record."""
    server = Cluster()
    try:
        use(server.address)
        call_command("migrate", verbosity=0)
        yield server
    finally:
        connections.close_all()
        server.remove()


@pytest.mark.parametrize("seed, kills", rounds(KILLS))
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(cluster, seed, kills):
    def strike(poster):
        cluster.kill()
        connection.close()
        cluster.start()
        poster.hear("kept", "done")  # it goes on by itself
        poster.kill()

    seen = kill_often(on_server(cluster.address), seed, kills, strike)

    assert seen["lost"] > 0
