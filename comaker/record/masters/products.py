"""Products from a file: with both sides' numbers, and what their packages hold."""

from collections.abc import Sequence

from comaker.engines.sheets import ProductRow
from comaker.kernel.names import folded
from comaker.record.masters.directory import Directory
from comaker.record.masters.shelf import Filed, Shelf, filed_as
from comaker.record.masters.words import Contradiction, Outcome
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import NOBODY_ID


class Products:
    """The desk for products."""

    def __init__(self, sitting: Sitting, rows: Sequence[ProductRow]) -> None:
        self._directory = Directory(sitting.store, {text for row in rows for text in (row.owner, row.taker)})
        texts = {
            text
            for row in rows
            for text in (row.sellers, row.buyers, row.standard, row.makers, folded(row.name))
        }
        self._shelf = Shelf(sitting.store, texts - {""}, len(rows))

    def take(self, row: ProductRow) -> Outcome:
        """Take one row."""
        owner = self._directory.party(row.owner, "supplier")
        taker = self._directory.party(row.taker, "buyer") if row.taker else NOBODY_ID
        numbers = filed_as(owner, taker, row.sellers, row.buyers, row.standard)
        found = self._shelf.find(numbers)
        if len(found) > 1:
            raise Contradiction(
                f"These numbers belong to different products: {', '.join(each.text for each in numbers)}.",
                hint="If these are one: comaker merge products A B --of SUPPLIER.",
            )
        is_new = not found
        product = self._shelf.add(owner, row.name, row.unit) if is_new else found.pop()
        beside = [
            Filed(owner, kind, NOBODY_ID, text)
            for kind, text in (("makers", row.makers), ("name", folded(row.name)))
            if text
        ]
        is_changed = self._shelf.number(product, [*numbers, *beside])
        is_changed |= self._shelf.call(product, row.name, row.unit)
        if row.packing:
            is_changed |= self._shelf.pack(product, row.packing)
        if is_new:
            return Outcome.ADDED
        return Outcome.CHANGED if is_changed else Outcome.SAME

    def save(self) -> set[int]:
        """Write everything."""
        return self._shelf.save()
