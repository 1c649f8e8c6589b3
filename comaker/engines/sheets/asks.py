"""Asks: lines of an order, as people keep them in a spreadsheet, paste them, or write them down.

Where no row names the columns, what stands in them tells which is which. Lines without any columns are read
as people write them: “10 kg beeswax @ 1.50”.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from comaker.engines.sheets.cells import Cells, is_number
from comaker.engines.sheets.door import tables, text_of
from comaker.engines.sheets.headings import ASKS, fold, places_of
from comaker.engines.sheets.kinds import read_body, table_of
from comaker.engines.sheets.rows import AskRow
from comaker.engines.sheets.units import is_word, unit_code
from comaker.engines.sheets.words import Cell, HeadingsMissing, Limits, Read, Table
from comaker.kernel.amounts import PRICE_PLACES, QUANTITY_PLACES
from comaker.kernel.identifiers import has_check_digit

_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_CODE = re.compile(r"(?=.*\d)[\w./-]{2,20}")
# How a line begins that people write.
_BEGINS = re.compile(r"\s*(?:[-*•]\s*)?\d[\d.,]*\s*[x×]?\s+\S")
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# So many, of what unit, of what, at what price each.
_WRITTEN = re.compile(
    r"\s*(?:[-*•]\s*)?(?P<quantity>\d[\d.,]*)\s*(?:[x×]\s+|(?P<unit>[^\W\d]{1,8}[23²³]?)\b\.?\s+)?"
    r"(?P<name>\S.*?)(?:\s+(?:@|[àá]|at|for|voor)\s*(?:€|EUR)?\s*(?P<price>\d[\d.,]*))?\s*"
)
_LIMITS = Limits(bytes_max=10 * 2**20, rows_max=5_000)
_ENOUGH = 2  # columns that a row must name to be taken for headings


def read_asks(content: bytes, *, limits: Limits = _LIMITS) -> Read[AskRow]:
    """Read lines to order.

    Raises:
        UnusableSheet: it is no table, or too large.
    """
    written = _as_written(content, limits)
    if written is not None:
        return _read_written(written)
    table = next(iter(tables(content, limits)), Table("", []))
    table = table._replace(rows=[row for row in table.rows if any(_is_said(cell) for cell in row[1])])
    if not table.rows:
        return Read([], [], ())
    try:
        table, start = table_of(content, ASKS, limits)
    except HeadingsMissing:
        return _without_headings(table)
    _, cells = table.rows[start]
    found = places_of(cells, ASKS)
    if len(found) < _ENOUGH and sum(map(_is_said, cells)) > 1:
        return _without_headings(table)
    places = {name: some[0] for name, some in found.items()}
    unused = tuple(str(cell) for place, cell in enumerate(cells) if cell and place not in places.values())
    body = table._replace(rows=table.rows[start + 1 :])
    rows, findings = read_body(body, ASKS, places, _ask, width=len(cells))
    return Read(rows, findings, unused)


def _ask(cells: Cells) -> AskRow:
    text = cells.text("unit")
    unit = unit_code(text) if text else ""
    if text and not unit:
        cells.complain("unit", "it is no unit code such as C62 or KGM.")
    quantity = cells.size("quantity", QUANTITY_PLACES)
    row = AskRow(
        name=cells.text("name"),
        quantity=0 if quantity is None else quantity,
        unit=unit,
        price=cells.size("price", PRICE_PLACES),
        sellers=cells.text("sellers"),
        buyers=cells.text("buyers"),
        standard=cells.text("standard"),
        last_on=cells.day("last_on"),
        note=cells.text("note"),
    )
    if quantity is None and not cells.complaints:
        cells.complain("quantity", "it is empty, and must be filled in.")
    if not (row.name or row.sellers or row.buyers or row.standard) and not cells.complaints:
        cells.complain("name", "say what it is, by name or by number.")
    return row


def _without_headings(table: Table) -> Read[AskRow]:
    width = max(len(cells) for _, cells in table.rows)
    places = _guessed([cells for _, cells in table.rows], width)
    rows, findings = read_body(table, ASKS, places, _ask, width=width)
    return Read(rows, findings, ())


def _as_written(content: bytes, limits: Limits) -> list[str] | None:
    """Return the lines of a text that is no table; None where it is one."""
    if content.startswith(_PACKED) or len(content) > limits.bytes_max:
        return None
    lines = text_of(content).splitlines()
    said = [line for line in lines if line.strip()]
    if any(sign in line for line in said for sign in "\t;|"):
        return None
    is_one = all("," not in line or _BEGINS.match(line) for line in said)
    has_headings = bool(said) and any(fold(said[0]) in map(fold, each.headings) for each in ASKS)
    return lines if is_one and not has_headings else None


def _read_written(lines: Sequence[str]) -> Read[AskRow]:
    """Read lines such as “10 kg beeswax @ 1.50”."""
    rows = [(at, _taken_apart(line)) for at, line in enumerate(lines, start=1) if line.strip()]
    places = {"quantity": 0, "unit": 1, "name": 2, "price": 3}
    found, findings = read_body(Table("", rows), ASKS, places, _ask, width=len(places))
    return Read(found, findings, ())


def _taken_apart(text: str) -> tuple[Cell, ...]:
    found = _WRITTEN.fullmatch(text)
    if not found:
        return ("1", "", text.strip(), "")
    unit, name = found["unit"] or "", found["name"]
    if unit and not is_word(unit):
        unit, name = "", f"{unit} {name}"
    return (found["quantity"], unit, name, found["price"] or "")


def _guessed(rows: Sequence[Sequence[Cell]], width: int) -> Mapping[str, int]:
    """Tell from what stands in the columns which is which."""
    columns = [[row[place] for row in rows if place < len(row)] for place in range(width)]
    said = [[cell for cell in column if _is_said(cell)] for column in columns]
    places: dict[str, int] = {}
    numbers: list[int] = []
    texts: list[int] = []
    for place, cells in enumerate(said):
        if not cells:
            continue
        if all(_is_gtin(cell) for cell in cells):
            places.setdefault("standard", place)
        elif all(isinstance(cell, date) or _DAY.fullmatch(str(cell).strip()) for cell in cells):
            places.setdefault("last_on", place)
        elif all(_is_amount(cell) for cell in cells):
            numbers.append(place)
        elif all(unit_code(str(cell)) and len(fold(cell)) <= 7 for cell in cells):
            places.setdefault("unit", place)
        else:
            texts.append(place)
    if len(numbers) > 1 and _is_counting(said[numbers[0]]):
        numbers = numbers[1:]
    places |= dict(zip(("quantity", "price"), numbers, strict=False))
    if texts:
        places["name"] = max(texts, key=lambda place: sum(len(str(cell)) for cell in said[place]))
    codes = [place for place in texts if place != places["name"] and _is_code(said[place])]
    if codes:
        places["sellers"] = codes[0]
    return places


def _is_said(cell: Cell) -> bool:
    return cell is not None and bool(str(cell).strip())


def _is_amount(cell: Cell) -> bool:
    return not isinstance(cell, bool | date) and (isinstance(cell, int | float) or is_number(cell))


def _is_gtin(cell: Cell) -> bool:
    digits = str(cell).strip()
    return digits.isdigit() and len(digits) in (8, 12, 13, 14) and has_check_digit(digits)


def _is_code(cells: Sequence[Cell]) -> bool:
    return all(_CODE.fullmatch(str(cell).strip()) for cell in cells)


def _is_counting(cells: Sequence[Cell]) -> bool:
    """Tell whether cells only count the rows: 1, 2, 3 or 10, 20, 30."""
    try:
        numbers = [int(str(cell)) for cell in cells]
    except ValueError:
        return False
    step = numbers[0]
    return (
        len(numbers) > 1 and step in (1, 10) and numbers == [step * at for at in range(1, len(numbers) + 1)]
    )
