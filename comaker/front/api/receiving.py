"""Receiving: what comes in the body of a request, read into documents."""

from datetime import datetime
from typing import Annotated

import msgspec
from django.http import HttpRequest

from comaker.engines import formats, forms
from comaker.front.api.errors import NotUsable, WrongType
from comaker.front.api.limits import BULK_MAX
from comaker.front.api.writing import JSON, form_in, kind_of
from comaker.kernel.document import Document
from comaker.kernel.refusal import Refusal
from comaker.kernel.told import RefusedRow
from comaker.record.post import Arrival
from comaker.record.refuse import refuse

MULTIPART = "multipart/form-data"
FILES = "files"
_XML = frozenset(("application/xml", "text/xml"))


class BulkForm(msgspec.Struct, forbid_unknown_fields=True):
    """Many documents at once; each is read by itself, so that one that is wrong stops no other."""

    documents: Annotated[
        tuple[msgspec.Raw, ...],
        msgspec.Meta(max_length=BULK_MAX, description="Each as it is posted alone."),
    ]


_bulk_from = msgspec.json.Decoder(BulkForm)


def contents_of(request: HttpRequest) -> tuple[list[tuple[str, bytes, str]], list[bytes] | None]:
    """Return the type, bytes and name of each document, and what they say where the body does not."""
    kind = kind_of(request.headers.get("Content-Type", ""))
    if kind == JSON:
        form = form_in(request, _bulk_from)
        return [(JSON, bytes(each), "") for each in form.documents], None
    if kind != MULTIPART:
        raise WrongType(f"{JSON} or {MULTIPART}")
    strange = sorted((request.FILES.keys() | request.POST.keys()) - {FILES})
    if strange:
        raise NotUsable(f"{strange[0][:40]}: no such field.", hint=f"Send each file as “{FILES}”.")
    files = request.FILES.getlist(FILES)
    found = [
        (_type_of(each.content_type or "", each.name or ""), each.read(), (each.name or "")[:200])
        for each in files
    ]
    return found, [part for kind, content, name in found for part in (kind.encode(), name.encode(), content)]


def _type_of(content_type: str, name: str) -> str:
    """Return the type of a file; what says nothing of use is taken for XML unless it is named as JSON."""
    kind = kind_of(content_type)
    if kind in _XML or kind == JSON:
        return kind
    return JSON if name.lower().endswith(".json") else "application/xml"


def arrival_or_refusal(
    kind: str, content: bytes, file: str, *, party: int, now: datetime
) -> Arrival | Refusal:
    try:
        return arrival_of(kind, content, file, party=party, now=now)
    except Refusal as refusal:
        return refusal


def arrival_of(content_type: str, content: bytes, file: str, *, party: int, now: datetime) -> Arrival:
    """Read a document; a file that cannot be read is kept with the reason.

    Args:
        party: who sends it, by number.

    Raises:
        Refusal: it cannot be used.
    """
    return Arrival(_read(kind_of(content_type), content, file, party, now), content)


def _read(kind: str, content: bytes, file: str, party: int, now: datetime) -> Document:
    if kind == JSON:
        return forms.read(content, file=file)
    if kind not in _XML:
        raise WrongType(f"{JSON} for a form, or application/xml for UBL")
    try:
        return formats.read(content, file=file)
    except Refusal as refusal:
        refuse(content, RefusedRow(file, refusal.message, refusal.hint), now=now, party=party)
        raise
