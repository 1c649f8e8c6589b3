"""What is asked for of a list of deals, and what stands in it."""

from enum import StrEnum
from typing import NamedTuple

from comaker.record.asked.deal import DealBill, DealLine


class State(StrEnum):
    """How a deal stands; nothing is all of them."""

    ANY = ""
    MINE = "mine"
    THEIRS = "theirs"
    COMING = "coming"
    SETTLED = "settled"


class Sort(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NUMBER = "number"
    PARTY = "party"


class Direction(StrEnum):
    """Which side the asker's party is on; nothing is both."""

    ANY = ""
    GIVE = "give"
    TAKE = "take"


class Wanted(NamedTuple):
    """What is asked for.

    Attributes:
        words: in a number of the deal or a bill, in what it is, or in the name of the other party.
        party: the number of the other party; 0 for any.
        after: where the page before ended; empty for the first.
    """

    words: str = ""
    state: State = State.ANY
    party: int = 0
    direction: Direction = Direction.ANY
    sort: Sort = Sort.NEWEST
    after: str = ""
    most: int = 25


class DealRow(NamedTuple):
    """A deal in a list.

    Attributes:
        party: number of the other party.
        is_giver: the asker's party gives.
        lines: of the deal, not all where there are very many; `size` is how many there are at least.
        is_two_way: another deal of that number goes the other way.
    """

    relation: int
    number: str
    giver: int
    party: int
    party_name: str
    is_giver: bool
    asked_on: int
    lines: tuple[DealLine, ...]
    bills: tuple[DealBill, ...]
    size: int
    is_two_way: bool = False


class Page(NamedTuple):
    """A page of a list; `after` is where the next one begins, empty where this is the last."""

    rows: tuple[DealRow, ...]
    after: str = ""


class Partner(NamedTuple):
    """The other party of a relation."""

    relation: int
    party: int
    name: str


class First(NamedTuple):
    """The first line of a deal, by which it stands in a list."""

    id: int
    relation: int
    deal: str
    giver: int
    taker: int
    asked_on: int
    rank: int
