"""Truth: what every document line is about, and which gaps and lapses were planted."""

from dataclasses import dataclass, field
from typing import NamedTuple

from comaker.engines.worlds.course import LineKey, Place
from comaker.engines.worlds.rules import Numbers, Slip
from comaker.engines.worlds.settings import Damage
from comaker.kernel.gap import Kind
from comaker.kernel.line import Relation
from comaker.kernel.units import Packing


class BillTruth(NamedTuple):
    """What a bill or credit note asks, what credit notes took back and what was paid on it.

    `credits` is the place of the bill that a credit note takes back, None for a bill. `is_void`: the payer
    refused it or a corrected bill took its place, so that its lines count nowhere.
    """

    number: str
    payable: int
    paid: int
    due_on: int
    credited: int = 0
    credits: int | None = None
    is_void: bool = False


@dataclass(slots=True)
class Truth:
    """What is truly so. Documents are named by their place, lines by order number and line number.

    Attributes:
        ties: the line that each line of an order, answer, despatch, receipt, bill or credit note is
            about; None where it is about nothing that was asked. A line number that an order bears
            twice gets `#2` the second time.
        whole: the lines that a paper without lines of its own answers or cancels.
        bill_ties: the bill that each line of a remittance, reminder or statement is about.
        origins: the document line that first asked each line.
        damages: what became of the references, for lines where they are not whole.
        similar, ambiguous: see `rivals`.
        strays: quantity of lines that nobody asked for.
        advances: lines of advance payments, which belong to a bill and to no line.
        copies: documents that are another one sent again, and which.
        numbers: where each line stands.
        gaps: per line the quantity of each gap (in the line's unit), or its money for `repriced`,
            `price_variance`, `underbilled` and `charge_variance`, or its days for `redated`.
        bill_gaps: per bill the money of each gap.
        slips: the lapses of each line.
        frames: blanket lines, which have no gaps.
        packings: what the packages of a line's product hold.
        links: lines that point to lines; one unit each.
    """

    ties: dict[Place, LineKey | None] = field(default_factory=dict)
    whole: dict[int, tuple[LineKey, ...]] = field(default_factory=dict)
    bill_ties: dict[Place, int] = field(default_factory=dict)
    origins: dict[LineKey, Place] = field(default_factory=dict)
    damages: dict[Place, Damage] = field(default_factory=dict)
    similar: set[Place] = field(default_factory=set)
    ambiguous: set[Place] = field(default_factory=set)
    strays: dict[Place, int] = field(default_factory=dict)
    advances: set[Place] = field(default_factory=set)
    copies: dict[int, int] = field(default_factory=dict)
    numbers: dict[LineKey, Numbers] = field(default_factory=dict)
    gaps: dict[LineKey, dict[Kind, int]] = field(default_factory=dict)
    bills: dict[int, BillTruth] = field(default_factory=dict)
    bill_gaps: dict[int, dict[Kind, int]] = field(default_factory=dict)
    slips: dict[LineKey, tuple[Slip, ...]] = field(default_factory=dict)
    frames: set[LineKey] = field(default_factory=set)
    packings: dict[LineKey, tuple[Packing, ...]] = field(default_factory=dict)
    links: list[tuple[LineKey, Relation, LineKey]] = field(default_factory=list)
