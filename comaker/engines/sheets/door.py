"""The door for tables: bytes of CSV or Excel are measured before anything looks at them.

An Excel file is a zip archive. What it unpacks to is told by its directory, and Python unpacks no more than
that; a document type declaration, the way in of most attacks on XML, stands in none that a program made.
"""

import csv
import io
import warnings
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, LargeZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from comaker.engines.sheets.words import Cell, Limits, NoSheet, SheetTooLarge, Table

_SPLIT = "Split it into several files."
_SAVE = "Save it anew as Excel (.xlsx) or as CSV in UTF-8."
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SIGNS = (";", ",", "\t", "|")
_SAMPLE_LINES = 20
_CHUNK = 2**20
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_BROKEN = (
    BadZipFile,
    LargeZipFile,
    InvalidFileException,
    ParseError,
    EOFError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    zlib.error,
)


def tables(content: bytes, limits: Limits) -> Iterator[Table]:
    """Yield the tables of a file: the one of a CSV, or the sheets of an Excel file that show.

    Raises:
        UnusableSheet: one of its kinds.
    """
    if len(content) > limits.bytes_max:
        raise SheetTooLarge(
            f"The file has {len(content):,} bytes; at most {limits.bytes_max:,} are read.", hint=_SPLIT
        )
    if content.startswith(_ZIP):
        yield from _excel(content, limits)
    elif content.startswith(_OLD_EXCEL):
        raise NoSheet("This is an Excel file of before 2007 or one with a password.", hint=_SAVE)
    else:
        yield Table("", [*_csv(content, limits)])


def _csv(content: bytes, limits: Limits) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    text = text_of(content)
    sign = _sign_of(text)
    csv.field_size_limit(max(limits.cell_max * 10, 2**17))
    given = _Given(text)
    reader = csv.reader(given, delimiter=sign)
    count = 0
    first = 1
    try:
        for cells in reader:
            _see_that_quotes_close(given.taken(), first, sign)
            if any(cells):
                count += 1
                yield first, _measured(cells, first, count, limits)
            first = reader.line_num + 1
    except csv.Error as error:
        raise NoSheet(f"Row {first} is no row of CSV: {error}.", hint=_SAVE) from error


class _Given:
    """The lines of a text as they are given out, of which those since the last look are kept."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._taken.append(line)
            yield line

    def taken(self) -> list[str]:
        """Return the lines given out since this was asked last."""
        taken, self._taken = self._taken, []
        return taken


def _see_that_quotes_close(lines: list[str], first: int, sign: str) -> None:
    """Refuse a row that goes on over others because its quote does not close.

    Raises:
        NoSheet: it does; the first of its lines is named.
    """
    if lines and (len(lines) > 1 or not lines[0].endswith(("\n", "\r"))):
        try:
            [*csv.reader(lines, delimiter=sign, strict=True)]
        except csv.Error as error:
            if len(lines) > 1 or "unexpected end" in str(error):
                rows = f"row {first}" if len(lines) == 1 else f"rows {first} to {first + len(lines) - 1}"
                raise NoSheet(
                    f"A quote opens in row {first} and does not close, so that {rows} would be read as one.",
                    hint="Close it, or write it twice where it belongs to the text.",
                ) from error


def text_of(content: bytes) -> str:
    """Decode UTF-8, with or without its mark, UTF-16 with its mark, or else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NoSheet("These bytes are no text, and no Excel file.", hint=_SAVE)


def _sign_of(text: str) -> str:
    """Return the sign between columns: the one that most of the first rows have most of."""
    first = text[:_CHUNK].splitlines()[:_SAMPLE_LINES]
    if first and first[0].casefold().startswith("sep=") and len(first[0]) == len("sep=;"):
        return first[0][-1]
    counts = {
        sign: sorted((line.count(sign) for line in first if line.strip()), reverse=True) for sign in _SIGNS
    }
    # Commas in prices or names outnumber semicolons in some rows; in the headings they do not.
    heading = next((line for line in first if line.strip()), "")
    return max(_SIGNS, key=lambda sign: (heading.count(sign) > 0, heading.count(sign), counts[sign]))


def _excel(content: bytes, limits: Limits) -> Iterator[Table]:
    try:
        _measure_archive(content, limits)
        with warnings.catch_warnings():
            # Of drawings and the like, which are not read here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    yield Table(str(sheet.title), [*_rows_of(sheet, limits)])
            book.close()
    except _BROKEN as error:
        raise NoSheet("This Excel file is damaged or locked with a password.", hint=_SAVE) from error


def _rows_of(
    sheet: "openpyxl.worksheet._read_only.ReadOnlyWorksheet", limits: Limits
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    sheet.reset_dimensions()  # some programs claim a million rows
    count = 0
    rows: Iterable[tuple[object, ...]] = sheet.iter_rows(max_col=limits.columns_max + 1, values_only=True)
    for number, cells in enumerate(rows, start=1):
        if number > 2 * limits.rows_max:
            raise SheetTooLarge(f"The sheet goes on after row {number - 1:,}.", hint=_SPLIT)
        if any(cell not in (None, "") for cell in cells):
            count += 1
            yield number, _measured([_cell(cell) for cell in cells], number, count, limits)


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    return value if value is None or isinstance(value, str | int | float | date) else str(value)


def _measure_archive(content: bytes, limits: Limits) -> None:
    """Refuse an archive that unpacks to more than is let in, or that holds a document type."""
    with ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > limits.members_max or unpacked > limits.unpacked_bytes_max:
            raise SheetTooLarge(
                f"The file unpacks to {unpacked:,} bytes in {len(members):,} parts; at most "
                f"{limits.unpacked_bytes_max:,} in {limits.members_max:,} are read.",
                hint="Leave pictures out, or split it into several files.",
            )
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as opened:
                    tail = b""
                    while chunk := opened.read(_CHUNK):
                        if any(word in tail + chunk for word in _DOCTYPES):
                            raise NoSheet("The Excel file carries a document type declaration.", hint=_SAVE)
                        tail = chunk[-32:]


def _measured(cells: list[Cell] | list[str], number: int, count: int, limits: Limits) -> tuple[Cell, ...]:
    if count > limits.rows_max:
        raise SheetTooLarge(f"The file has more than {limits.rows_max:,} rows.", hint=_SPLIT)
    if any(cell not in (None, "") for cell in cells[limits.columns_max :]):
        raise SheetTooLarge(
            f"Row {number} has more than {limits.columns_max} columns.",
            hint="Keep the columns that are needed.",
        )
    if any(isinstance(cell, str) and len(cell) > limits.cell_max for cell in cells):
        raise SheetTooLarge(
            f"A cell in row {number} has more than {limits.cell_max:,} characters.", hint="Shorten it."
        )
    return tuple(cells)
