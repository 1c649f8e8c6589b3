"""Strange files, names and moments: each is met with a sentence, and none with a crash or a wait."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from comaker.front.files import bytes_of, files_in
from comaker.kernel.told import RefusedRow
from tests.apps.match import papers
from tests.apps.match.conftest import NOW

ROOT = Path(__file__).parents[3]
ESCAPE = "\x1b]0;mine\x07"


def said(result):
    return " ".join((result.stdout + result.stderr).split())


# What is no file.


@pytest.mark.parametrize("command", ["check", "match"])
def test_a_device_is_refused_and_not_read_for_ever(run, command):
    result = run(command, "/dev/zero")

    assert result.exit_code == 2
    assert "This is no ordinary file." in said(result)


def test_a_pipe_is_refused_and_not_waited_for(run, tmp_path):
    pipe = tmp_path / "pipe.xml"
    os.mkfifo(pipe)

    result = run("check", pipe, "--json")

    assert result.exit_code == 2
    (refused,) = json.loads(result.stdout)["refused"]
    assert refused["hint"] == "Write what it gives to a file first."


def test_a_folder_that_cannot_be_opened_is_told(monkeypatch, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir()
    scandir = os.scandir

    # The tests may run as somebody who may open everything.
    def refusing(path):
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(closed))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)

    assert list(files_in([tmp_path])) == [closed]
    assert bytes_of(closed) == RefusedRow(
        str(closed), "The folder cannot be opened: Permission denied.", "Check the name and rights."
    )


# Names of files.


@pytest.mark.parametrize("command", ["match", "check", "import"])
def test_a_file_may_bear_a_name_that_is_no_utf_8(record, run, tmp_path, command):
    for name, content in ((b"good-\xff.xml", papers.order()), (b"bad-\xfe.xml", b"<no")):
        (tmp_path / os.fsdecode(name)).write_bytes(content)

    result = run(command, tmp_path)
    as_program = run(command, tmp_path, "--json")

    assert result.exit_code == as_program.exit_code == 1
    assert "bad-\\xfe.xml" in said(result)
    (refused,) = json.loads(as_program.stdout)["refused"]
    assert refused["file"].endswith("bad-\\xfe.xml")


# Names and numbers in documents.


def test_signs_that_steer_a_terminal_are_shown(run, folder):
    number = f"PO-{'&#x9b;'}31m"
    (place,) = [folder(papers.order(number=number))]

    result = run("match", place, "--now", NOW)

    assert "\x9b" not in result.stdout
    assert "\\x9b31m" in result.stdout


def test_a_name_of_a_file_cannot_steer_the_terminal(run, tmp_path):
    place = tmp_path / f"{ESCAPE}.xml"
    place.write_bytes(b"<no")

    result = run("check", place)

    assert "\x1b]" not in result.stdout
    assert "␛]0;mine" in "".join(result.stdout.split())


@pytest.mark.parametrize("columns", ["0", "", "00"])
def test_a_terminal_without_width_gets_whole_tables(run, folder, columns):
    result = run("match", folder(*papers.of_the_design()), "--now", NOW, columns=columns)

    assert "beeswax" in result.stdout


def test_a_number_that_is_too_long_to_keep_is_refused(record, run, folder):
    result = run("import", folder(papers.order(number="9" * 3_000)), "--json")

    assert result.exit_code == 2
    (refused,) = json.loads(result.stdout)["refused"]
    assert refused["why"] == (
        "The document number “999999999999999999999999…” has 3,000 characters, too many to be kept."
    )


# Keys and moments.


@pytest.mark.parametrize("key", ["9" * 19, "9" * 25, "9" * 5_000, "²"])
def test_a_key_that_cannot_be_is_no_line(record, run, key):
    result = run("line", key)

    assert result.exit_code == 2
    assert "There is no line" in said(result)


@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59"])
def test_a_line_is_told_as_known_on_the_first_and_the_last_day_of_all(record, run, folder, moment):
    run("import", folder(papers.order()))

    result = run("line", "PO-1047/1", "--known-at", moment)

    assert result.exit_code in (0, 1)


# Several commands at once.


def test_commands_that_start_at_once_make_one_record(folder, tmp_path):
    place = folder(papers.order())
    environment = os.environ | {"COMAKER_DATABASE": str(tmp_path / "new.sqlite3"), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", "from comaker.main.cli import main; main()", "import", str(place)]

    started = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    ended = [process.communicate(timeout=120) for process in started]

    assert [process.returncode for process in started] == [0] * 4, ended
    assert sorted(out.strip() for out, _ in ended) == [
        *["0 documents are new, 1 were there already."] * 3,
        "1 documents are new, 0 were there already.",
    ]
