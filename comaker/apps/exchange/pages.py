"""The pages of exchange: bring papers, find them again, and see what became of each of their lines."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from comaker.apps.exchange import actions, queries
from comaker.apps.exchange.actions import Brought, Upload
from comaker.front.asker import AskerRequest, for_members
from comaker.front.exports import CSV, EXCEL, exported
from comaker.front.refusals import NotAllowed, NotThere
from comaker.front.uploads import FILES_MAX, clean_name, measured
from comaker.front.words import PAPER_NAMES
from comaker.kernel.access import Asker, Doing, Seeing, may, sees
from comaker.kernel.document import Kind
from comaker.kernel.refusal import Refusal
from comaker.record import hands
from comaker.record.asked import document as asked
from comaker.record.asked import documents as listed
from comaker.record.asked.bare import kinds_hidden_from
from comaker.record.asked.documents import SORTS, STATES, Wanted

_ON_A_PAGE = 50
_KEY_MAX = 2**63 - 1


class TooManyFiles(Refusal):
    """More files at once than are read."""

    def __init__(self) -> None:
        super().__init__(
            _("At most %(most)s files are read at once.") % {"most": FILES_MAX},
            hint=_("Bring them in portions; what was brought before is known and does no harm."),
        )


@for_members
def documents_page(request: AskerRequest) -> HttpResponse:
    """Show what came in, as asked for in the address, and where to drop more."""
    asker = request.asker
    _must_see(asker)
    wanted = wanted_in(request)
    found = listed.documents(asker, wanted, limit=_ON_A_PAGE + 1)
    hidden = kinds_hidden_from(asker)
    around = {
        "chosen": wanted,
        "found": found[:_ON_A_PAGE],
        "more": found[_ON_A_PAGE - 1].key if len(found) > _ON_A_PAGE else 0,
        "is_filtered": wanted != Wanted(sort=wanted.sort, after=wanted.after),
        "kinds": [(kind.value, name) for kind, name in PAPER_NAMES.items() if kind.value not in hidden],
        "others": listed.other_parties(asker),
        **_around(asker),
    }
    return render(request, "exchange/documents.html", around)


@csrf_exempt  # until it is known how much comes in: the page behind it sees to it
def bring_page(request: HttpRequest) -> HttpResponse:
    """Take files in, and say of each what became of it."""
    measured(request)
    try:
        return _bring(request)
    except TooManyFilesSent as error:
        raise TooManyFiles from error


@csrf_protect
@require_POST
@for_members
def _bring(request: AskerRequest) -> HttpResponse:
    asker = request.asker
    actions.must_bring(asker)
    files = request.FILES.getlist("files")
    if getattr(request, "is_too_large", False):
        raise Refusal(_("That is more than is read at once."), hint=_("Bring the files in portions."))
    too_large: list[str] = getattr(request, "too_large", [])
    if len(files) + len(too_large) > FILES_MAX:
        raise TooManyFiles
    if not files and not too_large:
        raise Refusal(_("No file was chosen."), hint=_("Choose one or more files, or drop them."))
    found = [_too_large(name) for name in too_large]
    found += actions.bring(asker, _uploads(files), now=timezone.now())
    return _told(request, found)


def _uploads(files: list[Any]) -> Iterator[Upload]:
    for file in files:
        yield Upload(clean_name(file.name or ""), file.read)


def _too_large(name: str) -> Brought:
    return Brought(
        name, actions.REFUSED, _("The file is larger than 50 MB."), _("Split it, or leave attachments out.")
    )


def _told(request: AskerRequest, found: list[Brought]) -> HttpResponse:
    """Say what became of files: as rows where a page is open already, else as a page."""
    around = {
        "outcomes": queries.outcomes(request.asker, found),
        "may_manage": may(request.asker, Doing.MANAGE),
        **_around(request.asker),
    }
    page = "exchange/brought_rows.html" if request.headers.get("HX-Request") else "exchange/brought.html"
    return render(request, page, around)


@for_members
def document_page(request: AskerRequest, key: int) -> HttpResponse:
    """Show a document with what became of each of its lines; a held one beside what it contradicts."""
    asker = request.asker
    start = max(_number(request.GET.get("from", "")) - 1, 0)
    seen = asked.document_seen(asker, _key(key), start=start)
    if seen is None:
        raise NotThere
    last = start + len(seen.lines)
    has_money = sees(asker, Seeing.MONEY)
    around = {
        "seen": seen,
        "document": seen.document,
        "has_money": has_money,
        "loose": sum(1 for on in (seen.whole, *seen.lines) if on.loose is not None),
        "has_prices": has_money and any(line.price is not None for line in seen.document.lines),
        "has_amounts": has_money and any(line.amount is not None for line in seen.document.lines),
        "may_tie": may(asker, Doing.TIE) and not seen.is_held and seen.document.kind is not Kind.ORDER,
        "may_decide": may(asker, Doing.TIE),
        "first": start + 1,
        "last": last,
        "following": last + 1 if last < len(seen.document.lines) else 0,
        "beside": [
            (clash, queries.side_by_side(clash.document, seen.document))
            for clash in (seen.clashes[:1] if seen.is_held else ())
        ],
    }
    return render(request, "exchange/document.html", around)


@for_members
def file_page(request: AskerRequest, key: int) -> HttpResponse:
    """Give the bytes in which a document came; they are never shown as a page."""
    found = asked.file_of(request.asker, _key(key))
    if found is None:
        raise NotThere
    document, body = found
    return _download(f"{document.kind.value} {document.number}.xml", body)


@require_POST
@for_members
def first_page(request: AskerRequest, key: int) -> HttpResponse:
    """Let the document that came first stand against a held one; or take that back."""
    seen = asked.document_seen(request.asker, _key(key))
    if seen is None:
        raise NotThere
    if seen.whole.hand is not None and "back" in request.POST:
        hands.take_back(request.asker, [seen.whole.hand.key], now=timezone.now())
    else:
        hands.keep_first(request.asker, document=key, now=timezone.now())
    return redirect("document", key)


@for_members
def refused_page(request: AskerRequest) -> HttpResponse:
    """Show the files that could not be used, why, and what to do."""
    asker = request.asker
    _must_see(asker)
    text, before = request.GET.get("text", "")[:100], _number(request.GET.get("before", ""))
    found = asked.refused_files(asker, text=text, before=before, limit=_ON_A_PAGE + 1)
    around = {
        "text": text,
        "found": found[:_ON_A_PAGE],
        "more": found[_ON_A_PAGE - 1].id if len(found) > _ON_A_PAGE else 0,
        **_around(asker),
    }
    return render(request, "exchange/refused_files.html", around)


@for_members
def refused_file_page(request: AskerRequest, number: int) -> HttpResponse:
    """Give the bytes of a refused file."""
    found = asked.refused_file(request.asker, _key(number))
    if found is None:
        raise NotThere
    return _download(clean_name(found[0]), found[1])


@require_POST
@for_members
def again_page(request: AskerRequest, number: int) -> HttpResponse:
    """Read a refused file once more."""
    brought = actions.bring_again(request.asker, refused=_key(number), now=timezone.now())
    if brought is None:
        raise NotThere
    return _told(request, [brought])


@require_POST
@for_members
def us_page(request: AskerRequest, number: int) -> HttpResponse:
    """Let the asker's party be known by the numbers of one side of a refused file, and read it again."""
    brought = actions.be_known_as(
        request.asker, refused=_key(number), side=request.POST.get("side", ""), now=timezone.now()
    )
    if brought is None:
        raise NotThere
    return _told(request, [brought])


@for_members
def export_page(request: AskerRequest, kind: str) -> HttpResponse:
    """Give the list of documents, as asked for in the address, as a file to keep."""
    _must_see(request.asker)
    if kind not in (CSV, EXCEL):
        raise NotThere
    rows = queries.rows_to_keep(request.asker, wanted_in(request))
    return exported(rows, name="documents", kind=kind, today=timezone.localdate())


def wanted_in(request: HttpRequest) -> Wanted:
    """Return which documents an address asks for; what it says amiss counts as not said."""
    asked_for = request.GET
    kind, state, sort = (asked_for.get(name, "") for name in ("kind", "state", "sort"))
    return Wanted(
        kind if kind in set(Kind) else "",
        state if state in STATES else "",
        _number(asked_for.get("other", "")),
        asked_for.get("text", "").replace("\0", "")[:100],
        sort if sort.removeprefix("-") in SORTS else "-recorded",
        _number(asked_for.get("after", "")),
    )


def _around(asker: Asker) -> dict[str, Any]:
    return {"counts": listed.counts(asker), "may_bring": may(asker, Doing.BRING)}


def _must_see(asker: Asker) -> None:
    if not sees(asker, Seeing.DOCUMENTS):
        raise NotAllowed(_("The papers are not for your job here."), hint=_("Ask somebody of your party."))


def _download(name: str, body: bytes) -> HttpResponse:
    """Return bytes to be kept as a file, which no browser shows or runs."""
    response = HttpResponse(body, status=HTTPStatus.OK, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=clean_name(name)) or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _number(text: str) -> int:
    """Return a number in an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _key(number: int) -> int:
    if number > _KEY_MAX:
        raise NotThere
    return number
