"""Typed: numbers and days as people write them, in whatever language they read the page."""

import re
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from comaker.kernel.amounts import (
    MONEY_PLACES,
    PERCENT_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    NotANumber,
    plain,
    scaled,
)

_SIGNS = re.compile(r"[\s\u00a0\u202f'’€$£%]|EUR|USD|GBP", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEARS = (2000, 2200)


class NotUnderstood(Exception):
    """A value that cannot be read; its sentence says why."""


def number(text: str, places: int) -> int | None:
    """Read a number as a scaled integer; None where nothing is typed.

    Of 1.234 nobody can tell whether it is a thousand; it is read as the language of the page writes numbers.
    """
    bare = _SIGNS.sub("", text).replace("−", "-")
    if not bare:
        return None
    if len(bare) > 40:
        raise NotUnderstood(_("This number is too long."))
    last = max(bare.rfind("."), bare.rfind(","))
    sign = bare[last] if last >= 0 else ""
    others = {".": ",", ",": "."}.get(sign, "")
    is_grouping = bool(sign) and (
        bare.count(sign) > 1
        or (
            others not in bare
            and _looks_grouped(bare, last)
            and sign != formats.get_format("DECIMAL_SEPARATOR")
        )
    )
    if is_grouping:
        whole, decimals = bare.replace(sign, ""), ""
    elif sign:
        whole, decimals = bare[:last].replace(others, "").replace(sign, ""), bare[last + 1 :]
    else:
        whole, decimals = bare, ""
    try:
        return scaled(f"{whole or '0'}.{decimals}" if decimals else whole, places)
    except NotANumber as error:
        raise NotUnderstood(_("“%(text)s” is not a number.") % {"text": text.strip()[:40]}) from error


def _looks_grouped(bare: str, last: int) -> bool:
    """Tell whether just three digits follow the only sign, and some stand before it that are not 0."""
    return len(bare) - last == 4 and bool(bare[:last].lstrip("+-").strip("0"))


def day(text: str) -> int | None:
    """Read a day as a day number; None where nothing is typed."""
    bare = text.strip()
    if not bare:
        return None
    if found := _ISO.fullmatch(bare):
        year, month, of_month = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(bare):
        of_month, month, year = map(int, found.groups())
    else:
        raise NotUnderstood(_("“%(text)s” is not a day like 2026-01-31.") % {"text": bare[:40]})
    if not _YEARS[0] <= year < _YEARS[1]:
        raise NotUnderstood(_("The year %(year)s is too far away.") % {"year": year})
    try:
        return date(year, month, of_month).toordinal()
    except ValueError as error:
        raise NotUnderstood(_("There is no such day as %(text)s.") % {"text": bare}) from error


def quantity(text: str) -> int | None:
    """Read a quantity."""
    return number(text, QUANTITY_PLACES)


def price(text: str) -> int | None:
    """Read a price."""
    return number(text, PRICE_PLACES)


def money(text: str) -> int | None:
    """Read an amount of money."""
    return number(text, MONEY_PLACES)


def percent(text: str) -> int | None:
    """Read a percentage."""
    return number(text, PERCENT_PLACES)


def shown(value: int | None, places: int, *, least: int = 0) -> str:
    """Write a number as it stands in a field: read again it is the same, in any language."""
    if value is None:
        return ""
    text = plain(value, places, least=least)
    sign = formats.get_format("DECIMAL_SEPARATOR")
    whole, point, decimals = text.partition(".")
    # Three decimals behind a sign might be read as thousands where the language has the other one.
    if point and len(decimals) == 3:
        decimals += "0"
    return f"{whole}{sign}{decimals}" if point else whole


def shown_day(value: int | None) -> str:
    """Write a day as it stands in a field."""
    return "" if value is None else date.fromordinal(value).isoformat()
