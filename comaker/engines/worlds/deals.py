"""Deals: every kind of dealing, from its first order to its last payment."""

from collections.abc import Callable

from comaker.engines.worlds import money, moves, people, talks
from comaker.engines.worlds.book import Book
from comaker.engines.worlds.course import Deal, Sending
from comaker.engines.worlds.people import Pair
from comaker.engines.worlds.settings import Trade, World, odds
from comaker.kernel.amounts import ONE
from comaker.kernel.line import Relation

_FRAME_DAYS = 180


def relation(world: World, seed: str, index: int) -> Book:
    """Write the book of one relation: all its deals, with those of its side relations."""
    book = Book(world, seed, index)
    trade = odds(world.trades).word(book.rng.random()) or Trade.THREE_WAY
    pair = people.main_pair(book.ground, trade)
    count = max(1, round(world.orders * book.rng.choice((0.4, 0.7, 1.0, 1.0, 1.9))))
    days = sorted(world.first_on + int(book.rng.random() * world.days) for _ in range(count))
    write = _WRITERS.get(trade, goods)
    for on in days:
        write(book, pair, on)
        if book.rng.random() < world.unasked and trade not in _QUIET:
            unasked(book, pair, on)
    money.close(book)
    return book


def goods(book: Book, pair: Pair, on: int) -> None:
    """Write a deal: a sale, a trade-in, work, a sale between two persons; only the roles differ."""
    _carry_out(book, talks.ask(book, pair, on))


def unasked(book: Book, pair: Pair, on: int) -> None:
    """Write a delivery with its bill that nobody asked for."""
    ware = pair.wares[int(book.rng.random() * len(pair.wares))]
    deal = talks.ask(book, pair, on, wares=[(ware, ware.quantities[0])], is_unasked=True)
    _carry_out(book, deal, after=on)


def consigned(book: Book, pair: Pair, on: int) -> None:
    """Write goods that lie with the taker and are billed as they are used."""
    deal = talks.ask(book, pair, on)
    last = talks.settle(book, deal)
    if last is not None:
        money.bill(book, deal, moves.use(book, deal, moves.send(book, deal, last)))


def awaited(book: Book, pair: Pair, on: int) -> None:
    """Write work that waits for something from the customer, which is a line of its own."""
    back = book.side("input", lambda: people.back_pair(book.ground, pair, inputs=True))
    deal = talks.ask(book, pair, on)
    last = talks.settle(book, deal)
    if last is None or on + 1 > book.now:
        return
    wanted = [(book.rng.choice(back.wares), ONE) for _ in range(1 + int(book.rng.random() * 2))]
    needed = talks.ask(book, back, on + 1, wares=wanted)
    for course in needed.courses:
        course.is_input = True
        book.links += [(main.key, Relation.NEEDS, course.key) for main in deal.courses]
    late = book.rng.randrange(8, 25) if book.rng.random() < book.world.late_inputs else 0
    brought = moves.send(book, needed, on + 1, held_until=on + 2 + late)
    moves.receive(book, needed, brought)
    there = {parcel.course for sending in brought for parcel in sending.parcels if parcel.arrived > 0}
    if len(there) == len(needed.courses):
        _carry_out(book, deal, after=last, held_until=max(sending.arrives_on for sending in brought) + 1)


def dropped(book: Book, pair: Pair, on: int) -> None:
    """Write a sale that a supplier delivers to the customer: two deals, three parties, one movement."""
    supplier = book.side("supplier", lambda: people.supplier_pair(book.ground, pair))
    deal = talks.ask(book, pair, on)
    last = talks.settle(book, deal)
    agreed = [course for course in deal.courses if course.agreed.quantity > 0]
    if last is None or not agreed or last + 1 > book.now:
        return
    wares = [(supplier.wares[course.agreed.ware.place], course.agreed.quantity) for course in agreed]
    leg = talks.ask(book, supplier, last + 1, wares=wares)
    leg.deliver_to = pair.taker
    legs = dict(zip(leg.courses, agreed, strict=True))
    book.links += [(own.key, Relation.THROUGH, main.key) for own, main in legs.items()]
    said = talks.settle(book, leg)
    if said is None:
        return
    sent = moves.send(book, leg, said)
    money.bill(book, leg, sent)
    mirrored = moves.deliver(deal, sent, legs)
    moves.receive(book, deal, mirrored)
    money.bill(book, deal, mirrored)


def called_off(book: Book, pair: Pair, on: int) -> None:
    """Write a call-off of a frame order, and the frame order when there is none for these days."""
    until, frame = book.frames.get(pair.key, (0, None))
    if frame is None or on >= until:
        wares = [(ware, 1000 * ONE) for ware in pair.wares[: book.rng.randrange(3, 9)]]
        frame = talks.ask(book, pair, on, wares=wares)
        for course in frame.courses:
            course.is_frame = True
        book.frames[pair.key] = (on + _FRAME_DAYS, frame)
        on = min(on + 3, book.now)
    chosen = book.rng.sample(frame.courses, book.rng.randrange(1, len(frame.courses) + 1))
    wanted = [(course.ware, book.rng.choice(course.ware.quantities)) for course in chosen]
    deal = talks.ask(book, pair, on, contract=frame.number, wares=wanted)
    links = zip(deal.courses, chosen, strict=True)
    book.links += [(course.key, Relation.UNDER, frame_course.key) for course, frame_course in links]
    _carry_out(book, deal)


def _carry_out(book: Book, deal: Deal, *, after: int | None = None, held_until: int = 0) -> None:
    """Let the parties talk, unless they did (`after`), then send, receive, bill, and mend what went wrong."""
    last = talks.settle(book, deal) if after is None else after
    if last is None:
        return
    if not deal.is_unasked:
        money.advance(book, deal, last)
    sendings = moves.send(book, deal, last, held_until=held_until)
    moves.receive(book, deal, sendings)
    moves.replace(book, deal, sendings)
    money.bill(book, deal, sendings)
    if sendings and not deal.is_unasked:
        _send_back(book, deal, sendings)
        _ride(book, deal, sendings[0])


def _send_back(book: Book, deal: Deal, sendings: list[Sending]) -> None:
    """Send damaged goods back, each on an unpriced line of its own that points to the first."""
    pair = deal.pair
    parcels = [parcel for sending in sendings for parcel in sending.parcels if parcel.rejected]
    on = max(sending.arrives_on for sending in sendings) + 2
    if not parcels or not pair.receives or on > book.now or book.rng.random() >= book.world.returns:
        return
    back = book.side("back", lambda: people.back_pair(book.ground, pair))
    returned = talks.ask(book, back, on, wares=[(parcel.came, parcel.rejected) for parcel in parcels])
    for course, parcel in zip(returned.courses, parcels, strict=True):
        book.links.append((course.key, Relation.BACK, parcel.course.key))
    moves.receive(book, returned, moves.send(book, returned, on))


def _ride(book: Book, deal: Deal, sending: Sending) -> None:
    """Order the transport of a sending as a line of its own, given by a carrier."""
    if book.rng.random() >= book.world.rides or deal.pair.terms.settlement.receipt == "service entry":
        return
    client = deal.pair.giver
    carrier = book.side(f"carrier of {client.key}", lambda: people.carrier_pair(book.ground, client))
    ride = talks.ask(book, carrier, max(deal.on, sending.on - 1), wares=[(carrier.wares[0], ONE)])
    moved = [parcel.course.key for parcel in sending.parcels]
    book.links += [(ride.courses[0].key, Relation.CARRIES, key) for key in moved]
    said = talks.settle(book, ride)
    if said is not None:
        money.bill(book, ride, moves.send(book, ride, said))


_WRITERS: dict[Trade, Callable[[Book, Pair, int], None]] = {
    Trade.CONSIGNMENT: consigned,
    Trade.INPUT: awaited,
    Trade.DROP: dropped,
    Trade.FRAME: called_off,
}
# Dealings in which nothing comes out of the blue.
_QUIET = (Trade.PREPAID, Trade.CONSIGNMENT, Trade.SERVICE, Trade.DROP, Trade.PERSONS, Trade.TRADE_IN)
