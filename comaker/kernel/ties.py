"""Ties: which rows of which documents are about which lines, kept paper by paper."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from comaker.kernel.line import Line
from comaker.kernel.party import Party


class Tied(Protocol):
    """A document line that belongs to a line: places among the documents and their lines, and the key."""

    @property
    def document(self) -> int:
        """Return the place of the document."""
        ...

    @property
    def line(self) -> int | None:
        """Return the place of the line in it, None for the document as a whole."""
        ...

    @property
    def to(self) -> str:
        """Return the key of the line that it belongs to."""
        ...


class TiedPaper(Protocol):
    """A document, or a part of it, that is about lines of one deal."""

    @property
    def document(self) -> int:
        """Return its place among the documents."""
        ...

    @property
    def rows(self) -> Sequence[int | None]:
        """Return the places of its lines; None for the document as a whole."""
        ...

    @property
    def to(self) -> Sequence[str]:
        """Return for each of these rows the key of the line that it belongs to."""
        ...


class PaperPart(NamedTuple):
    """What a document says of the lines of one deal."""

    document: int
    rows: Sequence[int | None]
    to: Sequence[str]


# What lines of one deal have in common.
DealOf: TypeAlias = tuple[str, Party, Party]
deal_of: Callable[[Line], DealOf] = attrgetter("deal", "giver", "taker")

T_co = TypeVar("T_co", covariant=True)


class Ties(Sequence[T_co]):
    """Ties one by one, of which those of a whole document are also there together."""

    @abstractmethod
    def whole(self) -> Iterable[TiedPaper]:
        """Return the documents of which every tie is to one deal."""

    @abstractmethod
    def others(self) -> Iterable[T_co]:
        """Return the ties of all other documents."""


def papers_by_deal(ties: Iterable[Tied], lines: Mapping[str, Line]) -> dict[DealOf, list[TiedPaper]]:
    """Put ties together by the deal that they are about, paper by paper."""
    papers: dict[DealOf, list[TiedPaper]] = {}
    whole, others = (ties.whole(), ties.others()) if isinstance(ties, Ties) else ((), ties)
    for paper in chain(whole, _papers_of(others, lines)):
        if not paper.to:  # a paper without lines is about none
            continue
        deal = deal_of(lines[paper.to[0]])
        if deal in papers:
            papers[deal].append(paper)
        else:
            papers[deal] = [paper]
    return papers


def _papers_of(ties: Iterable[Tied], lines: Mapping[str, Line]) -> Iterable[TiedPaper]:
    parts: dict[tuple[int, DealOf], tuple[list[int | None], list[str]]] = {}
    for tie in ties:
        place = (tie.document, deal_of(lines[tie.to]))
        rows, to = parts[place] if place in parts else parts.setdefault(place, ([], []))
        rows.append(tie.line)
        to.append(tie.to)
    return [PaperPart(document, rows, to) for (document, _), (rows, to) in parts.items()]
