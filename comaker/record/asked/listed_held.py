"""Held: what of the documents waits for a person, because they contradict, count nothing, or look odd."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from comaker.engines.matching import clash
from comaker.kernel.access import Asker
from comaker.kernel.remarks import silence_of
from comaker.kernel.told import name_of
from comaker.record.asked.portion import portion
from comaker.record.coding import document_from
from comaker.record.posting.words import HELD
from comaker.record.sight import beyond
from comaker.record.store import Store

_DOCUMENTS = """
SELECT id, state, is_silent, value FROM record_document document
WHERE id > ? AND id <= ? AND (
    (state = 'held' AND NOT EXISTS (
        SELECT 1 FROM record_hand hand WHERE hand.document = document.id AND hand.kind = 'seen'
        AND hand.ended_at IS NULL
    )) OR is_silent OR EXISTS (SELECT 1 FROM record_remark WHERE document = document.id)
) ORDER BY id LIMIT ?
"""
_REMARKS = "SELECT document, why FROM record_remark WHERE document IN :ints ORDER BY document, ordinal"


_REFUSED = """
SELECT id, file, why, hint, received_at FROM record_refused
WHERE party IN :ints AND id > ? ORDER BY id LIMIT ?
"""


class Why(StrEnum):
    """Why a document waits for a person, in the order in which they are told."""

    CONTRADICTS = "contradicts"
    SILENT = "silent"
    REMARK = "remark"


class SeenHeld(NamedTuple):
    """Something about a document that waits for a person, and what the document is called."""

    document: int
    kind: Why
    name: str
    why: str


class SeenRefused(NamedTuple):
    """A file that could not be used; `received_at` microseconds since 1970, UTC."""

    key: int
    file: str
    why: str
    hint: str
    received_at: int


def held_seen(
    store: Store, relations: Sequence[int], *, after: int, limit: int, with_remarks: bool
) -> tuple[list[SeenHeld], int | None]:
    """Return what waits for a person, by document, and the last document looked at.

    There is no such document where there are no more.

    Args:
        after: the key of a document; `limit` how many documents are looked at.
        with_remarks: remarks too, which may speak of money.
    """
    rows = portion(store, "record_document", _DOCUMENTS, relations, after=after, limit=limit)
    remarks: dict[int, list[str]] = {}
    for number, why in store.select(_REMARKS, [row[0] for row in rows]) if rows and with_remarks else ():
        remarks.setdefault(number, []).append(why)
    found: list[SeenHeld] = []
    for number, state, is_silent, value in rows:
        document = document_from(value)
        name = name_of(document)
        if state == HELD:
            found.append(SeenHeld(number, Why.CONTRADICTS, name, clash(document)))
        elif is_silent:
            found.append(SeenHeld(number, Why.SILENT, name, silence_of(document)))
        found += [SeenHeld(number, Why.REMARK, name, why) for why in remarks.get(number, ())]
    return found, rows[-1][0] if len(rows) == limit else None


def refused_seen(store: Store, asker: Asker, *, after: int, limit: int) -> list[SeenRefused]:
    """Return files of the asker's party that could not be used, in the order in which they came."""
    with beyond():  # they have no relation; the statement is cut to the asker's party
        rows = store.select(_REFUSED, list(asker.parties), after, limit)
    return [SeenRefused(*row) for row in rows]
