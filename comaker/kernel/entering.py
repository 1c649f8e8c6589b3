"""Entering: the entries that a document line makes on the line it is tied to."""

from typing import NamedTuple

from comaker.kernel.document import Answer, Document, DocumentLine, Kind, Stretch
from comaker.kernel.entry import (
    ACCEPT,
    ASK,
    BILL,
    GIVER,
    PROMISE,
    RECEIVE,
    REJECT,
    REST,
    SEND,
    TAKER,
    Act,
    Entry,
    Part,
    Rank,
    Role,
)
from comaker.kernel.product import NOTHING

# The order of papers of one moment: an order, its change, an answer to its lines, a cancellation,
# and last an answer to the whole, which accepts what stands by then.
_ASKED, _CHANGED, _ANSWERED_LINE, _CANCELLED, _ANSWERED_WHOLE = range(5)
_ORDER_OF_LINES = {
    Kind.ORDER: _ASKED,
    Kind.ORDER_CHANGE: _CHANGED,
    Kind.ORDER_RESPONSE: _ANSWERED_LINE,
}
_REFUSING = (Answer.REJECTED, Answer.DISPUTED, Answer.CANCELLED)
_WITHDRAWING = (Answer.REJECTED, Answer.CANCELLED)


class Origin(NamedTuple):
    """Where entries come from, worked out once for a document.

    Attributes:
        key: the start of the entries' keys, unique to the document.
        at: when it was recorded.
        by: who says it.
        bill: key of the bill that its lines stand on.
        on: the day of its movements, where a line does not name its own.
        rank: of the statements on its lines; None where it makes none.
    """

    key: str
    at: int
    by: Role
    bill: str = ""
    on: int = 0
    rank: Rank | None = None


def origin_of(document: Document, *, at: int = 0, bill: str = "") -> Origin:
    """Return what all entries of a document share."""
    signer, root, number, year = document.key
    by = TAKER if document.signer == "taker" else GIVER
    on = document.happened_on or document.issued_on or 0
    order = _ORDER_OF_LINES.get(document.kind)
    rank = None if order is None else _rank(document, order)
    return Origin(f"{signer}|{root}|{number}|{year}", at, by, bill, on, rank)


def entries_of(
    document: Document, index: int | None, origin: Origin, *, line: str, so_far: int | None = None
) -> tuple[Entry, ...]:
    """Return the entries that one line of a document makes on one line of the record.

    Args:
        index: the document line, or None when the document as a whole speaks about the line.
        line: key of the line of the record, so that one document line may back several.
        so_far: what the papers that this one points to say was sent (for a receipt without quantities)
            or received (for a refusal without quantities) on the line; None where they say nothing.

    Returns:
        No entry when the document says nothing that counts, such as “received, not yet judged”.
    """
    row = document.lines[index] if index is not None else None
    key = f"{origin.key}|{'' if index is None else index}|{line}|"
    maker = _MAKERS.get(document.kind)
    return maker(document, row, origin, key, so_far) if maker else ()


def _asks(
    document: Document, row: DocumentLine | None, origin: Origin, key: str, so_far: int | None
) -> tuple[Entry, ...]:
    if row is None:
        return ()
    quantity, reason = row.quantity, row.reason
    if row.answer and row.answer in _WITHDRAWING:
        quantity, reason = 0, reason or "cancelled"
    return (_statement(ASK, document, row, origin, key, origin.rank, quantity, reason),)


def _cancels(
    document: Document, row: DocumentLine | None, origin: Origin, key: str, so_far: int | None
) -> tuple[Entry, ...]:
    rank = _rank(document, _CANCELLED)
    about = document.number
    entry = Entry(
        key + ASK, ASK, origin.by, 0, on=rank.on, at=origin.at, rank=rank,
        reason=document.reason or "cancelled", document=about, document_line=row.number if row else "",
    )  # fmt: skip
    return (entry,)


def _promises(
    document: Document, row: DocumentLine | None, origin: Origin, key: str, so_far: int | None
) -> tuple[Entry, ...]:
    if row is None:
        if document.answer is Answer.ACCEPTED:
            quantity, reason = None, ""
        elif document.answer in _REFUSING:
            quantity, reason = 0, document.reason or document.answer.value
        else:
            return ()
        rank = _rank(document, _ANSWERED_WHOLE)
        return (_statement(PROMISE, document, DocumentLine(""), origin, key, rank, quantity, reason),)
    quantity, reason = row.quantity, row.reason
    if row.answer in _REFUSING or (document.answer is Answer.REJECTED and row.answer is Answer.NONE):
        quantity, reason = 0, reason or (row.answer if row.answer else document.answer).value
    elif row.answer is Answer.RECEIVED or (document.answer is Answer.RECEIVED and row.answer is Answer.NONE):
        return ()
    return (_statement(PROMISE, document, row, origin, key, origin.rank, quantity, reason),)


def _statement(
    act: Act,
    document: Document,
    row: DocumentLine,
    origin: Origin,
    key: str,
    rank: Rank | None,
    quantity: int | None,
    reason: str,
) -> Entry:
    product = row.instead or row.product
    on = document.issued_on or 0
    return tuple.__new__(Entry, (
        key + act, act, origin.by, quantity, row.unit, row.price, row.amount, on, origin.at, rank,
        _parts(row.stretches) if row.stretches else (), product, "", "",
        _charges(row) if row.charges else 0, reason, "", "", row.second, document.number, row.number,
        document.currency,
    ))  # fmt: skip


def _sends(
    document: Document, row: DocumentLine | None, origin: Origin, key: str, so_far: int | None
) -> tuple[Entry, ...]:
    if row is None or row.quantity is None:
        return ()
    on = row.on or origin.on
    parts = (Part(row.quantity, on, document.arrives_by),) if document.arrives_by is not None else ()
    unit = row.units[0].number if len(row.units) == 1 else ""
    entry = tuple.__new__(Entry, (
        key + SEND, SEND, origin.by, row.quantity, row.unit, None, None, on, origin.at, None, parts,
        row.product, "", document.number, 0, row.reason, "", unit, row.second,
        document.number, row.number, "",
    ))  # fmt: skip
    return (entry,)


def _receives(
    document: Document, row: DocumentLine | None, origin: Origin, key: str, so_far: int | None
) -> tuple[Entry, ...]:
    """Receipt: what came, and what of it was refused; without quantities as much as was sent."""
    quantity = row.quantity if row else None
    rejected = (row.rejected if row else None) or 0
    unit = row.unit if row else ""
    reason = (row.reason if row else "") or document.reason
    if quantity is None:
        # Without quantities a receipt counts as much as was sent, when it judges the goods at all and not
        # only the paper that announced them; with units missing nobody can tell how much came.
        answer = row.answer if row else document.answer
        units = row.units if row and row.units else document.units
        missing = [unit for unit in units if unit.reason == "missing"]
        if so_far is None or answer not in _JUDGING or (missing and len(missing) < len(units)):
            return ()
        lost = so_far if missing else (row.short or 0) if row else 0
        quantity, unit = max(0, so_far - lost), ""
        if answer in _REFUSING and not rejected:
            rejected = quantity
    on = (row.on if row else None) or origin.on
    about = (row.refers.despatch if row else "") or document.refers.despatch
    number = row.number if row else ""
    product, second = (row.product, row.second) if row else (NOTHING, None)
    received = tuple.__new__(Entry, (
        key + RECEIVE, RECEIVE, origin.by, quantity, unit, None, None, on, origin.at, None, (),
        product, "", about, 0, reason, "", "", second, document.number, number, "",
    ))  # fmt: skip
    if not rejected:
        return (received,)
    refused = Entry(
        key + REJECT, REJECT, origin.by, rejected, unit, on=on, at=origin.at, about=about,
        reason=reason, document=document.number, document_line=number,
    )  # fmt: skip
    return received, refused


def _refuses(
    document: Document, row: DocumentLine | None, origin: Origin, key: str, so_far: int | None
) -> tuple[Entry, ...]:
    """Fulfilment cancelled: the taker refuses what came; the giver takes back what it promised."""
    on = origin.on
    reason = (row.reason if row else "") or document.reason or "refused"
    if origin.by is GIVER:
        rank = _rank(document, _ANSWERED_WHOLE)
        entry = Entry(
            key + PROMISE, PROMISE, origin.by, 0, on=on, at=origin.at, rank=rank, reason=reason,
            document=document.number,
        )  # fmt: skip
        return (entry,)
    quantity = row.quantity if row and row.quantity is not None else so_far
    if not quantity:
        return ()
    entry = Entry(
        key + REJECT, REJECT, origin.by, quantity, row.unit if row else "", on=on, at=origin.at,
        about=document.refers.despatch, reason=reason, document=document.number,
    )  # fmt: skip
    return (entry,)


def _bills(
    document: Document, row: DocumentLine | None, origin: Origin, key: str, so_far: int | None
) -> tuple[Entry, ...]:
    # An advance payment is asked for before anything is due: its money is kept on the bill alone.
    if row is None or document.is_prepayment:
        return ()
    on = document.issued_on or 0
    entry = tuple.__new__(Entry, (
        key + BILL, BILL, origin.by, row.quantity, row.unit, row.price, row.amount, on, origin.at,
        None, (), row.product, origin.bill, row.refers.despatch, _charges(row) if row.charges else 0,
        row.reason, "", "", row.second, document.number, row.number, document.currency,
    ))  # fmt: skip
    return (entry,)


def _concedes(
    document: Document, row: DocumentLine | None, origin: Origin, key: str, so_far: int | None
) -> tuple[Entry, ...]:
    """Concession: whoever signs it lets so much of a gap of some kind pass."""
    if row is None or not row.reason:
        return ()
    on = document.issued_on or 0
    entry = Entry(
        key + ACCEPT, ACCEPT, origin.by, row.quantity, row.unit, amount=row.amount, on=on, at=origin.at,
        reason=row.reason, document=document.number, document_line=row.number,
    )  # fmt: skip
    return (entry,)


_JUDGING = (Answer.ACCEPTED, Answer.CHANGED, Answer.REJECTED)

_MAKERS = {
    Kind.ORDER: _asks,
    Kind.ORDER_CHANGE: _asks,
    Kind.ORDER_CANCELLATION: _cancels,
    Kind.ORDER_RESPONSE: _promises,
    Kind.DESPATCH_ADVICE: _sends,
    Kind.RECEIPT_ADVICE: _receives,
    Kind.FULFILMENT_CANCELLATION: _refuses,
    Kind.BILL: _bills,
    Kind.CREDIT_NOTE: _bills,
    Kind.CONCESSION: _concedes,
}


def _rank(document: Document, order: int) -> Rank:
    at = 86_400 if document.issued_at is None else document.issued_at
    return tuple.__new__(Rank, (document.issued_on or 0, at, order, document.version, document.number))


def _charges(row: DocumentLine) -> int:
    return sum(charge.amount for charge in row.charges)


def _parts(stretches: tuple[Stretch, ...]) -> tuple[Part, ...]:
    return tuple(
        [
            tuple.__new__(Part, (REST if quantity is None else quantity, from_on, until_on))
            for quantity, from_on, until_on in stretches
        ]
    )
