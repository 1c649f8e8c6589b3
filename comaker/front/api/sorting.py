"""Sorting out: what waits for a person, and where he says that a line of a paper belongs."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from comaker.front.api.asking import KeyInPath, begin, must_see, number_of, refuse_unknown
from comaker.front.api.bearer import bearer_in
from comaker.front.api.errors import answer, as_json, said
from comaker.front.api.frame import body
from comaker.front.api.list_shapes import HeldPage, LoosePage, RefusedPage, TiedShape
from comaker.front.api.once import Keep, once
from comaker.front.api.paging import Asked, At, cursor, page, place_of
from comaker.front.api.scoping import OfRelation, relations_asked
from comaker.front.api.telling import held_told, loose_told, refused_told
from comaker.front.api.writing import form_in
from comaker.kernel.access import Doing, Seeing, sees
from comaker.record.asked.listed_held import held_seen, refused_seen
from comaker.record.asked.listed_relations import loose_seen
from comaker.record.hands import Put, put, set_aside
from comaker.record.post import microseconds
from comaker.record.store import Store
from comaker.record.transaction import reading, transact

router = Router(tags=["Sorting out"])

_PlaceInPath = Annotated[
    str,
    Path(pattern=r"^(-1|[0-9]{1,6})$", description="Of the line in its document, from 0; -1 is all of it."),
]


class TieForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where a line of a document belongs."""

    to: Annotated[
        str | None,
        msgspec.Meta(description="The key of a line or bill; null where it belongs to nothing here."),
    ]


_tie_from = msgspec.json.Decoder(TieForm)


@router.get("/loose", response=LoosePage, operation_id="loose", summary="What is not tied yet")
def loose(request: HttpRequest, asked: Query[OfRelation]) -> HttpResponse:
    """Return document lines that are not tied yet, with the lines that they may belong to and why."""
    bearer, store = begin(request, asked), reading()
    must_see(bearer, Seeing.DOCUMENTS)
    after = place_of(asked.after, tuple[At, At], (0, -2))
    found = loose_seen(store, relations_asked(store, bearer, asked), after=after, limit=asked.limit)
    return answer(
        page(
            found,
            asked.limit,
            lambda seen: cursor(seen.document, seen.place),
            [loose_told(seen) for seen in found],
        )
    )


@router.get("/held", response=HeldPage, operation_id="held", summary="What waits for a person")
def held(request: HttpRequest, asked: Query[OfRelation]) -> HttpResponse:
    """Return what of the documents waits for a person, by document; `limit` counts documents."""
    bearer, store = begin(request, asked), reading()
    must_see(bearer, Seeing.DOCUMENTS)
    (after,) = place_of(asked.after, tuple[At], (0,))
    found, last = held_seen(
        store,
        relations_asked(store, bearer, asked),
        after=after,
        limit=asked.limit,
        with_remarks=sees(bearer.asker, Seeing.MONEY),
    )
    items = [held_told(seen) for seen in found]
    return answer({"items": items, "next": None if last is None else cursor(last)})


@router.get("/refused", response=RefusedPage, operation_id="refused", summary="Files that could not be used")
def refused(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Return files that were sent for the party and could not be used, the first one first."""
    bearer, store = begin(request, asked), reading()
    must_see(bearer, Seeing.DOCUMENTS)
    (after,) = place_of(asked.after, tuple[At], (0,))
    found = refused_seen(store, bearer.asker, after=after, limit=asked.limit)
    return answer(
        page(found, asked.limit, lambda seen: cursor(seen.key), [refused_told(seen) for seen in found])
    )


@router.post(
    "/loose/{document}/{place}/tie",
    response=TiedShape,
    operation_id="tie",
    summary="Say where a line of a document belongs",
    openapi_extra=body(TieForm, example={"to": "4294967298"}),
)
def tie(request: HttpRequest, document: KeyInPath, place: _PlaceInPath) -> HttpResponse:
    """Say where a line of a document belongs, or that it belongs to nothing here.

    It is kept with who said it, and holds against what is matched; said again it changes nothing.
    """
    refuse_unknown(request)
    bearer = bearer_in(request)
    bearer.must(Doing.TIE)
    wanted, now = form_in(request, _tie_from), datetime.now(UTC)
    paper, row = number_of(document), int(place)

    def write(keep: Keep) -> HttpResponse:
        if wanted.to is None:
            hands = [set_aside(bearer.asker, document=paper, place=row, now=now)]
        else:
            hands = put(bearer.asker, [Put(paper, row, number_of(wanted.to))], now=now)
        told = as_json({"said": [str(hand) for hand in hands]})
        # What a person says is harmless said twice, so its answer may be kept after it.
        transact(lambda store: _keep(keep, store, told, now))
        return said(told)

    return once(request, bearer, write)


def _keep(keep: Keep, store: Store, told: bytes, now: datetime) -> None:
    keep(store, HTTPStatus.OK, told, microseconds(now))
