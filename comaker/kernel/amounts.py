"""Amounts: quantities, prices and money as scaled integers, never floats.

Quantities count millionths, money counts ten-thousandths, and prices hundred-millionths, so that every
one of them fits a bigint and adds up the same in Python and in every database.
"""

from comaker.kernel.refusal import Refusal

QUANTITY_PLACES = 6
MONEY_PLACES = 4
PRICE_PLACES = 8
PERCENT_PLACES = 4

ONE: int = 10**QUANTITY_PLACES
# Sums of a few of them must still fit 64 bits.
LIMIT: int = 10**18

# How much a quantity times a price is larger than the money that it comes to.
MONEY_PER_PRODUCT: int = 10 ** (QUANTITY_PLACES + PRICE_PLACES - MONEY_PLACES)
_POWERS: tuple[int, ...] = tuple(10**places for places in range(20))
# The smallest coin in units of money, for currencies that do not count in hundredths.
_COINS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 10_000),
    **dict.fromkeys(("UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 10_000),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 10),
}


class NotANumber(Refusal):
    """A text that should be a decimal number and is not, or is too large to keep."""


def scaled(text: str, places: int) -> int:
    """Read a decimal number as a scaled integer.

    Args:
        text: digits with an optional sign and one optional decimal point, as XML writes them.
        places: how many decimals the integer keeps; further ones are rounded, half away from zero.

    Raises:
        NotANumber: the text is no such number, or does not fit 64 bits.
    """
    stripped = text.strip()
    whole, _, decimals = stripped.partition(".")
    digits = whole.lstrip("+-") + decimals
    if not digits.isascii() or not digits.isdigit() or len(whole) - len(whole.lstrip("+-")) > 1:
        raise NotANumber(f"“{stripped[:40]}” is not a decimal number.", hint="Write it like 1234.56.")
    if len(digits) > 40:
        raise NotANumber(f"The number {stripped[:24]}… is too long to keep.", hint="Check the value.")
    if len(decimals) > places:
        result = (int(digits) * 2 // _power(len(decimals) - places) + 1) // 2
    else:
        result = int(digits) * _power(places - len(decimals))
    if result > LIMIT:
        raise NotANumber(f"The number {stripped[:40]} is too large to keep.", hint="Check the value.")
    return -result if whole.startswith("-") else result


def plain(number: int, places: int, *, least: int = 0) -> str:
    """Write a scaled integer as a decimal number, with at least `least` decimals and no needless zeros."""
    sign = "-" if number < 0 else ""
    whole, rest = divmod(abs(number), _power(places))
    decimals = str(rest).rjust(places, "0").rstrip("0").ljust(least, "0") if places else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def plain_quantity(number: int) -> str:
    """Write a quantity, such as 120 or 0.5."""
    return plain(number, QUANTITY_PLACES)


def plain_price(number: int) -> str:
    """Write a unit price with at least two decimals."""
    return plain(number, PRICE_PLACES, least=2)


def plain_money(number: int) -> str:
    """Write an amount of money with at least two decimals."""
    return plain(number, MONEY_PLACES, least=2)


def coin_of(currency: str) -> int:
    """Return the smallest coin of a currency in units of money: 100 for cents, 10,000 for the yen."""
    return _COINS.get(currency, 100)


def value(quantity: int, price: int, coin: int = 100) -> int:
    """Return what a quantity costs at a unit price, rounded to the coin, half away from zero."""
    product = quantity * price
    whole = (abs(product) * 2 // (MONEY_PER_PRODUCT * coin) + 1) // 2 * coin
    return -whole if product < 0 else whole


def adds_up(quantity: int, price: int, amount: int) -> bool:
    """Tell whether an amount is exactly what a quantity costs at a unit price, nothing rounded."""
    return quantity * price == amount * MONEY_PER_PRODUCT


def unit_price(amount: int, quantity: int) -> int:
    """Return the price of one unit when `quantity` of them cost `amount`; the quantity is not zero."""
    product = amount * MONEY_PER_PRODUCT
    whole = (abs(product) * 2 // abs(quantity) + 1) // 2
    return -whole if (product < 0) != (quantity < 0) else whole


def share(amount: int, part: int, whole: int) -> int:
    """Return the share of `amount` that `part` of `whole` takes, rounded half away from zero."""
    if not whole:
        return 0
    product = amount * part
    size = (abs(product) * 2 // abs(whole) + 1) // 2
    return -size if (product < 0) != (whole < 0) else size


def percent_of(amount: int, percent: int) -> int:
    """Return a percentage of an amount; `percent` is scaled by PERCENT_PLACES (21 % is 210000)."""
    return share(amount, percent, 100 * _power(PERCENT_PLACES))


def _power(places: int) -> int:
    return _POWERS[places] if places < len(_POWERS) else int(10**places)
