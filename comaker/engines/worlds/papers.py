"""Papers: what the parties write to each other about orders and goods, as a reader would give it."""

from comaker.engines.worlds.book import Book, Lost
from comaker.engines.worlds.catalogue import Ware
from comaker.engines.worlds.course import Course, Deal, Moved, Said, Sending
from comaker.engines.worlds.damage import Pen, neighbour
from comaker.engines.worlds.people import Pair
from comaker.engines.worlds.settings import Damage
from comaker.kernel.amounts import ONE, value
from comaker.kernel.document import (
    Answer,
    Charge,
    Document,
    DocumentLine,
    Kind,
    References,
    Stretch,
    Unit,
)
from comaker.kernel.entry import Act


def taker_unit(pair: Pair, ware: Ware) -> str:
    """Return the unit in which the taker writes about an item."""
    return pair.taker_piece if ware.unit == "C62" else ware.unit


def giver_unit(pair: Pair, ware: Ware) -> str:
    """Return the unit in which the giver writes about it: what is ordered in boxes goes out in pieces."""
    return pair.giver_piece if ware.unit == "C62" or ware.pieces > 1 else ware.unit


def order(book: Book, deal: Deal) -> None:
    """Write the order with its lines as first asked."""
    pair = deal.pair
    lines = tuple(_asked(pair, course, course.number, contract=deal.contract) for course in deal.courses)
    charges = (Charge(deal.charge, "freight"),) if deal.charge else ()
    book.file(
        Document(
            kind=Kind.ORDER,
            number=deal.number,
            issued_on=deal.on,
            giver=pair.giver,
            taker=pair.taker,
            signer="taker",
            deliver_to=deal.deliver_to,
            currency=pair.currency,
            refers=References(contract=deal.contract),
            lines=lines,
            charges=charges,
            delivery_term=pair.terms.delivery_term,
            flavour="UBL 2.1",
            root="Order",
        ),
        tuple(deal.courses),
    )


def change(book: Book, deal: Deal, courses: list[Course], *, on: int, version: int) -> None:
    """Write an order change with the lines that it changes."""
    pair = deal.pair
    lines = tuple(_asked(pair, course, course.number, order=deal.number) for course in courses)
    book.file(
        Document(
            kind=Kind.ORDER_CHANGE,
            number=f"{deal.number}-C{version}",
            issued_on=on,
            version=version,
            giver=pair.giver,
            taker=pair.taker,
            signer="taker",
            currency=pair.currency,
            refers=References(order=deal.number),
            lines=lines,
            flavour="UBL 2.1",
            root="OrderChange",
        ),
        tuple(courses),
    )


def cancellation(book: Book, deal: Deal, *, on: int) -> None:
    """Write the cancellation of a whole order."""
    book.whole[len(book.documents)] = tuple(course.key for course in deal.courses)
    book.file(
        Document(
            kind=Kind.ORDER_CANCELLATION,
            number=f"{deal.number}-X",
            issued_on=on,
            giver=deal.pair.giver,
            taker=deal.pair.taker,
            signer="taker",
            refers=References(order=deal.number),
            flavour="UBL 2.1",
            root="OrderCancellation",
        )
    )


def answer(
    book: Book, deal: Deal, *, on: int, whole: Answer, rows: list[tuple[Course, Said, Answer]]
) -> None:
    """Write the giver's answer to an order, its change or its cancellation; no rows: it answers the whole."""
    pair = deal.pair
    pen = book.pen(pair, care=0.8, tells_sales=True)
    if pen.damage not in (Damage.RETYPED, Damage.NO_LINE, Damage.WRONG_LINE) or not rows:
        pen.damage = Damage.WHOLE
    place = len(book.documents)
    lines = []
    for index, (course, said, word) in enumerate(rows):
        if pen.damage is not Damage.WHOLE:
            _lose(book, pen, (place, index), Act.PROMISE, course, on, said.quantity, said.price, said.ware)
        lines.append(_promised(pair, course, said, word, str(index + 1), pen))
    deal.is_sales_known = True
    if not rows:
        book.whole[place] = tuple(course.key for course in deal.courses)
    book.file(
        Document(
            kind=Kind.ORDER_RESPONSE,
            number=book.number("OR", pair.giver),
            issued_on=on,
            giver=pair.giver_on_papers,
            taker=pair.taker,
            currency=pair.currency,
            refers=References(order=pen.order(deal), sales_order=deal.sales),
            answer=whole,
            lines=tuple(lines),
            flavour="Peppol BIS 3",
            root="OrderResponse",
        ),
        tuple(course for course, _, _ in rows),
    )


def despatch(book: Book, deal: Deal, sending: Sending) -> None:
    """Write the despatch advice of a sending and note what it says was sent."""
    pair = deal.pair
    pen = book.pen(pair, tells_sales=book.rng.random() < 0.3)
    if pen.damage is Damage.DESPATCH or deal.is_unasked:
        pen.damage = Damage.NONE
    place = len(book.documents)
    unit = (Unit(book.parcel_number(), "PX"),) if book.rng.random() < 0.2 else ()
    lines = []
    for index, parcel in enumerate(sending.parcels):
        course, ware = parcel.course, parcel.ware
        parcel.line = str(index + 1)
        if pen.damage is not Damage.WHOLE:
            _lose(book, pen, (place, index), Act.SEND, course, sending.on, parcel.quantity, None, ware)
        still = course.agreed.quantity - parcel.quantity - sum(sent.quantity for sent in course.sends)
        lines.append(
            DocumentLine(
                number=parcel.line,
                refers=pen.refer(course),
                quantity=parcel.quantity * ware.pieces,
                unit=giver_unit(pair, ware),
                backorder=still * ware.pieces if still > 0 and not pair.by_weight else None,
                product=ware.names[pair.paper_naming],
                units=unit,
                second=(parcel.quantity // (2 * ONE) * ONE, "C62") if pair.by_weight else None,
            )
        )
        course.sends.append(Moved(sending.on, parcel.quantity, 0, ware))
    sending.is_told = True
    sending.paper = book.file(
        Document(
            kind=Kind.DESPATCH_ADVICE,
            number=sending.number,
            issued_on=sending.on,
            giver=pair.giver_on_papers,
            taker=pair.taker,
            deliver_to=deal.deliver_to,
            refers=References(order=lines[0].refers.order, sales_order=lines[0].refers.sales_order),
            lines=tuple(lines),
            units=unit,
            delivery_term=pair.terms.delivery_term,
            arrives_by=sending.arrives_on + 1,
            happened_on=sending.on,
            flavour="UBL 2.1",
            root="DespatchAdvice",
        ),
        tuple(parcel.course for parcel in sending.parcels),
    )


def receipt(book: Book, deal: Deal, sending: Sending, *, on: int) -> None:
    """Write the taker's receipt advice (or service entry) and note what it says came in."""
    pair = deal.pair
    pen = book.pen(pair, care=0.3)
    if pen.damage is Damage.SALES_ORDER:
        pen.damage = Damage.WHOLE
    if deal.is_unasked:
        pen.damage = Damage.NONE
    place = len(book.documents)
    lines: list[DocumentLine] = []
    parcels = [parcel for parcel in sending.parcels if parcel.arrived >= 0]
    for index, parcel in enumerate(parcels):
        course, ware = parcel.course, parcel.came
        if pen.damage is not Damage.WHOLE:
            source = (sending.paper, int(parcel.line) - 1) if sending.is_told else None
            _lose(book, pen, (place, index), Act.RECEIVE, course, on, parcel.arrived, None, ware, source)
        is_short = sending.is_told and parcel.arrived < parcel.quantity
        lines.append(
            DocumentLine(
                number=str(index + 1),
                refers=pen.refer(course, sending.number, parcel.line),
                quantity=parcel.arrived,
                unit=taker_unit(pair, ware),
                rejected=parcel.rejected or None,
                short=parcel.quantity - parcel.arrived if is_short else None,
                product=ware.names[pair.order_naming],
                on=on,
                reason="" if not parcel.rejected else "wrong" if ware is not parcel.ware else "damaged",
                second=(parcel.arrived // (2 * ONE) * ONE, "C62") if pair.by_weight else None,
            )
        )
        course.receipts.append(Moved(on, parcel.arrived, parcel.rejected, ware))
    if not lines:
        return
    book.file(
        Document(
            kind=Kind.RECEIPT_ADVICE,
            number=book.number("RA", pair.taker),
            issued_on=on,
            giver=pair.giver,
            taker=pair.taker,
            signer="taker",
            refers=References(order=lines[0].refers.order, despatch=lines[0].refers.despatch),
            lines=tuple(lines),
            happened_on=on,
            flavour="UBL 2.1",
            root="ReceiptAdvice",
        ),
        tuple(parcel.course for parcel in parcels),
    )


def _asked(pair: Pair, course: Course, number: str, *, order: str = "", contract: str = "") -> DocumentLine:
    said = course.asks[-1]
    ware = said.ware
    return DocumentLine(
        number=number,
        refers=References(order=order, order_line=number if order else "", contract=contract),
        quantity=said.quantity,
        unit=taker_unit(pair, ware),
        price=said.price if pair.is_priced else None,
        amount=value(said.quantity, said.price) if pair.is_priced else None,
        product=ware.names[pair.order_naming],
        stretches=_stretches(said),
        tax_category=pair.tax_category,
        tax_percent=pair.tax_percent,
    )


def _promised(pair: Pair, course: Course, said: Said, word: Answer, number: str, pen: Pen) -> DocumentLine:
    asked = course.asks[-1]
    return DocumentLine(
        number=number,
        refers=pen.refer(course),
        quantity=said.quantity,
        unit=taker_unit(pair, said.ware),
        price=said.price if pair.is_priced else None,
        answer=word,
        product=asked.ware.names[pair.paper_naming],
        instead=said.ware.names[pair.paper_naming] if said.ware is not asked.ware else None,
        stretches=_stretches(said),
    )


def _stretches(said: Said) -> tuple[Stretch, ...]:
    if said.until_on is None:
        return ()
    if said.first is None:
        return (Stretch(said.quantity, None, said.until_on),)
    return tuple(Stretch(quantity, None, until_on) for quantity, until_on in said.parts)


def _lose(
    book: Book,
    pen: Pen,
    place: tuple[int, int],
    act: Act,
    course: Course,
    on: int,
    quantity: int,
    price: int | None,
    ware: Ware,
    source: tuple[int, int] | None = None,
) -> None:
    if pen.damage is Damage.WRONG_LINE and neighbour(course) is course:
        return
    book.lose(Lost(place, act, course, on, quantity, price, ware, pen.damage, source))
