"""Scope: where a line without a full reference may belong: a deal, a paper, or anywhere between the two."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from comaker.engines.matching.compare import (
    NAMED,
    NOT_NAMED,
    SAME_AMOUNT_THERE,
    SAME_LINE_THERE,
    SAME_NUMBER,
    SAME_PLACE,
    SELLERS_LINE,
    SHIFTED,
    SURELY_NAMED,
)
from comaker.engines.matching.count import count, count_waiting
from comaker.engines.matching.deals import deal_of_seller
from comaker.engines.matching.decide import ANYWHERE, IN_DEAL, Bar
from comaker.engines.matching.known import Deal, KnownLine, Paper, is_numbered
from comaker.engines.matching.refer import called, named_by, paper_named
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import NO_DEAL, Reading, Run
from comaker.engines.matching.shift import meant_by
from comaker.engines.matching.ways import BILLS, DESPATCHES, RECEIPTS
from comaker.engines.matching.words import LIKE, LIKE_IN_ORDER, LIKE_IN_PAPER
from comaker.kernel.document import DocumentLine, Kind

_COST_OF_NEAR = 80


class Scope(NamedTuple):
    """The lines to compare a document line with.

    Attributes:
        deal: the deal on which a line is opened when nothing fits.
        notes, cost: what is odd about the way to this scope, and what that costs in score.
        why: a sentence when the line stays loose whatever is like it.
        there: what a paper says of each line by key: its line numbers there and their quantities.
        paper_lines: what each line of that paper is tied to; None while it is loose.
        naming: what it says that the paper names a line, where its line numbers can be trusted.
        meant: the line that the paper means by each line number, where they are all off by as much.
    """

    lines: Sequence[KnownLine] = ()
    rule: str = LIKE
    deal: Deal | None = None
    notes: tuple[str, ...] = ()
    cost: int = 0
    why: str = ""
    there: dict[str, list[tuple[str, int]]] | None = None
    naming: str = NAMED
    paper_lines: tuple[KnownLine | None, ...] = ()
    meant: dict[str, KnownLine] | None = None

    @property
    def is_anywhere(self) -> bool:
        """Tell whether no paper and no deal is named."""
        return self.rule == LIKE and not self.why

    @property
    def awaits_order(self) -> bool:
        """Tell whether the deal was opened for an order that is still to come."""
        return self.rule == LIKE_IN_ORDER and self.deal is not None and not self.deal.is_asked

    @property
    def bar(self) -> Bar:
        """Return how much is enough: more, where the deal is not named for certain."""
        return ANYWHERE if self.rule == LIKE else IN_DEAL

    def line_named(self, line: DocumentLine) -> KnownLine | None:
        """Return the line whose number the document line names, if that counts as evidence."""
        if self.deal is None or not self.naming:
            return None
        return (self.meant or self.deal.by_number).get(line.refers.order_line)

    def named(self, known: KnownLine, line: DocumentLine) -> str:
        """Return what the document's own numbering says about a known line."""
        number = line.refers.order_line
        if self.meant:
            return self.naming if self.meant.get(number) is known else NOT_NAMED
        if number and number == known.number and self.rule == LIKE_IN_ORDER:
            return self.naming
        if self.there is None:
            at_seller = line.refers.sales_order_line
            return SELLERS_LINE if at_seller and at_seller == known.number else NOT_NAMED
        best = NOT_NAMED
        if (line.quantity or 0) <= 0:
            # What a credit note takes back is mostly less than was billed, and it counts its lines anew.
            return best
        for written, quantity in self.there.get(known.key, ()):
            is_place = bool(written) and written == line.number
            if is_place and quantity == abs(line.quantity or 0):
                return SAME_LINE_THERE
            if quantity == abs(line.quantity or 0):
                best = SAME_AMOUNT_THERE
            elif is_place and best == NOT_NAMED:
                best = SAME_PLACE
        return best


def scope_of(run: Run, reading: Reading, place: int) -> Scope:
    """Find out where a line may belong."""
    line = reading.document.lines[place]
    refers = line.refers
    if reading.document.kind is Kind.CONCESSION:
        return Scope(why="what is let pass is put on the line that is named, and on no other")
    named = named_by(run, reading, refers.order)
    if named is NO_DEAL and exact(refers.bill) and paper_named(run, reading, BILLS, refers.bill) is None:
        # Money returned for a bill that is not there is not put on whatever looks like it.
        return Scope(why=f"bill {refers.bill} is not among the papers")
    if named.deal is not None and exact(refers.order_line):
        return _of_deal(run, reading, named.deal, line, named.notes, named.cost)
    for kinds, number in ((BILLS, refers.bill), (RECEIPTS, refers.receipt), (DESPATCHES, refers.despatch)):
        paper = paper_named(run, reading, kinds, number)
        if paper is not None and paper.is_tied() and _may_mean(reading, paper, line):
            return reading.scopes.get(id(paper)) or reading.scopes.setdefault(id(paper), _of_paper(paper))
    if refers.order in reading.near:
        lines = reading.near[refers.order]
        return Scope(lines, LIKE_IN_ORDER, notes=(named.why,), cost=_COST_OF_NEAR, naming=SAME_NUMBER)
    if named.why:
        return Scope(why=named.why)
    if named.deal is not None:
        return _of_deal(run, reading, named.deal, line, named.notes, named.cost)
    if exact(refers.order):
        return Scope((), LIKE_IN_ORDER, open_named(run, reading, refers.order))
    seller = deal_of_seller(run.book, reading, refers.sales_order)
    if seller.deal is not None:
        return _of_deal(run, reading, seller.deal, line, seller.notes, seller.cost)
    mine = named_by(run, reading, refers.customer)
    if mine.deal is not None and mine.deal.is_asked:
        return _of_deal(run, reading, mine.deal, line, mine.notes, mine.cost)
    return Scope()


def passes_over(run: Run, reading: Reading, place: int) -> bool:
    """Tell whether a line can be passed over: text, or money that stays with its bill."""
    document, line = reading.document, reading.document.lines[place]
    if document.kind not in BILLS or (not document.is_prepayment and _is_countable(run, reading, line)):
        return False
    run.texts += 1
    return True


def count_what_waits(run: Run, reading: Reading, scopes: Iterable[Scope]) -> None:
    """Count what other papers tell of the lines of scopes, and what a document's own ties take of them."""
    between = run.book.between_of(reading.giver, reading.taker)
    count_waiting(between)
    for scope in scopes:
        for deal in {id(known.deal): known.deal for known in scope.lines}.values():
            count_waiting(run.book.between_of(deal.giver, deal.taker))
    if not reading.is_counted:
        reading.is_counted = True
        document = reading.document
        for line, known in zip(document.lines, reading.found, strict=True):
            if known is not None:
                count(document, line, known)


def _is_countable(run: Run, reading: Reading, line: DocumentLine) -> bool:
    """Tell whether a line is about so much of something; the rest is text or money alone."""
    if line.quantity or is_numbered(line.product):
        return True
    name, bill = line.product.name, line.refers.bill
    paper = paper_named(run, reading, BILLS, bill) if name and exact(bill) else None
    return paper is not None and any(known and known.product.name == name for known in paper.lines)


def _may_mean(reading: Reading, paper: Paper, line: DocumentLine) -> bool:
    """Tell whether a line may be about a paper that bears the number it names.

    A paper between two others may: goods go straight to whoever bought them. Then it is about the same item;
    else it is another paper with the same number.
    """
    if (paper.giver, paper.taker) == (reading.giver, reading.taker):
        return True
    return any(known is not None and called(line.product, known) is not False for known in paper.lines)


def _of_paper(paper: Paper) -> Scope:
    paper.seal()
    there: dict[str, list[tuple[str, int]]] = {}
    lines: list[KnownLine] = []
    for number, quantity, known in zip(paper.numbers, paper.quantities, paper.lines, strict=True):
        if known is not None and not known.is_closed:
            if known.key not in there:
                lines.append(known)
            there.setdefault(known.key, []).append((number, abs(quantity or 0)))
    return Scope(lines, LIKE_IN_PAPER, lines[0].deal, there=there, paper_lines=tuple(paper.lines))


def _of_deal(
    run: Run, reading: Reading, deal: Deal, line: DocumentLine, notes: tuple[str, ...], cost: int
) -> Scope:
    run.touch(deal)
    number = line.refers.order_line
    doubles = deal.doubles.get(number)
    if doubles and any(called(line.product, known) is not False for known in doubles):
        notes = (*notes, f"one of {len(doubles)} lines numbered {number}")
        return Scope(doubles, LIKE_IN_ORDER, deal, notes, cost, naming=NOT_NAMED)
    if not exact(number):
        return Scope(deal.lines, LIKE_IN_ORDER, deal, notes, cost)
    if not deal.is_asked:
        # The order has not come in: a line of another number is another line.
        bare = [known for known in deal.lines if not known.number]
        return Scope(bare, LIKE_IN_ORDER, deal, notes, cost)
    known = deal.by_number.get(number)
    if doubles:
        notes = (*notes, f"the paper says line {number}, which is another item")
        return Scope(deal.lines, LIKE_IN_ORDER, deal, notes, cost, naming=NOT_NAMED)
    if known is None:
        notes = (*notes, f"the paper says line {number}, which is not on the order")
    meant = reading.meant.get(id(deal))
    if meant is None:
        meant = reading.meant[id(deal)] = meant_by(deal, reading.document.lines)
    if meant:
        notes = (*notes, f"the paper says line {number}, and its line numbers are all off by as much")
        return Scope(deal.lines, LIKE_IN_ORDER, deal, notes, cost, naming=SHIFTED, meant=meant)
    if reading.is_shifted:
        notes = (*notes, f"the paper says line {number}, but its line numbers are not to be trusted")
        return Scope(deal.lines, LIKE_IN_ORDER, deal, notes, cost, naming=NOT_NAMED)
    is_sure = reading.confirmed > 2 * len(reading.contradicted)
    return Scope(deal.lines, LIKE_IN_ORDER, deal, notes, cost, naming=SURELY_NAMED if is_sure else NAMED)


def open_named(run: Run, reading: Reading, order: str) -> Deal:
    """Open the deal of an order that is not among the papers, once a document."""
    deal = reading.deals[order].deal
    if deal is None:
        deal = run.book.open_deal(order, reading.giver, reading.taker)
        run.book.between_of(reading.giver, reading.taker).awaits_orders = True
        reading.deals[order] = reading.deals[order]._replace(deal=deal)
        run.touch(deal)
    return deal
