"""Intake: which documents are new, which say again what is known, and which must be held for a person."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.engines.matching import clash, meaning_of, version_of
from comaker.kernel.document import Document, year_of
from comaker.record.coding import encode
from comaker.record.papers import digest_of
from comaker.record.posting.words import (
    HELD,
    REPEAT,
    TAKEN,
    Arrival,
    Kept,
    Parties,
    Posted,
    Sides,
    relation_of,
)
from comaker.record.store import Row, Store, table

_DOCUMENT = table(
    "document",
    "id bigint, relation_id bigint, kind text, number text, issued_on integer, giver bigint, taker bigint, "
    "key text, digest bytea, meaning text, value bytea, state text, bundle bigint, is_seeking boolean, "
    "is_silent boolean, file text, recorded_at bigint",
)
_REMARK = table("remark", "document bigint, ordinal smallint, relation bigint, why text")
# An index for each of the two states: one of them sees that a key is taken only once.
_BY_KEY = """
SELECT key, meaning, id, state FROM record_document WHERE state = 'taken' AND key IN :texts
UNION ALL
SELECT key, meaning, id, state FROM record_document WHERE state = 'held' AND key IN :texts
"""


class Coming(NamedTuple):
    """A document that has arrived, between the parties that it names, and what was known of it before.

    Attributes:
        aliases: the keys that it would have under those that were merged into its signer.
    """

    arrival: Arrival
    sides: Sides
    key: str
    meaning: str
    digest: bytes
    aliases: tuple[str, ...] = ()


class Sorted(NamedTuple):
    """Arrivals by what becomes of them.

    Attributes:
        answers: one for each arrival; the keys of new documents are still to be given out, and are 0.
        fresh: places of the new ones; `held` of those that contradict an earlier one.
        again: places of those that say again what another of these arrivals says, with its place.
    """

    answers: list[Posted]
    fresh: list[int]
    held: list[int]
    again: dict[int, int]


def coming(arrivals: Sequence[Arrival], sides: Sequence[Sides], parties: Parties) -> list[Coming]:
    """Return arrivals with what they are known by."""
    found = []
    for arrival, pair in zip(arrivals, sides, strict=True):
        document = arrival.document
        digest = digest_of(arrival.body)
        signer = pair.giver if document.signer == "giver" else pair.taker
        members = parties.members([parties.stands.get(signer, signer)])
        aliases = tuple([_key(document, each) for each in sorted(members - {signer})])
        found.append(Coming(arrival, pair, _key(document, signer), meaning_of(document), digest, aliases))
    return found


def sort_out(store: Store, arrived: Sequence[Coming]) -> Sorted:
    """Tell the new documents from those that are known."""
    known: dict[str, dict[str, Posted]] = {}
    names = {alias: each.key for each in arrived for alias in (each.key, *each.aliases)}
    keys = sorted(names)
    for key, meaning, number, state in store.select(_BY_KEY, keys, keys):
        known.setdefault(names[key], {})[meaning] = Posted(number, state)
    answers: list[Posted] = []
    fresh: list[int] = []
    held: list[int] = []
    again: dict[int, int] = {}
    here: dict[tuple[str, str], int] = {}
    for place, each in enumerate(arrived):
        same = known.setdefault(each.key, {})
        earlier = same.get(each.meaning)
        if earlier is not None:
            if (each.key, each.meaning) in here:
                again[place] = here[each.key, each.meaning]
            is_held = earlier.state == HELD
            why = clash(each.arrival.document) if is_held else ""
            answers.append(Posted(earlier.document, HELD if is_held else REPEAT, why))
            continue
        is_held = any(posted.state == TAKEN for posted in same.values())
        posted = Posted(0, HELD if is_held else TAKEN, clash(each.arrival.document) if is_held else "")
        same[each.meaning] = posted
        here[each.key, each.meaning] = place
        answers.append(posted)
        (held if is_held else fresh).append(place)
    return Sorted(answers, fresh, held, again)


def save_documents(
    store: Store, fresh: Sequence[tuple[Coming, Kept]], held: Sequence[tuple[Coming, int]], *, now: int
) -> None:
    """Write down new documents, and those that are held with the reason.

    Args:
        fresh: with the bundle, and what became of them.
        held: with their keys.
    """
    rows = [
        _row(each, kept.id, TAKEN, kept.bundle, kept.is_seeking, kept.is_silent, now) for each, kept in fresh
    ]
    rows += [_row(each, number, HELD, number, False, False, now) for each, number in held]
    store.insert(_DOCUMENT, rows)


def save_remarks(store: Store, remarks: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Write down what a person should look at, by document."""
    store.insert(
        _REMARK,
        [
            (document, ordinal, relation_of(document), why)
            for document, sentences in remarks
            for ordinal, why in enumerate(sentences)
        ],
    )


def _row(
    each: Coming, number: int, state: str, bundle: int, is_seeking: bool, is_silent: bool, now: int
) -> Row:
    document = each.arrival.document
    return (
        number, relation_of(number), document.kind.value, document.number, document.issued_on, *each.sides,
        each.key, each.digest, each.meaning, encode(document), state, bundle, is_seeking, is_silent,
        document.file, now,
    )  # fmt: skip


def _key(document: Document, signer: int) -> str:
    """Return what makes a document one: signer, type, number and year of issue."""
    year = 0 if document.issued_on is None else year_of(document.issued_on)
    return f"{signer}|{version_of(document)}|{document.number}|{year}"


def answers_to(found: Sorted, fresh: Sequence[Kept], held: Sequence[tuple[Coming, int]]) -> list[Posted]:
    """Return what became of each arrival, with the keys of the new ones."""
    answers = list(found.answers)
    for place, kept in zip(found.fresh, fresh, strict=True):
        answers[place] = Posted(kept.id, TAKEN)
    for place, (_, number) in zip(found.held, held, strict=True):
        answers[place] = answers[place]._replace(document=number)
    for place, first in found.again.items():
        answers[place] = answers[place]._replace(document=answers[first].document)
    return answers
