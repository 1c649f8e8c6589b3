"""Cells: values of a column as they stand in a backup, the same from either database, and back.

Most are kept as they come. Moments, days, yes or no, and JSON differ between the two databases.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models

Change = Callable[[Any], Any]


def plain_of(field: Any) -> Change:
    """Return how a cell of a column, as the driver gives it, is written in a backup."""
    if isinstance(field, models.DateTimeField):
        return _moment
    if isinstance(field, models.DateField):
        return _day
    if isinstance(field, models.BooleanField):
        return _flag
    if isinstance(field, models.JSONField):
        return _json
    return _bare


def stored_of(field: Any) -> Change:
    """Return how a cell of a backup is given to the driver."""
    adapt: Change
    if isinstance(field, models.DateTimeField):
        adapt = connection.ops.adapt_datetimefield_value
        return lambda cell: None if cell is None else adapt(datetime.fromisoformat(cell))
    if isinstance(field, models.DateField):
        adapt = connection.ops.adapt_datefield_value
        return lambda cell: None if cell is None else adapt(date.fromisoformat(cell))
    if isinstance(field, models.JSONField):
        return lambda cell: None if cell is None else connection.ops.adapt_json_value(json.loads(cell), None)
    return lambda cell: cell


def _moment(cell: Any) -> str | None:
    """Write a moment in UTC; SQLite keeps it so, as text without a time zone."""
    if cell is None:
        return None
    told = datetime.fromisoformat(cell) if isinstance(cell, str) else cell
    return (told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)).isoformat()


def _day(cell: Any) -> str | None:
    return cell.isoformat() if isinstance(cell, date) else cell


def _flag(cell: Any) -> bool | None:
    return None if cell is None else bool(cell)


def _json(cell: Any) -> str | None:
    """Write JSON in one way; PostgreSQL does not keep how it was written."""
    if cell is None:
        return None
    return json.dumps(json.loads(cell) if isinstance(cell, str) else cell, sort_keys=True)


def _bare(cell: Any) -> Any:
    return bytes(cell) if isinstance(cell, memoryview) else cell
