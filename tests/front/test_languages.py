"""Languages: everything that people read stands in Dutch too."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2] / "comaker"
CATALOGUES = sorted(ROOT.rglob("locale/nl/LC_MESSAGES/django.po"))


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


def _texts(string):
    return string if isinstance(string, tuple) else (string,)
