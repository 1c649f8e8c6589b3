"""The public chains of documents, imported: the record says of them what a match of the files says."""

import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comaker.apps.exchange.actions import import_files
from comaker.apps.match.actions import match
from comaker.front.contract import told_json
from comaker.front.files import read_file
from comaker.kernel.document import Document
from comaker.record.verify import verify
from tests.record.papers import TODAY, in_any_order, said_by_record

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SHARED = Path(os.environ.get("COMAKER_SHARED") or Path(__file__).parents[3] / "shared")
CHAINS: list[Path | None] = [*sorted((SHARED / "data" / "documents" / "chains").glob("*/expected.json"))]


@pytest.fixture(params=CHAINS or [None], ids=lambda path: path.parent.name if path else "none")
def files(request):
    """Return the files of one chain."""
    if request.param is None:
        pytest.skip("skipped: no shared data")
    return sorted(request.param.parent.glob("*.xml"))


def said_by_match(files):
    read = [read_file(file) for file in files]
    documents = [each for each in read if isinstance(each, Document)]
    refused = [each for each in read if not isinstance(each, Document)]
    return in_any_order(told_json(match(documents, refused=refused).told(), today=TODAY))


def test_a_chain_that_is_imported_stands_as_a_match_says(record, files):
    expected = said_by_match(files)

    import_files(files, now=NOW)

    assert said_by_record() == expected
    assert verify() == []


@pytest.mark.parametrize("seed", [1, 2])
def test_it_stands_so_in_whatever_order_its_papers_come(record, files, seed):
    expected = said_by_match(files)
    random.Random(seed).shuffle(files)

    for file in [*files, *files[:3]]:
        import_files([file], now=NOW)

    assert said_by_record() == expected
    assert verify() == []
