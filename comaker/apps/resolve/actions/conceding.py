"""Conceding: the paper by which a party lets a gap pass, naming the line by the paper that made it."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from comaker.kernel.access import Asker
from comaker.kernel.document import Document, DocumentLine, References
from comaker.kernel.document import Kind as Paper
from comaker.kernel.entry import Role
from comaker.kernel.gap import Kind
from comaker.kernel.party import Party
from comaker.kernel.row import BillState
from comaker.record.asked.owned import Owned, owned_by_key
from comaker.record.coding import document_from
from comaker.record.look import look
from comaker.record.posting.parties import load_parties
from comaker.record.transaction import reading

# The papers on a line, orders first: what names it most surely.
_BEHIND = """
SELECT document.kind, entry.place, document.value
FROM record_entry entry JOIN record_document document ON document.id = entry.document
WHERE entry.line = ? AND entry.place >= 0 AND document.kind IN :texts
ORDER BY CASE document.kind WHEN 'order' THEN 0 WHEN 'despatch advice' THEN 1 WHEN 'receipt advice' THEN 2
    ELSE 3 END, entry.id LIMIT 1
"""
_KEYS = "SELECT key FROM record_line WHERE id = ? UNION ALL SELECT key FROM record_bill WHERE id = ?"
_NAMING = (Paper.ORDER, Paper.DESPATCH_ADVICE, Paper.RECEIPT_ADVICE, Paper.BILL, Paper.CREDIT_NOTE)


class _Behind(NamedTuple):
    """The paper that names a line."""

    refers: References
    line: DocumentLine


def concession(
    asker: Asker,
    owner: int,
    kind: Kind,
    *,
    number: str,
    quantity: int | None,
    amount: int | None,
    now: datetime,
) -> Document | None:
    """Return the paper by which the asker's party lets so much of a kind of gap pass.

    Args:
        quantity, amount: negative takes it back.

    Returns:
        None where the asker sees no such line or bill, or no paper names it.
    """
    owned, _ = owned_by_key(reading(), asker, [owner])
    one = owned.get(owner)
    if one is None:
        return None
    row = _row(one, kind, quantity, amount)
    if row is None:
        return None
    parties = load_parties(reading(), {one.giver, one.taker})
    local = timezone.localtime(now)
    return Document(
        Paper.BILL_CONCESSION if one.is_bill else Paper.CONCESSION,
        number,
        local.date().toordinal(),
        local.hour * 3600 + local.minute * 60 + local.second,
        giver=parties.get(one.giver, Party("")),
        taker=parties.get(one.taker, Party("")),
        signer="taker" if one.role is Role.TAKER else "giver",
        currency=one.currency,
        lines=(row,),
        root="BillConcession" if one.is_bill else "Concession",
    )


def lands_on(document: Document, owner: int) -> bool:
    """Tell whether a concession would be put on just this line or bill."""
    keys = {row[0] for row in reading().select(_KEYS, owner, owner)}
    matched, documents = look(document)
    last = len(documents) - 1
    to = [tie.to for tie in matched.ties if tie.document == last]
    to += [tie.bill for tie in matched.bill_ties if tie.document == last]
    return len(to) == 1 and to[0] in keys


def _row(one: Owned, kind: Kind, quantity: int | None, amount: int | None) -> DocumentLine | None:
    if isinstance(one.state, BillState):
        refers = References(bill=one.deal)
        return DocumentLine("1", refers, amount=amount, reason=kind.value) if one.deal else None
    behind = _behind(one.key)
    if behind is None:
        return None
    return DocumentLine(
        "1", behind.refers, quantity, one.unit if quantity is not None else "", amount=amount,
        product=behind.line.product, reason=kind.value,
    )  # fmt: skip


def _behind(line: int) -> _Behind | None:
    rows = reading().select(_BEHIND, line, [paper.value for paper in _NAMING])
    if not rows:
        return None
    kind, place, value = rows[0]
    document = document_from(value)
    row = document.lines[place]
    number, line_number = document.number, row.number
    refers = {
        Paper.ORDER: References(order=number, order_line=line_number),
        Paper.DESPATCH_ADVICE: References(despatch=number, despatch_line=line_number),
        Paper.RECEIPT_ADVICE: References(receipt=number, receipt_line=line_number),
    }.get(Paper(kind), References(bill=number, bill_line=line_number))
    return _Behind(refers, row)
