"""Panels: what promise adds to the rooms Line and Today: what can be said of a line or a bill now."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from django.utils import timezone
from django.utils.http import urlencode

from comaker.apps.promise.actions import OF_MONEY, Act
from comaker.apps.promise.forms.acts import ACTS
from comaker.apps.promise.pages.words import KEEP, NOTED, OWN
from comaker.apps.promise.queries import Choice, choices_of
from comaker.front.panels import Action
from comaker.kernel.access import Asker
from comaker.kernel.row import BillState
from comaker.record.asked.deal import Deal, DealBill, DealLine, deal_of_line
from comaker.record.asked.owned import Owned
from comaker.record.asked.seen import BillSeen
from comaker.record.store import Store
from comaker.record.transaction import reading

_LINE_OF_BILL = "SELECT line FROM record_entry WHERE bill = ? AND line IS NOT NULL ORDER BY id LIMIT 1"


def actions_of(one: Owned, asker: Asker, *, bills: Sequence[BillSeen] = ()) -> list[Action]:
    """Return what the asker can say of a line, or of a bill; of a line without a statement."""
    today = timezone.localdate().toordinal()
    if isinstance(one.state, BillState):
        deal, bill = deal_of(reading(), asker, one.key)
        if deal is None:
            return []
        choices = choices_of(deal, asker, (), [DealBill(one.key, one.state)], today)
        # Of a bill it is worth a button too that the other side paid.
        return [action_of(deal, each, {"bill": bill}) for each in choices if each.act in OF_MONEY]
    if not one.deal or asker.is_visitor:
        return []
    line = DealLine(one.key, one.state, 0)
    deal = Deal(one.relation, one.deal, one.giver, one.taker, 1, (line,))
    choices = choices_of(deal, asker, [line], [DealBill(*each) for each in bills], today)
    # What is neither next nor due stands on the page of the deal.
    wanted = [each for each in choices if each.is_own and each.is_wanted]
    return [action_of(deal, each, {"line": one.key}) for each in wanted]


def deal_of(store: Store, asker: Asker, key: int) -> tuple[Deal | None, int]:
    """Return the deal of a line, with that line alone; of a bill that of one of its lines, and its key.

    None where there is none for the asker, or where its lines bear no number to refer to.
    """
    deal, bill = deal_of_line(store, asker, key), 0
    if deal is None:
        rows = store.select(_LINE_OF_BILL, key)
        deal, bill = (deal_of_line(store, asker, int(rows[0][0])), key) if rows else (None, 0)
    return (deal, bill) if deal and deal.number and not asker.is_visitor else (None, 0)


def action_of(deal: Deal, choice: Choice, from_here: Mapping[str, int] | None = None) -> Action:
    """Return something that can be said as it stands on a button.

    Args:
        from_here: the line or the bill from which somebody comes.
    """
    name = KEEP if choice.is_keeping and choice.is_own else (OWN if choice.is_own else NOTED)[choice.act]
    address, icon = address_of_act(deal, choice.act, from_here), ACTS[choice.act].icon
    return Action(str(name), address, icon, choice.is_next)


def address_of_act(deal: Deal, act: Act, from_here: Mapping[str, int] | None = None) -> str:
    """Return where something is said of a deal."""
    asked = {"giver": deal.giver, **(from_here or {})}
    return f"/deals/{deal.relation}/{quote(deal.number, safe='')}/say/{act.value}?{urlencode(asked)}"
