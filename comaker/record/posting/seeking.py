"""Seeking: the documents that later papers may settle otherwise."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.engines.matching import Found, exact
from comaker.kernel.document import Document, Kind
from comaker.record.posting.words import Kept

_UNSURE = frozenset({"like", "opened"})


class Looked(NamedTuple):
    """What was matched and how.

    Attributes:
        old: the documents that were there before; `kept` these and the new ones.
        seeking: those that later papers may settle.
    """

    old: Sequence[Kept]
    kept: list[Kept]
    found: Found
    seeking: set[int]

    def is_loose(self, documents: Sequence[Kept]) -> bool:
        """Tell whether something of some documents is loose."""
        wanted = {each.id for each in documents}
        return any(self.kept[loose.document].id in wanted for loose in self.found.matched.loose)


def seeking_of(kept: Sequence[Kept], found: Found) -> set[int]:
    """Return the documents that later papers may settle otherwise.

    Something of them is loose, or tied by likeness alone, or to a line that nobody has asked for; or they
    name an order that is not there.
    """
    seeking = {kept[loose.document].id for loose in found.matched.loose}
    kinds = {each.id: each.document.kind for each in kept}
    orders = {exact(each.document.number) for each in kept if each.document.kind is Kind.ORDER}
    asked = {tie.to for tie in found.matched.ties if kept[tie.document].document.kind is Kind.ORDER}
    for tie in found.matched.ties:
        if tie.rule in _UNSURE or tie.to not in asked:
            seeking.add(kept[tie.document].id)
    for each in kept:
        if kinds[each.id] is not Kind.ORDER and not orders.issuperset(_orders_named(each.document)):
            seeking.add(each.id)
    return seeking - {each.id for each in kept if each.is_guest}


def has_order(kept: Sequence[Kept]) -> bool:
    """Tell whether somebody asks for something in some documents."""
    return any(each.document.kind is Kind.ORDER for each in kept)


def _orders_named(document: Document) -> set[str]:
    named = {document.refers.order} | {line.refers.order for line in document.lines}
    return {exact(number) for number in named} - {""}
