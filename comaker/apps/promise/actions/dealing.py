"""Dealing: the deal that somebody acts on, and what papers about it have in common."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comaker.apps.promise.actions.words import Field, Unusable
from comaker.front.refusals import NotThere
from comaker.kernel.access import Asker
from comaker.kernel.document import References
from comaker.kernel.party import Party
from comaker.kernel.product import Product
from comaker.record.asked.deal import Deal, DealLine, whole_deal
from comaker.record.store import Store

_ALL = 10_000


def deal_for(store: Store, asker: Asker, *, relation: int, number: str, giver: int) -> Deal:
    """Return a deal with all its lines, for who acts on it.

    Raises:
        NotThere: there is none, or none for him.
    """
    found = whole_deal(store, asker, relation=relation, number=number, giver=giver, most=_ALL)
    if found is None:
        raise NotThere
    return found


def party_of_side(deal: Deal, side: str) -> Party:
    """Return the giver or the taker of a deal with all its numbers."""
    line = deal.lines[0].state.line
    return line.giver if side == "giver" else line.taker


def line_of(deal: Deal, key: int, place: int) -> DealLine:
    """Return a line of a deal by its key.

    Raises:
        Unusable: it is not of the deal.
    """
    for line in deal.lines:
        if line.key == key:
            return line
    raise Unusable({Field("line", place): _("This line is not of this deal.")})


def refers_to(line: DealLine, *, despatch: str = "") -> References:
    """Return what a paper's line says to mean a line of an order."""
    told = line.state.line
    return References(order=told.deal, order_line=told.number.partition("#")[0], despatch=despatch)


def product_of(line: DealLine) -> Product:
    """Return the product of a line as its order names it."""
    return line.state.row.product


def unit_of(line: DealLine) -> str:
    """Return the unit in which a line is told."""
    return line.state.row.unit or line.state.line.unit


def currency_of(lines: Sequence[DealLine]) -> str:
    """Return the currency of a deal; empty where nobody said."""
    return next((line.state.line.currency for line in lines if line.state.line.currency), "")
