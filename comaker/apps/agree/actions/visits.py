"""Visits: who has a private link answers for his side of one deal, and each act becomes a paper of that side.

A link works while nobody acts for that side here: then its own people see to its deals.
"""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from comaker.engines.formats import read, write
from comaker.engines.formats.writing.ubl import root_of
from comaker.front.models import Visit
from comaker.front.outsiders import people_of
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import SIDE, Asker, Doing, may, may_accept
from comaker.kernel.conceding import is_in_money
from comaker.kernel.document import Answer, Document, DocumentLine, Kind, References, Stretch
from comaker.kernel.gap import Gap, State
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.refusal import Refusal
from comaker.record.asked.deal import Deal, DealLine, deal_of_line
from comaker.record.coding import encode
from comaker.record.post import Arrival, post
from comaker.record.sight import beyond, known_as
from comaker.record.talk import Saying, keep_talk
from comaker.record.transaction import reading

REASONS = ("damaged", "wrong", "quality", "late", "other")
_WORDS_MAX = 4000
# What the lines of a deal wait for between the same two: a drawing, a text, a free dock.
_NEEDED = """
SELECT DISTINCT needed.deal FROM record_line line
JOIN record_link link ON link.line = line.id AND link.kind = 'needs'
JOIN record_line needed ON needed.id = link.target
WHERE line.relation_id = ? AND line.deal = ? AND needed.relation_id = ? AND needed.deal <> line.deal
    AND needed.key <> '' ORDER BY needed.deal LIMIT 20
"""
_SENT_BEFORE = """
SELECT 1 FROM record_entry entry JOIN record_document document ON document.id = entry.document
WHERE entry.line = ? AND document.number = ? LIMIT 1
"""


class LinkEnded(Refusal):
    """A private link that was ended, is too old, or whose side has people here by now."""

    def __init__(self) -> None:
        super().__init__(
            _("This link does not work any more."), hint=_("Ask who sent it for a new one, or sign in.")
        )


class NotPossible(Refusal):
    """What cannot be said of a line as it stands."""


class Act(NamedTuple):
    """One act of a visitor on a line.

    Attributes:
        once: the key of the form that he sends; the same form again changes nothing.
        now: when he does it.
    """

    asker: Asker
    line: int
    once: str
    now: datetime


def visit_of(secret: str, *, now: datetime) -> Visit:
    """Return the visit of a link.

    Raises:
        LinkEnded: it does not work any more.
    """
    digest = sha256(secret.encode()).digest()
    found = Visit.objects.filter(digest=digest, ended_at__isnull=True, expires_at__gt=now).first()
    if found is None:
        raise LinkEnded
    return found


def visitor_of(number: int, *, now: datetime) -> tuple[Visit, Asker]:
    """Return a visit that can be used, and who comes by it.

    Raises:
        LinkEnded: it does not work any more.
    """
    with beyond():
        found = Visit.objects.filter(pk=number, ended_at__isnull=True, expires_at__gt=now)
        visit = found.select_related("party", "given_by__user", "given_by__party").first()
    if visit is None:
        raise LinkEnded
    parties = known_as(visit.party_id)
    if people_of(parties):
        raise LinkEnded
    with beyond():
        needed = reading().select(_NEEDED, visit.relation_id, visit.deal, visit.relation_id)
    deals = ((visit.relation_id, visit.deal), *((visit.relation_id, deal) for (deal,) in needed))
    return visit, Asker(parties[0], parties, name=visit.name, deals=deals)


def promise(act: Act, *, quantity: int, last_on: int | None, words: str) -> None:
    """Promise so many of a line by a day; nothing refuses it.

    Raises:
        NotThere, NotAllowed, NotPossible: the line is not of his deal, not his to give, or so many cannot be.
    """
    deal, line = _line(act, Doing.PROMISE)
    _must_be_some(quantity, may_be_nothing=True)
    asked = line.state.row.asked
    is_as_asked = asked is not None and quantity == asked.quantity
    answer = (Answer.ACCEPTED if is_as_asked else Answer.CHANGED) if quantity else Answer.REJECTED
    said = line.state.row.promised or asked
    stretches = () if last_on is None else (Stretch(quantity, None, last_on + 1),)
    row = _row(line, quantity)._replace(
        answer=answer, stretches=stretches, price=said.price if said else None, note=words
    )
    _post(act, deal, Kind.ORDER_RESPONSE, Doing.PROMISE, row, answer=answer)


def send(act: Act, *, quantity: int, on: int, words: str) -> None:
    """Say what left on a day."""
    deal, line = _line(act, Doing.SEND)
    _must_be_some(quantity)
    row = _row(line, quantity)._replace(note=words)
    _post(act, deal, Kind.DESPATCH_ADVICE, Doing.SEND, row, happened_on=_past(act, on))


def receive(act: Act, *, quantity: int, rejected: int, reason: str, on: int, words: str) -> None:
    """Say what came on a day, the refused part included."""
    deal, line = _line(act, Doing.RECEIVE)
    _must_be_some(quantity, may_be_nothing=True)
    if not 0 <= rejected <= quantity:
        raise NotPossible(_("More is refused than came."), hint=_("Fill in what came in all."))
    if rejected and reason not in REASONS:
        raise NotPossible(_("You refuse some and do not say why."), hint=_("Choose a reason."))
    row = _row(line, quantity)._replace(
        rejected=rejected or None, reason=reason if rejected else "", on=_past(act, on), note=words
    )
    _post(act, deal, Kind.RECEIPT_ADVICE, Doing.RECEIVE, row, happened_on=_past(act, on))


def let_pass(act: Act, *, kind: GapKind) -> None:
    """Let a difference pass, all of it, by whose side loses by it.

    Raises:
        NotThere: there is no such difference any more.
        NotAllowed: it is not his to let pass.
    """
    deal, line = _line(act, Doing.ACCEPT)
    gap = next((each for each in open_gaps(line, _today(act)) if each.kind is kind), None)
    if gap is None:
        raise NotThere
    if not may_let_pass(act.asker, deal, gap):
        raise NotAllowed(_("The other side loses by this, so it lets it pass."))
    amount, quantity = (gap.amount, None) if is_in_money(gap) else (None, gap.quantity)
    row = _row(line, quantity)._replace(amount=amount, reason=kind.value, unit=gap.unit or _unit(line))
    _post(act, deal, Kind.CONCESSION, Doing.ACCEPT, row)


def say(act: Act, *, words: str) -> None:
    """Say something to both sides.

    Raises:
        NotPossible: it is nothing, or very long.
    """
    _deal, line = _line(act, Doing.TALK)
    told = words.strip()
    if not 0 < len(told) <= _WORDS_MAX:
        raise NotPossible(_("Say something, in at most 4000 signs."))
    keep_talk(Saying(line.key, act.asker.party, 0, act.asker.name, told), now=act.now)


def open_gaps(line: DealLine, today: int) -> list[Gap]:
    """Return the differences of a line on which somebody must act now."""
    return [gap for gap in line.state.gaps if gap.state(today) is State.OPEN]


def may_let_pass(asker: Asker, deal: Deal, gap: Gap) -> bool:
    """Tell whether an asker may let a difference pass."""
    return may_accept(asker, gap.kind, gap.counted, giver=deal.giver, taker=deal.taker)


def _line(act: Act, doing: Doing) -> tuple[Deal, DealLine]:
    deal = deal_of_line(reading(), act.asker, act.line)
    if deal is None or not deal.lines or deal.lines[0].key != act.line:
        raise NotThere
    if not may(act.asker, doing, giver=deal.giver, taker=deal.taker):
        raise NotAllowed(_("The other side does this."), hint=_("Tell them, on the line itself."))
    return deal, deal.lines[0]


def _row(line: DealLine, quantity: int | None) -> DocumentLine:
    told = line.state.line
    refers = References(order=told.deal, order_line=told.number.partition("#")[0])
    return DocumentLine("1", refers, quantity, _unit(line), product=line.state.row.product)


def _unit(line: DealLine) -> str:
    return line.state.row.unit or line.state.line.unit


def _post(
    act: Act, deal: Deal, kind: Kind, doing: Doing, row: DocumentLine, *,
    answer: Answer = Answer.NONE, happened_on: int | None = None,
) -> None:  # fmt: skip
    """Post a paper of the visitor's side with one line; the same form again changes nothing."""
    told = deal.lines[0].state.line
    number = f"{deal.number}/{act.once}"
    if reading().select(_SENT_BEFORE, act.line, number):
        return
    side = SIDE.get(doing)
    signer = side.value if side else "giver" if act.asker.is_one_of(deal.giver) else "taker"
    at = timezone.localtime(act.now)
    document = Document(
        kind, number, at.date().toordinal(), at.hour * 3600 + at.minute * 60 + at.second, giver=told.giver,
        taker=told.taker, signer=signer, currency=told.currency, refers=References(order=deal.number),
        answer=answer, lines=(row,), happened_on=happened_on,
        note=_("%(name)s, by private link") % {"name": act.asker.name},
    )  # fmt: skip
    post([_arrival(document)], now=act.now)


def _arrival(document: Document) -> Arrival:
    """Return a paper as it comes in: in UBL, where that has a document for it."""
    if document.kind is Kind.CONCESSION:
        meaning = sha256(encode(document)).hexdigest()
        return Arrival(document._replace(root="Concession", meaning=meaning))
    body = write(document._replace(root=root_of(document)))
    return Arrival(read(body), body)


def _must_be_some(quantity: int, *, may_be_nothing: bool = False) -> None:
    if quantity < 0 or (not quantity and not may_be_nothing):
        raise NotPossible(_("Fill in how much."), hint=_("A quantity is more than nothing."))


def _past(act: Act, on: int) -> int:
    """Return a day that has come.

    Raises:
        NotPossible: it has not.
    """
    if on > _today(act):
        raise NotPossible(_("That day is still to come."), hint=_("Fill in the day on which it happened."))
    return on


def _today(act: Act) -> int:
    return timezone.localtime(act.now).date().toordinal()
