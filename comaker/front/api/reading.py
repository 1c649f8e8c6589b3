"""Reading: lines, bills, gaps, deals, relations and what is loose, as the bearer of a token sees them."""

from datetime import UTC, date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, ConfigDict, Field

from comaker.front.api.asking import (
    KeyAsked,
    KeyInPath,
    WordAsked,
    begin,
    must_see,
    number_of,
    today,
)
from comaker.front.api.errors import Nothing, answer
from comaker.front.api.list_shapes import (
    BillsPage,
    GapsPage,
    LinesPage,
    MeShape,
)
from comaker.front.api.paging import Anywhere, Asked, At, cursor, page, place_of
from comaker.front.api.scoping import OfRelation, relations_asked
from comaker.front.api.shapes import BillShape, WholeLineShape
from comaker.front.api.telling import (
    bill_told,
    entries_told,
    gap_told,
    line_told,
    party_told,
)
from comaker.kernel.access import Seeing, sees
from comaker.kernel.gap import Cause, Kind
from comaker.kernel.party import NOBODY
from comaker.record.asked.listed_bills import bill_seen, bills_seen
from comaker.record.asked.listed_lines import entries_seen, line_seen, lines_seen, ties_of
from comaker.record.asked.turns import Order, Place, Wanted, Whose, turns
from comaker.record.history import line_at
from comaker.record.post import microseconds
from comaker.record.posting.parties import load_parties
from comaker.record.transaction import reading

router = Router(tags=["Reading"])


class LinesAsked(OfRelation):
    """Which lines."""

    deal: Annotated[WordAsked | None, Field(description="Of the deal with this number.")] = None
    line: Annotated[WordAsked | None, Field(description="With this number in its deal.")] = None
    ties: Annotated[bool, Field(description="With the document lines that belong to each.")] = False


class BillsAsked(OfRelation):
    """Which bills."""

    number: Annotated[WordAsked | None, Field(description="With this number.")] = None


class GapsAsked(Asked):
    """Which gaps."""

    whose: Annotated[
        Whose, Field(description="Whose turn it is; `coming` is nobody's yet, and will be somebody's.")
    ] = Whose.MINE
    order: Annotated[Order, Field(description="What comes first: what waits longest, or most money.")] = (
        Order.AGE
    )
    days: Annotated[int, Field(ge=0, le=3650, description="How far ahead something is coming.")] = 14
    relation: Annotated[KeyAsked | None, Field(description="Of this relation alone.")] = None
    kind: Annotated[Kind | None, Field(description="Of this kind alone.")] = None
    cause: Annotated[Cause | None, Field(description="Of this cause alone.")] = None


class LineAsked(Schema):
    """As of when a line is asked for."""

    model_config = ConfigDict(extra="forbid")

    as_of: Annotated[date | None, Field(description="As things had happened by the end of this day.")] = None
    known_at: Annotated[
        AwareDatetime | None, Field(description="As they were recorded by this moment, with its time zone.")
    ] = None


@router.get("/me", response=MeShape, operation_id="me", summary="Whom the token acts for, and what it may")
def me(request: HttpRequest) -> HttpResponse:
    """Return the party that the token acts for, and what it may do and see."""
    bearer = begin(request)
    asker = bearer.asker
    parties = load_parties(reading(), {asker.party})
    assert asker.job is not None
    return answer(
        {
            "party": party_told(asker.party, parties.get(asker.party, NOBODY)),
            "name": asker.name,
            "job": asker.job.value,
            "scopes": sorted(bearer.scopes),
            "sees": [what.value for what in Seeing if sees(asker, what)],
        }
    )


@router.get("/lines", response=LinesPage, operation_id="lines", summary="Lines, by key")
def lines(request: HttpRequest, asked: Query[LinesAsked]) -> HttpResponse:
    """Return lines in order of key, of all relations or as asked."""
    bearer, store = begin(request, asked), reading()
    (after,) = place_of(asked.after, tuple[At], (0,))
    found = lines_seen(
        store,
        relations_asked(store, bearer, asked),
        after=after,
        limit=asked.limit,
        deal=asked.deal,
        number=asked.line,
    )
    on = today()
    ties = ties_of(store, [seen.key for seen in found]) if asked.ties else None
    return answer(
        page(
            found,
            asked.limit,
            lambda seen: cursor(seen.key),
            [
                line_told(
                    seen,
                    asker=bearer.asker,
                    today=on,
                    ties=None if ties is None else ties.get(seen.key, ()),
                )
                for seen in found
            ],
        )
    )


@router.get(
    "/lines/{key}", response=WholeLineShape, operation_id="line", summary="A line with all that tells of it"
)
def line(request: HttpRequest, key: KeyInPath, asked: Query[LineAsked]) -> HttpResponse:
    """Return a line with its entries, as it stands now, or as it stood or was known then."""
    bearer, store = begin(request, asked), reading()
    seen = line_seen(store, bearer.asker, number_of(key))
    if seen is None:
        raise Nothing
    as_of = None if asked.as_of is None else asked.as_of.toordinal()
    known_at = None if asked.known_at is None else asked.known_at.astimezone(UTC)
    if as_of is not None or known_at is not None:
        state, _ = line_at(seen.key, as_of=as_of, known_at=known_at)
        seen = seen._replace(state=state)
    entries = entries_seen(
        store, seen.key, as_of=as_of, known_at=None if known_at is None else microseconds(known_at)
    )
    told = line_told(seen, asker=bearer.asker, today=as_of or today())
    return answer(told | {"entries": entries_told(entries, asker=bearer.asker)})


@router.get("/bills", response=BillsPage, operation_id="bills", summary="Bills, by key")
def bills(request: HttpRequest, asked: Query[BillsAsked]) -> HttpResponse:
    """Return bills in order of key, of all relations or as asked."""
    bearer, store = begin(request, asked), reading()
    must_see(bearer, Seeing.MONEY)
    (after,) = place_of(asked.after, tuple[At], (0,))
    found = bills_seen(
        store, relations_asked(store, bearer, asked), after=after, limit=asked.limit, number=asked.number
    )
    on = today()
    return answer(
        page(
            found,
            asked.limit,
            lambda seen: cursor(seen.key),
            [bill_told(seen, today=on) for seen in found],
        )
    )


@router.get("/bills/{key}", response=BillShape, operation_id="bill", summary="A bill")
def bill(request: HttpRequest, key: KeyInPath) -> HttpResponse:
    """Return a bill with what is due and paid on it."""
    bearer, store = begin(request), reading()
    must_see(bearer, Seeing.MONEY)
    seen = bill_seen(store, bearer.asker, number_of(key))
    if seen is None:
        raise Nothing
    return answer(bill_told(seen, today=today()))


@router.get("/gaps", response=GapsPage, operation_id="gaps", summary="Gaps, by whose turn it is")
def gaps(request: HttpRequest, asked: Query[GapsAsked]) -> HttpResponse:
    """Return gaps that are somebody's turn, or will be; `limit` counts the lines and bills they are on."""
    bearer, store = begin(request, asked), reading()
    on = today()
    wanted = Wanted(
        kinds=(asked.kind,) if asked.kind else (),
        cause=asked.cause,
        relation=number_of(asked.relation) if asked.relation else 0,
    )
    after = place_of(asked.after, tuple[Anywhere, Anywhere, At], None)
    found = turns(
        store,
        bearer.asker,
        whose=asked.whose,
        today=on,
        wanted=wanted,
        order=asked.order,
        after=None if after is None else Place(*after),
        limit=asked.limit,
        days=asked.days,
    )
    # A card tells what else stands on its line, which was not asked for.
    items = [
        gap_told(card.owned, turn, asker=bearer.asker, today=on)
        for card in found.cards
        for turn in card.turns
        if asked.kind in (None, turn.gap.kind) and asked.cause in (None, turn.gap.cause)
    ]
    return answer({"items": items, "next": None if found.after is None else cursor(*found.after)})
