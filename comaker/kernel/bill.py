"""Bills: claims of money with their tax, instalments and payments; money lives here, never on a line."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.kernel.conceding import Conceded, conceded_by
from comaker.kernel.document import Answer, Document, Instalment, Kind
from comaker.kernel.entry import Act, Entry, Role, in_force
from comaker.kernel.line import DEFAULT_TERMS, Terms


class Claim(NamedTuple):
    """What one party said about a bill without paying it: a response, a reminder, a statement of account.

    Attributes:
        answer: of a response; NONE for a reminder or statement.
        amount: what the paper says is open on the bill, None where it says nothing.
        at: when it was recorded; `said_at` seconds after midnight, the end of the day without a time.
    """

    key: str
    by: Role
    on: int
    answer: Answer = Answer.NONE
    amount: int | None = None
    is_reminder: bool = False
    at: int = 0
    note: str = ""
    said_at: int = 86_400


class Bill(NamedTuple):
    """One bill or credit note, with what was said and paid on it.

    Attributes:
        document: the bill as it came in; a credit note's amounts are negative.
        credits: credit notes that take this bill back, wholly or in part.
        payments: `pay` entries that name it; `conceded` the `accept` entries on it.
        credited_bill: for a credit note, key of the bill that it credits; "" when it stands alone.
        is_void: it claims nothing any more: the payer refused it, a corrected bill took its place, or it
            is the credit note of such a bill; `is_corrected` when a later bill took its place.
        credits_at: when each of `credits` was recorded.
        agreed_charges: what the orders behind it say about charges and allowances; None when unknown.
    """

    key: str
    document: Document
    terms: Terms = DEFAULT_TERMS
    credits: tuple[Document, ...] = ()
    payments: tuple[Entry, ...] = ()
    claims: tuple[Claim, ...] = ()
    credited_bill: str = ""
    is_void: bool = False
    is_corrected: bool = False
    agreed_charges: int | None = None
    credits_at: tuple[int, ...] = ()
    conceded: tuple[Entry, ...] = ()

    @property
    def biller(self) -> Role:
        """Return whether the giver or the taker made it out."""
        return Role.TAKER if self.document.signer == "taker" else Role.GIVER

    @property
    def answer(self) -> Answer:
        """Return the payer's last word on the bill."""
        return last_answer(self.claims)


def last_answer(claims: Sequence[Claim]) -> Answer:
    """Return the last answer among claims; NONE when nobody answered."""
    said = [claim for claim in claims if claim.answer is not Answer.NONE]
    return max(said, key=lambda claim: (claim.on, claim.said_at, claim.key)).answer if said else Answer.NONE


class BillStanding(NamedTuple):
    """What is claimed and paid on a bill; money.

    Attributes:
        credited: what credit notes take back, never negative.
        due: instalments after credits, the last ones lowered first.
        told_paid: what the payer says was paid without a payment to show for it.
        told_otherwise: by how much another voice tells another amount paid than the one that counts.
        answer: the payer's last word on the bill.
        conceded: what parties let pass, per kind of gap.
    """

    net: int
    tax: int
    payable: int
    credited: int
    paid: int
    due: tuple[Instalment, ...]
    payments: tuple[Entry, ...]
    told_paid: int = 0
    told_otherwise: int = 0
    answer: Answer = Answer.NONE
    conceded: tuple[Conceded, ...] = ()

    @property
    def balance(self) -> int:
        """Return what is still to pay; negative when more was paid than is claimed."""
        return self.payable - self.credited - self.paid


def net_of(document: Document) -> int:
    """Return a bill's amount before tax: as stated, else the sum of its lines and charges."""
    totals = document.totals
    if totals.net is not None:
        return totals.net
    lines = sum(line.amount or 0 for line in document.lines) if totals.lines is None else totals.lines
    return lines + sum(charge.amount for charge in document.charges)


def payable_of(document: Document) -> int:
    """Return what a bill asks to be paid: as stated, else net, tax and rounding less what was prepaid."""
    totals = document.totals
    if totals.payable is not None:
        return totals.payable
    gross = totals.gross if totals.gross is not None else net_of(document) + (totals.tax or 0)
    return gross + (totals.rounding or 0) - (totals.prepaid or 0)


def stand_bill(bill: Bill, *, as_of: int | None = None, known_at: int | None = None) -> BillStanding:
    """Add up what was paid and credited on a bill, each payment once.

    Args:
        as_of: leave out papers of later days; `known_at` payments and claims recorded later.
    """
    document = bill.document
    if as_of is not None or known_at is not None:
        bill = _as_it_was(bill, as_of, known_at)
    counted = _authority(in_force(bill.payments, as_of=as_of, known_at=known_at)) if bill.payments else []
    paid = sum([entry.amount or 0 for entry in counted]) if counted else 0
    payable = payable_of(document)
    credited = -sum([payable_of(credit) for credit in bill.credits]) if bill.credits else 0
    told_paid = 0
    if bill.claims and not counted and bill.answer is Answer.PAID:
        told_paid = payable - credited
    return BillStanding(
        net_of(document),
        document.totals.tax or 0,
        payable,
        credited,
        paid + told_paid,
        _instalments(bill, payable, credited),
        tuple(sorted(counted, key=lambda entry: (entry.on, entry.key))),
        told_paid,
        _told_otherwise(bill.payments, counted, paid) if len(bill.payments) > 1 else 0,
        bill.answer if bill.claims else Answer.NONE,
        conceded_by(in_force(bill.conceded, as_of=as_of, known_at=known_at)) if bill.conceded else (),
    )


def _told_otherwise(payments: Sequence[Entry], counted: Sequence[Entry], paid: int) -> int:
    """Return by how much a bank and a payer tell another amount."""
    voices: dict[Role, int] = {}
    for entry in payments:
        if entry.by in (Role.BANK, Role.PAYER):
            voices[entry.by] = voices.get(entry.by, 0) + (entry.amount or 0)
    return (
        max((abs(told - paid) for told in voices.values()), default=0) if len(voices) > 1 and counted else 0
    )


def _as_it_was(bill: Bill, as_of: int | None, known_at: int | None) -> Bill:
    """Leave out the credits and claims of later days or later knowledge."""
    recorded = bill.credits_at or (0,) * len(bill.credits)
    return bill._replace(
        credits=tuple(
            credit
            for credit, at in zip(bill.credits, recorded, strict=True)
            if (as_of is None or (credit.issued_on or 0) <= as_of) and (known_at is None or at <= known_at)
        ),
        credits_at=(),
        claims=tuple(
            claim
            for claim in bill.claims
            if (as_of is None or claim.on <= as_of) and (known_at is None or claim.at <= known_at)
        ),
    )


def paid_on_line(bills: Sequence[tuple[Bill, BillStanding]], amounts: Sequence[int]) -> int | None:
    """Return what was paid for a line: known only when all its bills are wholly paid or wholly unpaid.

    Args:
        bills: the bills that the line stands on; `amounts` what each bills for this line.
    """
    paid = 0
    known = False
    for (bill, standing), amount in zip(bills, amounts, strict=True):
        if bill.is_void:
            continue
        whole = standing.payable - standing.credited
        if standing.paid == 0 and whole != 0:
            known = True
        elif (standing.paid >= whole) if whole >= 0 else (standing.paid <= whole):
            paid, known = paid + amount, True
        else:
            return None
    return paid if known else None


def _authority(payments: Sequence[Entry]) -> list[Entry]:
    """Take the bank's word on what was paid, else the payer's, else the payee's; never two of them."""
    for voice in (Role.BANK, Role.PAYER, Role.TAKER, Role.GIVER, Role.PAYEE):
        said = [entry for entry in payments if entry.by is voice and entry.act is Act.PAY]
        if said:
            return said
    return []


def _instalments(bill: Bill, payable: int, credited: int) -> tuple[Instalment, ...]:
    """Return what is due when, after credits."""
    stated, due_on = bill.document.instalments, None
    if stated:
        due_on = next((part.due_on for part in stated if part.due_on is not None), None)
        stated = tuple([part for part in stated if part.amount])
    if not stated or sum([part.amount for part in stated]) != payable:
        stated = (Instalment(payable, due_on),)
    left = credited
    parts: list[Instalment] = []
    for amount, due_on in reversed(stated):
        taken = min(left, amount) if left and amount > 0 else 0
        left -= taken
        parts.append(Instalment(amount - taken, _usual_due(bill) if due_on is None else due_on))
    return tuple(reversed(parts))


def _usual_due(bill: Bill) -> int | None:
    """Return the last day to pay a bill that names none: by the terms, or the day before a reminder."""
    issued_on = bill.document.issued_on
    due_on = None if issued_on is None else issued_on + bill.terms.payment_days
    for claim in bill.claims:
        if claim.is_reminder and (due_on is None or claim.on <= due_on):
            due_on = claim.on - 1
    return due_on


def is_credit(document: Document) -> bool:
    """Tell whether a bill takes money back rather than claiming it."""
    return document.kind is Kind.CREDIT_NOTE or payable_of(document) < 0
