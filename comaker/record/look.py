"""Look: what a document would belong to, before it is posted or when a person asks."""

from datetime import UTC, datetime

from comaker.engines.matching import Matched
from comaker.kernel.document import Document
from comaker.record.post import sit
from comaker.record.transaction import looking


def look(document: Document) -> tuple[Matched, list[Document]]:
    """Match a document with what is stored, and keep nothing.

    Returns:
        What was found, and the documents that it was matched with, by place; the document itself is the
        last. What it is tied to and what it may belong to stand there as after a posting.
    """
    kept, found = sit(lambda sitting: sitting.look(document), now=datetime.now(UTC), opening=looking)
    return found.matched, [each.document for each in kept]
