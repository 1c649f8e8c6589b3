"""Turns: one writer at a time, first come first served, within a process and between processes.

SQLite lets one connection write at a time and makes the others poll, so that with eight writers some wait
for seconds. Here threads queue up in order of arrival, and the one in front queues up among the processes:
it draws a number, holds the lock of that number on a file, and waits for the lock of the number before. The
system wakes that one alone, and lets go of the locks of one that dies.
"""

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    from fcntl import LOCK_EX, LOCK_UN, lockf
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
            _queue_up(opened)
            yield
        finally:
            os.close(opened)


# A process that closes the file anywhere lets go of all these locks: it is opened nowhere else.
# The file holds the last number drawn; its first byte is locked while one is drawn, and behind the number
# there is a byte for each number to lock.
_SIZE = 8


def _queue_up(opened: int) -> None:
    """Draw a number and wait until the one before it is done."""
    lockf(opened, LOCK_EX, 1, 0)
    number = int.from_bytes(os.pread(opened, _SIZE, 0), "big") + 1
    os.pwrite(opened, number.to_bytes(_SIZE, "big"), 0)
    lockf(opened, LOCK_EX, 1, _SIZE + number)
    lockf(opened, LOCK_UN, 1, 0)
    lockf(opened, LOCK_EX, 1, _SIZE + number - 1)
    # The one before may have died in the queue: those before it come first all the same.
    lockf(opened, LOCK_EX, number, _SIZE)


_turns: dict[str, Turns] = {}
_guard = threading.Lock()


def turns_of(database: str) -> Turns:
    """Return the queue of a database file, one for all threads of the process."""
    place = os.path.realpath(database)
    with _guard:
        return _turns.setdefault(place, Turns(place))


def _forget() -> None:
    """Start anew in a forked process: the threads that queued up are not in it."""
    global _guard  # noqa: PLW0603 – the old one may be held by a thread that is not here
    _guard = threading.Lock()
    _turns.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
