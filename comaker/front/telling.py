"""Telling: lines, lapses and causes in words, as one would say them on the telephone."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comaker.front.blocks import Step
from comaker.front.said import day_said, days_said
from comaker.front.templatetags.shown import money, quantity
from comaker.front.turns import many, turn_told
from comaker.kernel.entry import Act
from comaker.kernel.gap import Cause, Gap, Lapse, State
from comaker.kernel.row import LineState, Moved, Row, Said

STEP_NAMES = {
    Step.ASKED: pgettext_lazy("act", "Asked"),
    Step.PROMISED: pgettext_lazy("act", "Promised"),
    Step.SENT: pgettext_lazy("act", "Sent"),
    Step.RECEIVED: pgettext_lazy("act", "Received"),
    Step.BILLED: pgettext_lazy("act", "Billed"),
    Step.PAID: pgettext_lazy("act", "Paid"),
}
ACT_NAMES = {
    Act.ASK: STEP_NAMES[Step.ASKED],
    Act.PROMISE: STEP_NAMES[Step.PROMISED],
    Act.SEND: STEP_NAMES[Step.SENT],
    Act.RECEIVE: STEP_NAMES[Step.RECEIVED],
    Act.REJECT: pgettext_lazy("act", "Refused"),
    Act.BILL: STEP_NAMES[Step.BILLED],
    Act.PAY: STEP_NAMES[Step.PAID],
    Act.ACCEPT: pgettext_lazy("act", "Let pass"),
}
CAUSE_NAMES = {
    Cause.EXPECTATION: gettext_lazy("different expectations"),
    Cause.CAPABILITY: gettext_lazy("the supply"),
    Cause.INPUT: gettext_lazy("an input of the customer"),
    Cause.TRANSPORT: gettext_lazy("the transport"),
    Cause.CONDITION: gettext_lazy("condition of the goods"),
    Cause.BILLING: gettext_lazy("the bill"),
    Cause.PAYMENT: gettext_lazy("the payment"),
    Cause.EVIDENCE: gettext_lazy("told in two ways"),
}
_AGAINST = {
    "first promise": gettext_lazy("the first promise"),
    "promise in force": gettext_lazy("the promise in force"),
    "asked": gettext_lazy("the day asked"),
    "announced arrival": gettext_lazy("the arrival announced"),
}


def row_said(row: Row, *, with_money: bool = True, currency: str = "") -> str:
    """Say the row of six in one sentence, for who cannot see the picture."""
    told = [
        _("asked %(what)s") % {"what": _much(row.asked, row.unit)} if row.asked else _("asked: not told"),
        _("promised %(what)s") % {"what": _much(row.promised, row.unit)} if row.promised else "",
        _("sent %(what)s") % {"what": _much(row.sent, row.unit)} if row.sent else "",
        _received(row),
    ]
    if with_money:
        if row.billed:
            told.append(_("billed %(what)s") % {"what": _much(row.billed, row.unit)})
        if row.paid is not None:
            told.append(_("paid %(amount)s") % {"amount": money(row.paid, currency)})
    return ", ".join(part for part in told if part)


def lapse_said(lapse: Lapse, line_unit: str) -> str:
    """Say how a promise was broken in time."""
    much = many(lapse.quantity, line_unit)
    if lapse.kind == "redated":
        return _("%(q)s promised again, %(d)s later") % {"q": much, "d": days_said(lapse.days or 0)}
    if lapse.days is None:
        return _("%(q)s late, says the receiver") % {"q": much}
    against = _AGAINST.get(lapse.against, lapse.against)
    return _("%(q)s %(d)s late against %(what)s") % {
        "q": much, "d": days_said(lapse.days), "what": against,
    }  # fmt: skip


def line_told(
    state: LineState,
    *,
    other: str,
    is_giver: bool,
    today: int,
    next_gap: Gap | None = None,
    is_mine: bool = False,
    in_all: int = 0,
) -> str:
    """Tell a line as one would on the telephone.

    Args:
        other: name of the other party.
        is_giver: whether who listens gives the line.
        next_gap: the gap that somebody must act on now; `is_mine` where that is who listens.
        in_all: what all that whoever acts has to do on the line counts, money.
    """
    line, row = state.line, state.row
    order = _order(line.deal, other, is_giver=is_giver)
    parts = [_agreed(row), *_came(row)]
    if next_gap is not None:
        told = turn_told(next_gap, row.unit, line.currency, who="" if is_mine else other)
        if line.currency and in_all > next_gap.counted:
            told = _("%(told)s, of %(amount)s in all") % {
                "told": told,
                "amount": money(in_all, line.currency),
            }
        parts.append(told)
    else:
        parts.append(_nothing_open(state, today))
    return f"{order}: {_sentence(parts)}"


def _order(deal: str, other: str, *, is_giver: bool) -> str:
    if not deal:
        return _("A line with %(who)s") % {"who": other}
    words = {"deal": deal, "who": other}
    return _("Order %(deal)s of %(who)s") % words if is_giver else _("Order %(deal)s to %(who)s") % words


def _agreed(row: Row) -> str:
    said = row.promised or row.asked
    if said is None:
        return _("nobody asked for it on paper")
    last = [part.until_on for part in said.parts]
    day = max((until for until in last if until is not None), default=None)
    words = {"q": _much(said, row.unit), "day": day_said(day - 1) if day else ""}
    if row.promised:
        return _("%(q)s promised for %(day)s") % words if day else _("%(q)s promised") % words
    return _("%(q)s asked for %(day)s") % words if day else _("%(q)s asked") % words


def _came(row: Row) -> list[str]:
    """Say what came, else what is on its way, else that nothing is."""
    if row.received is not None:
        words = {"q": _number(row.received), "day": day_said(row.received.last_on)}
        came = [_("%(q)s came on %(day)s") % words] if words["q"] else []
        refused = row.received.rejected
        return [*came, _("%(q)s refused") % {"q": quantity(refused)}] if refused else came
    if row.sent is not None:
        words = {"q": _number(row.sent), "day": day_said(row.sent.last_on)}
        return [_("%(q)s sent on %(day)s") % words]
    return [_("nothing was sent yet")]


def _nothing_open(state: LineState, today: int) -> str:
    waiting = [gap for gap in state.gaps if gap.state(today) is State.WAITING]
    dues = [gap.due_on for gap in waiting if gap.due_on is not None]
    if dues:
        return _("what comes next is due by %(day)s") % {"day": day_said(min(dues))}
    if waiting:
        return _("nothing is due yet")
    billed = state.row.billed.amount if state.row.billed else None
    if billed and billed > 0 and (state.row.paid is None or state.row.paid < billed):
        return _("%(amount)s is not paid yet") % {
            "amount": money(billed - (state.row.paid or 0), state.line.currency)
        }
    return _("all is settled")


def _sentence(parts: list[str]) -> str:
    *facts, last = [part for part in parts if part]
    return f"{', '.join(facts)}; {last}." if facts else f"{last}."


def _much(told: Said | Moved, line_unit: str) -> str:
    return many(told.quantity, told.unit or line_unit) or _("so many as were refused")


def _number(moved: Moved) -> str:
    return quantity(moved.quantity)


def _received(row: Row) -> str:
    if row.received is None:
        return ""
    said = _("received %(what)s") % {"what": _much(row.received, row.unit)}
    refused = row.received.rejected
    return _("%(said)s of which %(q)s refused") % {"said": said, "q": quantity(refused)} if refused else said
