"""Admitting: which documents somebody may bring as files, and why not the others, for people.

Who may bring what is told in `front.bringing`. A paper that names one side alone is of who brings it, on the
other. Of a paper between others it is said who these are, since one of them may be who brings it under a
number that nobody knows yet.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from comaker.front import bringing
from comaker.front.bringing import NotYours
from comaker.front.words import PAPER_NAMES
from comaker.kernel.access import Asker, Doing, may
from comaker.kernel.document import Document
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.refusal import Refusal
from comaker.kernel.told import RefusedRow
from comaker.record.store import Store

_KNOWN = "SELECT text FROM record_identifier WHERE text IN :texts"
_OURS = """
SELECT party.name, identifier.text FROM record_party party
LEFT JOIN record_identifier identifier ON identifier.party_id = party.id
WHERE party.id = ? ORDER BY identifier.id
"""


class Stranger(NamedTuple):
    """A side of a paper by whose numbers nobody is known: "giver" or "taker", its name and first number."""

    side: str
    name: str
    number: str


class Verdict(NamedTuple):
    """What is to be made of a document.

    Attributes:
        document: to be posted, with who brings it on the side that it does not name; None for a refused one.
        refused: why.
        strangers: sides by whose numbers nobody is known yet: one of them may be who brings it.
    """

    document: Document | None
    refused: RefusedRow | None = None
    strangers: tuple[Stranger, ...] = ()


def verdicts(store: Store, documents: Sequence[Document], asker: Asker) -> list[Verdict]:
    """Return for each document whether an asker's party may bring it."""
    rows = store.select(_OURS, asker.party)
    us = Party(rows[0][0], tuple(row[1] for row in rows if row[1])) if rows else NOBODY
    whole = [_with_us(document, us) for document in documents]

    def may_bring(doing: Doing, giver: int, taker: int) -> bool:
        return doing is Doing.BRING and may(asker, doing, giver=giver, taker=taker)

    refusals = bringing.verdicts(store, whole, may_bring)
    return [
        Verdict(document) if refusal is None else _refused(store, document, refusal, us)
        for document, refusal in zip(whole, refusals, strict=True)
    ]


def _with_us(document: Document, us: Party) -> Document:
    """Return a document with who brings it on the side that it does not name."""
    giver, taker = document.giver, document.taker
    if giver.is_known() == taker.is_known() or not us.identifiers:
        return document
    if set(us.identifiers) & {*giver.identifiers, *taker.identifiers}:
        return document
    one = us._replace(identifiers=us.identifiers[:1])
    return document._replace(taker=one) if giver.is_known() else document._replace(giver=one)


def _refused(store: Store, document: Document, refusal: Refusal, us: Party) -> Verdict:
    if not isinstance(refusal, NotYours):
        return Verdict(None, RefusedRow(document.file, refusal.message, refusal.hint))
    giver, taker = document.giver, document.taker
    if not giver.is_known() and not taker.is_known():
        why = _("It says neither who gives nor who takes.")
        hint = _("Ask its sender to name both sides, by VAT number, GLN or chamber of commerce number.")
        return Verdict(None, RefusedRow(document.file, why, hint))
    words = {
        "paper": str(PAPER_NAMES[document.kind]),
        "number": document.number,
        "giver": _called(giver),
        "taker": _called(taker),
        "us": us.name,
    }
    strangers = _strangers(store, document)
    hint = (
        _("Bring papers of your own party; if one of the two is you, say so.")
        if strangers
        else _("Bring papers of your own party alone.")
    )
    why = _("%(paper)s %(number)s is between %(giver)s and %(taker)s, and neither is %(us)s.") % words
    return Verdict(None, RefusedRow(document.file, why, hint), strangers)


def _strangers(store: Store, document: Document) -> tuple[Stranger, ...]:
    """Return the sides of a document by none of whose numbers anybody is known."""
    sides = (("giver", document.giver), ("taker", document.taker))
    texts = [text for _side, party in sides for text in party.identifiers]
    known = {row[0] for row in store.select(_KNOWN, texts)} if texts else set()
    return tuple(
        Stranger(side, party.name, _number(party))
        for side, party in sides
        if party.is_known() and known.isdisjoint(party.identifiers)
    )


def _called(party: Party) -> str:
    """Return a party by name and number."""
    number = _number(party)
    return f"{party.name} ({number})" if party.name and number else party.name or number


def _number(party: Party) -> str:
    """Return the first number of a party; nothing where it is known by its name alone."""
    scheme, _colon, number = party.key.partition(":")
    return "" if scheme == "name" else f"{scheme.upper()} {number}"
