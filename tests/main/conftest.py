"""The record under test, as the tests of the record have it."""

from tests.record.conftest import empty_file, record, server

__all__ = ["empty_file", "record", "server"]
