"""Reactions: which consumer does what with the events of the record."""

from time import sleep

from comaker.record.masters.learning import learn_products
from comaker.record.news import keep_news
from comaker.record.outbox import Reaction, catch_up
from comaker.record.rebuild import refresh

REACTIONS: dict[str, Reaction] = {"news": keep_news, "products": learn_products}

_PAUSE_SECONDS = 1.0


def work(*, once: bool) -> int:
    """Do what waits, and let every consumer catch up, over and over; return how much was done.

    Args:
        once: stop when nothing waits any more.
    """
    count = 0
    while True:
        seen = refresh() + sum(catch_up(name, reaction) for name, reaction in REACTIONS.items())
        count += seen
        if once and not seen:
            return count
        if not seen:
            sleep(_PAUSE_SECONDS)
