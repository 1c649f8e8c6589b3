"""A relation under its lock: its serial numbers and what they count."""

from comaker.record.posting.words import SERIALS, Sides


class Relation:
    """One relation under its lock.

    Attributes:
        serial: the last number given out.
        head: the hash of its last entry.
        documents: how many papers were taken in; `seeking` how many are not tied for certain.
        hands: how much of what persons have said of papers holds.
        sides: the two parties, the lower number first.
    """

    def __init__(
        self, number: int, serial: int, head: bytes, documents: int, seeking: int, hands: int, sides: Sides
    ) -> None:
        self.id = number
        self.serial = serial
        self.head = head
        self.documents = documents
        self.seeking = seeking
        self.hands = hands
        self.sides = sides

    def key(self) -> int:
        """Give out the next key."""
        self.serial += 1
        return (self.id << SERIALS) + self.serial
