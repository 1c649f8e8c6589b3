"""Where the public example documents lie, for the tests that need them."""

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.fixture(scope="session")
def public() -> Path:
    """Return the folder of public documents, or skip."""
    shared = Path(os.environ.get("COMAKER_SHARED") or ROOT.parent / "shared")
    folder = shared / "data" / "documents"
    if not folder.is_dir():
        pytest.skip("skipped: no shared data")
    return folder


@pytest.fixture(scope="session")
def own() -> Path:
    """Return the folder of our own documents."""
    return HERE / "documents"
