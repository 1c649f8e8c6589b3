"""The shapes of a form: what a program writes of a document, field by field.

Words are those of docs/json.md. Decimals are text, days are ISO dates, and `until` is the last day in time.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from comaker.kernel.document import Answer, Kind

LINES_MAX = 10_000
_PLAIN = r"^[^\x00-\x1f\x7f]*$"
_DAY = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
_PARTY = r"^[A-Za-z0-9][A-Za-z0-9:.-]{0,30}:[^\s:\x00-\x1f\x7f]{1,60}$"

Number = Annotated[str, Meta(max_length=200, pattern=_PLAIN, examples=["PO-1047"])]
OwnNumber = Annotated[str, Meta(min_length=1, max_length=200, pattern=_PLAIN, examples=["PO-1047"])]
Name = Annotated[str, Meta(max_length=500, pattern=_PLAIN, examples=["Ball bearing 608"])]
Note = Annotated[
    str, Meta(max_length=10_000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$", description="Free words.")
]
Code = Annotated[str, Meta(max_length=20, pattern=r"^[A-Za-z0-9+./-]*$")]
UnitCode = Annotated[
    str,
    Meta(
        max_length=8,
        pattern=r"^[A-Za-z0-9]*$",
        examples=["C62"],
        description="UN/ECE Recommendation 20 or 21.",
    ),
]
Currency = Annotated[str, Meta(pattern=r"^([A-Z]{3})?$", examples=["EUR"], description="ISO 4217.")]
Quantity = Annotated[
    str,
    Meta(pattern=r"^-?[0-9]{1,11}(\.[0-9]{1,6})?$", examples=["120"], description="At most six decimals."),
]
Size = Annotated[
    str,
    Meta(pattern=r"^[0-9]{1,11}(\.[0-9]{1,6})?$", examples=["2"], description="A quantity, never negative."),
]
Price = Annotated[
    str,
    Meta(
        pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,8})?$",
        examples=["1.50"],
        description="Net, of ONE unit; at most eight decimals.",
    ),
]
Money = Annotated[
    str,
    Meta(
        pattern=r"^-?[0-9]{1,13}(\.[0-9]{1,4})?$", examples=["180.00"], description="At most four decimals."
    ),
]
Percent = Annotated[
    str, Meta(pattern=r"^-?[0-9]{1,4}(\.[0-9]{1,4})?$", examples=["21"], description="21 is 21 %.")
]
Day = Annotated[
    str,
    Meta(
        pattern=_DAY,
        examples=["2026-01-09"],
        description="A day as year-month-day, from 1900 to 2199.",
        extra_json_schema={"format": "date"},
    ),
]
Time = Annotated[str, Meta(pattern=_TIME, examples=["13:45:00"], description="On the sender's clock.")]
Identifier = Annotated[
    str,
    Meta(
        pattern=_PARTY,
        examples=["gln:8712345000004"],
        description="Scheme, a colon and the number: gln:…, vat:…, kvk:…, or an EAS code such as 0088:….",
    ),
]
Reason = Literal["", "late", "damaged", "missing", "wrong", "quality", "price", "lost", "other"]


class Shape(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all shapes share: unknown fields are refused."""


class PartyForm(Shape, frozen=True):
    """A person or organisation: by its identifiers, or by its name alone where it has none."""

    name: Name = ""
    identifiers: Annotated[tuple[Identifier, ...], Meta(max_length=20)] = ()


class RefersForm(Shape, frozen=True):
    """What a document or line points to, by the numbers that papers bear; a line inherits its document's."""

    order: Number = ""
    order_line: Number = ""
    sales_order: Number = ""
    sales_order_line: Number = ""
    despatch: Number = ""
    despatch_line: Number = ""
    receipt: Number = ""
    receipt_line: Number = ""
    bill: Number = ""
    bill_line: Number = ""
    contract: Number = ""
    customer: Number = ""


class ProductForm(Shape, frozen=True):
    """A kind of thing by the numbers of its seller, its buyer, GS1 (`standard`: the GTIN) and its maker."""

    sellers: Number = ""
    buyers: Number = ""
    standard: Number = ""
    makers: Number = ""
    name: Name = ""
    serial: Number = ""


class PartForm(Shape, frozen=True):
    """A dated share of a line; `until` is the last day in time."""

    quantity: Quantity | None = None
    from_on: Day | None = field(default=None, name="from")
    until: Day | None = None


class ChargeForm(Shape, frozen=True):
    """A charge, or with a negative amount an allowance, before tax."""

    amount: Money
    reason: Name = ""
    percent: Percent | None = None
    base: Money | None = None
    tax_percent: Percent | None = None


class TaxForm(Shape, frozen=True):
    """How a line is taxed."""

    category: Code = ""
    percent: Percent | None = None


class TaxShareForm(Shape, frozen=True, kw_only=True):
    """One tax rate of a bill: what was taxed and the tax on it."""

    category: Code = "S"
    percent: Percent | None = None
    taxable: Money | None = None
    tax: Money


class InstalmentForm(Shape, frozen=True):
    """A part of what is to be paid, and the last day for it."""

    amount: Money
    due: Day | None = None


class TotalsForm(Shape, frozen=True):
    """The sums that a document states about itself."""

    lines: Money | None = None
    allowances: Money | None = None
    charges: Money | None = None
    net: Money | None = None
    tax: Money | None = None
    gross: Money | None = None
    prepaid: Money | None = None
    rounding: Money | None = None
    payable: Money | None = None


class UnitForm(Shape, frozen=True):
    """A handling unit (pallet, parcel) and what is said of it."""

    number: OwnNumber
    kind: Code = ""
    answer: Answer = Answer.NONE
    reason: Reason = ""
    note: Note = ""


class SecondForm(Shape, frozen=True):
    """A second measure, such as the weighed kilograms of counted pieces."""

    quantity: Size
    unit: UnitCode


class LineForm(Shape, frozen=True):
    """One line; `quantity` is ordered, promised, sent, received or billed, as its document's kind says."""

    number: OwnNumber
    refers: RefersForm = RefersForm()
    product: ProductForm = ProductForm()
    instead: ProductForm | None = None
    quantity: Quantity | None = None
    unit: UnitCode = ""
    second: SecondForm | None = None
    price: Price | None = None
    amount: Money | None = None
    charges: Annotated[tuple[ChargeForm, ...], Meta(max_length=100)] = ()
    tax: TaxForm = TaxForm()
    parts: Annotated[tuple[PartForm, ...], Meta(max_length=1000)] = ()
    rejected: Size | None = None
    short: Size | None = None
    backorder: Size | None = None
    answer: Answer = Answer.NONE
    on: Day | None = None
    reason: Reason = ""
    note: Note = ""
    units: Annotated[tuple[UnitForm, ...], Meta(max_length=1000)] = ()


class DocumentForm(Shape, frozen=True, kw_only=True):
    """A document: an order, an answer, a despatch or receipt advice, a bill, a payment …

    `giver` and `taker` are seller and buyer of the goods, whoever signs. On a credit note quantities and
    amounts are written as on paper: positive for what is taken back.
    """

    kind: Kind
    number: OwnNumber
    issued: Day
    issued_at: Time | None = None
    version: Annotated[int, Meta(ge=0, lt=1_000_000_000, description="The sender's own version.")] = 0
    giver: PartyForm
    taker: PartyForm
    signer: Annotated[
        Literal["giver", "taker"] | None,
        Meta(description="Who says it; left out, whoever usually signs such a document."),
    ] = None
    payee: PartyForm | None = None
    payer: PartyForm | None = None
    deliver_to: PartyForm | None = None
    carrier: PartyForm | None = None
    currency: Currency = ""
    refers: RefersForm = RefersForm()
    answer: Answer = Answer.NONE
    from_on: Annotated[Day | None, Meta(description="For lines that say nothing about time.")] = field(
        default=None, name="from"
    )
    until: Annotated[Day | None, Meta(description="Last day in time, for lines that say nothing.")] = None
    delivery_term: Annotated[str, Meta(pattern=r"^([A-Z]{3})?$", examples=["DAP"])] = ""
    arrives_by: Annotated[Day | None, Meta(description="Last day on which a despatch should arrive.")] = None
    happened: Annotated[Day | None, Meta(description="Day of despatch, delivery or payment.")] = None
    replaces: Annotated[
        str, Meta(max_length=200, pattern=_PLAIN, description="The bill whose place this one takes.")
    ] = ""
    is_prepayment: bool = False
    reason: Reason = ""
    note: Note = ""
    lines: Annotated[tuple[LineForm, ...], Meta(max_length=LINES_MAX)] = ()
    units: Annotated[tuple[UnitForm, ...], Meta(max_length=LINES_MAX)] = ()
    charges: Annotated[tuple[ChargeForm, ...], Meta(max_length=100)] = ()
    taxes: Annotated[tuple[TaxShareForm, ...], Meta(max_length=100)] = ()
    instalments: Annotated[tuple[InstalmentForm, ...], Meta(max_length=100)] = ()
    totals: TotalsForm = TotalsForm()
