"""Ties by hand: a document line follows the paper line with which a person has put it.

It is tied as soon as that one is, and counted at once, so that whatever is decided after it sees what is
still open. It follows when that one is tied elsewhere. Where that one stays loose the two are a line of their
own.
"""

from collections.abc import Iterable

from comaker.engines.matching.count import COUNTED, count, uncount
from comaker.engines.matching.hands import UNTIED, Hand
from comaker.engines.matching.intake import Taken
from comaker.engines.matching.known import KnownLine
from comaker.engines.matching.open import forget_unused, open_apart
from comaker.engines.matching.refer import SURE, called
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import Reading, Run
from comaker.engines.matching.words import BY_HAND, OPENED, bill_key
from comaker.kernel.document import Kind

_OPENED_SCORE = 900
_PUT_TOGETHER = "a person has put another paper with it"
_BILLS = (Kind.BILL, Kind.CREDIT_NOTE)


def begin_hands(run: Run, taken: Iterable[Taken]) -> None:
    """Make ready the documents of which a person has said something."""
    hands = run.hands
    for index, document, giver, taker in taken:
        if index in hands.of and document.kind is not Kind.ORDER:
            reading = hands.readings[index] = Reading(index, document, giver, taker)
            reading.hands = hands.of[index]
            # What is put by hand is counted at once, perhaps before the document's turn.
            reading.is_counted = True
        if index in hands.to and document.kind in _BILLS:
            hands.bills[index] = bill_key(document)


def settle_hands(run: Run, reading: Reading) -> None:
    """Count what references have tied of a document with ties by hand; what is loose is still to do."""
    document = reading.document
    for place, known in enumerate(reading.found):
        if known is not None and place not in reading.hands and document.kind in COUNTED:
            count(document, document.lines[place], known)
    loose = [place for place, hand in reading.hands.items() if place is not None and hand.is_loose]
    reading.rest = sorted([*reading.rest, *loose])


def put_with(run: Run, anchor: Reading) -> None:
    """Tie what was put with the lines of a document, now that these are tied."""
    run.hands.anchors[anchor.index] = anchor
    for hand in run.hands.to[anchor.index]:
        if hand.to is not None and hand.to[1] is not None:
            _follow(run, hand)


def follow_hands(run: Run) -> bool:
    """Let all that was put by hand be where that is with which it was put; tell whether anything moved."""
    said = run.hands.on_lines()
    if not said:
        return False
    is_any = False
    while _follow_each(run, said):
        is_any = True
    for hand in said:
        is_any |= _stand_apart(run, hand)
    while _follow_each(run, said):
        is_any = True
    return is_any


def _follow_each(run: Run, said: list[Hand]) -> bool:
    moved = [_follow(run, hand) for hand in said]
    return any(moved)


def _follow(run: Run, hand: Hand) -> bool:
    """Tie a document line to the line of the one with which it was put; tell whether that is another."""
    mine, place = run.hands.readings.get(hand.document), hand.line
    if mine is None or place is None:
        return False
    there, now = _line_of(run, hand), mine.found[place]
    if there is now:
        return False
    if now is not None:
        _take_away(run, mine, place, now)
    if there is not None:
        _put(run, mine, place, there, hand)
    return True


def _line_of(run: Run, hand: Hand) -> KnownLine | None:
    """Return the line to which that is tied with which a document line was put; None while it is not."""
    assert hand.to is not None
    anchor, place = run.hands.anchors.get(hand.to[0]), hand.to[1]
    if anchor is None or place is None:
        return None
    known = anchor.found[place]
    return None if known is None or known.is_closed else known


def _put(run: Run, reading: Reading, place: int, known: KnownLine, hand: Hand) -> None:
    document, line = reading.document, reading.document.lines[place]
    run.loose.pop((reading.index, place), None)
    run.tie(reading, place, known, BY_HAND, SURE, hand.reasons)
    # It is not to be decided anew, as what is tied by likeness is.
    del reading.rules[place]
    if document.kind in COUNTED:
        count(document, line, known)
    if called(line.product, known) is None:
        run.cross(line.product, known)
    run.announce(document.kind.value, exact(document.number))


def _take_away(run: Run, reading: Reading, place: int, known: KnownLine) -> None:
    reading.found[place] = None
    run.ties[reading.index] = [tie for tie in run.ties.get(reading.index, ()) if tie.line != place]
    uncount(reading.document, reading.document.lines[place], known)
    forget_unused(run, [known])


def _stand_apart(run: Run, hand: Hand) -> bool:
    """Open a line for two that a person has put together, where the other is like none for certain."""
    assert hand.to is not None
    mine, anchor, place = run.hands.readings.get(hand.document), run.hands.anchors.get(hand.to[0]), hand.to[1]
    if mine is None or hand.line is None or place is None or mine.found[hand.line] is not None:
        return False
    if anchor is None or place in anchor.hands:
        # A person has taken that away since with which it was put.
        if hand.line not in mine.loose:
            run.leave(mine, hand.line, UNTIED)
        return False
    line, closed = anchor.document.lines[place], anchor.found[place]
    if closed is not None:
        _take_away(run, anchor, place, closed)
    known = open_apart(run, anchor, place)
    run.loose.pop((anchor.index, place), None)
    run.tie(anchor, place, known, OPENED, _OPENED_SCORE, (_PUT_TOGETHER,))
    if anchor.document.kind in COUNTED:
        count(anchor.document, line, known)
    return True
