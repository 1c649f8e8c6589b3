"""The words of loading: what became of the rows of a file, and what stands in their way."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from comaker.engines.sheets import Finding
from comaker.kernel.refusal import Refusal


class Outcome(StrEnum):
    """What became of one row."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


class Loaded(NamedTuple):
    """What became of a file.

    Attributes:
        refused: rows that cannot be used, with their places.
        restated: how many lines and bills stand otherwise since.
        unused: headings of columns that nothing is done with.
    """

    added: int
    changed: int
    same: int
    refused: tuple[Finding, ...] = ()
    restated: int = 0
    unused: tuple[str, ...] = ()


class UnknownParty(Refusal):
    """A party that is not in the record, or that two parties of it may be."""


class UnknownProduct(Refusal):
    """A product that is not in the record, or that several may be."""


class UnknownSite(Refusal):
    """A site that is not in the record, or that several may be."""


class Contradiction(Refusal):
    """A row whose numbers belong to different things."""


Row_contra = TypeVar("Row_contra", contravariant=True)


class Desk(Protocol[Row_contra]):
    """Where rows of one kind are held against the record, and then written at once."""

    def take(self, row: Row_contra) -> Outcome:
        """Take one row.

        Raises:
            Refusal: it cannot be used; nothing of it is kept.
        """

    def save(self) -> set[int]:
        """Write everything; return the relations whose lines may stand otherwise now."""


def shown(names: Sequence[str]) -> str:
    """Return some names in a sentence, not all when they are many."""
    some = ", ".join(names[:3])
    return some if len(names) <= 3 else f"{some} and {len(names) - 3} more"
