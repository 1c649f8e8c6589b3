"""Introducing: two parties become a relation before any paper goes between them."""

from datetime import datetime

from comaker.record.post import sit
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import Sides


def introduce(*, one: int, other: int, now: datetime) -> int:
    """Return the number of the relation of two parties, made where there is none yet."""

    def work(sitting: Sitting) -> int:
        sides = Sides(one, other)
        sitting.relations.lock([sides])
        return sitting.relations.of(sides).id

    return sit(work, now=now)
