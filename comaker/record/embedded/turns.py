"""Turns: one writer at a time, first come first served, within a process and between processes.

SQLite lets one connection write at a time and makes the others poll, so that with eight writers some wait
for seconds. Here threads queue up in order of arrival, and the one in front waits for other processes at a
lock of the file system, which wakes it at once and lets go when its holder dies.
"""

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    from fcntl import LOCK_EX, flock
except ImportError:  # no such locks on this system: SQLite's own make the others poll
    LOCKS_FILES = False
else:
    LOCKS_FILES = True


class Turns:
    """The queue of writers of one database file."""

    def __init__(self, database: str) -> None:
        self._path = Path(f"{database}-turn")
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._is_taken = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this thread's turn and hold it."""
        self._wait()
        try:
            with self._between_processes():
                yield
        finally:
            self._pass_on()

    def _wait(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._queue.append(mine)
        mine.acquire()

    def _pass_on(self) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._is_taken = False

    @contextmanager
    def _between_processes(self) -> Iterator[None]:
        if not LOCKS_FILES:
            yield
            return
        opened = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            flock(opened, LOCK_EX)
            yield
        finally:
            os.close(opened)


_turns: dict[str, Turns] = {}
_guard = threading.Lock()


def turns_of(database: str) -> Turns:
    """Return the queue of a database file, one for all threads of the process."""
    with _guard:
        return _turns.setdefault(database, Turns(database))
