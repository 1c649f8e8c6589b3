"""The words of posting: what arrives, and what became of it."""

from typing import NamedTuple

from comaker.kernel.document import Document
from comaker.kernel.party import Party
from comaker.kernel.usual import NO_HABITS, Habits

SERIALS = 32  # bits of a key that number within its relation
NOBODY_ID = 0

TAKEN, REPEAT, HELD = "taken", "repeat", "held"


class Arrival(NamedTuple):
    """A document as it was read, with the bytes in which it came; none where there were none."""

    document: Document
    body: bytes = b""


class Posted(NamedTuple):
    """What became of a document.

    Attributes:
        document: its key in the record; of the first one, when this says the same again.
        state: "taken", "repeat" or "held".
        why: for a held one, a sentence for people.
    """

    document: int
    state: str
    why: str = ""


class Sides(NamedTuple):
    """Giver and taker of a document, by their numbers."""

    giver: int
    taker: int

    @property
    def pair(self) -> tuple[int, int]:
        """Return the two as a relation has them, the lower number first."""
        return (self.giver, self.taker) if self.giver <= self.taker else (self.taker, self.giver)


class Kept(NamedTuple):
    """A document of the record, with its parties under all that they are known by."""

    id: int
    sides: Sides
    bundle: int
    document: Document
    is_seeking: bool = False
    is_guest: bool = False
    is_silent: bool = False


class Known(NamedTuple):
    """The way that two parties go in one direction, as stored."""

    id: int
    habits: Habits = NO_HABITS
    papers: int = 0
    has_asked: bool = False


def relation_of(key: int) -> int:
    """Return the relation of a key of the record."""
    return key >> SERIALS


def keys_of(relation: int) -> tuple[int, int]:
    """Return the lowest and the highest key that a relation can give out."""
    return relation << SERIALS, (relation + 1 << SERIALS) - 1


Parties = dict[int, Party]
