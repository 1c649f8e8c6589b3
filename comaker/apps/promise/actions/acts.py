"""Acts: what can be said of a deal, and whose right it is."""

from enum import StrEnum

from comaker.kernel.access import Doing


class Act(StrEnum):
    """Something that is said of a deal, as it stands in an address."""

    ANSWER = "answer"
    SEND = "send"
    RECEIVE = "receive"
    BILL = "bill"
    PAY = "pay"
    CREDIT = "credit"
    DISPUTE = "dispute"
    CHANGE = "change"
    CANCEL = "cancel"

    __hash__ = str.__hash__


DOINGS: dict[Act, Doing] = {
    Act.ANSWER: Doing.PROMISE,
    Act.SEND: Doing.SEND,
    Act.RECEIVE: Doing.RECEIVE,
    Act.BILL: Doing.BILL,
    Act.PAY: Doing.PAY,
    Act.CREDIT: Doing.BILL,
    Act.DISPUTE: Doing.PAY,
    Act.CHANGE: Doing.ASK,
    Act.CANCEL: Doing.ASK,
}
# Who sees no money does not say these.
OF_MONEY = frozenset((Act.BILL, Act.PAY, Act.CREDIT, Act.DISPUTE))
