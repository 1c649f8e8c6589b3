"""What all tests share: how hard hypothesis tries, and where the shared data lies."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent

# The files of pages are gathered where a test serves pages, and nowhere else.
os.environ.setdefault("COMAKER_STATIC", tempfile.mkdtemp(prefix="comaker-static-"))

# Every run tries the same examples; `COMAKER_HYPOTHESIS=thorough` looks further, and elsewhere each time.
settings.register_profile(
    "quick",
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=1000, derandomize=False)
settings.load_profile(os.environ.get("COMAKER_HYPOTHESIS", "quick"))


@pytest.fixture(scope="session")
def shared():
    """Return the folder of shared data: `COMAKER_SHARED`, else `shared` beside this checkout."""
    folder = Path(os.environ.get("COMAKER_SHARED") or ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip("skipped: no shared data")
    return folder
