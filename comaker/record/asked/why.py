"""Why: what went wrong on a line, in a deal or between two parties, by what it points to.

What is summed is what gaps count, so that nothing is counted twice; a gap that nobody need act on yet has not
gone wrong.
"""

from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.gap import Cause, Kind, State
from comaker.kernel.row import LineState
from comaker.record.asked.cut import cut
from comaker.record.asked.scope import KEY_MAX, RELATION_MAX
from comaker.record.coding import bill_state_from, line_state_from
from comaker.record.posting.words import keys_of, relation_of
from comaker.record.store import Row, Store
from comaker.record.transaction import reading

# Of a larger relation the newest lines are looked at.
LINES_MAX = 2_000
_BEHIND_MAX = 100

_RELATION = """
SELECT relation.one_id, relation.other_id, one.name, other.name
FROM record_relation relation
JOIN record_party first ON first.id = relation.one_id
JOIN record_party one ON one.id = coalesce(first.merged_into_id, first.id)
JOIN record_party second ON second.id = relation.other_id
JOIN record_party other ON other.id = coalesce(second.merged_into_id, second.id)
WHERE relation.id = ?
"""
_LINES = "SELECT id, giver, taker, deal, state FROM record_line WHERE"
_OF_LINE = f"{_LINES} id = ? AND key <> ''"
_OF_DEAL = f"{_LINES} relation_id = ? AND deal = ? AND key <> '' ORDER BY id DESC LIMIT ?"
_OF_RELATION = f"{_LINES} id BETWEEN ? AND ? AND key <> '' ORDER BY id DESC LIMIT ?"
_BILLS = """
SELECT entry.line, bill.id, bill.state FROM record_bill bill
JOIN (SELECT DISTINCT line, bill FROM record_entry WHERE line IN :ints AND bill IS NOT NULL) entry
ON entry.bill = bill.id
"""
# A gap that was there: settled, let pass, or somebody's turn.
_WENT_WRONG = """
(closed_on IS NOT NULL OR is_accepted OR (NOT is_held AND (due_on IS NULL OR due_on < ?)))
"""
_SHARES = """
SELECT cause, currency, sum(counted), count(DISTINCT owner),
    sum(CASE WHEN closed_on IS NULL THEN 0 ELSE 1 END)
FROM record_gap WHERE {where} AND {wrong} GROUP BY cause, currency ORDER BY cause, currency
"""
_BEHIND = """
SELECT owner, is_bill, kind, quantity, counted, currency, closed_on IS NOT NULL, is_accepted, since_on
FROM record_gap WHERE {where} AND {wrong} AND cause = ? ORDER BY counted DESC, owner DESC LIMIT ?
"""
_NAMED = "SELECT id, deal, number FROM record_line WHERE id IN :ints"
_BILLS_NAMED = "SELECT id, number FROM record_bill WHERE id IN :ints"


class Share(NamedTuple):
    """What went wrong for one cause in one currency; `settled` of the gaps are no more."""

    cause: Cause
    currency: str
    counted: int
    lines: int
    settled: int


class Behind(NamedTuple):
    """A gap behind a share; `line` is 0 for one of a bill, whose number is its name."""

    line: int
    name: str
    kind: Kind
    quantity: int | None
    counted: int
    currency: str
    is_settled: bool
    is_accepted: bool
    since_on: int | None


class Matter(NamedTuple):
    """What a diagnosis is about, as the asker may see it.

    Attributes:
        lines: the newest first; `is_all` unless there are more than are looked at.
        unpaid: of lines whose bills are not paid, how that stands.
        owners: the lines and bills whose gaps count: a list of keys, or the first and the last key of all.
    """

    relation: int
    other: str
    is_giver: bool
    deal: str
    lines: tuple[tuple[int, LineState], ...]
    unpaid: dict[int, State]
    owners: list[int] | tuple[int, int]
    is_all: bool = True


def matter_of_line(key: int, asker: Asker, *, today: int) -> Matter | None:
    """Return one line; None where there is none for the asker."""
    store = reading()
    rows = store.select(_OF_LINE, key) if key <= KEY_MAX else []
    matter = _matter(store, asker, relation_of(key), rows, today)
    return matter and matter._replace(owners=[key])


def matter_of_deal(relation: int, deal: str, asker: Asker, *, today: int) -> Matter | None:
    """Return a deal with all its lines; None where there is none for the asker."""
    store = reading()
    can_be = bool(deal) and deal.isprintable() and relation <= RELATION_MAX
    rows = store.select(_OF_DEAL, relation, deal, LINES_MAX + 1) if can_be else []
    return _matter(store, asker, relation, rows, today)


def matter_of_relation(relation: int, asker: Asker, *, today: int) -> Matter | None:
    """Return all that is between two parties; None where the asker is neither of them."""
    store = reading()
    first, last = keys_of(relation)
    can_be = relation <= RELATION_MAX and not asker.is_visitor
    rows = [] if not can_be else store.select(_OF_RELATION, first, last, LINES_MAX + 1)
    matter = _matter(store, asker, relation, rows, today)
    if matter is None:
        return None
    return matter._replace(owners=(first if matter.is_all else matter.lines[-1][0], last), deal="")


def shares_of(matter: Matter, asker: Asker, *, today: int) -> list[Share]:
    """Return what went wrong by cause, the dearest first. One statement."""
    where, values = _where(matter)
    rows = reading().select(_SHARES.format(where=where, wrong=_WENT_WRONG), *values, today)
    has_money = sees(asker, Seeing.MONEY)
    shares = [
        Share(Cause(cause), currency if has_money else "", int(counted) if has_money else 0, lines, settled)
        for cause, currency, counted, lines, settled in rows
        if has_money or cause not in _OF_MONEY
    ]
    return sorted(shares, key=lambda share: (-share.counted, -share.lines))


def behind(matter: Matter, asker: Asker, *, cause: Cause, today: int) -> list[Behind]:
    """Return the gaps behind a share, the dearest first."""
    has_money = sees(asker, Seeing.MONEY)
    if not has_money and cause in _OF_MONEY:
        return []
    store = reading()
    where, values = _where(matter)
    query = _BEHIND.format(where=where, wrong=_WENT_WRONG)
    rows = store.select(query, *values, today, cause.value, _BEHIND_MAX)
    lines = {row[0]: row[1:] for row in store.select(_NAMED, [row[0] for row in rows if not row[1]])}
    bills = {row[0]: row[1] for row in store.select(_BILLS_NAMED, [row[0] for row in rows if row[1]])}
    found = []
    for owner, is_bill, kind, quantity, counted, currency, is_settled, is_accepted, since_on in rows:
        if kind == Kind.REPRICED and not has_money:
            continue
        name = bills.get(owner, "") if is_bill else " / ".join(part for part in lines[owner] if part)
        found.append(
            Behind(
                0 if is_bill else owner, name, Kind(kind), quantity, counted if has_money else 0,
                currency if has_money else "", bool(is_settled), bool(is_accepted), since_on,
            )
        )  # fmt: skip
    return found


def _matter(store: Store, asker: Asker, relation: int, rows: list[Row], today: int) -> Matter | None:
    if not rows:
        return None
    one, other, one_name, other_name = store.select(_RELATION, relation)[0]
    deal = rows[0][3]
    is_theirs = (relation, deal) in asker.deals if asker.is_visitor else asker.is_one_of(one, other)
    if not is_theirs:
        return None
    is_all = len(rows) <= LINES_MAX
    rows = rows[:LINES_MAX]
    keys = [row[0] for row in rows]
    has_money = sees(asker, Seeing.MONEY)
    told = store.select(_BILLS, keys) if has_money else []
    return Matter(
        relation,
        other_name if asker.is_one_of(one) else one_name,
        asker.is_one_of(rows[0][1]),
        deal,
        tuple((row[0], cut(line_state_from(row[4]), asker)) for row in rows),
        _unpaid(told, today),
        [*keys, *sorted({row[1] for row in told})],
        is_all,
    )


def _unpaid(told: list[Row], today: int) -> dict[int, State]:
    """Return how what is not paid of the bills of each line stands, the most urgent."""
    states: dict[int, State] = {}
    for line, _, encoded in told:
        for gap in bill_state_from(encoded).gaps:
            if gap.kind in (Kind.UNPAID, Kind.PAID_SHORT) and states.get(line) is not State.OPEN:
                states[line] = gap.state(today)
    return states


def _where(matter: Matter) -> tuple[str, tuple[object, ...]]:
    if isinstance(matter.owners, tuple):
        return "owner BETWEEN ? AND ?", matter.owners
    return "owner IN :ints", (matter.owners,)


_OF_MONEY = frozenset((Cause.BILLING, Cause.PAYMENT))
