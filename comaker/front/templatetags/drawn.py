"""Drawn: the row of six as a picture with its words, and as a miniature for a card."""

from typing import Any, NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from comaker.front.blocks import Shape, Step, shape_of, told_at
from comaker.front.course import Course, Fall
from comaker.front.drawing import drawing_of
from comaker.front.painting import SMALL_HEIGHT, SMALL_WIDTH, Bar, Write, painted, painted_small
from comaker.front.said import days_said
from comaker.front.telling import CAUSE_NAMES, STEP_NAMES, row_said
from comaker.front.templatetags.shown import day, money, price, quantity, unit
from comaker.front.waterfall import steps_of, waterfall_of
from comaker.kernel.gap import Gap, Kind, Lapse, State
from comaker.kernel.line import Line
from comaker.kernel.row import LineState, Moved, Row, Said

register = template.Library()

# %(q)s is a quantity, %(a)s an amount.
_SHORT = {
    Kind.UNANSWERED: gettext_lazy("no answer yet"),
    Kind.UNDERPROMISED: gettext_lazy("%(q)s less"),
    Kind.OVERPROMISED: gettext_lazy("%(q)s more"),
    Kind.REPRICED: gettext_lazy("another price"),
    Kind.OTHER_ITEM: gettext_lazy("another item"),
    Kind.UNSENT: gettext_lazy("%(q)s to be sent"),
    Kind.OVERSENT: gettext_lazy("%(q)s too much"),
    Kind.MISSING: gettext_lazy("%(q)s missing"),
    Kind.SURPLUS: gettext_lazy("%(q)s too much"),
    Kind.REJECTED: gettext_lazy("%(q)s refused"),
    Kind.TOLD_DIFFERENTLY: gettext_lazy("told differently"),
    Kind.INCOMPARABLE: gettext_lazy("cannot be compared"),
    Kind.UNEXPECTED: gettext_lazy("never asked"),
    Kind.UNBILLED: gettext_lazy("%(q)s to be billed"),
    Kind.BILLED_EARLY: gettext_lazy("%(q)s before it came"),
    Kind.OVERBILLED: gettext_lazy("%(q)s too much"),
    Kind.PRICE_VARIANCE: gettext_lazy("%(a)s too dear"),
    Kind.UNDERBILLED: gettext_lazy("%(a)s too cheap"),
    Kind.CHARGE_VARIANCE: gettext_lazy("other charges"),
    Kind.TAX_VARIANCE: gettext_lazy("another tax"),
    Kind.DOES_NOT_ADD_UP: gettext_lazy("sums do not add up"),
    Kind.BILLED_TWICE: gettext_lazy("%(q)s twice"),
    Kind.INPUT_MISSING: gettext_lazy("%(q)s to come"),
}
_ON_ITS_WAY = gettext_lazy("%(q)s on the way")
# In a miniature a notch needs more of the height to be seen.
_SMALL = 2_600


class Note(NamedTuple):
    """A few words under a column, with the shape that they explain."""

    shape: str
    words: str


class Words(NamedTuple):
    """What stands under a column.

    Attributes:
        number: the quantity; under payment the amount. Empty where nobody told it.
        facts: price, amount and day.
    """

    bar: Bar
    name: str
    number: str
    unit: str
    facts: tuple[str, ...]
    notes: tuple[Note, ...]


@register.inclusion_tag("front/drawing.html")
def row_drawing(
    state: LineState, today: int, with_money: bool = True, unpaid: State | None = None
) -> dict[str, Any]:
    """Draw a line as it stands on a day: the picture, and under it its words.

    Args:
        with_money: False for who may not see money; `state` bears none then.
        unpaid: how what is not paid yet of its bills stands.
    """
    drawing = drawing_of(state, today=today, with_money=with_money, unpaid=unpaid)
    painting = painted(drawing)
    return {
        "painting": painting,
        "columns": [_words(bar, state, today) for bar in painting.bars],
        "count": len(painting.bars),
        "unit": unit(state.row.unit, 0) if state.row.unit else "",
        "said": row_said(state.row, with_money=with_money, currency=state.line.currency),
        "is_cut": drawing.cut is not None,
    }


@register.inclusion_tag("front/drawing.html")
def course_drawing(course: Course, in_money: bool) -> dict[str, Any]:
    """Draw what became of what was asked, as a waterfall."""

    def write(number: int) -> str:
        return money(number, "") if in_money else quantity(number)

    drawing = waterfall_of(course)
    painting = painted(drawing, write)
    falls = steps_of(course)
    first, last = painting.bars[0], painting.bars[-1]
    words = [
        Words(first, str(STEP_NAMES[Step.ASKED]), write(course.start), "", (), ()),
        *(_fall(bar, fall, write) for bar, fall in zip(painting.bars[1:-1], falls, strict=True)),
        Words(
            last, str(STEP_NAMES[Step.PAID]) if in_money else _("In the end"), write(course.end), "", (), ()
        ),
    ]
    return {
        "painting": painting,
        "columns": words,
        "count": len(words),
        "unit": course.unit if in_money else unit(course.unit, 0),
        "said": course_said(course, write),
        "is_cut": drawing.cut is not None,
    }


_SIZE = f'width="{SMALL_WIDTH}" height="{SMALL_HEIGHT}" viewBox="0 0 {SMALL_WIDTH} {SMALL_HEIGHT}"'
_MINI = (
    f'<svg class="mini" {_SIZE} role="img" aria-label="{{}}">{{}}'
    f'<line class="base" x1="0" x2="{SMALL_WIDTH}" y1="34.5" y2="34.5"/></svg>'
)
_MINI_BOX = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'


@register.simple_tag
def row_mini(state: LineState | Row, today: int, with_money: bool = True) -> SafeString:
    """Draw a line as a miniature for a card; of a bare row nothing but its quantities is known."""
    whole = state if isinstance(state, LineState) else LineState(Line(""), state)
    drawing = drawing_of(whole, today=today, with_money=with_money, readable=_SMALL)
    # A list shows many of these: written at once, it takes a fifth of what a template would.
    boxes = "".join([_MINI_BOX.format(*box[:5]) for box in painted_small(drawing)])
    said = row_said(whole.row, with_money=with_money, currency=whole.line.currency)
    return format_html(_MINI, said, mark_safe(boxes))  # noqa: S308 – shapes and numbers of ours


def _words(bar: Bar, state: LineState, today: int) -> Words:
    column, row = bar.column, state.row
    step, told = column.step, told_at(column.step, row)
    notes = [_note(gap, state, today) for gap in column.gaps]
    notes += [Note("late", lapse_short(lapse)) for lapse in state.lapses if _seen_at(lapse, row) is step]
    if step is Step.PAID:
        number = money(row.paid, state.line.currency)
        return Words(bar, str(STEP_NAMES[step]), number, "", (), tuple(notes))
    number = quantity(told.quantity) if told else ""
    own = unit(column.unit, column.quantity) if column.unit else ""
    return Words(
        bar, str(STEP_NAMES[step]), number, own, tuple(_facts(told, state.line.currency)), tuple(notes)
    )


def _fall(bar: Bar, fall: Fall, write: Write) -> Words:
    number = write(fall.more) if fall.more else write(-fall.less) if fall.less else ""
    sign = "+" if fall.more else ""
    notes = [Note(Shape.COMING.value, _("%(q)s still to come") % {"q": write(fall.coming)})]
    return Words(
        bar, str(CAUSE_NAMES[fall.cause]), f"{sign}{number}", "", (), tuple(notes if fall.coming else ())
    )


def course_said(course: Course, write: Write) -> str:
    """Say a course in one sentence, for who cannot see the picture."""
    told = [_("asked %(what)s") % {"what": write(course.start)}]
    for fall in steps_of(course):
        change = write(fall.more) if fall.more else write(-fall.less - fall.coming)
        told.append(f"{CAUSE_NAMES[fall.cause]} {'+' if fall.more else ''}{change}")
    return ", ".join([*told, _("in the end %(what)s") % {"what": write(course.end)}])


def _facts(told: Said | Moved | None, currency: str) -> list[str]:
    """Return price, amount and day of an act, each where it is known."""
    if isinstance(told, Said):
        facts = [_("%(price)s each") % {"price": price(told.price, currency)}] if told.price else []
        days = [part.until_on for part in told.parts if part.until_on is not None]
        if len(told.parts) > 1:
            facts.append(ngettext("in %d part", "in %d parts", len(told.parts)) % len(told.parts))
        return [*facts, _("by %(day)s") % {"day": day(max(days) - 1)}] if days else facts
    if told is None:
        return []
    facts = [money(told.amount, currency)] if told.amount is not None else []
    if told.second:
        facts.append(f"{quantity(told.second[0])} {unit(told.second[1], told.second[0])}")
    return [*facts, day(told.last_on)] if told.last_on else facts


def _note(gap: Gap, state: LineState, today: int) -> Note:
    shape = shape_of(gap, today)
    if gap.kind is Kind.REDATED:
        said = _("%(days)s later") % {"days": days_said(gap.days or 0)}
    else:
        is_on_its_way = gap.kind is Kind.MISSING and shape is Shape.COMING
        pattern = _ON_ITS_WAY if is_on_its_way else _SHORT.get(gap.kind, "%(a)s")
        said = str(pattern) % {"q": quantity(gap.quantity), "a": money(gap.amount, state.line.currency)}
    if shape is Shape.COMING and gap.due_on:
        said = _("%(what)s, due by %(day)s") % {"what": said, "day": day(gap.due_on)}
    return Note(shape.value, said)


def lapse_short(lapse: Lapse) -> str:
    """Say a lapse in two or three words."""
    if lapse.days is None:
        return pgettext("lapse", "late")
    said = days_said(lapse.days)
    return (
        _("%(days)s later") % {"days": said}
        if lapse.kind == "redated"
        else _("%(days)s late") % {"days": said}
    )


def _seen_at(lapse: Lapse, row: Row) -> Step:
    if lapse.kind == "redated":
        return Step.PROMISED
    return Step.RECEIVED if row.received is not None else Step.SENT
