"""What people say by hand: each becomes a paper in UBL, posted like those that come in.

Every action takes the occasion (who, when, by which form) and keywords; what it refuses leaves no trace.
"""

from comaker.apps.promise.actions.acts import DOINGS, OF_MONEY, Act
from comaker.apps.promise.actions.answering import answer
from comaker.apps.promise.actions.asking import Order, ask, cancel, change
from comaker.apps.promise.actions.billing import bill, biller_of, credit, sums_of
from comaker.apps.promise.actions.disputing import dispute
from comaker.apps.promise.actions.enclosing import enclose, enclosed, enclosures, type_of
from comaker.apps.promise.actions.moving import REASONS, despatch, receive
from comaker.apps.promise.actions.paying import pay
from comaker.apps.promise.actions.rights import is_own, may_say
from comaker.apps.promise.actions.saying import Occasion
from comaker.apps.promise.actions.words import (
    Asked,
    Billed,
    Counterpart,
    Done,
    Extra,
    Field,
    Moved,
    NothingSaid,
    NotPossible,
    NumberTaken,
    Paid,
    Part,
    Promised,
    Unusable,
    Way,
)

__all__ = [
    "DOINGS",
    "OF_MONEY",
    "REASONS",
    "Act",
    "Asked",
    "Billed",
    "Counterpart",
    "Done",
    "Extra",
    "Field",
    "Moved",
    "NotPossible",
    "NothingSaid",
    "NumberTaken",
    "Occasion",
    "Order",
    "Paid",
    "Part",
    "Promised",
    "Unusable",
    "Way",
    "answer",
    "ask",
    "bill",
    "biller_of",
    "cancel",
    "change",
    "credit",
    "despatch",
    "dispute",
    "enclose",
    "enclosed",
    "enclosures",
    "is_own",
    "may_say",
    "pay",
    "receive",
    "sums_of",
    "type_of",
]
