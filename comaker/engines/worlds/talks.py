"""Talks: what the parties say before anything moves, from the order to the last word on it."""

from comaker.engines.worlds import papers
from comaker.engines.worlds.book import Book
from comaker.engines.worlds.catalogue import Ware
from comaker.engines.worlds.course import Course, Deal, Said
from comaker.engines.worlds.people import Pair
from comaker.engines.worlds.settings import Change, Promising, odds
from comaker.kernel.amounts import ONE
from comaker.kernel.document import Answer

_CENT = 10**6
_DEARER_AFTER = 240  # days into the world after which every price is a twentieth higher


def ask(
    book: Book,
    pair: Pair,
    on: int,
    *,
    contract: str = "",
    wares: list[tuple[Ware, int]] | None = None,
    is_unasked: bool = False,
) -> Deal:
    """Place an order.

    Args:
        book: where it is written.
        pair: giver and taker.
        on: the day.
        contract: the frame order that it calls off.
        wares: what and how much; drawn when None.
        is_unasked: nobody does, but it is sent and billed all the same.
    """
    deal = book.deal(pair, on, is_unasked=is_unasked)
    deal.contract = contract
    rng = book.rng
    due = on + rng.choice((4, 7, 7, 10, 14, 14, 21, 28)) + 1 if pair.dated else None
    step = pair.step
    rows = wares or _wanted(book, pair)
    twin = rng.randrange(1, len(rows)) if len(rows) > 1 and rng.random() < book.world.twin_numbers else 0
    for place, (ware, quantity) in enumerate(rows):
        is_twin = bool(twin) and place == twin
        number = str(step * (place if is_twin else place + 1))
        key = (deal.number, f"{number}#2" if is_twin else number)
        price = price_of(book, ware, on)
        until = due + rng.randrange(1, 8) if due and rng.random() < 0.1 else due
        course = Course(deal, key, number, ware, price)
        course.asks.append(Said(on, quantity, price, until, ware, _early_share(book, quantity, until)))
        deal.courses.append(course)
    if not contract and not is_unasked and pair.is_priced and rng.random() < 0.05:
        deal.charge = rng.choice((15, 25, 45)) * 10_000
    if not is_unasked:
        papers.order(book, deal)
    return deal


def _early_share(book: Book, quantity: int, until_on: int | None) -> tuple[int, int] | None:
    """Draw how much of a line is due earlier than the rest, and its first day too late."""
    if not until_on or quantity < 4 * ONE or book.rng.random() >= book.world.parts:
        return None
    return quantity // ONE // 2 * ONE, until_on - 4


def price_of(book: Book, ware: Ware, on: int) -> int:
    """Return the price of one unit of an item on a day."""
    if on < book.world.first_on + _DEARER_AFTER:
        return ware.price
    piece = ware.price // ware.pieces
    return (piece + piece // 20 // _CENT * _CENT) * ware.pieces


def settle(book: Book, deal: Deal) -> int | None:
    """Let the parties change and answer; return the last day on which something was said.

    None: nothing will be sent, since the order was refused or cancelled.
    """
    rng, world, pair = book.rng, book.world, deal.pair
    answers = rng.random() < (1 - world.silence if pair.terms.expects_answer else 0.12)
    on = deal.on
    if answers and rng.random() < 0.7:
        on += 1
        if on <= book.now and not _answer(book, deal, on):
            return None
    change = odds(world.changes).word(rng.random())
    if change is None and _has_substitute(deal) and rng.random() < 0.5:
        change = Change.ITEM
    if change is not None and on + 1 <= book.now:
        on += 1
        if change is Change.CANCELLED:
            _cancel(book, deal, on, answers)
            return None
        _change(book, deal, change, on)
        answers = answers and rng.random() < 0.6
        if not answers and rng.random() < 0.6:
            for course in deal.courses:
                course.is_followed = True
    elif deal.courses[0].promises:
        answers = False
    if answers and on + 1 <= book.now:
        on += 1
        if not _answer(book, deal, on):
            return None
    if deal.courses[0].promises and pair.dated and rng.random() < world.moved_promises and on + 2 <= book.now:
        on += 2
        _move(book, deal, on)
    return on


def _wanted(book: Book, pair: Pair) -> list[tuple[Ware, int]]:
    rng, world = book.rng, book.world
    earlier = book.wants.get(pair.key)
    if earlier and rng.random() < world.repeats:
        return rng.choice(earlier)
    rows: list[tuple[Ware, int]] = []
    wares = pair.wares
    for _ in range(_lines(book)):
        if rows and rng.random() < world.twin_lines:
            rows.append(rows[-1])
            continue
        ware = wares[int(rng.random() ** 2 * len(wares))]
        rows.append((ware, ware.quantities[int(rng.random() * len(ware.quantities))]))
    book.wants.setdefault(pair.key, []).append(rows)
    return rows


def _lines(book: Book) -> int:
    chance, least = book.rng.random(), 1
    for most, share in book.world.lines:
        if chance < share:
            return book.rng.randint(least, most)
        chance -= share
        least = most + 1
    return 1


def _answer(book: Book, deal: Deal, on: int) -> bool:
    rng, world = book.rng, book.world
    if rng.random() < world.refusals:
        for course in deal.courses:
            course.promises.append(course.ask.of(0, on))
        papers.answer(book, deal, on=on, whole=Answer.REJECTED, rows=[])
        return False
    table = odds(world.promising)
    rows = []
    for course in deal.courses:
        if course.promises and course.promises[-1].on >= course.ask.on:
            said, word = course.promises[-1]._replace(on=on), Answer.ACCEPTED  # what stands is confirmed
        else:
            said, word = _promise(book, course, table.word(rng.random()), on)
        course.promises.append(said)
        rows.append((course, said, word))
    is_as_asked = all(word is Answer.ACCEPTED for _, _, word in rows)
    whole = Answer.ACCEPTED if is_as_asked else Answer.CHANGED
    papers.answer(book, deal, on=on, whole=whole, rows=[] if is_as_asked and rng.random() < 0.5 else rows)
    return True


def _promise(book: Book, course: Course, mishap: Promising | None, on: int) -> tuple[Said, Answer]:
    said = course.ask._replace(on=on)
    ware = said.ware
    if not said.quantity:
        return said, Answer.ACCEPTED
    if mishap is Promising.REFUSED:
        return said.of(0, on), Answer.REJECTED
    if mishap is Promising.FEWER and said.quantity > ONE:
        return said.of(said.quantity // ONE * 3 // 4 * ONE or ONE, on), Answer.CHANGED
    if mishap is Promising.MORE:
        return said.of(said.quantity + ONE, on), Answer.CHANGED
    if mishap is Promising.DEARER:
        return said._replace(price=said.price + raised(said.price, ware)), Answer.CHANGED
    if mishap is Promising.LATER and said.until_on:
        return said._replace(until_on=said.until_on + book.rng.randrange(2, 15)), Answer.CHANGED
    if mishap is Promising.SUBSTITUTE:
        other = other_ware(course.deal.pair, ware)
        return said._replace(ware=other), Answer.CHANGED if other is not ware else Answer.ACCEPTED
    return said, Answer.ACCEPTED


def raised(price: int, ware: Ware) -> int:
    """Return a twentieth of a price, in whole cents of each piece and at least one."""
    return max(_CENT, price // ware.pieces // 20 // _CENT * _CENT) * ware.pieces


def other_ware(pair: Pair, ware: Ware) -> Ware:
    """Return the next item of the catalogue in the same unit.

    The item itself when there is none, or when the numbers on the papers would not tell the two apart.
    """
    if not pair.is_told_apart:
        return ware
    for step in range(1, len(pair.wares)):
        other = pair.wares[(ware.place + step) % len(pair.wares)]
        if other.unit == ware.unit and other.pieces == ware.pieces:
            return other
    return ware


def _change(book: Book, deal: Deal, change: Change, on: int) -> None:
    chosen = [course for course in deal.courses if course.ask.ware is not course.agreed.ware]
    if change is not Change.ITEM or not chosen:
        chosen = deal.courses[: 1 + int(book.rng.random() * 2)]
    for course in chosen:
        said = course.ask._replace(on=on)
        if change is Change.MORE:
            said = said.of(said.quantity * 2, on)
        elif change is Change.FEWER:
            said = said.of(said.quantity // ONE // 2 * ONE, on)
        elif change is Change.PRICE:
            said = said._replace(price=said.price + raised(said.price, said.ware))
        elif change is Change.DATE and said.until_on:
            said = said._replace(until_on=said.until_on + book.rng.randrange(2, 12))
        elif change is Change.ITEM:
            ware = course.agreed.ware
            ware = other_ware(deal.pair, ware) if ware is said.ware else ware
            said = said._replace(ware=ware)
        course.asks.append(said)
    papers.change(book, deal, chosen, on=on, version=1)


def _cancel(book: Book, deal: Deal, on: int, answers: bool) -> None:
    for course in deal.courses:
        course.asks.append(course.ask.of(0, on))
    papers.cancellation(book, deal, on=on)
    if answers and on + 1 <= book.now:
        for course in deal.courses:
            course.promises.append(course.ask._replace(on=on + 1))
        papers.answer(book, deal, on=on + 1, whole=Answer.ACCEPTED, rows=[])


def _move(book: Book, deal: Deal, on: int) -> None:
    days = book.rng.randrange(3, 15)
    rows = []
    for course in deal.courses:
        said = course.agreed
        if said.until_on and said.quantity:
            said = said._replace(on=on, until_on=said.until_on + days)
            course.promises.append(said)
            rows.append((course, said, Answer.CHANGED))
    if rows:
        papers.answer(book, deal, on=on, whole=Answer.CHANGED, rows=rows)


def _has_substitute(deal: Deal) -> bool:
    return any(course.promises and course.promises[-1].ware is not course.ask.ware for course in deal.courses)
