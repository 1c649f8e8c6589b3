"""Differences: what each pair of neighbours in the row of six says differently, named as gaps."""

from comaker.kernel.amounts import coin_of, value
from comaker.kernel.entry import BILL, GIVER, RECEIVE, REJECT, TAKER, Entry, Role
from comaker.kernel.gap import Cause, Gap, Kind, gap_of
from comaker.kernel.line import Line, Terms
from comaker.kernel.product import NOTHING, Product, agree, label
from comaker.kernel.rules import Quantities, Sums
from comaker.kernel.settlement import Biller
from comaker.kernel.shortfalls import arrivals, unfilled
from comaker.kernel.standing import Movement, Standing
from comaker.kernel.tolerance import EXACT


def stated(line: Line, standing: Standing, found: Quantities) -> list[Gap]:
    """Name the gaps between what was asked and what was promised."""
    ask, promise = standing.ask, standing.promise
    if ask is None:
        return []
    if promise is None:
        if not line.terms.expects_answer or not ask.quantity or standing.sent or standing.received:
            return []
        due_on = ask.rank.on + line.terms.response_days
        return [gap_of(Kind.UNANSWERED, ask.quantity, GIVER, ask.rank.on, due_on=due_on)]
    gaps = []
    turn = GIVER if ask.rank > promise.rank else TAKER
    since = max(ask.rank.on, promise.rank.on)
    for statement in (ask, promise):
        if statement.unit:
            note = f"{statement.unit} does not convert to {standing.unit}"
            second = TAKER if ask.rank > promise.rank else GIVER
            gaps.append(
                gap_of(Kind.INCOMPARABLE, statement.quantity, second, since, unit=statement.unit, note=note)
            )
    if found.underpromised:
        gaps.append(gap_of(Kind.UNDERPROMISED, found.underpromised, turn, since, note=promise.reason))
    if found.overpromised:
        gaps.append(gap_of(Kind.OVERPROMISED, found.overpromised, turn, since))
    is_alike = not ask.unit and not promise.unit
    if is_alike and ask.price is not None and promise.price is not None and ask.price != promise.price:
        allowance = line.terms.tolerance.price or EXACT
        difference = promise.price - ask.price
        if difference > allowance.allowed_over(ask.price) or -difference > allowance.allowed_under(ask.price):
            amount = abs(value(promise.quantity, difference, coin_of(line.currency)))
            gaps.append(gap_of(Kind.REPRICED, promise.quantity, turn, since, amount=amount))
    asked_on, promised_on = ask.last_on, promise.last_on
    if asked_on is not None and promised_on is not None and promise.quantity and ask.quantity:
        days = promised_on - asked_on
        if days > (line.terms.tolerance.days or EXACT).allowed_over(0):
            gaps.append(gap_of(Kind.REDATED, promise.quantity, turn, since, amount=0, days=days))
    return gaps


def moved(line: Line, standing: Standing, found: Quantities, sums: Sums) -> list[Gap]:
    """Name the gaps between promise, sending and receipt."""
    gaps: list[Gap] = []
    _, _, _, sent, received, rejected, _, others, _, _ = standing
    if found.missing and sent is not None:
        turn = TAKER if line.terms.is_risk_of_taker else GIVER
        gaps += arrivals(line, sent, received, found.missing, turn)
    if found.surplus and received is not None:
        gaps.append(surplus_gap(found.surplus, received.last_on))
    if found.rejected and rejected is not None:
        note = next((entry.reason for entry in reversed(rejected.entries) if entry.reason), "")
        gaps.append(gap_of(Kind.REJECTED, found.rejected, GIVER, rejected.last_on, note=note))
    if found.unsent and not line.is_frame:
        agreed = standing.agreed
        if agreed is not None:
            gaps += unfilled(line, standing, agreed, sums, found.unsent)
    if found.oversent:
        deed = sent or received
        gaps.append(oversent_gap(found.oversent, deed.last_on if deed else None))
    if found.told_differently:
        teller = sent if sums.told_send >= sums.told_receive else received
        on, last = teller.spoken if teller and teller.spoken else (None, TAKER)
        turn = TAKER if last is GIVER else GIVER
        gaps.append(gap_of(Kind.TOLD_DIFFERENTLY, found.told_differently, turn, on))
    return [*gaps, *_incomparable(line, standing)] if others else gaps


def _incomparable(line: Line, standing: Standing) -> list[Gap]:
    """Name what is told in a unit that does not convert; it is shown, and compared with nothing."""
    gaps: list[Gap] = []
    named: set[str] = set()
    for act, movement in standing.others:
        turn = TAKER if act in (RECEIVE, REJECT) else Role.BILLER if act is BILL else GIVER
        if movement.unit not in named or act is not REJECT:
            note = f"{movement.unit} does not convert to {standing.unit}"
            many, since = movement.quantity, movement.last_on
            gaps.append(gap_of(Kind.INCOMPARABLE, many, turn, since, unit=movement.unit, note=note))
        named.add(movement.unit)
        if act is REJECT and movement.quantity:
            note = next((entry.reason for entry in reversed(movement.entries) if entry.reason), "")
            gaps.append(
                gap_of(
                    Kind.REJECTED, movement.quantity, GIVER, movement.last_on, unit=movement.unit, note=note
                )
            )
    return gaps


def items(line: Line, standing: Standing, found: Quantities) -> list[Gap]:
    """Name what is another product than was asked, and what nobody asked for."""
    gaps: list[Gap] = []
    if _is_of_one_product(standing) and not found.unexpected:
        return gaps
    ask, promise = standing.ask, standing.promise
    products = [statement.product for statement in (ask, promise) if statement and any(statement.product[:4])]
    if ask and promise and promise.quantity and agree(ask.product, promise.product) is False:
        turn = GIVER if ask.rank > promise.rank else TAKER
        note = _instead(promise.product, ask.product)
        since = max(ask.rank.on, promise.rank.on)
        gaps.append(gap_of(Kind.OTHER_ITEM, promise.quantity, turn, since, note=note))
    payer = GIVER if line.terms.settlement.biller is Biller.TAKER else TAKER
    for movement, turn, cause in (
        (standing.sent, TAKER, Cause.CAPABILITY),
        (standing.received, GIVER, Cause.TRANSPORT),
        (standing.billed, payer, Cause.BILLING),
    ):
        others = _other_items(movement, products) if movement and products else []
        if others:
            quantity = sum(entry.quantity or 0 for entry in others)
            note = _instead(others[-1].product, products[0])
            gap = gap_of(Kind.OTHER_ITEM, abs(quantity), turn, others[-1].on, note=note)
            gaps.append(gap._replace(cause=cause))
    if found.unexpected:
        last = [
            movement.last_on for movement in (standing.sent, standing.received, standing.billed) if movement
        ]
        gaps.append(gap_of(Kind.UNEXPECTED, found.unexpected, TAKER, max(last)))
    return gaps


def _is_of_one_product(standing: Standing) -> bool:
    """Tell whether every act names exactly the product that was asked."""
    _, asks, promises, sent, received, _, billed, _, _, _ = standing
    if not asks or promises:
        return False
    product = asks[-1].product
    for movement in (sent, received, billed):
        if movement:
            for entry in movement.entries:
                if entry.product is not product and entry.product != product:
                    return False
    return True


def _instead(given: Product, asked: Product) -> str:
    """Name two products by what tells them apart."""
    if given.name != asked.name and given.name and asked.name:
        return f"{given.name} instead of {asked.name}"
    for mine, yours in zip(given[:3], asked[:3], strict=True):
        if mine and yours and mine != yours:
            return f"{mine} instead of {yours} ({label(asked)})"
    return f"{label(given)} instead of {label(asked)}"


def _other_items(movement: Movement, products: list[Product]) -> list[Entry]:
    return [
        entry
        for entry in movement.entries
        if entry.product is not NOTHING
        and entry.product not in products
        and all(agree(product, entry.product) is False for product in products)
    ]


def billed(line: Line, standing: Standing, found: Quantities) -> list[Gap]:
    """Name the gaps between what may be billed and what was billed."""
    gaps: list[Gap] = []
    since = standing.billed.last_on if standing.billed else None
    # What is billed in another measure may well be what is not billed in this one; what was agreed to cost
    # nothing needs no bill, and may stand on one.
    is_free = standing.agreed is not None and standing.agreed.price == 0
    is_elsewhere = any(act is BILL for act, _ in standing.others)
    if found.unbilled and not (is_free or is_elsewhere or line.is_frame):
        deed = standing.received or standing.sent
        gaps.append(unbilled_gap(line.terms, found.unbilled, deed.last_on if deed else None))
    if found.billed_early:
        gaps.append(early_gap(found.billed_early, since))
    if found.billed_twice:
        gaps.append(gap_of(Kind.BILLED_TWICE, found.billed_twice, _BILLER, since))
    if found.overbilled:
        gaps.append(overbilled_gap(found.overbilled, since))
    return gaps


_SURPLUS, _OVERSENT, _UNBILLED = Kind.SURPLUS, Kind.OVERSENT, Kind.UNBILLED
_BILLED_EARLY, _OVERBILLED = Kind.BILLED_EARLY, Kind.OVERBILLED
_BILLER, _NOBODY = Role.BILLER, Role.NOBODY


def surplus_gap(quantity: int, received_on: int | None) -> Gap:
    """Name what was received and never sent."""
    return gap_of(_SURPLUS, quantity, TAKER, received_on)


def oversent_gap(quantity: int, deed_on: int | None) -> Gap:
    """Name what was sent, or else received, beyond what was agreed."""
    return gap_of(_OVERSENT, quantity, TAKER, deed_on)


def unbilled_gap(terms: Terms, quantity: int, deed_on: int | None) -> Gap:
    """Name what is still to be billed; held while no day of receipt or sending says by when."""
    due_on = None if deed_on is None else deed_on + terms.billing_days
    return gap_of(_UNBILLED, quantity, _BILLER, deed_on, due_on, due_on is None)


def early_gap(quantity: int, billed_on: int | None) -> Gap:
    """Name what is billed before it came; it waits for the receipt."""
    return gap_of(_BILLED_EARLY, quantity, _NOBODY, billed_on, None, True)


def overbilled_gap(quantity: int, billed_on: int | None) -> Gap:
    """Name what is billed beyond what may be."""
    return gap_of(_OVERBILLED, quantity, _BILLER, billed_on)
