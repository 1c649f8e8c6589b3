"""Letters: what a mail says, in the language of its reader, and no more than he may see."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comaker.apps.resolve.actions.chosen import CHOSEN_MAX, Chosen, chosen
from comaker.apps.resolve.actions.readers import Item
from comaker.front.models import User
from comaker.front.said import day_said, gap_said
from comaker.kernel.access import Asker
from comaker.record.asked.turns import Whose

LISTED_MAX = 40


class Letter(NamedTuple):
    """A mail; `items` are those that it tells of, and those that need no telling any more."""

    subject: str
    text: str
    items: tuple[Item, ...]


class _Told(NamedTuple):
    """A line of a mail, under the heading that it belongs to."""

    heading: str
    sentence: str


def letter_for(items: Sequence[tuple[Item, Asker]], *, user: User, now: datetime) -> Letter | None:
    """Return the mail about some things; None where none of them waits for the reader any more."""
    today = timezone.localdate(now).toordinal()
    told = [
        (item, _told(item, found.get(item.name), today))
        for asker, own in _by_asker(items)
        for portion in _portions(own)
        for found in [_found(asker, portion, today)]
        for item in portion
    ]
    lines = [line for _, line in told if line is not None]
    if not lines:
        return None
    many = len(lines)
    subject = ngettext(
        "%(many)d thing waits for you: %(first)s", "%(many)d things wait for you: %(first)s", many
    ) % {"many": many, "first": lines[0].heading}
    parts = [_("Dear %(name)s,") % {"name": user.get_short_name()}, ""]
    for heading in dict.fromkeys(line.heading for line in lines[:LISTED_MAX]):
        parts += [
            heading,
            *(f"  {line.sentence}" for line in lines[:LISTED_MAX] if line.heading == heading),
            "",
        ]
    if many > LISTED_MAX:
        parts += [_("And %(many)d more.") % {"many": many - LISTED_MAX}, ""]
    parts += [f"{settings.SITE_ADDRESS}/", "", _("How often you get mail: %(address)s")]
    parts[-1] %= {"address": f"{settings.SITE_ADDRESS}/gaps/mail"}
    return Letter(" ".join(subject.split())[:200], "\n".join(parts) + "\n", tuple(item for item, _ in told))


def _by_asker(items: Sequence[tuple[Item, Asker]]) -> list[tuple[Asker, list[Item]]]:
    """Put together what somebody is told in each of his jobs."""
    found: dict[Asker, list[Item]] = {}
    for item, asker in items:
        found.setdefault(asker, []).append(item)
    return list(found.items())


def _portions(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[start : start + CHOSEN_MAX] for start in range(0, len(items), CHOSEN_MAX)]


def _found(asker: Asker, items: Sequence[Item], today: int) -> dict[str, Chosen]:
    names = list(dict.fromkeys(item.name for item in items))
    return {one.name: one for one in chosen(asker, names, today=today, doing=None)}


def _told(item: Item, one: Chosen | None, today: int) -> _Told | None:
    """Return what is said of one thing; None where it is answered, or not the reader's any more."""
    if one is None or (item.what == "reminder" and (one.whose is not Whose.MINE or not one.is_open)):
        return None
    owned, gap = one.owned, one.gaps[0]
    said = gap_said(gap, owned.unit, owned.currency, today)
    where = " ".join(filter(None, (owned.deal, owned.number and f"/ {owned.number}", owned.product)))
    since = _("since %(day)s") % {"day": day_said(gap.since_on)} if gap.since_on else ""
    address = f"{settings.SITE_ADDRESS}/{'gaps' if owned.is_bill else 'line'}/{owned.key}"
    sentence = "; ".join(filter(None, (f"{where}: {said}", since)))
    if item.words:
        sentence += f" – “{item.words}”"
    return _Told(_heading(item), f"{sentence}\n    {address}")


def _heading(item: Item) -> str:
    if item.what == "reminder":
        return _("%(party)s reminds you") % {"party": item.by}
    if item.what == "assignment":
        return _("%(person)s asks you to look at this") % {"person": item.by}
    return _("%(person)s would let this pass, and asks for your word") % {"person": item.by}
