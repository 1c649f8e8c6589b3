"""Exports: rows of texts as a file of CSV or Excel, which no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import openpyxl
from django.http import HttpResponse
from openpyxl.cell import WriteOnlyCell

CSV, EXCEL = "csv", "xlsx"
_EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What begins so is worked out by spreadsheets, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def exported(rows: Iterable[Sequence[str]], *, name: str, kind: str, today: date) -> HttpResponse:
    """Return rows as a file to keep.

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


def harmless(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _csv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "\ufeff"  # by which Excel knows that it is UTF-8
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in row])
        yield line.getvalue()


def _excel(rows: Iterable[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = []
        for cell in row:
            shown = WriteOnlyCell(sheet, value="".join(sign for sign in harmless(cell) if sign >= " "))
            shown.data_type = "s"
            cells.append(shown)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
