"""A deal as somebody may see it: its lines, its bills and the papers behind them.

A deal has a number and a direction: two parties that order from each other may number alike. What the asker
may not see is as what is not there.
"""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.document import Kind as Paper
from comaker.kernel.party import NOBODY
from comaker.kernel.row import BillState, LineState
from comaker.record.asked.cut import cut
from comaker.record.coding import bill_state_from
from comaker.record.posting.parties import load_parties
from comaker.record.posting.words import Parties
from comaker.record.queries import with_parties
from comaker.record.store import Row, Store

# So many lines stand on one page; a frame order may have thousands.
LINES_MAX = 200

_SIDES = """
SELECT giver, taker, count(*), min(id) FROM record_line
WHERE relation_id = ? AND deal = ? AND key <> '' GROUP BY giver, taker ORDER BY min(id)
"""
_LINES = """
SELECT id, giver, taker, state, bundle FROM record_line
WHERE relation_id = ? AND deal = ? AND giver = ? AND key <> '' AND id > ? ORDER BY id LIMIT ?
"""
_BY_KEY = """
SELECT relation_id, deal, giver FROM record_line WHERE id = ? AND key <> ''
"""
_LINES_OF_DEALS = """
SELECT id, giver, taker, state, bundle, relation_id, deal FROM record_line
WHERE relation_id IN :ints AND deal IN :texts AND key <> '' ORDER BY id LIMIT ?
"""
_BILLS_ON = (
    "SELECT DISTINCT line, bill FROM record_entry WHERE line IN :ints AND bill IS NOT NULL ORDER BY bill"
)
_BILLS = "SELECT id, giver, taker, state FROM record_bill WHERE id IN :ints ORDER BY id"
_PAPERS = """
SELECT id, kind, number, issued_on, recorded_at, CASE WHEN length(digest) > 0 THEN 1 ELSE 0 END
FROM record_document
WHERE id IN (
    SELECT document FROM record_entry WHERE line IN :ints AND document IS NOT NULL
    UNION SELECT document FROM record_entry WHERE bill IN :ints AND line IS NULL AND document IS NOT NULL
    UNION SELECT document FROM record_billtie WHERE bill IN :ints AND ended_at IS NULL
    UNION SELECT id FROM record_document WHERE bundle IN :ints AND is_silent
) ORDER BY recorded_at, id
"""
_OF_MONEY = frozenset(
    (Paper.BILL, Paper.CREDIT_NOTE, Paper.REMITTANCE, Paper.BILL_RESPONSE, Paper.REMINDER, Paper.STATEMENT)
)
_UNPRICED = frozenset((Paper.DESPATCH_ADVICE, Paper.RECEIPT_ADVICE, Paper.FULFILMENT_CANCELLATION))


class DealLine(NamedTuple):
    """A line of a deal, by its key; `bundle` is that of its papers."""

    key: int
    state: LineState
    bundle: int


class DealBill(NamedTuple):
    """A bill on which lines of a deal stand."""

    key: int
    state: BillState

    @property
    def open_amount(self) -> int:
        """Return what is still to pay of it; less than nothing where too much was paid."""
        state = self.state
        return state.payable - state.credited - state.paid


class DealPaper(NamedTuple):
    """A paper of a deal; `has_body` where its bytes were kept and the asker may open them."""

    key: int
    kind: Paper
    number: str
    issued_on: int | None
    recorded_at: int
    has_body: bool


class Deal(NamedTuple):
    """A deal in one direction.

    Attributes:
        giver, taker: numbers of the parties.
        size: how many lines it has, of which `lines` may be a part.
        others: givers of deals of the same number in this relation.
        next_after: the key after which the next lines follow; 0 where these are the last.
    """

    relation: int
    number: str
    giver: int
    taker: int
    size: int
    lines: tuple[DealLine, ...]
    bills: tuple[DealBill, ...] = ()
    papers: tuple[DealPaper, ...] = ()
    others: tuple[int, ...] = ()
    next_after: int = 0

    @property
    def giver_name(self) -> str:
        """Return what the giver is called."""
        return self.lines[0].state.line.giver.name

    @property
    def taker_name(self) -> str:
        """Return what the taker is called."""
        return self.lines[0].state.line.taker.name


def deal_seen(
    store: Store, asker: Asker, *, relation: int, number: str, giver: int = 0, after: int = 0
) -> Deal | None:
    """Return a deal with all that the asker may see of it; None where there is none for him.

    Args:
        giver: which direction is meant; 0 takes the latest where there are two.
        after: the key of the last line that was seen before.
    """
    deal = whole_deal(store, asker, relation=relation, number=number, giver=giver, after=after)
    if deal is None:
        return None
    lines = [line.key for line in deal.lines]
    has_money = sees(asker, Seeing.MONEY)
    bills = bills_of(store, lines) if has_money else []
    papers = _papers(store, deal, [bill.key for bill in bills], asker)
    shown = tuple([line._replace(state=cut(line.state, asker)) for line in deal.lines])
    return deal._replace(lines=shown, bills=tuple(bills), papers=tuple(papers))


def whole_deal(
    store: Store,
    asker: Asker,
    *,
    relation: int,
    number: str,
    giver: int = 0,
    after: int = 0,
    most: int = LINES_MAX,
) -> Deal | None:
    """Return a deal with its lines as the rules see them, prices and all, for who acts on it.

    None where the asker has nothing to do with it.
    """
    if asker.is_visitor and (relation, number) not in asker.deals:
        return None
    sides = [
        (one, other, count)
        for one, other, count, _ in store.select(_SIDES, relation, number)
        if asker.is_visitor or asker.is_one_of(one, other) or _is_mandated(asker, one, other)
    ]
    found = [each for each in sides if giver in (0, each[0])]
    if not found:
        return None
    one, other, count = found[-1]
    rows = store.select(_LINES, relation, number, one, after, most + 1)
    if not rows:
        return None
    bundles = {row[0]: row[4] for row in rows}
    lines = [
        DealLine(key, state, bundles[key])
        for key, state in with_parties(store, [row[:4] for row in rows[:most]])
    ]
    return Deal(
        relation, number, one, other, count, tuple(lines),
        others=tuple(each[0] for each in sides if each[0] != one),
        next_after=lines[-1].key if len(rows) > most else 0,
    )  # fmt: skip


def deal_of_line(store: Store, asker: Asker, line: int) -> Deal | None:
    """Return the deal that a line is of, with that line alone; None where there is none for the asker."""
    rows = store.select(_BY_KEY, line)
    if not rows:
        return None
    relation, number, giver = rows[0]
    return whole_deal(store, asker, relation=relation, number=number, giver=giver, after=line - 1, most=1)


def bills_of(store: Store, lines: Sequence[int]) -> list[DealBill]:
    """Return the bills on which some lines stand."""
    pairs = store.select(_BILLS_ON, list(lines)) if lines else []
    return _bills_by_key(store, sorted({bill for _, bill in pairs}))


def lines_on(
    store: Store, asker: Asker, deals: Sequence[tuple[int, str]], *, most: int
) -> dict[tuple[int, str, int], list[DealLine]]:
    """Return lines of some deals as an asker may see them, by relation, number and giver.

    Args:
        deals: as relation and number.
        most: lines of one deal that are wanted on average.
    """
    wanted = set(deals)
    relations, numbers = {one for one, _ in deals}, {number for _, number in deals}
    rows = [
        row
        for row in store.select(_LINES_OF_DEALS, sorted(relations), sorted(numbers), most * len(wanted))
        if (row[5], row[6]) in wanted
    ]
    states = dict(with_parties(store, [row[:4] for row in rows]))
    found: dict[tuple[int, str, int], list[DealLine]] = {}
    for key, giver, _, _, bundle, relation, number in rows:
        line = DealLine(key, cut(states[key], asker), bundle)
        found.setdefault((relation, number, giver), []).append(line)
    return found


def bills_on(store: Store, lines: Sequence[int]) -> dict[int, list[DealBill]]:
    """Return the bills on which each of some lines stands."""
    pairs = store.select(_BILLS_ON, list(lines)) if lines else []
    bills = {bill.key: bill for bill in _bills_by_key(store, sorted({bill for _, bill in pairs}))}
    found: dict[int, list[DealBill]] = {}
    for line, bill in pairs:
        if bill in bills:
            found.setdefault(line, []).append(bills[bill])
    return found


def _is_mandated(asker: Asker, *parties: int) -> bool:
    return any(mandate.of in parties for mandate in asker.mandates)


def _bills_by_key(store: Store, keys: list[int]) -> list[DealBill]:
    rows = store.select(_BILLS, keys) if keys else []
    parties = load_parties(store, {number for row in rows for number in row[1:3]})
    return [DealBill(row[0], _named(row, parties)) for row in rows]


def _named(row: Row, parties: Parties) -> BillState:
    state = bill_state_from(row[3])
    return state._replace(giver=parties.get(row[1], NOBODY), taker=parties.get(row[2], NOBODY))


def _papers(store: Store, deal: Deal, bills: list[int], asker: Asker) -> list[DealPaper]:
    if not sees(asker, Seeing.DOCUMENTS):
        return []
    has_money = sees(asker, Seeing.MONEY)
    bundles = sorted({line.bundle for line in deal.lines})
    found = []
    for key, kind, number, issued_on, recorded_at, has_body in store.select(
        _PAPERS, [line.key for line in deal.lines], bills, bills, bundles
    ):
        paper = Paper(kind)
        if has_money or paper not in _OF_MONEY:
            may_open = bool(has_body) and (has_money or paper in _UNPRICED)
            found.append(DealPaper(key, paper, number, issued_on, recorded_at, may_open))
    return found
