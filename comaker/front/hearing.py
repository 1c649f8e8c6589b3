"""Hearing: the contract's JSON read back into values, so that what a server tells is shown as what is here.

What the JSON does not tell stays empty: parties are known by name alone, and a document by what it is called.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from comaker.kernel.amounts import MONEY_PLACES, PRICE_PLACES, QUANTITY_PLACES, scaled
from comaker.kernel.document import Instalment, Kind
from comaker.kernel.entry import Act, Entry, Part, Role
from comaker.kernel.gap import Cause, Gap, Lapse, State
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.line import DEFAULT_TERMS, Line
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.product import Product
from comaker.kernel.row import BillState, LineState, Moved, Row, Said
from comaker.kernel.settlement import PRESETS, BillBase, Biller, Order, Receipt, Settlement
from comaker.kernel.told import Candidate, HeldRow, LooseRow, TiedRow

Json = Mapping[str, Any]


def line_from(told: Json, *, today: int) -> LineState:
    """Return a line.

    Args:
        today: the day on which open was told from waiting.
    """
    terms = DEFAULT_TERMS._replace(settlement=_settlement(told["settlement"]))
    product = Product(name=told["product"])
    line = Line(
        told["key"], told["deal"], told["line"], _party(told["giver"], told.get("giver_key")),
        _party(told["taker"], told.get("taker_key")), product, told["unit"], told["currency"], terms,
    )  # fmt: skip
    row = Row(
        told["unit"],
        product,
        _said(told["asked"]),
        _said(told["promised"]),
        _moved(told["sent"], told["unit"]),
        _moved(told["received"], told["unit"]),
        _moved(told["billed"], told["unit"]),
        _money(told["paid"]["amount"]) if told["paid"] else None,
    )
    gaps = [gap_from(gap, today=today) for gap in told["gaps"]]
    return LineState(
        line,
        row,
        tuple(gap for gap in gaps if gap.closed_on is None),
        tuple(gap for gap in gaps if gap.closed_on is not None),
        tuple(_lapse(lapse) for lapse in told["lapses"]),
    )


def bill_from(told: Json, *, today: int) -> BillState:
    """Return a bill."""
    gaps = tuple(gap_from(gap, today=today) for gap in told["gaps"])
    payees = [gap["party"] for gap in told["gaps"] if gap["turn"] in (Role.PAYEE, Role.GIVER)]
    return BillState(
        key="",
        kind=Kind(told["kind"]),
        number=told["number"],
        issued_on=_day(told["issued"]),
        currency=told["currency"],
        giver=_party(told["biller"]),
        taker=_party(told["payer"]),
        payee=_party(payees[0]) if payees and payees[0] else NOBODY,
        payer=_party(told["payer"]),
        biller=Role.GIVER,
        net=_amount(told["net"]),
        tax=_amount(told["tax"]),
        payable=_amount(told["payable"]),
        prepaid=_money(told["prepaid"]),
        due=tuple(Instalment(_amount(each["amount"]), _day(each["due"])) for each in told["instalments"]),
        credited=_amount(told["credited"]),
        paid=_amount(told["paid"]),
        credits=told["credits"],
        is_void=told["is_void"],
        gaps=gaps,
        lapses=tuple(_lapse(lapse) for lapse in told["lapses"]),
    )


def gap_from(told: Json, *, today: int) -> Gap:
    """Return a gap."""
    due_on, state = _day(told["due"]), told["state"]
    is_waiting = state == State.WAITING
    return Gap(
        kind=GapKind(told["kind"]),
        cause=Cause(told["cause"]),
        quantity=_quantity(told["quantity"]),
        amount=_money(told["amount"]),
        counted=_money(told["counted"]) or 0,
        turn=Role(told["turn"]) if told["turn"] else Role.NOBODY,
        since_on=_day(told["since"]),
        due_on=due_on,
        is_held=is_waiting and (due_on is None or today > due_on),
        is_accepted=state == State.ACCEPTED,
        because_of=tuple(GapKind(kind) for kind in told["because_of"]),
        unit=told.get("unit") or "",
        days=told.get("days"),
        note=told.get("note") or "",
        closed_on=_day(told.get("closed")),
    )


def tie_from(told: Json) -> TiedRow:
    """Return a document line that is tied to a line."""
    return TiedRow(told["document"], told["line"], told["rule"], _score(told["score"]), tuple(told["why"]))


def loose_from(told: Json) -> LooseRow:
    """Return what is loose."""
    candidates = tuple(
        Candidate(
            Line(each.get("key", ""), each["deal"], each["line"]), _score(each["score"]), tuple(each["why"])
        )
        for each in told["candidates"]
    )
    return LooseRow(told["document"], told["line"], told["act"], told["why"], candidates)


def held_from(told: Json) -> HeldRow:
    """Return what waits for a person."""
    return HeldRow(told["document"], told["why"])


def entry_from(told: Json) -> Entry:
    """Return an entry."""
    return Entry(
        key=told["key"],
        act=Act(told["act"]),
        by=Role(told["by"]),
        quantity=_quantity(told["quantity"]),
        unit=told["unit"],
        price=None if told["price"] is None else scaled(told["price"], PRICE_PLACES),
        amount=_money(told["amount"]),
        on=_day(told["on"]) or 0,
        reason=told["reason"],
        document=told["document"],
        document_line=told["document_line"],
    )


def _settlement(name: str) -> Settlement:
    if name in PRESETS:
        return PRESETS[name]
    receipt, base, biller, order = name.split("/")
    return Settlement(Receipt(receipt), BillBase(base), Biller(biller), Order(order))


def _party(name: str, key: str | None = None) -> Party:
    return Party(name, (f"party:{key}",) if key else (f"name:{name}",)) if name else NOBODY


def _said(told: Json | None) -> Said | None:
    if told is None:
        return None
    parts = tuple(
        Part(_quantity(part["quantity"]) or 0, _day(part["from"]), _after(part["until"]))
        for part in told["parts"]
    )
    price = None if told["price"] is None else scaled(told["price"], PRICE_PLACES)
    return Said(_quantity(told["quantity"]) or 0, price, parts, told.get("unit") or "")


def _moved(told: Json | None, unit: str) -> Moved | None:
    if told is None:
        return None
    second = told.get("second")
    return Moved(
        _quantity(told["quantity"]),
        _day(told.get("last_on")) or 0,
        told.get("unit") or unit,
        _money(told.get("amount")),
        _quantity(told.get("rejected")) or 0,
        None if second is None else (_quantity(second["quantity"]) or 0, second["unit"]),
    )


def _lapse(told: Json) -> Lapse:
    return Lapse(told["kind"], _quantity(told["quantity"]), told["days"], told["against"])


def _quantity(text: str | None) -> int | None:
    return None if text is None else scaled(text, QUANTITY_PLACES)


def _money(text: str | None) -> int | None:
    return None if text is None else scaled(text, MONEY_PLACES)


def _amount(text: str) -> int:
    return scaled(text, MONEY_PLACES)


def _score(text: str) -> int:
    return scaled(text, 3)


def _day(text: str | None) -> int | None:
    return None if text is None else date.fromisoformat(text).toordinal()


def _after(text: str | None) -> int | None:
    day = _day(text)
    return None if day is None else day + 1
