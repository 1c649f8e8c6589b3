"""Documents: those that an asker sees, one by one and in a list, and the papers that they came in."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from zlib import decompress

from comaker.engines.matching import clash
from comaker.kernel.access import Asker
from comaker.kernel.document import Document
from comaker.kernel.party import NOBODY, Party
from comaker.record.asked.portion import portion
from comaker.record.coding import document_from
from comaker.record.posting.parties import load_parties
from comaker.record.posting.words import HELD, relation_of
from comaker.record.sight import beyond
from comaker.record.store import Row, Store

_COLUMNS = "id, giver, taker, state, is_silent, recorded_at, digest, value"
_ONE = f"""
SELECT {_COLUMNS} FROM record_document WHERE id = ? AND (giver IN :ints OR taker IN :ints)
"""  # noqa: S608 – names of ours
_PORTION = f"SELECT {_COLUMNS} FROM record_document WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"  # noqa: S608
_HELD = f"""
SELECT {_COLUMNS} FROM record_document
WHERE state = 'held' AND relation_id IN :ints AND id > ? ORDER BY id LIMIT ?
"""  # noqa: S608
_PAPER = "SELECT body FROM record_paper WHERE digest = ?"
_TIED = (
    "SELECT document, line FROM record_tie WHERE document IN :ints AND ended_at IS NULL "
    "ORDER BY document, place, line"
)
_BILLS = (
    "SELECT document, bill FROM record_billtie WHERE document IN :ints AND ended_at IS NULL "
    "ORDER BY document, place, bill"
)
_REMARKS = "SELECT document, why FROM record_remark WHERE document IN :ints ORDER BY document, ordinal"


class SeenDocument(NamedTuple):
    """A document as an asker sees it.

    Attributes:
        state: "taken", or "held" for a person.
        recorded_at: microseconds since 1970, UTC.
        digest: of its paper; empty where no bytes were kept.
    """

    key: int
    giver: int
    taker: int
    state: str
    is_silent: bool
    recorded_at: int
    digest: bytes
    document: Document

    @property
    def relation(self) -> int:
        """Return the number of its relation."""
        return relation_of(self.key)

    @property
    def why(self) -> str:
        """Say why it is held; empty where it is not."""
        return clash(self.document) if self.state == HELD else ""


def document_seen(store: Store, asker: Asker, key: int) -> SeenDocument | None:
    """Return a document; None where there is none for this asker."""
    parties = list(asker.parties)
    found = _seen(store, store.select(_ONE, key, parties, parties))
    return found[0] if found else None


def documents_seen(
    store: Store, relations: Sequence[int], *, after: int, limit: int, only_held: bool = False
) -> list[SeenDocument]:
    """Return documents of some relations that follow a key, in order of key."""
    if only_held:
        rows = store.select(_HELD, list(relations), after, limit)
    else:
        rows = portion(store, "record_document", _PORTION, relations, after=after, limit=limit)
    return _seen(store, rows)


def paper_of(store: Store, digest: bytes) -> bytes | None:
    """Return the bytes in which a document came, of one that has been seen; None where none were kept."""
    with beyond():  # papers have no parties of their own
        rows = store.select(_PAPER, digest) if digest else []
    return decompress(bytes(rows[0][0])) if rows else None


def lines_tied(store: Store, documents: Sequence[int]) -> dict[int, list[int]]:
    """Return the lines that documents are tied to, by document, in the order of the document's lines."""
    return _by_document(store.select(_TIED, list(documents)))


def bills_tied(store: Store, documents: Sequence[int]) -> dict[int, list[int]]:
    """Return the bills that documents speak about, by document."""
    return _by_document(store.select(_BILLS, list(documents)))


def remarks_of(store: Store, documents: Sequence[int]) -> dict[int, list[str]]:
    """Return what a person should look at in documents, by document."""
    found: dict[int, list[str]] = {}
    for document, why in store.select(_REMARKS, list(documents)):
        found.setdefault(document, []).append(why)
    return found


def _by_document(rows: Sequence[Row]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for document, owner in rows:
        owners = found.setdefault(document, [])
        if owner not in owners:
            owners.append(owner)
    return found


def _seen(store: Store, rows: Sequence[Row]) -> list[SeenDocument]:
    if not rows:
        return []
    parties = load_parties(store, {number for row in rows for number in row[1:3]})
    return [_document(row, parties) for row in rows]


def _document(row: Row, parties: Mapping[int, Party]) -> SeenDocument:
    key, giver, taker, state, is_silent, recorded_at, digest, value = row
    document = document_from(value)
    # By the names that they have now; one that nobody knew then stays as it was written.
    document = document._replace(
        giver=_named(parties.get(giver, NOBODY), document.giver),
        taker=_named(parties.get(taker, NOBODY), document.taker),
    )
    return SeenDocument(key, giver, taker, state, bool(is_silent), recorded_at, bytes(digest), document)


def _named(known: Party, written: Party) -> Party:
    return known if known.is_known() else written
