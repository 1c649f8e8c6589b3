"""Again: papers that came before what they name are looked at once more when it has come.

So what is tied by reference does not depend on the order of arrival: a receipt that was tied by likeness,
since its despatch advice was still to come, follows the despatch advice when that is there.
"""

from comaker.engines.matching.bills import ABOUT_BILLS, tie_waiting_bills
from comaker.engines.matching.by_hand import follow_hands
from comaker.engines.matching.count import count, count_waiting, uncount
from comaker.engines.matching.intake import turn_of
from comaker.engines.matching.known import KnownLine
from comaker.engines.matching.likeness import tie_by_likeness
from comaker.engines.matching.open import forget_unused
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import Reading, Run
from comaker.engines.matching.ways import tie_by_other_references
from comaker.engines.matching.whole import answer_whole, tie_whole

# A paper that follows a paper that follows a paper: no chain of trade is longer.
_ROUNDS_MAX = 4


def wait_for_more(run: Run, reading: Reading) -> None:
    """Keep a document that is not tied for certain, to look at it again."""
    itself = (reading.document.kind.value, exact(reading.document.number))
    for key in reading.waits - {itself}:
        run.book.waiting.setdefault(key, []).append(reading)
    loose = run.book.between_of(reading.giver, reading.taker).loose
    if reading.loose and reading not in loose:
        loose.append(reading)


def look_again(run: Run, first: int) -> None:
    """Look again at what waited for the papers of this call.

    Args:
        first: place of the first document of this call; older ones that are loose may fit its orders.
    """
    for deal in list(run.deals.values()):
        for reading in deal.whole:
            answer_whole(run, reading, deal)
    for pair in sorted(run.asked):
        between = run.book.between[pair]
        kept = []
        for reading in sorted(between.loose, key=_turn):
            if reading.loose and reading.index < first:
                _tie_again(run, reading, [place for place in reading.loose if place is not None])
            if reading.loose:
                kept.append(reading)
        between.loose = kept
    for _ in range(_ROUNDS_MAX):
        _follow_all(run)
        is_settled = settle_loose(run)
        if not (follow_hands(run) or is_settled):
            return


def _follow_all(run: Run) -> None:
    """Look again at what waited for papers that have arrived, until nothing waits for more."""
    for _ in range(_ROUNDS_MAX):
        due = _due(run)
        if not due:
            return
        for reading in sorted(due, key=_turn):
            run.book.turn += 1
            _follow(run, reading)
            reading.turn = run.book.turn


def settle_loose(run: Run) -> bool:
    """Hold what is loose against all that is known by now; tell whether any of it was tied.

    A despatch that two orders explain alike is told apart by the receipt which names one of them.
    """
    is_any = False
    for pair in sorted(run.met):
        between = run.book.between[pair]
        for reading in sorted(between.loose, key=_turn):
            places = sorted(place for place in reading.loose if place is not None)
            if not places or reading.bills or reading.turn == run.book.turn:
                continue  # nothing has been looked at since
            if reading.rivals.isdisjoint(run.deals):
                continue  # nothing more is known of what it may be
            _tie_again(run, reading, places)
            if len(reading.loose) < len(places):
                is_any = True
                run.book.turn += 1
        between.loose = [reading for reading in between.loose if reading.loose]
    return is_any


def _due(run: Run) -> list[Reading]:
    """Return the documents that wait for what has arrived since they were looked at."""
    arrived, run.arrived = run.arrived, {}
    due: dict[int, Reading] = {}
    for key, turn in arrived.items():
        waiting = run.book.waiting.get(key)
        if waiting:
            due.update((reading.index, reading) for reading in waiting if reading.turn < turn)
            run.book.waiting[key] = [reading for reading in waiting if reading.turn >= turn]
    return list(due.values())


def _turn(reading: Reading) -> tuple[object, ...]:
    return (*turn_of(reading.document), reading.index)


def _follow(run: Run, reading: Reading) -> None:
    """Tie anew all of a document that does not rest on line numbers of orders."""
    reading.waits.clear()
    tie_waiting_bills(run, reading)
    if reading.document.kind in ABOUT_BILLS:
        wait_for_more(run, reading)
        return
    places = sorted({*reading.rules, *(place for place in reading.loose if place is not None)})
    if places:
        _tie_again(run, reading, places)
    elif None in reading.loose and not reading.document.lines:
        run.loose.pop((reading.index, None), None)
        reading.loose.discard(None)
        tie_whole(run, reading)
    wait_for_more(run, reading)


def _tie_again(run: Run, reading: Reading, places: list[int]) -> None:
    count_waiting(run.book.between_of(reading.giver, reading.taker))
    reading.is_counted = True
    index, lines = reading.index, reading.document.lines
    was: dict[int, tuple[KnownLine | None, str]] = {}
    for place in places:
        known = reading.found[place]
        was[place] = (known, reading.rules.pop(place, ""))
        if known is not None:
            uncount(reading.document, lines[place], known)
            reading.found[place] = None
        reading.loose.discard(place)
    forget_unused(run, [known for known, _ in was.values() if known is not None])
    had = run.ties.get(index, [])
    earlier = {place for place in places if not any(tie.line == place for tie in had)}
    if had:
        run.ties[index] = [tie for tie in had if tie.line not in was]
    loose = {place: run.loose.pop((index, place), None) for place in places}
    reading.deals.clear()
    reading.scopes.clear()
    reading.meant.clear()
    reading.near.clear()
    reading.rivals.clear()
    reading.contradicted.difference_update(places)
    reading.rest = places
    tie_by_other_references(run, reading)
    for place in places:
        known = reading.found[place]
        if known is not None:
            count(reading.document, lines[place], known)
    tie_by_likeness(run, reading)
    for place in places:
        known, rule = was[place]
        now = reading.found[place]
        if (now and now.key) != (known and known.key):
            # Papers that were tied through this one follow it.
            run.announce(reading.document.kind.value, exact(reading.document.number))
        if place not in earlier:
            continue
        if now and known and now.key == known.key and reading.rules[place] == rule:
            run.ties[index] = [tie for tie in run.ties[index] if tie.line != place]
        if known is None and loose[place] is None and place in reading.loose:
            # It was told loose before, and nothing has changed.
            run.loose.pop((index, place), None)
