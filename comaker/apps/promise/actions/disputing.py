"""Disputing: who should pay a bill says that it is not right, and why."""

from django.utils.translation import gettext as _

from comaker.apps.promise.actions.dealing import deal_for, party_of_side
from comaker.apps.promise.actions.rights import voice
from comaker.apps.promise.actions.saying import Draft, Occasion, say
from comaker.apps.promise.actions.words import Done, Field, NotPossible, Unusable
from comaker.kernel.access import Doing
from comaker.kernel.document import Answer, Document, Kind, References
from comaker.record.asked.deal import bills_of
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import Sides


def dispute(occasion: Occasion, *, relation: int, deal: str, giver: int, bill: int, note: str) -> Done:
    """Ask for credit of a bill.

    Args:
        note: what is not right with it.

    Raises:
        Unusable: nothing says what is not right.
        NotPossible: there is no such bill on this deal.
    """
    if not note:
        raise Unusable({Field("note"): _("Say what is not right with the bill.")})

    def draw_up(sitting: Sitting) -> Draft:
        found = deal_for(sitting.store, occasion.asker, relation=relation, number=deal, giver=giver)
        sides = Sides(found.giver, found.taker)
        signer = voice(occasion.asker, Doing.PAY, giver=sides.giver, taker=sides.taker)
        bills = {each.key: each.state for each in bills_of(sitting.store, [x.key for x in found.lines])}
        if bill not in bills:
            raise NotPossible(_("There is no such bill on this deal."))
        document = Document(
            Kind.BILL_RESPONSE,
            "",
            giver=party_of_side(found, "giver"),
            taker=party_of_side(found, "taker"),
            signer=signer,
            refers=References(bill=bills[bill].number),
            answer=Answer.DISPUTED,
            note=note,
        )
        return Draft(document, sides, deal)

    return say(occasion, draw_up)
