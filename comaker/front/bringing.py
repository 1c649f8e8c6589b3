"""Bringing: which documents somebody may put into the record, and for whom.

A party brings what it signs itself, and as a file whatever it is a side of, as both sides keep papers. Who
would bring a paper that names one party by the numbers of two is stopped, since a paper can join parties:
otherwise anybody could become another by writing both numbers on a paper of his own.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from comaker.engines.matching import turn_of
from comaker.front.refusals import NotAllowed
from comaker.kernel.access import Doing
from comaker.kernel.document import Document, Kind
from comaker.kernel.refusal import Refusal
from comaker.kernel.told import name_of
from comaker.record.asked.listed_documents import lines_tied
from comaker.record.post import Arrival, sit
from comaker.record.posting.sitting import Sitting
from comaker.record.store import Store
from comaker.record.transaction import transact

AT_ONCE = 200
_OWNERS = "SELECT text, party_id FROM record_identifier WHERE text IN :texts"
# Whoever nobody knows yet; it is no party's number.
_STRANGER = -1

_DOINGS = {
    **dict.fromkeys((Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_CANCELLATION), Doing.ASK),
    Kind.ORDER_RESPONSE: Doing.PROMISE,
    Kind.DESPATCH_ADVICE: Doing.SEND,
    Kind.RECEIPT_ADVICE: Doing.RECEIVE,
    **dict.fromkeys((Kind.BILL, Kind.CREDIT_NOTE, Kind.STATEMENT, Kind.REMINDER), Doing.BILL),
    **dict.fromkeys((Kind.REMITTANCE, Kind.BILL_RESPONSE), Doing.PAY),
}

May = Callable[[Doing, int, int], bool]


class Brought(NamedTuple):
    """What became of a document, and the lines that it is tied to.

    Attributes:
        name: what to call it in a list.
        state: "taken", "repeat" or "held"; `why` for a held one a sentence.
    """

    document: int
    name: str
    state: str
    why: str
    lines: tuple[int, ...]


Verdict = Brought | Refusal


_NOTHING = Brought(0, "", "", "", ())


class NotYours(NotAllowed):
    """A document between others, or one that who brings it may not make."""


class TwoParties(Refusal):
    """A document that names one party by numbers of two."""


class OneParty(Refusal):
    """A document whose giver and taker are one party."""


def bring(
    arrivals: Sequence[Arrival],
    *,
    may: May,
    now: datetime,
    finish: Callable[[Store, list[Verdict]], None],
) -> list[Verdict]:
    """Post documents in one transaction; return what became of each, or why it was not let in.

    Args:
        may: tells whether somebody may do something on a line between a giver and a taker.
        now: when they are recorded, with a time zone.
        finish: what else belongs in the transaction; where it raises, nothing is kept.
    """

    def work(sitting: Sitting) -> list[Verdict]:
        refusals = verdicts(sitting.store, [arrival.document for arrival in arrivals], may)
        let_in = [place for place, refusal in enumerate(refusals) if refusal is None]
        posted = sitting.take([arrivals[place] for place in let_in]) if let_in else []
        lines = _lines(sitting, [each.document for each in posted])
        found: list[Verdict] = [refusal or _NOTHING for refusal in refusals]
        for place, each in zip(let_in, posted, strict=True):
            found[place] = Brought(
                each.document,
                name_of(arrivals[place].document),
                each.state,
                each.why,
                tuple(lines.get(each.document, ())),
            )
        finish(sitting.store, found)
        return found

    return sit(work, now=now)


def bring_many(
    arrivals: Sequence[Arrival | Refusal],
    *,
    may: May,
    now: datetime,
    finish: Callable[[Store, list[Verdict]], None],
) -> list[Verdict]:
    """Post many documents, in portions of one transaction each; return what became of each, in order.

    Args:
        arrivals: some may be refused already.
        finish: what else belongs in the transaction of the last portion.
    """
    found: list[Verdict] = [each if isinstance(each, Refusal) else _NOTHING for each in arrivals]
    coming = {place: each for place, each in enumerate(arrivals) if isinstance(each, Arrival)}
    ordered = sorted(coming, key=lambda place: _order(coming[place].document))
    for start in range(0, len(ordered), AT_ONCE):
        portion = ordered[start : start + AT_ONCE]
        is_last = start + AT_ONCE >= len(ordered)

        def also(
            store: Store, verdicts: list[Verdict], portion: list[int] = portion, is_last: bool = is_last
        ) -> None:
            for place, verdict in zip(portion, verdicts, strict=True):
                found[place] = verdict
            if is_last:
                finish(store, found)

        bring([coming[place] for place in portion], may=may, now=now, finish=also)
    if not ordered:
        transact(lambda store: finish(store, found))
    return found


def _lines(sitting: Sitting, documents: Sequence[int]) -> Mapping[int, Sequence[int]]:
    """Return the lines that documents are tied to; those posted before are looked up."""
    old = [number for number in documents if number not in sitting.tied]
    return {**(lines_tied(sitting.store, old) if old else {}), **sitting.tied}


def _order(document: Document) -> tuple[object, ...]:
    """Return what documents are sorted by, so that those of one relation are posted together."""
    return (*sorted((document.giver.key, document.taker.key)), turn_of(document))


def verdicts(store: Store, documents: Sequence[Document], may: May) -> list[Refusal | None]:
    """Return for each document why it may not be brought; None where it may.

    Args:
        may: tells whether somebody may do something on a line between a giver and a taker.
    """
    texts = sorted({text for document in documents for text in _texts(document)})
    owners: dict[str, int] = dict(store.select(_OWNERS, texts))
    return [_verdict(document, owners, may) for document in documents]


def doing_of(document: Document) -> Doing:
    """Return what somebody does by a document."""
    if document.kind is Kind.FULFILMENT_CANCELLATION:
        return Doing.RECEIVE if document.signer == "taker" else Doing.SEND
    return _DOINGS[document.kind]


def _verdict(document: Document, owners: Mapping[str, int], may: May) -> Refusal | None:
    shared = set(document.giver.identifiers) & set(document.taker.identifiers)
    sides = []
    for name, party in (("giver", document.giver), ("taker", document.taker)):
        known = {owners[text] for text in party.identifiers if text in owners and text not in shared}
        if len(known) > 1:
            return TwoParties(
                f"The {name} is named by numbers of {len(known)} parties that are known apart.",
                hint="Leave out the number that is not its own, or ask who runs this server to merge them.",
            )
        sides.append(known.pop() if known else _STRANGER)
    giver, taker = sides
    if giver == taker != _STRANGER:
        return OneParty(
            "Giver and taker are one party here.", hint="Name the seller as giver and the buyer as taker."
        )
    if may(doing_of(document), giver, taker) or may(Doing.BRING, giver, taker):
        return None
    return NotYours(
        f"You may not bring this {document.kind.value}.",
        hint="Bring documents of your own party, with a right to what they do or to bring files.",
    )


def _texts(document: Document) -> tuple[str, ...]:
    return (*document.giver.identifiers, *document.taker.identifiers)
