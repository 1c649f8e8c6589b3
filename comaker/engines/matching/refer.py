"""Ties by reference: the order's line, the seller's, or that of a despatch, receipt or bill.

This is the way of nearly every line of a running business, so the first step costs one look-up a line;
whatever is odd about a line is left to the steps after it.
"""

from comaker.engines.matching.deals import deal_named
from comaker.engines.matching.known import KnownLine, Paper, handle_of
from comaker.engines.matching.names import OTHER_NAME, SOME_NAME, name_level
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import NO_DEAL, Named, Reading, Run
from comaker.engines.matching.tied import TiedWhole
from comaker.engines.matching.words import ORDER_LINE, Tie
from comaker.kernel.document import Kind
from comaker.kernel.product import NOTHING, Product, agree

SURE = 1000
NOT_COMPARED = 980  # nothing on the line confirms the reference

ANSWERS = frozenset({Kind.ORDER_CHANGE, Kind.ORDER_CANCELLATION, Kind.ORDER_RESPONSE})
# These mean the line whose number they name, however much others are like it, and open none themselves.
NAMING = ANSWERS | {Kind.CONCESSION}

_SAME: tuple[str, ...] = ("same order and line", "same product")
_SAME_NUMBERS: tuple[str, ...] = ("same order and line",)
_NONE: dict[str, KnownLine] = {}
_NO_TWINS: frozenset[str] = frozenset()


def tie_by_order_line(run: Run, reading: Reading) -> None:
    """Tie the lines that name order and line and do not contradict the product there; note the rest."""
    if reading.hands or not tie_as_one(run, reading):
        tie_line_by_line(run, reading)


def tie_as_one(run: Run, reading: Reading) -> bool:
    """Tie a document whose every line names a line of one order and is the very product there.

    Returns:
        Whether it is such a document; if not, nothing is tied.
    """
    document, lines = reading.document, reading.document.lines
    orders = {line.refers.order for line in lines}
    named = named_by(run, reading, orders.pop()) if len(orders) == 1 else NO_DEAL
    deal = named.deal
    if deal is None:
        return False
    numbered = deal.by_number.get
    found = [numbered(line.refers.order_line) for line in lines]
    products = [line.product for line in lines]
    if products != [known and known.product for known in found] or NOTHING in products:
        return False
    if deal.twins and document.kind not in NAMING and not deal.twins.isdisjoint(map(handle_of, products)):
        return False
    reading.found = found
    score, reasons = (SURE - named.cost, _SAME + named.notes) if named.notes else (SURE, _SAME)
    to = [known.key for known in found if known is not None]
    run.whole[reading.index] = TiedWhole(reading.index, range(len(to)), to, ORDER_LINE, score, reasons)
    return True


def tie_line_by_line(run: Run, reading: Reading) -> None:
    """Do the same for documents that are not as plain as that."""
    index, found, rest = reading.index, reading.found, reading.rest
    ties: list[Tie] = []
    new = tuple.__new__
    order, named, by_number, twins = "", NO_DEAL, _NONE, _NO_TWINS
    moves, hands = reading.document.kind not in NAMING, reading.hands
    for place, line in enumerate(reading.document.lines):
        if place in hands:
            continue
        refers = line.refers
        if refers.order != order:
            order = refers.order
            named = named_by(run, reading, order)
            deal = named.deal
            by_number, twins = (
                (deal.by_number, deal.twins if moves else _NO_TWINS) if deal else (_NONE, _NO_TWINS)
            )
        known = by_number.get(refers.order_line)
        if known is None:
            rest.append(place)
            continue
        product = line.product
        reasons = _SAME
        score = SURE
        if product != known.product or product == NOTHING:
            same = called(product, known)
            if same is False or (same is None and is_another_name(product, known)):
                rest.append(place)
                continue
            if same is None:
                score, reasons = NOT_COMPARED, _SAME_NUMBERS
                run.cross(product, known)
        if twins and handle_of(known.product) in twins:
            rest.append(place)
            continue
        if named.notes:
            score, reasons = score - named.cost, reasons + named.notes
        ties.append(new(Tie, (index, place, known.key, ORDER_LINE, score, reasons)))
        found[place] = known
    if ties:
        run.ties.setdefault(index, []).extend(ties)


def is_another_name(product: Product, known: KnownLine) -> bool:
    """Tell whether a line without comparable numbers bears a name that is not much like the known line's."""
    mine, yours = product.name, known.product.name
    return bool(mine and yours) and mine != yours and name_level(mine, yours) in (SOME_NAME, OTHER_NAME)


def named_by(run: Run, reading: Reading, order: str) -> Named:
    """Return what an order number leads to, looked up once a document."""
    named = reading.deals.get(order)
    if named is None:
        named = reading.deals[order] = deal_named(run.book, reading, order)
        deal = named.deal
        if deal:
            run.touch(deal)
            if deal.giver != reading.giver or deal.taker != reading.taker:
                reading.is_foreign = True
    return named


def called(product: Product, known: KnownLine) -> bool | None:
    """Tell whether a product is what the line was ever called; None when no number can be compared."""
    same = agree(product, known.product)
    if same:
        return True
    for other in known.others:
        again = agree(product, other)
        if again:
            return True
        if again is False:
            same = False
    return same


def paper_named(run: Run, reading: Reading, kinds: tuple[Kind, ...], number: str) -> Paper | None:
    """Return the paper of this number between the same parties; None when there is none, or more than one."""
    folded = exact(number)
    if not folded:
        return None
    fitting: list[tuple[int, Paper]] = []
    for kind in kinds:
        for paper in run.book.papers.get((kind, folded), ()):
            rank = rank_of_parties(run, reading, paper)
            if rank is not None and paper.index != reading.index:
                fitting.append((rank, paper))
        if fitting:
            break
    most = max((rank for rank, _ in fitting), default=0)
    best = [paper for rank, paper in fitting if rank == most]
    if len(best) != 1 or best[0].is_weak:
        # What is not known, or not for certain, may become so.
        reading.waits.update((kind.value, folded) for kind in kinds)
    return best[0] if len(best) == 1 else None


def rank_of_parties(run: Run, reading: Reading, paper: Paper) -> int | None:
    """Return how well the parties of a document fit a paper that it names; None when they contradict it.

    Numbers are given out by the one who signs, so that one must be the same; two suppliers often have a
    bill of the same number.
    """
    agree_on = run.book.parties.agree
    giver, taker = agree_on(paper.giver, reading.giver), agree_on(paper.taker, reading.taker)
    if (taker if paper.is_by_taker else giver) is False:
        return None
    return (giver is True) + (taker is True) - 2 * ((giver is False) + (taker is False))
