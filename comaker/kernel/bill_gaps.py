"""Gaps of a bill: its own sums, tax and charges, and what is due against what was paid."""

from comaker.kernel.amounts import coin_of, percent_of, share
from comaker.kernel.bill import Bill, BillStanding, stand_bill
from comaker.kernel.conceding import mark_conceded
from comaker.kernel.document import Answer
from comaker.kernel.entry import Entry, Role
from comaker.kernel.gap import CAUSES, Cause, Gap, Kind, Lapse
from comaker.kernel.tolerance import EXACT


def bill_gaps(bill: Bill, standing: BillStanding) -> tuple[Gap, ...]:
    """Name every gap of a bill; a bill that was refused or replaced claims nothing more."""
    gaps = _of_void(bill, standing) if bill.is_void else _found(bill, standing)
    if standing.conceded:
        gaps = mark_conceded(gaps, standing.conceded, coin_of(bill.document.currency))
    return tuple(gaps)


def _found(bill: Bill, standing: BillStanding) -> list[Gap]:
    document = bill.document
    coin, since = coin_of(document.currency), document.issued_on
    gaps = _sums(bill, coin)
    if document.taxes or document.totals.tax:
        gaps += _tax(bill, coin)
    if bill.agreed_charges is not None:
        gaps += _charges(bill, bill.agreed_charges, coin)
    gaps += _payment(bill, standing)
    if bill.claims or standing.told_paid or standing.told_otherwise:
        gaps += _told(bill, standing, coin)
    return [gap if gap.since_on or since is None else gap._replace(since_on=since) for gap in gaps]


def _of_void(bill: Bill, standing: BillStanding) -> list[Gap]:
    """A refused bill waits for its biller's correction; what was paid on it goes back."""
    gaps: list[Gap] = []
    if bill.answer is Answer.REJECTED and not bill.credits and not bill.is_corrected:
        amount = abs(standing.payable)
        gap = Gap(Kind.REJECTED, Cause.BILLING, None, amount, amount, Role.BILLER, bill.document.issued_on)
        gaps.append(gap._replace(note="the payer refuses this bill"))
    if standing.paid > 0:
        gaps.append(_money(Kind.OVERPAID, standing.paid, Role.PAYEE, "paid on a bill that no longer stands"))
    return gaps


def bill_lapses(standing: BillStanding) -> tuple[Lapse, ...]:
    """Return the payments that came after their day, earliest instalment first."""
    if not standing.payments:
        return ()
    late: list[Lapse] = []
    parts = [[part.amount, part.due_on] for part in standing.due if part.amount > 0]
    for entry in standing.payments:
        left = entry.amount or 0
        days = 0
        while left > 0 and parts:
            amount, due_on = parts[0]
            taken = min(left, amount or 0)
            if due_on is not None and entry.on > due_on:
                days = max(days, entry.on - due_on)
            left -= taken
            parts[0][0] = (amount or 0) - taken
            if not parts[0][0]:
                parts.pop(0)
        if days:
            late.append(Lapse("late", None, days, "due day", (entry.key,)))
    return tuple(late)


def _sums(bill: Bill, coin: int) -> list[Gap]:
    """Check the sums that the bill states about itself; each wrong one is named, the first one counted."""
    document = bill.document
    total, allowances, charges, net, tax, gross, prepaid, rounding, payable = document.totals
    lines = None
    for line in document.lines:
        amount = line.amount
        if amount is not None:
            lines = amount if lines is None else lines + amount
    off = (allowances or 0) - (charges or 0)
    taken = (prepaid or 0) - (rounding or 0)
    if rounding and gross is not None and gross - (prepaid or 0) == payable:
        # Some senders round before they state the gross amount rather than after it.
        gross -= rounding
    checks = (
        (total, lines, "the lines do not give the total of the lines"),
        (net, _less(total, off), "lines, allowances and charges do not give net"),
        (gross, _more(net, tax), "net and tax do not give gross"),
        (
            payable,
            _less(_more(net, tax) if gross is None else gross, taken),
            "gross, prepayment and rounding do not give the payable amount",
        ),
    )
    gaps: list[Gap] = []
    for stated, worked_out, note in checks:
        if stated is None or worked_out is None or stated == worked_out or abs(stated - worked_out) <= coin:
            continue
        amount = abs(stated - worked_out)
        counted = 0 if gaps else amount
        gap = Gap(Kind.DOES_NOT_ADD_UP, Cause.BILLING, None, amount, counted, Role.BILLER, note=note)
        gaps.append(gap)
    return gaps


def _tax(bill: Bill, coin: int) -> list[Gap]:
    """Hold each tax rate against what it taxes, and all that is taxed against the net amount."""
    document = bill.document
    tax = document.totals.tax or 0
    if bill.terms.tax != "standard" and tax:
        note = f"tax on a line whose treatment is {bill.terms.tax}"
        return [_money(Kind.TAX_VARIANCE, abs(tax), Role.BILLER, note)]
    off, note = 0, ""
    taxable, shares = 0, 0
    for part in document.taxes:
        shares += part.tax
        taxable += part.taxable or 0
        if part.percent is None or part.taxable is None:
            continue
        difference = abs(part.tax - _in_coins(percent_of(part.taxable, part.percent), coin))
        if difference > coin:
            off, note = off + difference, "tax is not its rate of what it taxes"
    if not document.taxes:
        return []
    if document.totals.tax is not None and abs(shares - tax) > coin:
        off, note = off + abs(shares - tax), "the rates do not give the total tax"
    net = document.totals.net
    known = all(part.taxable is not None for part in document.taxes)
    if net is not None and known and taxable and abs(net - taxable) > coin:
        difference = abs(tax - _in_coins(share(tax, net, taxable), coin))
        if difference > coin:
            off, note = off + difference, "tax is not on the net amount"
    return [_money(Kind.TAX_VARIANCE, off, Role.BILLER, note)] if off else []


def _in_coins(amount: int, coin: int) -> int:
    """Round an amount to whole coins, half away from zero."""
    return share(amount, 1, coin) * coin


def _charges(bill: Bill, agreed: int, coin: int) -> list[Gap]:
    """Hold charges and allowances of the whole bill against those of its orders."""
    billed = sum(charge.amount for charge in bill.document.charges)
    difference = billed - agreed
    allowance = bill.terms.tolerance.amount or EXACT
    base = abs(_base(bill))
    if (
        difference <= allowance.allowed_over(base) + coin
        and -difference <= allowance.allowed_under(base) + coin
    ):
        return []
    note = "; ".join(charge.reason for charge in bill.document.charges if charge.reason)
    return [_money(Kind.CHARGE_VARIANCE, abs(difference), Role.BILLER, note)]


def _base(bill: Bill) -> int:
    """Return the sum of a bill's lines, of which a tolerance is a percentage."""
    return sum(line.amount or 0 for line in bill.document.lines)


def _payment(bill: Bill, standing: BillStanding) -> list[Gap]:
    """Hold what is due against what was paid, instalment by instalment."""
    payer, payee = (Role.PAYEE, Role.PAYER) if standing.payable < 0 else (Role.PAYER, Role.PAYEE)
    if standing.payable < 0 and bill.credited_bill:
        return []
    gaps = (
        []
        if not standing.payments
        else [
            _money(Kind.PAID_ELSEWHERE, abs(entry.amount or 0), Role.PAYER, "paid to another account")
            for entry in standing.payments
            if entry.reason == "elsewhere"
        ]
    )
    balance = standing.balance
    over = -balance if standing.payable >= 0 else balance
    if over > 0:
        twice = _paid_twice(standing.payments, over)
        if twice:
            gaps.append(_money(Kind.PAID_TWICE, twice, payee, "two payments of one amount"))
        if over > twice:
            note = "" if standing.paid else "credited more than was billed"
            gaps.append(_money(Kind.OVERPAID, over - twice, payee, note))
        return gaps
    sign = -1 if standing.payable < 0 else 1
    left = standing.paid * sign
    allowed = (bill.terms.tolerance.amount or EXACT).allowed_under(abs(standing.payable))
    if -over <= allowed and standing.paid:
        return gaps
    for part in standing.due:
        amount = part.amount * sign
        taken = min(left, amount)
        left -= taken
        if amount <= taken:
            continue
        kind, short = Kind.PAID_SHORT if taken > 0 else Kind.UNPAID, amount - taken
        since, due_on = bill.document.issued_on, part.due_on
        is_held = due_on is None or standing.answer is Answer.UNDER_QUERY
        gaps.append(Gap(kind, CAUSES[kind], None, short, short, payer, since, due_on, is_held))
    return gaps


def _told(bill: Bill, standing: BillStanding, coin: int) -> list[Gap]:
    """Hold a statement of account, and a payer's “paid”, against what the bill itself says."""
    gaps: list[Gap] = []
    for claim in bill.claims:
        if claim.amount is None or claim.is_reminder:
            continue
        # A statement lists a bill as it was made out, or what was open of it on the statement's day.
        then = stand_bill(bill, as_of=claim.on)
        off = min(abs(claim.amount - amount) for amount in (standing.payable, then.balance))
        if off > coin:
            turn = Role.PAYER if claim.by is Role.GIVER else Role.PAYEE
            gap = _money(Kind.TOLD_DIFFERENTLY, off, turn, claim.note)
            gaps.append(gap._replace(counted=0, since_on=claim.on))
    if standing.told_otherwise:
        note = "the bank and the payer tell another amount paid"
        gap = _money(Kind.TOLD_DIFFERENTLY, standing.told_otherwise, Role.PAYER, note)
        gaps.append(gap._replace(counted=0))
    if standing.told_paid:
        gap = _money(Kind.TOLD_DIFFERENTLY, standing.told_paid, Role.PAYEE, "the payer says it was paid")
        gaps.append(gap._replace(counted=0, is_held=True))
    return gaps


def _paid_twice(payments: tuple[Entry, ...], over: int) -> int:
    """Return how much of what is paid too much are whole payments that repeat an earlier one."""
    seen: set[int] = set()
    repeated = 0
    for entry in payments:
        amount = entry.amount or 0
        if amount in seen and repeated + amount <= over:
            repeated += amount
        seen.add(amount)
    return repeated


def _money(kind: Kind, amount: int, turn: Role, note: str) -> Gap:
    return Gap(kind, CAUSES[kind], None, amount, amount, turn, note=note)


def _less(amount: int | None, other: int) -> int | None:
    return None if amount is None else amount - other


def _more(amount: int | None, other: int | None) -> int | None:
    return None if amount is None or other is None else amount + other
