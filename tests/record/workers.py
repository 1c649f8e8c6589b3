"""Workers that post at the same moment: threads of this process, or processes of their own."""

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
WAIT_SECONDS_MAX = 120  # nobody waits for a worker that died


class Threads:
    """Workers that are threads, new ones for each race."""

    def __init__(self, count):
        self._count = count

    def race(self, place, batches):
        """Let each worker post its batches one after the other, all from one moment on; return the answers.

        Args:
            batches: a list of lists of documents for each worker.
        """
        barrier = threading.Barrier(len(batches))
        with ThreadPoolExecutor(self._count) as pool:
            return [*pool.map(lambda mine: _post(barrier, mine), batches)]

    def close(self):
        """Threads that have raced are gone."""


class Processes:
    """Workers that are processes; they stay for all races of a module."""

    def __init__(self, count):
        context = multiprocessing.get_context("spawn")
        self._barriers = {size: context.Barrier(size) for size in range(1, count + 1)}
        self._ends, self._workers = [], []
        for _ in range(count):
            mine, theirs = context.Pipe()
            worker = context.Process(target=_serve, args=(theirs, self._barriers), daemon=True)
            worker.start()
            theirs.close()
            self._ends.append(mine)
            self._workers.append(worker)

    def race(self, place, batches):
        """Do as the threads do."""
        ends = self._ends[: len(batches)]
        for end, mine in zip(ends, batches, strict=True):
            end.send((place, len(batches), mine))
        answers = []
        for end in ends:
            assert end.poll(WAIT_SECONDS_MAX)
            answers.append(end.recv())
        for answer in answers:
            if isinstance(answer, str):
                raise AssertionError(answer)
        return answers

    def close(self):
        """End the processes."""
        for end in self._ends:
            end.send(None)
            end.close()
        for worker in self._workers:
            worker.join(WAIT_SECONDS_MAX)


def _post(barrier, batches):
    from django.db import connections  # noqa: PLC0415 – after the set-up

    from comaker.record.post import Arrival, post  # noqa: PLC0415

    connections["default"].ensure_connection()
    barrier.wait(WAIT_SECONDS_MAX)
    try:
        return [post([Arrival(document) for document in batch], now=NOW) for batch in batches]
    finally:
        connections.close_all()


def _serve(end, barriers):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
    import django  # noqa: PLC0415 – in the new process

    django.setup()
    from tests.record.conftest import use  # noqa: PLC0415

    while True:
        task = end.recv()
        if task is None:
            return
        place, count, batches = task
        use(place)
        try:
            answer = _post(barriers[count], batches)
        except Exception as error:  # noqa: BLE001 – told to the test
            answer = repr(error)
        end.send(answer)
