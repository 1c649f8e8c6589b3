"""Paying: what was paid of bills, told by who pays or by who was paid."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from comaker.apps.promise.actions.dealing import deal_for, party_of_side
from comaker.apps.promise.actions.rights import voice
from comaker.apps.promise.actions.saying import Draft, Occasion, say
from comaker.apps.promise.actions.words import Done, Field, NothingSaid, NotPossible, Paid, Unusable
from comaker.kernel.access import Doing
from comaker.kernel.document import Document, DocumentLine, Kind, References, Totals
from comaker.kernel.row import BillState
from comaker.record.asked.deal import bills_of
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import Sides


def pay(
    occasion: Occasion,
    *,
    relation: int,
    deal: str,
    giver: int,
    paid: Sequence[Paid],
    on: int | None = None,
    note: str = "",
) -> Done:
    """Tell what was paid, bill by bill.

    Args:
        on: the day on which the money moved; None for today.

    Raises:
        NotPossible: a bill is not on this deal, or the bills are in several currencies.
    """
    if not any(each.amount for each in paid):
        raise NothingSaid(_("Nothing is filled in."), hint=_("Fill in what was paid of at least one bill."))
    if on is not None and on > occasion.today:
        raise Unusable({Field("on"): _("That day is still to come.")})

    def draw_up(sitting: Sitting) -> Draft:
        found = deal_for(sitting.store, occasion.asker, relation=relation, number=deal, giver=giver)
        sides = Sides(found.giver, found.taker)
        signer = voice(occasion.asker, Doing.PAY, giver=sides.giver, taker=sides.taker)
        bills = {each.key: each.state for each in bills_of(sitting.store, [x.key for x in found.lines])}
        rows, currency = _rows(paid, bills)
        document = Document(
            Kind.REMITTANCE,
            "",
            giver=party_of_side(found, "giver"),
            taker=party_of_side(found, "taker"),
            signer=signer,
            currency=currency,
            lines=tuple(rows),
            totals=Totals(payable=sum(row.amount or 0 for row in rows)),
            happened_on=on or occasion.today,
            note=note,
        )
        return Draft(document, sides, deal)

    return say(occasion, draw_up)


def _rows(paid: Sequence[Paid], bills: Mapping[int, BillState]) -> tuple[list[DocumentLine], str]:
    """Return what was paid as rows of a remittance, and its currency."""
    rows: list[DocumentLine] = []
    currencies: set[str] = set()
    for each in paid:
        if not each.amount:
            continue
        if each.bill not in bills:
            raise NotPossible(_("There is no such bill on this deal."))
        named = References(bill=bills[each.bill].number)
        currencies.add(bills[each.bill].currency)
        rows.append(DocumentLine(str(len(rows) + 1), refers=named, amount=each.amount))
    if len(currencies) > 1:
        raise NotPossible(_("These bills are in several currencies."), hint=_("Tell each currency apart."))
    return rows, currencies.pop()
