"""Owned: lines and bills that have gaps, with the names of both sides, cut to what an asker may see."""

from collections.abc import Iterable
from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.entry import Role
from comaker.kernel.gap import CAUSES, Cause, Gap, Kind
from comaker.kernel.product import label
from comaker.kernel.row import BillState, LineState
from comaker.kernel.settlement import Biller
from comaker.record.asked.cut import cut
from comaker.record.asked.seen import LineSeen
from comaker.record.coding import bill_state_from, line_state_from
from comaker.record.posting.words import NOBODY_ID, relation_of
from comaker.record.store import Row, Store

# What these point to depends on the act that they are seen at, or on what they wait for.
OF_SEVERAL_CAUSES = frozenset((Kind.OTHER_ITEM, Kind.UNSENT, Kind.REJECTED, Kind.DOES_NOT_ADD_UP))
# What tells of prices, bills and payments alone, for who sees no money.
_OF_MONEY = frozenset(kind for kind, cause in CAUSES.items() if cause in (Cause.BILLING, Cause.PAYMENT))
MONEY_KINDS = _OF_MONEY - OF_SEVERAL_CAUSES | {Kind.REPRICED}

_SIDES = """
JOIN record_party one ON one.id = {0}
JOIN record_party giver ON giver.id = coalesce(one.merged_into_id, one.id)
JOIN record_party two ON two.id = {1}
JOIN record_party taker ON taker.id = coalesce(two.merged_into_id, two.id)
"""
_OWNED = f"""
SELECT line.id, FALSE, line.giver, line.taker, line.deal, line.number, line.state, giver.name, taker.name
FROM record_line line {_SIDES.format("line.giver", "line.taker")} WHERE line.id IN :ints AND line.key <> ''
UNION ALL
SELECT bill.id, TRUE, bill.giver, bill.taker, bill.number, '', bill.state, giver.name, taker.name
FROM record_bill bill {_SIDES.format("bill.giver", "bill.taker")} WHERE bill.id IN :ints
UNION ALL
SELECT relation.id, FALSE, relation.one_id, relation.other_id, '', '', NULL, giver.name, taker.name
FROM record_relation relation
{_SIDES.format("relation.one_id", "relation.other_id")}
WHERE relation.id IN :ints
"""  # noqa: S608 – words of ours
_STATE = 6  # its column


class Owned(NamedTuple):
    """A line or bill with what stands open on it, as one side sees it.

    Attributes:
        deal: number of the order, or of the bill itself; `number` of the line.
        giver, taker: numbers of the parties; `names` what they are called.
        role: what the asker's party is of the two.
        state: of the line or bill; without amounts for who sees no money.
        turns: for each gap the number of the party that acts next, 0 for nobody.
    """

    key: int
    deal: str
    number: str
    giver: int
    taker: int
    names: tuple[str, str]
    role: Role
    state: LineState | BillState
    turns: tuple[int, ...]

    @property
    def relation(self) -> int:
        """Return the number of its relation."""
        return relation_of(self.key)

    @property
    def is_bill(self) -> bool:
        """Tell whether it is a bill."""
        return isinstance(self.state, BillState)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Return all that differs, in the order of the row."""
        return self.state.gaps

    @property
    def partner(self) -> str:
        """Return what the other side is called."""
        return self.names[0] if self.role is Role.TAKER else self.names[1]

    @property
    def partner_id(self) -> int:
        """Return the number of the other side."""
        return self.giver if self.role is Role.TAKER else self.taker

    @property
    def product(self) -> str:
        """Return what the line is about; nothing for a bill."""
        if isinstance(self.state, BillState):
            return ""
        return label(self.state.row.product) or label(self.state.line.product)

    @property
    def unit(self) -> str:
        """Return the unit of the line."""
        return "" if isinstance(self.state, BillState) else self.state.row.unit

    @property
    def currency(self) -> str:
        """Return the currency of its amounts; empty for who sees none."""
        return self.state.currency if isinstance(self.state, BillState) else self.state.line.currency


def owned_by_key(
    store: Store, asker: Asker, keys: Iterable[int], *, naming: Iterable[int] = ()
) -> tuple[dict[int, Owned], dict[int, str]]:
    """Return lines and bills by their keys; those that the asker may not see are left out.

    Args:
        naming: numbers of relations; what the other party of each is called is returned too.
    """
    # No database looks for a larger number.
    wanted = sorted({key for key in keys if key < 2**63})
    relations = sorted(naming)
    rows = store.select(_OWNED, wanted, wanted, relations) if wanted or relations else []
    found: dict[int, Owned] = {}
    names: dict[int, str] = {}
    for row in rows:
        key, _, one, other, *_, name, other_name = row
        if row[_STATE] is None:
            if asker.is_one_of(one, other):
                names[key] = other_name if asker.is_one_of(one) else name
        elif _is_seen(asker, row):
            found[key] = _owned(asker, row)
    return found, names


def owned_line(asker: Asker, seen: LineSeen) -> Owned:
    """Return a line that is seen already with what stands open on it. No statement."""
    line = seen.state.line
    names = (line.giver.name, line.taker.name)
    return _with_turns(asker, seen.key, line.deal, line.number, (seen.giver, seen.taker), names, seen.state)


def _is_seen(asker: Asker, row: Row) -> bool:
    """Tell whether an asker sees a line or bill; who came by a private link sees lines of his deals alone."""
    key, is_bill, giver, taker, deal, *_ = row
    if asker.is_visitor:
        return not is_bill and (relation_of(key), deal) in asker.deals
    return asker.is_one_of(giver, taker) and (not is_bill or sees(asker, Seeing.MONEY))


def _owned(asker: Asker, row: Row) -> Owned:
    key, is_bill, giver, taker, deal, number, encoded, *names = row
    state = bill_state_from(encoded) if is_bill else cut(line_state_from(encoded), asker)
    return _with_turns(asker, key, deal, number, (giver, taker), (names[0], names[1]), state)


def _with_turns(
    asker: Asker,
    key: int,
    deal: str,
    number: str,
    sides: tuple[int, int],
    names: tuple[str, str],
    state: LineState | BillState,
) -> Owned:
    giver, taker = sides
    if isinstance(state, BillState):
        is_billed_by_taker = state.biller is Role.TAKER
    else:
        is_billed_by_taker = state.line.terms.settlement.biller is Biller.TAKER
    acting = {
        Role.GIVER: giver, Role.PAYEE: giver, Role.TAKER: taker, Role.PAYER: taker,
        Role.BILLER: taker if is_billed_by_taker else giver,
    }  # fmt: skip
    turns = tuple(acting.get(gap.turn, NOBODY_ID) for gap in state.gaps)
    role = Role.GIVER if asker.is_one_of(giver) else Role.TAKER
    return Owned(key, deal, number, giver, taker, names, role, state, turns)
