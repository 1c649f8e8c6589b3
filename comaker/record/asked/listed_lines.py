"""Lines: those that an asker sees, one by one, in a list, and the document lines that are tied to them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from comaker.kernel.access import Asker
from comaker.kernel.entry import Entry, in_force
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.row import LineState
from comaker.kernel.told import TiedRow
from comaker.record.asked.portion import portion
from comaker.record.coding import line_state_from
from comaker.record.posting.entries import load_entries
from comaker.record.posting.parties import load_parties
from comaker.record.posting.words import relation_of
from comaker.record.queries import Papers
from comaker.record.store import Row, Store

_COLUMNS = "id, giver, taker, state"
_ONE = f"""
SELECT {_COLUMNS} FROM record_line
WHERE id = ? AND key <> '' AND (giver IN :ints OR taker IN :ints)
"""  # noqa: S608 – names of ours
_PORTION = f"""
SELECT {_COLUMNS} FROM record_line WHERE id > ? AND id <= ? AND key <> '' ORDER BY id LIMIT ?
"""  # noqa: S608
_OF_DEAL = f"""
SELECT {_COLUMNS} FROM record_line
WHERE relation_id IN :ints AND deal = ? AND key <> '' AND id > ? ORDER BY id LIMIT ?
"""  # noqa: S608
_OF_NUMBER = f"""
SELECT {_COLUMNS} FROM record_line
WHERE relation_id IN :ints AND deal = ? AND number = ? AND key <> '' AND id > ? ORDER BY id LIMIT ?
"""  # noqa: S608
# All papers of a line are of its bundle.
_PAPERS = (
    "SELECT id FROM record_document WHERE state = 'taken' AND bundle IN "
    "(SELECT bundle FROM record_line WHERE id IN :ints)"
)
_TIES = (
    "SELECT line, document, place, rule, score, reasons FROM record_tie "
    "WHERE document IN :ints AND ended_at IS NULL ORDER BY document, place"
)


class SeenLine(NamedTuple):
    """A line as an asker sees it; `giver` and `taker` by number."""

    key: int
    giver: int
    taker: int
    state: LineState

    @property
    def relation(self) -> int:
        """Return the number of its relation."""
        return relation_of(self.key)


class SeenEntry(NamedTuple):
    """An entry, and the key of the document that backs it; None for an act of a person."""

    entry: Entry
    document: int | None


def line_seen(store: Store, asker: Asker, key: int) -> SeenLine | None:
    """Return a line; None where there is none for this asker."""
    parties = list(asker.parties)
    rows = store.select(_ONE, key, parties, parties)
    return _seen(store, rows)[0] if rows else None


def lines_seen(
    store: Store,
    relations: Sequence[int],
    *,
    after: int,
    limit: int,
    deal: str | None = None,
    number: str | None = None,
) -> list[SeenLine]:
    """Return lines of some relations that follow a key, in order of key.

    Args:
        deal: of this order alone; with `number`, those of that number.
    """
    if deal is None:
        rows = portion(store, "record_line", _PORTION, relations, after=after, limit=limit)
    elif number is None:
        rows = store.select(_OF_DEAL, list(relations), deal, after, limit)
    else:
        rows = store.select(_OF_NUMBER, list(relations), deal, number, after, limit)
    return _seen(store, rows)


def entries_seen(
    store: Store, line: int, *, as_of: int | None = None, known_at: int | None = None
) -> list[SeenEntry]:
    """Return the entries of a line that count, in the order in which they were recorded.

    Args:
        as_of: leave out what happened after this day; `known_at` what was recorded after this moment.
    """
    stored = load_entries(store, [line])
    documents = {str(entry.id): entry.document for entry in stored}
    counting = in_force([entry.entry() for entry in stored], as_of=as_of, known_at=known_at)
    counting.sort(key=lambda entry: int(entry.key))
    return [SeenEntry(entry, documents[entry.key]) for entry in counting]


def ties_of(store: Store, lines: Sequence[int]) -> dict[int, list[TiedRow]]:
    """Return the document lines that are tied to some lines, by line."""
    wanted = set(lines)
    documents = [row[0] for row in store.select(_PAPERS, list(lines))] if lines else []
    rows = [row for row in store.select(_TIES, documents) if row[0] in wanted] if documents else []
    papers = Papers(store)
    papers.load(row[1] for row in rows)
    found: dict[int, list[TiedRow]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(papers.tied(row[1:]))
    return found


def _seen(store: Store, rows: Sequence[Row]) -> list[SeenLine]:
    parties = load_parties(store, {number for row in rows for number in row[1:3]}) if rows else {}
    return [seen_line(row, parties) for row in rows]


def seen_line(row: Row, parties: Mapping[int, Party]) -> SeenLine:
    """Return a line of its key, giver, taker and state."""
    key, giver, taker, encoded = row
    state = line_state_from(encoded)
    line = state.line._replace(
        key=str(key), giver=parties.get(giver, NOBODY), taker=parties.get(taker, NOBODY)
    )
    return SeenLine(key, giver, taker, state._replace(line=line))
