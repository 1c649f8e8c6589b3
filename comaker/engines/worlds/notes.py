"""Credit notes: what is taken back, naming the bill and perhaps no order at all."""

from comaker.engines.worlds import bills, papers
from comaker.engines.worlds.book import Book, Claim, Lost
from comaker.engines.worlds.course import Claimed, Row
from comaker.engines.worlds.settings import Damage
from comaker.kernel.amounts import value
from comaker.kernel.document import DocumentLine, References
from comaker.kernel.entry import Act


def credit(book: Book, bill: bills.Written, rows: list[Row], *, on: int) -> None:
    """Take back part of a bill, with a credit note that names it or a bill below zero that does not.

    Args:
        book: where it is written.
        bill: what is credited.
        rows: with quantities below zero; one without quantity gives back money alone, its price being
            the amount.
        on: the day.
    """
    claim, chance, place = bill.claim, book.rng.random(), len(book.documents)
    pair, is_unasked = claim.pair, rows[0].course.deal.is_unasked
    damage = Damage.BILL if chance < 0.5 else Damage.BILL_ALONE if chance < 0.8 else Damage.WHOLE
    damage = Damage.BILL if is_unasked else damage
    is_bill = chance > 0.92 and not is_unasked
    lines = []
    for index, row in enumerate(rows):
        refers = _refers(book, bill, row, damage, (place, index), on)
        lines.append(_line(bill, row, str(index + 1), refers._replace(bill="") if is_bill else refers))
        price = row.price if row.quantity else 0
        amount, ware = lines[-1].amount or 0, bills.ware_of(row)
        row.course.bills.append(
            Claimed(on, place, row.quantity, price, amount, 0, ware, price if row.quantity else None)
        )
    totals, tax = bills.totals_of(pair, lines, (), 0)
    due_on = max(on, claim.due_on)
    root = "Invoice" if is_bill else "CreditNote"
    document = bills.paper(book, pair, root, lines, totals, tax, on=on, due_on=due_on)
    document = document._replace(refers=References(bill="" if is_bill else claim.number))
    book.file(document, tuple(row.course for row in rows))
    credited = None if is_bill else claim.document
    payable = totals.payable or 0
    book.claims.append(Claim(pair, document.number, place, on, payable, due_on, credits=credited))


def _refers(
    book: Book, bill: bills.Written, row: Row, damage: Damage, place: tuple[int, int], on: int
) -> References:
    course, number = row.course, bill.claim.number
    if damage is Damage.WHOLE:
        return References(order=course.deal.number, order_line=course.number, bill=number)
    named = tuple(billed.course for billed in bill.rows)
    source = (bill.claim.document, named.index(course)) if damage is Damage.BILL else None
    price = row.price if row.quantity else None
    ware = bills.ware_of(row)
    amount = 0 if row.quantity else row.price
    book.lose(Lost(place, Act.BILL, course, on, row.quantity, price, ware, damage, source, named, amount))
    return References(bill=number, bill_line=str(source[1] + 1) if source else "")


def _line(bill: bills.Written, row: Row, number: str, refers: References) -> DocumentLine:
    pair, pieces, ware = bill.claim.pair, row.course.ware.pieces, bills.ware_of(row)
    is_counted = bool(row.quantity)
    return DocumentLine(
        number=number,
        refers=refers,
        quantity=row.quantity * pieces if is_counted else None,
        unit=papers.giver_unit(pair, ware) if is_counted else "",
        price=row.price // pieces if is_counted else None,
        amount=value(row.quantity, row.price) if is_counted else row.price,
        product=ware.names[pair.paper_naming],
        reason="" if is_counted else "price",
        tax_category=pair.tax_category,
        tax_percent=pair.tax_percent,
    )
