"""Writing: a document as a form, with the words and signs that reading takes back."""

from collections.abc import Sequence
from datetime import date

from comaker.engines.forms.shapes import (
    ChargeForm,
    DocumentForm,
    InstalmentForm,
    LineForm,
    PartForm,
    PartyForm,
    ProductForm,
    RefersForm,
    SecondForm,
    TaxForm,
    TaxShareForm,
    TotalsForm,
    UnitForm,
)
from comaker.kernel.amounts import PERCENT_PLACES, plain, plain_money, plain_price, plain_quantity
from comaker.kernel.document import Charge, Document, DocumentLine, Kind, Unit
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.product import Product


def form_of(document: Document) -> DocumentForm:
    """Return a document as a form; a paper that bears no date has None as its day of issue."""
    sign = -1 if document.kind is Kind.CREDIT_NOTE else 1
    return DocumentForm(
        kind=document.kind,
        number=document.number,
        issued=_day(document.issued_on),  # type: ignore[arg-type]
        issued_at=_time(document.issued_at),
        version=document.version,
        giver=_known(document.giver),
        taker=_known(document.taker),
        signer="taker" if document.signer == "taker" else "giver",
        payee=_party(document.payee),
        payer=_party(document.payer),
        deliver_to=_party(document.deliver_to),
        carrier=_party(document.carrier),
        currency=document.currency,
        refers=RefersForm(**document.refers._asdict()),
        answer=document.answer,
        delivery_term=document.delivery_term,
        arrives_by=_last(document.arrives_by),
        happened=_day(document.happened_on),
        replaces=document.replaces,
        is_prepayment=document.is_prepayment,
        reason=document.reason,  # type: ignore[arg-type]
        note=document.note,
        lines=tuple([_line(line, sign) for line in document.lines]),
        units=_units(document.units),
        charges=_charges(document.charges, sign),
        taxes=tuple(
            TaxShareForm(
                category=share.category,
                percent=_percent(share.percent),
                taxable=_money(share.taxable, sign),
                tax=plain_money(share.tax * sign),
            )
            for share in document.taxes
        ),
        instalments=tuple(
            InstalmentForm(amount=plain_money(part.amount * sign), due=_day(part.due_on))
            for part in document.instalments
        ),
        totals=TotalsForm(**{name: _money(sum_, sign) for name, sum_ in document.totals._asdict().items()}),
    )


def _line(line: DocumentLine, sign: int) -> LineForm:
    return LineForm(
        number=line.number,
        refers=RefersForm(**line.refers._asdict()),
        product=_product(line.product),
        instead=None if line.instead is None else _product(line.instead),
        quantity=_quantity(line.quantity, sign),
        unit=line.unit,
        second=None if line.second is None else _second(*line.second),
        price=None if line.price is None else plain_price(line.price),
        amount=_money(line.amount, sign),
        charges=_charges(line.charges, sign),
        tax=TaxForm(category=line.tax_category, percent=_percent(line.tax_percent)),
        parts=tuple(
            PartForm(
                quantity=_quantity(each.quantity), from_on=_day(each.from_on), until=_last(each.until_on)
            )
            for each in line.stretches
        ),
        rejected=_quantity(line.rejected),
        short=_quantity(line.short),
        backorder=_quantity(line.backorder),
        answer=line.answer,
        on=_day(line.on),
        reason=line.reason,  # type: ignore[arg-type]
        note=line.note,
        units=_units(line.units),
    )


def _known(party: Party) -> PartyForm:
    named = tuple(text for text in party.identifiers if not text.startswith("name:"))
    return PartyForm(name=party.name, identifiers=named)


def _party(party: Party) -> PartyForm | None:
    return None if party == NOBODY else _known(party)


def _product(product: Product) -> ProductForm:
    return ProductForm(**product._asdict())


def _second(quantity: int, unit: str) -> SecondForm:
    return SecondForm(quantity=plain_quantity(quantity), unit=unit)


def _charges(charges: Sequence[Charge], sign: int) -> tuple[ChargeForm, ...]:
    return tuple(
        ChargeForm(
            amount=plain_money(each.amount * sign),
            reason=each.reason,
            percent=_percent(each.percent),
            base=_money(each.base, sign),
            tax_percent=_percent(each.tax_percent),
        )
        for each in charges
    )


def _units(units: Sequence[Unit]) -> tuple[UnitForm, ...]:
    return tuple(
        UnitForm(
            number=each.number,
            kind=each.kind,
            answer=each.answer,
            reason=each.reason,  # type: ignore[arg-type]
            note=each.note,
        )
        for each in units
    )


def _quantity(quantity: int | None, sign: int = 1) -> str | None:
    return None if quantity is None else plain_quantity(quantity * sign)


def _money(amount: int | None, sign: int) -> str | None:
    return None if amount is None else plain_money(amount * sign)


def _percent(percent: int | None) -> str | None:
    return None if percent is None else plain(percent, PERCENT_PLACES)


def _day(number: int | None) -> str | None:
    return None if number is None else date.fromordinal(number).isoformat()


def _last(until_on: int | None) -> str | None:
    """Return the last day in time of a first day too late."""
    return None if until_on is None else _day(until_on - 1)


def _time(seconds: int | None) -> str | None:
    if seconds is None:
        return None
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
