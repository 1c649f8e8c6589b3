"""Ties as facts: those that are new are added, those that hold no more are ended."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from comaker.engines.matching import BillTie, Tie
from comaker.record.coding import as_text
from comaker.record.posting.lines import WHOLE, StoredTie
from comaker.record.posting.words import Kept
from comaker.record.store import Row, Store, table

_COLUMNS = "document bigint, place integer, {to} bigint, rule text, score integer, reasons text"
_TIE = table("tie", f"id bigint, {_COLUMNS.format(to='line')}")
_BILL_TIE = table("billtie", f"id bigint, {_COLUMNS.format(to='bill')}")
_END_TIE = table("tie", "id bigint, ended_at bigint")
_END_BILL_TIE = table("billtie", "id bigint, ended_at bigint")

Fresh = tuple[int, int, int, str, int, str]
Key = Callable[[int], int]


def tie_rows(ties: Iterable[Tie], kept: Sequence[Kept], lines: Mapping[str, int]) -> list[Fresh]:
    """Return ties of lines as rows."""
    said: dict[tuple[str, ...], str] = {}
    rows = []
    for document, line, to, rule, score, reasons in ties:
        text = said.get(reasons)
        if text is None:
            text = said[reasons] = as_text(reasons)
        rows.append((kept[document].id, WHOLE if line is None else line, lines[to], rule, score, text))
    return rows


def bill_tie_rows(ties: Iterable[BillTie], kept: Sequence[Kept], bills: Mapping[str, int]) -> list[Fresh]:
    """Return ties of bills as rows."""
    return [
        (kept[document].id, WHOLE if line is None else line, bills[to], rule, score, as_text(reasons))
        for document, line, to, rule, score, reasons in ties
        if to in bills
    ]


def save_ties(store: Store, fresh: Sequence[Fresh], stored: Sequence[StoredTie], key: Key) -> int:
    """Write down what changed among the ties of lines; return how many did.

    Args:
        key: gives out a key in the relation of a line.
    """
    added, ended = _changes(fresh, stored, key)
    store.insert(_TIE, added)
    store.update(_END_TIE, ended)
    return len(added) + len(ended)


def save_bill_ties(
    store: Store, fresh: Sequence[Fresh], stored: Sequence[StoredTie], guests: set[int], key: Key
) -> None:
    """Write down what changed among the ties of bills.

    Args:
        guests: documents that speak of other bills too, whose ties to those are not looked at here.
    """
    here = [tie for tie in stored if tie.document not in guests]
    added, ended = _changes([row for row in fresh if row[0] not in guests], here, key)
    held = {tie[1:] for tie in stored if tie.document in guests}
    new = [row for row in fresh if row[0] in guests and row not in held]
    store.insert(_BILL_TIE, [*added, *((key(row[2]), *row) for row in new)])
    store.update(_END_BILL_TIE, ended)


def _changes(fresh: Sequence[Fresh], stored: Sequence[StoredTie], key: Key) -> tuple[list[Row], list[Row]]:
    """Return rows to add and rows to end; what holds as it was is left alone."""
    held = {tie[1:]: tie.id for tie in stored}
    added: list[Row] = [(key(row[2]), *row) for row in fresh if row not in held]
    if len(fresh) - len(added) == len(stored):
        return added, []
    now = set(fresh)
    ended: list[Row] = [(number, key(tie[2])) for tie, number in held.items() if tie not in now]
    return added, ended
