"""Entries: one act on one line or bill, said by a party and backed by a document line."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from comaker.kernel.product import NOTHING, Product


class Act(StrEnum):
    """What can be done with a line; `receive` includes what was rejected."""

    ASK = "ask"
    PROMISE = "promise"
    SEND = "send"
    RECEIVE = "receive"
    REJECT = "reject"
    BILL = "bill"
    PAY = "pay"
    ACCEPT = "accept"

    # Enum hashes by name in Python; the text itself hashes as fast as any text.
    __hash__ = str.__hash__


class Role(StrEnum):
    """What a party is to a line or bill; the same party has other roles on other lines."""

    GIVER = "giver"
    TAKER = "taker"
    CARRIER = "carrier"
    PAYER = "payer"
    PAYEE = "payee"
    BILLER = "biller"
    BANK = "bank"
    NOBODY = "nobody"

    __hash__ = str.__hash__


# Python 3.11 takes as long to look up `Act.ASK` as to add three numbers; what looks at every line of a year
# uses these names.
ASK, PROMISE, SEND, RECEIVE, REJECT, BILL, PAY, ACCEPT = Act
GIVER, TAKER = Role.GIVER, Role.TAKER

STATEMENTS = (ASK, PROMISE)


REST = -1


class Part(NamedTuple):
    """A dated share of a line: `until_on` is the first day too late; None where no day is known.

    A quantity of REST stands for what the other parts leave of the line.
    """

    quantity: int
    from_on: int | None
    until_on: int | None


class Rank(NamedTuple):
    """Where a statement stands among the versions of its line, by its sender's own date and version.

    Attributes:
        on: the day it was said.
        at: seconds after midnight; the end of the day when no time is given.
        order: what kind of paper it is, for papers of one moment: an order before its change, a change
            before the answer to its lines, a cancellation before an answer to the whole.
        version: the sender's own version number.
        document: the document's number, so that the ranking is total.
    """

    on: int
    at: int = 86_400
    order: int = 0
    version: int = 0
    document: str = ""


class Entry(NamedTuple):
    """One act.

    Attributes:
        key: unique in the record; the same key again changes nothing.
        by: who says so, which need not be who did it (see `standing.AUTHORITY`).
        quantity: None where the act says nothing about quantity (an acceptance as asked, a bill that
            changes value alone); a movement may be negative (a return, a credit, a conceded loss).
        price: net price of one unit, None where not said.
        amount: money of the act as its document states it, None where not said.
        on: day it happened; `at` when it was recorded, a number that grows with the record.
        parts: for a statement, when how much of it is due; for a send, when it should have arrived.
        bill: the bill that a bill entry stands on.
        about: the movement that a claim concerns (a despatch number), where its document says so.
        charges: charges and allowances inside `amount`.
        reason: why, in a word of ours (`late`, `damaged`, `lost`, `credit`, a gap's kind for accept).
        reverses: key of the entry that this one takes back; both then count as if never said.
        currency: of price and amount; empty is the line's own.
        second: a second measure, such as the weighed kilograms of counted pieces.
    """

    key: str
    act: Act
    by: Role = Role.GIVER
    quantity: int | None = None
    unit: str = ""
    price: int | None = None
    amount: int | None = None
    on: int = 0
    at: int = 0
    rank: Rank | None = None
    parts: tuple[Part, ...] = ()
    product: Product = NOTHING
    bill: str = ""
    about: str = ""
    charges: int = 0
    reason: str = ""
    reverses: str = ""
    handling_unit: str = ""
    second: tuple[int, str] | None = None
    document: str = ""
    document_line: str = ""
    currency: str = ""


def in_force(
    entries: Sequence[Entry], *, as_of: int | None = None, known_at: int | None = None
) -> list[Entry]:
    """Return the entries that count: each key once, reversed ones and their reversals left out.

    Args:
        entries: in any order, perhaps with repeats.
        as_of: leave out what happened after this day.
        known_at: leave out what was recorded after this moment, reversals included.
    """
    if known_at is not None:
        entries = [entry for entry in entries if entry.at <= known_at]
    if as_of is not None:
        entries = [entry for entry in entries if entry.on <= as_of]
    once = {entry.key: entry for entry in entries}
    reversed_keys = {entry.reverses for entry in entries if entry.reverses}
    if not reversed_keys:
        return [*once.values()]
    back = _taken_back(once)
    return [entry for entry in once.values() if not entry.reverses and entry.key not in back]


def _taken_back(once: dict[str, Entry]) -> set[str]:
    """Return the keys that reversals take back; a reversal that is itself taken back takes nothing."""
    by_target: dict[str, list[str]] = {}
    for entry in once.values():
        if entry.reverses:
            by_target.setdefault(entry.reverses, []).append(entry.key)

    def is_back(key: str, above: frozenset[str]) -> bool:
        return any(
            reversal not in above and not is_back(reversal, above | {key})
            for reversal in by_target.get(key, ())
        )

    return {key for key in by_target if is_back(key, frozenset())}
