"""Answering: what is promised of an order, line by line: how much, at which price, and when."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comaker.apps.promise.actions.dealing import (
    currency_of,
    deal_for,
    line_of,
    party_of_side,
    product_of,
    refers_to,
    unit_of,
)
from comaker.apps.promise.actions.parts import check_parts, stretches_of
from comaker.apps.promise.actions.rights import voice
from comaker.apps.promise.actions.saying import Draft, Occasion, say
from comaker.apps.promise.actions.words import Done, Field, NothingSaid, Promised, Unusable
from comaker.kernel.access import Doing
from comaker.kernel.document import Answer, Document, DocumentLine, Kind, References
from comaker.record.asked.deal import DealLine
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import Sides


def answer(
    occasion: Occasion,
    *,
    relation: int,
    deal: str,
    giver: int,
    lines: Sequence[Promised],
    note: str = "",
    sales_order: str = "",
) -> Done:
    """Answer an order: promise all of a line, a part, in parts, otherwise than asked, or nothing.

    Args:
        sales_order: the giver's own number of the order.

    Raises:
        NotThere: there is no such deal for the asker.
        NotAllowed: he may not promise here.
        NothingSaid: no line is answered.
        Unusable: some values cannot be used.
    """
    _check(lines)

    def draw_up(sitting: Sitting) -> Draft:
        found = deal_for(sitting.store, occasion.asker, relation=relation, number=deal, giver=giver)
        sides = Sides(found.giver, found.taker)
        signer = voice(occasion.asker, Doing.PROMISE, giver=sides.giver, taker=sides.taker)
        rows = [
            _row(line_of(found, each.line, place), each, str(place + 1)) for place, each in enumerate(lines)
        ]
        document = Document(
            Kind.ORDER_RESPONSE,
            "",
            giver=party_of_side(found, "giver"),
            taker=party_of_side(found, "taker"),
            signer=signer,
            currency=currency_of(found.lines),
            refers=References(order=deal, sales_order=sales_order),
            answer=_whole(rows),
            lines=tuple(rows),
            note=note,
        )
        return Draft(document, sides, deal)

    return say(occasion, draw_up)


def _check(lines: Sequence[Promised]) -> None:
    if not lines:
        raise NothingSaid(_("No line is answered."), hint=_("Answer at least one line."))
    errors: dict[Field, str] = {}
    for place, line in enumerate(lines):
        if line.quantity < 0:
            errors[Field("quantity", place)] = _("Promise nothing, or more.")
        if line.price is not None and line.price < 0:
            errors[Field("price", place)] = _("A price is not less than nothing.")
        check_parts(line.parts, line.quantity, place, errors)
    if errors:
        raise Unusable(errors)


def _row(line: DealLine, promised: Promised, number: str) -> DocumentLine:
    row = DocumentLine(
        number,
        refers=refers_to(line),
        quantity=promised.quantity,
        unit=unit_of(line),
        price=promised.price,
        product=product_of(line),
        stretches=stretches_of(promised.parts, promised.quantity),
        note=promised.note,
    )
    return row._replace(answer=_answer(line, row))


def _answer(line: DealLine, row: DocumentLine) -> Answer:
    """Tell whether a line is accepted as it was asked, with changes, or not at all."""
    if not row.quantity:
        return Answer.REJECTED
    asked = line.state.row.asked
    if asked is None:
        return Answer.CHANGED
    is_as_asked = row.quantity == asked.quantity and row.price in (None, asked.price)
    days = [stretch.until_on for stretch in row.stretches]
    wanted = [part.until_on for part in asked.parts]
    is_in_time = len(days) <= 1 and (not days or days == wanted[-1:] or not any(wanted))
    return Answer.ACCEPTED if is_as_asked and is_in_time else Answer.CHANGED


def _whole(rows: Sequence[DocumentLine]) -> Answer:
    answers = {row.answer for row in rows}
    return answers.pop() if len(answers) == 1 else Answer.CHANGED
