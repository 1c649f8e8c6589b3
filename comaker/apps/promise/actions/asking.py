"""Asking: an order, a trade-in or a request for input, its changes and its cancellation."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from comaker.apps.promise.actions.dealing import currency_of, deal_for, party_of_side
from comaker.apps.promise.actions.parts import check_parts, stretches_of
from comaker.apps.promise.actions.rights import may_say, voice
from comaker.apps.promise.actions.saying import Draft, Occasion, say
from comaker.apps.promise.actions.words import (
    Asked,
    Counterpart,
    Done,
    Field,
    NothingSaid,
    NotPossible,
    Unusable,
    Way,
)
from comaker.front.refusals import NotAllowed
from comaker.kernel.access import Doing
from comaker.kernel.amounts import coin_of, value
from comaker.kernel.document import Answer, Document, DocumentLine, Kind, References, Totals
from comaker.kernel.line import DEFAULT_TERMS
from comaker.kernel.party import Party
from comaker.kernel.product import Product, gtin, reference
from comaker.kernel.settlement import PRESETS
from comaker.kernel.usual import NO_HABITS
from comaker.record.asked.deal import DealLine
from comaker.record.coding import encode
from comaker.record.masters.register import enrolled
from comaker.record.posting.parties import load_parties
from comaker.record.posting.relations import Relations
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import Sides
from comaker.record.store import table

LINES_MAX = 500

_TERMS = table(
    "terms",
    "relation_id bigint, giver_id bigint, from_on integer, version integer, body bytea, recorded_at bigint",
)
_HAS_TERMS = "SELECT 1 FROM record_terms WHERE relation_id = ? AND giver_id = ? LIMIT 1"
_CHANGES = """
SELECT count(*) FROM record_document
WHERE bundle IN :ints AND kind = 'order change' AND giver = ? AND taker = ?
"""
_KNOWN_PARTY = "SELECT coalesce(merged_into_id, id) FROM record_party WHERE id = ? AND id > 0"


class Order(NamedTuple):
    """What somebody asks, as a whole.

    Attributes:
        number: as the taker numbers it; empty takes the next number of who writes it down.
        issued_on: None for today.
        has_paper: it was asked on a paper of the taker, so that it is his word.
    """

    way: Way
    other: Counterpart
    lines: tuple[Asked, ...]
    currency: str = "EUR"
    number: str = ""
    issued_on: int | None = None
    note: str = ""
    delivery_term: str = ""
    customer: str = ""
    has_paper: bool = False


def ask(occasion: Occasion, *, order: Order) -> Done:
    """Ask for something.

    Raises:
        NotAllowed: the asker may not ask in this way.
        NothingSaid: there is no line.
        Unusable: some values cannot be used.
        NumberTaken: another order bears the number.
    """
    _check_lines(order.lines)

    def draw_up(sitting: Sitting) -> Draft:
        sides = _sides(sitting, occasion, order)
        signer = _signer(occasion, order, sides)
        parties = load_parties(sitting.store, sides)
        if order.way is Way.TRADE_IN:
            _bill_ourselves(sitting, sides, order.issued_on or occasion.today)
        return Draft(_document(order, parties[sides.giver], parties[sides.taker], signer), sides)

    return say(occasion, draw_up)


def change(
    occasion: Occasion, *, relation: int, deal: str, giver: int, lines: Sequence[Asked], note: str = ""
) -> Done:
    """Change lines of an order, or add some; a quantity of 0 withdraws a line.

    Args:
        lines: those with a `key` change the line of that key, the others are new.
    """
    _check_lines(lines)

    def draw_up(sitting: Sitting) -> Draft:
        found = deal_for(sitting.store, occasion.asker, relation=relation, number=deal, giver=giver)
        sides = Sides(found.giver, found.taker)
        signer = voice(occasion.asker, Doing.ASK, giver=sides.giver, taker=sides.taker)
        bundles = sorted({line.bundle for line in found.lines})
        version = 1 + int(sitting.store.select(_CHANGES, bundles, *sides)[0][0])
        known = {line.key: line for line in found.lines}
        used = {line.state.line.number for line in found.lines}
        rows = []
        for place, each in enumerate(lines):
            number = _number_of(each, known, used, place)
            row = _line(each, number, currency_of(found.lines), is_free=False)
            rows.append(row._replace(answer=Answer.CANCELLED if not each.quantity else Answer.CHANGED))
        document = Document(
            Kind.ORDER_CHANGE,
            f"{deal}-C{version}",
            version=version,
            giver=party_of_side(found, "giver"),
            taker=party_of_side(found, "taker"),
            signer=signer,
            currency=currency_of(found.lines),
            refers=References(order=deal),
            lines=tuple(rows),
            note=note,
        )
        return Draft(document, sides, deal)

    return say(occasion, draw_up)


def cancel(occasion: Occasion, *, relation: int, deal: str, giver: int, note: str = "") -> Done:
    """Withdraw a whole order; what came before stays as it was.

    Raises:
        NotPossible: nothing of it is asked any more.
    """

    def draw_up(sitting: Sitting) -> Draft:
        found = deal_for(sitting.store, occasion.asker, relation=relation, number=deal, giver=giver)
        sides = Sides(found.giver, found.taker)
        signer = voice(occasion.asker, Doing.ASK, giver=sides.giver, taker=sides.taker)
        if not any(line.state.row.asked and line.state.row.asked.quantity for line in found.lines):
            raise NotPossible(_("Nothing of this order is asked any more."))
        document = Document(
            Kind.ORDER_CANCELLATION,
            "",
            giver=party_of_side(found, "giver"),
            taker=party_of_side(found, "taker"),
            signer=signer,
            refers=References(order=deal),
            note=note,
        )
        return Draft(document, sides, deal)

    return say(occasion, draw_up)


def _sides(sitting: Sitting, occasion: Occasion, order: Order) -> Sides:
    """Return giver and taker; the other party is made where it is new."""
    own, store, other = occasion.asker.party, sitting.store, order.other
    if other.number:
        rows = store.select(_KNOWN_PARTY, other.number)
        number = int(rows[0][0]) if rows else 0
    else:
        if not other.party.is_known():
            raise Unusable({Field("other"): _("Say who the other party is.")})
        number, _is_new = enrolled(store, other.party, is_person=other.is_person)
        number = int(store.select(_KNOWN_PARTY, number)[0][0])
    if not number:
        raise Unusable({Field("other"): _("This party is not known; choose one, or name a new one.")})
    if occasion.asker.is_one_of(number):
        raise Unusable({Field("other"): _("That is your own party; a deal is between two.")})
    return Sides(own, number) if order.way is Way.SELL else Sides(number, own)


def _signer(occasion: Occasion, order: Order, sides: Sides) -> str:
    """Return whose word it is: a paper of the other side is his, what was said by telephone is ours."""
    asker = occasion.asker
    if order.way is Way.SELL and order.has_paper:
        if not may_say(asker, Doing.ASK, giver=sides.giver, taker=sides.taker):
            raise NotAllowed(
                _("You may not write down orders."), hint=_("Ask somebody of your party who may.")
            )
        return "taker"
    return voice(asker, Doing.ASK, giver=sides.giver, taker=sides.taker)


def _bill_ourselves(sitting: Sitting, sides: Sides, on: int) -> None:
    """Let the taker make out the bills, where the two have neither agreed nor shown how they settle."""
    sitting.relations.lock([sides])
    relation = sitting.relations.of(sides).id
    is_new = sitting.relations.way(sides).habits == NO_HABITS
    if is_new and not sitting.store.select(_HAS_TERMS, relation, sides.giver):
        terms = DEFAULT_TERMS._replace(settlement=PRESETS["self_billed"])
        sitting.store.insert(_TERMS, [(relation, sides.giver, on, 1, encode(terms), sitting.now)])
        # The posting that follows looks at the terms anew.
        sitting.relations = Relations(sitting.store)


def _document(order: Order, giver: Party, taker: Party, signer: str) -> Document:
    is_free = order.way is Way.INPUT
    rows = tuple(
        _line(line, str(place), order.currency, is_free=is_free)
        for place, line in enumerate(order.lines, start=1)
    )
    amounts = [row.amount for row in rows]
    total = sum(amount for amount in amounts if amount is not None) if None not in amounts else None
    return Document(
        Kind.ORDER,
        order.number,
        order.issued_on,
        giver=giver,
        taker=taker,
        signer=signer,
        currency=order.currency,
        refers=References(customer=order.customer),
        lines=rows,
        totals=Totals(lines=total, payable=total),
        delivery_term=order.delivery_term,
        note=order.note,
    )


def _line(line: Asked, number: str, currency: str, *, is_free: bool) -> DocumentLine:
    price = 0 if is_free else line.price
    product = Product(
        sellers=reference(line.sellers),
        buyers=reference(line.buyers),
        standard=gtin(line.standard),
        name=" ".join(line.name.split()),
        serial=line.serial.strip(),
    )
    return DocumentLine(
        number,
        quantity=line.quantity,
        unit=line.unit,
        price=price,
        amount=None if price is None else value(line.quantity, price, coin_of(currency)),
        product=product,
        stretches=stretches_of(line.parts, line.quantity),
        note=line.note,
        tax_category="" if line.tax_percent is None else "S" if line.tax_percent else "Z",
        tax_percent=line.tax_percent,
    )


def _check_lines(lines: Sequence[Asked]) -> None:
    """Refuse what no order can say."""
    if not lines:
        raise NothingSaid(_("There is no line to ask for."), hint=_("Fill in at least one line."))
    if len(lines) > LINES_MAX:
        raise Unusable({Field("lines"): _("At most %(most)d lines go on one order.") % {"most": LINES_MAX}})
    errors: dict[Field, str] = {}
    for place, line in enumerate(lines):
        if not line.key and not (line.name or line.sellers or line.buyers or line.standard):
            errors[Field("name", place)] = _("Say what it is, by name or by number.")
        if line.quantity < 0 or (not line.quantity and not line.key):
            errors[Field("quantity", place)] = _("Ask for more than nothing.")
        if line.price is not None and line.price < 0:
            errors[Field("price", place)] = _("A price is not less than nothing.")
        check_parts(line.parts, line.quantity, place, errors)
    if errors:
        raise Unusable(errors)


def _number_of(each: Asked, known: dict[int, DealLine], used: set[str], place: int) -> str:
    """Return the number of a line in a change: its own, or a new one."""
    if each.key:
        line = known.get(each.key)
        if line is None:
            raise Unusable({Field("line", place): _("This line is not of this order.")})
        return line.state.line.number
    number = next(str(number) for number in range(1, 100_000) if str(number) not in used)
    used.add(number)
    return number
