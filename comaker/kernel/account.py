"""Accounts: every line and bill of a set of tied documents, with its standing, gaps and lapses."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from comaker.kernel.bill import Bill, BillStanding, paid_on_line, stand_bill
from comaker.kernel.bill_gaps import bill_gaps, bill_lapses
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.entering import entries_of, origin_of
from comaker.kernel.entry import Act, Entry
from comaker.kernel.gap import Gap, Lapse
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.gaps import gaps_of
from comaker.kernel.history import closed_gaps
from comaker.kernel.lapses import lapses_of
from comaker.kernel.line import Line, Link
from comaker.kernel.links import linked, waiting_for
from comaker.kernel.standing import Standing, stand


class Tied(Protocol):
    """A document line that belongs to a line: places among the documents and their lines, and the key."""

    @property
    def document(self) -> int: ...
    @property
    def line(self) -> int | None: ...
    @property
    def to(self) -> str: ...


class LineAccount(NamedTuple):
    """One line with all that follows from its entries.

    Attributes:
        paid: None while it cannot be known.
        closed: gaps that it had and has no more, where history was asked for.
    """

    line: Line
    entries: tuple[Entry, ...]
    standing: Standing
    gaps: tuple[Gap, ...]
    lapses: tuple[Lapse, ...]
    paid: int | None
    closed: tuple[Gap, ...] = ()


class BillAccount(NamedTuple):
    """One bill with all that follows from its payments, credits and claims."""

    bill: Bill
    standing: BillStanding
    gaps: tuple[Gap, ...]
    lapses: tuple[Lapse, ...]


class Account(NamedTuple):
    """Lines and bills in the order given; `silent` are documents that are tied and count nothing."""

    lines: tuple[LineAccount, ...]
    bills: tuple[BillAccount, ...]
    silent: tuple[int, ...]


# Papers without quantities take them from others, which must be entered before them.
_LATER = {Kind.RECEIPT_ADVICE: 1, Kind.FULFILMENT_CANCELLATION: 2}


def account_of(
    documents: Sequence[Document],
    ties: Iterable[Tied],
    lines: Mapping[str, Line],
    bills: Sequence[Bill],
    *,
    links: Sequence[Link] = (),
    as_of: int | None = None,
    known_at: int | None = None,
    with_history: bool = False,
) -> Account:
    """Work out every line and bill.

    Args:
        ties: document lines to keys of `lines`.
        bills: with their credits, payments and claims; a void bill makes no entries on lines.
        as_of: the day whose standing is asked; `known_at` the moment of recording up to which to look.
        with_history: name also the gaps that each line had and has no more.
    """
    entries, silent = entered(documents, ties, lines, bills)
    own = entries
    if links:
        entries = linked(entries, links)
    standings = {key: stand(lines[key], entries[key], as_of=as_of, known_at=known_at) for key in lines}
    stood = [(bill, stand_bill(bill, as_of=as_of, known_at=known_at)) for bill in bills]
    gaps = {key: gaps_of(lines[key], standings[key]) for key in lines}
    if links:
        unsent = {key for key, named in gaps.items() if any(gap.kind is GapKind.UNSENT for gap in named)}
        gaps = {key: waiting_for(key, named, links, unsent) for key, named in gaps.items()}
    by_key = {bill.key: (bill, standing) for bill, standing in stood}
    return Account(
        tuple(
            LineAccount(
                line, tuple(own[key]), standings[key], gaps[key], lapses_of(line, standings[key]),
                _paid(standings[key], by_key),
                closed_gaps(line, entries[key], gaps[key]) if with_history else (),
            )
            for key, line in lines.items()
        ),
        tuple(
            BillAccount(bill, standing, bill_gaps(bill, standing), bill_lapses(standing))
            for bill, standing in stood
        ),
        silent,
    )  # fmt: skip


def entered(
    documents: Sequence[Document], ties: Iterable[Tied], lines: Mapping[str, Line], bills: Sequence[Bill]
) -> tuple[dict[str, list[Entry]], tuple[int, ...]]:
    """Return the entries of every line, and the documents whose ties made none."""
    by_document = {id(bill.document): bill for bill in bills}
    origins = [
        origin_of(document, at=at, bill=bill.key if (bill := by_document.get(id(document))) else "")
        for at, document in enumerate(documents)
    ]
    entries: dict[str, list[Entry]] = {key: [] for key in lines}
    spoken: set[int] = set()
    tied: set[int] = set()
    later: list[tuple[int, Tied]] = []
    for tie in ties:
        document = documents[tie.document]
        tied.add(tie.document)
        bill = by_document.get(id(document))
        if bill and bill.is_void:
            spoken.add(tie.document)
            continue
        phase = _LATER.get(document.kind)
        if phase:
            later.append((phase, tie))
            continue
        made = entries_of(document, tie.line, origins[tie.document], line=tie.to)
        if made:
            spoken.add(tie.document)
            entries[tie.to] += made
    for _, tie in sorted(later, key=lambda pair: pair[0]):
        document = documents[tie.document]
        row = document.lines[tie.line] if tie.line is not None else None
        so_far = _so_far(document, row, entries[tie.to]) if row is None or row.quantity is None else None
        made = entries_of(document, tie.line, origins[tie.document], line=tie.to, so_far=so_far)
        if made:
            spoken.add(tie.document)
            entries[tie.to] += made
    return entries, tuple(sorted(tied - spoken))


def _so_far(document: Document, row: DocumentLine | None, entries: Sequence[Entry]) -> int | None:
    """Return what the papers that a document points to moved on a line; all of them where it names none."""
    refused = document.kind is Kind.FULFILMENT_CANCELLATION
    despatch = (row.refers.despatch if row else "") or document.refers.despatch
    for act in (Act.RECEIVE, Act.SEND) if refused else (Act.SEND,):
        moved = [entry for entry in entries if entry.act is act and entry.quantity is not None]
        named = [entry for entry in moved if not despatch or entry.about == despatch]
        if named:
            return sum(entry.quantity or 0 for entry in named)
    return None


def _paid(standing: Standing, bills: Mapping[str, tuple[Bill, BillStanding]]) -> int | None:
    if standing.billed is None:
        return None
    amounts: dict[str, int] = {}
    for entry in standing.billed.entries:
        key = entry.bill
        if key in bills and bills[key][0].credited_bill in bills:
            key = bills[key][0].credited_bill
        amounts[key] = amounts.get(key, 0) + (entry.amount or 0)
    known = [key for key in amounts if key in bills]
    return paid_on_line([bills[key] for key in known], [amounts[key] for key in known])
