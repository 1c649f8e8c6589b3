"""Learning: the products that documents name, filed as master data by a worker.

A posting does none of this: a worker reads what was posted and files in sets what it does not know yet.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from comaker.kernel.names import folded
from comaker.kernel.product import Product, numbers_of
from comaker.record.coding import document_from
from comaker.record.masters.shelf import Filed, Shelf, filed_as
from comaker.record.outbox import Event
from comaker.record.posting.relations import Relations
from comaker.record.posting.words import NOBODY_ID
from comaker.record.store import Store

_DOCUMENTS = """
SELECT coalesce(giver.merged_into_id, giver.id), coalesce(taker.merged_into_id, taker.id), document.value
FROM record_document document
JOIN record_party giver ON giver.id = document.giver
JOIN record_party taker ON taker.id = document.taker
WHERE document.id IN :ints AND document.giver > 0 ORDER BY document.id
"""


class Named(NamedTuple):
    """A product as a document line names it."""

    owner: int
    taker: int
    product: Product


def learn_products(store: Store, events: Sequence[Event]) -> None:
    """File the products that newly posted documents name, with both sides' numbers.

    A line whose numbers belong to two products is left alone: a person merges these, or corrects a number.
    """
    documents = [document for event in events for document in event.documents]
    named = [*dict.fromkeys(_named(store, documents))] if documents else []
    # A line that tells both sides' numbers shows what those with one number are about.
    named.sort(key=lambda each: -len(numbers_of(each.product)))
    if not named:
        return
    texts = {
        text
        for _, _, product in named
        for text in (product.sellers, product.buyers, product.standard, product.makers, folded(product.name))
    }
    shelf = Shelf(store, texts - {""}, len(named))
    for each in named:
        _learn(shelf, *each)
    Relations(store).leave_stale(shelf.save())


def _named(store: Store, documents: Sequence[int]) -> Iterator[Named]:
    for giver, taker, value in store.select(_DOCUMENTS, documents):
        for line in document_from(value).lines:
            yield Named(giver, taker, line.product._replace(serial=""))


def _learn(shelf: Shelf, owner: int, taker: int, product: Product) -> None:
    numbers = filed_as(owner, taker, product.sellers, product.buyers, product.standard)
    found = shelf.find(numbers)
    if not numbers or len(found) > 1:
        return
    number = found.pop() if found else shelf.add(owner, "", "")
    beside = [
        Filed(owner, kind, NOBODY_ID, text)
        for kind, text in (("makers", product.makers), ("name", folded(product.name)))
        if text
    ]
    shelf.number(number, [*numbers, *beside])
    if not shelf.name_of(number):
        shelf.call(number, product.name, "")
