"""Web hooks under test: they may go to this machine, and nobody waits for another try."""

import pytest
from django.conf import settings

from tests.front.api.conftest import acme, beta, gamma, nobody, static

__all__ = ["acme", "beta", "gamma", "nobody", "static"]


@pytest.fixture
def private(monkeypatch):
    """Let deliveries go by HTTP and to this machine."""
    monkeypatch.setattr(settings, "HOOKS_PRIVATE", True)
