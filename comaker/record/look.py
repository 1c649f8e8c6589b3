"""Look: what a document would belong to, before it is posted or when a person asks."""

from comaker.engines.matching import Matched
from comaker.kernel.document import Document
from comaker.record.posting.sitting import MoreRelations, Sitting
from comaker.record.transaction import looking

_ATTEMPTS = 8


def look(document: Document) -> tuple[Matched, list[Document]]:
    """Match a document with what is stored, and keep nothing.

    Returns:
        What was found, and the documents that it was matched with, by place; the document itself is the
        last. What it is tied to and what it may belong to stand there as after a posting.
    """
    relations: set[int] = set()
    for _ in range(_ATTEMPTS):
        try:
            with looking() as store:
                kept, found = Sitting(store, now=0, relations=relations).look(document)
                return found.matched, [each.document for each in kept]
        except MoreRelations as more:
            relations |= more.relations
    raise AssertionError("a look found ever more relations")
