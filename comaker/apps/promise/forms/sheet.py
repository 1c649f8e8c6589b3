"""Sheet: a form about the lines of a deal, as it stands on a page."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.functional import Promise

from comaker.apps.promise.actions import Field
from comaker.apps.promise.forms.posted import Posted, name_of
from comaker.record.asked.deal import DealLine

Words = str | Promise
NUMBER, DAY, TEXT, CHOICE, LONG = "number", "day", "text", "choice", "long"


class Input(NamedTuple):
    """A field.

    Attributes:
        kind: NUMBER, DAY, TEXT, CHOICE or LONG (several rows of text).
        value: as it stands in it; `error` what is wrong with it.
        choices: values with their words.
        unit: what stands behind a number.
    """

    name: str
    label: Words
    kind: str = TEXT
    value: str = ""
    error: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    unit: str = ""
    hint: Words = ""
    options: str = ""  # the id of a list of what is usual
    is_needed: bool = False


class SheetRow(NamedTuple):
    """The fields about one line, or one bill.

    Attributes:
        title: what it is; `about` how it stands, in a few words.
        inputs: the fields of every day; `more` those under “more”.
        key: of the line or bill.
        has_more: something under “more” is filled in.
    """

    title: str
    about: str
    inputs: tuple[Input, ...]
    more: tuple[Input, ...] = ()
    key: int = 0
    line: DealLine | None = None
    has_more: bool = False


class Sheet(NamedTuple):
    """A form.

    Attributes:
        verb: on the button that sends it.
        head: the fields about the whole.
        total: what the lines come to, written out; empty where it is not about money.
    """

    title: Words
    about: Words
    verb: Words
    rows: tuple[SheetRow, ...]
    head: tuple[Input, ...] = ()
    more: tuple[Input, ...] = ()
    total: tuple[tuple[Words, str], ...] = ()


def field(
    posted: Posted, errors: Mapping[Field, str], name: str, label: Words, kind: str = TEXT,
    usual: str = "", place: int = -1, **rest: object,
) -> Input:  # fmt: skip
    """Return a field with what was sent in it, else with what is usual, and what is wrong with it."""
    where = Field(name, place)
    value = posted.raw(name, usual, place)
    return Input(name_of(where), label, kind, value, errors.get(where, ""), **rest)  # type: ignore[arg-type]


def is_filled(inputs: Iterable[Input]) -> bool:
    """Tell whether something stands in some fields, or is wrong with them."""
    return any(each.value.strip() or each.error for each in inputs if each.kind != CHOICE)
