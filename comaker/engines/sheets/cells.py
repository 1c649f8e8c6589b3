"""Cells: one row while it is being read, with its complaints.

A number such as 1.234 is a thousand to one writer and a little more than one to another. What the other
numbers of the file show is believed; where they show nothing, the row is left to a person.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from comaker.engines.sheets.headings import Column
from comaker.engines.sheets.words import Cell
from comaker.kernel.amounts import NotANumber, scaled
from comaker.kernel.identifiers import has_check_digit

_YES = frozenset({"yes", "y", "ja", "j", "true", "waar", "1", "x"})
_NO = frozenset({"no", "n", "nee", "false", "onwaar", "0", ""})
_NUMBER = re.compile(r"[+-]?[\d.,'\s\u00a0\u202f]*\d[\d.,]*-?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SHORTENED = re.compile(r"\d[.,]?\d*E\+\d+", re.IGNORECASE)
_SHOWN_MAX = 40


def decimal_sign(texts: Iterable[str]) -> str:
    """Return which sign the numbers of a file have before their decimals; empty when they do not show it."""
    seen: set[str] = set()
    for text in texts:
        points, commas = text.count("."), text.count(",")
        if points and commas:
            seen.add("." if text.rindex(".") > text.rindex(",") else ",")
        elif points > 1 or commas > 1:
            seen.add("," if points else ".")
        elif points or commas:
            sign = "." if points else ","
            whole, _, decimals = text.partition(sign)
            if len(decimals.strip()) != 3 or not whole.strip("+-").strip("0"):
                seen.add(sign)
    return seen.pop() if len(seen) == 1 else ""


def is_number(cell: Cell) -> bool:
    """Tell whether a text looks like a number."""
    return isinstance(cell, str) and len(cell) <= _SHOWN_MAX and bool(_NUMBER.fullmatch(cell.strip()))


class Cells:
    """One row.

    Args:
        places: where the columns stand.
        sign: before the decimals in this file, empty when unknown.
    """

    def __init__(
        self, cells: tuple[Cell, ...], places: Mapping[str, int], columns: Mapping[str, Column], sign: str
    ) -> None:
        self._cells = cells
        self._places = places
        self._columns = columns
        self._sign = sign
        self.complaints: list[str] = []

    def complain(self, name: str, why: str) -> None:
        """Note what is wrong with a value, or that it is missing."""
        text = self._plain(name)
        value = f" “{text[:_SHOWN_MAX]}”" if text else ""
        self.complaints.append(f"{self._columns[name].shown}{value}: {why}")

    def text(self, name: str) -> str:
        """Return a text, its spaces put in order; empty when there is none."""
        text = self._plain(name)
        if text and _SHORTENED.fullmatch(text):
            self.complain(name, "a long number that Excel has shortened; format the column as text.")
            return ""
        return text

    def needed(self, name: str) -> str:
        """Return a text that must be there."""
        text = self.text(name)
        if not text and not self.complaints:
            self.complain(name, "it is empty, and must be filled in.")
        return text

    def number(self, name: str, places: int) -> int | None:
        """Return a number, scaled; None when there is none."""
        cell = self._cell(name)
        if cell is None or cell == "":
            return None
        if isinstance(cell, bool | date):
            self.complain(name, "it is not a number.")
            return None
        if isinstance(cell, int | float):
            return self._scaled(name, format(Decimal(repr(cell)), "f"), places)
        text = re.sub(r"[\s\u00a0\u202f']", "", str(cell)).removesuffix("%")
        if text.endswith("-"):
            text = f"-{text[:-1]}"  # as some ERPs write it
        signs = {sign for sign in ".," if sign in text}
        if not signs:
            return self._scaled(name, text, places)
        sign = decimal_sign([text]) or self._sign
        if not sign:
            self.complain(name, "it may be thousands or decimals; write it without a sign between thousands.")
            return None
        other = "," if sign == "." else "."
        whole, _, _ = text.partition(sign)
        groups = whole.lstrip("+-").split(other)
        if text.count(sign) > 1 or (len(groups) > 1 and any(len(group) != 3 for group in groups[1:])):
            self.complain(name, "it is not a number.")
            return None
        return self._scaled(name, text.replace(other, "").replace(sign, "."), places)

    def count(self, name: str) -> int | None:
        """Return a whole number that is not negative, such as of days."""
        number = self.number(name, 0) if not self._has_decimals(name) else None
        if number is None and self._plain(name) and not self.complaints:
            self.complain(name, "it is not a whole number.")
        if number is not None and number < 0:
            self.complain(name, "it is negative.")
            return None
        return number

    def size(self, name: str, places: int) -> int | None:
        """Return a number that is not negative."""
        number = self.number(name, places)
        if number is not None and number < 0:
            self.complain(name, "it is negative.")
            return None
        return number

    def day(self, name: str) -> int | None:
        """Return a day: 2026-01-31, 31-1-2026 or a date of Excel."""
        cell = self._cell(name)
        if cell is None or cell == "":
            return None
        if isinstance(cell, date):
            return cell.toordinal()
        text = str(cell).strip()
        if found := _ISO.fullmatch(text):
            year, month, day = found.groups()
        elif found := _DUTCH.fullmatch(text):
            day, month, year = found.groups()
        else:
            self.complain(name, "it is not a day like 2026-01-31 or 31-1-2026.")
            return None
        try:
            return date(int(year), int(month), int(day)).toordinal()
        except ValueError:
            self.complain(name, "there is no such day; write the day before the month, as in 31-1-2026.")
            return None

    def flag(self, name: str) -> bool | None:
        """Return yes or no; None when it is not said."""
        text = self._plain(name).casefold()
        if not text:
            return None
        if text not in _YES | _NO:
            self.complain(name, "write yes or no.")
            return None
        return text in _YES

    def gs1(self, name: str, what: str, lengths: tuple[int, ...]) -> str:
        """Return a number of GS1, its length and check digit right; empty when there is none."""
        text = "".join(self.text(name).split())
        if not text:
            return ""
        if not text.isdigit() or not text.isascii() or len(text) not in lengths:
            told = " or ".join(str(length) for length in lengths)
            self.complain(name, f"a {what} has {told} digits.")
            return ""
        if not has_check_digit(text):
            self.complain(name, f"its check digit is wrong, so it is no {what}; look for a typing error.")
            return ""
        return text

    def _has_decimals(self, name: str) -> bool:
        cell = self._cell(name)
        return isinstance(cell, float) and not cell.is_integer()

    def _scaled(self, name: str, text: str, places: int) -> int | None:
        try:
            return scaled(text, places)
        except NotANumber as refusal:
            self.complain(name, refusal.message)
            return None

    def _cell(self, name: str) -> Cell:
        place = self._places.get(name)
        return None if place is None or place >= len(self._cells) else self._cells[place]

    def _plain(self, name: str) -> str:
        cell = self._cell(name)
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return "yes" if cell else "no"
        if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
            return str(int(cell))
        if isinstance(cell, int | float):
            return format(Decimal(repr(cell)), "f")
        return " ".join(str(cell).split())
