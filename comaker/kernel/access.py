"""Access: who may do what and see what, down to the field, in one table.

An asker acts for a party, in a job that this party gave, or by a mandate or a private link. What is written
here is all there is: pages, API and commands ask these functions, and the tables in the documentation and
the tests are made from it.
"""

from enum import StrEnum
from typing import NamedTuple

from comaker.kernel.entry import Role
from comaker.kernel.gap import ENTITLED
from comaker.kernel.gap import Kind as GapKind


class Job(StrEnum):
    """What a person does for a party."""

    OWNER = "owner"
    TRADER = "trader"
    WAREHOUSE = "warehouse"
    DRIVER = "driver"
    PLANNER = "planner"
    READER = "reader"

    __hash__ = str.__hash__


class Doing(StrEnum):
    """Everything that somebody may do."""

    ASK = "ask"
    PROMISE = "promise"
    SEND = "send"
    RECEIVE = "receive"
    BILL = "bill"
    PAY = "pay"
    ACCEPT = "accept"
    TIE = "tie"
    TALK = "talk"
    BRING = "bring"  # documents as files
    SORT_OUT = "sort_out"  # assign, put aside, remind
    AGREE = "agree"  # terms: propose and agree
    INVITE = "invite"  # the other party, or a private link
    MANAGE = "manage"  # members, mandates, tokens, web hooks

    __hash__ = str.__hash__


class Seeing(StrEnum):
    """What not everybody who sees a line sees of it."""

    MONEY = "money"  # prices, amounts, bills and payments
    DOCUMENTS = "documents"  # the papers themselves
    TALK = "talk"
    NOTES = "notes"  # what a party's own people note for one another
    MEMBERS = "members"

    __hash__ = str.__hash__


_EVERYONE = frozenset(Job)
_DEALERS = frozenset((Job.OWNER, Job.TRADER))

MAY: dict[Doing, frozenset[Job]] = {
    Doing.ASK: _DEALERS,
    Doing.PROMISE: _DEALERS | {Job.PLANNER},
    Doing.SEND: _DEALERS | {Job.WAREHOUSE, Job.PLANNER, Job.DRIVER},
    Doing.RECEIVE: _DEALERS | {Job.WAREHOUSE, Job.DRIVER},
    Doing.BILL: _DEALERS,
    Doing.PAY: _DEALERS,
    Doing.ACCEPT: _DEALERS,
    Doing.TIE: _DEALERS | {Job.WAREHOUSE, Job.PLANNER},
    Doing.TALK: _EVERYONE - {Job.READER},
    Doing.BRING: _EVERYONE - {Job.READER, Job.DRIVER},
    Doing.SORT_OUT: _EVERYONE - {Job.READER, Job.DRIVER},
    Doing.AGREE: _DEALERS,
    Doing.INVITE: _DEALERS,
    Doing.MANAGE: frozenset((Job.OWNER,)),
}

SEES: dict[Seeing, frozenset[Job]] = {
    Seeing.MONEY: _EVERYONE - {Job.WAREHOUSE, Job.DRIVER},
    Seeing.DOCUMENTS: _EVERYONE - {Job.DRIVER},
    Seeing.TALK: _EVERYONE,
    Seeing.NOTES: _EVERYONE - {Job.DRIVER},
    Seeing.MEMBERS: _EVERYONE - {Job.DRIVER},
}

# Whose act it is on a line; what is not here either side does.
SIDE: dict[Doing, Role] = {
    Doing.ASK: Role.TAKER,
    Doing.PROMISE: Role.GIVER,
    Doing.SEND: Role.GIVER,
    Doing.RECEIVE: Role.TAKER,
    Doing.PAY: Role.TAKER,
}

# What a visitor by private link may do, who has no account, and what he sees: his side's whole line.
_VISITOR_MAY = frozenset((Doing.PROMISE, Doing.SEND, Doing.RECEIVE, Doing.TALK, Doing.ACCEPT))
_VISITOR_SEES = frozenset((Seeing.MONEY, Seeing.TALK))


class Mandate(NamedTuple):
    """What one party lets another do for it; numbers of parties.

    Attributes:
        of: the party that lets another act for it.
    """

    of: int
    doings: frozenset[Doing]


class Asker(NamedTuple):
    """Who asks, and for whom.

    Attributes:
        party: the number of the party that he acts for; 0 for nobody.
        parties: all numbers that this party is known under, those that were merged into it among them.
        job: what he does for it; None for a visitor by private link.
        member: his number there; 0 for a visitor.
        name: what to call him.
        deals: for a visitor the deals that he sees, as (relation, number of the deal); all others see all.
        accept_max: what he may let pass by himself, money; None for any amount.
    """

    party: int
    parties: tuple[int, ...] = ()
    job: Job | None = None
    member: int = 0
    name: str = ""
    mandates: tuple[Mandate, ...] = ()
    deals: tuple[tuple[int, str], ...] = ()
    accept_max: int | None = None

    @property
    def is_visitor(self) -> bool:
        """Tell whether he came by a private link."""
        return self.job is None

    def is_one_of(self, *parties: int) -> bool:
        """Tell whether his party is among some."""
        return not set(self.parties).isdisjoint(parties)


NOBODY = Asker(0)


def may(asker: Asker, doing: Doing, *, giver: int = 0, taker: int = 0) -> bool:
    """Tell whether somebody may do something; with giver and taker, on a line between these two.

    Args:
        giver, taker: numbers of parties; both 0 where it is about no line.
    """
    if not _in_job(asker, doing):
        return False
    sides = {Role.GIVER: {giver}, Role.TAKER: {taker}}[SIDE[doing]] if doing in SIDE else {giver, taker}
    if sides == {0} or asker.is_one_of(*sides):
        return True
    return any(mandate.of in sides and doing in mandate.doings for mandate in asker.mandates)


def _in_job(asker: Asker, doing: Doing) -> bool:
    return doing in _VISITOR_MAY if asker.job is None else asker.job in MAY[doing]


def sees(asker: Asker, what: Seeing) -> bool:
    """Tell whether somebody sees a part of what his party sees."""
    return what in _VISITOR_SEES if asker.job is None else asker.job in SEES[what]


def may_accept(asker: Asker, kind: GapKind, amount: int, *, giver: int, taker: int) -> bool:
    """Tell whether somebody may let a gap pass: his side loses by it, and it is within his amount.

    Args:
        amount: what it counts, money.
    """
    entitled = {
        Role.GIVER: giver, Role.PAYEE: giver, Role.TAKER: taker, Role.PAYER: taker,
    }  # fmt: skip
    sides = [entitled[role] for role in ENTITLED[kind] if role in entitled]
    if not asker.is_one_of(*sides) or not _in_job(asker, Doing.ACCEPT):
        return False
    return asker.accept_max is None or amount <= asker.accept_max
