"""History: where a line stood, as things had happened by a day, and as they were known at a moment."""

from datetime import datetime

from comaker.kernel.account import account_from
from comaker.kernel.entry import Entry, in_force
from comaker.kernel.refusal import Refusal
from comaker.kernel.row import LineState, state_of_line
from comaker.record.coding import line_from, line_state_from
from comaker.record.post import microseconds
from comaker.record.posting.entries import load_entries
from comaker.record.posting.parties import load_parties
from comaker.record.store import Row, Store
from comaker.record.transaction import reading

_LINE = "SELECT id, giver, taker, value, state FROM record_line WHERE id = ? AND key <> ''"
_BY_DEAL = "SELECT id FROM record_line WHERE deal = ? AND number = ? AND key <> '' ORDER BY id LIMIT 20"


_KEY_DIGITS = 19


class NoSuchLine(Refusal):
    """No line of the record is meant, or several are."""


def line_at(
    number: int, *, as_of: int | None = None, known_at: datetime | None = None
) -> tuple[LineState, tuple[Entry, ...]]:
    """Return where a line stood, with the entries that count; from its own entries alone.

    What was paid is told by bills and not by the line, so it is not known here.

    Args:
        number: key of the line.
        as_of: the day up to which things had happened (a day number); None takes everything.
        known_at: the moment up to which they were recorded; None takes everything.

    Raises:
        NoSuchLine: when there is none of that key.
    """
    store = reading()
    rows = store.select(_LINE, number)
    if not rows:
        raise NoSuchLine(f"There is no line {number}.", hint="`comaker gaps --json` tells the keys of lines.")
    return _stand(store, rows[0], as_of, None if known_at is None else microseconds(known_at))


def _stand(
    store: Store, row: Row, as_of: int | None, known_at: int | None
) -> tuple[LineState, tuple[Entry, ...]]:
    number, giver, taker, value, state = row
    parties = load_parties(store, {giver, taker})
    key = str(number)
    line = line_from(value)._replace(
        key=key, giver=parties[giver], taker=parties[taker], terms=line_state_from(state).line.terms
    )
    told = [entry.entry() for entry in load_entries(store, [number])]
    entries = in_force(told, as_of=as_of, known_at=known_at)
    account = account_from({key: entries}, {key: line}, ())
    return state_of_line(account.lines[0]), tuple(sorted(entries, key=lambda entry: int(entry.key)))


def key_of(name: str) -> int:
    """Return the key of a line as a person names it: the key itself, or `ORDER/LINE`.

    Raises:
        NoSuchLine: when there is none, or several; the sentence names them.
    """
    if name.isascii() and name.isdigit():
        if len(name) <= _KEY_DIGITS and int(name) < 1 << 63:
            return int(name)
        raise NoSuchLine(
            f"There is no line {name[:24]}…: no key has so many digits.",
            hint="`comaker gaps --json` tells the keys of lines.",
        )
    deal, _, number = name.rpartition("/")
    found = [row[0] for row in reading().select(_BY_DEAL, deal, number)]
    if len(found) == 1:
        return int(found[0])
    if found:
        keys = ", ".join(str(each) for each in found)
        why = f"Several relations have an order {deal} with a line {number}."
        raise NoSuchLine(why, hint=f"Name one: {keys}.")
    raise NoSuchLine(f"There is no line {name}.", hint="Name it as ORDER/LINE, or by its key.")
