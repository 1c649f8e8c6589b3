"""The Asker of a request: which person asks, for which party, in which job."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from comaker.front.models import Mandate as StoredMandate
from comaker.front.models import Member, User
from comaker.kernel.access import Asker, Doing, Job, Mandate
from comaker.record.sight import known_as, seeing

P = ParamSpec("P")

_CHOSEN = "member"  # in the session: for which of his parties somebody acts


class AskerRequest(HttpRequest):
    """A request of somebody who may be a member of a party."""

    asker: Asker


def members_of(user: User) -> list[Member]:
    """Return what somebody does, and for whom, the longest first."""
    held = Member.objects.filter(user=user, ended_at__isnull=True).select_related("user")
    return list(held.order_by("joined_at", "pk"))


def choose(request: HttpRequest, member: Member) -> None:
    """Let somebody act for another of his parties from now on."""
    request.session[_CHOSEN] = member.pk


def asker_of(member: Member) -> Asker:
    """Return a member as the one who asks."""
    parties = known_as(member.party_id)
    party = parties[0]
    mandates = StoredMandate.objects.filter(to=party, ended_at__isnull=True)
    return Asker(
        party,
        parties,
        Job(member.job),
        member.pk,
        str(member.user),
        tuple(Mandate(held.of_id, _doings(held.doings.split("|"))) for held in mandates),
        accept_max=member.accept_max,
    )


def _doings(names: Iterable[str]) -> frozenset[Doing]:
    return frozenset(Doing(name) for name in names if name)


def asker_in(request: HttpRequest) -> Asker | None:
    """Return who asks by session; None for one who belongs to no party yet."""
    assert isinstance(request.user, User)
    held = members_of(request.user)
    if not held:
        return None
    chosen = request.session.get(_CHOSEN)
    return asker_of(next((member for member in held if member.pk == chosen), held[0]))


def for_members(
    page: Callable[Concatenate[AskerRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a page be asked for by members alone; others sign in, or make or join a party, first."""

    @wraps(page)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        asker = asker_in(request)
        if asker is None:
            return redirect("start")
        request.asker = asker  # type: ignore[attr-defined]
        with seeing(asker):
            return page(request, *args, **kwargs)  # type: ignore[arg-type]

    return asked  # type: ignore[return-value]


def join(user: User, party: int, job: Job, *, now: datetime, **more: Any) -> Member:
    """Let somebody do a job for a party, by its number; one who does already keeps it."""
    found = Member.objects.filter(user=user, party_id=party, ended_at__isnull=True).first()
    return found or Member.objects.create(user=user, party_id=party, job=job.value, joined_at=now, **more)
