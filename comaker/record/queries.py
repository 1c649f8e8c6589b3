"""Queries: what the record knows, as values of the kernel."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from comaker.engines.matching import clash
from comaker.kernel.document import Document
from comaker.kernel.line import Line
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.remarks import silence_of
from comaker.kernel.row import BillState, LineState
from comaker.kernel.told import Candidate, HeldRow, LooseRow, RefusedRow, TiedRow, Told, name_of
from comaker.record.coding import bill_state_from, candidates_from, document_from, line_state_from, texts_from
from comaker.record.posting.lines import WHOLE
from comaker.record.posting.parties import load_parties
from comaker.record.posting.words import HELD, TAKEN
from comaker.record.store import Row, Store
from comaker.record.transaction import reading

_LINES = "SELECT id, giver, taker, state FROM record_line WHERE key <> '' AND id > ? ORDER BY id LIMIT ?"
_BILLS = "SELECT id, giver, taker, state FROM record_bill WHERE id > ? ORDER BY id LIMIT ?"
_TIES = (
    "SELECT line, document, place, rule, score, reasons FROM record_tie "
    "WHERE line IN :ints AND ended_at IS NULL ORDER BY document, place"
)
_LOOSE = "SELECT document, place, act, why, candidates FROM record_loose ORDER BY document, place"
_REMARKS = "SELECT document, why FROM record_remark ORDER BY document, ordinal"
# A held document that somebody has looked at waits for nobody any more.
_ASIDE = """
SELECT id, state, value FROM record_document document WHERE is_silent OR (state = 'held' AND NOT EXISTS (
    SELECT 1 FROM record_hand hand WHERE hand.document = document.id AND hand.kind = 'seen'
    AND hand.ended_at IS NULL)) ORDER BY id
"""
_DOCUMENTS = "SELECT id, value FROM record_document WHERE id IN :ints"
_REFUSED = "SELECT file, why, hint FROM record_refused ORDER BY id"
_LINES_BY_ID = "SELECT id, giver, taker, state FROM record_line WHERE id IN :ints"

_AT_ONCE = 5000


def told() -> Told:
    """Return everything that the record knows, lines and bills in the order in which they were recorded."""
    store = reading()
    papers = Papers(store)
    lines = [
        (state, tuple(papers.tied(row) for row in ties))
        for states, ties_of in _with_ties(store)
        for state, ties in ((state, ties_of.get(number, [])) for number, state in states)
    ]
    count = store.select("SELECT count(*) FROM record_document")[0][0]
    return Told(
        tuple(lines),
        tuple(state for _, state in bills(store)),
        tuple(_loose(store, papers)),
        tuple(_held(store, papers)),
        tuple(RefusedRow(*row) for row in store.select(_REFUSED)),
        int(count),
    )


def ties_of(number: int) -> tuple[TiedRow, ...]:
    """Return which document lines belong to a line now."""
    store = reading()
    papers = Papers(store)
    return tuple(papers.tied(row[1:]) for row in store.select(_TIES, [number]))


def _with_ties(store: Store) -> Iterable[tuple[list[tuple[int, LineState]], dict[int, list[Row]]]]:
    """Yield lines in portions, with the ties that hold on them."""
    last = 0
    while True:
        portion = lines_after(store, last)
        if not portion:
            return
        ties: dict[int, list[Row]] = {}
        for row in store.select(_TIES, [number for number, _ in portion]):
            ties.setdefault(row[0], []).append(row[1:])
        yield portion, ties
        last = portion[-1][0]


def lines_after(store: Store, last: int, most: int = _AT_ONCE) -> list[tuple[int, LineState]]:
    """Return the states of up to so many lines that follow a key."""
    return with_parties(store, store.select(_LINES, last, most))


def lines_by_key(store: Store, numbers: Iterable[int]) -> dict[int, LineState]:
    """Return the states of some lines."""
    return dict(with_parties(store, store.select(_LINES_BY_ID, sorted(numbers))))


def with_parties(store: Store, rows: list[Row]) -> list[tuple[int, LineState]]:
    """Return lines with their parties."""
    parties = load_parties(store, {number for row in rows for number in row[1:3]})
    found = []
    for number, giver, taker, encoded in rows:
        state = line_state_from(encoded)
        line = state.line._replace(
            key=str(number), giver=parties.get(giver, NOBODY), taker=parties.get(taker, NOBODY)
        )
        found.append((number, state._replace(line=line)))
    return found


def bills(store: Store) -> list[tuple[int, BillState]]:
    """Return the state of every bill."""
    found: list[tuple[int, BillState]] = []
    last = 0
    while rows := store.select(_BILLS, last, _AT_ONCE):
        parties = load_parties(store, {number for row in rows for number in row[1:3]})
        found += [(row[0], _bill(row, parties)) for row in rows]
        last = rows[-1][0]
    return found


def _bill(row: Row, parties: Mapping[int, Party]) -> BillState:
    _, giver, taker, encoded = row
    state = bill_state_from(encoded)
    return state._replace(giver=parties.get(giver, NOBODY), taker=parties.get(taker, NOBODY))


class Names(NamedTuple):
    """What to call a document and its lines."""

    document: str
    lines: tuple[str, ...]


class Papers:
    """Names of documents, looked up as they are needed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: dict[int, Names] = {}

    def of(self, number: int) -> Names:
        """Return what to call a document."""
        if number not in self._names:
            self.load([number])
        return self._names[number]

    def load(self, numbers: Iterable[int]) -> None:
        """Look up some documents at once."""
        wanted = sorted(set(numbers) - self._names.keys())
        for number, value in self._store.select(_DOCUMENTS, wanted) if wanted else ():
            document = document_from(value)
            self._names[number] = Names(name_of(document), tuple(line.number for line in document.lines))

    def line(self, number: int, place: int) -> str | None:
        """Return the number of a document's line; None for the document as a whole."""
        return None if place == WHOLE else self.of(number).lines[place]

    def tied(self, row: Row) -> TiedRow:
        """Return a tie as it is told."""
        document, place, rule, score, reasons = row
        name = self.of(document).document
        return TiedRow(name, self.line(document, place), rule, score, tuple(texts_from(reasons)))


def _loose(store: Store, papers: Papers) -> list[LooseRow]:
    rows = store.select(_LOOSE)
    papers.load(row[0] for row in rows)
    candidates = [candidates_from(row[4]) for row in rows]
    lines = lines_by_key(store, {int(each[0]) for some in candidates for each in some})
    return [
        LooseRow(
            papers.of(document).document,
            papers.line(document, place),
            act,
            why,
            tuple(_candidate(lines[int(key)].line, score, reasons) for key, score, reasons in some),
        )
        for (document, place, act, why, _), some in zip(rows, candidates, strict=True)
    ]


def _candidate(line: Line, score: int, reasons: list[str]) -> Candidate:
    return Candidate(line, score, tuple(reasons))


def _held(store: Store, papers: Papers) -> list[HeldRow]:
    """Return what waits for a person: documents that clash, those that count nothing, and remarks."""
    held: list[HeldRow] = []
    silent: list[HeldRow] = []
    for _, state, value in store.select(_ASIDE):
        document: Document = document_from(value)
        if state == HELD:
            held.append(HeldRow(name_of(document), clash(document)))
        elif state == TAKEN:
            silent.append(HeldRow(name_of(document), silence_of(document)))
    remarks = [HeldRow(papers.of(number).document, why) for number, why in store.select(_REMARKS)]
    return [*held, *silent, *remarks]
