"""Ties by every other reference: retyped line numbers, the seller's order, a despatch, receipt or bill."""

from collections.abc import Callable
from typing import TypeAlias

from comaker.engines.matching.deals import deal_of_seller
from comaker.engines.matching.known import KnownLine, handle_of
from comaker.engines.matching.refer import (
    ANSWERS,
    NAMING,
    NOT_COMPARED,
    SURE,
    called,
    is_another_name,
    named_by,
    paper_named,
)
from comaker.engines.matching.retyped import exact, line_forms
from comaker.engines.matching.run import Reading, Run
from comaker.engines.matching.words import (
    BILL_LINE,
    DESPATCH_LINE,
    ORDER_LINE,
    RECEIPT_LINE,
    SALES_ORDER_LINE,
)
from comaker.kernel.document import DocumentLine, Kind
from comaker.kernel.product import agree

OTHER_PRODUCT = 850  # the reference stands although the product is another
OTHER_NAME = 900

DESPATCHES = (Kind.DESPATCH_ADVICE,)
RECEIPTS = (Kind.RECEIPT_ADVICE,)
BILLS = (Kind.BILL, Kind.CREDIT_NOTE)

Answer: TypeAlias = "tuple[KnownLine, str, str] | None"
Way: TypeAlias = Callable[[Run, Reading, DocumentLine], Answer]


def tie_by_other_references(run: Run, reading: Reading) -> None:
    """Tie the lines that name what they belong to in a less usual way; note the rest."""
    rest = reading.rest
    if not rest:
        return
    reading.rest = []
    for place in rest:
        if place in reading.hands or not _tie_one(run, reading, place):
            reading.rest.append(place)
    if reading.is_shifted:
        _distrust(run, reading)


def _distrust(run: Run, reading: Reading) -> None:
    """Take back the ties that rest on line numbers alone, once most of a paper's numbers are wrong."""
    index, lines = reading.index, reading.document.lines
    kept = []
    for tie in run.ties.get(index, ()):
        place = tie.line
        known = reading.found[place] if place is not None else None
        if place is None or known is None or tie.rule != ORDER_LINE:
            kept.append(tie)
        elif tie.score < SURE or handle_of(lines[place].product) in known.deal.twins:
            reading.found[place] = None
            reading.rest.append(place)
        else:
            kept.append(tie)
    run.ties[index] = kept
    reading.rest.sort()


def _tie_one(run: Run, reading: Reading, place: int) -> bool:
    line = reading.document.lines[place]
    twin: KnownLine | None = None
    for way in WAYS:
        answer = way(run, reading, line)
        if answer is None or answer[0].is_closed:
            continue
        known, rule, reason = answer
        if rule == ORDER_LINE and reading.document.kind not in NAMING and is_twin(line, known):
            # Several lines of the deal are this product: what is named must be held against them.
            twin = known
            continue
        if twin is not None and known is not twin:
            # The paper names two lines; which of them it is about its quantity must tell.
            return False
        score, note = _confirmed(line, known)
        if score < NOT_COMPARED and not _may_change(reading, rule) and _fits_elsewhere(line, known):
            reading.contradicted.add(place)
            continue
        named = named_by(run, reading, line.refers.order)
        if named.deal is known.deal:
            score, note = score - named.cost, (*note, *named.notes)
        if score == NOT_COMPARED:
            run.cross(line.product, known)
        run.tie(reading, place, known, rule, score, (reason, *note))
        return True
    return False


def is_twin(line: DocumentLine, known: KnownLine) -> bool:
    """Tell whether several lines of a deal are the product of a document line."""
    return handle_of(known.product) in known.deal.twins


def _may_change(reading: Reading, rule: str) -> bool:
    """Tell whether it is the very purpose of a paper to name another product on a line of the order."""
    return rule == ORDER_LINE and reading.document.kind is Kind.ORDER_CHANGE


def _confirmed(line: DocumentLine, known: KnownLine) -> tuple[int, tuple[str, ...]]:
    """Return how far the product of a line confirms its reference."""
    same = called(line.product, known)
    if same:
        return SURE, ("same product",)
    if same is False:
        return OTHER_PRODUCT, ("another item than on the line",)
    return (
        (OTHER_NAME, ("another name than on the line",))
        if is_another_name(line.product, known)
        else (NOT_COMPARED, ())
    )


def _fits_elsewhere(line: DocumentLine, known: KnownLine) -> bool:
    """Tell whether another line of the deal is the product that this one, by its reference, is not."""
    product = line.product
    for each in known.deal.lines:
        same = agree(product, each.product)
        if each is not known and (
            same or (same is None and product.name and product.name == each.product.name)
        ):
            return True
    return False


def _by_order(run: Run, reading: Reading, line: DocumentLine) -> Answer:
    deal = named_by(run, reading, line.refers.order).deal
    if deal is None:
        return None
    number = line.refers.order_line
    if not exact(number) and reading.document.kind in ANSWERS:
        number = line.number
    known = _among(deal.by_number, number)
    return (known, ORDER_LINE, "same order and line") if known else None


def _by_sales_order(run: Run, reading: Reading, line: DocumentLine) -> Answer:
    number = line.refers.sales_order_line
    if not exact(number):
        return None
    deal = deal_of_seller(run.book, reading, line.refers.sales_order).deal
    deal = deal or named_by(run, reading, line.refers.order).deal
    if deal is None or handle_of(line.product) in deal.twins:
        return None
    known = _among(deal.sales_lines, number)
    if known is not None:
        return known, SALES_ORDER_LINE, "same order and line of the seller"
    # Sellers mostly take over the buyer's line numbers; where the product agrees too, this one did.
    known = _among(deal.by_number, number)
    if known is not None and called(line.product, known):
        return known, SALES_ORDER_LINE, "same order of the seller, and same line number"
    return None


def _by_despatch(run: Run, reading: Reading, line: DocumentLine) -> Answer:
    return _by_paper(run, reading, DESPATCHES, line.refers.despatch, line.refers.despatch_line, DESPATCH_LINE)


def _by_receipt(run: Run, reading: Reading, line: DocumentLine) -> Answer:
    return _by_paper(run, reading, RECEIPTS, line.refers.receipt, line.refers.receipt_line, RECEIPT_LINE)


def _by_bill(run: Run, reading: Reading, line: DocumentLine) -> Answer:
    return _by_paper(run, reading, BILLS, line.refers.bill, line.refers.bill_line, BILL_LINE)


def _by_paper(
    run: Run, reading: Reading, kinds: tuple[Kind, ...], number: str, line_number: str, rule: str
) -> Answer:
    if not exact(line_number):
        return None
    paper = paper_named(run, reading, kinds, number)
    known = paper.line_numbered(line_number) if paper else None
    return (known, rule, f"same {rule}") if known else None


def _among(lines: dict[str, KnownLine], number: str) -> KnownLine | None:
    if not exact(number):
        return None
    known = lines.get(number)
    if known is not None:
        return known
    for form in line_forms(number):
        known = lines.get(form)
        if known is not None:
            return known
    bare = exact(number).lstrip("0")
    same = [each for written, each in lines.items() if exact(written).lstrip("0") == bare]
    return same[0] if len(same) == 1 else None


WAYS: tuple[Way, ...] = (_by_order, _by_sales_order, _by_despatch, _by_receipt, _by_bill)
