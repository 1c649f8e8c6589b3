"""Exchanged: the papers, deals and inputs that went between two parties, the newest first."""

from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.document import Kind as Paper
from comaker.kernel.row import LineState
from comaker.record.asked.relation import Between
from comaker.record.coding import document_from, line_state_from
from comaker.record.posting.words import TAKEN, keys_of
from comaker.record.store import Store

_PAPERS = """
SELECT id, kind, number, giver, value, recorded_at FROM record_document
WHERE id >= ? AND id <= ? AND state = ? ORDER BY id DESC LIMIT ?
"""
_DEALS = """
SELECT deal, giver FROM record_line WHERE id >= ? AND id <= ? AND deal <> '' AND key <> ''
ORDER BY id DESC LIMIT ?
"""
_NEEDS = """
SELECT line, target FROM record_link WHERE kind = 'needs' AND target >= ? AND target <= ?
ORDER BY target DESC, line LIMIT ?
"""
_LINES = "SELECT id, giver, deal, number, state FROM record_line WHERE id IN :ints AND key <> ''"
# Lines of a few deals are looked through for the newest deals.
_LINES_MAX = 400


class Went(NamedTuple):
    """A paper that went between the two.

    Attributes:
        is_mine: the asker's side says it; `is_given` it is about what that side gives.
        deal: the order that it is about; empty where it names none.
    """

    id: int
    kind: Paper
    number: str
    is_mine: bool
    is_given: bool
    deal: str
    recorded_at: int


class Input(NamedTuple):
    """A line that others wait for, with the keys and names of these."""

    id: int
    is_given: bool
    state: LineState
    waiting: tuple[tuple[int, str], ...]


def papers(store: Store, asker: Asker, between: Between, *, most: int) -> list[Went]:
    """Return the newest papers between two parties; none for who may not see papers."""
    if not sees(asker, Seeing.DOCUMENTS):
        return []
    rows = [row for number in between.numbers for row in store.select(_PAPERS, *keys_of(number), TAKEN, most)]
    found = []
    for number, kind, name, giver, value, recorded_at in sorted(rows, reverse=True, key=lambda row: row[5]):
        document = document_from(value)
        is_given = giver in asker.parties
        is_mine = is_given == (document.signer == "giver")
        deal = document.number if kind == Paper.ORDER else document.refers.order
        deal = deal or next((line.refers.order for line in document.lines if line.refers.order), "")
        found.append(Went(number, Paper(kind), name, is_mine, is_given, deal, recorded_at))
    return found[:most]


def deals(store: Store, asker: Asker, between: Between, *, most: int) -> list[tuple[str, bool]]:
    """Return the newest deals between two parties, and whether the asker's side gives them."""
    found: dict[str, bool] = {}
    for number in between.numbers:
        for deal, giver in store.select(_DEALS, *keys_of(number), _LINES_MAX):
            found.setdefault(deal, giver in asker.parties)
    return list(found.items())[:most]


def inputs(store: Store, asker: Asker, between: Between, *, most: int) -> list[Input]:
    """Return the newest lines that others wait for, with what waits; money is left to the line itself."""
    links = [link for number in between.numbers for link in store.select(_NEEDS, *keys_of(number), most)]
    if not links:
        return []
    lines = {row[0]: row[1:] for row in store.select(_LINES, sorted({key for link in links for key in link}))}
    waiting: dict[int, list[tuple[int, str]]] = {}
    for line, target in links:
        if line in lines and target in lines:
            deal, number = lines[line][1:3]
            waiting.setdefault(target, []).append((line, f"{deal} / {number}".strip(" /")))
    return [
        Input(target, lines[target][0] in asker.parties, line_state_from(lines[target][3]), tuple(some))
        for target, some in waiting.items()
    ]
