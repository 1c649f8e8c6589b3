"""The words of sheets: what a table from a file is, what is wrong with it, and how much is let in."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from comaker.kernel.refusal import Refusal

Cell = str | int | float | bool | date | None


class UnusableSheet(Refusal):
    """A file that cannot be read as a table; the kinds below say why."""


class SheetTooLarge(UnusableSheet):
    """More bytes, rows or columns than are read, or an Excel file that unpacks to more."""


class NoSheet(UnusableSheet):
    """Neither CSV nor Excel, or a broken one."""


class HeadingsMissing(UnusableSheet):
    """No row names the columns that are needed, or two name the same."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is let in. A catalogue of 100,000 articles with packings has some 20 MB as CSV."""

    bytes_max: int = 50 * 2**20
    unpacked_bytes_max: int = 400 * 2**20
    members_max: int = 500
    rows_max: int = 300_000
    columns_max: int = 100
    cell_max: int = 2_000


class Finding(NamedTuple):
    """A row that cannot be used.

    Attributes:
        place: where it stands, such as “row 12” or “row 12 of Blad1”.
        why: a sentence, or more, that names the values.
    """

    place: str
    why: str


class Table(NamedTuple):
    """A table as it stands in a file, cells not yet read.

    Attributes:
        name: of the sheet in an Excel file, else empty.
        rows: numbers of rows as a person sees them, from 1, with their cells.
    """

    name: str
    rows: list[tuple[int, tuple[Cell, ...]]]


RowType = TypeVar("RowType")


class Read(NamedTuple, Generic[RowType]):
    """What was read of a file.

    Attributes:
        rows: with their places.
        findings: of the rows that cannot be used.
        unused: headings of columns that nothing is done with.
    """

    rows: list[tuple[str, RowType]]
    findings: list[Finding]
    unused: tuple[str, ...]
