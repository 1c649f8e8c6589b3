"""Words to tell a line with: short makers of lines, entries, amounts and days."""

from datetime import date

from comaker.kernel.amounts import MONEY_PLACES, PRICE_PLACES, QUANTITY_PLACES, plain, scaled
from comaker.kernel.entry import Act, Entry, Part, Rank, Role
from comaker.kernel.gaps import gaps_of
from comaker.kernel.lapses import lapses_of
from comaker.kernel.line import Line, Terms
from comaker.kernel.party import party_of
from comaker.kernel.product import Product
from comaker.kernel.settlement import PRESETS
from comaker.kernel.standing import stand

MAKER, BUYER = party_of("Maker"), party_of("Buyer")
PUMP, VALVE = Product(sellers="p-1", name="pump"), Product(sellers="v-1", name="valve")
SPEAKERS = {
    **dict.fromkeys((Act.ASK, Act.RECEIVE, Act.REJECT, Act.ACCEPT), Role.TAKER),
    **dict.fromkeys((Act.PROMISE, Act.SEND, Act.BILL), Role.GIVER),
    Act.PAY: Role.PAYER,
}


def day(number: int) -> int:
    """Return a day of January 2026; 32 is the first of February."""
    return date(2026, 1, 1).toordinal() + number - 1


def quantity(text) -> int:
    return scaled(str(text), QUANTITY_PLACES)


def price(text) -> int:
    return scaled(str(text), PRICE_PLACES)


def money(text) -> int:
    return scaled(str(text), MONEY_PLACES)


def line_of(settlement="three_way", *, unit="C62", currency="EUR", terms=None, **more) -> Line:
    """Return a line that Maker gives and Buyer takes."""
    terms = terms or Terms(settlement=PRESETS[settlement])
    return Line("line", "PO-1", "1", MAKER, BUYER, unit=unit, currency=currency, terms=terms, **more)


def said(act, many=None, on=1, *, at=None, by=None, key="", until=None, parts=(), rank=None, **more) -> Entry:
    """Return an entry of `many` units on a day of January; its key tells who said what when.

    Args:
        at: the price of one unit, as text.
        until: the last day in time of the whole of it.
    """
    act = Act(act)
    by = by or SPEAKERS[act]
    size = None if many is None else quantity(many)
    if until is not None:
        parts = (Part(size or 0, None, day(until) + 1),)
    if act in (Act.ASK, Act.PROMISE) and rank is None:
        rank = Rank(day(on), order=0 if act is Act.ASK else 2)
    more = {name: money(value) if name == "amount" else value for name, value in more.items()}
    return Entry(
        key or f"{act}-{on}-{many}-{by}", act, by, size, price=None if at is None else price(at), on=day(on),
        rank=rank, parts=parts, **more,
    )  # fmt: skip


def part(many, until) -> Part:
    return Part(quantity(many), None, None if until is None else day(until) + 1)


def standing_of(line, told, **when):
    return stand(line, told, **when)


def gaps(line, *entries, **when):
    return gaps_of(line, stand(line, entries, **when))


def lapses(line, *entries, **when):
    return lapses_of(line, stand(line, entries, **when))


def told(found):
    """Return of each gap its kind, quantity, amount, counted and turn, as people read them."""
    return [
        (
            gap.kind.value,
            None if gap.quantity is None else plain(gap.quantity, QUANTITY_PLACES),
            None if gap.amount is None else plain(gap.amount, MONEY_PLACES),
            plain(gap.counted, MONEY_PLACES),
            gap.turn.value,
        )
        for gap in found
    ]
