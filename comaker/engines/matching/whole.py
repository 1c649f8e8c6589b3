"""Whole papers: a response, receipt or cancellation without lines speaks of every line of what it names."""

from comaker.engines.matching.count import count_whole
from comaker.engines.matching.hands import UNTIED, Hand
from comaker.engines.matching.known import Deal, KnownLine
from comaker.engines.matching.refer import SURE, named_by, paper_named
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import Reading, Run
from comaker.engines.matching.scope import open_named
from comaker.engines.matching.ways import BILLS, DESPATCHES, RECEIPTS
from comaker.engines.matching.words import BY_HAND, WHOLE_DESPATCH, WHOLE_ORDER, WHOLE_RECEIPT
from comaker.kernel.document import Kind


def tie_whole(run: Run, reading: Reading) -> None:
    """Tie a document without lines to each line that it speaks of."""
    document = reading.document
    refers = document.refers
    if None in reading.hands:
        _tie_by_hand(run, reading, reading.hands[None])
        return
    ways = (
        (WHOLE_RECEIPT, RECEIPTS, refers.receipt),
        (WHOLE_DESPATCH, DESPATCHES, refers.despatch),
    )
    for rule, kinds, number in ways:
        paper = paper_named(run, reading, kinds, number)
        if paper is not None and paper.is_tied():
            lines = list(
                {known.key: known for known in paper.lines if known and not known.is_closed}.values()
            )
            _tie_each(run, reading, lines, rule, (f"speaks of {rule} {number}",))
            return
    order = refers.order if exact(refers.order) else ""
    if (
        not order
        and document.kind in (Kind.ORDER_CANCELLATION, Kind.ORDER_CHANGE)
        and not exact(refers.sales_order)
    ):
        order = document.number
    named = named_by(run, reading, order)
    if named.deal is None and not named.why and exact(order):
        # Opened for the order that is still to come, whose lines it will speak of.
        named = named._replace(deal=open_named(run, reading, order))
    if named.deal is not None:
        named.deal.whole.append(reading)
        if answer_whole(run, reading, named.deal, named.notes):
            return
    if document.kind in BILLS:
        return
    missing = order or refers.despatch or refers.receipt
    why = named.why or (
        f"{missing} is not among the papers" if missing else "it has no lines and names no order"
    )
    run.leave(reading, None, why)


def answer_whole(run: Run, reading: Reading, deal: Deal, notes: tuple[str, ...] = ()) -> int:
    """Tie a document to each asked line of a deal that it is not tied to yet; return how many there are."""
    lines = [known for known in deal.lines if known.is_asked]
    new = [known for known in lines if known.key not in reading.answered]
    by_hand = reading.hands.get(None)
    if by_hand is None:
        _tie_each(run, reading, new, WHOLE_ORDER, (f"speaks of the whole order {deal.name}", *notes))
    else:
        _tie_each(run, reading, new, BY_HAND, by_hand.reasons)
    return len(lines)


def _tie_by_hand(run: Run, reading: Reading, hand: Hand) -> None:
    """Tie a document to each line of the order to which a person has put it."""
    order = run.hands.anchors.get(hand.to[0]) if hand.to else None
    deal = next((known.deal for known in order.found if known is not None), None) if order else None
    if deal is not None:
        deal.whole.append(reading)
        answer_whole(run, reading, deal)
    elif hand.to or hand.is_loose:
        run.leave(reading, None, UNTIED)


def _tie_each(
    run: Run, reading: Reading, lines: list[KnownLine], rule: str, reasons: tuple[str, ...]
) -> None:
    for known in lines:
        run.tie(reading, None, known, rule, SURE, reasons)
        reading.answered.add(known.key)
        count_whole(reading.document, known)
