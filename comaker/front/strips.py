"""Strips: the money of a line under what was billed and paid."""

from collections.abc import Iterable
from typing import NamedTuple

from comaker.front.blocks import SETTLED, Block, Part, Shape, Step, block
from comaker.front.scale import FULL
from comaker.kernel.amounts import share
from comaker.kernel.gap import Gap, Kind, State
from comaker.kernel.row import Row

# What makes a bill dearer than it should be.
_DEARER = frozenset((Kind.OVERBILLED, Kind.PRICE_VARIANCE, Kind.CHARGE_VARIANCE, Kind.BILLED_TWICE))


class Strip(NamedTuple):
    """Money of one act, from the left, on the scale of money of its line."""

    step: Step
    blocks: tuple[Block, ...]


def strips_of(row: Row, gaps: Iterable[Gap], today: int, unpaid: State | None) -> tuple[Strip, ...]:
    """Return what was billed and paid; nothing where nobody knows what was billed.

    Args:
        unpaid: how what is not paid yet stands.
    """
    billed = row.billed.amount if row.billed else None
    if billed is None:
        return ()
    size, paid = abs(billed), abs(row.paid or 0)
    parts = _billed(size, [gap for gap in gaps if gap.kind in _DEARER and gap.amount], today)
    most = max(size, paid, 1)
    strips = [Strip(Step.BILLED, _scaled(parts, most)), Strip(Step.PAID, ())]
    if row.paid is not None:
        parts = [Part(Shape.FACT, 0, paid)] if paid else []
        if paid < size:
            parts.append(Part(unpaid_shape(unpaid), paid, size))
        strips[1] = Strip(Step.PAID, _scaled(parts, most))
    return tuple(strips)


def pieces_paid(row: Row, unpaid: State | None) -> list[Part]:
    """Return what was paid as so many of the pieces billed, which puts it beside the other acts."""
    billed = row.billed
    if row.paid is None or billed is None or not billed.amount or not billed.quantity or billed.quantity < 0:
        return []
    if billed.unit and row.unit and billed.unit != row.unit:
        return []
    paid = max(0, min(share(billed.quantity, row.paid, billed.amount), billed.quantity))
    parts = [Part(Shape.FACT, 0, paid)] if paid else []
    if paid < billed.quantity:
        parts.append(Part(unpaid_shape(unpaid), paid, billed.quantity))
    return parts


def unpaid_shape(unpaid: State | None) -> Shape:
    """Return how what is not paid yet is drawn; where nobody says, nothing is due yet."""
    return SETTLED.get(unpaid or State.WAITING, Shape.LOST)


def _billed(size: int, dear: list[Gap], today: int) -> list[Part]:
    over = min(sum(gap.amount or 0 for gap in dear), size)
    fact = [Part(Shape.FACT, 0, size - over)] if over < size else []
    if not over:
        return fact
    is_open = any(gap.state(today) is State.OPEN for gap in dear)
    return [*fact, Part(Shape.OVER if is_open else Shape.CONCEDED, size - over, size, dear[0])]


def _scaled(parts: Iterable[Part], most: int) -> tuple[Block, ...]:
    return tuple(block(part, part.low * FULL // most, part.high * FULL // most) for part in parts)
