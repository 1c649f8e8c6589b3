"""Relating: with whom the party deals, and what was agreed."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from comaker.front.api.asking import begin
from comaker.front.api.errors import answer
from comaker.front.api.list_shapes import DealsPage, RelationsPage
from comaker.front.api.paging import At, Word, cursor, page, place_of
from comaker.front.api.scoping import OfRelation, relations_asked
from comaker.front.api.telling import deal_told, relation_told
from comaker.record.asked.listed_relations import deals_seen, relations_seen
from comaker.record.transaction import reading

router = Router(tags=["Reading"])


@router.get("/deals", response=DealsPage, operation_id="deals", summary="Deals, by relation and number")
def deals(request: HttpRequest, asked: Query[OfRelation]) -> HttpResponse:
    """Return deals: what was agreed at once, with how many lines and how many of them are open."""
    bearer, store = begin(request, asked), reading()
    after = place_of(asked.after, tuple[At, Word, At], (0, "", -1))
    found = deals_seen(store, relations_asked(store, bearer, asked), after=after, limit=asked.limit)
    return answer(
        page(
            found,
            asked.limit,
            lambda seen: cursor(seen.relation, seen.number, seen.giver),
            [deal_told(seen) for seen in found],
        )
    )


@router.get("/relations", response=RelationsPage, operation_id="relations", summary="Relations, by key")
def relations(request: HttpRequest, asked: Query[OfRelation]) -> HttpResponse:
    """Return the relations of the party."""
    bearer, store = begin(request, asked), reading()
    (after,) = place_of(asked.after, tuple[At], (0,))
    found = relations_seen(store, relations_asked(store, bearer, asked), after=after, limit=asked.limit)
    return answer(
        page(found, asked.limit, lambda seen: cursor(seen.key), [relation_told(seen) for seen in found])
    )
