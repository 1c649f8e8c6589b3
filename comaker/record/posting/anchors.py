"""Anchors: which paper line stands for the line, order or bill to which a person puts another.

Lines come and go with the papers that are tied to them; papers stay. So what a person says names a paper:
that of the order, where there is one, else the first of those that are tied there by themselves.
"""

from typing import NamedTuple

from comaker.engines.matching import ABOUT_BILLS, BY_HAND, exact
from comaker.kernel.document import Kind
from comaker.record.posting.lines import WHOLE
from comaker.record.posting.words import Kept
from comaker.record.store import Store

_ITSELF = "itself"
_OF_BILLS = (Kind.BILL, Kind.CREDIT_NOTE)
_LINE = "SELECT giver, taker, bundle FROM record_line WHERE id = ? AND key <> ''"
_BILL = "SELECT giver, taker, bundle, document, number FROM record_bill WHERE id = ?"
# Through the bundle, since ties are found by document.
_TIED = """
SELECT tie.document, tie.place, tie.rule FROM record_document document
JOIN record_tie tie ON tie.document = document.id
WHERE document.bundle = ? AND tie.line = ? AND tie.ended_at IS NULL ORDER BY tie.document, tie.place
"""


class Anchor(NamedTuple):
    """A paper line that stands for a line, order or bill.

    Attributes:
        place: of the line in the document; -1 for a whole order, or a bill.
        number: of the bill, as written.
        sides: giver and taker of the line or bill.
    """

    document: int
    place: int
    bundle: int
    sides: tuple[int, int]
    number: str = ""


def is_about_bill(kind: Kind, place: int) -> bool:
    """Tell whether a document line, or a document as a whole, speaks of a bill rather than a line."""
    return kind in ABOUT_BILLS or (place == WHOLE and kind in _OF_BILLS)


def anchor_of(store: Store, kept: Kept, place: int, to: int) -> Anchor | None:
    """Return what stands for a line or bill to which a document line is put.

    Args:
        to: the key of a line, for a whole document of any line of the order, or of a bill.

    Returns:
        None when there is no such line or bill, or nothing but this document line and what was put with it
        stands there.
    """
    if is_about_bill(kept.document.kind, place):
        return _of_bill(store, to)
    rows = store.select(_LINE, to)
    if not rows:
        return None
    giver, taker, bundle = rows[0]
    tied = store.select(_TIED, bundle, to)
    ordered = [(document, at) for document, at, rule in tied if rule == _ITSELF]
    if place == WHOLE:
        return Anchor(ordered[0][0], WHOLE, bundle, (giver, taker)) if ordered else None
    others = [
        (document, at)
        for document, at, rule in tied
        if rule != BY_HAND and at != WHOLE and (document, at) != (kept.id, place)
    ]
    found = (ordered or others)[:1]
    return Anchor(*found[0], bundle, (giver, taker)) if found else None


def _of_bill(store: Store, to: int) -> Anchor | None:
    rows = store.select(_BILL, to)
    if not rows or not exact(rows[0][4]):
        return None
    giver, taker, bundle, document, number = rows[0]
    return Anchor(document, WHOLE, bundle, (giver, taker), number)
