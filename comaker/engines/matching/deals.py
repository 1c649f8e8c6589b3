"""Which deal a document means by the order number that it names."""

from comaker.engines.matching.book import Book, Deal
from comaker.engines.matching.numbers import exact
from comaker.engines.matching.run import Reading
from comaker.kernel.document import Kind

_ONE_PARTY_DIFFERS = "the paper names another {role} than the order does"
_RETYPED = "order number written differently: {written}"
_COST_OF_PARTY = 80
_COST_OF_RETYPING = 60


class OtherParties(Exception):
    """The order number is known, but only between other parties."""


def deal_named(book: Book, reading: Reading, written: str) -> Deal | None:
    """Return the deal of an order number; None when no such order is known yet (or the number is no number).

    Raises:
        OtherParties: orders of that number are known, and both parties of each are others.
    """
    number = exact(written)
    if not number:
        return None
    best = _best(book, reading, book.deals_numbered(written))
    if best is not None:
        return best
    between = book.between.get((reading.giver, reading.taker))
    alike = between.deals_loosely(written) if between else []
    if len(alike) == 1:
        reading.notes = (*reading.notes, _RETYPED.format(written=written))
        reading.cost = max(reading.cost, _COST_OF_RETYPING)
        return alike[0]
    return None


def deal_opened(book: Book, reading: Reading, written: str) -> Deal:
    """Open the deal of an order that is not among the papers (yet)."""
    return book.open_deal(written, reading.giver, reading.taker)


def deal_of_order(book: Book, reading: Reading) -> Deal:
    """Return the deal that an order stands for: one that papers opened before it came, else a new one."""
    document = reading.document
    for deal in book.deals_numbered(document.number):
        giver = book.parties.agree(deal.giver, reading.giver)
        taker = book.parties.agree(deal.taker, reading.taker)
        if giver is not False and taker is not False:
            return deal
    between = book.between.get((reading.giver, reading.taker))
    alike = [deal for deal in between.deals_loosely(document.number) if not deal.is_asked] if between else []
    if len(alike) == 1 and alike[0].opened_by is None:
        deal = alike[0]
        book.deals.setdefault(exact(document.number), []).append(deal)
        return deal
    return book.open_deal(document.number, reading.giver, reading.taker)


def settle_parties(book: Book, deal: Deal, reading: Reading) -> None:
    """Let a paper that knows a party of the deal fill in the one that is not known yet."""
    giver, taker = deal.giver or reading.giver, deal.taker or reading.taker
    if (giver, taker) != (deal.giver, deal.taker) and giver != taker:
        deal.giver, deal.taker = giver, taker
        between = book.between_of(giver, taker)
        between.deals.append(deal)
        between.loosely = None
        between.has_asked = between.has_asked or deal.is_asked


def _best(book: Book, reading: Reading, deals: list[Deal]) -> Deal | None:
    if not deals:
        return None
    agree = book.parties.agree
    ranked: list[tuple[int, int, int, Deal]] = []
    for place, deal in enumerate(deals):
        giver, taker = agree(deal.giver, reading.giver), agree(deal.taker, reading.taker)
        against = (giver is False) + (taker is False)
        agreeing = (giver is True) + (taker is True)
        ranked.append((against, -agreeing, place, deal))
    ranked.sort(key=lambda each: each[:3])
    against, agreeing, _, best = ranked[0]
    if against == 2:
        raise OtherParties
    if against == 1 and not agreeing:
        raise OtherParties
    if against and len(ranked) > 1 and ranked[1][:2] == (against, agreeing):
        raise OtherParties
    if against:
        _note_party(book, reading, best)
    return best


def _note_party(book: Book, reading: Reading, deal: Deal) -> None:
    role = "seller" if book.parties.agree(deal.giver, reading.giver) is False else "buyer"
    note = _ONE_PARTY_DIFFERS.format(role=role)
    if note not in reading.notes:
        reading.notes = (*reading.notes, note)
        reading.cost = max(reading.cost, _COST_OF_PARTY)


def is_statement(kind: Kind) -> bool:
    """Tell whether a paper of this kind says what is asked or promised."""
    return kind in (Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_CANCELLATION, Kind.ORDER_RESPONSE)
