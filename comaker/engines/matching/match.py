"""Matching: which document line belongs to which line of the record.

Papers are taken in once, sorted so that each finds what it answers, and their lines are tied by
reference where they have one, else by likeness: block, compare, score, decide. Nothing is guessed: what
is not clear stays loose, with its candidates.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from comaker.engines.matching.again import look_again, settle_loose, wait_for_more
from comaker.engines.matching.answer import lines_of, pairs_of
from comaker.engines.matching.bills import ABOUT_BILLS, tie_bills
from comaker.engines.matching.block import INDEXED
from comaker.engines.matching.book import Book
from comaker.engines.matching.by_hand import begin_hands, put_with, settle_hands
from comaker.engines.matching.count import COUNTED, count_all
from comaker.engines.matching.deals import SALES_ORDER
from comaker.engines.matching.hands import Hand, Hands
from comaker.engines.matching.intake import Taken, take_in
from comaker.engines.matching.known import Deal, Paper
from comaker.engines.matching.likeness import tie_by_likeness
from comaker.engines.matching.links import link_orders
from comaker.engines.matching.open import open_order
from comaker.engines.matching.refer import ANSWERS, tie_by_order_line
from comaker.engines.matching.repeats import file_repeatable
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import Reading, Run, by_place
from comaker.engines.matching.ways import tie_by_other_references
from comaker.engines.matching.whole import tie_whole
from comaker.engines.matching.words import LIKE, LIKE_IN_PAPER, OPENED, Matched, TermsOf, bill_key
from comaker.kernel.document import Document, Kind
from comaker.kernel.units import Packing

_NUMBERED = frozenset({Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL, Kind.CREDIT_NOTE})
# Nothing is learned about the seller's numbers from what was only like a line.
_UNSURE = (LIKE, LIKE_IN_PAPER, OPENED)
_TELLING = ANSWERS | {Kind.DESPATCH_ADVICE}


def match(
    documents: Sequence[Document],
    *,
    terms: TermsOf | None = None,
    packings: Mapping[tuple[str, str], tuple[Packing, ...]] | None = None,
    book: Book | None = None,
    hands: Sequence[Hand] = (),
) -> Matched:
    """Tie the lines of documents to the lines of the record.

    Args:
        documents: in any order; the answer does not depend on it.
        terms: what two parties agreed on, asked once per pair of giver and taker when all papers are
            seen; the usual terms where it is not given or knows nothing.
        packings: what a product's packages hold, by the giver's key and any of its numbers or its name.
        book: what is known from earlier calls, and is added to; without it every call starts anew.
        hands: what persons have said of documents of this call.

    Returns:
        Everything found. Places of documents go on counting from call to call of one book.
    """
    book = Book() if book is None else book
    book.packings.update(packings or {})
    return match_with(Run(book, INDEXED, Hands(hands)), documents, terms)


def match_with(run: Run, documents: Sequence[Document], terms: TermsOf | None = None) -> Matched:
    """Do the work of `match` with a run, which says how lines to compare with are found."""
    book = run.book
    first = book.count
    taken, held, repeats = take_in(book, documents)
    if run.hands.of:
        begin_hands(run, taken)
    for _, papers in groupby(taken, lambda each: each.document.kind):
        # What was sent is told apart as far as can be before it is asked what came in of it, or was billed.
        # A new turn, and until nothing changes: so it does not matter which papers of others lie between.
        run.book.turn += 1
        while settle_loose(run):
            pass
        for each in papers:
            _tie_document(run, each)
    look_again(run, first)
    link_orders(run)
    pairs = pairs_of(run)
    return Matched(
        lines=lines_of(run, pairs, terms),
        ties=run.all_ties(),
        bill_ties=sorted(run.bill_ties, key=by_place),
        loose=sorted(run.loose.values(), key=by_place),
        held=sorted(held),
        repeats=repeats,
        texts=run.texts,
        pairs={pair.key: pair for pair in pairs.values()},
        links=run.links,
        first=first,
    )


def _tie_document(run: Run, taken: Taken) -> None:
    book = run.book
    index, document, giver, taker = taken
    # Papers taken in since may have made two parties one.
    giver, taker = book.parties.find(giver), book.parties.find(taker)
    reading = run.hands.readings.get(index) or Reading(index, document, giver, taker)
    reading.giver, reading.taker = giver, taker
    book.turn += 1
    reading.turn = book.turn
    kind = document.kind
    between = book.between_of(giver, taker)
    run.met.add((giver, taker))
    if kind in ABOUT_BILLS:
        tie_bills(run, reading)
        wait_for_more(run, reading)
        return
    _tie_lines(run, reading)
    if kind in COUNTED and not reading.is_counted:
        if reading.is_foreign:
            # Counting may wait for the pair that the document names, and this one is told of another pair.
            reading.is_counted = True
            count_all(document, reading.found)
        else:
            between.uncounted.append((document, reading.found))
    if kind in _NUMBERED:
        _file(run, reading)
    if kind is Kind.BILL or kind is Kind.CREDIT_NOTE:
        tie_bills(run, reading)
    if not document.lines and kind is not Kind.ORDER:
        tie_whole(run, reading)
    if index in run.hands.to:
        put_with(run, reading)
    if kind in _TELLING:
        _learn(run, reading)
    if reading.waits or reading.loose:
        wait_for_more(run, reading)


def _tie_lines(run: Run, reading: Reading) -> None:
    if reading.document.kind is Kind.ORDER:
        open_order(run, reading)
    else:
        tie_by_order_line(run, reading)
        tie_by_other_references(run, reading)
    if reading.hands:
        settle_hands(run, reading)
    if reading.rest:
        tie_by_likeness(run, reading)


def _file(run: Run, reading: Reading) -> None:
    """File a paper under its number, so that later papers can refer to its lines."""
    document = reading.document
    paper = Paper(reading.index, document, reading.giver, reading.taker)
    paper.lines = reading.found
    if document.kind is Kind.BILL or document.kind is Kind.CREDIT_NOTE:
        paper.bill = bill_key(document)
    number = exact(document.number)
    run.book.papers.setdefault((document.kind, number), []).append(paper)
    run.announce(document.kind.value, number)
    paper.is_weak = bool(reading.rules or reading.loose)
    if reading.is_counted:
        file_repeatable(run.book, reading, paper)


def _learn(run: Run, reading: Reading) -> None:
    """Learn what answers and despatches tell about an order: other product numbers, the seller's numbers."""
    book, document = run.book, reading.document
    kind = document.kind
    named = reading.deals.get(document.refers.order)
    if named and named.deal and document.refers.sales_order:
        _learn_seller(run, named.deal, document.refers.sales_order)
    for place, (line, known) in enumerate(zip(document.lines, reading.found, strict=True)):
        if known is None:
            continue
        refers = line.refers
        if refers.sales_order_line and reading.rules.get(place) not in _UNSURE:
            known.deal.sales_lines.setdefault(exact(refers.sales_order_line), known)
            _learn_seller(run, known.deal, refers.sales_order)
        if line.product != known.product:
            book.rename(known, line.product)
        if line.instead is not None:
            book.rename(known, line.instead)
        if kind is not Kind.DESPATCH_ADVICE:
            known.is_asked = True


def _learn_seller(run: Run, deal: Deal, number: str) -> None:
    number = exact(number)
    if number:
        known = run.book.sales.setdefault(number, [])
        if deal not in known:
            known.append(deal)
            deal.sales = (*deal.sales, number)
            run.announce(SALES_ORDER, number)
