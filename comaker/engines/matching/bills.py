"""Bills: which bill a remittance, statement, reminder, response, credit or correction speaks about."""

from comaker.engines.matching.book import Paper
from comaker.engines.matching.numbers import exact
from comaker.engines.matching.refer import SURE
from comaker.engines.matching.run import Reading, Run
from comaker.engines.matching.words import BILL_NUMBER, BillTie
from comaker.kernel.document import Kind

ABOUT_BILLS = frozenset({Kind.REMITTANCE, Kind.BILL_RESPONSE, Kind.STATEMENT, Kind.REMINDER})


def tie_bills(run: Run, reading: Reading) -> None:
    """Tie a document to the bills that it names, line by line where its lines name them."""
    document = reading.document
    numbers: dict[str, list[int]] = {}
    for place, line in enumerate(document.lines):
        if exact(line.refers.bill):
            numbers.setdefault(line.refers.bill, []).append(place)
    on_top = document.replaces or document.refers.bill
    if document.kind in ABOUT_BILLS:
        for number, places in numbers.items():
            for place in places:
                _tie(run, reading, place, number, document.lines[place].amount)
        if not numbers and exact(on_top):
            _tie(run, reading, None, on_top, document.totals.payable)
        if not numbers and not exact(on_top):
            run.leave(reading, None, "it names no bill")
        return
    # A credit note or correction speaks of each bill once, whatever number of its lines name it.
    for number in dict.fromkeys([*([on_top] if exact(on_top) else []), *numbers]):
        _tie(run, reading, None, number, None)


def _tie(run: Run, reading: Reading, place: int | None, number: str, amount: int | None) -> None:
    found = _bills(run, reading, number, amount)
    if len(found) == 1:
        run.bill_ties.append(
            BillTie(reading.index, place, found[0].bill, BILL_NUMBER, SURE, (f"names bill {number}",))
        )
        return
    why = f"several bills have the number {number}" if found else f"bill {number} is not among the papers"
    reading.waits.append((Kind.BILL.value, exact(number)))
    run.leave(reading, place, why)


def _bills(run: Run, reading: Reading, number: str, amount: int | None) -> list[Paper]:
    """Return the bills of a number between these parties: invoices, or credit notes where money returns."""
    agree = run.book.parties.agree
    kinds = (Kind.BILL, Kind.CREDIT_NOTE)
    if amount is not None and amount < 0:
        kinds = (Kind.CREDIT_NOTE, Kind.BILL)
    for kind in kinds:
        papers = [
            paper for paper in run.book.papers.get((kind, exact(number)), ()) if paper.index != reading.index
        ]
        ranked = [
            (
                (agree(paper.giver, reading.giver) is not False)
                + (agree(paper.taker, reading.taker) is not False),
                paper,
            )
            for paper in papers
        ]
        most = max((rank for rank, _ in ranked), default=0)
        if most:
            return [paper for rank, paper in ranked if rank == most]
    return []
