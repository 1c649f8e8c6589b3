"""Painting: where every block of a drawing stands on the page.

Widths are shares of what room there is and heights are pixels, so that a picture fits any page and its
numbers stay as large as the words beside them. On a phone each column is a row that lies on its side.
"""

from collections.abc import Callable
from typing import NamedTuple

from comaker.front.blocks import Block, Shape
from comaker.front.drawing import Column, Drawing
from comaker.front.scale import FULL
from comaker.front.templatetags.shown import quantity

Write = Callable[[int], str]

LANE, TOP = 176, 26  # pixels of the highest bar, and above it
BASE = TOP + LANE
_STRIP_AT, _STRIP = BASE + 12, 8
ROW, _ROW_STRIP = 24, 5  # pixels of a bar that lies down, and of the money under it
_BAR = 0.52  # of the width of its column
_HATCH_STEP = 7
_ZERO = 4
_CUT, _CUT_OVER = 10, 0.6  # pixels; how much wider than its bar, in percents
# The widest that a block gets, on a desk and lying down.
_WIDE, _LONG = 200, 640
# So many signs fit in a bar on a desk, and so much of the width a sign takes on a phone.
_SIGNS_MAX, _SIGN = 9, 300
_HOLLOW = (Shape.LOST, Shape.REFUSED, Shape.CONCEDED)

# A miniature, in pixels.
SMALL_WIDTH, SMALL_HEIGHT = 108, 36
_SMALL_BAR, _SMALL_PITCH = 13, 18


class Box(NamedTuple):
    """A rectangle with what stands in it; places are texts, with their unit.

    Attributes:
        lines: the path of its hatching, empty where it has none.
        label: the number that it bears, in the middle of it.
    """

    shape: Shape
    x: str
    y: str
    width: str
    height: str
    lines: str = ""
    label: str = ""
    middle: str = ""
    centre: str = ""


class Bar(NamedTuple):
    """A column as it stands on a desk, and as it lies on a phone.

    Attributes:
        cut: where it is cut; None for one that does not reach so high.
        zero: what is seen of an act that came to nothing, which is not one that nobody told.
        row: pixels of it where it lies.
    """

    column: Column
    middle: str
    standing: tuple[Box, ...]
    lying: tuple[Box, ...]
    strip: tuple[Box, ...]
    strip_lying: tuple[Box, ...]
    cut: Box | None
    zero: Box | None
    row: int


class Painting(NamedTuple):
    """A drawing with all its places.

    Attributes:
        joins: lines from column to column, as their left, right and height.
        level, level_lying: where what was agreed stands, and lies; empty where nothing was.
        cut_lying: where lying bars are cut; empty where they are to scale.
    """

    bars: tuple[Bar, ...]
    height: int
    base: int
    level: str
    level_lying: str
    cut_lying: str
    joins: tuple[tuple[str, str, str], ...]


def painted(drawing: Drawing, write: Write = quantity) -> Painting:
    """Return where everything of a drawing stands.

    Args:
        write: how a number that a block bears is written.
    """
    count = len(drawing.columns)
    strips = {strip.step: strip.blocks for strip in drawing.strips}
    bars = []
    for place, column in enumerate(drawing.columns):
        wide = 100 / count
        x, width = wide * place + wide * (1 - _BAR) / 2, wide * _BAR
        money = strips.get(column.step, ())
        bars.append(
            Bar(
                column,
                _percent(wide * place + wide / 2),
                tuple(_standing(block, x, width, write) for block in column.blocks),
                tuple(_lying(block, write) for block in column.blocks),
                tuple(_money(block, x, width, _STRIP_AT, _STRIP) for block in money),
                tuple(_money(block, 0, 100, ROW + 3, _ROW_STRIP) for block in money),
                _cut(column, drawing.cut, x, width),
                _zero(column, x, width),
                ROW + _ROW_STRIP + 5 if money else ROW,
            )
        )
    has_level = bool(drawing.level)
    return Painting(
        tuple(bars),
        (_STRIP_AT + _STRIP if drawing.strips else BASE) + 3,
        BASE,
        _pixels(BASE - drawing.level * LANE / FULL) if has_level else "",
        _percent(drawing.level * 100 / FULL) if has_level else "",
        "" if drawing.cut is None else _percent(drawing.cut * 100 / FULL),
        tuple(_join(place, count, at) for place, at in enumerate(drawing.joins)),
    )


def painted_small(drawing: Drawing) -> tuple[Box, ...]:
    """Return the boxes of a miniature, in pixels."""
    lane = SMALL_HEIGHT - 3
    boxes = []
    for place, column in enumerate(drawing.columns):
        for block in column.blocks:
            high = block.size * lane / FULL
            low = SMALL_HEIGHT - 1.5 - block.start * lane / FULL
            boxes.append(
                Box(
                    block.shape, _pixels(place * _SMALL_PITCH + 2), _pixels(low - high), _pixels(_SMALL_BAR),
                    _pixels(max(high, 1)),
                )
            )  # fmt: skip
    return tuple(boxes)


def _standing(block: Block, x: float, width: float, write: Write) -> Box:
    height = block.size * LANE / FULL
    top = BASE - (block.start + block.size) * LANE / FULL
    label = _label(block, write)
    return Box(
        block.shape, _percent(x), _pixels(top), _percent(width), _pixels(height),
        _lines(block.shape, _WIDE, height), label if len(label) <= _SIGNS_MAX else "",
        _percent(x + width / 2), _pixels(top + height / 2),
    )  # fmt: skip


def _lying(block: Block, write: Write) -> Box:
    label = _label(block, write)
    fits = (len(label) + 1) * _SIGN <= block.size
    return Box(
        block.shape, _percent(block.start * 100 / FULL), "1", _percent(block.size * 100 / FULL),
        _pixels(ROW - 2), _lines(block.shape, _LONG, ROW), label if fits else "",
        _percent((block.start + block.size / 2) * 100 / FULL), _pixels(ROW / 2),
    )  # fmt: skip


def _money(block: Block, x: float, width: float, y: int, height: int) -> Box:
    return Box(
        block.shape, _percent(x + width * block.start / FULL), _pixels(y),
        _percent(width * block.size / FULL), _pixels(height),
    )  # fmt: skip


def _join(place: int, count: int, at: int) -> tuple[str, str, str]:
    left, right = (place + 0.5 + _BAR / 2) / count, (place + 1.5 - _BAR / 2) / count
    return _percent(left * 100), _percent(right * 100), _pixels(BASE - at * LANE / FULL)


def _zero(column: Column, x: float, width: float) -> Box | None:
    if column.blocks or not column.is_known:
        return None
    return Box(Shape.FACT, _percent(x), _pixels(BASE - _ZERO), _percent(width), _pixels(_ZERO))


def _cut(column: Column, cut: int | None, x: float, width: float) -> Box | None:
    if cut is None or not any(block.start < cut < block.start + block.size for block in column.blocks):
        return None
    top = BASE - cut * LANE / FULL - _CUT / 2
    return Box(
        Shape.FACT, _percent(x - _CUT_OVER), _pixels(top), _percent(width + 2 * _CUT_OVER), _pixels(_CUT)
    )


def _label(block: Block, write: Write) -> str:
    """Return the number that a block bears, with its sign; what is a fact needs none."""
    if block.number is None:
        return ""
    is_more = block.number > 0 and block.shape is not Shape.FACT
    return f"+{write(block.number)}" if is_more else write(block.number)


def _lines(shape: Shape, width: float, height: float) -> str:
    """Return strokes over a box: slanted for what is not there, crossed for what was refused."""
    if shape not in _HOLLOW:
        return ""
    high = round(height) + 1
    starts = range(-high, round(width), _HATCH_STEP)
    path = "".join(f"M{start} {high}l{high} -{high}" for start in starts)
    if shape is Shape.REFUSED:
        path += "".join(f"M{start} 0l{high} {high}" for start in starts)
    return path


def _percent(share: float) -> str:
    return f"{share:.2f}".rstrip("0").rstrip(".") + "%"


def _pixels(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")
