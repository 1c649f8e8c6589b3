"""Payments: papers about bills, looked at anew with all bills that they are tied to or may name."""

from collections.abc import Iterable

from comaker.record.posting.bundles import Named, load_documents, load_relation
from comaker.record.posting.relations import Relations
from comaker.record.posting.words import keys_of, relation_of
from comaker.record.store import Store

_TIED = """
SELECT DISTINCT tie.document FROM record_bill bill JOIN record_billtie tie ON tie.bill = bill.id
JOIN record_document document ON document.id = tie.document
JOIN record_mention mention ON mention.document = document.id AND mention.is_guest
WHERE bill.id BETWEEN ? AND ? AND tie.ended_at IS NULL
"""
_BUNDLES_TIED = """
SELECT DISTINCT bill.bundle FROM record_billtie tie JOIN record_bill bill ON bill.id = tie.bill
WHERE tie.document IN :ints AND tie.ended_at IS NULL
"""


def payments_of(store: Store, numbers: Iterable[int], relations: Relations) -> tuple[set[int], set[int]]:
    """Return the papers about bills of some relations, and all bundles with bills that they may name.

    Raises:
        MoreRelations: the relation of one of them is not under lock.
    """
    numbers = sorted(numbers)
    kept = [each for number in numbers for each in load_relation(store, number, relations.parties)]
    guests = {each.id for each in kept if each.is_guest}
    guests |= {row[0] for number in numbers for row in store.select(_TIED, *keys_of(number))}
    if not guests:
        return set(), set()
    bundles = {row[0] for row in store.select(_BUNDLES_TIED, sorted(guests))}
    bundles |= Named(store, load_documents(store, guests, relations.parties), ()).bundles
    relations.need({relation_of(number) for number in bundles | guests})
    return guests, bundles
