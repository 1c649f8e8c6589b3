"""Variances: money on a line's bills that the price in force does not explain."""

from comaker.kernel.amounts import coin_of, share, unit_price, value
from comaker.kernel.entry import Entry, Role
from comaker.kernel.gap import Cause, Gap, Kind, gap_of
from comaker.kernel.line import Line
from comaker.kernel.standing import Standing
from comaker.kernel.tolerance import EXACT, Allowance
from comaker.kernel.versions import statement_on


def line_variances(line: Line, standing: Standing) -> list[Gap]:
    """Name price, charge and arithmetic differences on a line's statements and bills."""
    coin = coin_of(line.currency)
    gaps = _arithmetic_of_statements(standing, coin)
    billed = standing.billed
    if billed is None:
        return gaps
    turn = Role.BILLER
    tolerance = line.terms.tolerance
    variance, quantity, off, charges = 0, 0, 0, 0
    price_allowance = tolerance.price or EXACT
    for entry in billed.entries:
        charges += entry.charges
        price = _price_in_force(standing, entry.on)
        difference, touched = _difference(entry, price, price_allowance, coin)
        variance += difference
        quantity += touched
        off += _arithmetic(entry, coin)
    size = abs(quantity) or None
    allowance = tolerance.amount or EXACT
    base = sum(entry.amount or 0 for entry in billed.entries)
    if variance > allowance.allowed_over(base):
        gaps.append(gap_of(Kind.PRICE_VARIANCE, size, turn, billed.last_on, amount=variance))
    elif -variance > allowance.allowed_under(base):
        gaps.append(gap_of(Kind.UNDERBILLED, size, turn, billed.last_on, amount=-variance))
    agreed = _agreed_charges(standing)
    if agreed is not None:
        difference = charges - agreed
        if (
            difference > allowance.allowed_over(base) + coin
            or -difference > allowance.allowed_under(base) + coin
        ):
            gaps.append(gap_of(Kind.CHARGE_VARIANCE, None, turn, billed.last_on, amount=abs(difference)))
    if off:
        note = "quantity × price and charges do not give the line amount"
        gaps.append(gap_of(Kind.DOES_NOT_ADD_UP, None, turn, billed.last_on, amount=off, note=note))
    return gaps


def _price_in_force(standing: Standing, on: int) -> int | None:
    """Return the agreed price on the day of a bill: the promise's, else the ask's; None if never said."""
    for versions in (standing.promises, standing.asks):
        if versions:
            price = statement_on(versions, on).price
            if price is not None:
                return price
    return None


def _difference(entry: Entry, price: int | None, allowance: Allowance, coin: int) -> tuple[int, int]:
    """Return how much dearer an entry bills than the price in force, and the quantity that it touches."""
    if entry.quantity is None or not entry.quantity:
        # A bill without quantity changes value alone: a price credit mends a price variance.
        return entry.amount or 0, 0
    if price is None:
        return 0, 0
    billed = entry.price
    if billed is None:
        if entry.amount is None:
            return 0, 0
        if abs(entry.amount - entry.charges - value(entry.quantity, price, coin)) <= coin:
            return 0, 0
        billed = unit_price(entry.amount - entry.charges, entry.quantity)
    difference = billed - price
    if not difference:
        return 0, 0
    if -allowance.allowed_under(price) <= difference <= allowance.allowed_over(price):
        return 0, 0
    return value(entry.quantity, billed, coin) - value(entry.quantity, price, coin), entry.quantity


def _arithmetic(entry: Entry, coin: int) -> int:
    """Return by how much a bill line's amount differs from its quantity, price and charges."""
    if entry.quantity is None or entry.price is None or entry.amount is None:
        return 0
    off = abs(entry.amount - entry.charges - value(entry.quantity, entry.price, coin))
    return off if off > coin else 0


def _agreed_charges(standing: Standing) -> int | None:
    """Return the line charges that go with the billed quantity; None when nothing was agreed."""
    agreed, billed = standing.agreed, standing.billed
    if agreed is None or billed is None:
        return None
    if not agreed.charges:
        return 0
    return share(agreed.charges, billed.quantity, agreed.quantity) if agreed.quantity else agreed.charges


def _arithmetic_of_statements(standing: Standing, coin: int) -> list[Gap]:
    """Name an ask or promise in force whose amount is not its quantity times its price."""
    gaps = []
    for statement, turn in ((standing.ask, Role.TAKER), (standing.promise, Role.GIVER)):
        if statement is None or statement.amount is None or statement.price is None:
            continue
        off = abs(statement.amount - statement.charges - value(statement.quantity, statement.price, coin))
        if off > coin:
            note = "quantity × price and charges do not give the line amount"
            gap = gap_of(Kind.DOES_NOT_ADD_UP, None, turn, statement.rank.on, amount=off, note=note)
            gaps.append(gap._replace(cause=Cause.EXPECTATION))
    return gaps
