"""Documents: what came in or went out, read into the trade's words but not yet judged.

A reader turns any format into these values; matching ties their lines; the record keeps the bytes.
Quantities, prices and money are scaled integers (see `amounts`); days are `date.toordinal()` numbers;
0 or "" never stands for unknown, None does, except in texts, where empty means absent.
"""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from comaker.kernel.party import NOBODY, Party
from comaker.kernel.product import NOTHING, Product


class Kind(StrEnum):
    """What a document does, whatever format it came in."""

    ORDER = "order"
    ORDER_CHANGE = "order change"
    ORDER_CANCELLATION = "order cancellation"
    ORDER_RESPONSE = "order response"
    DESPATCH_ADVICE = "despatch advice"
    RECEIPT_ADVICE = "receipt advice"
    FULFILMENT_CANCELLATION = "fulfilment cancellation"
    BILL = "bill"
    CREDIT_NOTE = "credit note"
    CONCESSION = "concession"  # a party lets a difference on a line pass
    REMITTANCE = "remittance advice"
    BILL_RESPONSE = "bill response"
    STATEMENT = "statement of account"
    REMINDER = "reminder"
    BILL_CONCESSION = "bill concession"  # the same on a bill

    __hash__ = str.__hash__


class Answer(StrEnum):
    """What a response, or one line of it, says to what it answers."""

    NONE = ""
    RECEIVED = "received"  # came in, not judged yet
    ACCEPTED = "accepted"
    CHANGED = "changed"  # accepted with the changes stated
    ADDED = "added"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"
    UNDER_QUERY = "under query"
    PAID = "paid"


class References(NamedTuple):
    """What a document or line points to, as written (normalise with `product.reference`); empty is absent."""

    order: str = ""  # the buyer's order number
    order_line: str = ""
    sales_order: str = ""  # the seller's number for the same order
    sales_order_line: str = ""
    despatch: str = ""
    despatch_line: str = ""
    receipt: str = ""
    receipt_line: str = ""
    bill: str = ""
    bill_line: str = ""
    contract: str = ""  # contract, frame or blanket order
    customer: str = ""  # the customer's own reference


NO_REFERENCES = References()


class Charge(NamedTuple):
    """A charge, or with a negative amount an allowance, on a document or line; money, before tax."""

    amount: int
    reason: str = ""
    percent: int | None = None  # of the base, scaled by PERCENT_PLACES
    base: int | None = None
    tax_percent: int | None = None


class TaxShare(NamedTuple):
    """One tax rate of a bill: what was taxed and the tax on it."""

    category: str  # S standard, Z zero, E exempt, AE reverse charge, K intra-community, G export, O outside
    percent: int | None
    taxable: int | None
    tax: int


class Instalment(NamedTuple):
    """A part of what is to be paid and the last day for it (None: not said)."""

    amount: int
    due_on: int | None


class Totals(NamedTuple):
    """The sums that a document states about itself, as money; None where it states none."""

    lines: int | None = None  # sum of line amounts
    allowances: int | None = None
    charges: int | None = None
    net: int | None = None  # after allowances and charges, before tax
    tax: int | None = None
    gross: int | None = None  # with tax
    prepaid: int | None = None
    rounding: int | None = None
    payable: int | None = None


class Unit(NamedTuple):
    """A handling unit (pallet, parcel) that a document names and what it says about it."""

    number: str  # SSCC or the sender's own number
    kind: str = ""  # Rec 21 package code
    answer: Answer = Answer.NONE  # accepted, rejected…
    reason: str = ""  # a code of ours: late, damaged, missing, wrong, other
    note: str = ""


class Stretch(NamedTuple):
    """A dated share of a line: so much between two days. `until_on` is the first day too late (exclusive)."""

    quantity: int | None
    from_on: int | None
    until_on: int | None


class DocumentLine(NamedTuple):
    """One line of a document.

    Attributes:
        number: the line's own number in its document, as written.
        refers: what this line points to; the reader fills in the document's references where the line
            has none of its own.
        quantity: what the line is about in `unit`: ordered, promised, despatched, received, billed.
            Negative for returns and reversals. A credit note's quantities are negative here (the reader
            turns the sign), so that bills add up.
        unit: UN/ECE Rec 20 or 21 code, upper case; empty when not said.
        price: net price of ONE unit (after price base quantity and price-level allowances), PRICE scale.
        amount: net amount of the line as stated, after its charges; negative on credit notes.
        charges: charges and allowances of the line; their sum is in `amount` when the line adds up.
        rejected, short, backorder: as stated on receipt and despatch lines, never negative.
        answer: what a response line says.
        product: what the line is about; `instead` the substitute that it proposes, if any.
        stretches: when it is asked or promised; empty when the line says nothing about time.
        on: the day the act happened when the line says so (delivered, received), else None.
        reason: for a rejection, shortage or refusal, a code of ours: late, damaged, missing, wrong,
            quality, price, lost, other; "" when none is given. On a concession the kind of gap that is let
            pass, with its `quantity` and `amount`, negative where that is taken back. `note` the sender's
            own words.
        units: the handling units that carry it.
        second: a second measure (catch weight) as (quantity, unit), or None.
        trouble: sentences about values of this line that were not usable.
    """

    number: str
    refers: References = NO_REFERENCES
    quantity: int | None = None
    unit: str = ""
    price: int | None = None
    amount: int | None = None
    charges: tuple[Charge, ...] = ()
    rejected: int | None = None
    short: int | None = None
    backorder: int | None = None
    answer: Answer = Answer.NONE
    product: Product = NOTHING
    instead: Product | None = None
    stretches: tuple[Stretch, ...] = ()
    on: int | None = None
    reason: str = ""
    note: str = ""
    tax_category: str = ""
    tax_percent: int | None = None
    units: tuple[Unit, ...] = ()
    second: tuple[int, str] | None = None
    trouble: tuple[str, ...] = ()


class Document(NamedTuple):
    """One document of a deal.

    Attributes:
        kind: what it does.
        number: its own number, as written.
        issued_on: day of issue; `issued_at` seconds after midnight when a time is given, else None.
        version: the sender's own version (order change sequence), 0 when not said.
        giver, taker: seller and buyer of the goods, whoever signs or bills.
        signer: who says it: "giver" or "taker" (a self-billed bill is signed by the taker).
        payee, payer, deliver_to, carrier: NOBODY when the document does not name them.
        currency: ISO 4217.
        refers: the references on the level of the document.
        answer: what the whole document says to what it answers (a response, a receipt advice).
        lines: in document order.
        totals, taxes, charges, instalments: of the document as a whole; signs as in `DocumentLine`
            (negative on a credit note).
        units: handling units named on the level of the document (shipment), with their state.
        delivery_term: the Incoterm, upper case (EXW, DAP…).
        arrives_by: for a despatch advice, the first day too late by its own estimate, else None.
        happened_on: actual despatch or delivery day when the document gives one, else None.
        replaces: number of the bill that this one corrects and takes the place of (type 384), else "".
        is_prepayment: a bill for goods still to come, or its settlement (type 386).
        reason, note: as for lines.
        file: where it came from; `digest` the hash of its bytes, `meaning` the hash of what it says
            (equal for a re-sent document whose bytes differ); the reader fills them in.
        flavour: the profile it claims: "UBL 2.1", "Peppol BIS 3", "OIOUBL", "NLCIUS"…
        root: the document type by its format's own name (`Invoice`, `SelfBilledInvoice`, …).
        trouble: sentences about values of this document that were not usable (it is read all the same).
    """

    kind: Kind
    number: str
    issued_on: int | None = None
    issued_at: int | None = None
    version: int = 0
    giver: Party = NOBODY
    taker: Party = NOBODY
    signer: str = "giver"
    payee: Party = NOBODY
    payer: Party = NOBODY
    deliver_to: Party = NOBODY
    carrier: Party = NOBODY
    currency: str = ""
    refers: References = NO_REFERENCES
    answer: Answer = Answer.NONE
    lines: tuple[DocumentLine, ...] = ()
    totals: Totals = Totals()
    taxes: tuple[TaxShare, ...] = ()
    charges: tuple[Charge, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    units: tuple[Unit, ...] = ()
    delivery_term: str = ""
    arrives_by: int | None = None
    happened_on: int | None = None
    replaces: str = ""
    is_prepayment: bool = False
    reason: str = ""
    note: str = ""
    flavour: str = ""
    root: str = ""
    file: str = ""
    digest: str = ""
    meaning: str = ""
    trouble: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, int]:
        """Return what makes the document one: signer, type, number and year of issue (0: no date)."""
        signer = self.giver if self.signer == "giver" else self.taker
        year = 0 if self.issued_on is None else year_of(self.issued_on)
        return (signer.key, self.root or self.kind.value, self.number, year)


def day_of(row: DocumentLine, document: Document) -> int:
    """Return the day on which what a line of a document tells of happened; 0 where nobody said."""
    return row.on or document.happened_on or document.issued_on or 0


@lru_cache(maxsize=8192)
def year_of(day: int) -> int:
    """Return the calendar year of a day number."""
    return date.fromordinal(day).year
