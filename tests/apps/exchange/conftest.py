"""The record under test, and somebody who is signed in."""

import pytest
from django.test import Client

from tests.record.conftest import empty_file, record, server

__all__ = ["empty_file", "record", "server"]


@pytest.fixture
def come(record):
    """Return a maker of clients that are signed in: `come("anna@example.com", job=Job.WAREHOUSE)`."""
    from tests.apps.exchange.people import member  # noqa: PLC0415 – after the set-up

    def come(email="anna@example.com", **more):
        client = Client(SERVER_NAME="localhost")
        client.force_login(member(email, **more).user)
        return client

    return come
