"""Posted: what somebody sent of a form, read field by field, with a sentence beside what cannot be read."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.utils.translation import gettext as _

from comaker.apps.promise.actions import Field, Part, Unusable
from comaker.apps.promise.forms import typed
from comaker.engines.sheets.units import unit_code

PARTS = 3  # into so many parts a line can be divided in a form
_TEXT_MAX = 2_000
Value = TypeVar("Value")


def name_of(field: Field) -> str:
    """Return what a field is called in the form."""
    return field.name if field.place < 0 else f"{field.name}-{field.place}"


class Posted:
    """What was sent of a form.

    Args:
        texts: by the names of the fields; empty for a form that nobody has sent yet.

    Attributes:
        errors: what is wrong, by field.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.errors: dict[Field, str] = {}

    def __bool__(self) -> bool:
        """Tell whether anything was sent."""
        return bool(self._texts)

    def text(self, name: str, place: int = -1) -> str:
        """Return a text without spaces around it."""
        return self._texts.get(name_of(Field(name, place)), "").replace("\0", "").strip()[:_TEXT_MAX]

    def raw(self, name: str, usual: str, place: int = -1) -> str:
        """Return what to show in a field: what was sent, else what is usual."""
        return self._texts.get(name_of(Field(name, place)), usual)

    def quantity(self, name: str, place: int = -1) -> int | None:
        """Return a quantity; None where nothing is typed, or what cannot be read."""
        return self._read(typed.quantity, name, place)

    def price(self, name: str, place: int = -1) -> int | None:
        """Return a price."""
        return self._read(typed.price, name, place)

    def money(self, name: str, place: int = -1) -> int | None:
        """Return an amount of money."""
        return self._read(typed.money, name, place)

    def percent(self, name: str, place: int = -1) -> int | None:
        """Return a percentage."""
        return self._read(typed.percent, name, place)

    def day(self, name: str, place: int = -1) -> int | None:
        """Return a day."""
        return self._read(typed.day, name, place)

    def unit(self, name: str, place: int = -1) -> str:
        """Return the code of a unit that is typed as a word or as a code; pieces where nothing is."""
        text = self.text(name, place)
        code = unit_code(text) if text else "C62"
        if not code:
            self.errors[Field(name, place)] = _(
                "“%(text)s” is no unit we know; try pieces, kg, litres or a code such as KGM."
            ) % {"text": text[:40]}
        return code

    def parts(self, place: int, *, last: str = "until", first: str = "from") -> tuple[Part, ...]:
        """Return how a line is divided: into parts where some are filled in, else as one."""
        found = []
        for number in range(1, PARTS + 1):
            quantity = self.quantity(f"part{number}", place)
            ends = self.day(f"part{number}until", place)
            if quantity is not None or ends is not None:
                if quantity is None:
                    self.errors[Field(f"part{number}", place)] = _("Say how much of it.")
                found.append(Part(quantity, None, ends))
        if found:
            return tuple(found)
        starts, ends = self.day(first, place), self.day(last, place)
        return () if starts is None and ends is None else (Part(None, starts, ends),)

    def must_be_right(self) -> None:
        """Refuse a form of which something cannot be read.

        Raises:
            Unusable: with all errors.
        """
        if self.errors:
            raise Unusable(self.errors)

    def _read(self, read: Callable[[str], Value | None], name: str, place: int) -> Value | None:
        try:
            return read(self.text(name, place))
        except typed.NotUnderstood as error:
            self.errors[Field(name, place)] = str(error)
            return None
