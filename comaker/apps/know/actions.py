"""What people do who know a line: speak about it, write down who asked, and hear the person behind it."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comaker.apps.know.models import Originator
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Doing, may
from comaker.kernel.refusal import Refusal
from comaker.record.asked.line import sides_of
from comaker.record.asked.seen import LineSeen
from comaker.record.talk import Saying, keep_talk

WORDS_MAX = 4_000
NAME_MAX = 200
GRADE_NAMES = {
    1: gettext_lazy("bad"), 2: gettext_lazy("not good"), 3: gettext_lazy("as usual"), 4: gettext_lazy("good"),
    5: gettext_lazy("very good"),
}  # fmt: skip
_LASTS = timedelta(days=180)


class NothingSaid(Refusal):
    """Words are wanted and there are none, or too many."""


class NotAGrade(Refusal):
    """How it was is told from 1 to 5."""


class LinkEnded(Refusal):
    """A private link that has ended, or never was."""

    def __init__(self) -> None:
        super().__init__(_("This link has ended."), hint=_("Ask who sent it for a new one."))


def say(asker: Asker, *, line: int, words: str, is_note: bool, now: datetime) -> int:
    """Say something about a line; return its key.

    Args:
        is_note: for the asker's own people alone; else both sides see it.

    Raises:
        NotThere: there is no such line for him.
        NotAllowed: he may not speak.
        NothingSaid: no words, or too many.
    """
    seen = _must_speak(asker, line)
    said = _words(words)
    if not said:
        raise NothingSaid(_("There is nothing written."), hint=_("Write a few words first."))
    only_for = asker.party if is_note and not asker.is_visitor else 0
    return keep_talk(Saying(seen.key, asker.party, asker.member, asker.name, said, only_for), now=now)


def note_asked(asker: Asker, *, line: int, words: str, now: datetime) -> int:
    """Keep that the customer asked where a line stands, and what he said; return its key.

    Raises:
        NotThere, NotAllowed, NothingSaid: as for `say`; words may be left out.
    """
    seen = _must_speak(asker, line)
    saying = Saying(seen.key, asker.party, asker.member, asker.name, _words(words), asked_by=seen.taker)
    return keep_talk(saying, now=now)


def add_originator(asker: Asker, *, line: int, name: str, now: datetime) -> str:
    """Add the person behind a line; return the secret of his link, which is kept nowhere.

    Raises:
        NotThere: there is no such line for the asker.
        NotAllowed: the line is bought by another, or he invites nobody.
        NothingSaid: no name, or one that is too long.
    """
    seen = _line(asker, line)
    if not may_add(asker, seen):
        raise NotAllowed(
            _("Only who buys adds the person behind the order."), hint=_("Ask them to add that person.")
        )
    called = " ".join(_printed(name).split())
    if not called or len(called) > NAME_MAX:
        raise NothingSaid(_("A name is wanted, of at most 200 signs."), hint=_("Write who it is for."))
    secret = secrets.token_urlsafe(24)
    Originator.objects.create(
        digest=digest(secret), line=seen.key, relation=seen.relation, party_id=asker.party, name=called,
        given_by_id=asker.member, given_at=now, expires_at=now + _LASTS,
    )  # fmt: skip
    return secret


def end_originator(asker: Asker, *, line: int, originator: int, now: datetime) -> None:
    """Let a link show nothing any more; what the person said stays.

    Raises:
        NotThere: there is none of that number on such a line.
    """
    seen = _line(asker, line)
    held = Originator.objects.filter(pk=originator, line=seen.key, party__in=asker.parties)
    if not may_add(asker, seen) or not held.filter(ended_at__isnull=True).update(ended_at=now):
        raise NotThere


def originator_of(secret: str, *, now: datetime) -> Originator:
    """Return the person whose link it is.

    Raises:
        LinkEnded: there is none, or none any more.
    """
    held = Originator.objects.filter(digest=digest(secret), ended_at__isnull=True, expires_at__gt=now)
    found = held.first()
    if found is None:
        raise LinkEnded
    if found.seen_at is None:
        Originator.objects.filter(pk=found.pk, seen_at__isnull=True).update(seen_at=now)
    return found


@transaction.atomic(durable=True)
def answer(secret: str, *, grade: str, words: str, now: datetime) -> None:
    """Keep how it was for the person behind a line; the last word counts.

    Raises:
        LinkEnded: the link shows nothing any more.
        NotAGrade: not one of 1 to 5.
        NothingSaid: too many words.
    """
    found = originator_of(secret, now=now)
    if not grade.isascii() or not grade.isdigit() or int(grade[:3]) not in GRADE_NAMES:
        raise NotAGrade(_("Choose one of the five."), hint=_("1 is bad and 5 is good."))
    found.grade, found.words, found.answered_at = int(grade), _words(words), now
    found.save(update_fields=["grade", "words", "answered_at"])


def may_add(asker: Asker, seen: LineSeen) -> bool:
    """Tell whether somebody may add the person behind a line: his party buys it."""
    return may(asker, Doing.INVITE) and asker.is_one_of(seen.taker)


def may_speak(asker: Asker, seen: LineSeen) -> bool:
    """Tell whether somebody may speak about a line."""
    return may(asker, Doing.TALK, giver=seen.giver, taker=seen.taker)


def digest(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).digest()


def _line(asker: Asker, line: int) -> LineSeen:
    seen = sides_of(line, asker)
    if seen is None:
        raise NotThere
    return seen


def _must_speak(asker: Asker, line: int) -> LineSeen:
    seen = _line(asker, line)
    if not may_speak(asker, seen):
        raise NotAllowed(
            _("You may read here and not write."), hint=_("Ask an owner of your party for another job.")
        )
    return seen


def _words(words: str) -> str:
    """Return words without what a keyboard does not make.

    Raises:
        NothingSaid: there are too many.
    """
    said = _printed(words.replace("\r\n", "\n")).strip()
    if len(said) > WORDS_MAX:
        raise NothingSaid(_("That is more than 4,000 signs."), hint=_("Say it in fewer words."))
    return said


def _printed(text: str) -> str:
    return "".join(sign for sign in text if sign == "\n" or sign.isprintable())
