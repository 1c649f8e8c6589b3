"""Hands: a person says where a line of a paper belongs, that it belongs to nothing, or takes that back.

It is a fact of its own (docs/decisions/0019), kept with who said it and when. The papers concerned are
matched anew around it in the same transaction, under the locks of their relations.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from comaker.kernel.access import Asker, Doing, may
from comaker.kernel.document import Kind
from comaker.kernel.refusal import Refusal
from comaker.record.asked.bare import is_hidden_from
from comaker.record.post import sit
from comaker.record.posting.anchors import Anchor, anchor_of, is_about_bill
from comaker.record.posting.bundles import load_documents
from comaker.record.posting.hands import BACK, LOOSE, NOTHING, SEEN, TIED
from comaker.record.posting.lines import WHOLE
from comaker.record.posting.mentions import bill_word
from comaker.record.posting.parties import load_parties
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import HELD, NOBODY_ID, TAKEN, Kept, Sides, relation_of
from comaker.record.store import table

_HAND = table(
    "hand",
    "id bigint, document bigint, place integer, kind text, to_document bigint, to_place integer, "
    "party bigint, member bigint, person text, reason text, said_at bigint, ended_at bigint",
)
_END = table("hand", "id bigint, ended_at bigint")
_MENTION = table("mention", "word text, party bigint, document bigint, is_guest boolean", "DO NOTHING")
_STANDING = (
    "SELECT id, document, place, kind, to_document, to_place FROM record_hand "
    "WHERE document IN :ints AND ended_at IS NULL"
)
_BY_ID = (
    "SELECT id, document, place, kind, to_document FROM record_hand WHERE id IN :ints AND ended_at IS NULL"
)
_STATES = "SELECT id, state FROM record_document WHERE id IN :ints"
_BUNDLES = "SELECT id, bundle FROM record_document WHERE id IN :ints AND state = 'taken'"


class NotThere(Refusal):
    """What a person speaks of is not there, or not for him."""

    def __init__(self) -> None:
        super().__init__(
            _("That line of the paper is not there, or not for you."), hint=_("Open the list once more.")
        )


class NotAllowed(Refusal):
    """Somebody sees what he may not change."""

    def __init__(self) -> None:
        super().__init__(
            _("Tying lines is not your job here."), hint=_("Ask somebody of your party who may do it.")
        )


class CannotBePut(Refusal):
    """A document line cannot belong where a person has put it."""


class Put(NamedTuple):
    """A document line, -1 for the document as a whole, and the key of the line or bill where it belongs."""

    document: int
    place: int
    to: int


class _Saying(NamedTuple):
    document: int
    place: int
    kind: str
    to: Anchor | None = None
    reason: str = ""


def put(asker: Asker, puts: Sequence[Put], *, now: datetime) -> list[int]:
    """Say where lines of a paper belong; return the keys by which this is taken back.

    What was said of the same lines before ends. To say the same again changes nothing.

    Raises:
        NotThere, NotAllowed: the paper is not the asker's, or he may not tie.
        CannotBePut: the line is none of those two parties, or the paper is an order.
    """

    def work(sitting: Sitting) -> list[int]:
        documents = {each.document for each in puts}
        sitting.hold({relation_of(key) for key in (*documents, *(each.to for each in puts))})
        about = _seen(sitting, asker, documents)
        return _say(sitting, asker, about, [_to(sitting, about[each.document], each) for each in puts])

    return sit(work, now=now)


def set_aside(asker: Asker, *, document: int, place: int, now: datetime) -> int:
    """Say that a line of a paper belongs to nothing here; return the key by which this is taken back."""
    return _say_one(asker, _Saying(document, place, NOTHING, None, "belongs to nothing here"), now=now)


def untie(asker: Asker, *, document: int, place: int, now: datetime) -> int:
    """Say that a line of a paper does not belong where it is tied; it waits until somebody says where."""
    return _say_one(asker, _Saying(document, place, LOOSE, None, "does not belong where it was"), now=now)


def keep_first(asker: Asker, *, document: int, now: datetime) -> int:
    """Say that a held document was looked at, and that the one that came before it stands."""

    def work(sitting: Sitting) -> int:
        sitting.hold({relation_of(document)})
        about = _seen(sitting, asker, {document}, state=HELD)
        [key] = _write(sitting, asker, about, [_Saying(document, WHOLE, SEEN)])
        sitting.relations.save()
        return key

    return sit(work, now=now)


def take_back(asker: Asker, hands: Sequence[int], *, now: datetime) -> None:
    """Take back what was said; it is as if it had never been. What was taken back before is left alone.

    Raises:
        NotThere: nothing of these keys was said of the asker's papers.
    """

    def work(sitting: Sitting) -> None:
        sitting.hold({relation_of(hand) for hand in hands})
        rows = sitting.store.select(_BY_ID, sorted(set(hands)))
        if not rows:
            return
        is_seen = {row[1] for row in rows if row[3] == SEEN}
        about: dict[int, Kept] = {}
        for documents, state in ((is_seen, HELD), ({row[1] for row in rows} - is_seen, TAKEN)):
            if documents:
                about |= _seen(sitting, asker, documents, state=state)
        back = [_Saying(row[1], row[2], BACK) for row in rows]
        was = [row[4] for row in rows if row[4] is not None]
        _write(sitting, asker, about, back)
        taken = {number: kept for number, kept in about.items() if number not in is_seen}
        _settle(sitting, taken, _bundles(sitting, was), joins=set())

    sit(work, now=now)


def _say_one(asker: Asker, saying: _Saying, *, now: datetime) -> int:
    def work(sitting: Sitting) -> int:
        sitting.hold({relation_of(saying.document)})
        about = _seen(sitting, asker, {saying.document})
        _must_be_line(about[saying.document], saying.place)
        return _say(sitting, asker, about, [saying])[0]

    return sit(work, now=now)


def _seen(sitting: Sitting, asker: Asker, documents: set[int], *, state: str = TAKEN) -> dict[int, Kept]:
    """Return documents of which an asker may say something."""
    states = {row[0]: row[1] for row in sitting.store.select(_STATES, sorted(documents))}
    kept = {each.id: each for each in load_documents(sitting.store, documents, sitting.parties)}
    for number in documents:
        each = kept.get(number)
        if each is None or states[number] != state or not asker.is_one_of(*each.sides):
            raise NotThere
        if is_hidden_from(asker, each.document.kind):
            raise NotThere
        if not may(asker, Doing.TIE, giver=each.sides.giver, taker=each.sides.taker):
            raise NotAllowed
    return kept


def _must_be_line(kept: Kept, place: int) -> None:
    """Refuse to say something of a line that the document does not have."""
    document = kept.document
    if document.kind is Kind.ORDER:
        raise CannotBePut(
            _("The lines of an order are lines of their own."),
            hint=_("Put the other papers to them instead."),
        )
    is_whole = place == WHOLE and (not document.lines or is_about_bill(document.kind, place))
    if not is_whole and not 0 <= place < len(document.lines):
        raise NotThere


def _to(sitting: Sitting, kept: Kept, each: Put) -> _Saying:
    """Find what stands for the line to which a document line is put."""
    _must_be_line(kept, each.place)
    anchor = anchor_of(sitting.store, kept, each.place, each.to)
    if anchor is None:
        if is_about_bill(kept.document.kind, each.place):
            raise CannotBePut(
                _("That bill is not there, or bears no number."), hint=_("Choose another bill.")
            )
        raise CannotBePut(
            _("Nothing else stands on that line, or it is not there any more."),
            hint=_("Choose another line."),
        )
    if not _are_the_two(sitting, kept.sides, anchor.sides):
        raise CannotBePut(
            _("That line is between other parties than the paper."), hint=_("Choose a line of these two.")
        )
    return _Saying(each.document, each.place, TIED, anchor)


def _are_the_two(sitting: Sitting, one: Sides, other: tuple[int, int]) -> bool:
    """Tell whether two pairs of parties may be the same, as far as they are known."""
    parties = load_parties(sitting.store, {*one, *other})
    known, there = ({parties[number].key for number in pair if number != NOBODY_ID} for pair in (one, other))
    return known <= there or there <= known


def _say(sitting: Sitting, asker: Asker, about: dict[int, Kept], sayings: Sequence[_Saying]) -> list[int]:
    """Write down what is said of documents, and match them anew."""
    who = load_parties(sitting.store, {asker.party})[asker.party].name
    said = [
        each if each.reason else each._replace(reason=f"put here by {asker.name} of {who}")
        for each in sayings
    ]
    keys = _write(sitting, asker, about, said)
    anchors = [(about[each.document], each.to) for each in said if each.to is not None]
    joins = {(kept.id, anchor.bundle) for kept, anchor in anchors if not kept.is_guest}
    # Found again with its bill from now on, as if the payment had named it.
    mentions = {
        (bill_word(anchor.number), party, kept.id, True)
        for kept, anchor in anchors
        if kept.is_guest
        for party in kept.sides
    }
    sitting.store.insert(_MENTION, sorted(mentions))
    _settle(sitting, about, {anchor.bundle for _, anchor in anchors}, joins=joins)
    return keys


def _write(sitting: Sitting, asker: Asker, about: dict[int, Kept], sayings: Sequence[_Saying]) -> list[int]:
    """Write down what is said; what was said of the same before ends. Return the keys of what holds now."""
    store = sitting.store
    standing = {(row[1], row[2]): row for row in store.select(_STANDING, sorted(about))}
    rows, ended, keys = [], [], []
    for each in sayings:
        was = standing.get((each.document, each.place))
        to = (each.to.document, each.to.place) if each.to else (None, None)
        if was is not None and (was[3], was[4], was[5]) == (each.kind, *to):
            keys.append(was[0])
            continue
        relation = sitting.relations[relation_of(each.document)]
        key = relation.key()
        is_back = each.kind == BACK
        relation.hands += (not is_back) - (was is not None)
        if was is not None:
            ended.append((was[0], key))
        rows.append(
            (key, each.document, each.place, each.kind, *to, asker.party, asker.member, asker.name,
             each.reason, sitting.now, key if is_back else None)
        )  # fmt: skip
        keys.append(key)
    # The one that holds ends first, since only one may hold.
    store.update(_END, ended)
    store.insert(_HAND, rows)
    return keys


def _settle(
    sitting: Sitting, about: dict[int, Kept], bundles: set[int], *, joins: set[tuple[int, int]]
) -> None:
    """Match documents anew, with what they belong with now and belonged with before."""
    if about:
        sitting.around([*about.values()], bundles, joins=joins)
    else:
        sitting.relations.save()


def _bundles(sitting: Sitting, documents: Sequence[int]) -> set[int]:
    return {row[1] for row in sitting.store.select(_BUNDLES, sorted(set(documents)))} if documents else set()
