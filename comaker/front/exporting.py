"""Exporting: rows as a file for a spreadsheet, in which no cell is taken for a formula.

Numbers stay numbers. A text that begins like a formula gets an apostrophe before it, so that what a stranger
wrote in a name does nothing on the machine of who opens the list.
"""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import formats
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from comaker.kernel.amounts import plain

Value = str | int | Decimal | date | None
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_UNSAYABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def decimal(number: int | None, places: int) -> Decimal | None:
    """Return a scaled integer as a number for a cell."""
    return None if number is None else Decimal(plain(number, places))


def harmless(value: Value) -> Value:
    """Return a value as it may stand in a cell."""
    if not isinstance(value, str):
        return value
    text = value.translate(_UNSAYABLE)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def csv_response(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]
) -> StreamingHttpResponse:
    """Answer with a CSV file, sent while it is made.

    Its decimals and the sign between its columns are those that a spreadsheet in the language of the reader
    expects.
    """
    response = StreamingHttpResponse(_lines(headings, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> HttpResponse:
    """Answer with an Excel file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([harmless(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=_EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _bold(sheet: object, heading: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=harmless(heading))
    cell.font = Font(bold=True)
    return cell


def _lines(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    sign = formats.get_format("DECIMAL_SEPARATOR")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if sign == "," else ",")
    # A spreadsheet takes it for UTF-8 by this mark alone.
    yield "\ufeff"
    for row in itertools.chain([headings], rows):
        writer.writerow([_written(value, sign) for value in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _written(value: Value, sign: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", sign)
    return value.isoformat() if isinstance(value, date) else str(harmless(value))
