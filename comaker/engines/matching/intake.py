"""Intake: who is who, which papers say it twice, and in which order they are looked at."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.engines.matching.book import Book
from comaker.engines.matching.words import Held
from comaker.kernel.document import Document, Kind, year_of

# Asks first, then what follows an ask, and last the papers about bills, so that every paper finds
# what it answers, in whatever order the papers came in.
_RANKS = {kind: rank for rank, kind in enumerate(Kind)}
_STATEMENTS = frozenset({Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_RESPONSE})


class Taken(NamedTuple):
    """A document to match, with its place and the numbers of its giver and taker when it was taken in."""

    place: int
    document: Document
    giver: int
    taker: int


def take_in(book: Book, documents: Sequence[Document]) -> tuple[list[Taken], list[Held], list[int]]:
    """Sort documents into the order in which they are matched, and set aside what says it again.

    Returns:
        The documents to match, those held for a person, and the places of repeats.
    """
    first = book.count
    book.count += len(documents)
    # Only when all are seen is it known who is who: a later paper may tell that two are one.
    places = sorted(range(len(documents)), key=lambda place: turn_of(documents[place]))
    new: list[tuple[int, Document]] = []
    held: list[Held] = []
    repeats: list[int] = []
    for place in places:
        book.parties.sides_of(documents[place])
    book.parties.settle()
    for place in places:
        document = documents[place]
        earlier = _earlier(book, document)
        if earlier is None:
            new.append((place, document))
        elif earlier == meaning_of(document):
            repeats.append(first + place)
        else:
            held.append(Held(first + place, clash(document)))
    return [_taken(book, first + place, document) for place, document in new], held, sorted(repeats)


def _taken(book: Book, place: int, document: Document) -> Taken:
    """Take a document in between its parties."""
    giver, taker = book.parties.sides_of(document)
    between = book.between_of(giver, taker)
    between.papers += 1
    between.habits = between.habits.with_paper(document)
    return tuple.__new__(Taken, (place, document, giver, taker))


def turn_of(document: Document) -> tuple[int, bool, int, int, int, str, str]:
    """Return what documents are sorted by before they are matched."""
    is_correction = bool(document.replaces or document.refers.bill)
    return (
        _RANKS[document.kind],
        is_correction,
        document.issued_on or 0,
        86_400 if document.issued_at is None else document.issued_at,
        document.version,
        document.number,
        document.meaning,
    )


def _earlier(book: Book, document: Document) -> str | None:
    """Return what an earlier document with the same key said; file this one when there is none."""
    key = _key(book, document)
    known = book.meanings.get(key)
    if known is None:
        book.meanings[key] = meaning_of(document)
        return None
    return known


def _key(book: Book, document: Document) -> tuple[int, str, str, int]:
    """Return what makes a document one: signer, type, number and year of issue.

    A statement has its version too: a change of another version is another one.
    """
    giver, taker = book.parties.sides_of(document)
    year = year_of(document.issued_on) if document.issued_on else 0
    signer = giver if document.signer == "giver" else taker
    return (signer, version_of(document), document.number, year)


def version_of(document: Document) -> str:
    """Return a document's type, for a statement with its version."""
    root = document.root or document.kind.value
    return f"{root}/{document.version}" if document.kind in _STATEMENTS else root


def meaning_of(document: Document) -> str:
    """Return the hash of what a document says, else all that it says."""
    return document.meaning or repr(document._replace(file="", digest="", trouble=()))


def clash(document: Document) -> str:
    """Say why a document is held that bears the key of an earlier one and says something else."""
    return (
        f"Another {document.kind.value} with number {document.number or '(none)'} from the same sender"
        " and year says something else; a person must say which one counts."
    )
