"""The demo as a person sees it: the chain in the terminal, then pages behind two logins and a link."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from comaker.main.cli import main

ROOT = Path(__file__).parents[2]
COMMAND = "from comaker.main.cli import main; main()"
WAIT_SECONDS_MAX = 120


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_without_serving_it_stops_after_the_match_and_makes_no_world(tmp_path):
    result = CliRunner().invoke(main, ["demo", "--no-serve", "--out", str(tmp_path)])

    assert result.exit_code == 0
    assert "9 documents of one deal" in result.output
    assert "Now try your own documents" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["match.json"]


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["demo", "--port", port, "--out", str(tmp_path)])

    assert result.exit_code == 2
    assert "Choose another with --port." in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["match.json"]


@pytest.fixture
def served(tmp_path):
    """Serve the demo; return its address and what it printed. Nothing of the user is touched by it."""
    own = tmp_path / "own.sqlite3"
    around = {
        "PYTHONPATH": str(ROOT), "COMAKER_DATABASE": str(own), "COMAKER_STATIC": str(tmp_path / "static"),
        "COMAKER_HTTPS": "1", "COLUMNS": "200",
    }  # fmt: skip
    port = free_port()
    words = ["demo", "--port", str(port), "--out", str(tmp_path / "demo")]
    printed = (tmp_path / "printed").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words], env={**os.environ, **around}, cwd=tmp_path,
        stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT,
    )  # fmt: skip
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    place = f"http://127.0.0.1:{port}"
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{place}/accounts/login/", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    yield place, (tmp_path / "printed").read_text()
    process.send_signal(signal.SIGINT)
    process.wait(30)
    printed.close()
    assert not own.exists()


def test_it_serves_a_world_and_tells_where_to_come_in(served):
    place, printed = served
    link = re.search(r"http://\S+/visit/\S+", printed)

    assert link, printed
    assert re.search(r"Consortial +anna@consortial\.example +\S+-\d+", printed)
    assert re.search(r"IYT Corporation +ben@iyt\.example +\S+-\d+", printed)
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(link.group()) as answer:
        page = answer.read().decode()
    assert link.group().startswith(place)
    assert "Museum Zuid" in page
    assert "approved drawing of the engraving" in page
