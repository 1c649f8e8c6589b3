"""Open: lines for orders, and for papers that fit no line there is."""

from comaker.engines.matching.book import Deal, KnownLine
from comaker.engines.matching.deals import deal_of_order, settle_parties
from comaker.engines.matching.numbers import exact
from comaker.engines.matching.refer import called
from comaker.engines.matching.run import Reading, Run
from comaker.engines.matching.words import ITSELF, Tie
from comaker.kernel.document import DocumentLine
from comaker.kernel.product import agree

_ITSELF = ("the order itself",)
_FILLED = ("the order itself", "named by papers before it came")


def open_order(run: Run, reading: Reading) -> None:
    """Open the lines of an order, or fill in those that earlier papers opened in its name."""
    book, document = run.book, reading.document
    deal = deal_of_order(book, reading)
    settle_parties(book, deal, reading)
    early = [known for known in deal.lines if not known.is_ordered]
    deal.name, deal.is_asked, deal.opened_by = document.number, True, None
    deal.contract = document.refers.contract
    book.between_of(deal.giver, deal.taker).has_asked = True
    run.touch(deal)
    index, found, currency = reading.index, reading.found, document.currency
    new, open_line = tuple.__new__, book.open_line
    ties: list[Tie] = []
    for place, line in enumerate(document.lines):
        known = _early_line(early, line) if early else None
        if known is None:
            known = open_line(deal, line.number, line, currency)
            reasons = _ITSELF
        else:
            early.remove(known)
            _fill(run, deal, known, line, currency)
            reasons = _FILLED
        known.is_ordered = True
        ties.append(new(Tie, (index, place, known.key, ITSELF, 1000, reasons)))
        found[place] = known
    run.ties[index] = ties


def open_for(run: Run, reading: Reading, deal: Deal, place: int) -> KnownLine:
    """Open a line on a deal for a document line that fits none of its lines."""
    line = reading.document.lines[place]
    number = line.refers.order_line if exact(line.refers.order_line) else ""
    return run.book.open_line(deal, number, line, reading.document.currency, tail=number or _tail(line))


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
    fitting = [known for known in same if line.quantity in (known.sent, known.received, known.billed)]
    if same:
        return (fitting or same)[0]
    return numbered[0] if numbered else None


def _fill(run: Run, deal: Deal, known: KnownLine, line: DocumentLine, currency: str) -> None:
    """Give a line that papers opened the order's own number and product."""
    run.book.renumber(deal, known, line.number)
    if line.product != known.product:
        earlier = known.product
        known.product = line.product
        known.call(earlier)
    known.unit = line.unit or known.unit
    known.currency = currency or known.currency
