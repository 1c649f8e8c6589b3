"""Which deal a document means by the order number that it names."""

from comaker.engines.matching.book import Book
from comaker.engines.matching.known import Deal
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import NO_DEAL, Named, Reading

SALES_ORDER = "sales order"

# So many papers may bear a wrong party by mistake.
PAPERS_OF_SLIP = 2
_COST_OF_PARTY = 80
_COST_OF_RETYPING = 60


def deal_named(book: Book, reading: Reading, written: str) -> Named:
    """Find the deal of an order number, without opening one."""
    number = exact(written)
    if not number:
        return NO_DEAL
    deals = book.deals_numbered(written)
    if deals:
        return _best(book, reading, deals, written)
    between = book.between.get((reading.giver, reading.taker))
    alike = between.deals_loosely(written) if between else []
    if len(alike) == 1:
        return Named(alike[0], (f"order number written as {written}",), _COST_OF_RETYPING)
    return NO_DEAL


def deal_of_seller(book: Book, reading: Reading, written: str) -> Named:
    """Find the deal that the seller keeps under a number of its own."""
    number = exact(written)
    # The seller gives the number out, and other sellers have the same ones.
    agree = book.parties.agree
    deals = [deal for deal in book.sales.get(number, ()) if agree(deal.giver, reading.giver) is not False]
    if number and not deals:
        reading.waits.add((SALES_ORDER, number))
    return _best(book, reading, deals, written) if deals else NO_DEAL


def deal_of_order(book: Book, reading: Reading) -> Deal:
    """Return the deal that an order stands for: one that papers opened before it came, else a new one."""
    number = reading.document.number
    for deal in book.deals_numbered(number):
        giver = book.parties.agree(deal.giver, reading.giver)
        taker = book.parties.agree(deal.taker, reading.taker)
        if giver is not False and taker is not False:
            return deal
    between = book.between.get((reading.giver, reading.taker))
    alike = between.deals_loosely(number) if between and between.awaits_orders else []
    if len(alike) == 1 and not alike[0].is_asked and alike[0].opened_by is None:
        book.deals.setdefault(exact(number), []).append(alike[0])
        return alike[0]
    return book.open_deal(number, reading.giver, reading.taker)


def settle_parties(book: Book, deal: Deal, reading: Reading) -> None:
    """Let a paper that knows a party of the deal fill in the one that is not known yet."""
    giver, taker = deal.giver or reading.giver, deal.taker or reading.taker
    if giver != taker and (giver, taker) != (deal.giver, deal.taker):
        deal.giver, deal.taker = giver, taker
        between = book.between_of(giver, taker)
        between.deals.append(deal)
        between.file_loosely(deal)
        between.fresh += deal.lines
        between.has_asked = between.has_asked or deal.is_asked


def _best(book: Book, reading: Reading, deals: list[Deal], written: str) -> Named:
    if len(deals) == 1 and deals[0].giver == reading.giver and deals[0].taker == reading.taker:
        return Named(deals[0])
    agree = book.parties.agree
    ranked: list[tuple[int, int, int]] = []
    for place, deal in enumerate(deals):
        giver, taker = agree(deal.giver, reading.giver), agree(deal.taker, reading.taker)
        ranked.append(((giver is False) + (taker is False), -((giver is True) + (taker is True)), place))
    ranked.sort()
    against, agreeing, place = ranked[0]
    best = deals[place]
    if against == 2 or (against and not agreeing):
        # Buyers number their orders alike: these two mean an order of their own, perhaps still to come.
        return NO_DEAL
    if len(ranked) > 1 and ranked[1][:2] == (against, agreeing):
        return Named(why=f"several orders have the number {written}, and the parties do not tell which")
    if not against:
        settle_parties(book, best, reading)
        return Named(best)
    if _is_trading(book, reading):
        # These two have dealings of their own, so the number is one of theirs.
        return NO_DEAL
    role = "seller" if agree(best.giver, reading.giver) is False else "buyer"
    return Named(best, (f"the paper names another {role} than the order",), _COST_OF_PARTY)


def _is_trading(book: Book, reading: Reading) -> bool:
    """Tell whether two parties order from each other, or exchange more papers than a slip would explain."""
    between = book.between_of(reading.giver, reading.taker)
    return between.has_asked or between.papers > PAPERS_OF_SLIP
