"""The postman: deliveries sent side by side, lanes kept in order, and no receiver in another's way."""

import random
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime

from comaker.front.hooks.lanes import Claim, claim, end, forget
from comaker.front.hooks.sending import SECONDS_MAX, Outcome, send
from comaker.record.post import microseconds

_AT_ONCE = 8
_OF_HOOK = 3
_KEPT_DAYS = 30
_HOUR = 3600 * 1_000_000


class Postman:
    """Sends what is due; to be asked over and over by a worker.

    Threads do nothing but send; what becomes of a delivery is written down by who asks.

    Args:
        seconds: how long a delivery may take in all.
    """

    def __init__(self, *, seconds: float = SECONDS_MAX) -> None:
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="postman")
        self._flying: dict[Future[Outcome], Claim] = {}
        self._forgot_at = 0

    def step(self, *, seconds: float) -> int:
        """Send what is due and write down what has ended; return how much was done.

        Args:
            seconds: how long to wait at most for one that is being sent, where nothing else can be done.
        """
        done = self._begin()
        if self._flying:
            ended, _ = wait(self._flying, timeout=0 if done else seconds, return_when=FIRST_COMPLETED)
            for flown in ended:
                now = microseconds(datetime.now(UTC))
                end(self._flying.pop(flown), flown.result(), now=now, chance=random.random())
            done += len(ended)
        self._forget()
        return done

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is being sent."""
        return not self._flying

    def close(self) -> None:
        """Wait for what is being sent, and stop."""
        while self._flying:
            self.step(seconds=1)
        self._threads.shutdown()

    def _begin(self) -> int:
        free = _AT_ONCE - len(self._flying)
        if not free:
            return 0
        busy = Counter(claimed.hook for claimed in self._flying.values())
        now = microseconds(datetime.now(UTC))
        claimed = claim(now=now, most=free, busy=busy, most_of_hook=_OF_HOOK)
        for each in claimed:
            self._flying[self._threads.submit(send, each.parcel, seconds=self._seconds)] = each
        return len(claimed)

    def _forget(self) -> None:
        """Delete now and then what was sent long ago."""
        now = microseconds(datetime.now(UTC))
        if now - self._forgot_at > _HOUR:
            self._forgot_at = now
            forget(before=now - _KEPT_DAYS * 24 * _HOUR)
