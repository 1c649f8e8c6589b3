"""Ties by likeness: what no reference ties is compared with the lines that it may belong to."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.engines.matching.block import candidates_between
from comaker.engines.matching.book import Deal, KnownLine
from comaker.engines.matching.compare import Comparison, compare
from comaker.engines.matching.count import count
from comaker.engines.matching.deals import deal_of_seller
from comaker.engines.matching.decide import Choice, Rival, decide
from comaker.engines.matching.numbers import exact
from comaker.engines.matching.open import open_for
from comaker.engines.matching.refer import named_by, paper_named
from comaker.engines.matching.run import Reading, Run
from comaker.engines.matching.score import reasons_of, thousandths
from comaker.engines.matching.ways import BILLS, DESPATCHES, RECEIPTS
from comaker.engines.matching.words import (
    LIKE,
    LIKE_IN_ORDER,
    LIKE_IN_PAPER,
    OPENED,
    Candidate,
)
from comaker.kernel.document import DocumentLine, Kind
from comaker.kernel.product import Product, agree

_FLOOR_NAMED = 0  # tenths of a bit; below it a line of a named deal is not viable
_FLOOR_LIKE = 20
_CANDIDATES_MAX = 5
_NEW = "nothing like it there yet"


class Scope(NamedTuple):
    """Where a document line may belong: the lines to compare it with, and the deal to open it on else."""

    lines: Sequence[KnownLine] = ()
    rule: str = LIKE
    deal: Deal | None = None
    notes: tuple[str, ...] = ()
    cost: int = 0
    why: str = ""


def tie_by_likeness(run: Run, reading: Reading) -> None:
    """Tie the lines that are left to what they are most like, open lines for them, or leave them loose."""
    scopes = {
        place: _scope(run, reading, place) for place in reading.rest if not _passes(run, reading, place)
    }
    reading.rest = []
    if not scopes:
        return
    for deal in {id(scope.deal): scope.deal for scope in scopes.values() if scope.deal}.values():
        run.touch(deal)
    unbound = [place for place, scope in scopes.items() if scope.rule == LIKE and not scope.why]
    blocks: dict[int, Sequence[KnownLine]] = {place: scope.lines for place, scope in scopes.items()}
    blocks.update(candidates_between(run.book, reading, unbound))
    document = reading.document

    def judge(place: int, known: KnownLine) -> Comparison:
        return compare(document, document.lines[place], known)

    def take(choice: Choice) -> None:
        _tie(run, reading, choice, scopes[choice.place])

    floor = _FLOOR_LIKE if unbound else _FLOOR_NAMED
    rest = decide(blocks, judge, take, floor=floor)
    for place, rivals in sorted(rest.items()):
        _settle(run, reading, place, scopes[place], rivals)


def is_countable(line: DocumentLine) -> bool:
    """Tell whether a line is about so much of something; the rest is text or money alone."""
    return bool(line.quantity) or _numbered(line.product)


def _passes(run: Run, reading: Reading, place: int) -> bool:
    """Tell whether a line can be passed over: text, or money that stays with its bill."""
    document, line = reading.document, reading.document.lines[place]
    if document.kind in BILLS and (document.is_prepayment or not is_countable(line)):
        run.texts += 1
        return True
    return False


def _tie(run: Run, reading: Reading, choice: Choice, scope: Scope) -> None:
    place, known = choice.place, choice.known
    reasons = reasons_of(choice.comparison)
    if choice.alike > 1:
        reasons = (*reasons, f"the first of {choice.alike} lines alike")
    score = max(1, thousandths(choice.bits) - scope.cost - 10)
    run.tie(reading, place, known, scope.rule, score, (*reasons, *scope.notes))
    count(reading.document, reading.document.lines[place], known)


def _settle(run: Run, reading: Reading, place: int, scope: Scope, rivals: list[Rival]) -> None:
    """Say what becomes of a line that nothing was clearly best for."""
    document, line = reading.document, reading.document.lines[place]
    candidates = tuple(
        Candidate(rival.known.key, thousandths(rival.bits), reasons_of(rival.comparison))
        for rival in rivals[:_CANDIDATES_MAX]
    )
    why = scope.why
    if candidates and not why:
        why = (
            "these are too close to choose between"
            if len(candidates) > 1
            else "the only candidate is too unlike"
        )
    if not why:
        deal = scope.deal or _own_deal(run, reading)
        if deal is not None:
            known = _opened_here(run, reading, deal, place) or open_for(run, reading, deal, place)
            run.tie(
                reading.index,
                place,
                known,
                OPENED,
                1000 - scope.cost,
                "nothing like it there yet",
                *scope.notes,
            )
            reading.found[place] = known
            count(document, line, known)
            return
        why = "nothing like this is open between these two"
    run.leave(reading, place, why, candidates)


def _opened_here(run: Run, reading: Reading, deal: Deal, place: int) -> KnownLine | None:
    """Return the line that this document opened on the deal for the same order line or product."""
    line = reading.document.lines[place]
    if deal.opened_by is not None:
        return None
    number = line.refers.order_line
    if exact(number):
        return deal.by_number.get(number)
    for known in reading.found:
        if (
            known is not None
            and known.deal is deal
            and not known.is_asked
            and agree(line.product, known.product)
        ):
            return known
    return None


def _own_deal(run: Run, reading: Reading) -> Deal | None:
    """Open a deal named after the document itself, between parties that never asked anything of each other."""
    between = run.book.between_of(reading.giver, reading.taker)
    document = reading.document
    if between.has_asked or document.kind is Kind.ORDER_RESPONSE or document.kind is Kind.ORDER_CHANGE:
        return None
    deal = reading.own
    if deal is None:
        deal = reading.own = run.book.open_deal(
            document.number, reading.giver, reading.taker, own=document.kind
        )
        run.touch(deal)
    return deal


def _numbered(product: Product) -> bool:
    return bool(product.sellers or product.standard or product.buyers or product.makers)


def _scope(run: Run, reading: Reading, place: int) -> Scope:
    line = reading.document.lines[place]
    refers = line.refers
    for kinds, number in ((BILLS, refers.bill), (RECEIPTS, refers.receipt), (DESPATCHES, refers.despatch)):
        paper = paper_named(run, reading, kinds, number)
        if paper is not None:
            lines = list({known.key: known for known in paper.lines if known is not None}.values())
            if lines:
                return Scope(lines, LIKE_IN_PAPER, lines[0].deal)
    named = named_by(run, reading, refers.order)
    if named.why:
        return Scope(why=named.why)
    if named.deal is not None:
        return _scope_of_deal(named.deal, line, named.notes, named.cost)
    if exact(refers.order):
        return Scope((), LIKE_IN_ORDER, _open_named(run, reading, refers.order))
    seller = deal_of_seller(run.book, reading, refers.sales_order)
    if seller.deal is not None:
        return _scope_of_deal(seller.deal, line, seller.notes, seller.cost)
    mine = named_by(run, reading, refers.customer)
    if mine.deal is not None and mine.deal.is_asked:
        return _scope_of_deal(mine.deal, line, mine.notes, mine.cost)
    return Scope()


def _scope_of_deal(deal: Deal, line: DocumentLine, notes: tuple[str, ...], cost: int) -> Scope:
    number = line.refers.order_line
    doubles = deal.doubles.get(number)
    if doubles:
        return Scope(
            doubles, LIKE_IN_ORDER, deal, (*notes, f"one of {len(doubles)} lines numbered {number}"), cost
        )
    if not exact(number):
        return Scope(deal.lines, LIKE_IN_ORDER, deal, notes, cost)
    if not deal.is_asked:
        # The order has not come in: a line of another number is another line.
        return Scope([known for known in deal.lines if not known.number], LIKE_IN_ORDER, deal, notes, cost)
    odd = "is another product" if number in deal.by_number else "is not on the order"
    return Scope(
        deal.lines, LIKE_IN_ORDER, deal, (*notes, f"the paper says line {number}, which {odd}"), cost
    )


def _open_named(run: Run, reading: Reading, order: str) -> Deal:
    """Open the deal of an order that is not among the papers."""
    deal = run.book.open_deal(order, reading.giver, reading.taker)
    reading.deals[order] = reading.deals[order]._replace(deal=deal)
    return deal
