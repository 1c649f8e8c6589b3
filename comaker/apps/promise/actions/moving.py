"""Moving: what was sent, and what came of it and in which state."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comaker.apps.promise.actions.dealing import (
    deal_for,
    line_of,
    party_of_side,
    product_of,
    refers_to,
    unit_of,
)
from comaker.apps.promise.actions.rights import voice
from comaker.apps.promise.actions.saying import Draft, Occasion, say
from comaker.apps.promise.actions.words import Done, Field, Moved, NothingSaid, Unusable
from comaker.kernel.access import Doing
from comaker.kernel.document import Document, DocumentLine, Kind, References, Unit
from comaker.kernel.party import NOBODY, party_of
from comaker.record.asked.deal import Deal, DealLine
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import Sides
from comaker.record.store import Store

# Why something may be refused, in our words.
REASONS = ("damaged", "wrong", "quality", "late", "other")

# The one despatch of these lines of which nothing was received yet.
_DESPATCHES = """
SELECT DISTINCT document.number, document.id FROM record_entry entry
JOIN record_document document ON document.id = entry.document
WHERE entry.line IN :ints AND entry.act = 'send' AND document.kind = 'despatch advice'
ORDER BY document.id
"""
_RECEIVED = "SELECT count(*) FROM record_entry WHERE line IN :ints AND act = 'receive' AND reverses IS NULL"


def despatch(
    occasion: Occasion,
    *,
    relation: int,
    deal: str,
    giver: int,
    lines: Sequence[Moved],
    on: int | None = None,
    arrives_on: int | None = None,
    carrier: str = "",
    unit_number: str = "",
    number: str = "",
    note: str = "",
) -> Done:
    """Tell what leaves the giver; a quantity below 0 takes back what was told too much.

    Args:
        on: the day on which it leaves; None for today.
        arrives_on: the last day on which it should arrive.
        unit_number: of the pallet or parcel that carries it.
        number: of the packing slip; empty takes the next one.
    """
    _check(lines)
    _check_days(occasion, on, arrives_on)

    def draw_up(sitting: Sitting) -> Draft:
        found = deal_for(sitting.store, occasion.asker, relation=relation, number=deal, giver=giver)
        _check_taken_back(found, lines, is_sent=True)
        sides = Sides(found.giver, found.taker)
        signer = voice(occasion.asker, Doing.SEND, giver=sides.giver, taker=sides.taker)
        units = (Unit("".join(unit_number.split())),) if unit_number.strip() else ()
        rows = [
            _sent(line_of(found, each.line, place), each, str(place + 1), units)
            for place, each in enumerate(lines)
            if each.quantity
        ]
        document = _document(Kind.DESPATCH_ADVICE, found, signer, tuple(rows), note)
        document = document._replace(
            number=number,
            carrier=party_of(carrier) if carrier.strip() else NOBODY,
            units=units,
            arrives_by=None if arrives_on is None else arrives_on + 1,
            happened_on=on or occasion.today,
        )
        return Draft(document, sides, deal)

    return say(occasion, draw_up)


def receive(
    occasion: Occasion,
    *,
    relation: int,
    deal: str,
    giver: int,
    lines: Sequence[Moved],
    on: int | None = None,
    note: str = "",
) -> Done:
    """Tell what came in, and what of it was refused and why.

    Args:
        lines: with what came, the refused part included; a line with nothing came not at all, one below 0
            takes back what was told too much.
        on: the day on which it came; None for today.
    """
    _check(lines, may_be_nothing=True)
    _check_days(occasion, on, None)

    def draw_up(sitting: Sitting) -> Draft:
        found = deal_for(sitting.store, occasion.asker, relation=relation, number=deal, giver=giver)
        _check_taken_back(found, lines, is_sent=False)
        sides = Sides(found.giver, found.taker)
        signer = voice(occasion.asker, Doing.RECEIVE, giver=sides.giver, taker=sides.taker)
        slip = _slip(sitting.store, [each.line for each in lines])
        day = on or occasion.today
        rows = [
            _received(line_of(found, each.line, place), each, str(place + 1), slip, day)
            for place, each in enumerate(lines)
        ]
        document = _document(Kind.RECEIPT_ADVICE, found, signer, tuple(rows), note)
        document = document._replace(happened_on=day, refers=document.refers._replace(despatch=slip))
        return Draft(document, sides, deal)

    return say(occasion, draw_up)


def _document(kind: Kind, deal: Deal, signer: str, rows: tuple[DocumentLine, ...], note: str) -> Document:
    return Document(
        kind,
        "",
        giver=party_of_side(deal, "giver"),
        taker=party_of_side(deal, "taker"),
        signer=signer,
        refers=References(order=deal.number),
        lines=rows,
        note=note,
    )


def _sent(line: DealLine, moved: Moved, number: str, units: tuple[Unit, ...]) -> DocumentLine:
    return DocumentLine(
        number,
        refers=refers_to(line),
        quantity=moved.quantity,
        unit=unit_of(line),
        product=product_of(line),
        note=moved.note,
        units=units,
    )


def _received(line: DealLine, moved: Moved, number: str, slip: str, day: int) -> DocumentLine:
    row = line.state.row
    short = None
    if row.sent is not None and row.sent.quantity is not None:
        came = (row.received.quantity or 0 if row.received else 0) + moved.quantity
        short = max(0, row.sent.quantity - came) or None
    return DocumentLine(
        number,
        refers=refers_to(line, despatch=slip),
        quantity=moved.quantity,
        unit=unit_of(line),
        rejected=moved.rejected or None,
        short=short,
        product=product_of(line),
        on=day,
        reason=moved.reason,
        note=moved.note,
    )


def _slip(store: Store, lines: Sequence[int]) -> str:
    """Return the despatch that a receipt is of, where it can be of one only."""
    found = store.select(_DESPATCHES, list(lines))
    is_first = not store.select(_RECEIVED, list(lines))[0][0]
    return str(found[0][0]) if len(found) == 1 and is_first else ""


def _check(lines: Sequence[Moved], *, may_be_nothing: bool = False) -> None:
    if not lines or (not may_be_nothing and not any(line.quantity for line in lines)):
        raise NothingSaid(_("Nothing is filled in."), hint=_("Fill in how much of at least one line."))
    errors: dict[Field, str] = {}
    for place, line in enumerate(lines):
        if 0 <= line.quantity < line.rejected:
            errors[Field("rejected", place)] = _("More is refused than came.")
        elif line.rejected > 0 and line.reason not in REASONS:
            errors[Field("reason", place)] = _("Say why it is refused.")
    if errors:
        raise Unusable(errors)


def _check_taken_back(found: Deal, lines: Sequence[Moved], *, is_sent: bool) -> None:
    """Refuse to take back more than was told before."""
    errors: dict[Field, str] = {}
    for place, moved in enumerate(lines):
        row = line_of(found, moved.line, place).state.row
        told = row.sent if is_sent else row.received
        quantity, rejected = (told.quantity or 0, told.rejected) if told else (0, 0)
        if quantity + moved.quantity < 0:
            errors[Field("quantity", place)] = _("That takes back more than was told before.")
        if rejected + moved.rejected < 0:
            errors[Field("rejected", place)] = _("That takes back more than was told before.")
    if errors:
        raise Unusable(errors)


def _check_days(occasion: Occasion, on: int | None, arrives_on: int | None) -> None:
    if on is not None and on > occasion.today:
        raise Unusable({Field("on"): _("That day is still to come.")})
    if on is not None and arrives_on is not None and arrives_on < on:
        raise Unusable({Field("arrives_on"): _("It arrives before it leaves.")})
