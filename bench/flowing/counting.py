"""Counting: the statements that the record sends to its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from comaker.record.store import Store


class Counter:
    """The statements that the record sends to its database, and how many rows they bring with them."""

    def __init__(self) -> None:
        self.calls: dict[str, int] = {}
        self.rows = 0

    @property
    def statements(self) -> int:
        """Return how many were sent; one with a list of rows is one."""
        return sum(self.calls.values())

    def add(self, query: str, rows: int = 1) -> None:
        """Count a statement."""
        words = " ".join(query.split())
        self.calls[words] = self.calls.get(words, 0) + 1
        self.rows += rows


class _Cursor:
    """A cursor that counts what it is given."""

    def __init__(self, cursor: Any, counter: Counter) -> None:
        self._cursor = cursor
        self._counter = counter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, query: str, *values: Any) -> Any:
        self._counter.add(query)
        return self._cursor.execute(query, *values)

    def executemany(self, query: str, rows: Any) -> Any:
        self._counter.add(query, len(rows))
        return self._cursor.executemany(query, rows)


@contextmanager
def counting() -> Iterator[Counter]:
    """Count what the record sends; BEGIN and COMMIT are not among it."""
    counter = Counter()
    begin = Store.__init__

    def begin_counted(store: Store) -> None:
        begin(store)
        store.cursor = _Cursor(store.cursor, counter)

    Store.__init__ = begin_counted  # type: ignore[assignment, method-assign]
    try:
        yield counter
    finally:
        Store.__init__ = begin  # type: ignore[method-assign]
