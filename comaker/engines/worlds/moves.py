"""Moves: goods and work on their way, and what goes wrong between the giver's door and the taker's."""

from comaker.engines.worlds import papers
from comaker.engines.worlds.book import Book
from comaker.engines.worlds.course import Course, Deal, Moved, Parcel, Sending
from comaker.engines.worlds.settings import Arrival, odds
from comaker.engines.worlds.settings import Sending as Mishap
from comaker.engines.worlds.talks import other_ware
from comaker.kernel.amounts import ONE

_GRAM_10 = 10_000  # ten grams of a kilogram: what a scale tells


def send(book: Book, deal: Deal, after: int, *, held_until: int = 0) -> list[Sending]:
    """Send what was agreed, in one sending or two, and announce it where the pair does so.

    Args:
        book: where it is written.
        deal: the order.
        after: the last day on which something was said about it.
        held_until: the day before which nothing can leave, because an input was late.

    Returns:
        What left until now, in order; a sending whose parcels are all empty did not leave.
    """
    rng, world = book.rng, book.world
    table = odds(world.sending)
    first: list[Parcel] = []
    rest: list[Parcel] = []
    is_backordered = False
    for course in deal.courses:
        agreed = course.agreed
        if agreed.quantity <= 0:
            continue
        mishap = table.word(rng.random())
        ware = other_ware(deal.pair, agreed.ware) if mishap is Mishap.WRONG else agreed.ware
        quantity, later = _shared(book, deal, agreed.quantity, agreed.first, mishap)
        is_backordered |= mishap is Mishap.BACKORDER
        if quantity:
            first.append(Parcel(course, quantity, ware))
        if later:
            rest.append(Parcel(course, later, ware))
    leaves = max(_leaves(book, deal, after), held_until)
    days = rng.randrange(8, 26) if is_backordered else rng.randrange(2, 7)
    sendings = []
    for on, parcels in ((leaves, first), (leaves + days, rest)):
        if not parcels or on > book.now:
            continue
        if rng.random() < world.shuffled_lines:
            rng.shuffle(parcels)
        sending = Sending(on, on + _travel(book), book.number("DN-", deal.pair.giver), parcels)
        if deal.pair.announces:
            papers.despatch(book, deal, sending)
        sendings.append(sending)
    return sendings


def receive(book: Book, deal: Deal, sendings: list[Sending]) -> None:
    """Let what was sent come in, with what went wrong on the way, and book it where the pair does so."""
    for sending in sendings:
        for parcel in sending.parcels:
            _arrive(book, parcel, odds(book.world.arrivals).word(book.rng.random()))
        if deal.pair.receives and sending.arrives_on <= book.now:
            papers.receipt(book, deal, sending, on=sending.arrives_on)


def replace(book: Book, deal: Deal, sendings: list[Sending]) -> None:
    """Send damaged goods anew, on the same lines; what is replaced is not credited."""
    again: list[Sending] = []
    for sending in sendings:
        damaged = [parcel for parcel in sending.parcels if parcel.rejected]
        on = sending.arrives_on + book.rng.randrange(3, 9)
        if not damaged or on > book.now or book.rng.random() >= book.world.replacements:
            continue
        parcels = [Parcel(parcel.course, parcel.rejected, parcel.course.agreed.ware) for parcel in damaged]
        fresh = Sending(on, on + _travel(book), book.number("DN-", deal.pair.giver), parcels)
        if deal.pair.announces:
            papers.despatch(book, deal, fresh)
        if deal.pair.receives and fresh.arrives_on <= book.now:
            papers.receipt(book, deal, fresh, on=fresh.arrives_on)
        for parcel in damaged:
            parcel.is_replaced = True
        again.append(fresh)


def use(book: Book, deal: Deal, sendings: list[Sending]) -> list[Sending]:
    """Let goods on consignment be used bit by bit; the taker tells each use as a receipt."""
    uses: list[Sending] = []
    for sending in sendings:
        left = {id(parcel): parcel.quantity for parcel in sending.parcels}
        on = sending.arrives_on
        for _ in range(book.rng.randrange(4)):
            on += book.rng.randrange(5, 30)
            if on > book.now:
                break
            parcels = []
            for parcel in sending.parcels:
                some = min(left[id(parcel)], max(ONE, parcel.quantity // ONE // 3 * ONE))
                if some and book.rng.random() < 0.8:
                    left[id(parcel)] -= some
                    parcels.append(Parcel(parcel.course, some, parcel.ware))
            if parcels:
                taken = Sending(on, on, sending.number, parcels)
                papers.receipt(book, deal, taken, on=on)
                uses.append(taken)
    return uses


def deliver(deal: Deal, sendings: list[Sending], legs: dict[Course, Course]) -> list[Sending]:
    """Let what a supplier sends in our name count as our own sending, which no paper of ours tells."""
    mirrored = []
    for sending in sendings:
        parcels = []
        for parcel in sending.parcels:
            course = legs[parcel.course]
            ware = deal.pair.wares[parcel.ware.place]
            parcels.append(Parcel(course, parcel.quantity, ware))
            course.sends.append(Moved(sending.on, parcel.quantity, 0, ware))
        mirrored.append(Sending(sending.on, sending.arrives_on, sending.number, parcels))
    return mirrored


def _shared(
    book: Book, deal: Deal, quantity: int, first: tuple[int, int] | None, mishap: Mishap | None
) -> tuple[int, int]:
    units = quantity // ONE
    if first and mishap in (None, Mishap.SPLIT):
        return first[0], quantity - first[0]
    if mishap is None or mishap is Mishap.WRONG:
        if deal.pair.by_weight and book.world.catch_weight:
            quantity = quantity * (970 + int(book.rng.random() * 61)) // 1000 // _GRAM_10 * _GRAM_10
        return quantity, 0
    if mishap is Mishap.NEVER:
        return 0, 0
    if mishap is Mishap.MORE:
        return quantity + max(ONE, units // 10 * ONE), 0
    if units < 2:
        return quantity, 0
    some = max(1, units * (6 if mishap is Mishap.FEWER else 5) // 10) * ONE
    return some, 0 if mishap is Mishap.FEWER else quantity - some


def _leaves(book: Book, deal: Deal, after: int) -> int:
    rng = book.rng
    said = [course.agreed for course in deal.courses]
    dues = [due for due in (each.parts[0][1] for each in said if each.quantity) if due]
    late = rng.randrange(4, 15) if rng.random() < book.world.late else 0
    if not dues:
        return after + rng.randrange(2, 15) + late
    # In time: it travels two days at most and must be there on the day before `until_on`.
    return max(after + 1, min(dues) - 3 - int(rng.random() * 4)) + late


def _travel(book: Book) -> int:
    return 1 + int(book.rng.random() * 2)


def _arrive(book: Book, parcel: Parcel, mishap: Arrival | None) -> None:
    units = parcel.quantity // ONE
    if mishap is None or not units:
        return
    few = max(1, units // 10) * ONE
    if mishap is Arrival.LOST:
        # Half of the takers book a nought, the others leave the line out.
        parcel.arrived = 0 if book.rng.random() < 0.5 else -1
    elif mishap is Arrival.FEWER:
        parcel.arrived = parcel.quantity - few
    elif mishap is Arrival.MORE:
        parcel.arrived = parcel.quantity + few
    elif mishap is Arrival.DAMAGED:
        parcel.rejected = few
    else:
        parcel.came = other_ware(parcel.course.deal.pair, parcel.ware)
        parcel.rejected = parcel.quantity if parcel.came is not parcel.ware else 0
