"""A line as somebody may see it: its row, entries, papers, bills, ties, links and talk.

Six statements, whatever there is to see. A line that the asker may not see is as one that is not there.
"""

from collections.abc import Iterable

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.document import Kind as Paper
from comaker.kernel.entry import Act, Entry, in_force
from comaker.kernel.row import LineState
from comaker.kernel.standing import Movement, stand
from comaker.record.asked.cut import ACTS_OF_MONEY, cut, without_money
from comaker.record.asked.scope import KEY_MAX
from comaker.record.asked.seen import BillSeen, EntrySeen, LineSeen, LinkSeen, Said, Seen, TieSeen
from comaker.record.coding import bill_state_from, entry_from, line_state_from, texts_from
from comaker.record.history import line_at
from comaker.record.store import Row, Store
from comaker.record.transaction import reading

_LINE = """
SELECT line.id, line.relation_id, line.bundle, line.deal, line.giver, line.taker, line.state, giver.name,
    taker.name, relation.serial
FROM record_line line
JOIN record_relation relation ON relation.id = line.relation_id
JOIN record_party one ON one.id = line.giver
JOIN record_party giver ON giver.id = coalesce(one.merged_into_id, one.id)
JOIN record_party other ON other.id = line.taker
JOIN record_party taker ON taker.id = coalesce(other.merged_into_id, other.id)
WHERE line.id = ? AND line.key <> ''
"""
_ENTRIES = """
SELECT entry.id, entry.document, entry.reverses, entry.recorded_at, entry.value, document.kind,
    document.number, length(document.digest)
FROM record_entry entry LEFT JOIN record_document document ON document.id = entry.document
WHERE entry.line = ? ORDER BY entry.id
"""
# A document is tied where it says something on the line, or nothing that counts.
_TIES = """
SELECT tie.document, tie.place, tie.score, tie.reasons, tie.ended_at, document.kind, document.number,
    length(document.digest)
FROM record_tie tie JOIN record_document document ON document.id = tie.document
WHERE tie.line = ? AND tie.document IN (
    SELECT document FROM record_entry WHERE line = ? AND document IS NOT NULL
    UNION SELECT id FROM record_document WHERE bundle = ? AND is_silent
) ORDER BY tie.id
"""
_BILLS = """
SELECT id, document, state FROM record_bill
WHERE id IN (SELECT bill FROM record_entry WHERE line = ? AND bill IS NOT NULL) ORDER BY id
"""
_LINKS = """
SELECT link.kind, link.line = ?, other.id, other.deal, other.number, other.giver, other.taker
FROM record_link link
JOIN record_line other ON other.id = CASE WHEN link.line = ? THEN link.target ELSE link.line END
WHERE (link.line = ? OR link.target = ?) AND other.key <> '' ORDER BY other.id LIMIT 50
"""
_TALK = """
SELECT kind, party, name, words, only_for, asked_by, said_at FROM record_talk
WHERE line = ? AND (only_for = 0 OR only_for IN :ints) ORDER BY id
"""
# Papers that are about money alone, and those that bear prices.
_OF_MONEY = frozenset((Paper.BILL, Paper.CREDIT_NOTE, Paper.REMITTANCE, Paper.BILL_RESPONSE, Paper.REMINDER))
_PRICED = frozenset(Paper) - {Paper.DESPATCH_ADVICE, Paper.RECEIPT_ADVICE, Paper.FULFILMENT_CANCELLATION}


def line_seen(key: int, asker: Asker, *, as_of: int | None = None) -> LineSeen | None:
    """Return a line with all that the asker may see of it; None where there is none for him.

    Args:
        as_of: the day up to which things had happened (a day number); None takes everything. As of a day
            its bills and what was paid on them are not known.
    """
    store = reading()
    found = _line(store, key, asker)
    if found is None:
        return None
    line, bundle = found
    entries = _entries(store, line, asker, as_of)
    if as_of is not None:
        state, _ = line_at(key, as_of=as_of)
        line = line._replace(state=_named(cut(state, asker), line.state))
    has_money = sees(asker, Seeing.MONEY)
    return line._replace(
        entries=tuple(entries),
        ties=tuple(_ties(store, key, bundle, asker)),
        bills=tuple(_bills(store, key)) if has_money and as_of is None else (),
        links=tuple(_link(row, asker) for row in store.select(_LINKS, key, key, key, key)),
        talk=tuple(_talk(store, key, asker)),
    )


def sides_of(key: int, asker: Asker) -> LineSeen | None:
    """Return a line with its row alone; None where there is none for the asker. One statement."""
    found = _line(reading(), key, asker)
    return None if found is None else found[0]


def row_by_link(key: int) -> LineState | None:
    """Return the row of a line, without money, for the bearer of a private link to this line alone."""
    rows = reading().select(_LINE, key) if key <= KEY_MAX else []
    return without_money(_state(rows[0])) if rows else None


def _line(store: Store, key: int, asker: Asker) -> tuple[LineSeen, int] | None:
    rows = store.select(_LINE, key) if key <= KEY_MAX else []
    if not rows:
        return None
    number, relation, bundle, deal, giver, taker, _, _, _, serial = rows[0]
    is_theirs = (relation, deal) in asker.deals if asker.is_visitor else asker.is_one_of(giver, taker)
    if not is_theirs:
        return None
    seen = cut(_state(rows[0]), asker)
    return LineSeen(number, relation, serial, giver, taker, asker.is_one_of(giver), seen), bundle


def _state(row: Row) -> LineState:
    number, _, _, _, _, _, encoded, giver_name, taker_name, _ = row
    state = line_state_from(encoded)
    line = state.line
    giver, taker = line.giver._replace(name=giver_name), line.taker._replace(name=taker_name)
    return state._replace(line=line._replace(key=str(number), giver=giver, taker=taker))


def _named(state: LineState, like: LineState) -> LineState:
    """Return a state between the parties as another names them."""
    line = state.line._replace(key=like.line.key, giver=like.line.giver, taker=like.line.taker)
    return state._replace(line=line)


def _entries(store: Store, line: LineSeen, asker: Asker, as_of: int | None) -> list[EntrySeen]:
    rows = store.select(_ENTRIES, line.key)
    told = [_entry(row) for row in rows]
    back = {entry.reverses for entry in told if entry.reverses}
    counted = _counted(line, in_force(told, as_of=as_of))
    has_money = sees(asker, Seeing.MONEY)
    seen = []
    for entry, row in zip(told, rows, strict=True):
        is_later = as_of is not None and entry.on > as_of
        if entry.reverses or is_later or (not has_money and entry.act in ACTS_OF_MONEY):
            continue
        paper = None if row[5] is None else _paper(row[1], row[5], row[6], row[7], asker)
        bare = entry if has_money else entry._replace(price=None, amount=None, charges=0)
        seen.append(EntrySeen(bare, paper, entry.key in counted, entry.key in back))
    return seen


def _entry(row: Row) -> Entry:
    number, _, reverses, recorded_at, value, *_ = row
    return entry_from(value)._replace(
        key=str(number), at=recorded_at, reverses="" if reverses is None else str(reverses)
    )


def _counted(line: LineSeen, entries: list[Entry]) -> set[str]:
    """Return the keys of the entries that the row adds up."""
    standing = stand(line.state.line, entries)
    counted = {versions[-1].key for versions in (standing.asks, standing.promises) if versions}
    moved: Iterable[Movement | None] = (
        standing.sent, standing.received, standing.rejected, standing.billed,
        *(movement for _, movement in standing.others),
    )  # fmt: skip
    counted |= {entry.key for movement in moved if movement for entry in movement.entries}
    return counted | {entry.key for entry in entries if entry.act in (Act.ACCEPT, Act.PAY)}


def _paper(key: int, kind: str, number: str, size: int | None, asker: Asker) -> Seen:
    told = Paper(kind)
    may_open = sees(asker, Seeing.DOCUMENTS) and (sees(asker, Seeing.MONEY) or told not in _PRICED)
    return Seen(told, number, key if size and may_open else 0)


def _ties(store: Store, key: int, bundle: int, asker: Asker) -> Iterable[TieSeen]:
    has_money = sees(asker, Seeing.MONEY)
    for document, place, score, reasons, ended_at, kind, number, size in store.select(
        _TIES, key, key, bundle
    ):
        paper = _paper(document, kind, number, size, asker)
        if has_money or paper.kind not in _OF_MONEY:
            yield TieSeen(paper, place, score, tuple(texts_from(reasons)), ended_at is None)


def _bills(store: Store, key: int) -> list[BillSeen]:
    return [BillSeen(row[0], bill_state_from(row[2])) for row in store.select(_BILLS, key)]


def _link(row: Row, asker: Asker) -> LinkSeen:
    """Return a link; of a leg that is not the asker's nothing but that it is there."""
    kind, is_from_here, key, deal, number, giver, taker = row
    if asker.is_visitor or not asker.is_one_of(giver, taker):
        return LinkSeen(kind, bool(is_from_here), 0, "", "")
    return LinkSeen(kind, bool(is_from_here), key, deal, number)


def _talk(store: Store, key: int, asker: Asker) -> list[Said]:
    if not sees(asker, Seeing.TALK):
        return []
    own = [*asker.parties] if sees(asker, Seeing.NOTES) else []
    return [Said(*row) for row in store.select(_TALK, key, own)]
