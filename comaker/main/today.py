"""Today: whose turn it is, with what people arranged about it; the page, put together from record and apps.

What is asked of the page stands in its address, so that it can be kept, sent and gone back to.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from comaker.apps.resolve import panels
from comaker.front.exports import Value
from comaker.kernel.access import Asker, Doing, Seeing, may, sees
from comaker.kernel.amounts import MONEY_PLACES, scaled
from comaker.kernel.gap import Cause, Kind
from comaker.main.cards import gap_row, grouped, waiting_shown
from comaker.record.asked.sums import Sums, sums
from comaker.record.asked.turns import Order, Place, Wanted, Whose, turns
from comaker.record.transaction import reading

PAGE = 25
DAYS = 14
TEXT_MAX = 100
EXPORTED_MAX = 20_000
_AT_ONCE = 200
_RELATIONS = 2**31  # no relation has a larger number


class Wish(NamedTuple):
    """What is asked of the page, as its address says it; what makes no sense there is left out.

    Attributes:
        who: number of a member; 0 for everybody, `is_nobodys` for what nobody looks at.
        is_aside: what is put aside, and nothing else.
    """

    whose: Whose = Whose.MINE
    order: Order = Order.MONEY
    kind: Kind | None = None
    cause: Cause | None = None
    relation: int = 0
    who: int = 0
    is_nobodys: bool = False
    is_aside: bool = False
    text: str = ""
    least: int = 0
    after: Place | None = None

    @property
    def is_narrow(self) -> bool:
        """Tell whether less than a whole list is asked for."""
        told = (self.kind, self.cause, self.relation, self.who, self.is_nobodys, self.text, self.least)
        return any(told) or self.is_aside


def wish_of(request: HttpRequest, asker: Asker) -> Wish:
    """Read what is asked of the page."""
    told = request.GET
    has_money = sees(asker, Seeing.MONEY)
    who = told.get("who", "")
    return Wish(
        _one_of(Whose, told.get("show", "")) or Whose.MINE,
        (_one_of(Order, told.get("order", "")) or Order.MONEY) if has_money else Order.AGE,
        _one_of(Kind, told.get("kind", "")),
        _one_of(Cause, told.get("cause", "")),
        _number(told.get("with", "")) % _RELATIONS,
        asker.member if who == "me" else _number(who),
        who == "nobody",
        told.get("aside") == "1",
        " ".join(told.get("q", "").split())[:TEXT_MAX],
        _money(told.get("least", "")) if has_money else 0,
        _place(told.get("after", "")),
    )


def today_shown(request: HttpRequest, asker: Asker) -> dict[str, Any]:
    """Return what the page shows."""
    today = timezone.localdate().toordinal()
    wish = wish_of(request, asker)
    desk = panels.desk(asker, today=today, assigned_to=wish.who, to_anybody=wish.is_nobodys)
    store = reading()
    told = sums(store, asker, shown=wish.whose, today=today, days=DAYS, without=desk.aside)
    here = told[wish.whose]
    waiting = desk.waiting if wish.whose is Whose.MINE and not wish.is_narrow and not wish.after else ()
    page = turns(
        store,
        asker,
        whose=wish.whose,
        today=today,
        wanted=_wanted(wish, desk),
        order=wish.order,
        after=wish.after,
        limit=PAGE,
        days=DAYS,
        many=None if wish.is_aside else here.many,
        naming={*here.partners, *([wish.relation] if wish.relation else [])},
        beside={each.owner for each in waiting},
    )
    may_sort = may(asker, Doing.SORT_OUT)
    notes = panels.notes_on(asker, [card.owned.key for card in page.cards])
    return {
        "wish": wish,
        "today": today,
        "day": date.fromordinal(today),
        "lists": told,
        "here": here,
        "groups": grouped(
            page.cards, notes, whose=wish.whose, today=today, back=_kept(request), may_remind=may_sort
        ),
        "waiting": waiting_shown(waiting, page.beside, today),
        "partners": _partners(here, page.partners),
        "with_name": page.partners.get(wish.relation, ""),
        "causes": list(Cause),
        "aside_many": len(desk.aside),
        "has_money": sees(asker, Seeing.MONEY),
        "may_sort": may_sort,
        "after": "" if page.after is None else ".".join(map(str, page.after)),
        "keep": _kept(request),
        "undo": panels.undo_in(request),
        "is_empty": not any(each.whole.many for each in told.values()) and not desk.aside,
    }


def today_rows(request: HttpRequest, asker: Asker) -> Iterator[list[Value]]:
    """Yield the gaps of a list as rows to keep, the headings first, as many as a spreadsheet is read for."""
    today, wish, store = timezone.localdate().toordinal(), wish_of(request, asker), reading()
    desk = panels.desk(asker, today=today, assigned_to=wish.who, to_anybody=wish.is_nobodys)
    has_money = sees(asker, Seeing.MONEY)
    headings: list[Value] = [
        _("Other party"), _("Order or bill"), _("Line"), _("What"), _("Difference"), _("Next step"),
        _("Since"), _("Due on"),
    ]  # fmt: skip
    yield [*headings, _("Amount"), _("Currency")] if has_money else headings
    many, place = 0, wish.after
    while many < EXPORTED_MAX:
        page = turns(
            store, asker, whose=wish.whose, today=today, wanted=_wanted(wish, desk), order=wish.order,
            after=place, limit=_AT_ONCE, days=DAYS,
        )  # fmt: skip
        for card in page.cards:
            for turn in card.turns:
                many += 1
                yield gap_row(card.owned, turn, today, has_money=has_money)
        if page.after is None:
            return
        place = page.after


def _wanted(wish: Wish, desk: panels.Desk) -> Wanted:
    only, without = None, desk.aside
    if wish.who:
        only = desk.assigned
    if wish.is_nobodys:
        without |= desk.assigned
    if wish.is_aside:
        only = desk.aside if only is None else only & desk.aside
        without = frozenset()
    kinds = (wish.kind,) if wish.kind else ()
    return Wanted(kinds, wish.cause, wish.relation, wish.text, wish.least, only, without)


def _partners(here: Sums, names: Any) -> list[tuple[int, str, Any]]:
    return [
        (relation, names[relation], each) for relation, each in here.partners.items() if relation in names
    ]


def _kept(request: HttpRequest) -> str:
    """Return this page's address without what was just done."""
    told = request.GET.copy()
    told.pop("undo", None)
    return f"{request.path}?{told.urlencode()}" if told else request.path


def _one_of(words: Any, text: str) -> Any:
    return next((word for word in words if word.value == text), None)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _money(text: str) -> int:
    """Read an amount as people type it, with a comma or a point."""
    plain = text.strip().replace(",", ".")
    if not plain.replace(".", "", 1).isdecimal() or not plain.isascii() or len(plain) > 14:
        return 0
    return scaled(plain, MONEY_PLACES)


def _place(text: str) -> Place | None:
    parts = text.split(".")
    is_place = len(parts) == 3 and all(each.isascii() and each.isdigit() and len(each) < 19 for each in parts)
    return Place(*map(int, parts)) if is_place else None
