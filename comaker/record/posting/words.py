"""The words of posting: what arrives, and what became of it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from comaker.kernel.document import Document
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.usual import NO_HABITS, Habits

SERIALS = 32  # bits of a key that number within its relation
NOBODY_ID = 0

# What a name alone is: it stands for another by the name, or a person has said that it does not.
JOINED, APART = "joined", "apart"

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

    def plus(self, other: "Known") -> "Known":
        """Return both as one."""
        habits = self.habits.plus(other.habits)
        return Known(self.id, habits, self.papers + other.papers, self.has_asked or other.has_asked)


def relation_of(key: int) -> int:
    """Return the relation of a key of the record."""
    return key >> SERIALS


def keys_of(relation: int) -> tuple[int, int]:
    """Return the lowest and the highest key that a relation can give out."""
    return relation << SERIALS, (relation + 1 << SERIALS) - 1


class Parties(dict[int, Party]):
    """Parties by number; one that was merged into another is found under both numbers.

    Args:
        parties: by number.
        stands: by the number of each that was merged into another, the number of that one.
    """

    def __init__(self, parties: Mapping[int, Party], stands: Mapping[int, int]) -> None:
        super().__init__(parties)
        self[NOBODY_ID] = NOBODY
        self.stands = dict(stands)

    def add(self, others: "Parties") -> None:
        """Add further parties."""
        self.update(others)
        self.stands |= others.stands

    def standing(self, sides: Sides) -> Sides:
        """Return two parties as those that stand for them."""
        if not self.stands:
            return sides
        return Sides(self.stands.get(sides.giver, sides.giver), self.stands.get(sides.taker, sides.taker))

    def keys_of(self, number: int) -> tuple[str, ...]:
        """Return what a party may be filed under: its key, all its identifiers where it was merged."""
        party = self[number]
        return party.identifiers if number in self.stands.values() else (party.key,)

    def members(self, numbers: Iterable[int]) -> set[int]:
        """Return some parties with all that were merged into them."""
        found = set(numbers)
        return found | {gone for gone, kept in self.stands.items() if kept in found}
