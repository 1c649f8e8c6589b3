"""Beside: a paper that stands next to a form while somebody fills it in."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from comaker.apps.promise import actions
from comaker.front.asker import AskerRequest, for_members
from comaker.front.refusals import NotThere
from comaker.kernel.refusal import Refusal

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'self'"
)


class Beside(NamedTuple):
    """The paper beside a form; without a digest there is none."""

    digest: bytes = b""
    name: str = ""
    is_picture: bool = False

    @property
    def hex(self) -> str:
        """Return the digest as it stands in an address."""
        return self.digest.hex()


def beside_in(request: AskerRequest) -> Beside:
    """Return the paper that a form comes with: one that is sent just now, or one that was before.

    Raises:
        Refusal: it cannot be shown, or it is too large.
    """
    if request.method != "POST":
        return Beside()
    file = request.FILES.get("paper")
    if file is not None and "beside" in request.POST:
        content = file.read()
        digest = actions.enclose(request.asker, name=file.name or "", content=content, now=timezone.now())
        return Beside(digest, file.name or "", actions.type_of(content).startswith("image/"))
    if getattr(request, "too_large", []):
        raise Refusal(_("The file is larger than 50 MB."), hint=_("Leave pages out."))
    return enclosed_in(request, request.POST.get("enclosed", ""))


def enclosed_in(request: AskerRequest, text: str) -> Beside:
    """Return the paper of a digest, where the asker's party enclosed it."""
    try:
        digest = bytes.fromhex(text)
    except ValueError:
        return Beside()
    found = actions.enclosed(request.asker, digest) if digest else None
    if found is None:
        return Beside()
    return Beside(digest, found[0], actions.type_of(found[1]).startswith("image/"))


@require_GET
@for_members
def file_page(request: AskerRequest, digest: str) -> HttpResponse:
    """Give a file to be shown beside a form; a browser shows it and runs nothing of it."""
    try:
        found = actions.enclosed(request.asker, bytes.fromhex(digest))
    except ValueError:
        raise NotThere from None
    if found is None:
        raise NotThere
    name, body = found
    response = HttpResponse(body, content_type=actions.type_of(body))
    shown = content_disposition_header(as_attachment="keep" in request.GET, filename=name)
    response.headers["Content-Disposition"] = shown or "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def is_sheet(request: HttpRequest) -> bool:
    """Tell whether the file that is sent is to be read for lines rather than shown."""
    file = request.FILES.get("paper")
    if file is None:
        return False
    begin = file.read(16)
    file.seek(0)
    return not actions.type_of(begin)
