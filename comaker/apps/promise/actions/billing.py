"""Billing: a bill of what may be billed, by whoever makes it out, and what is credited of it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comaker.apps.promise.actions.adding import Sums, add_up
from comaker.apps.promise.actions.dealing import (
    currency_of,
    deal_for,
    line_of,
    party_of_side,
    product_of,
    refers_to,
    unit_of,
)
from comaker.apps.promise.actions.rights import own_side
from comaker.apps.promise.actions.saying import Draft, Occasion, say
from comaker.apps.promise.actions.words import (
    Billed,
    Done,
    Extra,
    Field,
    NothingSaid,
    NotPossible,
    Unusable,
)
from comaker.front.refusals import NotAllowed
from comaker.kernel.access import Doing, may
from comaker.kernel.amounts import PERCENT_PLACES, coin_of, value
from comaker.kernel.document import (
    Document,
    DocumentLine,
    Instalment,
    Kind,
    References,
)
from comaker.kernel.row import BillState
from comaker.kernel.settlement import Biller
from comaker.record.asked.deal import Deal, DealBill, DealLine, bills_of
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import Sides

_PERCENT_MAX = 100 * 10**PERCENT_PLACES
# How a tax is named that is not charged, by the tax that the terms name.
_UNTAXED = {"standard": "Z", "reverse": "AE", "margin": "E", "exempt": "E"}
_OUTSIDE = "O"  # a person's own things are outside the tax


def bill(
    occasion: Occasion,
    *,
    relation: int,
    deal: str,
    giver: int,
    lines: Sequence[Billed],
    extras: Sequence[Extra] = (),
    number: str = "",
    issued_on: int | None = None,
    due_on: int | None = None,
    note: str = "",
) -> Done:
    """Make out a bill, or note down one that came in on paper.

    It is made out by who bills the lines by their terms: the giver, or the taker in self-billing. Who books
    the bill of the other side types the number that it bears.

    Raises:
        NotPossible: nobody bills these lines.
        Unusable: some values cannot be used, or the number of the other side's bill is not said.
    """
    _check(lines, extras)

    def draw_up(sitting: Sitting) -> Draft:
        found = deal_for(sitting.store, occasion.asker, relation=relation, number=deal, giver=giver)
        _must_bill(occasion, found)
        signer = biller_of(found)
        if not number and own_side(occasion.asker, giver=found.giver, taker=found.taker) != signer:
            raise Unusable({Field("number"): _("Type the number that their bill bears.")})
        issued = occasion.today if issued_on is None else issued_on
        if due_on is not None and due_on < issued:
            raise Unusable({Field("due_on"): _("It is due before it is made out.")})
        coin = coin_of(currency_of(found.lines))
        rows = [
            _row(line_of(found, each.line, place), each, str(place + 1), coin, sign=1)
            for place, each in enumerate(lines)
            if each.quantity or each.amount
        ]
        sums = add_up(rows, extras, coin)
        due = issued + found.lines[0].state.line.terms.payment_days if due_on is None else due_on
        document = _document(found, Kind.BILL, signer, rows, sums)._replace(
            number=number,
            issued_on=issued,
            instalments=(Instalment(sums.totals.payable or 0, due),),
            note=note,
        )
        return Draft(document, Sides(found.giver, found.taker), deal)

    return say(occasion, draw_up)


def credit(
    occasion: Occasion,
    *,
    relation: int,
    deal: str,
    giver: int,
    bill: int,
    lines: Sequence[Billed],
    number: str = "",
    note: str = "",
) -> Done:
    """Take back a part of a bill, or all of it.

    Args:
        bill: the key of the bill.
        lines: what is taken back of each line, as more than nothing.

    Raises:
        NotPossible: there is no such bill, or it takes money back itself.
    """
    _check(lines, ())

    def draw_up(sitting: Sitting) -> Draft:
        found = deal_for(sitting.store, occasion.asker, relation=relation, number=deal, giver=giver)
        _must_bill(occasion, found)
        credited = _bill_of(sitting, found, bill)
        signer = credited.state.biller.value
        if not number and own_side(occasion.asker, giver=found.giver, taker=found.taker) != signer:
            raise Unusable({Field("number"): _("Type the number that their credit note bears.")})
        coin = coin_of(credited.state.currency)
        rows = [
            _row(line_of(found, each.line, place), each, str(place + 1), coin, sign=-1)._replace(
                reason=each.reason
            )
            for place, each in enumerate(lines)
            if each.quantity or each.amount
        ]
        rows = [row._replace(refers=row.refers._replace(bill=credited.state.number)) for row in rows]
        sums = add_up(rows, (), coin)
        document = _document(found, Kind.CREDIT_NOTE, signer, rows, sums)._replace(
            number=number, currency=credited.state.currency, note=note
        )
        document = document._replace(refers=document.refers._replace(bill=credited.state.number))
        return Draft(document, Sides(found.giver, found.taker), deal)

    return say(occasion, draw_up)


def sums_of(deal: Deal, lines: Sequence[Billed], extras: Sequence[Extra]) -> Sums:
    """Return what a bill would add up to, before it is made out.

    Raises:
        NothingSaid, Unusable: there is nothing on it, or some values cannot be used.
    """
    _check(lines, extras)
    coin = coin_of(currency_of(deal.lines))
    rows = [
        _row(line_of(deal, each.line, place), each, str(place + 1), coin, sign=1)
        for place, each in enumerate(lines)
        if each.quantity or each.amount
    ]
    return add_up(rows, extras, coin)


def biller_of(deal: Deal) -> str:
    """Return who makes out the bills of a deal: "giver" or "taker".

    Raises:
        NotPossible: nobody does.
    """
    biller = deal.lines[0].state.line.terms.settlement.biller
    if biller is Biller.NOBODY:
        raise NotPossible(_("Nobody bills what goes this way between you."))
    return biller.value


def tax_category(line: DealLine, tax_percent: int) -> str:
    """Return how the tax of a line is named."""
    if tax_percent:
        return "S"
    terms = line.state.line.terms
    if terms.tax == "standard" and terms.settlement.biller is Biller.TAKER:
        return _OUTSIDE
    return _UNTAXED.get(terms.tax, "Z")


def _must_bill(occasion: Occasion, deal: Deal) -> None:
    if not may(occasion.asker, Doing.BILL, giver=deal.giver, taker=deal.taker):
        raise NotAllowed(_("You may not bill here."), hint=_("Ask somebody of your party who may."))


def _bill_of(sitting: Sitting, deal: Deal, key: int) -> DealBill:
    for each in bills_of(sitting.store, [line.key for line in deal.lines]):
        if each.key == key:
            if _is_credit(each.state):
                raise NotPossible(_("This bill takes money back itself."))
            return each
    raise NotPossible(_("There is no such bill on this deal."))


def _is_credit(state: BillState) -> bool:
    return state.kind is Kind.CREDIT_NOTE or state.payable < 0


def _row(line: DealLine, billed: Billed, number: str, coin: int, *, sign: int) -> DocumentLine:
    quantity = None if not billed.quantity else billed.quantity * sign
    amount = billed.amount
    if amount is None:
        amount = value(billed.quantity or 0, billed.price or 0, coin)
    return DocumentLine(
        number,
        refers=refers_to(line),
        quantity=quantity,
        unit=unit_of(line) if quantity else "",
        price=billed.price if quantity else None,
        amount=amount * sign,
        product=product_of(line),
        tax_category=tax_category(line, billed.tax_percent),
        tax_percent=billed.tax_percent,
    )


def _document(deal: Deal, kind: Kind, signer: str, rows: Sequence[DocumentLine], sums: Sums) -> Document:
    return Document(
        kind,
        "",
        giver=party_of_side(deal, "giver"),
        taker=party_of_side(deal, "taker"),
        signer=signer,
        currency=currency_of(deal.lines) or "EUR",
        refers=References(order=deal.number),
        lines=tuple(rows),
        totals=sums.totals,
        taxes=sums.taxes,
        charges=sums.charges,
    )


def _check(lines: Sequence[Billed], extras: Sequence[Extra]) -> None:
    errors: dict[Field, str] = {}
    said = False
    for place, line in enumerate(lines):
        said = said or bool(line.quantity) or bool(line.amount)
        if (line.quantity or 0) < 0:
            errors[Field("quantity", place)] = _("That is less than nothing; credit it instead.")
        if (line.amount or 0) < 0:
            errors[Field("amount", place)] = _("That is less than nothing; credit it instead.")
        if line.price is not None and line.price < 0:
            errors[Field("price", place)] = _("A price is not less than nothing.")
        if line.quantity and line.price is None and line.amount is None:
            errors[Field("price", place)] = _("Say what one costs.")
        if not 0 <= line.tax_percent <= _PERCENT_MAX:
            errors[Field("tax", place)] = _("A tax is between 0 and 100 %.")
    if errors:
        raise Unusable(errors)
    if not said and not extras:
        raise NothingSaid(_("Nothing is filled in."), hint=_("Fill in how much of at least one line."))
