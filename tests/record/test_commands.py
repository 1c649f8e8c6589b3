"""The commands of the record, as an operator uses them."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from comaker.engines.worlds import World, make
from comaker.kernel.document import Kind
from comaker.main.cli import main
from comaker.main.reactions import work
from comaker.record.backup import backup, restore
from comaker.record.post import Arrival, post
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.record.conftest import on_file
from tests.record.papers import said_by_record

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def run():
    def run(*words):
        return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)

    return run


@pytest.fixture
def demo():
    return Path(__file__).parents[2] / "comaker" / "main" / "demo"


def some_documents(seed=5):
    return list(make(replace(World(), relations=3, orders=3), seed=seed).documents)


def test_a_line_is_told_as_a_match_tells_it(record, run, demo):
    run("import", demo)
    matched = json.loads(run("match", demo, "--json").stdout)["lines"]
    keys = {line["key"] for line in json.loads(run("gaps", "--json").stdout)["lines"]}

    told = {key: json.loads(run("line", key, "--json").stdout) for key in keys}

    assert {key: line.pop("key") for key, line in told.items()} == {key: key for key in keys}
    for line in (*told.values(), *matched):
        line.pop("entries", None)
        line["ties"].sort(key=json.dumps)
    assert sorted(told.values(), key=json.dumps) == sorted(matched, key=json.dumps)


def test_what_is_imported_is_told_as_a_match_tells_it(record, run, demo):
    imported = run("import", demo)
    gaps = json.loads(run("gaps", "--json", "--now", "2026-01-15").stdout)
    matched = json.loads(run("match", demo, "--json", "--now", "2026-01-15").stdout)

    assert imported.exit_code == 0
    assert "9 documents are new" in imported.stdout
    keys = [line.pop("key") for line in gaps["lines"]]
    assert all(key.isdigit() for key in keys)
    for told in (gaps, matched):
        for line in told["lines"]:
            line["ties"].sort(key=json.dumps)
    assert gaps == matched


def test_the_same_files_again_change_nothing(record, run, demo):
    run("import", demo)
    before = said_by_record()

    again = run("import", demo, "--json")

    assert json.loads(again.stdout) == {"taken": 0, "repeats": 9, "held": [], "refused": []}
    assert said_by_record() == before
    assert verify() == []


def test_a_file_that_cannot_be_read_is_kept_with_the_reason(record, run, tmp_path):
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"<Invoice")

    result = run("import", broken)
    run("import", broken)

    assert result.exit_code == 2
    (row,) = json.loads(run("gaps", "--json").stdout)["refused"]
    assert row["file"] == str(broken)
    assert row["why"]
    assert reading().select("SELECT count(*) FROM record_paper")[0][0] == 1


def test_a_line_is_shown_as_of_a_day(record, run, demo):
    run("import", demo)

    now = json.loads(run("line", "AEG012345/1", "--json").stdout)
    then = json.loads(run("line", "AEG012345/1", "--json", "--as-of", "2005-06-20").stdout)

    assert now["received"]["rejected"] == "90"
    assert then["received"]["rejected"] == "0"
    assert then["billed"] is None
    assert {entry["act"] for entry in then["entries"]} == {"ask", "promise", "send", "receive"}


def test_a_line_is_shown_as_it_was_known(record, run):
    order = next(document for document in some_documents() if document.kind is Kind.ORDER)
    post([Arrival(order)], now=datetime(2026, 1, 5, 12, tzinfo=UTC))
    rows = reading().select("SELECT id FROM record_line")

    before = run("line", rows[0][0], "--known-at", "2026-01-04", "--json")
    after = run("line", rows[0][0], "--known-at", "2026-01-06", "--json")

    assert json.loads(before.stdout)["asked"] is None
    assert json.loads(after.stdout)["asked"] is not None


def test_a_line_that_is_not_there_is_said_so(record, run):
    result = run("line", "PO-1/1")

    assert result.exit_code == 2
    assert "There is no line PO-1/1." in result.output


def test_what_somebody_changed_in_the_database_is_found(record, run, demo):
    run("import", demo)
    assert "The record is whole." in run("verify").stdout
    store = reading()
    store.execute("UPDATE record_gap SET amount = 1 WHERE ordinal = 0")

    found = run("verify")

    assert found.exit_code == 1
    assert "rebuild it" in found.stdout
    run("rebuild")
    assert run("verify").exit_code == 0


@pytest.mark.parametrize("statement", ["DELETE FROM record_entry", "UPDATE record_entry SET quantity = 1"])
def test_the_database_itself_refuses_to_change_what_is_recorded(record, run, demo, statement):
    run("import", demo)

    with pytest.raises(Exception, match="never changed or deleted"):
        reading().execute(statement)


def test_a_backup_is_restored_on_either_database_to_the_last_entry(record, empty_file, tmp_path, request):
    documents = some_documents()
    post([Arrival(document) for document in documents], now=NOW)
    told = said_by_record()
    place = tmp_path / "record.backup"
    backup(place)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    on_file(empty_file, elsewhere)
    restore(place)

    assert said_by_record() == told
    assert verify() == []
    more = some_documents(seed=6)
    post([Arrival(document) for document in more], now=NOW)
    assert verify() == []


@pytest.mark.parametrize("cut", [10, 1000, -9])
def test_a_backup_that_is_cut_short_is_refused(record, run, tmp_path, empty_file, cut):
    post([Arrival(document) for document in some_documents()], now=NOW)
    place = tmp_path / "record.backup"
    backup(place)
    place.write_bytes(place.read_bytes()[:cut])
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    on_file(empty_file, elsewhere)

    result = run("restore", place)

    assert result.exit_code == 2
    assert "Use another copy." in result.output
    assert reading().select("SELECT count(*) FROM record_document")[0][0] == 0


def test_a_record_that_holds_something_is_not_restored_into(record, run, demo, tmp_path):
    run("import", demo)
    place = tmp_path / "record.backup"
    run("backup", place)

    result = run("restore", place)

    assert result.exit_code == 2
    assert "not empty" in result.output


def news():
    rows = reading().select("SELECT event, owner FROM record_news ORDER BY event, owner")
    return [tuple(row) for row in rows]


def expected_news():
    rows = reading().select("SELECT id, body FROM record_event ORDER BY id")
    return sorted((event, int(owner)) for event, body in rows for owner in json.loads(body)["changed"])


def test_a_worker_that_is_killed_over_and_over_misses_nothing_and_doubles_nothing(record):
    rng = Random(7)
    documents = some_documents()
    environment = os.environ | {"COMAKER_DATABASE": record}
    script = "from comaker.main.cli import main; main(['worker'])"
    for start in range(0, len(documents), 12):
        post([Arrival(document) for document in documents[start : start + 12]], now=NOW)
        worker = subprocess.Popen([sys.executable, "-c", script], env=environment)
        time.sleep(0.3 + rng.random() * 0.6)
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    work(once=True)

    assert news() == expected_news()
    assert work(once=True) == 0


def test_master_data_is_loaded_and_told_in_counts(record, run, tmp_path):
    parties, products = tmp_path / "parties.csv", tmp_path / "products.csv"
    parties.write_text("naam;GLN\nAcme;8712345000004\nBeta;123\n", encoding="utf-8")
    products.write_text("artikelnummer;omschrijving\nP1;Pomp\n", encoding="utf-8")

    first = run("load", "parties", parties)
    again = json.loads(run("load", "parties", parties, "--json").stdout)
    fine = run("load", "products", products, "--of", "Acme")
    useless = run("load", "terms", products, tmp_path / "missing.csv", "--json")

    assert first.exit_code == 1
    assert "1 added, 0 changed, 0 as they were." in " ".join(first.stdout.split())
    assert again["files"][0]["same"] == 1
    assert again["files"][0]["refused"] == [{"place": "row 3", "why": "gln “123”: a GLN has 13 digits."}]
    assert fine.exit_code == 0
    assert useless.exit_code == 2
    assert len(json.loads(useless.stdout)["refused"]) == 2


def test_parties_are_merged_and_taken_apart_on_the_command_line(record, run, tmp_path):
    parties = tmp_path / "parties.csv"
    parties.write_text("name,GLN\nAcme,8712345000004\nAcme BV,8798765000008\n", encoding="utf-8")
    run("load", "parties", parties)

    done = run("merge", "parties", "Acme", "8798765000008")
    twice = run("merge", "parties", "Acme", "8798765000008")
    undone = run("merge", "parties", "Acme", "Acme BV", "--undo")

    assert (done.exit_code, twice.exit_code, undone.exit_code) == (0, 2, 0)
    assert "are one party already" in twice.stderr
    assert "“Acme BV” stands for itself again." in undone.stdout
