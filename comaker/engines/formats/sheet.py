"""The sheet: one document while it is being read, with its currency, its sign and its complaints.

The readers ask the sheet for numbers and days by element name. A value that cannot be used becomes None
and leaves a sentence in `trouble`; it never stops the reading.
"""

from collections.abc import Callable, Sequence
from datetime import date

from comaker.engines.formats.tree import Node
from comaker.kernel.amounts import (
    MONEY_PLACES,
    PERCENT_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    NotANumber,
    scaled,
)
from comaker.kernel.document import DocumentLine

_POWERS: tuple[int, ...] = tuple(10**places for places in range(PRICE_PLACES + 1))
_PLAIN = 11  # so few characters fit a bigint at any scale


class Sheet:
    """One document while it is being read.

    Attributes:
        root: its tree.
        name: the document type by its own name, such as "Invoice".
        flavour: the profile it claims.
        currency: of the document; an amount in another one is not usable.
        sign: −1 turns the quantities and amounts of a credit note, else 1.
        trouble: sentences about unusable values so far, of the document or of the line being read.
    """

    __slots__ = ("currency", "flavour", "name", "root", "sign", "trouble")

    def __init__(self, root: Node, name: str, *, flavour: str = "", currency: str = "") -> None:
        self.root = root
        self.name = name
        self.flavour = flavour
        self.currency = currency
        self.sign = 1
        self.trouble: list[str] = []

    def money(self, node: Node, name: str) -> int | None:
        """Return an amount of money in the document's currency, with the sheet's sign."""
        text = node.get(name)
        if not text:
            return None
        currency = node.get(f"{name}@")
        if currency and currency != self.currency:
            self.trouble.append(f"{name} is in {currency[:20]}, not in {self.currency or 'one currency'}.")
            return None
        number = self._number(name, text, MONEY_PLACES)
        return None if number is None else number * self.sign

    def quantity(self, node: Node, name: str) -> int | None:
        """Return a quantity with the sheet's sign."""
        text = node.get(name)
        number = self._number(name, text, QUANTITY_PLACES) if text else None
        return None if number is None else number * self.sign

    def size(self, node: Node, name: str) -> int | None:
        """Return a quantity that is never negative: rejected, short, on backorder."""
        text = node.get(name)
        number = self._number(name, text, QUANTITY_PLACES) if text else None
        if number is not None and number < 0:
            self.trouble.append(f"{name} “{node.text(name)[:40]}” is negative.")
            return None
        return number

    def price(self, node: Node, name: str) -> int | None:
        """Return a price, which keeps its sign on a credit note."""
        text = node.get(name)
        if not text:
            return None
        currency = node.get(f"{name}@")
        if currency and currency != self.currency:
            self.trouble.append(f"{name} is in {currency[:20]}, not in {self.currency or 'one currency'}.")
            return None
        return self._number(name, text, PRICE_PLACES)

    def percent(self, node: Node, name: str) -> int | None:
        """Return a percentage."""
        text = node.get(name)
        return self._number(name, text, PERCENT_PLACES) if text else None

    def day(self, node: Node, name: str) -> int | None:
        """Return a day as its ordinal number; a time or time zone behind it is left out."""
        text = node.get(name)
        if not text:
            return None
        text = node.text(name)
        day = text[:10]
        if len(day) == 10 and day[4] == "-" == day[7] and (len(text) == 10 or text[10] in "Z+-T "):
            try:
                return date.fromisoformat(day).toordinal()
            except ValueError:
                pass
        self.trouble.append(f"{name} “{text[:40]}” is not a day like 2026-01-31.")
        return None

    def seconds(self, node: Node, name: str) -> int | None:
        """Return a time of day in seconds after midnight, on the sender's clock."""
        text = node.text(name)
        if not text:
            return None
        hours, minutes, seconds = text[:2], text[3:5], text[6:8] or "00"
        if (
            (hours + minutes + seconds).isascii()
            and (hours + minutes + seconds).isdigit()
            and text[2:3] == ":"
        ):
            count = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
            if int(minutes) < 60 and count <= 86_400:
                return count
        self.trouble.append(f"{name} “{text[:40]}” is not a time like 13:45:00.")
        return None

    def lines(
        self, nodes: Sequence[Node], read: "Callable[[Sheet, Node], DocumentLine]"
    ) -> tuple[DocumentLine, ...]:
        """Read lines, each with the complaints about its own values."""
        outer, found = self.trouble, []
        for node in nodes:
            self.trouble = []
            line = read(self, node)
            found.append(line._replace(trouble=tuple(self.trouble)) if self.trouble else line)
        self.trouble = outer
        return tuple(found)

    def _number(self, name: str, text: str, places: int) -> int | None:
        # As nearly every sender writes it; all else is for `scaled`, which says the same of these.
        whole, _, decimals = text.partition(".")
        digits = whole + decimals
        if len(digits) < _PLAIN and len(decimals) <= places and digits.isdigit() and digits.isascii():
            return int(digits) * _POWERS[places - len(decimals)]
        try:
            return scaled(text, places)
        except NotANumber as refusal:
            self.trouble.append(f"{name}: {refusal.message}")
            return None
