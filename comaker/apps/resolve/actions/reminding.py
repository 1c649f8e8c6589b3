"""Reminding: the other party is told whose turn it is; never twice within a few days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from comaker.apps.resolve.actions.chosen import Chosen, chosen
from comaker.apps.resolve.models import REMIND_DAYS, Reminder
from comaker.front.models import Member
from comaker.kernel.access import Asker
from comaker.record.asked.turns import Whose
from comaker.record.sight import known_as

WORDS_MAX = 1000


class Reminded(NamedTuple):
    """What became of the gaps of which somebody should be reminded.

    Attributes:
        made: how many they were reminded of.
        too_soon: of how many they were reminded in the last REMIND_DAYS days.
        not_theirs: of how many it is not, or no longer, their turn.
        unreached: names of parties for whom nobody acts here, so that nobody reads it.
    """

    made: int = 0
    too_soon: int = 0
    not_theirs: int = 0
    unreached: tuple[str, ...] = ()


def remind(asker: Asker, names: Sequence[str], *, words: str = "", today: int, now: datetime) -> Reminded:
    """Remind other parties of gaps that wait for them."""
    wanted = chosen(asker, names, today=today)
    theirs = [each for each in wanted if each.whose is Whose.THEIRS and each.is_open]
    with transaction.atomic(durable=True):
        recent = _recent(asker, theirs, now)
        fresh = [each for each in theirs if each.name not in recent]
        Reminder.objects.bulk_create(
            Reminder(
                party_id=asker.party, owner=each.owned.key, kind=each.kind.value, by_id=asker.member or None,
                at=now, to_id=each.owned.partner_id, words=" ".join(words.split())[:WORDS_MAX],
            )
            for each in fresh
        )  # fmt: skip
    return Reminded(
        len(fresh), len(theirs) - len(fresh), len(names) - len(theirs), tuple(sorted(_unreached(fresh)))
    )


def _recent(asker: Asker, theirs: Sequence[Chosen], now: datetime) -> set[str]:
    """Return the names of gaps of which the other party was reminded lately."""
    held = Reminder.objects.filter(
        party__in=asker.parties, owner__in={each.owned.key for each in theirs},
        at__gt=now - timedelta(days=REMIND_DAYS),
    )  # fmt: skip
    return {f"{owner}-{kind}" for owner, kind in held.values_list("owner", "kind")}


def _unreached(fresh: Sequence[Chosen]) -> set[str]:
    """Return the names of other parties for whom nobody acts."""
    found = set()
    for party, name in {each.owned.partner_id: each.owned.partner for each in fresh}.items():
        if not Member.objects.filter(party__in=known_as(party), ended_at__isnull=True).exists():
            found.add(name)
    return found
