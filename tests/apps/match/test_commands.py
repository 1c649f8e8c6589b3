"""The commands match, check and demo: what they exit with, write, and say about what they cannot use."""

import json
import os
import re

import pytest

from comaker.engines.formats import Limits
from comaker.front.files import read_file
from comaker.kernel.told import RefusedRow
from comaker.main.cli import main
from tests.apps.match import papers
from tests.apps.match.conftest import NOW

FINE, NEEDS_A_PERSON, UNUSABLE = 0, 1, 2


def words(output):
    """Return what was printed as one row of words, however it was wrapped."""
    return " ".join(output.split())


def match(run, *more):
    result = run("match", *more, "--json")
    return result.exit_code, json.loads(result.stdout)


# Help.


@pytest.mark.parametrize("name", sorted(main.commands))
def test_the_help_of_every_command_shows_an_example_that_can_be_run(run, name):
    result = run(name, "--help")

    (example,) = re.findall(rf"^ +Example: +comaker {name}( .+)?$", result.stdout, re.MULTILINE)
    known = [
        option
        for parameter in main.commands[name].params
        for option in parameter.opts + parameter.secondary_opts
    ]
    assert result.exit_code == FINE
    assert [word for word in example.split() if word.startswith("-") and word not in known] == []


def test_the_help_names_every_command(run):
    result = run("-h")

    assert result.exit_code == FINE
    assert [name for name in main.commands if f"  {name}  " not in result.stdout] == []


# Exit status.


def test_all_is_well_exits_with_0(run, folder):
    assert run("match", folder(*papers.as_agreed()), "--now", NOW).exit_code == FINE


def test_an_open_gap_exits_with_1(run, folder):
    assert run("match", folder(*papers.of_the_design()), "--now", NOW).exit_code == NEEDS_A_PERSON


def test_what_only_waits_exits_with_0_until_it_is_due(run, folder):
    unpaid = folder(*papers.as_agreed()[:-1])

    assert run("match", unpaid, "--now", "2026-02-09").exit_code == FINE
    assert run("match", unpaid, "--now", "2026-02-10").exit_code == NEEDS_A_PERSON


@pytest.mark.parametrize("where", ["loose", "held", "refused"])
def test_what_waits_for_a_person_exits_with_1(run, folder, where):
    extra = {
        "loose": papers.payment("PAY-2", bill="B-404"),
        "held": papers.bill(net="181.00", price="1.50"),
        "refused": b"<broken",
    }

    status, told = match(run, folder(*papers.as_agreed(), extra[where]), "--now", NOW)

    assert status == NEEDS_A_PERSON
    assert len(told[where]) == 1


def test_nothing_that_can_be_used_exits_with_2(run, folder):
    assert run("match", folder(b"<broken", b"")).exit_code == UNUSABLE


# What comes out.


def test_json_is_all_that_is_printed(run, own):
    result = run("match", own, "--json", "--now", NOW)

    assert [*json.loads(result.stdout)] == ["lines", "bills", "loose", "held", "refused"]
    assert result.stderr.strip() == ""


def test_out_keeps_the_same_json_in_a_file(run, folder, tmp_path):
    out = tmp_path / "deep" / "result"

    result = run("match", folder(*papers.of_the_design()), "--json", "--now", NOW, "--out", out)

    assert json.loads((out / "match.json").read_text(encoding="utf-8")) == json.loads(result.stdout)
    assert [path.name for path in out.iterdir()] == ["match.json"]


def test_out_keeps_refused_files_byte_for_byte(run, folder, tmp_path):
    place = folder(papers.order(), b"<broken", b"%PDF-1.4 \x00\xff")

    run("match", place, "--out", tmp_path / "result")

    kept = {path.name: path.read_bytes() for path in (tmp_path / "result" / "refused").iterdir()}
    assert kept == {"0001-01.xml.refused": b"<broken", "0002-02.xml.refused": b"%PDF-1.4 \x00\xff"}


def test_the_same_papers_give_the_same_bytes(run, own, tmp_path):
    for name in ("one", "two"):
        run("match", own, "--now", NOW, "--out", tmp_path / name)

    assert (tmp_path / "one" / "match.json").read_bytes() == (tmp_path / "two" / "match.json").read_bytes()


def test_the_order_in_which_papers_come_in_makes_no_difference(run, folder):
    def told(place):
        lines = match(run, place, "--now", NOW)[1]["lines"]
        return [{name: line[name] for name in line if name != "ties"} for line in lines]

    forth, back = folder(*papers.of_the_design()), folder(*papers.of_the_design()[::-1], name="back")

    assert told(forth) == told(back)


def test_a_paper_that_comes_twice_counts_once_and_is_said_to(run, folder):
    twice = folder(*papers.as_agreed(), papers.bill())

    result = run("match", twice, "--now", NOW)

    assert result.exit_code == FINE
    assert "1 document came twice and counted once." in words(result.stdout)


def test_folders_are_searched_and_files_may_be_named(run, folder):
    place = folder(papers.order())
    (place / "deeper").mkdir()
    (place / "deeper" / "RECEIPT.XML").write_bytes(papers.receipt())
    (place / "note.txt").write_text("not for us")
    named = place / "bill without a suffix"
    named.write_bytes(papers.bill())

    _, told = match(run, place, named, "--now", NOW)

    (line,) = told["lines"]
    assert [line["asked"] is None, line["received"] is None, line["billed"] is None] == [False] * 3
    assert told["refused"] == []


# What cannot be used.


def refusal(run, *more):
    """Return the status and the only sentence, with its hint, about what was refused."""
    status, told = match(run, *more)
    (row,) = told["refused"]
    assert told["lines"] == told["bills"] == told["loose"] == told["held"] == []
    return status, row["why"], row["hint"]


def test_a_path_that_is_not_there_is_refused_with_a_sentence(run, tmp_path):
    assert refusal(run, tmp_path / "nowhere.xml") == (
        UNUSABLE,
        "The file cannot be opened: No such file or directory.",
        "Check the name and rights.",
    )


def test_a_folder_without_documents_is_refused_with_a_sentence(run, folder):
    place = folder()
    expected = (UNUSABLE, "There is no XML file here.", "Name files, or a folder that holds some.")
    assert refusal(run, place) == expected

    (place / "scan.pdf").write_bytes(b"%PDF-1.4")

    assert refusal(run, place) == expected


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty."),
        (bytes(range(1, 256)), "The file is not XML: it does not begin with “<”."),
        (b"%PDF-1.4", "The file is a PDF, not XML."),
        (b"<Order", "The XML is broken: "),
        (b"<a/>", ""),
    ],
)
def test_a_file_that_is_no_document_is_refused_with_a_sentence(run, folder, content, why):
    status, told, hint = refusal(run, folder(content))

    assert status == UNUSABLE
    assert told.startswith(why)
    assert told.endswith(".")
    assert hint.endswith(".")


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_refused_with_a_sentence(run, folder):
    place = folder(papers.order())
    (place / "00.xml").chmod(0)

    assert refusal(run, place)[1] == "The file cannot be opened: Permission denied."


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_not_kept_and_no_harm_is_done(run, folder, tmp_path):
    place = folder(papers.order())
    (place / "00.xml").chmod(0)

    assert run("match", place, "--out", tmp_path / "result").exit_code == UNUSABLE


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.xml"
    path.write_bytes(papers.order())

    refused = read_file(path, limits=Limits(bytes_max=100))

    assert isinstance(refused, RefusedRow)
    assert refused.why == f"The file is {path.stat().st_size:,} bytes, more than is read at once."


@pytest.mark.parametrize("now", ["2026-13-45", "tomorrow", "15-01-2026", ""])
def test_a_day_that_is_none_is_refused_with_a_sentence(run, folder, now):
    result = run("match", folder(papers.order()), "--now", now)

    assert result.exit_code == UNUSABLE
    assert f"Invalid value for '--now': '{now}' does not match the format" in result.stderr


def test_no_path_at_all_is_refused_with_a_sentence(run):
    result = run("match")

    assert result.exit_code == UNUSABLE
    assert "Missing argument 'PATHS...'." in result.stderr


def test_an_out_that_is_a_file_is_refused_with_a_sentence(run, folder):
    place = folder(papers.order())

    result = run("match", place, "--out", place / "00.xml")

    assert result.exit_code == UNUSABLE
    assert "is a file" in result.stderr


@pytest.mark.parametrize(
    "documents", [[b"<broken"], [*papers.as_agreed(), papers.payment("PAY-2", bill="B-404")]]
)
def test_nobody_is_told_that_all_is_well_where_the_exit_status_says_otherwise(run, folder, documents):
    result = run("match", folder(*documents), "--now", NOW)

    assert result.exit_code != FINE
    assert "everybody has done what was agreed" not in result.stdout


def test_an_out_that_cannot_be_made_is_refused_with_a_sentence(run, folder):
    place = folder(papers.order())

    assert run("match", place, "--out", place / "00.xml" / "result").exit_code == UNUSABLE


def test_a_result_kept_within_the_folder_is_not_read_again(run, folder):
    place = folder(papers.order(), b"<broken")

    for _ in range(2):
        run("match", place, "--out", place / "result")

    assert len([*(place / "result" / "refused").iterdir()]) == 1


@pytest.mark.parametrize("name", ["bolt [/M8]", "bolt [red]"])
def test_brackets_in_what_comes_from_outside_are_shown_as_they_are(run, folder, name):
    assert name in run("match", folder(papers.order(name=name)), "--now", NOW).stdout


@pytest.mark.parametrize("command", ["match", "check"])
def test_brackets_in_the_name_of_a_file_are_shown_as_they_are(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)

    assert "[/x].xml" in run(command, "[/x].xml").stdout


@pytest.mark.parametrize("charset", ["ascii", "cp1252"])
def test_a_terminal_with_few_characters_is_shown_what_it_can_show(run, folder, charset):
    result = run("match", folder(*papers.of_the_design()), "--now", NOW, charset=charset)

    assert "Bee Works acts next" in words(result.stdout)


# Check.


def test_check_says_of_each_document_what_it_is(run, folder):
    result = run("check", folder(papers.order()))

    assert result.exit_code == FINE
    assert "order PO-1047 fine: 1 line, Bee Works to Candle Co, 2026-01-05" in words(result.stdout)


def test_check_says_what_is_off(run, folder):
    place = folder(papers.order(), papers.bill(gross="218.80"))

    result = run("check", place)
    told = json.loads(run("check", place, "--json").stdout)

    assert result.exit_code == NEEDS_A_PERSON
    assert "bill B-1 net and tax do not give gross" in words(result.stdout)
    assert [row["off"] for row in told["checked"]] == [[], ["net and tax do not give gross"]]
    assert [*told["checked"][0]] == ["file", "document", "off"]
    assert told["refused"] == []


def test_check_refuses_beside_what_it_can_read(run, folder):
    result = run("check", folder(papers.order(), b""))

    assert result.exit_code == NEEDS_A_PERSON
    assert "The file is empty." in words(result.stdout)


def test_check_of_nothing_that_can_be_read_exits_with_2(run, tmp_path):
    assert run("check", tmp_path / "nowhere").exit_code == UNUSABLE


# Demo.


def test_the_demo_tells_a_deal_of_its_own_and_keeps_the_result(run, tmp_path):
    result = run("demo", "--no-serve", "--out", tmp_path / "demo")

    told = json.loads((tmp_path / "demo" / "match.json").read_text(encoding="utf-8"))
    assert result.exit_code == FINE
    assert "9 documents of one deal, as on 2005-08-02." in words(result.stdout)
    assert [(line["deal"], line["product"]) for line in told["lines"]] == [("AEG012345", "beeswax")]
    assert told["refused"] == told["loose"] == []
