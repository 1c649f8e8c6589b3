"""Mailing: people are told by mail of what waits for them, at once or once a day, each thing once.

What is answered in the meantime is not told any more. A mail that could not be sent is tried again later.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from comaker.apps.resolve.actions.letters import Letter, letter_for
from comaker.apps.resolve.actions.readers import Item, items_waiting, readers_of
from comaker.apps.resolve.models import Pace, Preference, Told
from comaker.front.asker import asker_of
from comaker.front.models import Member, User

DAILY_HOUR = 7
# A mail that was begun so long ago was never sent.
_GIVEN_UP = timedelta(hours=1)
_LOG = logging.getLogger(__name__)


def choose_pace(user: User, pace: Pace) -> None:
    """Let somebody be told at once, once a day, or never."""
    Preference.objects.update_or_create(user=user, defaults={"pace": pace.value})


def send_mails(*, now: datetime) -> int:
    """Send the mails that are due; return how many were sent."""
    items = items_waiting()
    if not items:
        return 0
    readers = readers_of(items)
    users = {member.user for members in readers.values() for member in members}
    paces = {held.user_id: held for held in Preference.objects.filter(user__in=users)}
    sent = 0
    later: set[Item] = set()
    for user in sorted(users, key=lambda user: user.pk):
        held = paces.get(user.pk) or Preference(user=user)
        own = [
            (item, member) for item, some in readers.items() for member in some if member.user_id == user.pk
        ]
        if held.pace == Pace.NEVER or not user.email:
            continue
        if held.pace == Pace.DAILY and not _is_daily_due(held, user, now):
            later |= {item for item, _ in own}
            continue
        is_sent = _tell(user, own, now=now)
        later |= {item for item, _ in own} if is_sent is None else set()
        sent += bool(is_sent)
        if is_sent and held.pace == Pace.DAILY:
            _note_daily(held, user, now)
    for item in items:
        if item not in later:
            item.settle()
    return sent


def _tell(user: User, own: Sequence[tuple[Item, Member]], *, now: datetime) -> bool | None:
    """Tell somebody what he was not told yet; return None where it must be tried again."""
    fresh = _unclaimed(user, own, now)
    with translation.override(user.language or settings.LANGUAGE_CODE), timezone.override(_zone(user)):
        askers = {member.pk: asker_of(member) for _, member in fresh}
        letter = letter_for([(item, askers[member.pk]) for item, member in fresh], user=user, now=now)
    if letter is None:
        return False
    if not _claim(user, letter.items, now):
        return None
    claimed = Told.objects.filter(user=user, sent_at__isnull=True, claimed_at=now)
    try:
        _message(user, letter).send()
    except (SMTPException, OSError) as error:
        _LOG.warning("A mail to user %d could not be sent: %s", user.pk, error)
        claimed.delete()
        return None
    claimed.update(sent_at=now)
    return True


def _unclaimed(user: User, own: Sequence[tuple[Item, Member]], now: datetime) -> list[tuple[Item, Member]]:
    Told.objects.filter(user=user, sent_at__isnull=True, claimed_at__lt=now - _GIVEN_UP).delete()
    told = set(Told.objects.filter(user=user).values_list("what", "item"))
    return [(item, member) for item, member in own if (item.what, item.number) not in told]


def _claim(user: User, items: Iterable[Item], now: datetime) -> bool:
    """Note that somebody is being told of some things; False where another process does so already."""
    rows = [Told(user=user, what=item.what, item=item.number, claimed_at=now) for item in items]
    try:
        with transaction.atomic():
            Told.objects.bulk_create(rows)
    except IntegrityError:
        return False
    return True


def _message(user: User, letter: Letter) -> EmailMessage:
    return EmailMessage(
        letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [user.email],
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )  # fmt: skip


def _is_daily_due(held: Preference, user: User, now: datetime) -> bool:
    local = now.astimezone(_zone(user))
    return local.hour >= DAILY_HOUR and local.date().toordinal() > held.daily_on


def _note_daily(held: Preference, user: User, now: datetime) -> None:
    today = now.astimezone(_zone(user)).date().toordinal()
    Preference.objects.filter(user=user).update(daily_on=today)


def _zone(user: User) -> ZoneInfo:
    return ZoneInfo(user.time_zone if user.time_zone in available_timezones() else settings.TIME_ZONE)
