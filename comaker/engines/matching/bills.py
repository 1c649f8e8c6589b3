"""Bills: which bill a remittance, statement, reminder, response, credit or correction speaks about."""

from comaker.engines.matching.hands import UNTIED
from comaker.engines.matching.known import Paper
from comaker.engines.matching.refer import SURE, rank_of_parties
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import Reading, Run
from comaker.engines.matching.ways import BILLS
from comaker.engines.matching.words import BILL_NUMBER, BY_HAND, BillTie
from comaker.kernel.document import Kind

ABOUT_BILLS = frozenset(
    {Kind.REMITTANCE, Kind.BILL_RESPONSE, Kind.STATEMENT, Kind.REMINDER, Kind.BILL_CONCESSION}
)


def tie_bills(run: Run, reading: Reading) -> None:
    """Tie a document to the bills that it names, line by line where its lines name them."""
    document = reading.document
    _tie_by_hand(run, reading)
    numbers: dict[str, list[int]] = {}
    for place, line in enumerate(document.lines):
        number = line.refers.bill
        if number and exact(number):
            numbers.setdefault(number, []).append(place)
    on_top = document.replaces or document.refers.bill
    if document.kind in ABOUT_BILLS:
        for number, places in numbers.items():
            for place in places:
                # What was conceded is no part of what a bill asks, and tells nothing of which one is meant.
                amount = None if document.kind is Kind.BILL_CONCESSION else document.lines[place].amount
                _tie(run, reading, place, number, amount)
        if not numbers and exact(on_top):
            _tie(run, reading, None, on_top, document.totals.payable)
        if not numbers and not exact(on_top) and None not in reading.hands:
            run.leave(reading, None, "it names no bill")
        return
    # A credit note or correction speaks of each bill once, whatever number of its lines name it.
    for number in dict.fromkeys([*([on_top] if exact(on_top) else []), *numbers]):
        _tie(run, reading, None, number, None)


def tie_waiting_bills(run: Run, reading: Reading) -> None:
    """Try again the bills that were not known, or not for certain, when the document came."""
    waiting, reading.bills = reading.bills, []
    for place, number, amount in waiting:
        _tie(run, reading, place, number, amount)


def _tie_by_hand(run: Run, reading: Reading) -> None:
    """Tie what a person has put to a bill; where that bill is not at hand, nothing is said of it."""
    for place, hand in reading.hands.items():
        if place is not None and reading.document.kind not in ABOUT_BILLS:
            continue
        bill = run.hands.bills.get(hand.to[0]) if hand.to else None
        if bill is not None:
            tie = BillTie(reading.index, place, bill, BY_HAND, SURE, hand.reasons)
            reading.bill_ties.append(tie)
            run.bill_ties.append(tie)
        elif hand.is_loose:
            run.leave(reading, place, UNTIED)


def _tie(run: Run, reading: Reading, place: int | None, number: str, amount: int | None) -> None:
    if place in reading.hands:
        return
    found, is_certain = _bills(run, reading, number, amount)
    if not is_certain:
        reading.waits.update((kind.value, exact(number)) for kind in BILLS)
        reading.bills.append((place, number, amount))
    if len(found) == 1:
        tie = BillTie(reading.index, place, found[0].bill, BILL_NUMBER, SURE, (f"names bill {number}",))
        if tie not in reading.bill_ties:
            reading.bill_ties.append(tie)
            run.bill_ties.append(tie)
        run.loose.pop((reading.index, place), None)
        reading.loose.discard(place)
    elif place not in reading.loose:
        why = f"several bills have the number {number}" if found else f"bill {number} is not among the papers"
        run.leave(reading, place, why)


def _bills(run: Run, reading: Reading, number: str, amount: int | None) -> tuple[list[Paper], bool]:
    """Return the bills of a number between these parties, and whether no other paper can change that.

    An invoice and a credit note may share a number: where money returns the credit note is meant.
    """
    kinds: tuple[Kind, ...] = BILLS if amount is None or amount >= 0 else BILLS[::-1]
    if amount is not None and reading.document.kind is Kind.REMITTANCE:
        kinds = kinds[:1]
    for kind in kinds:
        ranked: list[tuple[int, Paper]] = []
        for paper in run.book.papers.get((kind, exact(number)), ()):
            rank = rank_of_parties(run, reading, paper)
            if rank is not None and paper.index != reading.index:
                ranked.append((rank, paper))
        if ranked:
            most = max(rank for rank, _ in ranked)
            found = _latest([paper for rank, paper in ranked if rank == most], reading.document.issued_on)
            return found, len(found) == 1 and kind is kinds[0]
    return [], False


def _latest(papers: list[Paper], on: int | None) -> list[Paper]:
    """Of bills that bear one number in several years, return the last one before a day."""
    before = [paper for paper in papers if paper.on is not None and on is not None and paper.on <= on]
    if len(papers) < 2 or not before:
        return papers
    last = max(paper.on or 0 for paper in before)
    return [paper for paper in before if paper.on == last]
