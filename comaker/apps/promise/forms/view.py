"""View: a deal before the eyes of who fills in a form about it."""

from typing import NamedTuple

from comaker.front.templatetags.shown import quantity, unit
from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.product import label
from comaker.record.asked.deal import Deal, DealLine


class View(NamedTuple):
    """A deal as the asker sees it, on a day.

    Attributes:
        tax_percent: what he typed last, as a text.
        bill: the key of the bill that he came for; 0 for none.
        line: the key of the line that he came from; 0 for none.
    """

    deal: Deal
    asker: Asker
    today: int
    tax_percent: str = ""
    bill: int = 0
    line: int = 0

    @property
    def is_giver(self) -> bool:
        """Tell whether the asker's party gives."""
        return self.asker.is_one_of(self.deal.giver)

    @property
    def has_money(self) -> bool:
        """Tell whether the asker sees prices."""
        return sees(self.asker, Seeing.MONEY)

    @property
    def other(self) -> str:
        """Return what the other party is called."""
        return self.deal.taker_name if self.is_giver else self.deal.giver_name

    @property
    def currency(self) -> str:
        """Return the currency of the deal; empty where nobody said."""
        return next((each.state.line.currency for each in self.deal.lines if each.state.line.currency), "")


def title_of(line: DealLine) -> str:
    """Return what a line is, as its order names it."""
    return label(line.state.row.product) or label(line.state.line.product) or line.state.line.number


def unit_of(line: DealLine) -> str:
    """Return the unit of a line in words."""
    return unit(line.state.row.unit or line.state.line.unit)


def much(number: int, line: DealLine) -> str:
    """Write a quantity of a line with its unit."""
    return f"{quantity(number)} {unit(line.state.row.unit or line.state.line.unit, number)}".strip()
