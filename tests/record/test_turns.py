"""Turns: who asks first writes first, among threads and among processes, whoever dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from comaker.record.embedded.turns import Turns, turns_of

ROOT = Path(__file__).parents[2]
WAIT_SECONDS_MAX = 60
CHILD = """
import sys
from comaker.record.embedded.turns import Turns
with Turns(sys.argv[1]).turn():
    with open(sys.argv[2], "a") as told:
        print(sys.argv[3], file=told)
"""


@pytest.fixture
def database(tmp_path):
    return str(tmp_path / "record.sqlite3")


@pytest.fixture
def drawn(database):
    """Return how to look up the last number drawn; to close the file would let go of this process's locks."""
    opened = os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT, 0o600)
    yield lambda: int.from_bytes(os.pread(opened, 8, 0), "big")
    os.close(opened)


def queue_up(database, drawn, told, name):
    """Start a process that asks for a turn, and wait until it is in the queue."""
    before = drawn()
    child = subprocess.Popen([sys.executable, "-c", CHILD, database, told, name], cwd=ROOT)
    wait_until(lambda: drawn() != before)
    return child


def wait_until(is_so):
    """Wait until something is so; not for ever."""
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_processes_write_in_the_order_in_which_they_asked(database, drawn, tmp_path):
    told = tmp_path / "told"

    with Turns(database).turn():
        children = [queue_up(database, drawn, told, str(number)) for number in range(6)]

    assert [child.wait(WAIT_SECONDS_MAX) for child in children] == [0] * 6
    assert told.read_text().split() == ["0", "1", "2", "3", "4", "5"]


def test_one_that_dies_in_the_queue_lets_nobody_in_before_those_who_asked_earlier(database, drawn, tmp_path):
    told = tmp_path / "told"

    with Turns(database).turn():
        children = [queue_up(database, drawn, told, str(number)) for number in range(6)]
        for number in (0, 3, 4):
            children[number].kill()
            children[number].wait()
        assert not told.exists()

    assert [child.wait(WAIT_SECONDS_MAX) for child in children] == [
        -signal.SIGKILL,
        0,
        0,
        -signal.SIGKILL,
        -signal.SIGKILL,
        0,
    ]
    assert told.read_text().split() == ["1", "2", "5"]


def test_threads_write_in_the_order_in_which_they_asked(database):
    turns, order, threads = turns_of(database), [], []

    def write(number):
        with turns.turn():
            order.append(number)

    with turns.turn():
        for number in range(20):
            threads.append(threading.Thread(target=write, args=[number]))
            threads[-1].start()
            wait_until(lambda: len(turns._queue) > len(threads) - 1)
    for thread in threads:
        thread.join()

    assert order == [*range(20)]


def test_two_names_of_one_file_are_one_queue(database, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert turns_of("record.sqlite3") is turns_of(database)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="This system does not fork.")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_process_that_is_forked_while_its_parent_writes_waits_for_it_and_no_longer(
    database, drawn, tmp_path
):
    told = tmp_path / "told"

    with turns_of(database).turn():
        before = drawn()
        child = os.fork()
        if child == 0:
            with turns_of(database).turn():
                told.write_text("after")
            os._exit(0)
        wait_until(lambda: drawn() != before)
        assert not told.exists()

    assert os.waitpid(child, 0) == (child, 0)
    assert told.read_text() == "after"
