"""Evidence: the papers behind an account, and what they say of each line; worked out when it is asked for."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from comaker.kernel.bill import Bill, BillStanding, paid_on_line
from comaker.kernel.document import Document, Kind
from comaker.kernel.entering import Origin, entries_of, origin_of
from comaker.kernel.entry import RECEIVE, SEND, Entry
from comaker.kernel.line import Line
from comaker.kernel.standing import Standing, stand
from comaker.kernel.ties import Tied, TiedPaper, papers_by_deal

# Place of a document, and of its line; None for the document as a whole.
Place: TypeAlias = tuple[int, int | None]

# These papers, where they give no quantities, take them from others, which must be entered before them.
_LATER = {Kind.RECEIPT_ADVICE: 1, Kind.FULFILMENT_CANCELLATION: 2}
_COUNTED = frozenset((Kind.ORDER, Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL, Kind.CREDIT_NOTE))


class Evidence:
    """The documents behind an account.

    Attributes:
        papers: what is tied to lines, by the deal that it is about.
        linked: per line, by key, its entries with those that linked lines back, where there are any.
        standings: of the lines that were worked out.
        stood: per bill, by key, where it stands.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        ties: Iterable[Tied],
        lines: Mapping[str, Line],
        stood: Sequence[tuple[Bill, BillStanding]],
    ) -> None:
        self.documents = documents
        self.papers = papers_by_deal(ties, lines)
        self.lines = lines
        self.stood = {bill.key: (bill, standing) for bill, standing in stood}
        self.linked: Mapping[str, Sequence[Entry]] = {}
        self.standings: dict[str, Standing] = {}
        self._said: dict[str, Sequence[Entry]] = {}
        self._bills = {id(bill.document): bill for bill, _ in stood}
        self._origins: dict[int, Origin | None] = {}

    def enter(self, entries: Mapping[str, Sequence[Entry]]) -> None:
        """Take the entries of lines as given, by their keys, instead of asking the documents."""
        self._said |= entries

    def is_void(self, document: Document) -> bool:
        """Tell whether a document is a bill that claims nothing any more, and so makes no entries."""
        bill = self._bills.get(id(document))
        return bill is not None and bill.is_void

    def entries_on(self, key: str) -> Sequence[Entry]:
        """Return the entries on a line, those that linked lines back among them."""
        return self.linked[key] if key in self.linked else self.said_on(key)

    def said_on(self, key: str) -> Sequence[Entry]:
        """Return the entries that papers make on a line itself; void bills make none."""
        entries = self._said.get(key)
        if entries is None:
            entries = self._said[key] = self._entered(key)
        return entries

    def standing_of(self, key: str) -> Standing:
        """Return where a line stands by all that happened."""
        standing = self.standings.get(key)
        if standing is None:
            standing = self.standings[key] = stand(self.lines[key], self.entries_on(key))
        return standing

    def paid_on(self, key: str) -> int | None:
        """Return what was paid for a line, None while it cannot be known."""
        billed, stood = self.standing_of(key).billed, self.stood
        if billed is None:
            return None
        amounts: dict[str, int] = {}
        for entry in billed.entries:
            bill = entry.bill
            if bill in stood and stood[bill][0].credited_bill in stood:
                bill = stood[bill][0].credited_bill
            amounts[bill] = amounts.get(bill, 0) + (entry.amount or 0)
        known = [bill for bill in amounts if bill in stood]
        return paid_on_line([stood[bill] for bill in known], [amounts[bill] for bill in known])

    def silent(self) -> tuple[int, ...]:
        """Return the places of documents that are tied and make no entry at all."""
        quiet: dict[int, list[str]] = {}
        speaking: set[int] = set()
        for paper in chain.from_iterable(self.papers.values()):
            if self._says_how_much(paper):
                speaking.add(paper.document)
            else:
                quiet.setdefault(paper.document, []).extend(paper.to)
        return tuple(
            sorted(
                place for place, to in quiet.items() if place not in speaking and not self._speaks(place, to)
            )
        )

    @cached_property
    def _places(self) -> dict[str, list[Place]]:
        """Return per line the places of all that is tied to it."""
        places: dict[str, list[Place]] = {}
        for paper in chain.from_iterable(self.papers.values()):
            for row, key in zip(paper.rows, paper.to, strict=True):
                if key in places:
                    places[key].append((paper.document, row))
                else:
                    places[key] = [(paper.document, row)]
        return places

    def _entered(self, key: str) -> list[Entry]:
        documents = self.documents
        entries: list[Entry] = []
        later: list[Place] = []
        for at, row in self._places.get(key, ()):
            document = documents[at]
            if document.kind in _LATER and (row is None or document.lines[row].quantity is None):
                later.append((at, row))
                continue
            origin = self._origins[at] if at in self._origins else self._origin(at)
            if origin is not None:
                entries += entries_of(document, row, origin, line=key)
        later.sort(key=lambda place: _LATER[documents[place[0]].kind])
        for at, row in later:
            origin = self._origins[at] if at in self._origins else self._origin(at)
            if origin is not None:
                so_far = _so_far(documents[at], row, entries)
                entries += entries_of(documents[at], row, origin, line=key, so_far=so_far)
        return entries

    def _origin(self, at: int) -> Origin | None:
        """Return what the entries of a document share; None for a void bill, which makes none."""
        document = self.documents[at]
        bill = self._bills.get(id(document))
        origin = None
        if bill is None or not bill.is_void:
            origin = origin_of(document, at=at, bill=bill.key if bill else "")
        self._origins[at] = origin
        return origin

    def _says_how_much(self, paper: TiedPaper) -> bool:
        """Tell whether a tied row of a document plainly moves or asks a quantity."""
        document = self.documents[paper.document]
        if document.kind in _COUNTED:
            for row in paper.rows:
                if row is not None and document.lines[row].quantity is not None:
                    return True
        return False

    def _speaks(self, at: int, to: Sequence[str]) -> bool:
        """Tell whether a document makes an entry on its lines; a bill claims its money in any case."""
        document = self.documents[at]
        return id(document) in self._bills or any(
            entry.at == at and entry.document == document.number for key in to for entry in self.said_on(key)
        )


def _so_far(document: Document, row: int | None, entries: Sequence[Entry]) -> int | None:
    """Return what the papers that a document points to moved on a line; all of them where it names none."""
    line = document.lines[row] if row is not None else None
    if line is not None and line.quantity is not None:
        return None
    refused = document.kind is Kind.FULFILMENT_CANCELLATION
    despatch = (line.refers.despatch if line else "") or document.refers.despatch
    for act in (RECEIVE, SEND) if refused else (SEND,):
        moved = [entry for entry in entries if entry.act is act and entry.quantity is not None]
        named = [entry for entry in moved if not despatch or entry.about == despatch]
        if named:
            return sum(entry.quantity or 0 for entry in named)
    return None
