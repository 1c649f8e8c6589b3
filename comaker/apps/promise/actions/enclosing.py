"""Enclosing: a file that somebody reads while he fills in a form, kept with what he makes of it."""

from datetime import datetime
from zlib import decompress

from django.utils.translation import gettext as _

from comaker.apps.promise.models import Enclosure
from comaker.front.refusals import NotAllowed
from comaker.front.uploads import clean_name
from comaker.kernel.access import Asker, Doing, Seeing, may, sees
from comaker.kernel.refusal import Refusal
from comaker.record.papers import digest_of, keep_papers
from comaker.record.store import Store
from comaker.record.transaction import reading, transact

BYTES_MAX = 20 * 2**20
# What a browser shows by itself and cannot run, by how its bytes begin.
_TYPES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_BODY = "SELECT body FROM record_paper WHERE digest = ?"


class NotShowable(Refusal):
    """A file that cannot be shown beside a form."""


def type_of(content: bytes) -> str:
    """Return what a file is, by its bytes; empty for one that is not shown."""
    return next((name for begin, name in _TYPES if content.startswith(begin)), "")


def enclose(asker: Asker, *, name: str, content: bytes, now: datetime) -> bytes:
    """Keep a file beside a form; return the digest under which it is kept.

    Raises:
        NotAllowed: who asks brings no papers.
        NotShowable: it is no PDF, PNG or JPEG, or larger than 20 MB.
    """
    if not may(asker, Doing.BRING):
        raise NotAllowed(_("You bring no papers here."), hint=_("Ask somebody of your party who does."))
    if not type_of(content):
        raise NotShowable(
            _("“%(name)s” is no PDF, PNG or JPEG.") % {"name": clean_name(name)},
            hint=_("Choose one of these to see it beside the form, or a spreadsheet to read its lines."),
        )
    if len(content) > BYTES_MAX:
        raise NotShowable(
            _("“%(name)s” is larger than 20 MB.") % {"name": clean_name(name)},
            hint=_("Scan it again at a lower resolution, or leave pages out."),
        )
    digest, moment = digest_of(content), int(now.timestamp() * 1_000_000)

    def work(store: Store) -> bytes:
        keep_papers(store, {digest: content}, now=moment)
        Enclosure.objects.get_or_create(
            party_id=asker.party, digest=digest, document=None,
            defaults={"name": clean_name(name), "kept_at": moment},
        )  # fmt: skip
        return digest

    return transact(work)


def enclosed(asker: Asker, digest: bytes) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a file that the asker's party enclosed; None where it did not."""
    if not sees(asker, Seeing.DOCUMENTS):
        return None
    held = Enclosure.objects.filter(party__in=asker.parties, digest=digest).first()
    rows = reading().select(_BODY, digest) if held else []
    return (held.name, decompress(rows[0][0])) if held and rows else None


def enclosures(asker: Asker, documents: list[int]) -> dict[int, list[Enclosure]]:
    """Return the files that the asker's party enclosed with some papers, by the keys of these."""
    found: dict[int, list[Enclosure]] = {}
    if sees(asker, Seeing.DOCUMENTS):
        for each in Enclosure.objects.filter(party__in=asker.parties, document__in=documents).order_by("pk"):
            assert each.document is not None
            found.setdefault(each.document, []).append(each)
    return found
