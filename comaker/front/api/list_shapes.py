"""The shapes of answers about documents, tokens and lists."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from comaker.front.api.shapes import (
    BillShape,
    Day,
    DealShape,
    ErrorShape,
    HeldShape,
    Key,
    LineShape,
    LooseShape,
    Moment,
    OwnedGapShape,
    PartyShape,
    RelationShape,
)


class MeShape(Schema):
    """Whom the token acts for, and what it may."""

    party: PartyShape
    name: Annotated[str, Field(description="What the token is called.")]
    job: str
    scopes: list[str]
    sees: list[str]


class RowShape(Schema):
    """A document in a list."""

    key: Key
    relation: Key
    kind: str
    number: str
    issued: Day | None
    giver: PartyShape
    taker: PartyShape
    state: Literal["taken", "held"]
    why: Annotated[str, Field(description="Why it is held.")]
    is_silent: Annotated[bool, Field(description="It is tied, and counts nothing.")]
    recorded: Moment
    file: str


class TakenShape(Schema):
    """What became of a document, and the lines that it is tied to."""

    state: Literal["taken", "repeat", "held"]
    document: Key
    name: Annotated[str, Field(examples=["order PO-1047"])]
    why: Annotated[str, Field(description="Why it is held.")]
    lines: list[Key]


class RefusedShape(ErrorShape):
    """A document that cannot be used."""

    state: Literal["refused"]


class LinesPage(Schema):
    """A page of a list; `next` is where the next one begins, null on the last."""

    items: list[LineShape]
    next: str | None


class BillsPage(Schema):
    """A page of a list; `next` is where the next one begins, null on the last."""

    items: list[BillShape]
    next: str | None


class GapsPage(Schema):
    """A page of a list; `next` is where the next one begins, null on the last."""

    items: list[OwnedGapShape]
    next: str | None


class LoosePage(Schema):
    """A page of a list; `next` is where the next one begins, null on the last."""

    items: list[LooseShape]
    next: str | None


class HeldPage(Schema):
    """A page of a list; `next` is where the next one begins, null on the last."""

    items: list[HeldShape]
    next: str | None


class RelationsPage(Schema):
    """A page of a list; `next` is where the next one begins, null on the last."""

    items: list[RelationShape]
    next: str | None


class DealsPage(Schema):
    """A page of a list; `next` is where the next one begins, null on the last."""

    items: list[DealShape]
    next: str | None


class RowsPage(Schema):
    """A page of a list; `next` is where the next one begins, null on the last."""

    items: list[RowShape]
    next: str | None


class BulkShape(Schema):
    """What became of each document, in the order in which they were sent."""

    items: list[TakenShape | RefusedShape]


class DocumentShape(RowShape):
    """A whole document: what it says as a form, and what became of it."""

    flavour: str
    has_file: Annotated[bool, Field(description="The bytes in which it came were kept.")]
    lines: list[Key]
    bills: list[Key]
    remarks: Annotated[list[str], Field(description="What a person should look at.")]
    form: dict[str, object]


class FileShape(Schema):
    """A file that could not be used, and what to do."""

    key: Key
    file: str
    why: str
    hint: str
    received: Moment


class RefusedPage(Schema):
    """A page of a list; `next` is where the next one begins, null on the last."""

    items: list[FileShape]
    next: str | None


class TiedShape(Schema):
    """What was said, by the keys under which it is kept."""

    said: list[Key]
