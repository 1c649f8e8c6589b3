"""Credit notes: what is taken back, naming the bill and perhaps no order at all."""

from comaker.engines.worlds import bills, papers
from comaker.engines.worlds.book import Book, Claim, Lost
from comaker.engines.worlds.course import Claimed, Row
from comaker.engines.worlds.settings import Damage
from comaker.kernel.amounts import value
from comaker.kernel.document import Document, DocumentLine, Kind, References
from comaker.kernel.entry import Act
from comaker.kernel.settlement import Biller


def credit(book: Book, bill: bills.Written, rows: list[Row], *, on: int) -> None:
    """Write a credit note; a row without quantity gives back money alone, its price being the amount."""
    pair, rng, place = bill.claim.pair, book.rng, len(book.documents)
    chance = rng.random()
    damage = Damage.BILL if chance < 0.5 else Damage.BILL_ALONE if chance < 0.8 else Damage.WHOLE
    if rows[0].course.deal.is_unasked:
        damage = Damage.BILL
    named = tuple(row.course for row in bill.rows)
    lines = []
    for index, row in enumerate(rows):
        course, pieces = row.course, row.course.ware.pieces
        refers = References(bill=bill.claim.number)
        if damage is Damage.BILL:
            refers = refers._replace(bill_line=str(named.index(course) + 1))
        elif damage is Damage.WHOLE:
            refers = refers._replace(order=course.deal.number, order_line=course.number)
        amount = value(row.quantity, row.price) if row.quantity else row.price
        if damage is not Damage.WHOLE:
            price = row.price if row.quantity else None
            source = (bill.claim.document, named.index(course)) if damage is Damage.BILL else None
            book.lose(
                Lost(
                    (place, index),
                    Act.BILL,
                    course,
                    on,
                    row.quantity,
                    price,
                    bills.ware_of(row),
                    damage,
                    source,
                    named,
                )
            )
        lines.append(
            DocumentLine(
                number=str(index + 1),
                refers=refers,
                quantity=row.quantity * pieces if row.quantity else None,
                unit=papers.giver_unit(pair, bills.ware_of(row)) if row.quantity else "",
                price=row.price // pieces if row.quantity else None,
                amount=amount,
                product=bills.ware_of(row).names[pair.paper_naming],
                reason="" if row.quantity else "price",
                tax_category=pair.tax_category,
                tax_percent=pair.tax_percent,
            )
        )
        price = row.price if row.quantity else 0
        course.bills.append(
            Claimed(on, place, row.quantity, price, amount, 0, bills.ware_of(row), price or None)
        )
    totals, tax = bills.totals_of(pair, lines, (), 0)
    is_selfbilled = pair.terms.settlement.biller is Biller.TAKER
    number = book.number("SC" if is_selfbilled else "CN")
    book.file(
        Document(
            kind=Kind.CREDIT_NOTE,
            number=number,
            issued_on=on,
            giver=pair.giver if is_selfbilled else pair.giver_on_papers,
            taker=pair.taker,
            signer="taker" if is_selfbilled else "giver",
            currency=pair.currency,
            refers=References(bill=bill.claim.number),
            lines=tuple(lines),
            totals=totals,
            taxes=(tax,),
            flavour="Peppol BIS 3",
            root="SelfBilledCreditNote" if is_selfbilled else "CreditNote",
        ),
        tuple(row.course for row in rows),
    )
    book.claims.append(
        Claim(
            pair,
            number,
            place,
            on,
            totals.payable or 0,
            max(on, bill.claim.due_on),
            credits=bill.claim.document,
        )
    )
