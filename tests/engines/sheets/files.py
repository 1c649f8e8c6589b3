"""Files of master data, made in the test."""

import io
import zipfile

import openpyxl


def csv_of(rows, *, sign=",", encoding="utf-8"):
    """Return the bytes of a CSV file."""
    return "".join(sign.join(str(cell) for cell in row) + "\r\n" for row in rows).encode(encoding)


def xlsx_of(*sheets):
    """Return the bytes of an Excel file with sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Blad{number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_member(content, name, body):
    """Return an Excel file in which a part is replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, body)
    return out.getvalue()
