"""Rows: what was told about a line, why papers belong to it, and what was said, as they stand on its page."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comaker.front.sayings import say
from comaker.front.telling import ACT_NAMES
from comaker.front.templatetags.shown import money, price
from comaker.front.turns import many
from comaker.front.words import PAPER_NAMES, REASON_NAMES
from comaker.kernel.access import Asker
from comaker.kernel.entry import STATEMENTS, Act, Role
from comaker.kernel.gap import Kind
from comaker.kernel.line import Relation
from comaker.kernel.product import label
from comaker.kernel.settlement import Biller
from comaker.record.asked.seen import EntrySeen, LineSeen, LinkSeen, Seen
from comaker.record.talk import ASKED

_LINK_NAMES = {
    (Relation.UNDER, True): gettext_lazy("Called off from %(line)s"),
    (Relation.UNDER, False): gettext_lazy("Called off as %(line)s"),
    (Relation.PART, True): gettext_lazy("Part of %(line)s"),
    (Relation.PART, False): gettext_lazy("Has as a part %(line)s"),
    (Relation.INSTEAD, True): gettext_lazy("Instead of %(line)s"),
    (Relation.INSTEAD, False): gettext_lazy("Replaced by %(line)s"),
    (Relation.BACK, True): gettext_lazy("Goes back from %(line)s"),
    (Relation.BACK, False): gettext_lazy("Comes back as %(line)s"),
    (Relation.NEEDS, True): gettext_lazy("Needs %(line)s"),
    (Relation.NEEDS, False): gettext_lazy("Needed by %(line)s"),
    (Relation.THROUGH, True): gettext_lazy("Goes on as %(line)s"),
    (Relation.THROUGH, False): gettext_lazy("Comes from %(line)s"),
    (Relation.CARRIES, True): gettext_lazy("Carries %(line)s"),
    (Relation.CARRIES, False): gettext_lazy("Carried by %(line)s"),
}


# Why something was refused stands beside the refusal; not all that came was so.
_OF_REFUSAL = frozenset(("damaged", "wrong", "quality", "other"))


class EntryShown(NamedTuple):
    """An entry as a row; `why` says why it does not count, or for which reason it was told."""

    act: str
    why: str
    who: str
    quantity: str
    price: str
    amount: str
    on: int | None
    at: int
    paper: str
    paper_key: int
    is_counted: bool


class TieShown(NamedTuple):
    """Why a paper belongs to the line."""

    paper: str
    place: str
    score: str
    reasons: str
    holds: bool


class LinkShown(NamedTuple):
    """A line that belongs to this one; `key` is 0 where it is somebody else's."""

    key: int
    words: str


class TalkShown(NamedTuple):
    """Something that was said."""

    name: str
    party: str
    words: str
    at: int
    is_ours: bool
    is_note: bool
    is_question: bool


def entries_shown(seen: LineSeen) -> list[EntryShown]:
    """Return what was told, by the day on which it happened."""
    in_order = sorted(seen.entries, key=lambda each: (each.entry.on, int(each.entry.key)))
    return [_entry(seen, each) for each in in_order]


def ties_shown(seen: LineSeen) -> list[TieShown]:
    """Return why papers belong to the line."""
    return [
        TieShown(
            paper_named(tie.paper),
            _("line %(number)s") % {"number": tie.place + 1} if tie.place >= 0 else "",
            f"{tie.score / 10:.0f} %",
            ", ".join(say(reason) for reason in tie.reasons),
            tie.holds,
        )
        for tie in seen.ties
    ]


def links_shown(seen: LineSeen) -> list[LinkShown]:
    """Return the lines that belong to it."""
    return [LinkShown(link.key, _link(link)) for link in seen.links]


def talk_shown(seen: LineSeen, asker: Asker) -> list[TalkShown]:
    """Return what was said, the first word first."""
    line = seen.state.line
    own = line.giver.name if seen.is_giver else line.taker.name
    return [
        TalkShown(
            said.name,
            own if asker.is_one_of(said.party) else seen.other,
            said.words,
            said.said_at,
            asker.is_one_of(said.party),
            bool(said.only_for),
            said.kind == ASKED,
        )
        for said in seen.talk
    ]


def paper_named(paper: Seen) -> str:
    """Say what a paper is called."""
    return f"{PAPER_NAMES[paper.kind]} {paper.number}".strip()


def _entry(seen: LineSeen, each: EntrySeen) -> EntryShown:
    entry, line = each.entry, seen.state.line
    currency = entry.currency or line.currency
    place = ", " + _("line %(number)s") % {"number": entry.document_line} if entry.document_line else ""
    return EntryShown(
        str(ACT_NAMES[entry.act]),
        _why(each) or _instead(seen, each),
        _who(seen, entry.by),
        _quantity(each, seen.state.row.unit),
        price(entry.price, currency),
        money(entry.amount, currency),
        entry.on or None,
        entry.at,
        paper_named(each.paper) + place if each.paper else "",
        each.paper.key if each.paper else 0,
        each.is_counted,
    )


def _quantity(each: EntrySeen, unit: str) -> str:
    """Say how much; an answer that names no quantity promises what was asked."""
    entry = each.entry
    if entry.quantity is None and entry.act is Act.PROMISE and each.is_counted:
        return _("as asked")
    return many(entry.quantity, entry.unit or unit)


def _why(each: EntrySeen) -> str:
    if each.is_taken_back:
        return _("taken back")
    if not each.is_counted:
        return _("an earlier version") if each.entry.act in STATEMENTS else _("does not count")
    reason = each.entry.reason
    if each.entry.act is Act.RECEIVE and reason in _OF_REFUSAL:
        return ""
    return str(REASON_NAMES.get(reason, reason.replace("_", " ")))


def _instead(seen: LineSeen, each: EntrySeen) -> str:
    """Name what was sent or came where it is another item than was ordered."""
    row, entry = seen.state.row, each.entry
    is_other = any(gap.kind is Kind.OTHER_ITEM for gap in seen.state.gaps)
    if (
        not is_other
        or entry.act not in (Act.SEND, Act.RECEIVE)
        or entry.product.sellers == row.product.sellers
    ):
        return ""
    return label(entry.product)


def _who(seen: LineSeen, by: Role) -> str:
    line = seen.state.line
    if by is Role.BILLER:
        by = Role.TAKER if line.terms.settlement.biller is Biller.TAKER else Role.GIVER
    if by in (Role.GIVER, Role.PAYEE):
        return line.giver.name
    if by in (Role.TAKER, Role.PAYER):
        return line.taker.name
    return {Role.CARRIER: _("the carrier"), Role.BANK: _("the bank")}.get(by, "")


def _link(link: LinkSeen) -> str:
    name = f"{link.deal} / {link.number}".strip(" /") if link.key else _("a line between others")
    return str(_LINK_NAMES[Relation(link.kind), link.is_from_here]) % {"line": name}
