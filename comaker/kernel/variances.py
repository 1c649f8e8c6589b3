"""Variances: money on a line's bills that the price in force does not explain."""

from comaker.kernel.amounts import adds_up, coin_of, share, unit_price, value
from comaker.kernel.entry import GIVER, TAKER, Entry, Role
from comaker.kernel.gap import Cause, Gap, Kind, gap_of
from comaker.kernel.line import Line
from comaker.kernel.standing import Standing
from comaker.kernel.tolerance import EXACT, Allowance
from comaker.kernel.versions import Statement, statement_on


def line_variances(line: Line, standing: Standing) -> list[Gap]:
    """Name price, charge and arithmetic differences on a line's statements and bills."""
    if _is_plainly_priced(standing, line.currency):
        return []
    coin = coin_of(line.currency)
    gaps = _arithmetic_of_statements(standing, coin)
    billed = standing.billed
    if billed is None:
        return gaps
    tolerance = line.terms.tolerance
    variance = quantity = off = charges = base = 0
    price_allowance = tolerance.price or EXACT
    for entry in billed.entries:
        if entry.currency and line.currency and entry.currency != line.currency:
            note = f"{entry.currency} does not convert to {line.currency}"
            gaps.append(
                gap_of(Kind.INCOMPARABLE, None, Role.BILLER, entry.on, unit=entry.currency, note=note)
            )
            continue
        charges += entry.charges
        base += entry.amount or 0
        price = _price_in_force(standing, entry.on)
        difference, touched = _difference(entry, price, price_allowance, coin)
        variance += difference
        quantity += touched
        off += _arithmetic(entry, coin)
    allowance = tolerance.amount or EXACT
    if variance:
        gaps += priced(variance, quantity, billed.last_on, allowance, base)
    agreed = _agreed_charges(standing)
    difference = 0 if agreed is None else charges - agreed
    if difference and (
        difference > allowance.allowed_over(base) + coin or -difference > allowance.allowed_under(base) + coin
    ):
        gap = gap_of(Kind.CHARGE_VARIANCE, None, Role.BILLER, billed.last_on, amount=abs(difference))
        gaps.append(gap)
    if off:
        gaps.append(gap_of(Kind.DOES_NOT_ADD_UP, None, Role.BILLER, billed.last_on, amount=off, note=_OFF))
    return gaps


def _is_plainly_priced(standing: Standing, currency: str) -> bool:
    """Tell whether the one ask and the one bill name the same price and add up to it, without charges."""
    asks, billed = standing.asks, standing.billed
    if standing.promises or billed is None or len(asks) != 1 or len(billed.entries) != 1:
        return False
    ask, bill = asks[0], billed.entries[0]
    price, asked_amount, quantity, amount = ask.price, ask.amount, bill.quantity, bill.amount
    if price is None or bill.price != price or not asked_amount or not quantity or not amount:
        return False
    if ask.charges or bill.charges or (currency != bill.currency and currency and bill.currency):
        return False
    return adds_up(quantity, price, amount) and adds_up(ask.quantity, price, asked_amount)


_PRICE_VARIANCE, _UNDERBILLED, _BILLER = Kind.PRICE_VARIANCE, Kind.UNDERBILLED, Role.BILLER
_OFF = "quantity × price and charges do not give the line amount"


def priced(variance: int, quantity: int, billed_on: int | None, allowance: Allowance, base: int) -> list[Gap]:
    """Name what was billed too dear or too cheap, unless it is let pass.

    Args:
        quantity: what it touches; 0 when money alone was billed.
        base: what was billed in all, of which a percentage may be let pass.
    """
    quantity_touched = abs(quantity) or None
    if variance > allowance.allowed_over(base):
        return [gap_of(_PRICE_VARIANCE, quantity_touched, _BILLER, billed_on, None, False, variance)]
    if -variance > allowance.allowed_under(base):
        return [gap_of(Kind.UNDERBILLED, quantity_touched, _BILLER, billed_on, amount=-variance)]
    return []


def _price_in_force(standing: Standing, on: int) -> int | None:
    """Return the agreed price on the day of a bill: the promise's, else the ask's; None if never said."""
    for versions in (standing.promises, standing.asks):
        if versions:
            statement = statement_on(versions, on)
            if statement.price is not None and not statement.unit:
                return statement.price
    return None


def _difference(entry: Entry, price: int | None, allowance: Allowance, coin: int) -> tuple[int, int]:
    """Return how much dearer an entry bills than the price in force, and the quantity that it touches."""
    if entry.quantity is None or not entry.quantity:
        # A bill without quantity changes value alone: a price credit mends a price variance.
        return entry.amount or 0, 0
    if price is None or entry.price == price:
        return 0, 0
    billed = entry.price
    if billed is None:
        if entry.amount is None:
            return 0, 0
        if abs(entry.amount - entry.charges - value(entry.quantity, price, coin)) <= coin:
            return 0, 0
        billed = unit_price(entry.amount - entry.charges, entry.quantity)
    if is_price_let_pass(billed, price, allowance):
        return 0, 0
    return value(entry.quantity, billed, coin) - value(entry.quantity, price, coin), entry.quantity


def is_price_let_pass(billed: int, price: int, allowance: Allowance) -> bool:
    """Tell whether a billed price is the price in force, or so near to it that it is let pass."""
    difference = billed - price
    if difference > 0:
        return difference <= allowance.allowed_over(price)
    return -difference <= allowance.allowed_under(price)


def _arithmetic(entry: Entry, coin: int) -> int:
    """Return by how much a bill line's amount differs from its quantity, price and charges."""
    if entry.quantity is None or entry.price is None or entry.amount is None:
        return 0
    return _off(entry.quantity, entry.price, entry.amount - entry.charges, coin)


def _off(quantity: int, price: int, amount: int, coin: int) -> int:
    """Return by how much an amount is not the quantity times the price; rounding is let pass."""
    if adds_up(quantity, price, amount):
        return 0
    off = abs(amount - value(quantity, price, coin))
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
    gaps: list[Gap] = []
    if standing.asks:
        gaps += _arithmetic_of(standing.asks[-1], TAKER, coin)
    if standing.promises:
        gaps += _arithmetic_of(standing.promises[-1], GIVER, coin)
    return gaps


def _arithmetic_of(statement: Statement, turn: Role, coin: int) -> list[Gap]:
    if statement.amount is None or statement.price is None:
        return []
    off = _off(statement.quantity, statement.price, statement.amount - statement.charges, coin)
    if not off:
        return []
    gap = gap_of(Kind.DOES_NOT_ADD_UP, None, turn, statement.rank.on, amount=off, note=_OFF)
    return [gap._replace(cause=Cause.EXPECTATION)]
