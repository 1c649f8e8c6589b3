"""Values: what a form writes as text, as the kernel counts it."""

from datetime import date

from comaker.kernel.amounts import MONEY_PLACES, PERCENT_PLACES, PRICE_PLACES, QUANTITY_PLACES, scaled
from comaker.kernel.refusal import Refusal


class NotAForm(Refusal):
    """JSON that is no document as docs/json.md describes one."""


def quantity_of(text: str | None, sign: int = 1) -> int | None:
    return None if text is None else scaled(text, QUANTITY_PLACES) * sign


def size_of(text: str) -> int:
    return scaled(text, QUANTITY_PLACES)


def price_of(text: str | None) -> int | None:
    return None if text is None else scaled(text, PRICE_PLACES)


def money_of(text: str | None, sign: int = 1) -> int | None:
    return None if text is None else scaled(text, MONEY_PLACES) * sign


def amount_of(text: str, sign: int = 1) -> int:
    return scaled(text, MONEY_PLACES) * sign


def percent_of(text: str | None) -> int | None:
    return None if text is None else scaled(text, PERCENT_PLACES)


def day_of(where: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        raise NotAForm(f"{where}: there is no day {text[:10]}.", hint="Write it as 2026-01-31.") from None


def after_of(where: str, text: str | None) -> int | None:
    """Return the first day too late of a last day in time."""
    day = day_of(where, text)
    return None if day is None else day + 1


def seconds_of(text: str | None) -> int | None:
    if text is None:
        return None
    hours, minutes, seconds = int(text[:2]), int(text[3:5]), int(text[6:8] or 0)
    return hours * 3600 + minutes * 60 + seconds
