"""Waterfall: the course from what was asked to what came of it, as a picture of steps."""

from comaker.front.blocks import Part, Shape, Step, block
from comaker.front.course import Course, Fall
from comaker.front.drawing import Column, Drawing
from comaker.front.scale import Stretch, scale_of
from comaker.kernel.gap import Cause

_AT = {
    Cause.EXPECTATION: Step.PROMISED,
    Cause.INPUT: Step.SENT,
    Cause.CAPABILITY: Step.SENT,
    Cause.TRANSPORT: Step.RECEIVED,
    Cause.CONDITION: Step.RECEIVED,
    Cause.BILLING: Step.BILLED,
    Cause.PAYMENT: Step.PAID,
}


def steps_of(course: Course) -> list[Fall]:
    """Return the steps that are drawn: what fell away and what was added for one cause stand apart."""
    steps = []
    for fall in course.falls:
        if fall.less or fall.coming:
            steps.append(fall._replace(more=0))
        if fall.more:
            steps.append(Fall(fall.cause, more=fall.more))
    return steps


def waterfall_of(course: Course) -> Drawing:
    """Return the picture: what was asked, each step, and what came of it in the end."""
    levels = [course.start]
    parts: list[tuple[Step, list[Part]]] = [(Step.ASKED, _whole(course.start))]
    for fall in steps_of(course):
        top = levels[-1]
        low = top - fall.less
        less = [Part(Shape.LOST, max(0, low), max(0, top), is_numbered=True)] if fall.less else []
        coming = [Part(Shape.COMING, max(0, low - fall.coming), max(0, low))] if fall.coming else []
        more = [Part(Shape.OVER, max(0, top), max(0, top + fall.more), is_numbered=True)] if fall.more else []
        parts.append((_AT[fall.cause], [*coming, *less, *more]))
        levels.append(low - fall.coming + fall.more)
    parts.append((Step.PAID, _whole(course.end)))
    flat = [part for _, some in parts for part in some]
    scale = scale_of(
        [end for part in flat for end in (part.low, part.high)] + [max(0, level) for level in levels],
        [Stretch(part.low, part.high) for part in flat if part.needs_room],
    )
    columns = tuple(
        Column(
            step,
            None,
            tuple(block(part, scale.at(part.low), scale.at(part.high)) for part in some),
            is_known=True,
        )
        for step, some in parts
    )
    joins = tuple(scale.at(max(0, level)) for level in levels)
    return Drawing(columns, (), course.unit, 0, scale.cut, joins)


def _whole(size: int) -> list[Part]:
    return [Part(Shape.FACT, 0, size)] if size > 0 else []
