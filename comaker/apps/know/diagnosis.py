"""Diagnosis: which share of what went wrong has which cause, in pieces, money and days."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comaker.front.course import CAUSES, Course, course_in_money, course_in_pieces
from comaker.front.kinds import KIND_NAMES
from comaker.front.telling import CAUSE_NAMES
from comaker.front.templatetags.shown import money, quantity
from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.gap import Cause, Gap, State
from comaker.kernel.row import LineState
from comaker.record.asked.why import Behind, Matter, Share, behind, shares_of

_HELPS = {
    Cause.EXPECTATION: gettext_lazy(
        "An answer to each order at once, with the quantity and day that can be kept."
    ),
    Cause.CAPABILITY: gettext_lazy(
        "Promises that stock and capacity can keep, and a word before the day passes."
    ),
    Cause.INPUT: gettext_lazy("Asking for what the customer must give as a line with a day of its own."),
    Cause.TRANSPORT: gettext_lazy(
        "A count at loading, held against the despatch advice, before the truck leaves."
    ),
    Cause.CONDITION: gettext_lazy(
        "A look before loading and a photo at the door, so that both see the same."
    ),
    Cause.BILLING: gettext_lazy("Bills made from what was accepted, at the price that was agreed."),
    Cause.PAYMENT: gettext_lazy("Paying at once what agrees, and saying what does not."),
    Cause.EVIDENCE: gettext_lazy("One receipt that both sign at the door."),
}


class Row(NamedTuple):
    """One cause.

    Attributes:
        percent: of all money that went wrong in its currency; of all lines where there is no money.
        width: the same for the picture, as a text.
        days: by how much promises were broken in time.
    """

    cause: Cause
    name: str
    helps: str
    pieces: str
    amount: str
    percent: int
    width: str
    days: str
    lines: int
    settled: int


class BehindShown(NamedTuple):
    """A gap behind a cause."""

    line: int
    name: str
    said: str
    amount: str
    state: str
    since_on: int | None


class Diagnosis(NamedTuple):
    """What went wrong, and why.

    Attributes:
        in_money: whether the course is in money; `can_switch` whether it could be in the other too.
        lying: open gaps that nobody acted on for longer than agreed: left lying, which is not unable.
        chosen: the cause whose gaps stand beneath.
    """

    course: Course
    in_money: bool
    can_switch: bool
    rows: tuple[Row, ...]
    told: str
    lying: int
    chosen: str
    behind: tuple[BehindShown, ...]


def diagnosis_of(
    matter: Matter, asker: Asker, *, cause: Cause | None, in_pieces: bool, today: int
) -> Diagnosis:
    """Work out what went wrong.

    Args:
        cause: whose gaps are wanted too; None for none.
        in_pieces: the course in pieces, where it could be in money.
    """
    states = [state for _, state in matter.lines]
    pieces = course_in_pieces(states, today=today)
    worth = course_in_money(matter.lines, matter.unpaid, today=today)
    has_money = sees(asker, Seeing.MONEY) and worth.lines > 0
    in_money = has_money and not in_pieces
    shares = shares_of(matter, asker, today=today)
    rows = _rows(shares, pieces, days_lost(states))
    found = behind(matter, asker, cause=cause, today=today) if cause else []
    return Diagnosis(
        worth if in_money else pieces,
        in_money,
        has_money and pieces.lines > 0,
        tuple(rows),
        _told(shares, worth if has_money else None),
        lying_of(states, today=today),
        str(CAUSE_NAMES[cause]) if cause else "",
        tuple(_behind(each) for each in found),
    )


def days_lost(states: Iterable[LineState]) -> dict[Cause, int]:
    """Return by how many days promises were broken, by what that points to."""
    days: dict[Cause, int] = {}
    for state in states:
        moved = [lapse.days or 0 for lapse in state.lapses if lapse.kind == "redated"]
        late = [lapse.days or 0 for lapse in state.lapses if lapse.kind == "late"]
        if moved:
            days[Cause.EXPECTATION] = days.get(Cause.EXPECTATION, 0) + sum(moved)
        if late:
            cause = _cause_of_lateness(state)
            days[cause] = days.get(cause, 0) + max(late)
    return days


def lying_of(states: Iterable[LineState], *, today: int) -> int:
    """Count open gaps on which nobody acted for longer than the terms let an answer take."""
    return sum(
        _is_lying(gap, state.line.terms.response_days, today) for state in states for gap in state.gaps
    )


def _is_lying(gap: Gap, response_days: int, today: int) -> bool:
    if gap.state(today) is not State.OPEN:
        return False
    began = max(gap.due_on or 0, gap.since_on or 0)
    return bool(began) and today - began > response_days


def _cause_of_lateness(state: LineState) -> Cause:
    """Tell what a late receipt points to: an input, the way when it left in time, else who could not send."""
    if any(gap.cause is Cause.INPUT for gap in (*state.gaps, *state.closed)):
        return Cause.INPUT
    row = state.row
    agreed = row.promised or row.asked
    days = [part.until_on for part in agreed.parts if part.until_on is not None] if agreed else []
    left_in_time = bool(row.sent and days and row.sent.last_on < max(days))
    return Cause.TRANSPORT if left_in_time and row.received is not None else Cause.CAPABILITY


def _rows(shares: list[Share], pieces: Course, days: dict[Cause, int]) -> list[Row]:
    """Return a row for each cause, the dearest first."""
    whole: dict[str, int] = {}
    for share in shares:
        whole[share.currency] = whole.get(share.currency, 0) + share.counted
    main = _main_currency(shares)
    lines = sum(share.lines for share in shares)
    falls = {fall.cause: fall for fall in pieces.falls}
    rows = []
    causes = dict.fromkeys([share.cause for share in shares] + [cause for cause in CAUSES if days.get(cause)])
    for cause in causes:
        own = [share for share in shares if share.cause is cause]
        counted = sum(share.counted for share in own if share.currency == main)
        part = counted / whole[main] if whole.get(main) else sum(share.lines for share in own) / max(lines, 1)
        amounts = [money(share.counted, share.currency) for share in own if share.counted]
        fall = falls.get(cause)
        changes = [f"−{quantity(fall.less)}"] if fall and fall.less else []
        changes += [f"+{quantity(fall.more)}"] if fall and fall.more else []
        rows.append(
            Row(
                cause, str(CAUSE_NAMES[cause]), str(_HELPS[cause]), " ".join(changes), " + ".join(amounts),
                round(part * 100), f"{part * 100:.1f}%", str(days.get(cause) or ""),
                sum(share.lines for share in own), sum(share.settled for share in own),
            )
        )  # fmt: skip
    return rows


def _main_currency(shares: list[Share]) -> str:
    """Return the currency of most lines that something went wrong with, by which shares are told."""
    lines: dict[str, int] = {}
    for share in shares:
        if share.counted:
            lines[share.currency] = lines.get(share.currency, 0) + share.lines
    return max(lines, key=lines.__getitem__, default="")


def _told(shares: list[Share], worth: Course | None) -> str:
    """Say in a sentence how much went wrong, and what most of it points to."""
    if not shares:
        return _("Nothing went wrong: what was asked came, and was billed and paid as agreed.")
    main = _main_currency(shares)
    first = next((share for share in shares if share.currency == main), shares[0])
    lines = sum(share.lines for share in shares)
    words = {"cause": CAUSE_NAMES[first.cause], "lines": lines}
    if worth is None or not first.counted:
        return _("Most of what went wrong points to: %(cause)s.") % words
    same = sum(share.counted for share in shares if share.currency == first.currency)
    words |= {"amount": money(same, first.currency), "percent": round(100 * first.counted / same)}
    if worth.unit == first.currency and worth.start:
        words["asked"] = money(worth.start, worth.unit)
        return (
            _("Of %(asked)s asked, %(amount)s went wrong; %(percent)d %% of it points to: %(cause)s.") % words
        )
    return _("%(amount)s went wrong; %(percent)d %% of it points to: %(cause)s.") % words


def _behind(each: Behind) -> BehindShown:
    state = _("settled") if each.is_settled else _("let pass") if each.is_accepted else _("open")
    said = str(KIND_NAMES[each.kind])
    if each.quantity is not None:
        said = f"{said}: {quantity(each.quantity)}"
    return BehindShown(each.line, each.name, said, money(each.counted, each.currency), state, each.since_on)
