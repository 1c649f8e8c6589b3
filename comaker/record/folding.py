"""Folding: lines and bills worked out anew from what is stored, without matching anything again.

Ties are replayed, entries are added up, and the terms of each relation are applied: the same facts give the
same states, to the byte.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from comaker.engines.matching import (
    NOTHING_MATCHED,
    BillTie,
    Matched,
    Tie,
    bill_key,
    bills_from,
    by_place,
    packings_of,
)
from comaker.kernel.account import Account, account_from, account_of
from comaker.kernel.entering import origin_of
from comaker.kernel.entry import Entry
from comaker.kernel.line import Line, Link
from comaker.kernel.line import Relation as Pointing
from comaker.kernel.party import NOBODY
from comaker.kernel.row import numbers_of_bills, state_of_bill, state_of_line
from comaker.record.coding import line_from
from comaker.record.posting.bundles import guests_of, load_bundles, load_documents
from comaker.record.posting.entries import Said, StoredEntry, load_entries
from comaker.record.posting.gaps import FreshBill, FreshLine
from comaker.record.posting.lines import WHOLE, Known, StoredTie, load_known
from comaker.record.posting.packings import Packings, load_packings
from comaker.record.posting.parties import load_parties
from comaker.record.posting.relations import Relations
from comaker.record.posting.said import said_by
from comaker.record.posting.words import Kept, Parties, Sides
from comaker.record.store import Row, Store

_BUNDLES = (
    "SELECT DISTINCT bundle FROM record_document WHERE state = 'taken' AND bundle > ? ORDER BY bundle LIMIT ?"
)
_LINES = (
    "SELECT id, giver, taker, bundle, asked_on, value FROM record_line "
    "WHERE bundle IN :ints AND key <> '' ORDER BY id"
)
_LINKS = "SELECT line, kind, target, factor FROM record_link WHERE line IN :ints ORDER BY line, kind, target"
_SIDES = "SELECT DISTINCT giver, taker FROM record_document WHERE bundle IN :ints AND state = 'taken'"
_AT_ONCE = 200


class Folded(NamedTuple):
    """What follows from the facts of some bundles.

    Attributes:
        said: what documents say on lines and bills, to hold the stored entries against.
        entries: as they are stored.
    """

    lines: list[FreshLine]
    bills: list[FreshBill]
    said: dict[Said, Entry]
    entries: list[StoredEntry]


def bundles_in_portions(store: Store) -> Iterator[list[int]]:
    """Yield the keys of all bundles."""
    last = 0
    while rows := store.select(_BUNDLES, last, _AT_ONCE):
        yield [row[0] for row in rows]
        last = rows[-1][0]


def fold(store: Store, relations: Relations, bundles: Sequence[int]) -> Folded:
    """Work out the lines and bills of some bundles.

    Args:
        relations: to which those of the bundles are added, under their locks.
    """
    rows = store.select(_LINES, bundles)
    sides = {Sides(*row) for row in store.select(_SIDES, bundles)} | {Sides(*row[1:3]) for row in rows}
    parties = load_parties(store, {number for each in sides for number in each})
    relations.parties.add(parties)
    relations.lock(parties.standing(each) for each in sides)
    kept = load_bundles(store, bundles, parties)
    guests = guests_of(store, kept) - {each.id for each in kept}
    kept += load_documents(store, guests, parties)
    known = load_known(store, kept)
    packings = load_packings(store, kept, parties)
    lines = {str(row[0]): _line(row, parties, relations, packings) for row in rows}
    places = {each.id: place for place, each in enumerate(kept)}
    keys = {bill.id: bill_key(kept[places[bill.document]].document) for bill in known.bills.values()}
    numbers = {key: number for number, key in keys.items()}
    matched = _matched(known, places, keys)
    documents = [each.document for each in kept]
    bills = bills_from(documents, matched, lines)
    links = _links(store, lines)
    entries = load_entries(store, known.lines, known.bills)
    account = account_from(_by_line(entries, kept, places, lines, keys), lines, bills, links=links)
    told = account_of(documents, matched.ties, lines, bills, links=links)
    return Folded(
        [
            FreshLine(row[0], row[3], Sides(row[1], row[2]), state_of_line(each), row[4])
            for row, each in zip(rows, account.lines, strict=True)
        ],
        _bills(account, known, numbers),
        said_by(told, kept, {key: int(key) for key in lines}, numbers),
        entries,
    )


def _line(row: Row, parties: Parties, relations: Relations, packings: Packings) -> Line:
    number, giver, taker, _, asked_on, value = row
    line = line_from(value)._replace(
        key=str(number),
        giver=parties.get(giver, NOBODY),
        taker=parties.get(taker, NOBODY),
        terms=relations.terms(parties.standing(Sides(giver, taker)), asked_on),
    )
    return line._replace(packings=packings_of(line, packings))


def _links(store: Store, lines: Mapping[str, Line]) -> list[Link]:
    rows = store.select(_LINKS, [int(key) for key in lines])
    return [Link(str(one), Pointing(kind), str(other), factor) for one, kind, other, factor in rows]


def _matched(known: Known, places: Mapping[int, int], keys: Mapping[int, str]) -> Matched:
    """Return the ties that hold, as matching would give them."""
    ties = [
        Tie(places[tie.document], _place(tie), str(tie.to), tie.rule, tie.score, ()) for tie in known.ties
    ]
    bill_ties = [
        BillTie(places[tie.document], _place(tie), keys[tie.to], tie.rule, tie.score, ())
        for tie in known.bill_ties
        if tie.to in keys
    ]
    ties.sort(key=by_place)
    bill_ties.sort(key=by_place)
    return NOTHING_MATCHED._replace(ties=ties, bill_ties=bill_ties)


def _place(tie: StoredTie) -> int | None:
    return None if tie.place == WHOLE else tie.place


def _by_line(
    entries: Sequence[StoredEntry],
    kept: Sequence[Kept],
    places: Mapping[int, int],
    lines: Mapping[str, Line],
    keys: Mapping[int, str],
) -> dict[str, list[Entry]]:
    """Return the entries that count on each line, under the keys by which their order is told."""
    back = {entry.reverses for entry in entries if entry.reverses is not None}
    found: dict[str, list[Entry]] = {key: [] for key in lines}
    for entry in entries:
        if entry.line is None or entry.reverses is not None or entry.id in back:
            continue
        told = entry.entry()
        if entry.document is not None:
            origin = origin_of(kept[places[entry.document]].document)
            place = "" if entry.place == WHOLE else entry.place
            told = told._replace(key=f"{origin.key}|{place}|{entry.line}|{entry.act}")
        if entry.bill is not None:
            told = told._replace(bill=keys[entry.bill])
        found[str(entry.line)].append(told)
    return found


def _bills(account: Account, known: Known, numbers: Mapping[str, int]) -> list[FreshBill]:
    named = numbers_of_bills(account.bills)
    fresh = []
    for each in account.bills:
        number = numbers.get(each.bill.key)
        if number is not None:
            stored = known.bills[number]
            state = state_of_bill(each, named)
            fresh.append(FreshBill(number, stored.bundle, stored.sides, stored.document, state))
    return fresh
