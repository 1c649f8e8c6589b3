"""Exports: rows as a file of CSV or Excel, in which numbers are numbers and no text is taken for a formula.

What begins like a formula gets an apostrophe before it, so that what a stranger wrote in a name does nothing
on the machine of who opens the list.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import openpyxl
from django.http import HttpResponse
from django.utils import formats
from openpyxl.cell import WriteOnlyCell

from comaker.kernel.amounts import plain

CSV, EXCEL = "csv", "xlsx"
Value = str | int | Decimal | date | None
_EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What begins so is worked out by spreadsheets, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def exported(rows: Iterable[Sequence[Value]], *, name: str, kind: str, today: date) -> HttpResponse:
    """Return rows as a file to keep.

    In CSV, decimals and the sign between columns are those that a spreadsheet in the language of the reader
    expects.

    Args:
        rows: the headings first.
        name: of the file, without ending; `kind` CSV or EXCEL.
    """
    if kind == EXCEL:
        response, ending = HttpResponse(_excel(rows), content_type=_EXCEL_TYPE), EXCEL
    else:
        response, ending = HttpResponse("".join(_csv(rows)), content_type="text/csv; charset=utf-8"), CSV
    response.headers["Content-Disposition"] = f'attachment; filename="{name} {today.isoformat()}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def decimal(number: int | None, places: int) -> Decimal | None:
    """Return a scaled integer as a number for a cell."""
    return None if number is None else Decimal(plain(number, places))


def harmless(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _csv(rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    sign = formats.get_format("DECIMAL_SEPARATOR")
    yield "\ufeff"  # by which Excel knows that it is UTF-8
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=";" if sign == "," else ",").writerow(
            [_written(cell, sign) for cell in row]
        )
        yield line.getvalue()


def _written(cell: Value, sign: str) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", sign)
    return "" if cell is None else str(cell)


def _excel(rows: Iterable[Sequence[Value]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = []
        for cell in row:
            if isinstance(cell, str):
                shown = WriteOnlyCell(sheet, value="".join(sign for sign in harmless(cell) if sign >= " "))
                shown.data_type = "s"
            else:
                shown = WriteOnlyCell(sheet, value=cell)
            cells.append(shown)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
