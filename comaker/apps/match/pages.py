"""The pages of match: loose lines one by one, each tied by hand to what it belongs to."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comaker.apps.match.queries import shown, told_of
from comaker.front.asker import AskerRequest, for_members
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Doing, Seeing, may, sees
from comaker.record import hands
from comaker.record.asked.loose import case_of, left, likewise, next_loose
from comaker.record.hands import Put

_BEFORE_ANY = -2  # a place before that of the document as a whole
_KEPT_MAX = 20
_SAID = "said_by_hand"  # in the session: what was said last, to take it back
_KEY_MAX = 2**63 - 1


@for_members
def queue_page(request: AskerRequest) -> HttpResponse:
    """Show a loose line beside what it may belong to: the one that is named, else the next one."""
    asker = request.asker
    _must_tie(asker)
    at = _at(request.GET.get("at", ""))
    if at is None and (paper := request.GET.get("paper", "")).isdigit():
        at = next_loose(asker, (min(int(paper), _KEY_MAX), _BEFORE_ANY))
    at = at or next_loose(asker, _at(request.GET.get("after", "")) or (0, -1))
    text = request.GET.get("text", "").replace("\0", "").strip()[:100]
    case = case_of(asker, *at, text=text) if at else None
    if at and case is None:
        raise NotThere
    around = {
        "case": case,
        "at": f"{case.key}.{case.place}" if case else "",
        "text": text,
        "stays": request.GET.get("stay") == "1",
        "left": left(asker),
        "facts": told_of(case) if case else [],
        "choices": shown(case) if case else [],
        "has_money": sees(asker, Seeing.MONEY),
        "today": timezone.localdate().toordinal(),
        "said": _last_said(request),
    }
    if request.headers.get("HX-Request"):
        response = render(request, "match/case.html", around)
        response.headers["HX-Push-Url"] = _address(str(around["at"]), text)
        return response
    return render(request, "match/queue.html", around)


@require_POST
@for_members
def choose_page(request: AskerRequest) -> HttpResponse:
    """Tie a line to the one that was chosen; then show the next."""
    key, place = _place_in(request)
    to = _key(request.POST.get("to", ""))
    said = hands.put(request.asker, [Put(key, place, to)], now=timezone.now())
    rest = likewise(request.asker, key, to) if place >= 0 else []
    _note(request, said, _tied(request.asker, key, place), rest=len(rest), paper=key, to=to)
    return _onward(request, key, place)


@require_POST
@for_members
def likewise_page(request: AskerRequest) -> HttpResponse:
    """Tie the other loose lines of a paper to the lines of the same order."""
    key, to = _key(request.POST.get("paper", "")), _key(request.POST.get("to", ""))
    puts = likewise(request.asker, key, to)
    if puts:
        said = hands.put(request.asker, puts, now=timezone.now())
        many = ngettext("%(many)s more is tied.", "%(many)s more are tied.", len(said)) % {"many": len(said)}
        _note(request, said, many)
    return _onward(request, key, _BEFORE_ANY)


@require_POST
@for_members
def nothing_page(request: AskerRequest) -> HttpResponse:
    """Say that a line belongs to nothing here; then show the next."""
    key, place = _place_in(request)
    said = hands.set_aside(request.asker, document=key, place=place, now=timezone.now())
    _note(request, [said], _("It belongs to nothing here."))
    return _onward(request, key, place)


@require_POST
@for_members
def untie_page(request: AskerRequest) -> HttpResponse:
    """Say that a line does not belong where it is tied; it is the next to be tied."""
    key, place = _place_in(request)
    said = hands.untie(request.asker, document=key, place=place, now=timezone.now())
    _note(request, [said], _("It is loose now."))
    return redirect(f"{reverse('match')}?{urlencode({'at': f'{key}.{place}', **_staying(request)})}")


@require_POST
@for_members
def back_page(request: AskerRequest) -> HttpResponse:
    """Take back what was said: what is named, else what was said last."""
    stack = request.session.get(_SAID, [])
    named = [_key(each) for each in request.POST.getlist("hand")]
    keys = named or (stack[-1]["hands"] if stack else [])
    if keys:
        hands.take_back(request.asker, keys, now=timezone.now())
    request.session[_SAID] = [each for each in stack if not set(each["hands"]) & set(keys)]
    at = next((each["at"] for each in reversed(stack) if set(each["hands"]) & set(keys)), "")
    beyond = request.POST.get("next", "")
    if named and _is_ours(request, beyond):
        messages.success(request, _("Taken back."))
        return redirect(beyond)
    return redirect(f"{reverse('match')}?{urlencode({'at': at})}" if at else reverse("match"))


def _tied(asker: Asker, key: int, place: int) -> str:
    """Say to what a line is tied now."""
    case = case_of(asker, key, place)
    ties = case.on.ties if case is not None else ()
    names = [" / ".join(part for part in (tie.deal, tie.number) if part) for tie in ties[:1]]
    return _("Tied to %(what)s.") % {"what": names[0]} if names and names[0] else _("Tied.")


def _note(request: AskerRequest, said: list[int], text: str, **more: int) -> None:
    """Remember what was said, so that it can be taken back, the last first."""
    at = request.POST.get("at", "")
    noted = {"hands": said, "text": text, "at": at, **more}
    request.session[_SAID] = [*request.session.get(_SAID, []), noted][-_KEPT_MAX:]
    request.session["said_now"] = True


def _last_said(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was said last, where that was just now; it can be taken back by the key for as long."""
    stack = request.session.get(_SAID, [])
    if not stack:
        return None
    return {**stack[-1], "is_fresh": request.session.pop("said_now", False)}


def _onward(request: AskerRequest, key: int, place: int) -> HttpResponse:
    """Go to the next loose line; who came from a paper goes back to it."""
    if request.POST.get("stay") == "1":
        messages.success(request, _last_text(request))
        return redirect(f"/documents/{key}?from={max(place, 0) // 200 * 200 + 1}#line-{place}")
    return redirect(f"{reverse('match')}?{urlencode({'after': f'{key}.{place}'})}")


def _last_text(request: AskerRequest) -> str:
    stack = request.session.get(_SAID, [])
    request.session.pop("said_now", None)
    return str(stack[-1]["text"]) if stack else ""


def _address(at: str, text: str) -> str:
    """Return the address of a line, with what is looked for."""
    asked_for = {name: value for name, value in (("at", at), ("text", text)) if value}
    return f"{reverse('match')}?{urlencode(asked_for)}" if asked_for else reverse("match")


def _staying(request: AskerRequest) -> dict[str, str]:
    return {"stay": "1"} if request.POST.get("stay") == "1" else {}


def _place_in(request: AskerRequest) -> tuple[int, int]:
    at = _at(request.POST.get("at", ""))
    if at is None:
        raise NotThere
    return at


def _at(text: str) -> tuple[int, int] | None:
    """Return document and place that an address names as 4294967299.0; None for anything else."""
    key, _dot, place = text.partition(".")
    number = place.removeprefix("-")
    if not (key.isascii() and key.isdigit() and number.isascii() and number.isdigit()):
        return None
    if len(key) > 19 or int(key) > _KEY_MAX or len(number) > 9:
        return None
    return int(key), int(place)


def _key(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _KEY_MAX):
        raise NotThere
    return int(text)


def _is_ours(request: HttpRequest, address: str) -> bool:
    return bool(address) and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def _must_tie(asker: Asker) -> None:
    if not sees(asker, Seeing.DOCUMENTS) or not may(asker, Doing.TIE):
        raise NotAllowed(
            _("Tying lines is not your job here."), hint=_("Ask somebody of your party who may do it.")
        )
