"""Numbers that people retype: the exact form and a looser one of an order's or line's number."""

import re
from functools import lru_cache

from comaker.kernel.product import reference

_PREFIX = re.compile(
    r"^(?:purchaseorder|purchordno|orderno|ordernr|ordernummer|order|bestellung|bestelnummer|bestelnr"
    r"|bestelling|ponumber|ponr|pono|po|ord|nr|no)+(?=\d)"
)
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")

# A shorter number with a character lost says too little.
_SLIP_LENGTH_MIN = 3

# Papers that name one number mostly come close together; what is kept longer lies in the way of the rest.
exact = lru_cache(maxsize=1_024)(reference)


def plain(text: str) -> str:
    """Reduce a number to its letters and digits."""
    return "".join([letter for letter in reference(text) if letter.isalnum()])


def looser(text: str) -> str:
    """Reduce a number to what survives retyping: letters and digits, no leading zeros, no `PO` before it.

    “PO 1047”, “po-1047” and “0001047” all give “1047”. Two numbers of one sender may fall together in
    this form, so it may only be used where one single number fits.
    """
    return _ZEROS.sub("", _PREFIX.sub("", plain(text)))


def loosest(text: str) -> str:
    """Reduce a number further: to its digits, when only letters stand before them."""
    bare = looser(text)
    digits = bare.lstrip("abcdefghijklmnopqrstuvwxyz").lstrip("0")
    return digits if digits.isdigit() else bare


def is_slip(one: str, other: str) -> bool:
    """Tell whether two numbers differ by one character lost or doubled.

    A wrong character or two changed places are no such slip: of numbers given out in sequence most differ
    from their neighbour by just that.
    """
    if len(one) > len(other):
        one, other = other, one
    if len(other) != len(one) + 1 or len(one) < _SLIP_LENGTH_MIN:
        return False
    same = 0
    while same < len(one) and one[same] == other[same]:
        same += 1
    return one[same:] == other[same + 1 :]


def line_forms(text: str) -> tuple[str, ...]:
    """Return the forms under which a line number may be known besides as written: folded, without zeros."""
    folded = exact(text)
    bare = folded.lstrip("0")
    return tuple(dict.fromkeys(form for form in (folded, bare) if form and form != text))
