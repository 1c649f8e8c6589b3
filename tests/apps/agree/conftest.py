"""Two sides of one relation, for the tests of what they agree."""

from tests.record.conftest import empty_file, record, server

__all__ = ["empty_file", "record", "server"]
