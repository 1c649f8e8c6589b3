"""Beside: the rows of the papers of one deal, put beside its lines."""

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import NamedTuple

from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.evidence import Evidence
from comaker.kernel.ties import TiedPaper

# In the order in which a line goes.
_KINDS = (Kind.ORDER, Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL)
_NO_PAPER = Document(Kind.ORDER, "")


class Column(NamedTuple):
    """Per line of a deal the only row of one kind of paper, None where there is none, and its paper."""

    rows: Iterable[DocumentLine | None]
    papers: Iterable[Document]


_UNTOLD = Column(repeat(None), repeat(_NO_PAPER))


def columns_of(evidence: Evidence, papers: Iterable[TiedPaper], keys: Sequence[str]) -> list[Column]:
    """Put the rows of orders, despatch advices, receipts and bills beside the lines of a deal.

    No ask stands beside a line of which more is told than that: by another kind of paper, by a paper as a
    whole, by a void bill, or twice by one kind.

    Args:
        papers: those about the deal; `keys` of its lines.
    """
    of_kind: dict[Kind, list[TiedPaper]] = {kind: [] for kind in _KINDS}
    others: set[str] = set()
    for paper in papers:
        document = evidence.documents[paper.document]
        kind = document.kind
        if kind not in of_kind or None in paper.rows or evidence.is_void(document):
            others.update(paper.to)
        else:
            of_kind[kind].append(paper)
    columns = [
        _column(evidence.documents, told, keys, others) if told else _UNTOLD for told in of_kind.values()
    ]
    if others:
        asks, orders = columns[0]
        columns[0] = Column(
            [None if key in others else row for key, row in zip(keys, asks, strict=False)], orders
        )
    return columns


def _column(
    documents: Sequence[Document], told: Sequence[TiedPaper], keys: Sequence[str], others: set[str]
) -> Column:
    """Put the rows of one kind of paper beside the lines; of which there are two is added to `others`."""
    found: dict[str, tuple[DocumentLine | None, Document]] = {}
    for paper in told:
        document, to = documents[paper.document], paper.to
        lines = [document.lines[row] for row in paper.rows if row is not None]
        if len(told) == 1 and to == keys:
            return tuple.__new__(Column, (lines, repeat(document)))
        before = len(found)
        found.update(zip(to, zip(lines, repeat(document)), strict=False))
        if len(found) < before + len(to):
            others.update(to)
    beside = [found.get(key, (None, _NO_PAPER)) for key in keys]
    return Column([row for row, _ in beside], [paper for _, paper in beside])
