"""Bills: how a bill and a credit note are written, and what is wrong with them."""

from typing import NamedTuple

from comaker.engines.worlds import papers
from comaker.engines.worlds.book import Book, Claim, Lost
from comaker.engines.worlds.catalogue import Ware
from comaker.engines.worlds.course import Claimed, Course, Row
from comaker.engines.worlds.damage import Pen, neighbour
from comaker.engines.worlds.people import Pair
from comaker.engines.worlds.settings import Billing, Damage, Sheet, odds
from comaker.engines.worlds.talks import raised
from comaker.kernel.amounts import ONE, percent_of, value
from comaker.kernel.document import (
    Charge,
    Document,
    DocumentLine,
    Instalment,
    Kind,
    References,
    TaxShare,
    Totals,
)
from comaker.kernel.entry import Act
from comaker.kernel.gap import Kind as Gap
from comaker.kernel.product import Product
from comaker.kernel.settlement import Biller

_EURO = 10_000
_STRAYS = (
    ("Freight", 4500),
    ("Handling", 1500),
    ("Energy surcharge", 900),
    ("Packaging", 700),
    ("Rush fee", 7500),
)


class Written(NamedTuple):
    """A bill as it went out."""

    claim: Claim
    rows: list[Row]


def drawn(book: Book, rows: list[Row]) -> list[Row]:
    """Return the rows with what the biller gets wrong."""
    table, rng = odds(book.world.billing), book.rng
    result = []
    for row in rows:
        mishap = table.word(rng.random())
        step = raised(row.price, row.course.ware)
        if mishap is None:
            pass
        elif mishap is Billing.FORGOTTEN:
            continue
        elif mishap is Billing.MORE:
            row = row._replace(quantity=row.quantity + max(ONE, row.quantity // ONE // 10 * ONE))
        elif mishap is Billing.FEWER and row.quantity > ONE:
            row = row._replace(quantity=row.quantity // ONE * 3 // 4 * ONE or ONE)
        elif mishap is Billing.DEARER:
            row = row._replace(price=row.price + step)
        elif mishap is Billing.CHEAPER and row.price > step:
            row = row._replace(price=row.price - step)
        elif mishap is Billing.CHARGED:
            row = row._replace(charge=rng.choice((5, 10, 25)) * _EURO)
        elif mishap is Billing.PRICELESS:
            row = row._replace(is_priceless=True)
        elif mishap is Billing.UNIT and row.course.ware.unit == "C62":
            row = row._replace(is_unlike=True)
        result.append(row)
    return result


def write(
    book: Book,
    pair: Pair,
    rows: list[Row],
    *,
    on: int,
    sheet: Sheet | None = None,
    replaces: str = "",
    prepaid: int = 0,
) -> Written:
    """Write a bill and note what it claims for each line.

    Args:
        book: where it is written.
        pair: giver and taker; who bills follows from their settlement.
        rows: what its lines are for.
        on: the day.
        sheet: what goes wrong with it as a whole.
        replaces: number of the bill whose place it takes.
        prepaid: what was paid in advance and is taken off.
    """
    place = len(book.documents)
    pen = _pen(book, pair, rows)
    lines = [_line(book, pair, pen, row, (place, index), on) for index, row in enumerate(rows)]
    subjects: list[Course | None] = [row.course for row in rows]
    if sheet is Sheet.STRAY:
        book.strays[(place, len(lines))] = ONE
        lines.append(_stray(book, pair, len(lines) + 1))
        subjects.append(None)
    summed = _summed(book, pair, rows, lines, sheet, prepaid)
    due_on = on + pair.terms.payment_days
    document = paper(book, pair, "Invoice", lines, summed.totals, summed.tax, on=on, due_on=due_on)
    refers = _common(lines, replaces)
    document = document._replace(refers=refers, charges=summed.charges, replaces=replaces)
    book.file(document, tuple(subjects))
    claim = Claim(pair, document.number, place, on, summed.totals.payable or 0, due_on)
    book.claims.append(claim)
    if summed.gaps:
        book.bill_gaps[place] = summed.gaps
    for row in rows:
        _note(row, place, on)
    return Written(claim, rows)


def paper(
    book: Book,
    pair: Pair,
    root: str,
    lines: list[DocumentLine],
    totals: Totals,
    tax: TaxShare,
    *,
    on: int,
    due_on: int,
) -> Document:
    """Return an `Invoice` or `CreditNote` in the name of whoever bills for this pair."""
    is_selfbilled = pair.terms.settlement.biller is Biller.TAKER
    series = "INV" if root == "Invoice" else "CN"
    return Document(
        kind=Kind.BILL if root == "Invoice" else Kind.CREDIT_NOTE,
        number=book.number(f"S{series}", pair.taker) if is_selfbilled else book.number(series, pair.giver),
        issued_on=on,
        giver=pair.giver if is_selfbilled else pair.giver_on_papers,
        taker=pair.taker,
        signer="taker" if is_selfbilled else "giver",
        currency=pair.currency,
        lines=tuple(lines),
        totals=totals,
        taxes=(tax,),
        instalments=(Instalment(totals.payable or 0, due_on),),
        flavour="Peppol BIS 3",
        root=f"SelfBilled{root}" if is_selfbilled else root,
    )


def _note(row: Row, bill: int, on: int) -> None:
    course = row.course
    if row.is_unlike:
        course.unlike += row.quantity // 2
        return
    told = None if row.is_priceless else row.price
    amount, ware = value(row.quantity, row.price), ware_of(row)
    course.bills.append(Claimed(on, bill, row.quantity, row.price, amount, row.charge, ware, told))


class _Summed(NamedTuple):
    """What a bill states about itself, and what of it is wrong."""

    totals: Totals
    tax: TaxShare
    charges: tuple[Charge, ...]
    gaps: dict[Gap, int]


def _summed(
    book: Book, pair: Pair, rows: list[Row], lines: list[DocumentLine], sheet: Sheet | None, prepaid: int
) -> _Summed:
    rng, gaps = book.rng, {}
    charges = _agreed_charges(rows)
    deals = {row.course.deal for row in rows}
    is_plain = not any(deal.charge or deal.is_unasked for deal in deals)
    if sheet in (Sheet.CHARGE, Sheet.ALLOWANCE) and is_plain:
        extra = rng.choice((5, 12, 30)) * _EURO
        if sheet is Sheet.ALLOWANCE:
            extra = -min(extra, sum(line.amount or 0 for line in lines))
        gaps[Gap.CHARGE_VARIANCE] = abs(extra)
        charges += (Charge(extra, "surcharge" if extra > 0 else "discount"),)
    totals, tax = totals_of(pair, lines, charges, prepaid)
    is_large = (totals.payable or 0) > 30 * _EURO
    if sheet is Sheet.TAX and is_large:
        off = rng.choice((-2, 1, 3) if pair.tax_percent else (1, 21)) * _EURO
        gaps[Gap.TAX_VARIANCE] = abs(off)
        totals, tax = _off(totals, off), tax._replace(tax=tax.tax + off)
    if sheet is Sheet.SUMS and is_large:
        off = rng.choice((-10, 1, 9, 90)) * _EURO
        gaps[Gap.DOES_NOT_ADD_UP] = abs(off)
        totals = totals._replace(payable=(totals.payable or 0) + off)
    return _Summed(totals, tax, charges, gaps)


def _pen(book: Book, pair: Pair, rows: list[Row]) -> Pen:
    pen = book.pen(pair, tells_sales=book.rng.random() < 0.3, tells_despatch=book.rng.random() < 0.3)
    is_sent = all(row.sending is not None for row in rows)
    if rows[0].course.deal.is_unasked or (pen.damage is Damage.DESPATCH and not is_sent):
        pen.damage = Damage.NONE
    return pen


def _line(book: Book, pair: Pair, pen: Pen, row: Row, place: tuple[int, int], on: int) -> DocumentLine:
    course, pieces, ware = row.course, row.course.ware.pieces, ware_of(row)
    sending, parcel = row.sending, row.parcel
    if pen.damage is not Damage.WHOLE and not (
        pen.damage is Damage.WRONG_LINE and neighbour(course) is course
    ):
        price = None if row.is_priceless else row.price
        source = (sending.paper, int(parcel.line) - 1) if parcel and sending and sending.is_told else None
        book.lose(Lost(place, Act.BILL, course, on, row.quantity, price, ware, pen.damage, source))
    despatch, despatch_line = (sending.number, parcel.line) if sending and parcel else ("", "")
    return DocumentLine(
        number=str(place[1] + 1),
        refers=pen.refer(course, despatch, despatch_line),
        quantity=row.quantity // 2 if row.is_unlike else row.quantity * pieces,
        unit="KGM" if row.is_unlike else papers.giver_unit(pair, ware),
        price=_told_price(row),
        amount=value(row.quantity, row.price) + row.charge,
        charges=(Charge(row.charge, "small order"),) if row.charge else (),
        product=ware.names[pair.paper_naming],
        tax_category=pair.tax_category,
        tax_percent=pair.tax_percent,
        second=(row.quantity // (2 * ONE) * ONE, "C62") if pair.by_weight else None,
    )


def _told_price(row: Row) -> int | None:
    """Return the price as the bill tells it: of a piece, or of a kilogram that holds two of them."""
    if row.is_priceless:
        return None
    return row.price * 2 if row.is_unlike else row.price // row.course.ware.pieces


def ware_of(row: Row) -> Ware:
    return row.parcel.ware if row.parcel else row.course.agreed.ware


def _stray(book: Book, pair: Pair, number: int) -> DocumentLine:
    name, cents = book.rng.choice(_STRAYS)
    return DocumentLine(
        number=str(number),
        quantity=ONE,
        unit="C62",
        price=cents * 10**6,
        amount=cents * 100,
        product=Product(name=name),
        tax_category=pair.tax_category,
        tax_percent=pair.tax_percent,
    )


def _agreed_charges(rows: list[Row]) -> tuple[Charge, ...]:
    charges = []
    for row in rows:
        deal = row.course.deal
        if deal.charge and not deal.is_charge_billed:
            deal.is_charge_billed = True
            charges.append(Charge(deal.charge, "freight"))
    return tuple(charges)


def totals_of(
    pair: Pair, lines: list[DocumentLine], charges: tuple[Charge, ...], prepaid: int
) -> tuple[Totals, TaxShare]:
    lines_sum = sum(line.amount or 0 for line in lines)
    over = sum(charge.amount for charge in charges if charge.amount > 0)
    under = -sum(charge.amount for charge in charges if charge.amount < 0)
    net = lines_sum + over - under
    tax = (percent_of(net, pair.tax_percent) + 50) // 100 * 100
    prepaid = min(prepaid, max(0, net + tax))
    totals = Totals(
        lines=lines_sum,
        allowances=under or None,
        charges=over or None,
        net=net,
        tax=tax,
        gross=net + tax,
        prepaid=prepaid or None,
        payable=net + tax - prepaid,
    )
    return totals, TaxShare(pair.tax_category, pair.tax_percent, net, tax)


def _off(totals: Totals, off: int) -> Totals:
    return totals._replace(
        tax=(totals.tax or 0) + off, gross=(totals.gross or 0) + off, payable=(totals.payable or 0) + off
    )


def _common(lines: list[DocumentLine], bill: str) -> References:
    orders = {line.refers.order for line in lines}
    return References(order=orders.pop() if len(orders) == 1 else "", bill=bill)
