"""Runs the command as a person would, in a terminal of so many columns."""

import gc
from pathlib import Path

import pytest
from click.testing import CliRunner

from comaker.main.cli import main
from tests.apps.exchange.conftest import come, empty_file, record, server

__all__ = ["come", "empty_file", "record", "server"]
NOW = "2026-01-15"


@pytest.fixture
def run():
    """Return a runner of `comaker`; whatever rises from it rises in the test, so that a traceback fails."""

    def run(*words, columns=100, charset="utf-8"):
        runner = CliRunner(charset=charset)
        return runner.invoke(
            main, [str(word) for word in words], env={"COLUMNS": str(columns)}, catch_exceptions=False
        )

    yield run
    # The command freezes what it finds in memory, as its process ends with it; ours goes on.
    gc.unfreeze()


@pytest.fixture
def folder(tmp_path):
    """Return a maker of folders that hold these documents."""

    def folder(*documents, name="papers"):
        place = tmp_path / name
        place.mkdir()
        for number, content in enumerate(documents):
            (place / f"{number:02}.xml").write_bytes(content)
        return place

    return folder


@pytest.fixture(scope="session")
def own() -> Path:
    """Return the folder of our own documents: a bakery buys flour from a mill."""
    return Path(__file__).parents[2] / "engines" / "formats" / "documents"


@pytest.fixture(scope="session")
def demo() -> Path:
    """Return the folder of the demo's documents."""
    return Path(__file__).parents[3] / "comaker" / "main" / "demo"
