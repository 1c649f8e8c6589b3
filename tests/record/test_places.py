"""Places: what is said when a record cannot be opened, or a backup cannot be written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from comaker.kernel.document import Kind
from comaker.record.backup import NotWritten, backup
from tests.record.masters import JANUARY, paper, post_all

ROOT = Path(__file__).parents[2]


def told(place, *words, cwd):
    """Return the exit status of a command on a record, and the last line that it says."""
    done = subprocess.run(
        [sys.executable, "-c", "from comaker.main.cli import main; main()", *words],
        env={**os.environ, "COMAKER_DATABASE": str(place), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        text=True,
        cwd=cwd,
    )
    return done.returncode, (done.stderr or done.stdout).strip().splitlines()[-1]


@pytest.mark.parametrize(
    "place, says",
    [
        (".", "cannot be used"),
        ("missing/record.sqlite3", "There is no record"),
        ("text.txt", "file is not a database"),
        ("mysql://here/there", "neither a file nor the address"),
        ("postgresql://", "neither a file nor the address"),
        ("postgresql://me:se/cret@host/name", "%2F"),
        ("postgresql://host:port/name", "neither a file nor the address"),
        ("postgresql://127.0.0.1/name?nonsense=1", "asks the server for nonsense"),
        ("postgresql://postgres@127.0.0.1:1/name", "refused"),
    ],
)
def test_what_is_no_record_is_refused_in_a_sentence(place, says, tmp_path):
    (tmp_path / "text.txt").write_text("not a record" * 100, encoding="utf-8")

    status, line = told(place, "gaps", cwd=tmp_path)

    assert status == 2
    assert says in line
    assert "cret" not in line


@pytest.mark.parametrize("command", ["gaps", "verify", "rebuild", "line PO-1/1", "backup x.backup"])
def test_who_only_looks_makes_no_record(command, tmp_path):
    status, line = told("mistyped.sqlite3", *command.split(), cwd=tmp_path)

    assert (status, list(tmp_path.iterdir())) == (2, [])
    assert "There is no record mistyped.sqlite3 yet." in line


def test_a_backup_is_written_over_a_backup_alone(record, tmp_path):
    post_all(paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5))
    precious, older = tmp_path / "precious.xml", tmp_path / "older.backup"
    precious.write_bytes(b"<precious/>")
    backup(older)

    for place in (precious, tmp_path, Path("/dev/null"), tmp_path / "missing" / "new.backup"):
        with pytest.raises(NotWritten):
            backup(place)

    assert precious.read_bytes() == b"<precious/>"
    assert backup(older) > 0
    assert sorted(each.name for each in tmp_path.iterdir() if "backup" in each.name) == ["older.backup"]
