"""Choices: the lines, orders and bills between two parties to which a paper of theirs may be put."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.row import BillState, LineState
from comaker.record.asked.cut import cut
from comaker.record.asked.documents import like_of
from comaker.record.asked.scope import relations_of
from comaker.record.coding import bill_state_from, line_state_from
from comaker.record.posting.words import keys_of, relation_of
from comaker.record.store import Row, Store

SHOWN_MAX = 9  # as many as there are keys
FOUND_MAX = 30
_NEWEST = 4000  # of so many lines or bills of a relation a part of a name is looked for
_LAST = "\U0010ffff"

_SIDES = """
SELECT id FROM record_relation WHERE id IN :ints AND (
    one_id IN (SELECT id FROM record_party WHERE id = ? OR merged_into_id = ?)
    OR other_id IN (SELECT id FROM record_party WHERE id = ? OR merged_into_id = ?))
"""
_OTHER = """
SELECT coalesce(party.merged_into_id, party.id) FROM record_document document
JOIN record_party party ON party.id =
    CASE WHEN document.giver IN :ints THEN document.taker ELSE document.giver END
WHERE document.id = ?
"""
_LINES = "SELECT id, giver, taker, state FROM record_line WHERE id IN :ints AND key <> ''"
_OF_DEAL = """
SELECT id FROM record_line WHERE relation_id IN :ints AND deal = ? AND key <> '' ORDER BY id LIMIT 500
"""
_BY_ORDER = " UNION ALL ".join(
    "SELECT * FROM (SELECT id FROM record_line WHERE relation_id IN :ints AND deal >= ? AND deal < ? "  # noqa: S608
    f"AND key <> '' LIMIT {FOUND_MAX}) {form}"
    for form in ("as_typed", "large", "small")
)
_BY_PRODUCT = """
SELECT id FROM (
    SELECT id, name, sellers, buyers, standard, deal FROM record_line
    WHERE id BETWEEN ? AND ? AND key <> '' ORDER BY id DESC LIMIT ?
) newest
WHERE name LIKE ? ESCAPE '!' OR sellers LIKE ? ESCAPE '!' OR buyers LIKE ? ESCAPE '!'
    OR standard LIKE ? ESCAPE '!' OR lower(deal) LIKE ? ESCAPE '!'
LIMIT ?
"""
_ORDERS = """
SELECT tie.line, document.issued_on FROM record_document document
JOIN record_tie tie ON tie.document = document.id AND tie.place = 0 AND tie.ended_at IS NULL
WHERE document.relation_id IN :ints AND document.kind = 'order' AND document.state = 'taken'
ORDER BY document.recorded_at DESC, document.id DESC LIMIT ?
"""
_BILLS = """
SELECT id, number, issued_on, payable, state FROM record_bill
WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?
"""


class Choice(NamedTuple):
    """A line, or for a whole document an order by one of its lines, that a loose one may belong to.

    Attributes:
        state: cut to what the asker may see.
        score: in thousandths; 0 where nobody has compared the two. `reasons` the weightiest first.
    """

    key: int
    state: LineState
    score: int = 0
    reasons: tuple[str, ...] = ()


class BillChoice(NamedTuple):
    """A bill of which a payment may speak; `is_same` where it is just the amount."""

    key: int
    state: BillState
    is_same: bool


def ours(store: Store, asker: Asker) -> list[int]:
    """Return the relations whose papers an asker sees."""
    return relations_of(store, asker) if sees(asker, Seeing.DOCUMENTS) and not asker.is_visitor else []


def of_the_two(store: Store, asker: Asker, document: int) -> list[int]:
    """Return the relations between the two parties of a document, by all numbers that they have."""
    found = ours(store, asker)
    rows = store.select(_OTHER, [*asker.parties], document)
    other = rows[0][0] if rows else 0
    if not other:
        return found
    return [row[0] for row in store.select(_SIDES, found, other, other, other, other)] or [
        relation_of(document)
    ]


def lines_of_deal(store: Store, relations: Sequence[int], deal: str) -> list[int]:
    """Return the lines of an order, in the order in which they were recorded."""
    return [row[0] for row in store.select(_OF_DEAL, list(relations), deal)]


def choices(store: Store, asker: Asker, keys: Iterable[int]) -> list[Choice]:
    """Return lines that an asker may see, in the order given."""
    wanted = list(keys)
    rows: dict[int, Row] = {row[0]: row for row in store.select(_LINES, wanted)} if wanted else {}
    return [
        Choice(key, cut(line_state_from(rows[key][3]), asker))
        for key in wanted
        if key in rows and asker.is_one_of(rows[key][1], rows[key][2])
    ]


def lines_like(store: Store, asker: Asker, relations: Sequence[int], text: str) -> list[Choice]:
    """Return lines whose order begins so, then those whose product or order has it anywhere."""
    forms = (text, text.upper(), text.lower())
    ranges = [value for form in forms for value in (list(relations), form, form + _LAST)]
    found = dict.fromkeys(row[0] for row in store.select(_BY_ORDER, *ranges))
    like = like_of(text)
    for relation in relations:
        if len(found) < FOUND_MAX:
            wanted = (*keys_of(relation), _NEWEST, *[like] * 5, FOUND_MAX)
            found |= dict.fromkeys(row[0] for row in store.select(_BY_PRODUCT, *wanted))
    return choices(store, asker, found)[:FOUND_MAX]


def orders_near(store: Store, asker: Asker, relations: Sequence[int], on: int) -> list[Choice]:
    """Return the orders that a paper of a day may speak of: the last ones before it first."""
    rows = store.select(_ORDERS, list(relations), 200)
    near = sorted(rows, key=lambda row: (row[1] is None or row[1] > on, abs(on - (row[1] or 0))))
    return choices(store, asker, [row[0] for row in near[:SHOWN_MAX]])


def bills_near(
    store: Store, asker: Asker, relations: Sequence[int], *, amount: int | None, on: int, text: str
) -> list[BillChoice]:
    """Return the bills of which a payment of a day may speak: those of just the amount first.

    Args:
        text: part of their number; any where it is empty.
    """
    if not sees(asker, Seeing.MONEY):
        return []
    rows = [row for relation in relations for row in store.select(_BILLS, *keys_of(relation), _NEWEST)]
    said, same = text.strip().lower(), None if amount is None else abs(amount)

    def turn(row: Row) -> tuple[object, ...]:
        _, _, issued_on, payable, _ = row
        return (abs(payable) != same, payable < 0, (issued_on or 0) > on, abs(on - (issued_on or 0)), -row[0])

    named = [row for row in rows if row[1] and said in row[1].lower()]
    near = [
        BillChoice(row[0], bill_state_from(row[4]), abs(row[3]) == same)
        for row in sorted(named, key=turn)[: 4 * FOUND_MAX]
    ]
    # What is paid is likely to be paid by another.
    near.sort(key=lambda each: (not each.is_same, each.state.paid >= each.state.payable))
    return near[: FOUND_MAX if said else SHOWN_MAX]
