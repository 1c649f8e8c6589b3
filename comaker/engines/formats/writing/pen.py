"""The pen: one document while it is being written, with its currency and its sign.

What the sheet reads, the pen writes: scaled integers as decimals, day numbers as days, the last day in time
where the kernel keeps the first one too late.
"""

from datetime import date

from comaker.engines.formats.writing.elements import Element, value
from comaker.kernel.amounts import MONEY_PLACES, PERCENT_PLACES, plain, plain_price, plain_quantity

# What may be stated where UBL wants a reference and there is none; readers take it for nothing.
NO_NUMBER = "NA"


class Pen:
    """One document while it is being written.

    Attributes:
        currency: of all its amounts.
        sign: −1 on a credit note, which writes what it takes back as positive, else 1.
    """

    __slots__ = ("currency", "sign")

    def __init__(self, currency: str, *, is_credit: bool = False) -> None:
        self.currency = currency
        self.sign = -1 if is_credit else 1

    def money(self, name: str, amount: int | None) -> Element | None:
        """Write an amount of money."""
        if amount is None:
            return None
        return value(name, plain(amount * self.sign, MONEY_PLACES, least=2), currencyID=self.currency)

    def quantity(self, name: str, quantity: int | None, unit: str) -> Element | None:
        """Write a quantity."""
        if quantity is None:
            return None
        return value(name, plain_quantity(quantity * self.sign), unitCode=unit)

    def price(self, name: str, price: int | None) -> Element | None:
        """Write a price, which keeps its sign on a credit note."""
        return None if price is None else value(name, plain_price(price), currencyID=self.currency)


def size(name: str, quantity: int | None, unit: str) -> Element | None:
    """Write a quantity that has no sign: rejected, short, on backorder."""
    return None if quantity is None else value(name, plain_quantity(quantity), unitCode=unit)


def percent(name: str, percentage: int | None) -> Element | None:
    """Write a percentage."""
    return None if percentage is None else value(name, plain(percentage, PERCENT_PLACES))


def day(name: str, number: int | None) -> Element | None:
    """Write a day."""
    return None if number is None else value(name, date.fromordinal(number).isoformat())


def last_day(name: str, until_on: int | None) -> Element | None:
    """Write the last day in time, of which `until_on` is the day after."""
    return None if until_on is None else day(name, until_on - 1)


def time(name: str, seconds: int | None) -> Element | None:
    """Write a time of day."""
    if seconds is None:
        return None
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return value(name, f"{hour:02}:{minute:02}:{second:02}")
