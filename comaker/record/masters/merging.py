"""Merging: two that turned out to be one, and taken apart again when somebody erred.

The papers that one partner has with both are matched together from then on; what was recorded of either stays
as it is, byte for byte. What comes later goes to the one that is kept.
"""

from datetime import datetime

from comaker.kernel.identifiers import identifiers_meant
from comaker.kernel.names import folded
from comaker.kernel.refusal import Refusal
from comaker.record.masters.directory import Catalogue, Directory, product_keys
from comaker.record.masters.shelf import concerned
from comaker.record.post import sit
from comaker.record.posting.parties import merge, unmerge
from comaker.record.posting.sitting import Sitting
from comaker.record.store import Store

_DEALINGS = """
SELECT sum(documents) FROM record_relation WHERE
    one_id IN (SELECT id FROM record_party WHERE id = ? OR merged_into_id = ?)
    AND other_id IN (SELECT id FROM record_party WHERE id = ? OR merged_into_id = ?)
"""
_MERGED = """
SELECT party.id, party.name FROM record_party party WHERE party.merged_into_id = ? AND NOT party.id = ?
ORDER BY party.id
"""
_BY_ORIGIN = "SELECT DISTINCT origin_id FROM record_identifier WHERE text IN :texts AND origin_id IS NOT NULL"
# No name of it is taken for another's any more, until somebody merges them.
_APART = "UPDATE record_party SET by_name = 'apart' WHERE id = ?"
_MERGE_PRODUCT = "UPDATE record_product SET merged_into_id = ? WHERE id = ? OR merged_into_id = ?"
_MERGED_PRODUCT = """
SELECT DISTINCT product.id FROM record_product product
JOIN record_number number ON number.product_id = product.id
WHERE product.merged_into_id = ? AND number.text IN :texts
"""
_UNMERGE_PRODUCT = "UPDATE record_product SET merged_into_id = NULL WHERE id = ?"
_PACKED = "SELECT count(*) FROM record_packing WHERE product_id IN :ints"


class NotMerged(Refusal):
    """Two that cannot be one, or that are not."""


def merge_parties(*, kept: str, gone: str, now: datetime) -> None:
    """Let one party stand for two from now on.

    Args:
        kept, gone: by any of their identifiers, or by name.

    Raises:
        UnknownParty: one is not known, or several are meant.
        NotMerged: they are one already, or they deal with each other.
    """

    def work(sitting: Sitting) -> None:
        directory = Directory(sitting.store, {kept, gone})
        one, other = directory.party(kept, "party to keep"), directory.party(gone, "other party")
        if one == other:
            raise NotMerged(f"“{kept}” and “{gone}” are one party already.")
        pairs = ((one, other), (other, one))
        papers = sum(int(sitting.store.select(_DEALINGS, a, a, b, b)[0][0] or 0) for a, b in pairs)
        if papers:
            raise NotMerged(
                f"“{kept}” and “{gone}” deal with each other: there are {papers} papers between them.",
                hint="Two sides of one deal are two parties.",
            )
        merge(sitting.store, one, other)
        _match_together(sitting, [one], set())

    sit(work, now=now)


def unmerge_parties(*, kept: str, gone: str, now: datetime) -> None:
    """Let a party that was merged into another stand for itself again, with the identifiers that it had.

    Identifiers that came later stay with the one that was kept: nothing tells whose they are.

    Raises:
        NotMerged: the one was not merged into the other.
    """

    def work(sitting: Sitting) -> None:
        store = sitting.store
        one = Directory(store, {kept}).party(kept, "party that was kept")
        meant = {row[0] for row in store.select(_BY_ORIGIN, sorted(identifiers_meant(gone)))}
        name = folded(gone)
        found = [
            number
            for number, called in store.select(_MERGED, one, one)
            if number in meant or folded(called) == name
        ]
        if len(found) != 1:
            who = "Several parties" if found else "No party"
            raise NotMerged(
                f"{who} known as “{gone}” went into “{kept}”.",
                hint="Name it by its GLN, VAT or KvK number.",
            )
        relations = sitting.relations.joined([one])
        unmerge(store, found[0])
        store.execute(_APART, found[0])
        _match_together(sitting, [one, found[0]], relations)

    sit(work, now=now)


def merge_products(*, kept: str, gone: str, owner: str, now: datetime) -> None:
    """Let one product stand for two of an owner from now on; what their packages hold counts for both.

    Args:
        kept, gone: by any of their numbers.

    Raises:
        UnknownProduct: one is not known, or several are meant.
        NotMerged: they are one already.
    """

    def work(sitting: Sitting) -> None:
        party = Directory(sitting.store, {owner}).party(owner, "supplier")
        catalogue = Catalogue(sitting.store, {kept, gone})
        one, other = catalogue.product(kept, party), catalogue.product(gone, party)
        if one == other:
            raise NotMerged(f"“{kept}” and “{gone}” are one product already.")
        sitting.store.execute(_MERGE_PRODUCT, one, other, other)
        _restate(sitting, {one, other})

    sit(work, now=now)


def unmerge_products(*, kept: str, gone: str, owner: str, now: datetime) -> None:
    """Let a product that was merged into another stand for itself again.

    Raises:
        NotMerged: the one was not merged into the other.
    """

    def work(sitting: Sitting) -> None:
        party = Directory(sitting.store, {owner}).party(owner, "supplier")
        one = Catalogue(sitting.store, {kept}).product(kept, party)
        found = sitting.store.select(_MERGED_PRODUCT, one, sorted(product_keys(gone)))
        if len(found) != 1:
            raise NotMerged(f"“{gone}” is no number of a product that “{kept}” stands for.")
        sitting.store.execute(_UNMERGE_PRODUCT, found[0][0])
        _restate(sitting, {one, found[0][0]})

    sit(work, now=now)


def _match_together(sitting: Sitting, parties: list[int], relations: set[int]) -> None:
    """Match anew what one partner has with the parties of a merge, who go the same way now or no more.

    Args:
        relations: those that went the same way before.
    """
    sitting.naming.joined |= {*parties}
    sitting.naming.look(parties, around=parties)
    relations = relations | sitting.naming.relations()
    if relations:
        sitting.again(relations, is_who=True)


def _restate(sitting: Sitting, products: set[int]) -> None:
    """Work out anew what the packings of some products may change."""
    if _is_packed(sitting.store, products):
        relations = concerned(sitting.store, products)
        if relations:
            sitting.again(relations)


def _is_packed(store: Store, products: set[int]) -> bool:
    return bool(store.select(_PACKED, products)[0][0])
