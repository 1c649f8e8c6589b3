"""The API of web hooks and of the feed behind them."""

from datetime import datetime
from http import HTTPStatus
from typing import Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from comaker.front.api.asking import KeyInPath, begin, number_of
from comaker.front.api.errors import answer
from comaker.front.api.frame import body
from comaker.front.api.paging import Asked, At, cursor, page, place_of
from comaker.front.api.telling import moment
from comaker.front.api.tokens import Bearer
from comaker.front.api.writing import form_in, write_once
from comaker.front.hooks import keeping
from comaker.front.hooks.feed import happened_told, happenings
from comaker.front.hooks.keeping import SeenDelivery, SeenHook
from comaker.front.hooks.shapes import (
    AgainShape,
    DeliveriesPage,
    FeedPage,
    HookChangeForm,
    HookForm,
    HookShape,
    HooksShape,
    NewHookShape,
)
from comaker.front.hooks.signing import written
from comaker.kernel.access import Doing
from comaker.record.store import Store
from comaker.record.transaction import reading

router = Router(tags=["Web hooks"])

_hook_from = msgspec.json.Decoder(HookForm)
_change_from = msgspec.json.Decoder(HookChangeForm)


class DeliveriesAsked(Asked):
    """Which deliveries."""

    state: Literal["waiting", "sent", "dead", "skipped"] | None = None


@router.get("/events", response=FeedPage, operation_id="events", summary="What changed, in order")
def events(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Return what changed in the relations of the party, in the order in which it is told.

    Give `next` as `after` to go on: now while pages are full, later for what happens then. Nothing is left
    out and nothing comes twice. A worker fills the feed, a moment after a document is posted.
    """
    bearer = begin(request, asked)
    (after,) = place_of(asked.after, tuple[At], (0,))
    found = happenings(reading(), bearer.asker.parties, after=after, limit=asked.limit)
    last = found[-1].place if found else after
    return answer({"items": [happened_told(each) for each in found], "next": cursor(last)})


@router.get("/hooks", response=HooksShape, operation_id="hooks", summary="Web hooks")
def hooks(request: HttpRequest) -> HttpResponse:
    """Return all web hooks of the party, for who manages them."""
    bearer = _manager(request)
    return answer({"items": [_hook_told(hook) for hook in keeping.hooks_of(bearer.asker)]})


@router.post(
    "/hooks",
    response={201: NewHookShape},
    operation_id="post_hook",
    summary="Make a web hook",
    openapi_extra=body(HookForm, example={"url": "https://example.com/comaker"}),
)
def post_hook(request: HttpRequest) -> HttpResponse:
    """Make a web hook, which is told whatever changes from now on.

    Deliveries are signed as standardwebhooks.com says; a line's events come in order, and each at least once.
    """
    url = keeping.checked(form_in(request, _hook_from).url)

    def work(store: Store, bearer: Bearer, now: datetime) -> object:
        hook = keeping.add(store, bearer.asker, url=url, now=now)
        return _hook_told(hook) | {"secret": written(hook.secret)}

    return write_once(request, Doing.MANAGE, HTTPStatus.CREATED, work)


@router.get("/hooks/{key}", response=HookShape, operation_id="hook", summary="A web hook")
def hook(request: HttpRequest, key: KeyInPath) -> HttpResponse:
    """Return a web hook."""
    return answer(_hook_told(keeping.hook_of(_manager(request).asker, number_of(key))))


@router.patch(
    "/hooks/{key}",
    response=HookShape,
    operation_id="patch_hook",
    summary="Change a web hook",
    openapi_extra=body(HookChangeForm, example={"is_resting": True}),
)
def patch_hook(request: HttpRequest, key: KeyInPath) -> HttpResponse:
    """Let deliveries go to another URL, rest, or go on after a rest."""
    wanted = form_in(request, _change_from)
    url = None if wanted.url is None else keeping.checked(wanted.url)

    def work(store: Store, bearer: Bearer, now: datetime) -> object:
        return _hook_told(
            keeping.change(
                store, bearer.asker, number_of(key), url=url, is_resting=wanted.is_resting, now=now
            )
        )

    return write_once(request, Doing.MANAGE, HTTPStatus.OK, work)


@router.delete("/hooks/{key}", response={204: None}, operation_id="delete_hook", summary="End a web hook")
def delete_hook(request: HttpRequest, key: KeyInPath) -> HttpResponse:
    """End a web hook; what was still to be sent to it is not sent any more."""

    def work(store: Store, bearer: Bearer, now: datetime) -> None:
        keeping.end(store, bearer.asker, number_of(key), now=now)

    return write_once(request, Doing.MANAGE, HTTPStatus.NO_CONTENT, work)


@router.get(
    "/hooks/{key}/deliveries", response=DeliveriesPage, operation_id="deliveries", summary="Deliveries"
)
def deliveries(request: HttpRequest, key: KeyInPath, asked: Query[DeliveriesAsked]) -> HttpResponse:
    """Return deliveries to a web hook, the newest first."""
    bearer = _manager(request, asked)
    (before,) = place_of(asked.after, tuple[At], (2**63 - 1,))
    found = keeping.deliveries_of(
        bearer.asker, number_of(key), before=before, limit=asked.limit, state=asked.state
    )
    return answer(
        page(found, asked.limit, lambda seen: cursor(seen.id), [_delivery_told(seen) for seen in found])
    )


@router.post(
    "/hooks/{key}/again", response=AgainShape, operation_id="again", summary="Send what is dead again"
)
def again(request: HttpRequest, key: KeyInPath) -> HttpResponse:
    """Send all deliveries again that were given up, each in its order."""

    def work(store: Store, bearer: Bearer, now: datetime) -> object:
        return {"again": keeping.send_again(store, bearer.asker, number_of(key))}

    return write_once(request, Doing.MANAGE, HTTPStatus.OK, work)


@router.post(
    "/hooks/{key}/deliveries/{delivery}/again",
    response=AgainShape,
    operation_id="delivery_again",
    summary="Send a delivery again",
)
def delivery_again(request: HttpRequest, key: KeyInPath, delivery: KeyInPath) -> HttpResponse:
    """Send one delivery again, with the same id, before those of its relation that still wait."""

    def work(store: Store, bearer: Bearer, now: datetime) -> object:
        return {"again": keeping.send_again(store, bearer.asker, number_of(key), number_of(delivery))}

    return write_once(request, Doing.MANAGE, HTTPStatus.OK, work)


@router.post(
    "/hooks/{key}/deliveries/{delivery}/skip",
    response={204: None},
    operation_id="skip_delivery",
    summary="Leave a delivery out",
)
def skip_delivery(request: HttpRequest, key: KeyInPath, delivery: KeyInPath) -> HttpResponse:
    """Leave a delivery out that waits or was given up, so that those behind it go on."""

    def work(store: Store, bearer: Bearer, now: datetime) -> None:
        keeping.skip(store, bearer.asker, number_of(key), number_of(delivery), now=now)

    return write_once(request, Doing.MANAGE, HTTPStatus.NO_CONTENT, work)


def _manager(request: HttpRequest, asked: Schema | None = None) -> Bearer:
    bearer = begin(request, asked)
    bearer.must(Doing.MANAGE)
    return bearer


def _hook_told(hook: SeenHook) -> dict[str, object]:
    return {
        "key": str(hook.id),
        "url": hook.url,
        "made": moment(hook.made_at),
        "resting_since": None if hook.resting_since is None else moment(hook.resting_since),
        "failures": hook.failures,
        "waiting": hook.waiting - hook.dead,
        "dead": hook.dead,
    }


def _delivery_told(seen: SeenDelivery) -> dict[str, object]:
    return {
        "key": str(seen.id),
        "event": str(seen.event),
        "relation": str(seen.relation),
        "state": seen.state,
        "attempts": seen.attempts,
        "status": seen.status,
        "why": seen.why,
        "made": moment(seen.made_at),
        "ended": None if seen.ended_at is None else moment(seen.ended_at),
        "body": seen.body,
    }
