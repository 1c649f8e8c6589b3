"""The words of matching: what is tied, what is loose, what waits for a person."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from comaker.kernel.document import Document, Kind
from comaker.kernel.entry import Act
from comaker.kernel.line import Line, Link, Terms
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.usual import NO_HABITS, Habits


class Tie(NamedTuple):
    """One document line that belongs to one line.

    Attributes:
        document: its place among the documents given (to the book, if one is kept between calls).
        line: its place in the document's lines; None when the document speaks of the line as a whole.
        to: key of the line.
        rule: the rule that tied it, one of the names below.
        score: how sure, in thousandths; 1000 is certain.
        reasons: short sentences for people, the weightiest first.

    A later tie of the same document line takes the place of an earlier one.
    """

    document: int
    line: int | None
    to: str
    rule: str
    score: int
    reasons: tuple[str, ...]


class BillTie(NamedTuple):
    """One document, or one line of it, that speaks about a bill; `bill` is a `bill_key`."""

    document: int
    line: int | None
    bill: str
    rule: str
    score: int
    reasons: tuple[str, ...]


class Candidate(NamedTuple):
    """A line (or bill) that a loose document line may belong to."""

    to: str
    score: int
    reasons: tuple[str, ...]


class Loose(NamedTuple):
    """A document line that is not tied; candidates stand best first."""

    document: int
    line: int | None
    act: Act
    why: str
    candidates: tuple[Candidate, ...] = ()


class Held(NamedTuple):
    """A document that waits for a person; nothing of it is tied."""

    document: int
    why: str


class Pair(NamedTuple):
    """Two parties in one direction, under all their identifiers, and how their papers go."""

    giver: Party = NOBODY
    taker: Party = NOBODY
    habits: Habits = NO_HABITS

    @property
    def key(self) -> tuple[str, str]:
        """Return what the pair is filed under: the keys of giver and taker of each of its lines."""
        return (self.giver.key, self.taker.key)


class Seen(NamedTuple):
    """What two parties are known for, in one direction, from papers that are not at hand.

    Attributes:
        papers: how many documents name just these two.
        has_asked: whether any of them is an order.
    """

    habits: Habits = NO_HABITS
    papers: int = 0
    has_asked: bool = False


NOTHING_SEEN = Seen()


class Matched(NamedTuple):
    """What one call of `match` found.

    Attributes:
        lines: the lines that this call opened or tied something to, by key.
        ties, bill_ties: in order of document and line.
        loose: what this call could not tie; a loose line of an earlier call is settled by a tie to it.
        held: documents that wait for a person.
        repeats: documents that say again what another one with their key said.
        texts: how many bill lines are only text and were passed over.
        pairs: the pairs of parties that this call met, by the keys of giver and taker on the lines.
        links: lines that point to other lines (a call-off to its frame).
        first: place of the first document of this call; 0 unless a book is kept.
    """

    lines: dict[str, Line]
    ties: Sequence[Tie]
    bill_ties: list[BillTie]
    loose: list[Loose]
    held: list[Held]
    repeats: list[int]
    texts: int
    pairs: dict[tuple[str, str], Pair]
    links: list[Link]
    first: int = 0


NOTHING_MATCHED = Matched({}, [], [], [], [], [], 0, {}, [])

TermsOf: TypeAlias = Callable[[Pair], Terms] | Mapping[tuple[str, str], Terms]

# The rules, from the surest to the least sure. Ties by the first group do not depend on the order in
# which documents arrive; those by likeness may, since they look at what was open at the time.
ITSELF = "itself"  # the order that opens the line
BY_HAND = "by hand"  # a person has said so
ORDER_LINE = "order line"
SALES_ORDER_LINE = "sales order line"
DESPATCH_LINE = "despatch line"
RECEIPT_LINE = "receipt line"
BILL_LINE = "bill line"
WHOLE_ORDER = "whole order"
WHOLE_DESPATCH = "whole despatch"
WHOLE_RECEIPT = "whole receipt"
BILL_NUMBER = "bill number"
LIKE_IN_ORDER = "like in order"
LIKE_IN_PAPER = "like in paper"
LIKE = "like"
OPENED = "opened"  # nothing fits: the document line opens a line of its own

BY_REFERENCE = frozenset(
    {ITSELF, BY_HAND, ORDER_LINE, SALES_ORDER_LINE, DESPATCH_LINE, RECEIPT_LINE, BILL_LINE}
) | {
    WHOLE_ORDER,
    WHOLE_DESPATCH,
    WHOLE_RECEIPT,
    BILL_NUMBER,
}

ACTS = {
    **dict.fromkeys((Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_CANCELLATION), Act.ASK),
    Kind.ORDER_RESPONSE: Act.PROMISE,
    Kind.DESPATCH_ADVICE: Act.SEND,
    Kind.RECEIPT_ADVICE: Act.RECEIVE,
    Kind.FULFILMENT_CANCELLATION: Act.REJECT,
    **dict.fromkeys(
        (Kind.BILL, Kind.CREDIT_NOTE, Kind.BILL_RESPONSE, Kind.STATEMENT, Kind.REMINDER), Act.BILL
    ),
    Kind.REMITTANCE: Act.PAY,
    **dict.fromkeys((Kind.CONCESSION, Kind.BILL_CONCESSION), Act.ACCEPT),
}


def bill_key(document: Document) -> str:
    """Return what a bill is filed under: its type, biller, number and year of issue.

    An invoice, a debit note and a credit note that share one number are three bills.
    """
    biller, root, number, year = document.key
    return f"{root}/{biller}/{number}/{year}"
