"""Saying: what somebody fills in becomes a numbered paper in UBL, posted in one go as if it had come in."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from comaker.apps.promise.actions.numbers import numbered
from comaker.apps.promise.actions.words import Done, NumberTaken
from comaker.engines.formats import read, write
from comaker.engines.formats.writing.ubl import root_of
from comaker.front.refusals import NotAllowed
from comaker.kernel.access import Asker
from comaker.kernel.document import Document, Kind
from comaker.record.post import Arrival, sit
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import HELD, SERIALS, Sides
from comaker.record.store import Store

_SENT = "SELECT party_id, relation, deal, document, number, giver FROM promise_sentform WHERE key = ?"
# Whoever sends the same form at the same time waits here for the first of the two.
_CLAIM = """
INSERT INTO promise_sentform (key, party_id, relation, deal, giver, document, number, sent_at)
VALUES (?, ?, 0, '', 0, 0, '', ?) ON CONFLICT (key) DO NOTHING
"""
_REMEMBER = (
    "UPDATE promise_sentform SET relation = ?, deal = ?, giver = ?, document = ?, number = ? WHERE key = ?"
)
_ENCLOSE = (
    "UPDATE promise_enclosure SET document = ? WHERE party_id = ? AND digest = ? AND document IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM promise_enclosure other WHERE other.party_id = promise_enclosure.party_id "
    "AND other.digest = promise_enclosure.digest AND other.document = ?)"
)
_KEY_MAX = 64


class Draft(NamedTuple):
    """A paper before it has its number.

    Attributes:
        document: without a number where the next one of its series is to be taken.
        sides: the numbers of giver and taker; 0 for one that is not known yet.
        deal: the number of the deal that it belongs to; empty where it is the paper's own.
    """

    document: Document
    sides: Sides
    deal: str = ""


class Occasion(NamedTuple):
    """Who says something, when, by which form.

    Attributes:
        form: the key of the form that he sends; empty for a program that sees to it itself.
        enclosed: the digest of a file that he read while he filled it in.
    """

    asker: Asker
    now: datetime
    form: str = ""
    enclosed: bytes = b""

    @property
    def today(self) -> int:
        """Return the day on which he says it."""
        return timezone.localtime(self.now).date().toordinal()

    @property
    def seconds(self) -> int:
        """Return the time of day, in seconds after midnight."""
        told = timezone.localtime(self.now)
        return told.hour * 3600 + told.minute * 60 + told.second


def say(occasion: Occasion, draw_up: Callable[[Sitting], Draft]) -> Done:
    """Say something: draw up a paper, number it, write it as UBL and post it; all of it, or nothing.

    Args:
        draw_up: refuses what cannot be said; it may be asked again when others came first.

    Returns:
        What became of it; the same form again gets the same answer.

    Raises:
        NumberTaken: another paper bears the number that was typed.
    """
    asker = occasion.asker

    def work(sitting: Sitting) -> Done:
        before = _sent_before(sitting, occasion)
        if before is not None:
            return before
        draft = draw_up(sitting)
        told = _told(sitting.store, draft, occasion)
        body = write(told)
        # What is posted is what the bytes say, as if they had come in.
        (posted,) = sitting.take([Arrival(read(body), body)])
        if posted.state == HELD:
            raise NumberTaken(
                _("Another paper bears the number %(number)s and says something else.")
                % {"number": told.number},
                hint=_("Choose another number, or look at what is there already."),
            )
        relation = posted.document >> SERIALS
        giver = _giver_of(sitting, posted.document)
        deal = draft.deal or (told.number if told.kind is Kind.ORDER else told.refers.order)
        done = Done(relation, deal, giver, posted.document, told.number)
        if occasion.form:
            sitting.store.change(
                _REMEMBER, relation, deal, giver, posted.document, told.number, occasion.form[:_KEY_MAX]
            )
        if occasion.enclosed:
            sitting.store.change(_ENCLOSE, posted.document, asker.party, occasion.enclosed, posted.document)
        return done

    return sit(work, now=occasion.now)


def _told(store: Store, draft: Draft, occasion: Occasion) -> Document:
    """Return a paper with its day, its number and the type that UBL has for it."""
    document = draft.document
    if document.issued_on is None:
        document = document._replace(issued_on=occasion.today)
    if document.issued_on == occasion.today:
        document = document._replace(issued_at=occasion.seconds)
    document = document._replace(root=root_of(document))
    if document.number:
        return document
    return numbered(store, document, getattr(draft.sides, document.signer))


def _sent_before(sitting: Sitting, occasion: Occasion) -> Done | None:
    """Return what became of a form that was sent before; claim its key where it was not."""
    form, store = occasion.form[:_KEY_MAX], sitting.store
    if not form or store.execute(_CLAIM, form, occasion.asker.party, sitting.now):
        return None
    party, relation, deal, document, number, giver = store.select(_SENT, form)[0]
    if not occasion.asker.is_one_of(party):
        raise NotAllowed(_("This form was sent by somebody else."), hint=_("Open the page again."))
    return Done(relation, deal, giver, document, number, is_repeat=True)


def _giver_of(sitting: Sitting, document: int) -> int:
    return int(sitting.store.select("SELECT giver FROM record_document WHERE id = ?", document)[0][0])
