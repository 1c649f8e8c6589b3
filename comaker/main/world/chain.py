"""The public documents that `comaker demo` prints, moved in time: the last of them is of today."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from comaker.engines.formats import read
from comaker.kernel.document import Document

FOLDER = Path(__file__).parents[1] / "demo"
_DAY = re.compile(rb"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b")


def papers(today: int) -> Iterator[tuple[Document, bytes]]:
    """Yield its documents with their bytes, in the order in which they were issued."""
    files = [(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.xml"))]
    told = [read(body, file=name).issued_on or 0 for name, body in files]
    moved = today - max(told)
    bodies = [(name, _DAY.sub(lambda day: _moved(day, moved), body)) for name, body in files]
    documents = [(read(body, file=name), body) for name, body in bodies]
    yield from sorted(documents, key=lambda each: each[0].issued_on or 0)


def _moved(found: "re.Match[bytes]", days: int) -> bytes:
    """Return a day in a document moved by so many days; what is no day stays as it is."""
    try:
        day = date.fromisoformat(found.group().decode())
    except ValueError:
        return found.group()
    return (day + timedelta(days=days)).isoformat().encode()
