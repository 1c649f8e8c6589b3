"""The shapes of answers, as docs/json.md tells them; what the OpenAPI document is made from."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from comaker.record.asked.listed_held import Why

Key = Annotated[
    str, Field(pattern=r"^[0-9]{1,19}$", description="A key of the record.", examples=["4294967297"])
]
Number = Annotated[str, Field(description="A decimal number.", examples=["120"])]
Money = Annotated[str, Field(description="An amount in the currency beside it.", examples=["180.00"])]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2026-01-09"])]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-01-09T13:45:00Z"])]


class ErrorShape(Schema):
    """What went wrong: a code for programs, a sentence for people, and what to do now."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "not_there",
                    "message": "There is nothing here for you.",
                    "hint": "Look it up in a list.",
                }
            ]
        }
    )

    code: str
    message: str
    hint: str


class PartyShape(Schema):
    """A party, by its number here and all that papers know it by."""

    key: Annotated[str, Field(examples=["12"])]
    name: str
    identifiers: list[str]


# Its first day is called by a word that Python keeps to itself.
PartShape = create_model(
    "PartShape",
    __base__=Schema,
    __doc__="A dated share of a line; `until` is the last day in time.",
    **{"quantity": (Number, ...), "from": (Day | None, ...), "until": (Day | None, ...)},  # type: ignore[call-overload]
)


class SecondShape(Schema):
    """A second measure, such as a catch weight."""

    quantity: Number
    unit: str


class SaidShape(Schema):
    """The ask or the promise in force."""

    quantity: Number
    price: Money | None
    parts: list[PartShape]  # type: ignore[valid-type]
    unit: str | None = None


class SentShape(Schema):
    """What was sent so far."""

    quantity: Number | None
    last_on: Day | None
    unit: str | None = None
    second: SecondShape | None = None


class ReceivedShape(SentShape):
    """What came in so far, and what of it was refused."""

    rejected: Number


class BilledShape(Schema):
    """What was billed so far."""

    quantity: Number | None
    amount: Money | None
    unit: str | None = None


class PaidShape(Schema):
    """What was paid so far."""

    amount: Money


class GapShape(Schema):
    """A difference between two acts that should agree; of amounts only `counted` may be summed."""

    kind: Annotated[str, Field(examples=["missing"])]
    cause: Annotated[str, Field(examples=["transport"])]
    quantity: Number | None
    amount: Money | None
    counted: Money | None
    turn: str | None
    party: Annotated[str | None, Field(description="Whose turn it is, by name.")]
    state: Literal["open", "waiting", "accepted", "closed"]
    since: Day | None
    due: Annotated[Day | None, Field(description="The last day before it opens.")]
    because_of: list[str]
    unit: str | None = None
    days: int | None = None
    note: str | None = None
    closed: Day | None = None


class LapseShape(Schema):
    """A promise broken in time: counted, never closed."""

    kind: str
    quantity: Number | None
    days: int | None
    against: str


class TieShape(Schema):
    """A document line that belongs to a line."""

    document: str
    line: str | None
    rule: str
    score: Annotated[str, Field(examples=["0.97"])]
    why: list[str]


class LineShape(Schema):
    """A line: the row of six, and what differs in it."""

    key: Key
    relation: Key
    giver_key: str
    taker_key: str
    deal: str
    line: str
    giver: str
    taker: str
    product: str
    unit: str
    currency: str
    settlement: str
    asked: SaidShape | None
    promised: SaidShape | None
    sent: SentShape | None
    received: ReceivedShape | None
    billed: BilledShape | None
    paid: PaidShape | None
    gaps: list[GapShape]
    lapses: list[LapseShape]
    ties: list[TieShape] | None = None


class EntryShape(Schema):
    """One act on a line: who said what, when it happened, and by which document."""

    key: Key
    act: str
    by: str
    quantity: Number | None
    unit: str
    price: Money | None
    amount: Money | None
    on: Day | None
    document: str
    document_line: str
    document_key: Key | None
    reason: str


class WholeLineShape(LineShape):
    """A line with the entries that tell where it stands."""

    entries: list[EntryShape]


class InstalmentShape(Schema):
    """A part of what is to be paid."""

    amount: Money
    due: Day | None


class BillShape(Schema):
    """A bill, and what is due and paid on it."""

    key: Key
    relation: Key
    document: Key
    number: str
    kind: str
    biller: str
    payer: str
    issued: Day | None
    currency: str
    net: Money
    tax: Money
    payable: Money
    prepaid: Money | None
    instalments: list[InstalmentShape]
    credited: Money
    credits: str | None
    paid: Money
    is_void: bool
    gaps: list[GapShape]
    lapses: list[LapseShape]


class OwnedGapShape(GapShape):
    """A gap, and the line or bill that it is on."""

    line_key: Key | None
    bill_key: Key | None
    relation: Key
    deal: str
    line: str
    bill: str
    product: str
    currency: str


class CandidateShape(Schema):
    """A line that a loose document line may belong to."""

    key: Key
    deal: str
    line: str
    score: str
    why: list[str]


class LooseShape(Schema):
    """A document line that is not tied yet."""

    document_key: Key
    place: Annotated[int, Field(description="Of the line in its document, from 0; −1 is the whole document.")]
    document: str
    line: str | None
    act: str
    why: str
    candidates: list[CandidateShape]


class HeldShape(Schema):
    """Something about a document that waits for a person."""

    document_key: Key
    kind: Annotated[
        Why, Field(description="It contradicts an earlier one, counts nothing, or has something odd.")
    ]
    document: Annotated[str, Field(examples=["order PO-1047"])]
    why: str


class RelationShape(Schema):
    """Two parties that deal with each other."""

    key: Key
    parties: list[PartyShape]
    documents: int
    seeking: Annotated[int, Field(description="How many documents are not tied for certain.")]


class DealShape(Schema):
    """What was agreed at once."""

    relation: Key
    deal: str
    giver: PartyShape
    taker: PartyShape
    lines: int
    open: Annotated[int, Field(description="On how many lines something is still to come.")]
    asked: Day | None
