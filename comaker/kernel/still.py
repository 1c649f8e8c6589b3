"""Still: what is still to be promised, sent, received and billed on a line, as somebody would do it next.

It proposes and judges nothing: what is in a gap and whose turn it is, the rules say.
"""

from typing import NamedTuple

from comaker.kernel.row import LineState, Moved, Row, Said
from comaker.kernel.settlement import BillBase, Biller


class Still(NamedTuple):
    """What is left of a line, in its unit, never negative.

    Attributes:
        to_promise: what was asked, where no promise answers it as it stands now.
        to_send: of what is agreed and still asked; what was refused is not sent again by itself.
        to_receive: of what was sent, else of what was agreed.
        to_bill: of what was accepted, else sent, else agreed; nothing where nobody bills.
    """

    to_promise: int = 0
    to_send: int = 0
    to_receive: int = 0
    to_bill: int = 0


NOTHING_LEFT = Still()


def still(state: LineState) -> Still:
    """Return what is left of a line."""
    row, line = state.row, state.line
    if line.is_frame:
        return NOTHING_LEFT
    asked, promised = _said(row, row.asked), _said(row, row.promised)
    agreed = promised if promised is not None else asked
    due = agreed if asked is None or agreed is None else min(agreed, asked)
    sent, received, billed = (_moved(row, each) for each in (row.sent, row.received, row.billed))
    rejected = row.received.rejected if row.received else 0
    delivered = max(sent or 0, received or 0)
    return Still(
        to_promise=_to_promise(row, asked, promised),
        to_send=max(0, (due or 0) - delivered),
        to_receive=max(0, (due or 0 if sent is None else sent) - (received or 0)),
        to_bill=max(0, _base(state, due, sent, received, rejected) - (billed or 0)),
    )


def _to_promise(row: Row, asked: int | None, promised: int | None) -> int:
    if not asked:
        return 0
    is_answered = promised is not None and row.promised is not None and row.asked is not None
    if is_answered and (promised != asked or row.sent is not None):
        return 0  # the giver has said what it can do
    return 0 if is_answered else asked


def _base(state: LineState, due: int | None, sent: int | None, received: int | None, rejected: int) -> int:
    settlement = state.line.terms.settlement
    if settlement.biller is Biller.NOBODY:
        return 0
    if settlement.base is BillBase.PROMISED and due is not None:
        return due
    if received is not None:
        return received - rejected
    return sent - rejected if sent is not None else due or 0


def _said(row: Row, said: Said | None) -> int | None:
    """Return what was said; None where it was said in a unit that does not convert."""
    return said.quantity if said is not None and said.unit in ("", row.unit) else None


def _moved(row: Row, moved: Moved | None) -> int | None:
    return moved.quantity if moved is not None and moved.unit in ("", row.unit) else None
