"""Tongues: everything that people read stands in Dutch too."""

import ast
import shutil
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils import translation

from comaker.front.sayings import say
from comaker.front.templatetags.shown import day
from comaker.main.messages import FOLDERS

ROOT = Path(__file__).parents[2] / "comaker"
SAYING = sorted(
    path
    for pattern in FOLDERS
    for path in ROOT.glob(pattern)
    if path.is_dir() and not path.name.startswith("_")
)
CATALOGUES = sorted(ROOT.rglob("locale/nl/LC_MESSAGES/django.po"))
MARKS = {"_", "gettext", "ngettext", "pgettext", "gettext_lazy", "ngettext_lazy", "pgettext_lazy"}


def catalogue(path):
    with path.open("rb") as file:
        return read_po(file, locale="nl")


def named(path):
    return str(path.relative_to(ROOT))


def test_there_are_catalogues():
    assert CATALOGUES


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_every_sentence_is_there_in_dutch(path):
    missing = [
        message.id
        for message in catalogue(path)
        if message.id and (message.fuzzy or not all(_texts(message.string)))
    ]

    assert missing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_a_translation_names_the_same_values(path):
    wrong = [error for message in catalogue(path) for error in message.check()]

    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_what_is_compiled_says_what_is_written(path):
    fresh = BytesIO()
    write_mo(fresh, catalogue(path))

    assert path.with_suffix(".mo").read_bytes() == fresh.getvalue()


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gathering needs GNU gettext")
@pytest.mark.parametrize("folder", SAYING, ids=named)
def test_every_sentence_of_the_sources_is_in_a_catalogue(folder, tmp_path):
    kept = folder / "locale/nl/LC_MESSAGES/django.po"

    gathered = gather(folder, tmp_path / folder.name)

    known = {(message.context, message.id) for message in catalogue(kept)} if kept.exists() else set()
    assert gathered - known == set()


def test_no_sentence_is_hidden_from_gathering_in_a_formatted_string():
    hidden = [
        f"{named(path)}:{call.lineno}"
        for path in sorted(ROOT.rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]

    assert hidden == []


@pytest.mark.parametrize(
    "text, in_dutch",
    [
        ("price within 2 %", "prijs binnen 2 %"),
        ("Price “x” is not a day like 2026-01-31.", "Price “x” is geen dag zoals 2026-01-31."),
        (
            "Receipt advice R-1 is tied to its lines and says nothing that can be counted. It says: wet",
            "Ontvangstbericht R-1 is aan zijn regels gekoppeld en zegt niets dat telt. Er staat bij: wet",
        ),
        (
            "Handling unit 7 came not at all; no line says how much that is, so a person must.",
            "Verpakkingseenheid 7 kwam niet; geen regel zegt hoeveel dat is, dus dat moet een persoon doen.",
        ),
    ],
)
def test_what_an_engine_says_is_said_in_dutch_with_its_values(text, in_dutch):
    with translation.override("nl"):
        assert say(text) == in_dutch


def test_a_short_month_is_small_in_dutch_and_large_in_english():
    ninth = date(2025, 1, 9).toordinal()

    with translation.override("nl"):
        assert day(ninth) == "9 jan 2025"
    with translation.override("en"):
        assert day(ninth) == "9 Jan 2025"


def gather(folder, copy):
    """Return context and text of all that is marked in a folder, gathered from a copy of it."""
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("locale", "migrations", "__pycache__"))
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "nl", "--no-location"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    found = copy / "locale/nl/LC_MESSAGES/django.po"
    if not found.exists():
        return set()
    return {(message.context, message.id) for message in catalogue(found) if message.id}


def _texts(string):
    return string if isinstance(string, tuple) else (string,)


def test_a_sentence_is_said_alike_wherever_it_stands():
    # The catalogues are read together, and of two translations nobody knows which one is shown.
    said: dict[tuple[object, object], set[object]] = {}
    for path in CATALOGUES:
        for message in catalogue(path):
            if message.id:
                said.setdefault((message.context, message.id), set()).add(message.string)

    assert {key: words for key, words in said.items() if len(words) > 1} == {}
