"""What is loose, one after the other: a line of a paper with the lines that it may belong to."""

from typing import NamedTuple

from comaker.kernel.access import Asker
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.product import Product, agree
from comaker.record.asked.bare import acts_hidden_from, reasons_for
from comaker.record.asked.choices import (
    SHOWN_MAX,
    BillChoice,
    Choice,
    bills_near,
    choices,
    lines_like,
    lines_of_deal,
    of_the_two,
    orders_near,
    ours,
)
from comaker.record.asked.document import LineOn, document_seen
from comaker.record.coding import candidates_from
from comaker.record.hands import Put
from comaker.record.posting.anchors import is_about_bill
from comaker.record.posting.lines import WHOLE
from comaker.record.store import Store
from comaker.record.transaction import reading

_LEFT = "SELECT count(*) FROM record_loose WHERE relation IN :ints AND NOT act IN :texts"
_NEXT = """
SELECT document, place FROM record_loose
WHERE relation IN :ints AND NOT act IN :texts AND (document, place) > (?, ?) ORDER BY document, place LIMIT 1
"""
_LOOSE_ONE = "SELECT why, candidates FROM record_loose WHERE document = ? AND place = ?"
_OF_DOCUMENT = "SELECT place, candidates FROM record_loose WHERE document = ? ORDER BY place"


class Case(NamedTuple):
    """A line of a paper, None for the paper as a whole, and where it may belong.

    Attributes:
        on: what became of it so far; `why` it is loose, empty where it is not.
        siblings: how many other lines of the paper are loose.
    """

    key: int
    place: int
    document: Document
    line: DocumentLine | None
    is_given: bool
    on: LineOn
    why: str
    choices: tuple[Choice, ...] = ()
    bills: tuple[BillChoice, ...] = ()
    siblings: int = 0

    @property
    def other(self) -> str:
        """Return the name of the other party."""
        return self.document.taker.name if self.is_given else self.document.giver.name

    @property
    def is_about_bill(self) -> bool:
        """Tell whether it is put to a bill."""
        return is_about_bill(self.document.kind, self.place)

    @property
    def is_whole(self) -> bool:
        """Tell whether it is put to a whole order."""
        return self.place == WHOLE and not self.is_about_bill

    @property
    def amount(self) -> int | None:
        """Return of how much money it speaks."""
        return self.document.totals.payable if self.line is None else self.line.amount


def left(asker: Asker) -> int:
    """Return how many lines are loose."""
    store = reading()
    relations = ours(store, asker)
    return int(store.select(_LEFT, relations, acts_hidden_from(asker))[0][0]) if relations else 0


def next_loose(asker: Asker, after: tuple[int, int] = (0, WHOLE)) -> tuple[int, int] | None:
    """Return document and place of the loose line that follows another; the first one after the last."""
    store = reading()
    relations = ours(store, asker)
    if not relations:
        return None
    acts = acts_hidden_from(asker)
    rows = store.select(_NEXT, relations, acts, *after) or store.select(_NEXT, relations, acts, 0, WHOLE)
    return (rows[0][0], rows[0][1]) if rows else None


def case_of(asker: Asker, key: int, place: int, *, text: str = "") -> Case | None:
    """Return a line of a paper, loose or not, and where it may belong; None where there is none for him.

    Args:
        text: what he looks for instead: part of the number of an order, a product or a bill, or of a name.
    """
    store = reading()
    seen = document_seen(asker, key, start=max(place, 0))
    if seen is None or seen.is_held or seen.document.kind is Kind.ORDER:
        return None
    on = seen.whole if place == WHOLE else next((each for each in seen.lines if each.place == place), None)
    if on is None or (place == WHOLE and not _may_be_whole(seen.document)):
        return None
    rows = store.select(_LOOSE_ONE, key, place)
    others = sum(1 for row in store.select(_OF_DOCUMENT, key) if row[0] != place)
    case = Case(key, place, seen.document, on.line, seen.is_given, on, rows[0][0] if rows else "")
    return _with_choices(
        store, asker, case._replace(siblings=others), rows[0][1] if rows else "[]", text.strip()
    )


def _with_choices(store: Store, asker: Asker, case: Case, candidates: str, text: str) -> Case:
    relations, on = of_the_two(store, asker, case.key), case.document.issued_on or 0
    if case.is_about_bill:
        bills = bills_near(store, asker, relations, amount=case.amount, on=on, text=text)
        return case._replace(bills=tuple(bills))
    if text:
        found = lines_like(store, asker, relations, text)
        if case.is_whole:
            found = [*{each.state.line.deal: each for each in reversed(found)}.values()][::-1]
        elif case.line is not None:
            product = case.line.product
            found.sort(key=lambda each: not agree(product, each.state.row.product))
        return case._replace(choices=tuple(found))
    if case.is_whole:
        return case._replace(choices=tuple(orders_near(store, asker, relations, on)))
    scored: dict[int, tuple[int, tuple[str, ...]]] = {
        int(line): (score, reasons_for(asker, reasons))
        for line, score, reasons in candidates_from(candidates)
    }
    if not scored:
        # What is tied may belong to another line of the same order.
        deals = {tie.deal for tie in case.on.ties if tie.deal}
        scored = {line: (0, ()) for deal in sorted(deals) for line in lines_of_deal(store, relations, deal)}
    found = choices(store, asker, [*scored][:SHOWN_MAX])
    told = [each._replace(score=scored[each.key][0], reasons=scored[each.key][1]) for each in found]
    return case._replace(choices=tuple(told))


def likewise(asker: Asker, key: int, to: int) -> list[Put]:
    """Return where the other loose lines of a paper belong if it is about the order of a line.

    Each goes to the line of that order that was found most like it, else to the only one of its product;
    no two go to one line.
    """
    store = reading()
    seen, there = document_seen(asker, key), choices(store, asker, [to])
    if seen is None or not there or not there[0].state.line.deal:
        return []
    relations = of_the_two(store, asker, key)
    of_order = choices(store, asker, lines_of_deal(store, relations, there[0].state.line.deal))
    free = {each.key: each.state.row.product for each in of_order if each.key != to}
    puts = []
    for place, candidates in store.select(_OF_DOCUMENT, key):
        if not 0 <= place < len(seen.document.lines):
            continue
        likely = [int(line) for line, _, _ in candidates_from(candidates) if int(line) in free]
        same = likely[:1] or _same(seen.document.lines[place].product, free)
        if same:
            puts.append(Put(key, place, same[0]))
            del free[same[0]]
    return puts


def _same(product: Product, lines: dict[int, Product]) -> list[int]:
    found = [key for key, each in lines.items() if agree(product, each)]
    return found if len(found) == 1 else []


def _may_be_whole(document: Document) -> bool:
    return not document.lines or is_about_bill(document.kind, WHOLE)
