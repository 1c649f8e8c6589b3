"""The API under test: in this process, through the same door as a server's requests."""

import pytest
from django.conf import settings

from tests.front.api.programs import ACME, BETA, GAMMA, Program, program_of


@pytest.fixture(scope="session", autouse=True)
def static(tmp_path_factory):
    """Let there be a folder of files for pages, of which the API needs none."""
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture
def acme(record):
    return program_of(ACME)


@pytest.fixture
def beta(record):
    return program_of(BETA)


@pytest.fixture
def gamma(record):
    return program_of(GAMMA)


@pytest.fixture
def nobody(record):
    return Program()
