"""The row: what was asked, promised, sent, received, billed and paid on a line, as both sides see it.

Everything that is derived of a line or a bill stands in its state: values to show and to store, dropped
and worked out again they are the same.
"""

from collections.abc import Mapping
from typing import NamedTuple

from comaker.kernel.account import BillAccount, LineAccount
from comaker.kernel.document import Instalment, Kind
from comaker.kernel.entry import Act, Part, Role
from comaker.kernel.gap import Gap, Lapse
from comaker.kernel.line import Line
from comaker.kernel.party import Party
from comaker.kernel.product import NOTHING, Product
from comaker.kernel.standing import Movement, Standing
from comaker.kernel.versions import Statement


class Said(NamedTuple):
    """The ask or the promise in force; `unit` is empty where it is the line's."""

    quantity: int
    price: int | None
    parts: tuple[Part, ...]
    unit: str = ""


class Moved(NamedTuple):
    """What was sent, received or billed so far.

    Attributes:
        quantity: None where goods were refused and no receipt says how many came.
        amount: of what was billed, as the bills state it.
        rejected: of what was received.
        second: the catch weight as (quantity, unit), where all of it was weighed in one unit.
    """

    quantity: int | None
    last_on: int
    unit: str
    amount: int | None = None
    rejected: int = 0
    second: tuple[int, str] | None = None


class Row(NamedTuple):
    """The row of six; an act on which nothing is known is None. `paid` is money."""

    unit: str = ""
    product: Product = NOTHING
    asked: Said | None = None
    promised: Said | None = None
    sent: Moved | None = None
    received: Moved | None = None
    billed: Moved | None = None
    paid: int | None = None


class LineState(NamedTuple):
    """A line with everything that follows from its entries.

    Attributes:
        gaps: those that are there; `closed` those that were.
    """

    line: Line
    row: Row
    gaps: tuple[Gap, ...] = ()
    closed: tuple[Gap, ...] = ()
    lapses: tuple[Lapse, ...] = ()


class BillState(NamedTuple):
    """A bill with everything that follows from its payments, credits and claims; money.

    Attributes:
        payee, payer: NOBODY where they are giver and taker; `biller` the role of who made it out.
        credits: number of the bill that a credit note takes back, None for one that takes none back.
        credited: what credit notes take back of it, never negative.
        prepaid: as the bill states it.
    """

    key: str
    kind: Kind
    number: str
    issued_on: int | None
    currency: str
    giver: Party
    taker: Party
    payee: Party
    payer: Party
    biller: Role
    net: int
    tax: int
    payable: int
    prepaid: int | None
    due: tuple[Instalment, ...]
    credited: int
    paid: int
    credits: str | None = None
    is_void: bool = False
    gaps: tuple[Gap, ...] = ()
    lapses: tuple[Lapse, ...] = ()

    @property
    def made_out_by(self) -> Party:
        """Return who made out the bill."""
        return self.taker if self.biller is Role.TAKER else self.giver

    @property
    def line(self) -> Line:
        """Return a line between who is paid and who pays, by which turns find their party."""
        payee = self.payee if self.payee.is_known() else self.giver
        payer = self.payer if self.payer.is_known() else self.taker
        return Line("", giver=payee, taker=payer)


def state_of_line(account: LineAccount) -> LineState:
    """Return the state of a line."""
    row = row_of(account.line, account.standing, account.paid)
    return LineState(account.line, row, account.gaps, account.closed, account.lapses)


def state_of_bill(account: BillAccount, numbers: Mapping[str, str]) -> BillState:
    """Return the state of a bill.

    Args:
        numbers: key of every bill to its number, to name the bill that a credit note takes back.
    """
    bill, standing = account.bill, account.standing
    document = bill.document
    return BillState(
        bill.key, document.kind, document.number, document.issued_on, document.currency,
        document.giver, document.taker, document.payee, document.payer, bill.biller,
        standing.net, standing.tax, standing.payable, document.totals.prepaid, standing.due,
        standing.credited, standing.paid, numbers.get(bill.credited_bill), bill.is_void,
        account.gaps, account.lapses,
    )  # fmt: skip


def numbers_of_bills(accounts: tuple[BillAccount, ...]) -> dict[str, str]:
    """Return the number of every bill by its key."""
    return {account.bill.key: account.bill.document.number for account in accounts}


def row_of(line: Line, standing: Standing, paid: int | None) -> Row:
    """Return the row of six of a standing; movements in another unit are shown where there are no others."""
    others = dict(standing.others)
    rejected = standing.rejected or others.get(Act.REJECT)
    received = standing.received or others.get(Act.RECEIVE)
    product = (standing.ask.product if standing.ask else None) or line.product
    return Row(
        standing.unit,
        product,
        _said(standing.ask),
        _said(standing.promise),
        _moved(standing.sent or others.get(Act.SEND)),
        _received(received, rejected),
        _billed(standing.billed or others.get(Act.BILL)),
        paid,
    )


def _said(statement: Statement | None) -> Said | None:
    if statement is None:
        return None
    return Said(statement.quantity, statement.price, statement.parts, statement.unit)


def _moved(movement: Movement | None) -> Moved | None:
    if movement is None:
        return None
    return Moved(movement.quantity, movement.last_on, movement.unit, second=_second(movement))


def _received(movement: Movement | None, rejected: Movement | None) -> Moved | None:
    if movement is None and rejected is None:
        return None
    last_on = max(each.last_on for each in (movement, rejected) if each)
    refused = rejected.quantity if rejected else 0
    if movement is None:
        return Moved(None, last_on, rejected.unit if rejected else "", rejected=refused)
    return Moved(movement.quantity, last_on, movement.unit, rejected=refused, second=_second(movement))


def _billed(movement: Movement | None) -> Moved | None:
    if movement is None:
        return None
    amounts = [entry.amount for entry in movement.entries if entry.amount is not None]
    return Moved(movement.quantity, movement.last_on, movement.unit, sum(amounts) if amounts else None)


def _second(movement: Movement) -> tuple[int, str] | None:
    """Return the catch weight of a movement, where every entry was weighed in one unit."""
    seconds = [entry.second for entry in movement.entries]
    units = {second[1] for second in seconds if second}
    if not seconds or None in seconds or len(units) != 1:
        return None
    return sum(second[0] for second in seconds if second), units.pop()
