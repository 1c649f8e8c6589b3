"""Money: when bills are made, what is credited, rejected and reminded of, and how it is paid."""

from comaker.engines.worlds import bills, notes, payments
from comaker.engines.worlds.bills import Written
from comaker.engines.worlds.book import Book, Claim
from comaker.engines.worlds.course import Deal, Row, Sending
from comaker.engines.worlds.people import Pair, Rhythm
from comaker.engines.worlds.settings import Sheet, odds
from comaker.engines.worlds.talks import raised
from comaker.kernel.amounts import ONE, value
from comaker.kernel.document import (
    Answer,
    Document,
    DocumentLine,
    Instalment,
    Kind,
    References,
    Totals,
)
from comaker.kernel.product import Product
from comaker.kernel.settlement import BillBase, Biller, Order


def advance(book: Book, deal: Deal, on: int) -> None:
    """Bill what is paid before: the whole where the terms say so, a third of some other orders."""
    rng, settlement = book.rng, deal.pair.terms.settlement
    if settlement.base is BillBase.PROMISED:
        deal.is_billed = True
        _agreed_bill(book, deal, on + 1)
        return
    if settlement.biller is not Biller.GIVER or deal.pair.rhythm is Rhythm.MONTH:
        return
    if rng.random() >= book.world.advances or on + 1 > book.now:
        return
    worth = sum(course.agreed.quantity // ONE * (course.agreed.price // 10_000) for course in deal.courses)
    if worth > 0:
        deal.prepaid = max(10_000, worth // 3 // 10_000 * 10_000)
        _prepayment(book, deal, on + 1)


def bill(book: Book, deal: Deal, sendings: list[Sending]) -> None:
    """Bill what was sent, or what was accepted when the taker bills, in the rhythm of the two."""
    pair, rng = deal.pair, book.rng
    settlement = pair.terms.settlement
    if deal.is_billed or settlement.biller is Biller.NOBODY or not sendings:
        return
    if settlement.order is Order.BILL_FIRST and rng.random() < 0.5:
        _agreed_bill(book, deal, sendings[0].on - 1)
        return
    batches = [(sending.on, _rows(book, sending)) for sending in sendings]
    if settlement.biller is Biller.TAKER:
        batches = [(sending.arrives_on, _rows(book, sending)) for sending in sendings]
    if pair.rhythm is Rhythm.MONTH and not deal.is_unasked:
        for on, rows in batches:
            book.pending.setdefault(pair.key, []).append((on, rows))
        return
    if pair.rhythm is Rhythm.ORDER:
        batches = [(batches[-1][0], [row for _, rows in batches for row in rows])]
    for on, rows in batches:
        on += rng.randrange(0, 7)
        if rows and on <= book.now:
            _sheet(book, pair, rows, on)


def close(book: Book) -> None:
    """Make the monthly bills, then the payments, reminders and statements of the relation."""
    for key, batches in book.pending.items():
        pair = book.pairs[key]
        months: dict[int, list[Row]] = {}
        for on, rows in batches:
            months.setdefault((on - book.world.first_on) // 30, []).extend(rows)
        for month, rows in sorted(months.items()):
            on = book.world.first_on + 30 * month + 31
            if on <= book.now and rows:
                _sheet(book, pair, rows, on)
    payments.pay(book)
    if book.rng.random() < book.world.statements:
        payments.state(book)


def _rows(book: Book, sending: Sending) -> list[Row]:
    rows = []
    for parcel in sending.parcels:
        course = parcel.course
        is_selfbilled = course.deal.pair.terms.settlement.biller is Biller.TAKER
        quantity = max(0, parcel.arrived) - parcel.rejected if is_selfbilled else parcel.quantity
        if quantity > 0:
            rows.append(Row(course, quantity, course.agreed.price, parcel=parcel, sending=sending))
    return bills.drawn(book, rows)


def _agreed_bill(book: Book, deal: Deal, on: int) -> None:
    rows = [
        Row(course, course.agreed.quantity, course.agreed.price)
        for course in deal.courses
        if course.agreed.quantity > 0
    ]
    rows = bills.drawn(book, rows)
    if rows and on <= book.now:
        _sheet(book, deal.pair, rows, on)


def _sheet(book: Book, pair: Pair, rows: list[Row], on: int) -> None:
    rng = book.rng
    sheet = odds(book.world.sheets).word(rng.random())
    if rng.random() < book.world.shuffled_lines:
        rng.shuffle(rows)
    deals = {row.course.deal for row in rows}
    prepaid = sum(deal.prepaid for deal in deals)
    for deal in deals:
        deal.prepaid = 0
    if sheet is Sheet.REJECTED and not any(row.is_unlike for row in rows):
        _reject(book, pair, rows, on, prepaid)
        return
    written = bills.write(book, pair, rows, on=on, sheet=sheet, prepaid=prepaid)
    if sheet is Sheet.TWICE:
        again = on + rng.randrange(4, 26)
        if again <= book.now:
            bills.write(book, pair, rows, on=again, prepaid=prepaid)
            book.claims[-1] = book.claims[-1]._replace(is_ignored=rng.random() < 0.7)
    _credit(book, written)


def _reject(book: Book, pair: Pair, rows: list[Row], on: int, prepaid: int) -> None:
    """Bill too dear, have it rejected, and bill right under a number that replaces the first."""
    wrong = [row._replace(price=row.price + raised(row.price, row.course.ware)) for row in rows]
    claim = bills.write(book, pair, wrong, on=on, prepaid=prepaid).claim
    answered, corrected = on + book.rng.randrange(1, 5), on + book.rng.randrange(6, 15)
    if answered > book.now:
        return
    response = payments.paper_about(
        pair, Kind.BILL_RESPONSE, book.number("BR", pair.taker), answered, claim, "taker"
    )
    book.file(response._replace(answer=Answer.REJECTED, reason="price"))
    book.void.add(claim.document)
    book.claims[-1] = claim._replace(is_ignored=True)
    for row in rows:
        course = row.course
        course.bills = [claimed for claimed in course.bills if claimed.bill != claim.document]
        course.deal.is_charge_billed = False
    if corrected <= book.now:
        book.corrected.add(claim.document)
        bills.write(book, pair, rows, on=corrected, replaces=claim.number, prepaid=prepaid)


def _credit(book: Book, written: Written) -> None:
    rows, latest = [], written.claim.on
    for row in written.rows:
        parcel, sending = row.parcel, row.sending
        right, over = row.course.agreed.price, 0
        if row.is_unlike:
            continue
        if parcel and sending and not parcel.is_replaced:
            latest = max(latest, sending.arrives_on)
            over = row.quantity - max(0, parcel.arrived) + parcel.rejected
            if row.course.deal.pair.terms.settlement.biller is Biller.TAKER:
                over = row.quantity - max(0, parcel.arrived - parcel.rejected)
        if over > 0:
            rows.append(row._replace(quantity=-over))
        elif row.price > right:
            worth = value(row.quantity, row.price) - value(row.quantity, right)
            if worth:
                rows.append(row._replace(quantity=0, price=-worth))
    on = latest + book.rng.randrange(2, 21)
    if rows and on <= book.now and book.rng.random() < book.world.credits:
        notes.credit(book, written, rows, on=on)


def _prepayment(book: Book, deal: Deal, on: int) -> None:
    pair, amount = deal.pair, deal.prepaid
    place, number = len(book.documents), book.number("INV", pair.giver)
    refers = References(order=deal.number)
    name = Product(name=f"Advance payment on order {deal.number}")
    line = DocumentLine("1", refers, ONE, "C62", amount * 10_000, amount, product=name, tax_category="O")
    book.advances.add((place, 0))
    book.file(
        Document(
            kind=Kind.BILL,
            number=number,
            issued_on=on,
            giver=pair.giver_on_papers,
            taker=pair.taker,
            currency=pair.currency,
            refers=refers,
            lines=(line,),
            totals=Totals(lines=amount, net=amount, tax=0, gross=amount, payable=amount),
            instalments=(Instalment(amount, on + 7),),
            is_prepayment=True,
            flavour="Peppol BIS 3",
            root="Invoice",
        ),
        (None,),
    )
    book.claims.append(Claim(pair, number, place, on, amount, on + 7))
