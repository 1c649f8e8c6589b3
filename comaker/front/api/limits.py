"""Limits: how much and how often a program may send."""

import os
import time
from collections import OrderedDict
from threading import Lock

from comaker.front.api.errors import TooOften

BODY_MAX = 50 * 2**20
BULK_MAX = 1000

_TOKENS_MAX = 10_000


class Rate:
    """How often each token may ask: so many a minute on average, with as many at once after a rest.

    Each process of a server counts for itself.

    Args:
        a_minute: how many; 0 sets no limit.
    """

    def __init__(self, a_minute: int) -> None:
        self._a_second = a_minute / 60
        self._most = float(a_minute)
        self._left: OrderedDict[int, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def count(self, token: int, *, now: float) -> None:
        """Count a request.

        Args:
            now: seconds on a clock that only goes forward.

        Raises:
            TooOften: the token has none left.
        """
        if not self._a_second:
            return
        with self._lock:
            left, since = self._left.get(token, (self._most, now))
            left = min(self._most, left + (now - since) * self._a_second)
            if left < 1:
                raise TooOften(max(1, round((1 - left) / self._a_second)))
            self._left[token] = (left - 1, now)
            self._left.move_to_end(token)
            if len(self._left) > _TOKENS_MAX:
                self._left.popitem(last=False)


RATE = Rate(int(os.environ.get("COMAKER_API_RATE", "6000")))


def count(token: int) -> None:
    """Count a request of a token now."""
    RATE.count(token, now=time.monotonic())
