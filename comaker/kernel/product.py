"""Products: a kind of thing, by the numbers that its seller, its buyer and GS1 give it."""

from typing import NamedTuple

# What people write where a number is asked for and they have none.
PLACEHOLDERS = frozenset(
    {"", "-", "--", ".", "/", "0", "n/a", "na", "n.a.", "none", "nil", "null", "unknown", "onbekend", "geen"}
    | {"nvt", "n.v.t.", "x", "xx", "xxx", "tbd", "tba", "?", "notapplicable", "normalizedstring"}
)


class Product(NamedTuple):
    """A kind of thing as one document line names it; every number is normalised, absent ones are empty.

    Attributes:
        sellers: the seller's own number, folded to lower case without spaces.
        buyers: the buyer's own number, likewise.
        standard: the GTIN without leading zeros, or another global number with its scheme before it.
        makers: the manufacturer's number.
        name: as written, with its spaces put in order.
        serial: the serial or lot number when the line is about one item or lot.
    """

    sellers: str = ""
    buyers: str = ""
    standard: str = ""
    makers: str = ""
    name: str = ""
    serial: str = ""


NOTHING = Product()


def reference(text: str | None) -> str:
    """Normalise a reference or number as people retype it: no spaces, lower case, no placeholder."""
    if not text:
        return ""
    folded = "".join(text.split()).casefold()
    return "" if folded in PLACEHOLDERS else folded


def gtin(text: str | None) -> str:
    """Normalise a GTIN: digits without leading zeros, since 13 and 14 digits name the same product."""
    folded = reference(text)
    return folded.lstrip("0") if folded.isdigit() else folded


def agree(one: Product, other: Product) -> bool | None:
    """Tell whether two products are the same: True, False, or None when no number can be compared.

    One equal number is enough, since a line that keeps the buyer's number and changes the seller's is
    still what the buyer asked for. Names decide nothing here: people write them as they like.
    """
    seen = False
    for mine, yours in (
        (one.standard, other.standard),
        (one.sellers, other.sellers),
        (one.buyers, other.buyers),
    ):
        if mine and yours:
            if mine == yours:
                return True
            seen = True
    if one.makers and one.makers == other.makers:
        return True
    # Some senders put the GTIN where the seller's number belongs, and the other way about.
    if one.standard and one.standard == other.sellers.lstrip("0"):
        return True
    if other.standard and other.standard == one.sellers.lstrip("0"):
        return True
    return False if seen else None


def numbers_of(product: Product) -> tuple[str, ...]:
    """Return the numbers of a product that there are."""
    numbers = (product.sellers, product.buyers, product.standard, product.makers)
    return tuple([number for number in numbers if number])


def label(product: Product) -> str:
    """Return what to call a product on a page: its name, or the first number that it has."""
    return product.name or product.sellers or product.standard or product.buyers or product.makers
