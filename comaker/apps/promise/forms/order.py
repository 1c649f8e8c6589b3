"""Order: the form by which somebody asks for something, by hand, from a list, or beside a paper."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comaker.apps.promise.actions import Asked, Counterpart, Field, Order, Way
from comaker.apps.promise.forms.posted import Posted
from comaker.apps.promise.forms.sheet import (
    CHOICE,
    DAY,
    LONG,
    NUMBER,
    TEXT,
    Input,
    SheetRow,
    field,
    is_filled,
)
from comaker.apps.promise.forms.typed import shown, shown_day
from comaker.apps.promise.forms.units import unit_choices
from comaker.engines.sheets import AskRow
from comaker.kernel.amounts import PRICE_PLACES, QUANTITY_PLACES
from comaker.kernel.identifiers import identifiers_meant
from comaker.kernel.party import party_of
from comaker.record.asked.deals import Partner

ROWS_MIN, ROWS_MAX = 3, 500
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN")
_NEW = "new"


class WayWords(NamedTuple):
    """How a way of beginning is put to people."""

    name: str | Promise
    about: str | Promise
    other: str | Promise


WAYS = {
    Way.BUY: WayWords(
        gettext_lazy("I order something"),
        gettext_lazy("You ask, they promise and send, you pay."),
        gettext_lazy("From whom?"),
    ),
    Way.SELL: WayWords(
        gettext_lazy("They ordered from me"),
        gettext_lazy("By telephone, by mail or on paper: you write down what they asked."),
        gettext_lazy("Who ordered?"),
    ),
    Way.TRADE_IN: WayWords(
        gettext_lazy("I take something back, or in"),
        gettext_lazy("They give, you take it in, make out the bill for them and pay."),
        gettext_lazy("From whom?"),
    ),
    Way.INPUT: WayWords(
        gettext_lazy("I need something from a customer"),
        gettext_lazy("A drawing, a text, an approval: it costs nothing, and your promise waits for it."),
        gettext_lazy("From which customer?"),
    ),
}


class OrderForm(NamedTuple):
    """The form as it stands on a page."""

    way: Way
    words: WayWords
    other: Input
    new: tuple[Input, ...]
    is_person: bool
    is_new: bool
    rows: tuple[SheetRow, ...]
    head: tuple[Input, ...]
    more: tuple[Input, ...]
    has_paper: bool
    has_more: bool


def way_in(text: str) -> Way:
    """Return a way of beginning; buying for anything else."""
    return Way(text) if text in set(Way) else Way.BUY


def rows_in(posted: Posted) -> int:
    """Return how many lines a form has."""
    text = posted.text("rows")
    return min(
        ROWS_MAX, max(ROWS_MIN, int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0)
    )


def texts_of(rows: Iterable[AskRow], *, after: int) -> dict[str, str]:
    """Return lines that were read from a list as texts of a form, behind some that stand there."""
    texts: dict[str, str] = {}
    for place, row in enumerate(rows, start=after):
        texts |= {
            f"name-{place}": row.name,
            f"quantity-{place}": shown(row.quantity, QUANTITY_PLACES),
            f"unit-{place}": row.unit or "C62",
            f"price-{place}": shown(row.price, PRICE_PLACES, least=2),
            f"until-{place}": shown_day(row.last_on),
            f"sellers-{place}": row.sellers,
            f"buyers-{place}": row.buyers,
            f"standard-{place}": row.standard,
            f"note-{place}": row.note,
        }
    return texts


def filled_rows(posted: Posted) -> list[int]:
    """Return the places of the lines in which something stands."""
    wanted = ("name", "quantity", "price", "sellers", "buyers", "standard")
    return [at for at in range(rows_in(posted)) if any(posted.text(name, at) for name in wanted)]


def shown_order(
    posted: Posted, errors: Mapping[Field, str], way: Way, partners: Sequence[Partner], *, other: int = 0
) -> OrderForm:
    """Return the form with what was sent, and what is wrong with it.

    Args:
        other: the number of the party that is chosen beforehand.
    """

    def one(name: str, label: str | Promise, kind: str = TEXT, **rest: object) -> Input:
        return field(posted, errors, name, label, kind, **rest)  # type: ignore[arg-type]

    chosen, new = _who(posted, errors, way, partners, str(other) if other else "")
    is_free = way is Way.INPUT
    currencies = tuple((each, each) for each in CURRENCIES)
    head = () if is_free else (one("currency", _("Currency"), CHOICE, usual="EUR", choices=currencies),)
    more = (
        one("number", _("Number of the order"), hint=_("Empty: the next one of your own.")),
        one("issued", _("Asked on"), DAY, hint=_("Empty: today.")),
        one("note", _("A word with it"), LONG),
    )
    rows = tuple(_row(posted, errors, place, is_free=is_free) for place in range(rows_in(posted)))
    return OrderForm(
        way, WAYS[way], chosen, new, bool(posted.text("is_person")), chosen.value == _NEW, rows, head, more,
        bool(posted.text("has_paper")), is_filled(more),
    )  # fmt: skip


def said_order(posted: Posted, way: Way) -> tuple[Order, list[int]]:
    """Read the form; return the order, and at which places of the form its lines stand.

    Raises:
        Unusable: something of it cannot be read.
    """
    places = filled_rows(posted)
    lines = tuple(_asked(posted, place, is_free=way is Way.INPUT) for place in places)
    order = Order(
        way,
        _counterpart(posted),
        lines,
        currency=posted.text("currency") if posted.text("currency") in CURRENCIES else "EUR",
        number=posted.text("number")[:60],
        issued_on=posted.day("issued"),
        note=posted.text("note"),
        has_paper=bool(posted.text("has_paper")),
    )
    posted.must_be_right()
    return order, places


def _counterpart(posted: Posted) -> Counterpart:
    other = posted.text("other")
    if other.isascii() and other.isdigit() and len(other) < 19:
        return Counterpart(number=int(other))
    name, number = posted.text("other_name")[:200], posted.text("other_number")[:80]
    if not name:
        posted.errors[Field("other_name" if other == _NEW else "other")] = _("Say who the other party is.")
    return Counterpart(
        party=party_of(name, identifiers_meant(number)[:1]), is_person=bool(posted.text("is_person"))
    )


def _who(
    posted: Posted, errors: Mapping[Field, str], way: Way, partners: Sequence[Partner], usual: str
) -> tuple[Input, tuple[Input, ...]]:
    """Return where the other party is chosen, and where a new one is named."""
    known = [(str(each.party), each.name) for each in partners]
    choices = (("", _("Choose")), *known, (_NEW, _("Somebody new")))
    usual = usual or ("" if partners else _NEW)
    chosen = field(posted, errors, "other", WAYS[way].other, CHOICE, usual, choices=choices, is_needed=True)
    number = _("VAT number, GLN or chamber of commerce number")
    new = (
        field(posted, errors, "other_name", _("What are they called?")),
        field(posted, errors, "other_number", number, hint=_("Empty if you do not know it.")),
    )
    return chosen, new


def _row(posted: Posted, errors: Mapping[Field, str], place: int, *, is_free: bool) -> SheetRow:
    def one(name: str, label: str | Promise, kind: str = TEXT, **rest: object) -> Input:
        return field(posted, errors, name, label, kind, place=place, **rest)  # type: ignore[arg-type]

    code = posted.raw("unit", "C62", place)
    inputs = [
        one("name", _("What")),
        one("quantity", _("How many"), NUMBER, usual="1" if is_free and place == 0 else ""),
        one("unit", _("Unit"), CHOICE, usual="C62", choices=unit_choices(code)),
        *([] if is_free else [one("price", _("Price each"), NUMBER)]),
        one("until", _("There by"), DAY),
    ]
    more = (
        one("from", _("Not before"), DAY),
        one("sellers", _("Their number of it")),
        one("buyers", _("Your number of it")),
        one("standard", _("GTIN")),
        one("serial", _("Serial number")),
        one("note", _("A word with it")),
    )
    title = _("Line %(number)d") % {"number": place + 1}
    return SheetRow(title, "", tuple(inputs), more, has_more=is_filled(more))


def _asked(posted: Posted, place: int, *, is_free: bool) -> Asked:
    quantity = posted.quantity("quantity", place)
    if quantity is None and Field("quantity", place) not in posted.errors:
        posted.errors[Field("quantity", place)] = _("Say how many.")
    return Asked(
        posted.text("name", place)[:200],
        quantity or 0,
        posted.unit("unit", place),
        None if is_free else posted.price("price", place),
        posted.parts(place),
        sellers=posted.text("sellers", place)[:60],
        buyers=posted.text("buyers", place)[:60],
        standard=posted.text("standard", place)[:20],
        serial=posted.text("serial", place)[:60],
        note=posted.text("note", place),
    )
