"""Drawing: the row of six as blocks on one scale, so that a gap is seen before it is read.

What was lost is a hollow notch above a bar, what was refused the hatched top of one, what came too much a
dotted block on it, what is not due yet a pale outline. Where blocks stand is worked out here; how they are
painted stands in the templates.
"""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.front.blocks import (
    MONEY,
    OVER,
    SHORT,
    Block,
    Part,
    Shape,
    Step,
    block,
    other_unit,
    shape_of,
    step_of,
    told_at,
)
from comaker.front.scale import READABLE, Stretch, scale_of
from comaker.front.strips import Strip, pieces_paid, strips_of
from comaker.kernel.gap import Gap, Kind, State
from comaker.kernel.row import LineState, Row
from comaker.kernel.settlement import Biller


class Column(NamedTuple):
    """One act of the row.

    Attributes:
        quantity: None where nobody told it; that is not 0.
        unit: where it is another than the line's.
        gaps: every gap that is seen at this act, drawn or not.
        is_known: something was told of it, though perhaps no quantity.
    """

    step: Step
    quantity: int | None
    blocks: tuple[Block, ...]
    unit: str = ""
    gaps: tuple[Gap, ...] = ()
    is_known: bool = False


class Drawing(NamedTuple):
    """The picture of a line.

    Attributes:
        strips: money; none where there is none, or who looks may not see it.
        level: where what was agreed stands; 0 where nothing was.
        cut: where bars are cut, since they cannot be to scale; None where they are.
        joins: where each column but the last hands over to the next, in a waterfall.
    """

    columns: tuple[Column, ...]
    strips: tuple[Strip, ...]
    unit: str
    level: int
    cut: int | None
    joins: tuple[int, ...] = ()


def drawing_of(
    state: LineState,
    *,
    today: int,
    with_money: bool = True,
    unpaid: State | None = None,
    readable: int = READABLE,
) -> Drawing:
    """Return the picture of a line on a day.

    Args:
        with_money: with bill and payment; without them for who may not see money.
        unpaid: how what is not paid yet of its bills stands; None where nobody says.
        readable: how high what bears a number is at least, of `scale.FULL`.
    """
    row = state.row
    is_billed_line = state.line.terms.settlement.biller is not Biller.NOBODY or row.billed is not None
    with_money = with_money and is_billed_line
    steps = [step for step in Step if with_money or step not in MONEY]
    gaps = {step: [gap for gap in state.gaps if step_of(gap, row) is step] for step in steps}
    parts = {
        step: pieces_paid(row, unpaid) if step is Step.PAID else _parts(step, row, gaps[step], today)
        for step in steps
    }
    flat = [part for some in parts.values() for part in some]
    scale = scale_of(
        [end for part in flat for end in (part.low, part.high)],
        [Stretch(part.low, part.high) for part in flat if part.needs_room],
        size=readable,
    )
    columns = tuple(
        Column(
            step,
            _quantity(step, row),
            tuple(block(part, scale.at(part.low), scale.at(part.high)) for part in parts[step]),
            other_unit(step, row),
            tuple(gaps[step]),
            row.paid is not None if step is Step.PAID else told_at(step, row) is not None,
        )
        for step in steps
    )
    level = dict(scale.places).get(_agreed(row), 0)
    strips = strips_of(row, state.gaps, today, unpaid) if with_money else ()
    return Drawing(columns, strips, row.unit, level, scale.cut)


def _parts(step: Step, row: Row, gaps: Sequence[Gap], today: int) -> list[Part]:
    """Return the blocks of a column, from the baseline up; none overlaps another."""
    quantity, unit = _quantity(step, row), other_unit(step, row)
    if quantity is not None and quantity < 0:
        return [Part(Shape.BACK, 0, -quantity)]
    if quantity and unit:
        # It cannot stand on the scale, so it stands as high as what was agreed.
        return [Part(Shape.APART, 0, _agreed(row) or quantity)]
    # Where no receipt says how many came, what was refused is seen where the others end.
    floor = quantity if quantity is not None else _expected(row)
    within: list[Part] = []
    short: list[Gap] = []
    # What was refused lies beneath what came too much.
    for gap in sorted(gaps, key=lambda gap: gap.kind is Kind.REJECTED):
        if not gap.quantity or (gap.unit and gap.unit != row.unit):
            continue
        if gap.kind in SHORT:
            short.append(gap)
        elif floor and (gap.kind in OVER or gap.kind in (Kind.REJECTED, Kind.UNEXPECTED)):
            low = max(0, floor - gap.quantity)
            within.append(Part(shape_of(gap, today), low, floor, gap))
            floor = low
    fact = [Part(Shape.FACT, 0, floor)] if floor and quantity else []
    above: list[Part] = []
    top = quantity or (within[0].high if within else 0)
    for gap in short:
        above.append(Part(shape_of(gap, today), top, top + (gap.quantity or 0), gap))
        top = above[-1].high
    return [*fact, *reversed(within), *above]


def _agreed(row: Row) -> int:
    """Return the quantity that the acts are held against, 0 where none is in the line's unit."""
    agreed = row.promised or row.asked
    return agreed.quantity if agreed and not agreed.unit else 0


def _expected(row: Row) -> int:
    sent = row.sent.quantity if row.sent and not other_unit(Step.SENT, row) else None
    return sent or _agreed(row)


def _quantity(step: Step, row: Row) -> int | None:
    told = told_at(step, row)
    return told.quantity if told else None
