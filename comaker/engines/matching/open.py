"""Open: lines for orders, and for papers that fit no line there is."""

from collections import Counter
from collections.abc import Iterable

from comaker.engines.matching.count import count_waiting
from comaker.engines.matching.deals import deal_of_order, settle_parties
from comaker.engines.matching.facts import LAST_DAY, as_of
from comaker.engines.matching.known import Deal, KnownLine, handle_of
from comaker.engines.matching.refer import NAMING, called
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import Reading, Run
from comaker.engines.matching.slips import ORDER
from comaker.engines.matching.tied import TiedWhole
from comaker.engines.matching.words import ITSELF
from comaker.kernel.document import DocumentLine
from comaker.kernel.product import agree

_ITSELF = ("the order itself",)


def open_order(run: Run, reading: Reading) -> None:
    """Open the lines of an order, or fill in those that earlier papers opened in its name."""
    book, document = run.book, reading.document
    deal = deal_of_order(book, reading)
    settle_parties(book, deal, reading)
    if deal.lines:
        count_waiting(book.between_of(deal.giver, deal.taker))
    early = [known for known in deal.lines if not known.is_ordered]
    deal.name, deal.is_asked, deal.opened_by = document.number, True, None
    deal.contract = document.refers.contract
    between = book.between_of(deal.giver, deal.taker)
    between.has_asked = True
    if exact(deal.contract):
        between.call_offs.setdefault(exact(deal.contract), []).append(deal)
    run.touch(deal)
    run.asked.add((deal.giver, deal.taker))
    run.announce(ORDER, exact(document.number))
    found = reading.found
    if early:
        for place, line in enumerate(document.lines):
            known = found[place] = _fill_early(run, deal, early, line, document.currency)
            known.is_asked = known.is_ordered = True
    else:
        found[:] = book.open_lines(deal, document.lines, document.currency)
    index = reading.index
    to = [known.key for known in found if known]
    run.whole[index] = TiedWhole(index, range(len(to)), to, ITSELF, 1000, _ITSELF)
    handles = [handle_of(line.product) for line in document.lines]
    if len(set(handles)) < len(handles):
        deal.twins = frozenset(each for each, count in Counter(handles).items() if count > 1)


def _fill_early(run: Run, deal: Deal, early: list[KnownLine], line: DocumentLine, currency: str) -> KnownLine:
    """Return the line that earlier papers opened for an order line, filled in, else a new one."""
    known = _early_line(early, line)
    if known is None:
        return run.book.open_line(deal, line.number, line, currency)
    early.remove(known)
    _fill(run, deal, known, line, currency)
    return known


def open_unfit(run: Run, reading: Reading, deal: Deal | None, place: int) -> KnownLine | None:
    """Open a line for a document line that is like none, on its deal or on a deal of its own.

    Returns:
        The line; None when the parties order from each other, so that the document line should have
        been like something.
    """
    line = reading.document.lines[place]
    number = line.refers.order_line if exact(line.refers.order_line) else ""
    if deal is None:
        deal = _own_deal(run, reading)
        if deal is None:
            return None
    else:
        known = _opened_here(reading, deal, line, number)
        if known is not None:
            return known
    return run.book.open_line(deal, number, line, reading.document.currency, tail=number or _tail(line))


def open_apart(run: Run, reading: Reading, place: int) -> KnownLine:
    """Open a line for a document line on the document's own deal, whatever the parties have asked."""
    line = reading.document.lines[place]
    return run.book.open_line(
        _deal_of_its_own(run, reading), "", line, reading.document.currency, tail=_tail(line)
    )


def forget_unused(run: Run, lines: Iterable[KnownLine]) -> None:
    """Forget lines that were opened for a document line which has moved elsewhere."""
    for known in lines:
        deal = known.deal
        if known in deal.lines and not known.is_asked and not known.facts.moves:
            run.close(known)


def _own_deal(run: Run, reading: Reading) -> Deal | None:
    """Open a deal named after the document, between parties that never asked anything of each other."""
    between = run.book.between_of(reading.giver, reading.taker)
    document = reading.document
    if between.has_asked or document.kind in NAMING:
        return None
    return _deal_of_its_own(run, reading)


def _deal_of_its_own(run: Run, reading: Reading) -> Deal:
    document = reading.document
    if reading.own is None:
        reading.own = run.book.open_deal(document.number, reading.giver, reading.taker, own=document.kind)
        run.touch(reading.own)
    return reading.own


def _opened_here(reading: Reading, deal: Deal, line: DocumentLine, number: str) -> KnownLine | None:
    """Return the line that this document opened on the deal for the same order line or product."""
    if number:
        return deal.by_number.get(number) if not deal.is_asked else None
    for known in reading.found:
        if (
            known is not None
            and known.deal is deal
            and not known.is_asked
            and agree(line.product, known.product)
        ):
            return known
    return None


def _tail(line: DocumentLine) -> str:
    """Return what a line without an order line's number is keyed by: its product, else its own number."""
    product = line.product
    number = product.standard or product.sellers or product.buyers or product.makers
    return f"={number}" if number else f"@{exact(line.number)}"


def _early_line(early: list[KnownLine], line: DocumentLine) -> KnownLine | None:
    """Find the line that papers opened for this order line: by number unless the product says otherwise."""
    numbered = [known for known in early if known.number and exact(known.number) == exact(line.number)]
    for known in numbered:
        if called(line.product, known) is not False:
            return known
    same = [known for known in early if agree(line.product, known.product)]
    if len(same) == 1:
        return same[0]
    # Several of one product: the order line's own quantity may tell, else the first is as good as any.
    fitting = [known for known in same if line.quantity in as_of(known.facts, LAST_DAY)[1:5]]
    if same:
        return (fitting or same)[0]
    return numbered[0] if numbered else None


def _fill(run: Run, deal: Deal, known: KnownLine, line: DocumentLine, currency: str) -> None:
    """Give a line that papers opened the order's own number and product."""
    run.book.renumber(deal, known, line.number)
    if line.product != known.product:
        earlier, known.product = known.product, line.product
        run.book.rename(known, earlier)
        between = run.book.between_of(deal.giver, deal.taker)
        if between.index is not None:
            between.renamed.append((known, line.product))
    known.unit = line.unit or known.unit
    known.currency = currency or known.currency
