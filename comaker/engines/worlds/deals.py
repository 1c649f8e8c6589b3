"""Deals: every kind of dealing, from its first order to its last payment."""

from collections.abc import Callable

from comaker.engines.worlds import money, moves, people, talks
from comaker.engines.worlds.book import Book
from comaker.engines.worlds.course import Deal
from comaker.engines.worlds.people import Pair
from comaker.engines.worlds.settings import Trade, World, odds


def relation(world: World, seed: str, index: int) -> Book:
    """Write the book of one relation: all its deals, with those of its side relations."""
    book = Book(world, seed, index)
    trade = odds(world.trades).word(book.rng.random()) or Trade.THREE_WAY
    pair = people.main_pair(world, book.rng, seed, index, trade)
    count = max(1, round(world.orders * book.rng.choice((0.4, 0.7, 1.0, 1.0, 1.9))))
    days = sorted(world.first_on + int(book.rng.random() * world.days) for _ in range(count))
    write = _WRITERS.get(trade, goods)
    for on in days:
        write(book, pair, on)
    money.close(book)
    return book


def goods(book: Book, pair: Pair, on: int) -> Deal:
    """Write a deal: a sale, a trade-in, work, a sale between two persons; only the roles differ."""
    deal = talks.ask(book, pair, on)
    last = talks.settle(book, deal)
    if last is None:
        return deal
    money.advance(book, deal, last)
    sendings = moves.send(book, deal, last)
    moves.receive(book, deal, sendings)
    moves.replace(book, deal, sendings)
    money.bill(book, deal, sendings)
    return deal


_WRITERS: dict[Trade, Callable[[Book, Pair, int], Deal]] = {}
