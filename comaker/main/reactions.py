"""Reactions: which consumer does what with the events of the record."""

from datetime import UTC, datetime
from time import monotonic, sleep

from comaker.apps.resolve.actions import send_mails
from comaker.front.hooks.feed import tell_programs
from comaker.front.hooks.postman import Postman
from comaker.record.masters.learning import learn_products
from comaker.record.news import keep_news
from comaker.record.outbox import Reaction, catch_up
from comaker.record.rebuild import refresh

REACTIONS: dict[str, Reaction] = {"news": keep_news, "products": learn_products, "programs": tell_programs}

_PAUSE_SECONDS = 1.0
_MAIL_SECONDS = 30.0


def work(*, once: bool) -> int:
    """Do what waits, and let every consumer catch up, over and over; return how much was done.

    Args:
        once: stop when nothing waits any more.
    """
    count = 0
    postman = Postman()
    mailed_at = float("-inf")
    while True:
        seen = refresh() + sum(catch_up(name, reaction) for name, reaction in REACTIONS.items())
        seen += postman.step(seconds=_PAUSE_SECONDS)
        if monotonic() - mailed_at >= _MAIL_SECONDS:
            seen += send_mails(now=datetime.now(UTC))
            mailed_at = monotonic()
        count += seen
        if seen:
            continue
        if postman.is_idle:
            if once:
                postman.close()
                return count
            sleep(_PAUSE_SECONDS)
