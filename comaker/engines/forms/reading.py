"""Reading: a form into a document, or a sentence that says which value cannot be used."""

import hashlib
import re
from collections.abc import Sequence

import msgspec

from comaker.engines.forms.naming import (
    known_reference,
    line_refers,
    party_named,
    product_of,
    refers_of,
    side_of,
)
from comaker.engines.forms.shapes import (
    ChargeForm,
    DocumentForm,
    LineForm,
    PartForm,
    TotalsForm,
    UnitForm,
)
from comaker.engines.forms.values import (
    NotAForm,
    after_of,
    amount_of,
    day_of,
    money_of,
    percent_of,
    price_of,
    quantity_of,
    seconds_of,
    size_of,
)
from comaker.engines.forms.words import root_of, usual_signer
from comaker.kernel.amounts import (
    LIMIT,
    MONEY_PER_PRODUCT,
)
from comaker.kernel.document import (
    Charge,
    Document,
    DocumentLine,
    Instalment,
    Kind,
    References,
    Stretch,
    TaxShare,
    Totals,
    Unit,
)

FLAVOUR = "Comaker form"
_DECODER = msgspec.json.Decoder(DocumentForm)
_encode = msgspec.msgpack.Encoder().encode
# What patterns ask for, in words.
_MEANT = (
    (r"-?[0-9]{", 'a decimal number as text, such as "120" or "1.50", with few enough digits'),
    (r"^[0-9]{", 'a decimal number as text that is not negative, such as "120"'),
    (r"^(19|20|21)", "a day such as 2026-01-09, from 1900 to 2199"),
    (r"^([01][0-9]", "a time such as 13:45:00"),
    (r"[A-Z]{3}", "a code of three capitals, such as EUR"),
    (r"^[A-Za-z0-9][A-Za-z0-9:", "a scheme, a colon and a number, such as gln:8712345000004"),
    (r"\x7f", "text without control characters"),
    (r"^[A-Za-z0-9", "a code of letters and digits"),
)


def read(content: bytes, *, file: str = "") -> Document:
    """Read a document in JSON.

    Raises:
        NotAForm: it is broken, or a value of it cannot be used; the sentence names the value's place.
    """
    try:
        form = _DECODER.decode(content)
    except msgspec.ValidationError as error:
        raise unusable(error) from None
    except (ValueError, RecursionError) as error:
        raise NotAForm(f"The JSON is broken: {error}.", hint="Check how it was written.") from None
    document = document_of(form)
    return document._replace(file=file, digest=hashlib.sha256(content).hexdigest())


def unusable(error: msgspec.ValidationError) -> NotAForm:
    """Say in words what does not fit a shape, and where."""
    what, _, place = str(error).partition(" - at `")
    place = place.rstrip("`").removeprefix("$").removeprefix(".") or "the document"
    found = re.search(r"matching regex '(.*)'$", what)
    if found:
        meant = next((words for part, words in _MEANT if part in found[1]), "something else")
        what = f"expected {meant}"
    return NotAForm(
        f"{place}: {what[:1].lower()}{what[1:]}.".replace("`", "“", 1).replace("`", "”", 1).replace("`", "“"),
        hint="What a document may hold: docs/json.md.",
    )


def document_of(form: DocumentForm) -> Document:
    """Turn a form into a document.

    Raises:
        NotAForm: a value cannot be used, which its shape alone does not tell.
    """
    signer = form.signer or usual_signer(form.kind, has_receipt=bool(form.refers.receipt))
    giver, taker = side_of("giver", form.giver), side_of("taker", form.taker)
    if set(giver.identifiers) & set(taker.identifiers):
        raise NotAForm(
            "giver and taker are the same party.", hint="Name the seller as giver and the buyer as taker."
        )
    sign = -1 if form.kind is Kind.CREDIT_NOTE else 1
    refers = refers_of(form.refers)
    if form.kind is Kind.ORDER:
        refers = refers._replace(order=form.number.strip())
    document = Document(
        kind=form.kind,
        number=_number(form.number),
        issued_on=day_of("issued", form.issued),
        issued_at=seconds_of(form.issued_at),
        version=form.version,
        giver=giver,
        taker=taker,
        signer=signer,
        payee=party_named(form.payee),
        payer=party_named(form.payer),
        deliver_to=party_named(form.deliver_to),
        carrier=party_named(form.carrier),
        currency=form.currency,
        refers=refers,
        answer=form.answer,
        lines=tuple([_line(place, line, form, refers, sign) for place, line in enumerate(form.lines)]),
        totals=_totals(form.totals, sign),
        taxes=_taxes(form, sign),
        charges=_charges(form.charges, sign),
        instalments=_instalments(form, sign),
        units=_units(form.units),
        delivery_term=form.delivery_term,
        arrives_by=after_of("arrives_by", form.arrives_by),
        happened_on=day_of("happened", form.happened),
        replaces=known_reference(form.replaces),
        is_prepayment=form.is_prepayment,
        reason=form.reason,
        note=form.note.strip(),
        flavour=FLAVOUR,
        root=root_of(form.kind, signer),
    )
    _has_currency(document)
    return document._replace(meaning=hashlib.sha256(_encode(document)).hexdigest())


def _taxes(form: DocumentForm, sign: int) -> tuple[TaxShare, ...]:
    return tuple(
        TaxShare(
            each.category, percent_of(each.percent), money_of(each.taxable, sign), amount_of(each.tax, sign)
        )
        for each in form.taxes
    )


def _instalments(form: DocumentForm, sign: int) -> tuple[Instalment, ...]:
    return tuple(
        Instalment(amount_of(each.amount, sign), day_of("instalments", each.due)) for each in form.instalments
    )


def _number(text: str) -> str:
    number = text.strip()
    if not number:
        raise NotAForm(
            "number: a document without a number cannot be referred to.", hint="Give it a number of its own."
        )
    return number


def _line(place: int, line: LineForm, form: DocumentForm, refers: References, sign: int) -> DocumentLine:
    where = f"lines[{place}]"
    quantity = quantity_of(line.quantity, sign)
    price = price_of(line.price)
    if quantity and price and abs(quantity * price) > LIMIT * MONEY_PER_PRODUCT:
        raise NotAForm(
            f"{where}: {line.quantity} times {line.price} is too large to keep.", hint="Check both values."
        )
    return DocumentLine(
        number=line.number.strip(),
        refers=line_refers(line, form, refers),
        quantity=quantity,
        unit=line.unit.upper(),
        price=price,
        amount=money_of(line.amount, sign),
        charges=_charges(line.charges, sign),
        rejected=quantity_of(line.rejected),
        short=quantity_of(line.short),
        backorder=quantity_of(line.backorder),
        answer=line.answer,
        product=product_of(line.product),
        instead=None if line.instead is None else product_of(line.instead),
        stretches=_stretches(where, line, form, quantity),
        on=day_of(f"{where}.on", line.on),
        reason=line.reason,
        note=line.note.strip(),
        tax_category=line.tax.category,
        tax_percent=percent_of(line.tax.percent),
        units=_units(line.units),
        second=None if line.second is None else (size_of(line.second.quantity), line.second.unit.upper()),
    )


def _stretches(where: str, line: LineForm, form: DocumentForm, quantity: int | None) -> tuple[Stretch, ...]:
    """Return when a line is asked or promised; its only part takes all of it where it says no quantity."""
    parts = line.parts or ((PartForm(from_on=form.from_on, until=form.until),) if _is_dated(form) else ())
    found = []
    for part in parts:
        share = quantity_of(part.quantity)
        if share is None and len(parts) == 1:
            share = quantity
        start, end = day_of(f"{where}.parts.from", part.from_on), after_of(f"{where}.parts.until", part.until)
        if start is not None and end is not None and start >= end:
            raise NotAForm(
                f"{where}.parts: {part.from_on} is later than {part.until}.",
                hint="`from` is the first day, `until` the last.",
            )
        found.append(Stretch(share, start, end))
    return tuple(found)


def _is_dated(form: DocumentForm) -> bool:
    return form.from_on is not None or form.until is not None


def _charges(forms: Sequence[ChargeForm], sign: int) -> tuple[Charge, ...]:
    return tuple(
        [
            Charge(
                amount_of(each.amount, sign), " ".join(each.reason.split()), percent_of(each.percent),
                money_of(each.base, sign), percent_of(each.tax_percent),
            )
            for each in forms
        ]
    )  # fmt: skip


def _units(forms: Sequence[UnitForm]) -> tuple[Unit, ...]:
    return tuple(
        [Unit(each.number.strip(), each.kind, each.answer, each.reason, each.note) for each in forms]
    )


def _totals(form: TotalsForm, sign: int) -> Totals:
    return Totals(
        *(money_of(amount, sign) for amount in (
            form.lines, form.allowances, form.charges, form.net, form.tax, form.gross, form.prepaid,
            form.rounding, form.payable,
        ))
    )  # fmt: skip


def _has_currency(document: Document) -> None:
    """Refuse money of which nobody says in which currency it is."""
    if document.currency:
        return
    has_money = any(line.price is not None or line.amount is not None for line in document.lines)
    if has_money or document.charges or document.taxes or document.instalments or any(document.totals):
        raise NotAForm("currency: prices and amounts need one.", hint="Give it as a code, such as EUR.")
