"""The shapes of what programs send and are told of web hooks."""

from typing import Annotated, Literal

import msgspec
from ninja import Schema
from pydantic import Field

from comaker.front.api.shapes import Key, Moment
from comaker.front.hooks.addresses import URL_MAX

_URL = Annotated[
    str,
    msgspec.Meta(
        max_length=URL_MAX,
        pattern=r"^https?://[!-~]+$",
        description="Where deliveries go, by HTTPS.",
        examples=["https://example.com/comaker"],
    ),
]


class HookForm(msgspec.Struct, forbid_unknown_fields=True):
    """A new web hook."""

    url: _URL


class HookChangeForm(msgspec.Struct, forbid_unknown_fields=True):
    """What should be otherwise; what is left out stays as it is."""

    url: _URL | None = None
    is_resting: bool | None = None


class HookShape(Schema):
    """A web hook; how many deliveries are still to be sent, and how many of these are dead."""

    key: Key
    url: str
    made: Moment
    resting_since: Moment | None
    failures: Annotated[int, Field(description="How often in a row it was not reached.")]
    waiting: int
    dead: Annotated[int, Field(description="Given up until somebody sends them again or skips them.")]


class NewHookShape(HookShape):
    """A new web hook, with the secret that its deliveries are signed with; it is told only now."""

    secret: Annotated[str, Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])]


class HooksShape(Schema):
    """All web hooks of the party."""

    items: list[HookShape]


class HappenedShape(Schema):
    """What changed in a relation, by key: ask for what you need."""

    event: Key
    relation: Key
    recorded: Moment
    documents: list[Key]
    lines: list[Key]
    bills: list[Key]


class DeliveryShape(Schema):
    """One event on its way to a web hook."""

    key: Key
    event: Key
    relation: Key
    state: Literal["waiting", "sent", "dead", "skipped"]
    attempts: int
    status: Annotated[int | None, Field(description="Of the receiver's last answer.")]
    why: Annotated[str, Field(description="What went wrong last; empty when nothing has.")]
    made: Moment
    ended: Moment | None
    body: Annotated[str, Field(description="The bytes that are sent, as text.")]


class DeliveriesPage(Schema):
    """Deliveries, the newest first."""

    items: list[DeliveryShape]
    next: str | None


class FeedPage(Schema):
    """Events in the order of the feed; `next` is where to go on, now or later."""

    items: list[HappenedShape]
    next: str


class AgainShape(Schema):
    """How many deliveries are sent again."""

    again: int
