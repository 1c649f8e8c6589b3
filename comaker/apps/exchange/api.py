"""The API of exchange: documents in, one by one or many at once, and what became of them."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from comaker.engines.forms import DocumentForm
from comaker.front.api.asking import KeyInPath, WordAsked, begin, must_see, number_of, refuse_unknown
from comaker.front.api.bearer import bearer_in
from comaker.front.api.errors import Nothing, answer, as_json, said
from comaker.front.api.frame import body
from comaker.front.api.limits import BULK_MAX
from comaker.front.api.list_shapes import BulkShape, DocumentShape, RowsPage, TakenShape
from comaker.front.api.once import Keep, once
from comaker.front.api.paging import At, cursor, page, place_of
from comaker.front.api.receiving import (
    FILES,
    MULTIPART,
    BulkForm,
    arrival_of,
    arrival_or_refusal,
    contents_of,
)
from comaker.front.api.scoping import OfRelation, relations_asked
from comaker.front.api.telling import became_told, document_row, document_told
from comaker.front.api.tokens import Bearer
from comaker.front.api.writing import JSON
from comaker.front.bringing import May, Verdict, bring, bring_many
from comaker.front.refusals import NotAllowed
from comaker.kernel.access import Doing, Seeing, sees
from comaker.kernel.document import Kind
from comaker.kernel.refusal import Refusal
from comaker.record.asked.listed_documents import (
    SeenDocument,
    bills_tied,
    document_seen,
    documents_seen,
    lines_tied,
    paper_of,
    remarks_of,
)
from comaker.record.post import microseconds
from comaker.record.store import Store
from comaker.record.transaction import reading

router = Router(tags=["Documents"])

_STATUS = {"taken": HTTPStatus.CREATED, "repeat": HTTPStatus.OK, "held": HTTPStatus.ACCEPTED}
# Papers on which no prices stand.
_WITHOUT_MONEY = frozenset((Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.FULFILMENT_CANCELLATION))


class FileAsked(Schema):
    """What may be said of a document beside it."""

    model_config = ConfigDict(extra="forbid")

    file: Annotated[WordAsked | None, Field(description="The name of the file it came in.")] = None


class DocumentsAsked(OfRelation):
    """Which documents."""

    held: Annotated[bool, Field(description="Those alone that are held for a person.")] = False


_ORDER = {
    "kind": "order",
    "number": "PO-1047",
    "issued": "2026-01-02",
    "giver": {"name": "Wax Works", "identifiers": ["gln:8712345000004"]},
    "taker": {"name": "Candle House", "identifiers": ["gln:8798765000008"]},
    "currency": "EUR",
    "until": "2026-01-09",
    "lines": [
        {
            "number": "1",
            "product": {"sellers": "BW-25", "name": "Beeswax"},
            "quantity": "120",
            "unit": "KGM",
            "price": "1.50",
            "amount": "180.00",
        }
    ],
}
_UBL = {"application/xml": {"schema": {"type": "string"}, "example": "<Order>…</Order>"}}
_SENT = {
    MULTIPART: {
        "schema": {
            "type": "object",
            "properties": {
                FILES: {
                    "type": "array",
                    "maxItems": BULK_MAX,
                    "items": {"type": "string", "format": "binary"},
                }
            },
            "required": [FILES],
            "additionalProperties": False,
        }
    }
}


@router.post(
    "/documents",
    response={201: TakenShape, 200: TakenShape, 202: TakenShape},
    operation_id="post_document",
    summary="Post a document",
    openapi_extra=body(DocumentForm, example=_ORDER, types=_UBL),
)
def post_document(request: HttpRequest, asked: Query[FileAsked]) -> HttpResponse:
    """Post a document: a form in JSON, or the bytes of a UBL file.

    Answers 201 when it is taken, 200 when it says again what an earlier one said, and 202 when it is held,
    because it contradicts an earlier one. What was answered once holds for ever: the same document again is
    harmless, with or without an Idempotency-Key.
    """
    refuse_unknown(request, asked)
    bearer = bearer_in(request)
    now = datetime.now(UTC)

    def write(keep: Keep) -> HttpResponse:
        arrival = arrival_of(
            request.headers.get("Content-Type", ""),
            request.body,
            asked.file or "",
            party=bearer.asker.party,
            now=now,
        )
        answered = [said(b"")]

        def finish(store: Store, verdicts: list[Verdict]) -> None:
            (verdict,) = verdicts
            if isinstance(verdict, Refusal):
                raise verdict
            body = as_json(became_told(verdict))
            answered[0] = said(body, status=_STATUS[verdict.state])
            keep(store, _STATUS[verdict.state], body, microseconds(now))

        bring([arrival], may=_may(bearer), now=now, finish=finish)
        return answered[0]

    return once(request, bearer, write)


@router.post(
    "/documents/bulk",
    response=BulkShape,
    operation_id="post_documents",
    summary="Post many documents",
    openapi_extra=body(BulkForm, example={"documents": [_ORDER]}, types=_SENT),
)
def post_documents(request: HttpRequest) -> HttpResponse:
    """Post up to a thousand documents, as forms in JSON or as files; each is answered by itself, in order.

    Documents of one relation are posted together. Sent again after a failure, those that were in are
    repeats.
    """
    refuse_unknown(request)
    bearer = bearer_in(request)
    now = datetime.now(UTC)
    contents, parts = contents_of(request)

    def write(keep: Keep) -> HttpResponse:
        arrivals = [
            arrival_or_refusal(kind, content, file, party=bearer.asker.party, now=now)
            for kind, content, file in contents
        ]
        answered = [b""]

        def finish(store: Store, verdicts: list[Verdict]) -> None:
            answered[0] = as_json({"items": [became_told(verdict) for verdict in verdicts]})
            keep(store, HTTPStatus.OK, answered[0], microseconds(now))

        bring_many(arrivals, may=_may(bearer), now=now, finish=finish)
        return said(answered[0])

    return once(request, bearer, write, parts=parts)


@router.get("/documents", response=RowsPage, operation_id="documents", summary="Documents, by key")
def documents(request: HttpRequest, asked: Query[DocumentsAsked]) -> HttpResponse:
    """Return documents in order of key, of all relations or as asked."""
    bearer, store = begin(request, asked), reading()
    must_see(bearer, Seeing.DOCUMENTS)
    (after,) = place_of(asked.after, tuple[At], (0,))
    found = documents_seen(
        store, relations_asked(store, bearer, asked), after=after, limit=asked.limit, only_held=asked.held
    )
    return answer(
        page(found, asked.limit, lambda seen: cursor(seen.key), [document_row(seen) for seen in found])
    )


@router.get("/documents/{key}", response=DocumentShape, operation_id="document", summary="A document")
def document(request: HttpRequest, key: KeyInPath) -> HttpResponse:
    """Return a document: what it says as a form, and the lines and bills that it is tied to."""
    bearer, store = begin(request), reading()
    seen = _seen(store, bearer, key)
    numbers = [seen.key]
    return answer(
        document_told(
            seen,
            asker=bearer.asker,
            lines=lines_tied(store, numbers),
            bills=bills_tied(store, numbers),
            remarks=remarks_of(store, numbers),
        )
    )


@router.get(
    "/documents/{key}/file",
    operation_id="file",
    summary="The bytes of a document",
    openapi_extra={"responses": {200: {"content": {"application/xml": {}, JSON: {}}}}},
)
def file(request: HttpRequest, key: KeyInPath) -> HttpResponse:
    """Return a document byte for byte as it came in."""
    bearer, store = begin(request), reading()
    seen = _seen(store, bearer, key)
    if not sees(bearer.asker, Seeing.MONEY) and seen.document.kind not in _WITHOUT_MONEY:
        raise NotAllowed(
            "This token sees no prices, and this file has some.", hint="Read the document instead."
        )
    body = paper_of(store, seen.digest)
    if body is None:
        raise Nothing
    is_form = body[:1] == b"{"
    response = HttpResponse(body, content_type=JSON if is_form else "application/xml")
    # Never shown inside a page of ours, whatever it holds.
    ending = "json" if is_form else "xml"
    response.headers["Content-Disposition"] = f'attachment; filename="{seen.key}.{ending}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _seen(store: Store, bearer: Bearer, key: str) -> SeenDocument:
    must_see(bearer, Seeing.DOCUMENTS)
    seen = document_seen(store, bearer.asker, number_of(key))
    if seen is None:
        raise Nothing
    return seen


def _may(bearer: Bearer) -> May:
    def may(doing: Doing, giver: int, taker: int) -> bool:
        return bearer.may(doing, giver=giver, taker=taker)

    return may
